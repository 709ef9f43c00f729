/* The rows that a run will put into the ledger at its end, one for each article: some 90
 * bytes and its ids. */
#include <errno.h>

#include "pipeline/recall/recall_parts.h"

/* How a row is stored: this, then the bytes of the id, then those of the file. */
struct head { struct noted noted; size_t id, file; };

void notes_add(struct notes *notes, const struct noted *noted)
{
    struct head head = { .noted = *noted, .id = noted->row.id.len, .file = noted->row.file.len };
    int code = chunks_add(&notes->bytes, &head, sizeof head);
    code = code ? code : chunks_add(&notes->bytes, noted->row.id.ptr, head.id);
    code = code ? code : chunks_add(&notes->bytes, noted->row.file.ptr, head.file);
    notes->fault = notes->fault ? notes->fault : code;
    notes->n++;
}

/* Reads the id and the file, with a NUL behind each. 0 or an errno. */
static int read_text(struct notes_reader *r, const struct head *head)
{
    size_t n = head->id + head->file;
    buf_clear(&r->text);
    if (!buf_reserve(&r->text, n + 2))
        return ENOMEM;
    char *id = r->text.ptr, *file = id + head->id + 1;
    int code = chunks_read(&r->notes->bytes, r->at + sizeof *head, id, head->id);
    code = code ? code : chunks_read(&r->notes->bytes, r->at + sizeof *head + head->id, file, head->file);
    id[head->id] = file[head->file] = '\0';
    r->noted.row.id = slice_of(id, head->id);
    r->noted.row.file = slice_of(file, head->file);
    return code;
}

int notes_next(struct notes_reader *r)
{
    struct head head;
    if (r->at == r->notes->bytes.end)
        return 0;
    int code = chunks_read(&r->notes->bytes, r->at, &head, sizeof head);
    r->noted = head.noted;
    code = code ? code : read_text(r, &head);
    r->at += sizeof head + head.id + head.file;
    errno = code;
    return code ? -1 : 1;
}

void notes_reader_release(struct notes_reader *r)
{
    buf_release(&r->text);
}

void recall_end_origin(struct recall *r)
{
    if (r->origin_row.row.number) {
        r->origin_row.row.id = buf_slice(&r->noted_origin);
        notes_add(&r->notes, &r->origin_row);
    }
    r->origin_row = (struct noted){ 0 };
    r->origin_fault = false;
}

uint32_t recall_local(struct recall *r, uint32_t number)
{
    uint32_t local = 0;
    recall_mind(r, chunks_read(&r->local, (uint64_t)(number - 1) * sizeof local, &local, sizeof local));
    return local;
}

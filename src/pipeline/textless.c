#include "pipeline/textless.h"

#include <inttypes.h>

#include "read/records/jsonl.h"

void textless_end(struct textless *t, const char *field, struct notices *notices)
{
    if (t->records > 0 && !t->some)
        notice(notices, COPYDESK_SKIPPED, buf_str(&t->file), 0,
               "no record has the field '%s', and nothing was cleaned: %" PRIu64 " passed on as they came; "
               "--text-field names the one that holds the text", field ? field : "text", t->records);
    buf_clear(&t->file);
    t->records = 0;
    t->some = false;
}

bool textless_add(struct textless *t, const struct batch *b, const char *field, struct notices *notices)
{
    struct slice file = b->articles[0].file;
    if (!slice_equal(buf_slice(&t->file), file)) {
        textless_end(t, field, notices);
        buf_addslice(&t->file, file);
    }
    for (size_t i = 0; i < b->n_articles && !t->some; i++) {
        const struct frame *frame = b->articles[i].frame;
        t->some = frame->value.ptr != NULL;
        t->records += frame->kind == FRAME_TEXTLESS && !jsonl_blank(frame->record);
    }
    return !t->file.failed;
}

void textless_release(struct textless *t)
{
    buf_release(&t->file);
}

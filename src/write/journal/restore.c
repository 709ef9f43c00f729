/* DESIGN
 * The journal is read once, in order (before that, a state's journal, which holds
 * the records of many runs, is read to know which run wrote what last). Edits are
 * collected until the next article record; then the article or piece before is
 * rebuilt from them and its clean text, its hash is compared, and it is added to
 * the file it is part of. A file is open while records of it follow each other: pieces of a huge
 * article, articles of one text stream. It gets its name only when everything
 * of it came out right and the journal went on behind it, so that a cut
 * journal leaves no file that is cut.
 *
 * A fault of one article (clean text missing or changed, a bad id) is reported and
 * costs its file. A fault of the journal itself ends the run.
 *
 * Of a record (JSON Lines) the clean text is the value in what was written; the
 * line is put together from what stands around it there, or in the journal, and
 * the rebuilt text, escaped as it was. */
#include <stdio.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/notice.h"
#include "base/path.h"
#include "read/charset/encoding.h"
#include "read/records/jsonstring.h"
#include "write/clean_text.h"
#include "write/files/tree.h"
#include "write/journal/journal_read.h"
#include "write/journal/last_runs.h"
#include "write/journal/rebuild.h"
#include "write/journal/record.h"

struct restore {
    struct journal_reader *journal;
    struct last_runs *last;    /* NULL: the journal is of one run */
    uint32_t run;              /* the one whose records are read, from 1 */
    bool passing;              /* the records at hand are passed over: a later run wrote their file again */
    struct clean_text *clean;
    struct folders *tree;
    struct notices notices;
    /* the file that is being put together */
    struct buf file;           /* its id */
    struct tree_file out;
    bool open;                 /* a file is begun; `out` is open unless it is lost */
    bool lost;                 /* it will not be written, which was reported */
    bool read;                 /* clean text of it was read */
    /* the article or piece whose edits are being collected */
    bool pending;
    struct journal_record piece;   /* its numbers; its slices are gone, but for the copies below */
    struct buf id;
    bool begun;                /* clean text of this article was read before */
    uint64_t expected;         /* offset of the next piece; 0: the article is complete */
    struct rebuild rebuild;
    struct buf text;
    struct buf encoding, input;   /* of a converted article or a record; else empty. input: first as the journal has it, then rebuilt */
    struct buf before, behind; /* of a record */
    struct buf plain;          /* its clean text */
    struct copydesk_error *error;
};

/* ---- files ---- */

/* Gives the open file up and reports why; once. */
static void lose(struct restore *r, const char *reason)
{
    if (r->lost)
        return;
    r->lost = true;
    tree_drop(&r->out);
    notice(&r->notices, COPYDESK_SKIPPED, buf_str(&r->id), 0, "%s", reason);
}

static void lose_as(struct restore *r, const struct copydesk_error *why)
{
    char reason[sizeof why->path + sizeof why->reason + 8];
    snprintf(reason, sizeof reason, "%s%s%s", why->path, why->path[0] ? ": " : "", why->reason);
    lose(r, reason);
}

/* Gives the open file its name, unless it is lost or a piece of it is missing. */
static enum copydesk_status end_file(struct restore *r)
{
    if (!r->open)
        return COPYDESK_OK;
    if (r->expected)
        lose(r, "a piece of it is missing from the journal");
    r->open = false;
    r->expected = 0;
    if (r->lost)
        return COPYDESK_OK;
    struct copydesk_error why;
    enum copydesk_status status = tree_end(&r->out, true, &why);
    if (status == COPYDESK_SKIPPED)
        lose_as(r, &why);
    else if (status != COPYDESK_OK && r->error)
        *r->error = why;
    return status == COPYDESK_SKIPPED ? COPYDESK_OK : status;
}

static enum copydesk_status begin_file(struct restore *r, struct slice file)
{
    buf_clear(&r->file);
    buf_addslice(&r->file, file);
    if (r->file.failed)
        return error_memory(r->error);
    r->open = true;
    r->lost = r->read = false;
    r->out = (struct tree_file){ .fd = -1 };
    if (tree_takes(file))
        return tree_begin(r->tree, &r->out, buf_slice(&r->file), r->error);
    lose(r, "its id leads out of the output directory");
    return COPYDESK_OK;
}

/* ---- articles ---- */

/* Whether what was written of the piece is a record, or lies among records. */
static bool is_record(const struct journal_record *piece)
{
    return piece->has_value || (piece->line && !piece->around);
}

/* What was written of the piece. NULL, or why it cannot be had; "": `why` tells. */
static const char *read_written(struct restore *r, struct slice *text, struct copydesk_error *why)
{
    const struct journal_record *p = &r->piece;
    bool record = is_record(p);
    *text = SLICE("");
    if (p->wrote == 0)
        return NULL;
    /* records of one file stand in one file, other articles each in their own */
    struct clean_wanted wanted = {
        .file = p->line ? buf_slice(&r->file) : buf_slice(&r->id),
        .opens = p->line ? !r->read : !r->begun, .parted = !record && !r->begun,
        .lined = record && !r->begun, .bytes = p->wrote,
    };
    r->begun = r->read = true;
    if (!clean_text_next(r->clean, &wanted, text, why))
        return "";
    if (text->len == p->wrote && hash_bytes(*text) == p->wrote_hash)
        return NULL;
    clean_text_resync(r->clean, record);
    return "its clean text is not what was written";
}

/* The clean text in what was written. NULL, or why there is none. */
static const char *find_clean(struct restore *r, struct slice written, struct slice *clean)
{
    const struct journal_record *p = &r->piece;
    *clean = written;
    if (!p->has_value || (p->framed && r->input.len))
        return NULL;
    struct slice value = slice_of(written.ptr + p->value, (size_t)p->value_len);
    if (!json_is_inside(value))
        return "its records do not fit together";
    buf_clear(&r->plain);
    if (!buf_reserve(&r->plain, value.len + 1))
        return "out of memory";
    r->plain.len = json_unescape(value, r->plain.ptr, NULL);
    *clean = buf_slice(&r->plain);
    return NULL;
}

/* Turns the text of a converted article into its input again: NULL, or why it
 * cannot be. */
static const char *encode(struct restore *r)
{
    if (r->input.len == 0
        && !encoding_encode(buf_str(&r->encoding), buf_slice(&r->text), &r->input))
        return "its encoding is not known here";
    return NULL;
}

/* Puts the line of a record together, in r->input. NULL, or why it cannot be. */
static const char *frame(struct restore *r, struct slice written)
{
    const struct journal_record *p = &r->piece;
    size_t end = (size_t)(p->value + p->value_len);
    struct slice before = p->around ? buf_slice(&r->before) : slice_of(written.ptr, (size_t)p->value);
    struct slice behind = p->around ? buf_slice(&r->behind) : slice_from(written, end);
    buf_clear(&r->plain);
    buf_addslice(&r->plain, before);
    if (r->input.len)
        buf_addslice(&r->plain, buf_slice(&r->input));
    else
        record_string(&r->plain, buf_slice(&r->text), (unsigned)p->style);
    buf_addslice(&r->plain, behind);
    struct buf line = r->plain;
    r->plain = r->input;
    r->input = line;
    return r->input.failed ? "out of memory" : NULL;
}

/* Makes the input of the piece from what was written of it; NULL, or why it
 * cannot be made. */
static const char *rebuild_input(struct restore *r, struct slice written)
{
    struct slice clean;
    const struct journal_record *p = &r->piece;
    bool stored = p->framed && r->input.len > 0;
    buf_clear(&r->text);
    const char *reason = find_clean(r, written, &clean);
    if (!reason && !stored)
        reason = rebuild_run(&r->rebuild, clean, &r->text);
    if (!reason && !stored && hash_bytes(buf_slice(&r->text)) != p->hash)
        reason = "it does not come out as it went in";
    if (!reason && r->encoding.len)
        reason = encode(r);
    if (!reason && p->framed)
        reason = frame(r, written);
    if (!reason && (r->encoding.len || p->framed) && hash_bytes(buf_slice(&r->input)) != p->input_hash)
        reason = "it does not come out as it went in";
    return reason;
}

/* Rebuilds the piece whose edits are complete now. */
static enum copydesk_status end_piece(struct restore *r)
{
    struct slice written;
    struct copydesk_error why = { .status = COPYDESK_OK };
    if (!r->pending)
        return COPYDESK_OK;
    r->pending = false;
    if (r->piece.skipped)
        lose(r, "was skipped when it was cleaned, so that its file cannot be put together");
    const char *reason = read_written(r, &written, &why);
    if (reason && !*reason && why.status == COPYDESK_FAILED) {
        if (r->error)
            *r->error = why;
        return COPYDESK_FAILED;
    }
    if (reason && !*reason)
        lose_as(r, &why);
    else if (reason)
        lose(r, reason);
    if (r->lost)
        return COPYDESK_OK;
    reason = rebuild_input(r, written);
    if (reason)
        lose(r, reason);
    const struct buf *input = r->encoding.len || r->piece.framed ? &r->input : &r->text;
    return reason ? COPYDESK_OK : tree_add(&r->out, buf_slice(input), r->error);
}

/* Copies what will be needed of the record when its edits have been read. */
static bool keep(struct restore *r, const struct journal_record *record)
{
    const struct { struct buf *to; struct slice from; } parts[] = {
        { &r->id, record->article }, { &r->encoding, record->encoding }, { &r->input, record->input },
        { &r->before, record->before }, { &r->behind, record->behind },
    };
    bool failed = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_clear(parts[i].to);
        buf_addslice(parts[i].to, parts[i].from);
        failed = failed || parts[i].to->failed;
    }
    return !failed;
}

/* Begins with the next article or piece; its edits follow. */
static enum copydesk_status start_piece(struct restore *r, const struct journal_record *record)
{
    bool goes_on = record->offset > 0;
    bool fits = !goes_on ? r->expected == 0
              : r->expected == record->offset && slice_equal(record->article, buf_slice(&r->id));
    if (goes_on && !fits)
        return journal_fault(r->journal, r->error, "the piece before this one is missing");
    if (!fits)
        lose(r, "a piece of it is missing from the journal");
    if (!keep(r, record))
        return error_memory(r->error);
    if (!goes_on)
        r->begun = false;
    r->expected = record->more ? record->offset + record->bytes : 0;
    r->piece = *record;
    r->pending = true;
    rebuild_start(&r->rebuild, record);
    return COPYDESK_OK;
}

/* ---- records ---- */

static enum copydesk_status take_article(struct restore *r, const struct journal_record *record)
{
    enum copydesk_status status = end_piece(r);
    bool other = !r->open || !slice_equal(record->file, buf_slice(&r->file));
    if (status == COPYDESK_OK && other && record->offset > 0)
        return journal_fault(r->journal, r->error, "the piece before this one is missing");
    if (status == COPYDESK_OK && other)
        status = end_file(r);
    if (status == COPYDESK_OK)
        status = start_piece(r, record);
    if (status == COPYDESK_OK && other)
        status = begin_file(r, record->file);
    return status;
}

static enum copydesk_status take_record(struct restore *r, const struct journal_record *record)
{
    enum copydesk_status status;
    switch (record->kind) {
    case JOURNAL_RUN:
        if (r->open)
            break;
        r->run++;
        clean_text_separator(r->clean, record->separator);
        return COPYDESK_OK;
    case JOURNAL_ARTICLE:
        r->passing = r->last && !last_runs_has(r->last, record->file, r->run);
        return r->passing ? COPYDESK_OK : take_article(r, record);
    case JOURNAL_DROP:
    case JOURNAL_EDIT:
        if (r->passing)
            return COPYDESK_OK;
        if (!r->pending || !slice_equal(record->article, buf_slice(&r->id)))
            break;
        rebuild_add(&r->rebuild, record);
        return COPYDESK_OK;
    case JOURNAL_NOTE:
        return COPYDESK_OK;
    case JOURNAL_END:
        status = end_piece(r);
        return status == COPYDESK_OK ? end_file(r) : status;
    }
    return journal_fault(r->journal, r->error, "this record is out of place");
}

static enum copydesk_status take_all(struct restore *r)
{
    struct journal_record record;
    int got;
    while ((got = journal_next(r->journal, &record, r->error)) > 0) {
        enum copydesk_status status = take_record(r, &record);
        if (status != COPYDESK_OK)
            return status;
    }
    return got < 0 ? COPYDESK_FAILED
         : notices_skipped(&r->notices) ? COPYDESK_SKIPPED : COPYDESK_OK;
}

/* Originals do not belong among clean texts: there they would be taken for some. */
static bool is_apart(const char *cleaned, const char *output, struct copydesk_error *error)
{
    char from[PATH_MAX], to[PATH_MAX];
    if (!path_real(cleaned, from) || !path_real(output, to) || !path_lies_in(to, from))
        return true;   /* of what has no path, opening it will say why */
    error_set(error, COPYDESK_FAILED, output, 0, "lies in the cleaned directory %s; choose another place", cleaned);
    return false;
}

static bool open_all(struct restore *r, const char *journal, const char *cleaned, const char *output)
{
    if (!is_apart(cleaned, output, r->error) || !journal_is_lasting(journal, r->error))
        return false;
    if (last_runs_read(&r->last, journal, r->error) != COPYDESK_OK) {
        journal_swapped(journal, cleaned, r->error);
        return false;
    }
    return (r->journal = journal_open(journal, r->error)) && (r->clean = clean_text_open(cleaned, r->error))
        && (r->tree = folders_open(output, r->error));
}

static void release(struct restore *r)
{
    struct buf *const bufs[] = { &r->file, &r->id, &r->text, &r->encoding, &r->input, &r->before, &r->behind, &r->plain };
    folders_free(r->tree);
    clean_text_close(r->clean);
    journal_close(r->journal);
    last_runs_free(r->last);
    rebuild_release(&r->rebuild);
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_release(bufs[i]);
    notices_release(&r->notices);
}

enum copydesk_status copydesk_restore(const char *journal, const char *cleaned, const char *output,
                                      const struct copydesk_observer *observer,
                                      struct copydesk_error *error)
{
    struct restore r = { .error = error, .out = { .fd = -1 } };
    enum copydesk_status status = COPYDESK_FAILED;
    notices_init(&r.notices, observer);
    if (open_all(&r, journal, cleaned ? cleaned : "-", output))
        status = take_all(&r);
    tree_drop(&r.out);
    if (status <= COPYDESK_SKIPPED && folders_finish(r.tree, error) != COPYDESK_OK)
        status = COPYDESK_FAILED;
    release(&r);
    return status;
}

/* DESIGN
 * The journal is read once, in order (of a state's, which holds the records of
 * many runs, it is first asked which run wrote what last). Edits are collected until the next
 * article record; then the article or piece before is rebuilt from them and
 * its clean text, its hash is compared, and it is added to the file it is part
 * of. A file is open while records of it follow each other: pieces of a huge
 * article, articles of one text stream. It gets its name only when everything
 * of it came out right and the journal went on behind it, so that a cut
 * journal leaves no file that is cut.
 *
 * What is wrong with one article (clean text missing or changed, a bad id) is
 * noticed and costs its file. What is wrong with the journal itself ends it. */
#include <stdio.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/notice.h"
#include "read/encoding.h"
#include "write/clean_text.h"
#include "write/journal_read.h"
#include "write/last_runs.h"
#include "write/rebuild.h"
#include "write/tree.h"

struct restore {
    struct journal_reader *journal;
    struct last_runs *last;    /* NULL: the journal is of one run */
    uint32_t run;              /* the one whose records are read, from 1 */
    bool passing;              /* over records of what a later run wrote again */
    struct clean_text *clean;
    struct folders *tree;
    struct notices notices;
    /* the file that is being put together */
    struct buf file;           /* its id */
    struct tree_file out;
    bool open;                 /* a file is begun; `out` is open unless it is lost */
    bool lost;                 /* it was noticed already, and will not be */
    /* the article or piece whose edits are being collected */
    bool pending;
    struct journal_record piece;   /* its numbers; the slices are gone but for: */
    struct buf id;
    bool begun;                /* clean text of this article was read before */
    uint64_t expected;         /* offset of the next piece; 0: the article is complete */
    struct rebuild rebuild;
    struct buf text;
    struct buf encoding, input;   /* of a converted article; else empty */
    struct copydesk_error *error;
};

/* ---- files ---- */

/* Notices why the open file will not be written; once. */
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
    r->lost = false;
    r->out = (struct tree_file){ .fd = -1 };
    if (!tree_takes(file))
        lose(r, "its id leads out of the output directory");
    else
        return tree_begin(r->tree, &r->out, buf_slice(&r->file), r->error);
    return COPYDESK_OK;
}

/* ---- articles ---- */

/* The clean text of the piece; NULL, or why it cannot be had. */
static const char *read_clean(struct restore *r, struct slice *text, struct copydesk_error *why)
{
    bool first = !r->begun;
    *text = SLICE("");
    if (r->piece.wrote == 0)
        return NULL;
    r->begun = true;
    if (!clean_text_next(r->clean, buf_slice(&r->id), first, r->piece.wrote, text, why))
        return "";
    if (text->len == r->piece.wrote && hash_bytes(*text) == r->piece.wrote_hash)
        return NULL;
    clean_text_resync(r->clean);
    return "its clean text is not what was written";
}

/* Turns the text of a converted article into its input again: NULL, or why it
 * cannot be. */
static const char *encode(struct restore *r)
{
    if (r->encoding.len == 0)
        return NULL;
    if (r->input.len == 0
        && !encoding_encode(buf_str(&r->encoding), buf_slice(&r->text), &r->input))
        return "its encoding is not known here";
    return hash_bytes(buf_slice(&r->input)) == r->piece.input_hash ? NULL
         : "it does not come out as it went in";
}

/* Rebuilds the piece whose edits are complete now. */
static enum copydesk_status end_piece(struct restore *r)
{
    struct slice clean;
    struct copydesk_error why = { .status = COPYDESK_OK };
    if (!r->pending)
        return COPYDESK_OK;
    r->pending = false;
    const char *reason = read_clean(r, &clean, &why);
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
    buf_clear(&r->text);
    reason = rebuild_run(&r->rebuild, clean, &r->text);
    if (!reason && hash_bytes(buf_slice(&r->text)) != r->piece.hash)
        reason = "it does not come out as it went in";
    if (!reason)
        reason = encode(r);
    if (reason)
        lose(r, reason);
    const struct buf *input = r->encoding.len ? &r->input : &r->text;
    return reason ? COPYDESK_OK : tree_add(&r->out, buf_slice(input), r->error);
}

static enum copydesk_status start_piece(struct restore *r, const struct journal_record *record)
{
    bool goes_on = record->offset > 0;
    bool fits = !goes_on ? r->expected == 0
              : r->expected == record->offset && slice_equal(record->article, buf_slice(&r->id));
    if (goes_on && !fits)
        return journal_fault(r->journal, r->error, "the piece before this one is missing");
    if (!fits)
        lose(r, "a piece of it is missing from the journal");
    buf_clear(&r->id);
    buf_addslice(&r->id, record->article);
    buf_clear(&r->encoding);
    buf_addslice(&r->encoding, record->encoding);
    buf_clear(&r->input);
    buf_addslice(&r->input, record->input);
    if (r->id.failed || r->encoding.failed || r->input.failed)
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

enum copydesk_status copydesk_restore(const char *journal, const char *cleaned, const char *output,
                                      const struct copydesk_observer *observer,
                                      struct copydesk_error *error)
{
    struct restore r = { .error = error, .out = { .fd = -1 } };
    enum copydesk_status status = COPYDESK_FAILED;
    notices_init(&r.notices, observer);
    if (last_runs_read(&r.last, journal, error) == COPYDESK_OK && (r.journal = journal_open(journal, error)) && (r.clean = clean_text_open(cleaned, error))
        && (r.tree = folders_open(output, error)))
        status = take_all(&r);
    tree_drop(&r.out);
    if (status <= COPYDESK_SKIPPED && folders_finish(r.tree, error) != COPYDESK_OK)
        status = COPYDESK_FAILED;
    folders_free(r.tree);
    clean_text_close(r.clean);
    journal_close(r.journal);
    last_runs_free(r.last);
    rebuild_release(&r.rebuild);
    buf_release(&r.text);
    buf_release(&r.encoding);
    buf_release(&r.input);
    buf_release(&r.file);
    buf_release(&r.id);
    notices_release(&r.notices);
    return status;
}

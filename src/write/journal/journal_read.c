#include "write/journal/journal_read.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "read/records/jsonl.h"
#include "read/unpack/archive.h"
#include "write/journal/journal_parse.h"

/* MAX_LINE: the drop of a copy holds a whole input record, of JSONL_MOST bytes at
 * most, each escaped in up to six; the rest is room for ids. The window only grows as
 * far as lines are long. */
enum { READ_SIZE = 64 * 1024 };
static const size_t MAX_LINE = (size_t)6 * JSONL_MOST + 32 * 1024 * 1024;

struct journal_reader {
    char *path;
    struct unpacker *in;
    struct buf window;     /* what was read; from `pos` on it is not used yet */
    size_t pos;
    bool at_end, ended;    /* nothing more to read; the end record was there */
    uint64_t line;
    struct journal_changes changes;
};

/* ---- lines that are no articles ---- */

const struct journal_aside journal_asides[FRAME_KINDS] = {
    [FRAME_TEXTLESS] = { "no-text", "it is no article, and plain text was written", "records without text" },
    [FRAME_LONG] = { "too-long", "it is no article, and plain text was written", "records that are too long" },
    [FRAME_BAD] = { "not-json", "the line is not JSON", "lines that are not JSON" },
    [FRAME_REFUSED] = { "not-utf8", "its text is not UTF-8", "texts that are not UTF-8" },
};

const struct journal_aside *journal_aside_named(struct slice reason)
{
    for (int i = 0; i < FRAME_KINDS; i++)
        if (journal_asides[i].reason && slice_equal(reason, slice_str(journal_asides[i].reason)))
            return &journal_asides[i];
    return NULL;
}

/* ---- lines ---- */

/* Takes ,"check":"xxxxxxxx"} off the line's end when it is there; false: it is wrong.
 * A line without one, as a person may write it, is taken at its word. */
static bool is_checked(char *line, size_t *len)
{
    static const char key[] = ",\"check\":";
    enum { KEY = sizeof key - 1, TAIL = KEY + 11 };   /* 8 digits, 2 quotes, brace */
    char digits[11];
    if (*len < TAIL || memcmp(line + *len - TAIL, key, KEY) != 0)
        return true;
    size_t n = *len - TAIL;
    snprintf(digits, sizeof digits, "\"%08" PRIx32 "\"", (uint32_t)hash_bytes(slice_of(line, n)));
    bool same = line[*len - 1] == '}' && memcmp(line + n + KEY, digits, sizeof digits - 1) == 0;
    line[n] = '}';
    *len = n + 1;
    return same;
}

/* Drops what is used from the window and reads more into it. */
static bool refill(struct journal_reader *r, struct copydesk_error *error)
{
    struct buf *w = &r->window;
    if (r->pos) {
        memmove(w->ptr, w->ptr + r->pos, w->len - r->pos);
        w->len -= r->pos;
        r->pos = 0;
    }
    if (w->len > MAX_LINE) {
        r->line++;
        journal_fault(r, error, "this line is too long for a journal's");
        return false;
    }
    if (!buf_reserve(w, READ_SIZE)) {
        error_memory(error);
        return false;
    }
    long n = unpacker_read(r->in, w->ptr + w->len, READ_SIZE, error);
    if (n > 0)
        w->len += (size_t)n;
    r->at_end = n == 0;
    return n >= 0;
}

/* The next line's bytes, without its line feed: 1, or 0 at the end, or -1. */
static int read_line(struct journal_reader *r, char **line, size_t *len, struct copydesk_error *error)
{
    char *end = NULL;
    size_t looked = 0;   /* bytes from pos on that hold no line feed */
    while (!end) {
        size_t from = r->pos + looked;
        end = r->window.len > from ? memchr(r->window.ptr + from, '\n', r->window.len - from) : NULL;
        looked = r->window.len - r->pos;
        if (end || r->at_end)
            break;
        if (!refill(r, error))
            return -1;
    }
    if (!end && looked == 0)
        return 0;
    r->line++;
    if (!end) {
        journal_fault(r, error, "the journal is cut: its last line is not whole");
        return -1;
    }
    *line = r->window.ptr + r->pos;
    *len = (size_t)(end - *line);
    r->pos += *len + 1;
    return 1;
}

int journal_next(struct journal_reader *r, struct journal_record *record, struct copydesk_error *error)
{
    char *line;
    size_t len;
    int got = read_line(r, &line, &len, error);
    if (got < 0)
        return -1;
    if (got == 0 && r->ended)
        return 0;
    const char *reason = got == 0 ? "the journal is cut: its end record is missing"
                       : !is_checked(line, &len) ? "this record is damaged: its check is wrong" : NULL;
    if (!reason && !journal_parse(&r->changes, record, line, len))
        reason = "this is no record of a journal";
    else if (!reason && r->ended && record->kind != JOURNAL_RUN)
        reason = "the journal goes on behind its end record";
    if (r->changes.failed) {
        error_memory(error);
        return -1;
    }
    if (reason) {
        journal_fault(r, error, reason);
        return -1;
    }
    r->ended = record->kind == JOURNAL_END;
    return 1;
}

/* ---- life cycle ---- */

enum copydesk_status journal_fault(const struct journal_reader *r, struct copydesk_error *error,
                                   const char *reason)
{
    return error_set(error, COPYDESK_FAILED, r->path, r->line, "%s", reason);
}

struct journal_reader *journal_open(const char *path, struct copydesk_error *error)
{
    struct journal_reader *r = calloc(1, sizeof *r);
    if (!r || !(r->path = strdup(path))) {
        free(r);
        error_memory(error);
        return NULL;
    }
    r->in = unpacker_open(path, error);
    if (!r->in) {
        journal_close(r);
        return NULL;
    }
    return r;
}

void journal_close(struct journal_reader *r)
{
    if (!r)
        return;
    unpacker_close(r->in);
    buf_release(&r->window);
    free(r->changes.list);
    free(r->path);
    free(r);
}

int journal_each(const char *path, bool (*take)(void *payload, const struct journal_record *record),
                 void *payload, struct copydesk_error *error)
{
    struct journal_record record;
    struct journal_reader *r = journal_open(path, error);
    int got = r ? 1 : -1;
    while (got > 0 && (got = journal_next(r, &record, error)) > 0 && take(payload, &record))
        ;
    journal_close(r);
    return got < 0 ? -1 : 0;
}

bool journal_is_lasting(const char *path, struct copydesk_error *error)
{
    struct stat st;
    if (strcmp(path, "-") != 0 && (stat(path, &st) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
        return true;
    error_set(error, COPYDESK_FAILED, path, 0, "a journal is read twice, which a pipe cannot be; name a file");
    return false;
}

enum copydesk_status journal_swapped(const char *journal, const char *other, struct copydesk_error *error)
{
    struct journal_record record;
    struct copydesk_error ignored;
    struct journal_reader *r = journal_is_lasting(other, NULL) ? journal_open(other, &ignored) : NULL;
    bool swapped = r && journal_next(r, &record, &ignored) > 0 && record.kind == JOURNAL_RUN;
    journal_close(r);
    if (swapped)
        error_set(error, COPYDESK_FAILED, journal, 0, "is no journal, but %s is one: the journal comes first", other);
    return COPYDESK_FAILED;
}

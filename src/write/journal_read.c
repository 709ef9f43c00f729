#include "write/journal_read.h"

#include <stddef.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "read/archive.h"
#include "write/json.h"

/* A copy holds a whole article, 4 MiB at most, in escapes of up to six bytes;
 * the rest is room for ids. */
enum { MAX_LINE = 32 * 1024 * 1024, READ_SIZE = 64 * 1024 };

struct journal_reader {
    char *path;
    struct unpacker *in;
    struct buf window;     /* read, and from `pos` on not used yet */
    size_t pos;
    bool at_end, ended;    /* nothing more to read; the end record was there */
    uint64_t line;
    struct journal_change *changes;
    size_t cap_changes;
};

/* ---- fields ---- */

enum field_type { STRING, BASE64, NUMBER, SHARE, HEX, FLAG, NAMES, LAYOUT, BETWEEN, FIRST, IGNORED };

enum { RUN = 1 << JOURNAL_RUN, ARTICLE = 1 << JOURNAL_ARTICLE, DROP = 1 << JOURNAL_DROP,
       EDIT = 1 << JOURNAL_EDIT, NOTE = 1 << JOURNAL_NOTE };

/* What each key holds, in which records it may stand, where it goes. */
struct field {
    const char *key;
    enum field_type type;
    unsigned kinds, needed;    /* bits of the kinds above */
    size_t at;
};

#define AT(member) offsetof(struct journal_record, member)
static const struct field fields[] = {
    { "state", FLAG, RUN, 0, AT(state) },
    { "article", STRING, ARTICLE | DROP | EDIT | NOTE, 0, AT(article) },
    { "article64", BASE64, ARTICLE | DROP | EDIT | NOTE, 0, AT(article) },
    { "file", STRING, ARTICLE, 0, AT(file) },
    { "file64", BASE64, ARTICLE, 0, AT(file) },
    { "offset", NUMBER, ARTICLE, 0, AT(offset) },
    { "more", FLAG, ARTICLE, 0, AT(more) },
    { "bytes", NUMBER, ARTICLE, ARTICLE, AT(bytes) },
    { "lines", NUMBER, ARTICLE, 0, AT(lines) },
    { "hash", HEX, ARTICLE, ARTICLE, AT(hash) },
    { "wrote", NUMBER, ARTICLE, ARTICLE, AT(wrote) },
    { "wrote_hash", HEX, ARTICLE, 0, AT(wrote_hash) },
    { "encoding", STRING, ARTICLE, 0, AT(encoding) },
    { "input_hash", HEX, ARTICLE, 0, AT(input_hash) },
    { "input", BASE64, ARTICLE, 0, AT(input) },
    { "between", BETWEEN, ARTICLE, 0, 0 },
    { "layout", LAYOUT, ARTICLE, 0, 0 },
    { "line", NUMBER, DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(line) },
    { "start", NUMBER, DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(start) },
    { "end", NUMBER, DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(end) },
    { "reason", STRING, DROP | NOTE, DROP | NOTE, AT(reason) },
    { "class", STRING, DROP | EDIT, 0, AT(cls) },
    { "rule", STRING, DROP | EDIT, 0, AT(rule) },
    { "repairs", NAMES, RUN | DROP | EDIT, 0, AT(repairs) },
    { "first", FIRST, ARTICLE | DROP | NOTE, 0, 0 },
    { "jaccard", SHARE, ARTICLE | DROP, 0, AT(jaccard) },
    { "containment", SHARE, ARTICLE | DROP, 0, AT(containment) },
    { "text", STRING, DROP | EDIT, 0, AT(text) },
    { "base64", BASE64, DROP | EDIT, 0, AT(text) },
    { "after", STRING, DROP, 0, AT(after) },
    { "after64", BASE64, DROP, 0, AT(after) },
    { "now", STRING, EDIT, 0, AT(now) },
    { "now64", BASE64, EDIT, 0, AT(now) },
    { "separator", STRING, RUN, 0, AT(separator) },
    { "version", STRING, RUN, 0, SIZE_MAX },
    { "key_profile", IGNORED, RUN, 0, SIZE_MAX },
    { "unicode", IGNORED, RUN, 0, SIZE_MAX },
    { "form", IGNORED, RUN, 0, SIZE_MAX },
    { "scope", IGNORED, RUN, 0, SIZE_MAX },
    { "strip", IGNORED, RUN, 0, SIZE_MAX },
    { "packs", IGNORED, RUN, 0, SIZE_MAX },
};
#undef AT
enum { N_FIELDS = sizeof fields / sizeof *fields };

/* ---- values ---- */

/* One line on its way to a record. p moves on; NULL once something is wrong. */
struct parser {
    struct journal_reader *r;
    struct journal_record *record;
    char *p, *end;
};

static bool fail(struct parser *s)
{
    s->p = NULL;
    return false;
}

/* Steps over c when it comes next. */
static bool next_is(struct parser *s, char c)
{
    if (!s->p || s->p == s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

static bool want(struct parser *s, char c)
{
    return next_is(s, c) || fail(s);
}

static bool take_string(struct parser *s, struct slice *out)
{
    if (s->p)
        s->p = json_take_string(s->p, s->end, out);
    return s->p != NULL;
}

static bool take_base64(struct parser *s, struct slice *out)
{
    return (take_string(s, out) && json_take_base64(out)) || fail(s);
}

static bool take_number(struct parser *s, uint64_t *out)
{
    uint64_t n = 0;
    char *from = s->p;
    for (; s->p && s->p < s->end && *s->p >= '0' && *s->p <= '9'; s->p++) {
        unsigned digit = (unsigned)(*s->p - '0');
        if (n > (UINT64_MAX / 2 - digit) / 10)   /* half: sums of two never wrap */
            return fail(s);
        n = n * 10 + digit;
    }
    *out = n;
    return (s->p && s->p > from) || fail(s);
}

/* 0.873 becomes 873: always three decimals. */
static bool take_share(struct parser *s, uint64_t *out)
{
    uint64_t whole, part = 0;
    bool good = take_number(s, &whole) && whole <= 1 && want(s, '.') && take_number(s, &part) && part < 1000;
    *out = good ? whole * 1000 + part : 0;
    return good || fail(s);
}

static bool take_hex(struct parser *s, uint64_t *out)
{
    struct slice digits;
    if (!take_string(s, &digits) || digits.len != 16)
        return fail(s);
    *out = 0;
    for (size_t i = 0; i < digits.len; i++) {
        const char *all = "0123456789abcdef";
        const char *at = digits.ptr[i] ? strchr(all, digits.ptr[i]) : NULL;
        if (!at)
            return fail(s);
        *out = *out << 4 | (uint64_t)(at - all);
    }
    return true;
}

static bool take_true(struct parser *s, bool *out)
{
    *out = s->end - s->p >= 4 && memcmp(s->p, "true", 4) == 0;
    s->p += *out ? 4 : 0;
    return *out || fail(s);
}

/* ["nbsp","spaces"] becomes "nbsp, spaces", in place: names need no escapes,
 * and a quote, a comma and a quote are longer than a comma and a blank. */
static bool take_names(struct parser *s, struct slice *out)
{
    struct slice name;
    char *to = s->p, *from = s->p;
    if (!want(s, '['))
        return false;
    while (s->p && !next_is(s, ']')) {
        if (to > from && (!want(s, ',')))
            return false;
        if (!take_string(s, &name))
            return false;
        if (to > from) {
            memcpy(to, ", ", 2);
            to += 2;
        }
        memmove(to, name.ptr, name.len);
        to += name.len;
    }
    *out = slice_of(from, (size_t)(to - from));
    return s->p != NULL;
}

/* "text", or {"base64":"..."} */
static bool take_bytes(struct parser *s, struct slice *out)
{
    struct slice key;
    if (!next_is(s, '{'))
        return take_string(s, out);
    if (!take_string(s, &key) || !slice_equal(key, SLICE("base64")) || !want(s, ':'))
        return fail(s);
    return take_base64(s, out) && want(s, '}');
}

static struct journal_change *change_new(struct journal_reader *r, size_t n)
{
    if (n == r->cap_changes) {
        size_t cap = n ? n * 2 : 16;
        struct journal_change *more = reallocarray(r->changes, cap, sizeof *more);
        if (!more)
            return NULL;
        r->changes = more;
        r->cap_changes = cap;
    }
    return &r->changes[n];
}

static bool take_layout(struct parser *s)
{
    size_t n = 0;
    if (!want(s, '['))
        return false;
    do {
        struct journal_change *c = change_new(s->r, n);
        if (!c || !want(s, '[') || !take_number(s, &c->start) || !want(s, ',')
            || !take_bytes(s, &c->original) || !want(s, ',')
            || !take_string(s, &c->written) || !want(s, ']'))
            return fail(s);
        n++;
    } while (next_is(s, ','));
    s->record->layout = s->r->changes;
    s->record->n_layout = n;
    return want(s, ']');
}

static bool take_between(struct parser *s)
{
    struct journal_record *r = s->record;
    if (!want(s, '[') || !take_string(s, &r->between_original) || !want(s, ',')
        || !take_string(s, &r->between_written) || !want(s, ']'))
        return false;
    return (r->between_original.len > 0 && r->between_written.len > 0) || fail(s);
}

static bool take_first(struct parser *s)
{
    struct slice key;
    if (!want(s, '{') || !take_string(s, &key) || !want(s, ':'))
        return false;
    if (slice_equal(key, SLICE("article")))
        take_string(s, &s->record->first_article);
    else if (slice_equal(key, SLICE("article64")))
        take_base64(s, &s->record->first_article);
    else
        return fail(s);
    if (!next_is(s, ','))
        return want(s, '}');
    if (!take_string(s, &key) || !slice_equal(key, SLICE("line")) || !want(s, ':'))
        return fail(s);
    return take_number(s, &s->record->first_line) && want(s, '}');
}

/* Steps over strings, numbers, and flat lists or objects nested up to 3 deep. */
static bool take_ignored(struct parser *s)
{
    int depth = 0;
    struct slice ignored;
    uint64_t number;
    do {
        while (next_is(s, '[') || next_is(s, '{'))
            if (++depth > 3)
                return fail(s);
        if (s->p && s->p < s->end && *s->p == '"')
            take_string(s, &ignored);
        else if (s->p && s->p < s->end && *s->p >= '0' && *s->p <= '9')
            take_number(s, &number);
        while (depth > 0 && (next_is(s, ']') || next_is(s, '}')))
            depth--;
    } while (depth > 0 && (next_is(s, ',') || want(s, ':')));
    return s->p != NULL;
}

static bool take_value(struct parser *s, const struct field *f)
{
    struct slice ignored;
    void *at = f->at == SIZE_MAX ? (void *)&ignored : (char *)s->record + f->at;
    switch (f->type) {
    case STRING:  return take_string(s, at);
    case BASE64:  return take_base64(s, at);
    case NUMBER:  return take_number(s, at);
    case SHARE:   return take_share(s, at);
    case HEX:     return take_hex(s, at);
    case FLAG:    return take_true(s, at);
    case NAMES:   return take_names(s, at);
    case LAYOUT:  return take_layout(s);
    case BETWEEN: return take_between(s);
    case FIRST:   return take_first(s);
    case IGNORED: return take_ignored(s);
    }
    return false;
}

/* ---- a line ---- */

static bool take_kind(struct parser *s)
{
    static const char *const kinds[] = { "run", "article", "drop", "edit", "note", "end" };
    struct slice name;
    if (s->end - s->p < 10 || memcmp(s->p, "{\"record\":", 10) != 0)
        return fail(s);
    s->p += 10;
    if (!take_string(s, &name))
        return false;
    for (int i = 0; i <= JOURNAL_END; i++)
        if (slice_equal(name, slice_str(kinds[i]))) {
            s->record->kind = (enum journal_kind)i;
            return true;
        }
    return fail(s);
}

/* Takes the members up to the end; *seen gets a bit for each key. */
static bool take_members(struct parser *s, uint64_t *seen)
{
    unsigned kind = 1u << s->record->kind;
    while (next_is(s, ',')) {
        struct slice key;
        size_t i = 0;
        if (!take_string(s, &key))
            return false;
        while (i < N_FIELDS && !slice_equal(key, slice_str(fields[i].key)))
            i++;
        if (i == N_FIELDS || !(fields[i].kinds & kind) || (*seen >> i & 1) || !want(s, ':')
            || !take_value(s, &fields[i]))
            return fail(s);
        *seen |= UINT64_C(1) << i;
    }
    return want(s, '}') && s->p == s->end;
}

static bool is_seen(uint64_t seen, const char *key)
{
    for (size_t i = 0; i < N_FIELDS; i++)
        if (strcmp(fields[i].key, key) == 0)
            return seen >> i & 1;
    return false;
}

/* Whether everything that the record's kind needs is there and fits. */
static bool is_whole(struct journal_record *r, uint64_t seen)
{
    unsigned kind = 1u << r->kind;
    for (size_t i = 0; i < N_FIELDS; i++)
        if ((fields[i].needed & kind) && !(seen >> i & 1))
            return false;
    if ((kind & (ARTICLE | DROP | EDIT | NOTE)) && r->article.len == 0)
        return false;
    if ((kind & (DROP | EDIT)) && (r->end < r->start || r->end - r->start != r->text.len))
        return false;
    if (kind == ARTICLE && !is_seen(seen, "wrote_hash"))
        r->wrote_hash = r->hash;
    if (kind == ARTICLE && r->file.len == 0)
        r->file = r->article;
    return true;
}

/* Takes ,"check":"xxxxxxxx"} off the line's end when it is there. A line
 * without one, as a person may write it, is taken at its word. */
static bool is_checked(char *line, size_t *len)
{
    static const char key[] = ",\"check\":";
    enum { KEY = sizeof key - 1, TAIL = KEY + 11 };   /* 8 digits, 2 quotes, brace */
    struct buf digits = { 0 };
    if (*len < TAIL || memcmp(line + *len - TAIL, key, KEY) != 0)
        return true;
    size_t n = *len - TAIL;
    json_hex(&digits, hash_bytes(slice_of(line, n)) & UINT32_MAX, 8);
    bool same = !digits.failed && line[*len - 1] == '}'
             && slice_equal(buf_slice(&digits), slice_of(line + n + KEY, digits.len));
    buf_release(&digits);
    line[n] = '}';
    *len = n + 1;
    return same;
}

/* Reads more into the window; what is used makes room. */
static bool refill(struct journal_reader *r, struct copydesk_error *error)
{
    struct buf *w = &r->window;
    if (r->pos) {
        memmove(w->ptr, w->ptr + r->pos, w->len - r->pos);
        w->len -= r->pos;
        r->pos = 0;
    }
    if (w->len > MAX_LINE || !buf_reserve(w, READ_SIZE)) {
        r->line++;
        journal_fault(r, error, w->failed ? "out of memory" : "this line is too long for a journal's");
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
    uint64_t seen = 0;
    int got = read_line(r, &line, &len, error);
    if (got < 0)
        return -1;
    if (got == 0 && r->ended)
        return 0;
    const char *reason = got == 0 ? "the journal is cut: its end record is missing"
                       : !is_checked(line, &len) ? "this record is damaged: its check is wrong" : NULL;
    if (!reason) {
        *record = (struct journal_record){ 0 };
        struct parser s = { r, record, line, line + len };
        if (!take_kind(&s) || !take_members(&s, &seen) || !is_whole(record, seen))
            reason = "this is no record of a journal";
        else if (r->ended && record->kind != JOURNAL_RUN)
            reason = "the journal goes on behind its end record";
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
    free(r->changes);
    free(r->path);
    free(r);
}

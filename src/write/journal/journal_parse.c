#include "write/journal/journal_parse.h"

#include <stddef.h>

#include "base/array.h"
#include "write/json.h"

/* ---- fields ---- */

enum field_type { STRING, BASE64, NUMBER, SHARE, HEX, FLAG, NAMES, LAYOUT, BETWEEN, FRAME, VALUE, FIRST,
                  IGNORED };

enum { RUN = 1 << JOURNAL_RUN, ARTICLE = 1 << JOURNAL_ARTICLE, DROP = 1 << JOURNAL_DROP,
       EDIT = 1 << JOURNAL_EDIT, NOTE = 1 << JOURNAL_NOTE };

/* What each key holds, in which records it may stand, where it goes. */
struct field {
    const char *key;
    enum field_type type;
    unsigned kinds, needed;    /* bits of the kinds above */
    size_t at;                 /* of the member; SIZE_MAX: it is not kept */
};

#define AT(member) offsetof(struct journal_record, member)
static const struct field fields[] = {
    { "state", FLAG, RUN, 0, AT(state) },
    { "dry_run", FLAG, RUN, 0, AT(dry_run) },
    { "article", STRING, ARTICLE | DROP | EDIT | NOTE, 0, AT(article) },
    { "article64", BASE64, ARTICLE | DROP | EDIT | NOTE, 0, AT(article) },
    { "file", STRING, ARTICLE, 0, AT(file) },
    { "file64", BASE64, ARTICLE, 0, AT(file) },
    { "offset", NUMBER, ARTICLE, 0, AT(offset) },
    { "more", FLAG, ARTICLE, 0, AT(more) },
    { "skipped", FLAG, ARTICLE, 0, AT(skipped) },
    { "wall", FLAG, ARTICLE, 0, AT(wall) },
    { "bytes", NUMBER, ARTICLE, ARTICLE, AT(bytes) },
    { "lines", NUMBER, ARTICLE, 0, AT(lines) },
    { "hash", HEX, ARTICLE, ARTICLE, AT(hash) },
    { "wrote", NUMBER, ARTICLE, ARTICLE, AT(wrote) },
    { "wrote_hash", HEX, ARTICLE, 0, AT(wrote_hash) },
    { "encoding", STRING, ARTICLE, 0, AT(encoding) },
    { "input_hash", HEX, ARTICLE, 0, AT(input_hash) },
    { "input", BASE64, ARTICLE, 0, AT(input) },
    { "frame", FRAME, ARTICLE, 0, 0 },
    { "style", NUMBER, ARTICLE, 0, AT(style) },
    { "value", VALUE, ARTICLE, 0, 0 },
    { "between", BETWEEN, ARTICLE, 0, 0 },
    { "layout", LAYOUT, ARTICLE, 0, 0 },
    { "line", NUMBER, ARTICLE | DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(line) },
    { "start", NUMBER, DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(start) },
    { "end", NUMBER, DROP | EDIT | NOTE, DROP | EDIT | NOTE, AT(end) },
    { "reason", STRING, DROP | NOTE, DROP | NOTE, AT(reason) },
    { "class", STRING, DROP | EDIT, 0, AT(cls) },
    { "rule", STRING, DROP | EDIT, 0, AT(rule) },
    { "repairs", NAMES, RUN | DROP | EDIT, 0, AT(repairs) },
    { "first", FIRST, ARTICLE | DROP | NOTE, 0, 0 },
    { "rest", FLAG, DROP, 0, AT(rest) },
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
    struct journal_changes *changes;
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
    if (s->end - s->p < 4 || memcmp(s->p, "true", 4) != 0)
        return fail(s);
    s->p += 4;
    *out = true;
    return true;
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
        if (to > from && !want(s, ','))
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

static struct journal_change *change_new(struct journal_changes *c, size_t n)
{
    struct journal_change *list = array_room(c->list, n, &c->cap, sizeof *list);
    c->failed = !list;
    if (!list)
        return NULL;
    c->list = list;
    return &list[n];
}

static bool take_layout(struct parser *s)
{
    size_t n = 0;
    if (!want(s, '['))
        return false;
    do {
        struct journal_change *c = change_new(s->changes, n);
        if (!c || !want(s, '[') || !take_number(s, &c->start) || !want(s, ',')
            || !take_bytes(s, &c->original) || !want(s, ',')
            || !take_string(s, &c->written) || !want(s, ']'))
            return fail(s);
        n++;
    } while (next_is(s, ','));
    s->record->layout = s->changes->list;
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

static bool take_frame(struct parser *s)
{
    struct journal_record *r = s->record;
    r->around = true;
    return want(s, '[') && take_bytes(s, &r->before) && want(s, ',')
        && take_bytes(s, &r->behind) && want(s, ']');
}

static bool take_position(struct parser *s)
{
    struct journal_record *r = s->record;
    r->has_value = true;
    return want(s, '[') && take_number(s, &r->value) && want(s, ',') && take_number(s, &r->value_len)
        && want(s, ',') && take_number(s, &r->clean) && want(s, ']');
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
    case FRAME:   return take_frame(s);
    case VALUE:   return take_position(s);
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
    r->framed = kind == ARTICLE && (r->around || is_seen(seen, "style")
                                    || (is_seen(seen, "input") && r->encoding.len == 0));
    if (r->framed && !r->around && !r->has_value)
        return false;
    if (r->has_value && (r->value > r->wrote || r->value_len > r->wrote - r->value))
        return false;
    return true;
}

bool journal_parse(struct journal_changes *changes, struct journal_record *record, char *line,
                   size_t len)
{
    uint64_t seen = 0;
    struct parser s = { changes, record, line, line + len };
    *record = (struct journal_record){ 0 };
    return take_kind(&s) && take_members(&s, &seen) && is_whole(record, seen);
}

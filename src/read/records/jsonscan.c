/* DESIGN. A loop over states, each being what may come next. One bit for each open
 * container (object or array) tells which it is. Every path keeps a track: for each
 * open object on its way, how much of the path the names so far have used up; so a
 * member's name is compared only where it could matter. */
#include "read/records/jsonscan.h"

#include <stdint.h>

#include "read/records/jsonstring.h"
#include "text/ascii.h"

/* What may come next. */
enum expect { VALUE, VALUE_OR_END, NAME, NAME_OR_END, AFTER, DONE };

struct track {
    struct slice path;
    unsigned level;                  /* open objects on its way; names matter when this is the depth */
    uint16_t rest[JSON_LEVELS + 1];  /* at each level: where in path its members' names start */
    uint16_t next;                   /* the same for the value that comes, when on_way */
    bool here, on_way;               /* path leads to the value that comes; path leads through it */
    unsigned held;                   /* path leads to the open container of this depth; 0: to none */
    const char *start;               /* where that one begins */
};

struct scan {
    const char *begin, *p, *end;
    uint64_t objects[JSON_DEPTH / 64];
    unsigned depth;
    enum expect expect;
    struct track tracks[JSON_PATHS];
    unsigned n;
    json_found *found;
    void *payload;
    const char *fault;
};

static void fail(struct scan *s, const char *reason)
{
    s->fault = s->fault ? s->fault : reason;
    s->expect = DONE;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static void skip_blanks(struct scan *s)
{
    while (s->p < s->end && is_blank(*s->p))
        s->p++;
}

/* ---- strings ---- */

/* Steps over the string whose quote is at s->p; *inside is what stands between its quotes. */
static bool take_string(struct scan *s, struct slice *inside)
{
    const char *from = s->p + 1;
    s->p = json_string_end(from, s->end);
    if (s->p == s->end || *s->p != '"') {
        fail(s, s->p == s->end ? "a string does not end"
              : *s->p == '\\' ? "no such escape in a string" : "a control character in a string");
        return false;
    }
    *inside = slice_of(from, (size_t)(s->p - from));
    s->p++;
    return true;
}

/* ---- paths ---- */

bool json_path_fits(struct slice path)
{
    size_t dots = 0;
    for (size_t i = 0; i < path.len; i++)
        dots += path.ptr[i] == '.';
    return path.len < JSON_NAME && dots < JSON_LEVELS;
}

/* Notes for each path whether it leads to, or through, the value behind this name. */
static void match_name(struct scan *s, struct slice name)
{
    char plain[6 * JSON_NAME];
    if (name.len < sizeof plain && memchr(name.ptr, '\\', name.len))
        name = slice_of(plain, json_unescape(name, plain, NULL));
    for (unsigned i = 0; i < s->n; i++) {
        struct track *t = &s->tracks[i];
        t->here = t->on_way = false;
        if (t->level != s->depth)
            continue;
        struct slice rest = slice_from(t->path, t->rest[t->level]);
        t->here = slice_equal(rest, name);
        t->on_way = !t->here && slice_starts(rest, name) && rest.ptr[name.len] == '.';
        t->next = (uint16_t)(t->path.len - rest.len + name.len + 1);
    }
}

/* A value begins at `start`. One that a path leads to is reported: a container when it
 * ends, any other, which ends at s->p, at once. */
static void match_value(struct scan *s, enum json_kind kind, const char *start)
{
    bool container = kind == VALUE_OBJECT || kind == VALUE_ARRAY;
    for (unsigned i = 0; i < s->n; i++) {
        struct track *t = &s->tracks[i];
        if (t->here && container) {
            t->start = start;
            t->held = s->depth;
        } else if (t->here) {
            struct json_value v = { kind, slice_of(start, (size_t)(s->p - start)) };
            s->found(s->payload, i, &v);
        }
        if (kind == VALUE_OBJECT && (t->on_way || s->depth == 1)) {
            t->level = s->depth;
            t->rest[t->level] = s->depth == 1 ? 0 : t->next;
        }
        t->here = t->on_way = false;
    }
}

/* The container of this depth ended at s->p. */
static void match_end(struct scan *s, enum json_kind kind)
{
    for (unsigned i = 0; i < s->n; i++) {
        struct track *t = &s->tracks[i];
        if (t->held == s->depth) {
            struct json_value v = { kind, slice_of(t->start, (size_t)(s->p - t->start)) };
            t->held = 0;
            s->found(s->payload, i, &v);
        }
        if (t->level == s->depth)
            t->level--;
    }
}

/* ---- values ---- */

static void open_container(struct scan *s, bool object)
{
    if (s->depth == JSON_DEPTH) {
        fail(s, "too deeply nested");
        return;
    }
    uint64_t bit = UINT64_C(1) << s->depth % 64, *word = &s->objects[s->depth / 64];
    *word = object ? *word | bit : *word & ~bit;
    s->depth++;
    s->p++;
    s->expect = object ? NAME_OR_END : VALUE_OR_END;
    match_value(s, object ? VALUE_OBJECT : VALUE_ARRAY, s->p - 1);
}

static bool in_object(const struct scan *s)
{
    return s->depth > 0 && s->objects[(s->depth - 1) / 64] >> (s->depth - 1) % 64 & 1;
}

static void close_container(struct scan *s)
{
    s->p++;
    match_end(s, in_object(s) ? VALUE_OBJECT : VALUE_ARRAY);
    s->depth--;
    s->expect = AFTER;
}

static const char *skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

/* The end of the number at p, or p when it is none. */
static const char *skip_number(const char *p, const char *end)
{
    const char *digits = p + (*p == '-'), *q = skip_digits(digits, end);
    if (q == digits || (*digits == '0' && q > digits + 1))
        return p;
    if (q < end && *q == '.') {
        const char *fraction = q + 1;
        q = skip_digits(fraction, end);
        if (q == fraction)
            return p;
    }
    if (q < end && (*q == 'e' || *q == 'E')) {
        const char *power = q + 1;
        power += power < end && (*power == '+' || *power == '-');
        q = skip_digits(power, end);
        if (q == power)
            return p;
    }
    return q;
}

static const char *skip_word(const char *p, const char *end)
{
    static const struct slice words[] = {
        { "true", 4 }, { "false", 5 }, { "null", 4 },
        { "NaN", 3 }, { "Infinity", 8 }, { "-Infinity", 9 }   /* not of the RFC; Python's json writes them */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts(slice_of(p, (size_t)(end - p)), words[i]))
            return p + words[i].len;
    return p;
}

static bool begins_number(const char *p, const char *end)
{
    return ascii_is_digit(*p) || (*p == '-' && (end - p < 2 || p[1] != 'I'));
}

static void take_value(struct scan *s)
{
    const char *start = s->p;
    struct slice inside;
    enum json_kind kind = VALUE_STRING;
    if (*start == '{' || *start == '[') {
        open_container(s, *start == '{');
        return;
    }
    if (*start == '"') {
        if (!take_string(s, &inside))
            return;
    } else if (begins_number(start, s->end)) {
        kind = VALUE_NUMBER;
        s->p = skip_number(start, s->end);
    } else {
        kind = VALUE_WORD;
        s->p = skip_word(start, s->end);
    }
    s->expect = AFTER;
    if (s->p == start)
        fail(s, kind == VALUE_NUMBER ? "this is no number" : "a value is missing");
    else
        match_value(s, kind, start);
}

static void take_name(struct scan *s)
{
    struct slice name;
    if (*s->p != '"') {
        fail(s, "a member's name is missing");
        return;
    }
    if (!take_string(s, &name))
        return;
    skip_blanks(s);
    if (s->p == s->end || *s->p != ':') {
        fail(s, "no colon behind a member's name");
        return;
    }
    s->p++;
    match_name(s, name);
    s->expect = VALUE;
}

static void take_after(struct scan *s)
{
    bool object = in_object(s);
    if (s->depth == 0)
        fail(s, "something follows the value");
    else if (*s->p == (object ? '}' : ']'))
        close_container(s);
    else if (*s->p != ',')
        fail(s, object ? "no comma or brace behind a member" : "no comma or bracket behind an element");
    else {
        s->p++;
        s->expect = object ? NAME : VALUE;
    }
}

/* One step, from a byte that is no blank. */
static void step(struct scan *s)
{
    switch (s->expect) {
    case VALUE_OR_END:
        if (*s->p == ']') {
            close_container(s);
            return;
        }
        /* fall through */
    case VALUE:
        take_value(s);
        return;
    case NAME_OR_END:
        if (*s->p == '}') {
            close_container(s);
            return;
        }
        /* fall through */
    case NAME:
        take_name(s);
        return;
    case AFTER:
        take_after(s);
        return;
    case DONE:
        return;
    }
}

bool json_scan(struct slice bytes, const struct slice *paths, unsigned n, json_found *found,
               void *payload, struct json_fault *fault)
{
    struct scan s = { .begin = bytes.ptr, .p = bytes.ptr, .end = bytes.ptr + bytes.len,
                      .n = n, .found = found, .payload = payload };
    for (unsigned i = 0; i < n; i++)
        s.tracks[i].path = paths[i];
    while (s.expect != DONE) {
        skip_blanks(&s);
        if (s.p == s.end)
            break;
        step(&s);
    }
    if (!s.fault && (s.depth > 0 || s.expect != AFTER))
        fail(&s, "it ends in the middle");
    if (s.fault && fault)
        *fault = (struct json_fault){ (size_t)(s.p - s.begin), s.fault };
    return !s.fault;
}

/* ---- arrays of strings ---- */

bool json_next_string(struct slice *rest, struct slice *string)
{
    struct scan s = { .p = rest->ptr, .end = rest->ptr + rest->len };
    struct slice inside;
    skip_blanks(&s);
    if (s.p < s.end && (*s.p == '[' || *s.p == ','))
        s.p++;
    skip_blanks(&s);
    if (s.p == s.end || *s.p != '"') {
        /* the bracket that ends the array, or an element that is no string */
        *rest = slice_of(s.p, s.p < s.end && *s.p == ']' ? 0 : (size_t)(s.end - s.p));
        return false;
    }
    const char *start = s.p;
    take_string(&s, &inside);
    *string = slice_of(start, (size_t)(s.p - start));
    *rest = slice_of(s.p, (size_t)(s.end - s.p));
    return true;
}

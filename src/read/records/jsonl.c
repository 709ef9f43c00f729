#include "read/records/jsonl.h"

#include <inttypes.h>

#include "base/error.h"
#include "read/charset/encoding.h"
#include "read/charset/guess.h"
#include "read/piece.h"
#include "read/records/date.h"
#include "read/records/jsonscan.h"
#include "read/records/url.h"
#include "read/unpack/kind.h"
#include "text/utf8.h"

/* Lines that a record's text may have: it is held whole, and a paragraph takes some
 * 150 bytes. */
enum { LINES_MOST = 1 << 20 };

static const struct slice BOM = { "\xEF\xBB\xBF", 3 };

/* ---- which bytes are JSON Lines ---- */

bool jsonl_named(struct slice name)
{
    struct slice stem = slice_of(name.ptr, kind_of(name).stem);
    return !kind_beside(name) && kind_says_records(stem);
}

bool jsonl_wanted(const struct copydesk_options *o, struct slice name)
{
    return o->input == COPYDESK_FORMAT_JSONL || (o->input == COPYDESK_FORMAT_AUTO && jsonl_named(name));
}

uint64_t jsonl_most(const struct copydesk_options *o)
{
    uint64_t most = o->max_article ? o->max_article : JSONL_WHOLE;
    return most < JSONL_MOST ? most : JSONL_MOST;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct slice skip_blanks(struct slice s)
{
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = slice_from(s, 1);
    return s;
}

bool jsonl_blank(struct slice line)
{
    return skip_blanks(line).len == 0;
}

static struct slice behind_mark(struct slice s)
{
    return skip_blanks(slice_starts(s, BOM) ? slice_from(s, BOM.len) : s);
}

/* Whether the next line that is not blank is a record. */
static bool is_record(struct slice s)
{
    s = skip_blanks(s);
    if (!slice_starts(s, SLICE("{")))
        return false;
    const char *end = memchr(s.ptr, '\n', s.len);
    if (end || s.len < JSONL_LOOK / 2)
        return json_scan(slice_of(s.ptr, end ? (size_t)(end - s.ptr) : s.len), NULL, 0, NULL, NULL, NULL);
    /* a line longer than what is looked at: it begins as an object does */
    return slice_starts(skip_blanks(slice_from(s, 1)), SLICE("\""));
}

/* The end of the first line that is not blank; NULL: it is not there. */
static const char *line_end(struct slice s)
{
    s = behind_mark(s);
    return s.len ? memchr(s.ptr, '\n', s.len) : NULL;
}

/* Whether the first line that is not blank begins as a record does, and is none. */
static bool is_spoiled(struct slice first)
{
    struct slice line = behind_mark(first);
    return line_end(first) && slice_starts(line, SLICE("{\"")) && !is_record(line);
}

/* What stands behind the end of a line. */
static struct slice behind(struct slice first, const char *end)
{
    return slice_from(first, (size_t)(end - first.ptr) + 1);
}

/* Whether an array of records begins there, or an object. *cut: more bytes would tell. */
static bool begins_json(struct slice s, bool *cut)
{
    s = behind_mark(s);
    if (slice_starts(s, SLICE("[")))
        s = skip_blanks(slice_from(s, 1));
    bool object = slice_starts(s, SLICE("{"));
    if (object)
        s = skip_blanks(slice_from(s, 1));
    *cut = s.len == 0;
    return object && slice_starts(s, SLICE("\""));
}

/* Whether an object begins there in UTF-16. */
static bool begins_wide(struct slice s)
{
    return slice_starts(s, SLICE("\xFF\xFE{\0\"\0")) || slice_starts(s, SLICE("\xFE\xFF\0{\0\""));
}

bool jsonl_can_tell(struct slice first)
{
    bool cut;
    const char *end = line_end(first);
    begins_json(first, &cut);
    return end && !cut && (!is_spoiled(first) || line_end(behind(first, end)));
}

static bool holds_records(struct slice first)
{
    return is_record(behind_mark(first)) || (is_spoiled(first) && is_record(behind(first, line_end(first))));
}

bool jsonl_hides(const struct copydesk_options *o, struct slice name, struct slice first, struct notices *notices)
{
    struct slice stem = slice_of(name.ptr, kind_of(name).stem);
    bool lines = false, cut;
    if (o->input != COPYDESK_FORMAT_AUTO || kind_says_text(stem) || !((lines = holds_records(first)) || begins_json(first, &cut)))
        return false;
    notice(notices, COPYDESK_SKIPPED, name.ptr, 0, lines ? "holds JSON Lines, which its name does not say, and was left out; --input jsonl reads it"
           : "is JSON, but not a record a line, and was left out; make lines of it, with jq -c '.[]' or jq -c .");
    return true;
}

bool jsonl_found(struct slice first, const char *path, struct notices *notices)
{
    bool cut;
    if (holds_records(first))
        return true;
    if (begins_json(first, &cut))
        notice(notices, COPYDESK_SKIPPED, path, 0, "is JSON, but not a record a line, and is read as text; "
               "make lines of it, with jq -c '.[]' or jq -c .");
    else if (begins_wide(first))
        notice(notices, COPYDESK_SKIPPED, path, 0, "is JSON in UTF-16, and is read as text; convert it with iconv first");
    return false;
}

/* ---- fields ---- */

enum field { TEXT, ID, SOURCE, URL, N_FIELDS };

static struct slice path_of(const char *given, const char *otherwise)
{
    return slice_str(given ? given : otherwise);
}

bool jsonl_check(const struct copydesk_options *o, struct copydesk_error *error)
{
    const char *const paths[] = { o->text_field, o->id_field, o->source_field, o->date_field };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i] && !json_path_fits(slice_str(paths[i]))) {
            error_set(error, COPYDESK_FAILED, NULL, 0,
                      "a field's name has more than %d parts or %d bytes: %.40s...", JSON_LEVELS,
                      JSON_NAME - 1, paths[i]);
            return false;
        }
    return true;
}

/* What was found in a record. */
struct found {
    struct batch *b;                   /* for its arena */
    struct json_value value[N_FIELDS]; /* of each field that the record has */
    bool has[N_FIELDS];
    struct frame *frame;               /* the record's */
    size_t cap_others;                 /* room in frame->others */
};

/* Moves the text field's value so far to frame->others: another one comes. */
static void add_other(struct found *f)
{
    struct frame *frame = f->frame;
    if (frame->n_others == f->cap_others) {
        f->cap_others = f->cap_others ? 2 * f->cap_others : 4;
        struct slice *bigger = arena_take(&f->b->arena, f->cap_others * sizeof *bigger);
        if (!bigger)
            return;
        if (frame->n_others)
            memcpy(bigger, frame->others, frame->n_others * sizeof *bigger);
        frame->others = bigger;
    }
    frame->others[frame->n_others++] = f->value[TEXT].raw;
}

/* How many strings the array holds; SIZE_MAX when it holds anything else. */
static size_t count_strings(struct slice array)
{
    struct slice one;
    size_t n = 0;
    while (json_next_string(&array, &one))
        n++;
    return array.len ? SIZE_MAX : n;
}

static bool holds_text(const struct json_value *v)
{
    return v->raw.len > 2   /* neither "" nor [] */
        && (v->kind == VALUE_STRING || (v->kind == VALUE_ARRAY && count_strings(v->raw) != SIZE_MAX));
}

/* Of several values of the text field the last counts, but an empty one or null does
 * not replace another. */
static void on_found(void *payload, unsigned path, const struct json_value *value)
{
    struct found *f = payload;
    bool again = path == TEXT && f->has[TEXT];
    if (again && !holds_text(value))
        return;
    if (again && holds_text(&f->value[TEXT]))
        add_other(f);
    f->value[path] = *value;
    f->has[path] = true;
}

/* Without the quotes. */
static struct slice inside(struct slice raw)
{
    return slice_of(raw.ptr + 1, raw.len - 2);
}

/* A string without its escapes, a NUL behind it, in the arena. */
static struct slice plain_string(struct batch *b, struct slice raw)
{
    char *p = arena_take(&b->arena, raw.len);
    if (!p)
        return SLICE("");
    size_t n = json_unescape(inside(raw), p, NULL);
    p[n] = '\0';
    return slice_of(p, n);
}

/* A copy in the arena, ASCII in lower case. */
static struct slice lower(struct batch *b, struct slice s)
{
    struct slice copy = arena_copy(&b->arena, s);
    char *p = (char *)copy.ptr;   /* the arena's own */
    for (size_t i = 0; i < copy.len; i++)
        if (p[i] >= 'A' && p[i] <= 'Z')
            p[i] = (char)(p[i] + 32);
    return copy;
}

/* The record's id; "FILE.LINE" when it has none that is a string or number. */
static void name_article(struct article *a, const struct found *f)
{
    const struct json_value *v = &f->value[ID];
    a->nameless = false;   /* an id of its own is a name that lasts */
    if (f->has[ID] && v->kind == VALUE_NUMBER)
        a->id = arena_copy(&f->b->arena, v->raw);
    else if (f->has[ID] && v->kind == VALUE_STRING && v->raw.len > 2)
        a->id = plain_string(f->b, v->raw);
    else {
        a->nameless = true;
        a->id = arena_numbered(&f->b->arena, a->file, f->frame->line);
    }
}

/* The host of an address, in lower case; empty when s is none. */
static struct slice host_of(struct batch *b, struct slice s)
{
    struct slice scheme = lower(b, slice_of(s.ptr, s.len < 8 ? s.len : 8));
    bool address = slice_starts(scheme, SLICE("http://")) || slice_starts(scheme, SLICE("https://"));
    return address ? lower(b, url_host(s)) : SLICE("");
}

/* An address as the source, as some extractors give the page's, would be a source of one article. */
static void name_source(struct article *a, const struct found *f)
{
    const struct json_value *source = &f->value[SOURCE], *url = &f->value[URL];
    struct slice host = SLICE("");
    if (f->has[SOURCE] && source->kind == VALUE_STRING && source->raw.len > 2) {
        struct slice name = plain_string(f->b, source->raw);
        host = host_of(f->b, name);
        a->source = host.len ? host : name;
        return;
    }
    if (f->has[URL] && url->kind == VALUE_STRING)
        host = url_host(plain_string(f->b, url->raw));
    if (host.len)
        a->source = lower(f->b, host);
}

/* ---- text ---- */

/* A raw value in UTF-8, as JSON should be: one that is not is converted from `from`,
 * if that is not NULL and gives JSON. */
static struct slice in_utf8(struct batch *b, struct frame *frame, struct slice raw, const char *from)
{
    struct buf text = { 0 };
    if (!from || utf8_valid(raw))
        return raw;
    if (encoding_decode(from, raw, &text) && json_scan(buf_slice(&text), NULL, 0, NULL, NULL, NULL)) {
        raw = arena_copy(&b->arena, buf_slice(&text));
        frame->foreign = true;
    }
    b->failed = b->failed || text.failed;
    buf_release(&text);
    return raw;
}

static void read_string(struct batch *b, struct article *a, struct slice raw)
{
    struct frame *frame = a->frame;
    struct slice in = inside(raw);
    a->bytes = in;
    if (!in.len || !memchr(in.ptr, '\\', in.len))
        return;
    char *p = arena_take(&b->arena, in.len);
    if (p)
        a->bytes = slice_of(p, json_unescape(in, p, &frame->lone));
}

/* raw: an array of n strings. */
static void read_array(struct batch *b, struct article *a, struct slice raw, size_t n)
{
    struct frame *frame = a->frame;
    struct slice rest = raw, one;
    frame->kind = FRAME_ARRAY;
    frame->ends = arena_take(&b->arena, (n + 1) * sizeof *frame->ends);
    /* in raw two quotes and a comma stand between elements, in text only JSONL_BETWEEN */
    char *text = arena_take(&b->arena, raw.len + 1), *p = text;
    if (!frame->ends || !text)
        return;
    while (json_next_string(&rest, &one)) {
        bool lone = false;
        if (frame->n_ends) {
            memcpy(p, JSONL_BETWEEN.ptr, JSONL_BETWEEN.len);
            p += JSONL_BETWEEN.len;
        }
        p += json_unescape(inside(one), p, &lone);
        frame->lone = frame->lone || lone;
        frame->ends[frame->n_ends++] = (size_t)(p - text);
    }
    a->bytes = slice_of(text, (size_t)(p - text));
}

/* Fills a's bytes with the text; false when the record has none. */
static bool read_text(struct batch *b, struct article *a, const struct found *f, const char *from)
{
    const struct json_value *v = &f->value[TEXT];
    a->frame->value = v->raw;
    size_t n = f->has[TEXT] && v->kind == VALUE_ARRAY ? count_strings(v->raw) : SIZE_MAX;
    if (n != SIZE_MAX)
        read_array(b, a, in_utf8(b, a->frame, v->raw, from), n);
    else if (f->has[TEXT] && v->kind == VALUE_STRING)
        read_string(b, a, in_utf8(b, a->frame, v->raw, from));
    else
        return false;
    return !jsonl_blank(a->bytes);
}

bool jsonl_guess(struct batch *b, struct article *a, struct notices *notices)
{
    struct frame *frame = a->frame;
    char name[ENCODING_NAME];
    struct buf text = { 0 };
    bool good = guess_encoding(frame->value, &text, name) && json_scan(buf_slice(&text), NULL, 0, NULL, NULL, NULL);
    struct slice raw = good ? arena_copy(&b->arena, buf_slice(&text)) : SLICE("");
    b->failed = b->failed || text.failed || b->arena.failed;
    buf_release(&text);
    if (!good || b->failed)
        return false;
    frame->foreign = true;
    frame->n_ends = 0;
    if (frame->kind == FRAME_ARRAY)
        read_array(b, a, raw, count_strings(raw));
    else
        read_string(b, a, raw);
    notice(notices, COPYDESK_OK, a->file.ptr, frame->line, "its text was read as %s", name);
    return true;
}

/* ---- lines ---- */

/* Marks the record as one that is not cleaned; its bytes are the whole line. */
static void set_aside(struct article *a, enum frame_kind kind)
{
    a->frame->kind = kind;
    a->bytes = a->frame->record;
    a->skipped = true;
}

/* Notices what is unusual about the text. */
static void tell_text(const struct article *a, const struct found *f, const char *from, struct notices *notices)
{
    const struct frame *frame = a->frame;
    if (frame->foreign)
        notice(notices, COPYDESK_OK, a->file.ptr, frame->line, "its text was read as %s", from);
    if (frame->n_others)
        notice(notices, COPYDESK_OK, a->file.ptr, frame->line,
               "%zu fields hold the text: the last counts, all are written alike", frame->n_others + 1);
    if (frame->lone)
        notice(notices, COPYDESK_OK, a->file.ptr, frame->line,
               "half a surrogate pair in the text was written as U+FFFD");
    if (a->skipped && f->has[TEXT] && f->value[TEXT].kind != VALUE_STRING && f->value[TEXT].raw.len > 2)
        notice(notices, COPYDESK_OK, a->file.ptr, frame->line,
               "its text is no string and no array of strings: passed on as it is");
}

/* Takes the fields that options name out of the record; false, with fault filled,
 * when json is no JSON. */
static bool take_record(struct article *a, struct slice json, struct found *f, const struct copydesk_options *o,
                        struct json_fault *fault)
{
    const struct slice paths[N_FIELDS] = {
        path_of(o->text_field, "text"), path_of(o->id_field, "id"),
        path_of(o->source_field, "source"), SLICE("url"),
    };
    if (!json_scan(json, paths, N_FIELDS, on_found, f, fault))
        return false;
    name_source(a, f);
    if (o->keep >= COPYDESK_KEEP_LATEST)
        date_of_record(json, o->date_field, &a->time);
    if (!read_text(f->b, a, f, o->from))
        set_aside(a, FRAME_TEXTLESS);
    return true;
}

/* Sets a record aside whose text has so many lines that they would take too much memory. */
static void limit_lines(struct article *a, struct notices *notices)
{
    if (a->skipped || !piece_has_more_lines(a->bytes, LINES_MOST))
        return;
    notice(notices, COPYDESK_SKIPPED, a->file.ptr, a->frame->line,
           "has more than %d lines and was not cleaned", LINES_MOST);
    set_aside(a, FRAME_LONG);
}

/* The line is no JSON. */
static void refuse(struct article *a, struct slice json, struct json_fault fault, struct notices *notices)
{
    bool utf16 = slice_starts(json, SLICE("\xFF\xFE")) || slice_starts(json, SLICE("\xFE\xFF"));
    if (a->frame->line == 1 && utf16)
        fault.reason = "the file is UTF-16, convert it with iconv first";
    notice(notices, COPYDESK_SKIPPED, a->file.ptr, a->frame->line,
           "is not JSON and was left out: %s, at byte %zu", fault.reason, fault.at + 1);
    set_aside(a, FRAME_BAD);
}

bool jsonl_read(struct batch *b, struct article *a, const struct copydesk_options *o,
                struct notices *notices)
{
    struct frame *frame = a->frame;
    struct found f = { .b = b, .frame = frame };
    struct json_fault fault;
    struct slice json = frame->record = a->bytes;
    a->time = 0;   /* the file's says nothing about its records */
    if (a->head && slice_starts(json, BOM))   /* of the file, or of one that was joined to it */
        json = slice_from(json, BOM.len);
    bool whole = a->head && a->tail && a->bytes.len <= jsonl_most(o);
    if (!whole && a->head)
        notice(notices, COPYDESK_SKIPPED, a->file.ptr, frame->line,
               "has more than %" PRIu64 " bytes (--max-article) and was not cleaned", jsonl_most(o));
    if (!whole || jsonl_blank(json)) {
        set_aside(a, whole ? FRAME_TEXTLESS : FRAME_LONG);
    } else if (take_record(a, json, &f, o, &fault)) {
        tell_text(a, &f, o->from, notices);
        limit_lines(a, notices);
    } else {
        refuse(a, json, fault, notices);
        f = (struct found){ .b = b, .frame = frame };
    }
    name_article(a, &f);
    return !b->arena.failed;
}

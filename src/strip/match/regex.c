#include "strip/match/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/* A regex is made ready for matching by the first thread that asks, for few of
 * those in the packs are ever tried in a small run, and making machine code of
 * all took a third of the time to start (measured). */
struct regex {
    _Atomic(pcre2_code *) code;   /* NULL: not made yet */
    bool inside;        /* matches anywhere in a line; else the whole line */
    struct slice inner; /* the pattern that code is made of: in own, or borrowed */
    char own[];
};

struct regex_scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    bool failed;           /* memory was short in a match: what it said is not to be trusted */
};

/* Lines are short and labels simple: the built-in packs need under a hundred
 * steps a line. The limits stop a pattern of a user's within a millisecond
 * (guess). Without JIT the heap takes the place of its stack; in KiB. */
enum { MATCH_LIMIT = 20000, DEPTH_LIMIT = 2000, HEAP_LIMIT = 1024 };
enum { STACK_START = 16 * 1024, STACK_LIMIT = 256 * 1024 };

static pcre2_code *compile(struct slice before, struct slice pattern, struct slice after,
                           uint32_t options, char *reason, size_t size)
{
    struct buf whole = { 0 };
    buf_addslice(&whole, before);
    buf_addslice(&whole, pattern);
    buf_addslice(&whole, after);
    if (whole.failed) {
        buf_release(&whole);
        snprintf(reason, size, "out of memory");
        return NULL;
    }
    int code;
    PCRE2_SIZE offset;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)whole.ptr, whole.len,
                                         PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | options,
                                         &code, &offset, NULL);
    buf_release(&whole);
    if (!compiled) {
        PCRE2_UCHAR text[128] = "";
        pcre2_get_error_message(code, text, sizeof text);
        size_t at = offset > before.len ? offset - before.len : 0;
        snprintf(reason, size, "regex: %s (at byte %zu)", (const char *)text, at);
    }
    return compiled;
}

static bool matches_empty(const pcre2_code *code)
{
    uint32_t empty = 1;
    pcre2_pattern_info(code, PCRE2_INFO_MATCHEMPTY, &empty);
    return empty != 0;
}

/* The pattern between ^ and $, or false. An escaped $ is no end. */
static bool between_anchors(struct slice pattern, struct slice *inner)
{
    if (pattern.len < 3 || pattern.ptr[0] != '^' || pattern.ptr[pattern.len - 1] != '$')
        return false;
    size_t escapes = 0;
    while (pattern.ptr[pattern.len - 2 - escapes] == '\\')
        escapes++;   /* ends at the ^ at the latest */
    *inner = slice_of(pattern.ptr + 1, pattern.len - 2);
    return escapes % 2 == 0;
}

/* Is there a code, and one that no empty line matches? */
static bool good(const pcre2_code *code, char *reason, size_t size)
{
    if (!code || !matches_empty(code))
        return code != NULL;
    snprintf(reason, size, "regex: could match an empty line; say what must stand there");
    return false;
}

/* copy: inner is copied; else it must outlive the regex. NULL when out of memory. */
static struct regex *regex_new(struct slice inner, bool inside, bool copy)
{
    struct regex *r = calloc(1, sizeof *r + (copy ? inner.len : 0));
    if (!r)
        return NULL;
    r->inside = inside;
    r->inner = copy ? slice_of(r->own, inner.len) : inner;
    if (copy)
        memcpy(r->own, inner.ptr, inner.len);
    return r;
}

/* One whose pattern was compiled in the same way before, to see whether it can be;
 * code is what came of that. */
static struct regex *checked(pcre2_code *code, struct slice inner, bool inside, char *reason, size_t size)
{
    struct regex *r = NULL;
    if (good(code, reason, size)) {
        r = regex_new(inner, inside, true);
        if (!r)
            snprintf(reason, size, "out of memory");
    }
    pcre2_code_free(code);
    return r;
}

/* Is the pattern valid without the group that goes around it? "a)|(?:b" would be two
 * groups in it, of which only the second one reaches to the line's end. */
static bool compiles_alone(struct slice inner, char *reason, size_t size)
{
    pcre2_code *code = compile(SLICE(""), inner, SLICE(""), 0, reason, size);
    pcre2_code_free(code);
    return code != NULL;
}

struct regex *regex_whole(struct slice pattern, char *reason, size_t size)
{
    struct slice inner;
    if (!between_anchors(pattern, &inner)) {
        snprintf(reason, size, "regex: must start with ^ and end with $, for it takes whole lines");
        return NULL;
    }
    struct regex *r = checked(compile(SLICE("(?:"), inner, SLICE(")"), 0, reason, size), inner, false, reason, size);
    if (r && !compiles_alone(inner, reason, size)) {
        regex_free(r);
        return NULL;
    }
    return r;
}

struct regex *regex_inside(struct slice pattern, char *reason, size_t size)
{
    return checked(compile(SLICE(""), pattern, SLICE(""), 0, reason, size), pattern, true, reason, size);
}

struct regex *regex_trusted(struct slice pattern)
{
    struct slice inner = SLICE("");
    return between_anchors(pattern, &inner) ? regex_new(inner, false, false) : NULL;
}

struct regex *regex_inside_trusted(struct slice pattern)
{
    return regex_new(pattern, true, false);
}

static pcre2_code *make(const struct regex *r)
{
    char reason[256];
    pcre2_code *code = r->inside
        ? compile(SLICE(""), r->inner, SLICE(""), 0, reason, sizeof reason)
        : compile(SLICE("(?:"), r->inner, SLICE(")\\z"), PCRE2_ANCHORED, reason, sizeof reason);
    /* without JIT support the interpreter does the work: slower, the same */
    if (code)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

/* Any thread may come first; one that loses drops its work. NULL when memory is short. */
static const pcre2_code *code_of(const struct regex *regex)
{
    struct regex *r = (struct regex *)regex;
    pcre2_code *code = atomic_load_explicit(&r->code, memory_order_acquire);
    if (code)
        return code;
    pcre2_code *made = make(r);
    if (atomic_compare_exchange_strong(&r->code, &code, made))
        return made;
    pcre2_code_free(made);
    return code;
}

void regex_free(struct regex *r)
{
    if (!r)
        return;
    pcre2_code_free(r->code);
    free(r);
}

struct regex_scratch *regex_scratch_new(void)
{
    struct regex_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->data = pcre2_match_data_create(1, NULL);
    s->context = pcre2_match_context_create(NULL);
    s->stack = pcre2_jit_stack_create(STACK_START, STACK_LIMIT, NULL);
    if (!s->data || !s->context) {
        regex_scratch_free(s);
        return NULL;
    }
    pcre2_set_match_limit(s->context, MATCH_LIMIT);
    pcre2_set_depth_limit(s->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(s->context, HEAP_LIMIT);
    if (s->stack)   /* none where PCRE2 was built without JIT */
        pcre2_jit_stack_assign(s->context, NULL, s->stack);
    return s;
}

void regex_scratch_free(struct regex_scratch *s)
{
    if (!s)
        return;
    pcre2_match_data_free(s->data);
    pcre2_match_context_free(s->context);
    pcre2_jit_stack_free(s->stack);
    free(s);
}

bool regex_scratch_failed(const struct regex_scratch *s)
{
    return s->failed;
}

/* PCRE2 wants a pointer even to no text. */
static PCRE2_SPTR subject(struct slice text)
{
    return (PCRE2_SPTR)(text.ptr ? text.ptr : "");
}

enum regex_result regex_match(const struct regex *r, struct regex_scratch *s, struct slice text)
{
    const pcre2_code *ready = code_of(r);
    if (!ready) {
        s->failed = true;
        return REGEX_NO;
    }
    int code = pcre2_match(ready, subject(text), text.len, 0, PCRE2_NO_UTF_CHECK,
                           s->data, s->context);
    if (code >= 0)
        return REGEX_YES;
    switch (code) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_RECURSELOOP:
        return REGEX_LIMIT;
    case PCRE2_ERROR_NOMEMORY:
        s->failed = true;
        return REGEX_NO;
    default:
        return REGEX_NO;
    }
}

#include "strip/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

/* A regex of whole lines is made ready for matching by the first thread that
 * asks, for few of those in the packs are ever tried in a small run, and
 * making machine code of all took a third of the time to start (measured). */
struct regex {
    _Atomic(pcre2_code *) code;   /* NULL: not made yet */
    pcre2_code *head;   /* unanchored, which is what PCRE2 tells first bytes of; NULL: matches inside lines */
    size_t len;
    char inner[];       /* the pattern that code is to be made of */
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

static bool good(const pcre2_code *code, char *reason, size_t size)
{
    return code && !(matches_empty(code) && snprintf(reason, size,
            "regex: could match an empty line; say what must stand there"));
}

static pcre2_code *with_machine_code(pcre2_code *code)
{
    /* without JIT support the interpreter does the work: slower, the same */
    if (code)
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return code;
}

static struct regex *regex_new(struct slice inner, char *reason, size_t size)
{
    struct regex *r = calloc(1, sizeof *r + inner.len);
    if (!r) {
        snprintf(reason, size, "out of memory");
        return NULL;
    }
    r->len = inner.len;
    memcpy(r->inner, inner.ptr, inner.len);
    return r;
}

struct regex *regex_whole(struct slice pattern, char *reason, size_t size)
{
    struct slice inner;
    if (!between_anchors(pattern, &inner)) {
        snprintf(reason, size, "regex: must start with ^ and end with $, for it takes whole lines");
        return NULL;
    }
    struct regex *r = regex_new(inner, reason, size);
    if (!r)
        return NULL;
    r->head = compile(SLICE("(?:"), inner, SLICE(")"), 0, reason, size);
    if (good(r->head, reason, size))
        return r;
    regex_free(r);
    return NULL;
}

struct regex *regex_inside(struct slice pattern, char *reason, size_t size)
{
    struct regex *r = regex_new(pattern, reason, size);
    if (!r)
        return NULL;
    r->code = with_machine_code(compile(SLICE(""), pattern, SLICE(""), 0, reason, size));
    if (good(r->code, reason, size))
        return r;
    regex_free(r);
    return NULL;
}

/* Any thread may come first; one that loses drops its work. NULL when memory is short. */
static const pcre2_code *code_of(const struct regex *regex)
{
    struct regex *r = (struct regex *)regex;
    pcre2_code *code = atomic_load_explicit(&r->code, memory_order_acquire);
    if (code)
        return code;
    char reason[256];
    pcre2_code *made = with_machine_code(compile(SLICE("(?:"), slice_of(r->inner, r->len), SLICE(")\\z"),
                                                 PCRE2_ANCHORED, reason, sizeof reason));
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
    pcre2_code_free(r->head);
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

static void set_bit(uint8_t set[32], uint32_t byte)
{
    set[byte / 8 % 32] |= (uint8_t)(1u << byte % 8);
}

void regex_first_bytes(const struct regex *r, uint8_t set[32])
{
    uint32_t type = 0, first = 0;
    const uint8_t *map = NULL;
    pcre2_pattern_info(r->head, PCRE2_INFO_FIRSTCODETYPE, &type);
    pcre2_pattern_info(r->head, PCRE2_INFO_FIRSTBITMAP, &map);
    memset(set, map || type == 1 ? 0 : 0xff, 32);
    if (type == 1) {
        pcre2_pattern_info(r->head, PCRE2_INFO_FIRSTCODEUNIT, &first);
        set_bit(set, first);
        if (first >= 'A' && first <= 'Z')   /* of a caseless pattern it is either case */
            set_bit(set, first + 'a' - 'A');
    } else if (map) {
        memcpy(set, map, 32);
    }
}

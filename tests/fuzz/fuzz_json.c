/* json: our scanner and a JSON library must agree on what is JSON, and on the
 * text in it; and a string that is written again must read as it did. Where the
 * library is stricter than RFC 8259 asks, or another limit holds, it is left. */
#include "fuzz.h"

#ifdef HAVE_JANSSON
#include <jansson.h>
#endif

#include "base/buf.h"
#include "read/records/jsonl.h"
#include "read/records/jsonscan.h"
#include "read/records/jsonstring.h"
#include "text/utf8.h"
#include "write/journal/record.h"

struct found { struct slice bytes, raw; bool lone; };

static void on_found(void *payload, unsigned path, const struct json_value *v)
{
    struct found *f = payload;
    demand(path == 0 && v->raw.len > 0 && v->raw.ptr >= f->bytes.ptr
           && v->raw.ptr + v->raw.len <= f->bytes.ptr + f->bytes.len);
    f->raw = v->kind == VALUE_STRING ? v->raw : SLICE("");
}

/* The text, written in its own style and in every other, reads the same. */
static void check_styles(struct slice inside)
{
    char *text = malloc(inside.len + 1), *again = NULL;
    bool lone = false;
    struct slice plain = slice_of(text, json_unescape(inside, text, &lone));
    struct buf out = { 0 };
    for (unsigned style = 0; style <= STYLE_ALL; style += 7) {
        if (style & STYLE_ASCII && !utf8_valid(plain))
            continue;
        buf_clear(&out);
        record_string(&out, plain, style);
        demand(json_is_inside(buf_slice(&out)));
        again = realloc(again, out.len + 1);
        demand(slice_equal(slice_of(again, json_unescape(buf_slice(&out), again, NULL)), plain));
    }
    buf_release(&out);
    free(again);
    free(text);
}

#ifdef HAVE_JANSSON
static bool has_surrogate_escape(struct slice s)
{
    for (size_t i = 0; i + 3 < s.len; i++)
        if (s.ptr[i] == '\\' && s.ptr[i + 1] == 'u' && (s.ptr[i + 2] | 0x20) == 'd' && s.ptr[i + 3] >= '8')
            return true;
    return false;
}

/* NaN and Infinity are for us, and no JSON for it. */
static bool has_python_word(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (slice_starts(slice_from(s, i), SLICE("NaN")) || slice_starts(slice_from(s, i), SLICE("Infinity")))
            return true;
    return false;
}

/* What the library makes of it; NULL: no JSON for it. */
static json_t *load(struct slice bytes, json_error_t *error)
{
    return json_loadb(bytes.ptr, bytes.len, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, error);
}

static void check_library(struct slice bytes, bool good, const struct found *f, bool lone)
{
    json_error_t error = { 0 };
    if (!utf8_valid(bytes) || memchr(bytes.ptr, '\0', bytes.len))
        return;   /* the library takes a NUL for the end */
    json_t *value = load(bytes, &error);
    enum json_error_code code = value ? json_error_unknown : json_error_code(&error);
    /* numbers beyond a double, names with NUL, other limits of depth: all are JSON */
    bool stricter = code == json_error_numeric_overflow || code == json_error_stack_overflow
                 || code == json_error_null_byte_in_key || code == json_error_null_character;
    bool surrogate = !value && has_surrogate_escape(bytes);   /* half a pair is a fault for it */
    if (!stricter && !surrogate && !(good && has_python_word(bytes)))
        demand(good == (value != NULL));
    demand(!lone || !value);
    json_t *text = good && value ? json_object_get(value, "text") : NULL;
    if (json_is_string(text) && f->raw.len) {
        char *plain = malloc(f->raw.len);
        size_t n = json_unescape(slice_of(f->raw.ptr + 1, f->raw.len - 2), plain, NULL);
        demand(slice_equal(slice_of(plain, n), slice_of(json_string_value(text), json_string_length(text))));
        free(plain);
    }
    json_decref(value);
}
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = { (const char *)data, size }, path = SLICE("text"), rest, one;
    struct found f = { .bytes = bytes };
    struct json_fault fault = { 0 };
    if (size == 0)
        return 0;
    bool lone = false, good = json_scan(bytes, &path, 1, on_found, &f, &fault);
    demand(good || (fault.reason && fault.at <= size));
    if (good && f.raw.len) {
        char *plain = malloc(f.raw.len);
        json_unescape(slice_of(f.raw.ptr + 1, f.raw.len - 2), plain, &lone);
        free(plain);
        check_styles(slice_of(f.raw.ptr + 1, f.raw.len - 2));
    }
    rest = bytes;
    while (good && json_next_string(&rest, &one))
        demand(one.len >= 2 && one.ptr[0] == '"');
    struct notices notices;
    notices_init(&notices, NULL);
    (void)jsonl_can_tell(bytes);
    (void)jsonl_found(bytes, "fuzz", &notices);
    notices_release(&notices);
#ifdef HAVE_JANSSON
    check_library(bytes, good, &f, lone);
#endif
    return 0;
}

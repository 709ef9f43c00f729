#include "cli/value.h"

#include "base/buf.h"
#include "base/error.h"
#include "cli/suggest.h"

enum copydesk_status value_text(const struct option *o, const char *text, const char **out,
                                struct copydesk_error *error)
{
    if (*text == '\0')
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: the %s is empty", o->name,
                         o->value);
    *out = text;
    return COPYDESK_OK;
}

static enum copydesk_status bad_number(const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not a number from 0 to %u",
                     o->name, text, o->max);
}

enum copydesk_status value_number(const struct option *o, const char *text, unsigned *out,
                                  struct copydesk_error *error)
{
    uint64_t n = 0;
    if (*text == '\0')
        return bad_number(o, text, error);
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9')
            return bad_number(o, text, error);
        n = n * 10 + (uint64_t)(*p - '0');
        if (n > o->max)
            return bad_number(o, text, error);
    }
    *out = (unsigned)n;
    return COPYDESK_OK;
}

enum copydesk_status value_share(const struct option *o, const char *text, unsigned *out,
                                 struct copydesk_error *error)
{
    enum { LEAST = 100, ONE = 1000 };   /* less is met by texts that only share phrases */
    unsigned n = *text == '1' ? ONE : 0, unit = ONE / 10;
    const char *p = text;
    bool good = (*p == '0' || *p == '1') && (p[1] == '\0' || (p[1] == '.' && p[2]));
    for (p += good && p[1] ? 2 : good; good && *p; p++, unit /= 10) {
        good = *p >= '0' && *p <= '9' && unit > 0;
        n += (unsigned)(good ? *p - '0' : 0) * unit;
    }
    if (!good || n < LEAST || n > ONE)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "--%s: '%s' is not a share from 0.1 to 1, of three decimals at most", o->name, text);
    *out = n;
    return COPYDESK_OK;
}

/* How often 1024 is meant by what stands behind a number; -1: nothing known. */
static int unit_of(const char *text)
{
    static const char units[] = "KMGT";
    const char *unit = memchr(units, *text & ~0x20, sizeof units - 1);
    if (*text == '\0')
        return 0;
    return unit && (text[1] == '\0' || strcmp(text + 1, "iB") == 0) ? (int)(unit - units) + 1 : -1;
}

enum copydesk_status value_size(const struct option *o, const char *text, size_t *out,
                                struct copydesk_error *error)
{
    size_t n = 0;
    const char *p = text;
    bool fits = true;
    for (; *p >= '0' && *p <= '9'; p++) {
        fits = fits && n <= (SIZE_MAX - 9) / 10;
        n = fits ? n * 10 + (size_t)(*p - '0') : n;
    }
    int unit = p > text ? unit_of(p) : -1;
    fits = fits && unit >= 0 && n <= SIZE_MAX >> 10 * unit;
    if (!fits || n == 0)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "--%s: '%s' is not a size such as 16M, 512MiB or 2G", o->name, text);
    *out = n << 10 * unit;
    return COPYDESK_OK;
}

enum copydesk_status value_choice(const struct option *o, const char *text, unsigned *out,
                                  struct copydesk_error *error)
{
    for (unsigned i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], text) == 0) {
            *out = i;
            return COPYDESK_OK;
        }
    }
    struct buf list = { 0 };
    for (unsigned i = 0; o->choices[i]; i++)
        buf_addf(&list, "%s%s", i == 0 ? "" : o->choices[i + 1] ? ", " : " or ", o->choices[i]);
    error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not %s", o->name, text,
              buf_str(&list));
    buf_release(&list);
    return COPYDESK_FAILED;
}

/* ---- sets ---- */

static unsigned all_of(const struct vocabulary *words)
{
    return (1u << words->n) - 1u;
}

/* The bits that a name stands for. False when there is no such name. */
static bool word_bits(const struct vocabulary *words, struct slice name, unsigned *bits)
{
    for (unsigned i = 0; i < words->n; i++) {
        if (slice_equal(name, slice_str(words->name(i)))) {
            *bits = 1u << i;
            return true;
        }
    }
    if (slice_equal(name, SLICE("all")))
        *bits = all_of(words);
    else if (slice_equal(name, SLICE("none")))
        *bits = 0;
    else if (slice_equal(name, SLICE("default")))
        *bits = words->initial;
    else
        return false;
    return true;
}

static enum copydesk_status unknown_word(const struct option *o, struct slice name,
                                         struct copydesk_error *error)
{
    struct suggest s = suggest_for(name);
    struct buf list = { 0 };
    for (unsigned i = 0; i < o->words->n; i++) {
        suggest_try(&s, o->words->name(i));
        buf_addf(&list, "%s, ", o->words->name(i));
    }
    suggest_try(&s, "default");
    if (s.best)
        error_set(error, COPYDESK_FAILED, NULL, 0,
                  "--%s: no %s is called '%.*s'; did you mean '%s'?", o->name, o->words->noun, (int)name.len, name.ptr, s.best);
    else
        error_set(error, COPYDESK_FAILED, NULL, 0,
                  "--%s: no %s is called '%.*s'; there are %sall, none and default",
                  o->name, o->words->noun, (int)name.len, name.ptr, buf_str(&list));
    buf_release(&list);
    return COPYDESK_FAILED;
}

static bool is_sign(char c)
{
    return c == '+' || c == '-';
}

enum copydesk_status value_set(const struct option *o, const char *text, unsigned *out,
                               struct copydesk_error *error)
{
    unsigned set = is_sign(*text) ? *out : 0;
    for (const char *p = text;; p++) {
        struct slice name = { p, strcspn(p, ",") };
        p += name.len;
        char sign = name.len > 0 && is_sign(*name.ptr) ? *name.ptr : '+';
        if (name.len > 0 && is_sign(*name.ptr))
            name = slice_from(name, 1);
        unsigned bits;
        if (!word_bits(o->words, name, &bits))
            return unknown_word(o, name, error);
        set = sign == '+' ? set | bits : set & ~bits;
        if (*p == '\0')
            break;
    }
    *out = set;
    return COPYDESK_OK;
}

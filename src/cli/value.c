/* Reads the value of an option, with a message that helps, and stores it where the table says: the
 * kind of an option tells the type of its member of struct cli (enum option_kind). Each value_... fills
 * *out, or leaves it alone and fills error. */
#include "cli/options.h"

#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/error.h"
#include "cli/message.h"
#include "cli/suggest.h"

static enum copydesk_status value_text(const struct option *o, const char *text, const char **out,
                                       struct copydesk_error *error)
{
    if (*text == '\0')
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: the %s is empty", o->name,
                         o->value);
    *out = text;
    return COPYDESK_OK;
}

/* A pattern of paths below a folder: one that no such path can match is refused. */
static enum copydesk_status value_glob(const struct option *o, const char *text, const char **out,
                                       struct copydesk_error *error)
{
    size_t len = strlen(text);
    if (len && text[len - 1] == '/')
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is no file; all below a folder is '%s*'",
                         o->name, text, text);
    if (*text == '/' || strncmp(text, "./", 2) == 0)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "--%s: '%s' is not below the directory that is read; leave out how one gets there", o->name, text);
    return value_text(o, text, out, error);
}

/* A file or directory that is written: "-" is refused. */
static enum copydesk_status value_place(const struct option *o, const char *text, const char **out,
                                        struct copydesk_error *error)
{
    if (strcmp(text, "-") == 0)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '-' is no %s", o->name, o->kind == OPTION_DIR
                         ? "directory; one of that name is ./-" : "file; standard output is /dev/stdout");
    return value_text(o, text, out, error);
}

static enum copydesk_status bad_number(const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not a number from 0 to %u",
                     o->name, text, o->max);
}

static enum copydesk_status value_number(const struct option *o, const char *text, unsigned *out,
                                         struct copydesk_error *error)
{
    uint64_t n = 0;
    if (*text == '\0')
        return bad_number(o, text, error);
    bool percent = strcmp(o->value, "PERCENT") == 0;
    for (const char *p = text; *p; p++) {
        if (percent && p > text && strcmp(p, "%") == 0)
            break;
        if (*p < '0' || *p > '9')
            return bad_number(o, text, error);
        n = n * 10 + (uint64_t)(*p - '0');
        if (n > o->max)
            return bad_number(o, text, error);
    }
    *out = (unsigned)n;
    return COPYDESK_OK;
}

/* A share from 0.1 to 1, in thousandths: "0.5" gives 500. */
static enum copydesk_status value_share(const struct option *o, const char *text, unsigned *out,
                                        struct copydesk_error *error)
{
    enum { LEAST = 100, ONE = 1000 };   /* a lower share is reached by texts that only have phrases in common */
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

/* The power of 1024 that a unit stands for: 0 for "", 1 for "K" or "KiB"; -1: no unit. */
static int unit_of(const char *text)
{
    static const char units[] = "KMGT";
    const char *unit = memchr(units, *text & ~0x20, sizeof units - 1);
    if (*text == '\0')
        return 0;
    return unit && (text[1] == '\0' || strcmp(text + 1, "iB") == 0) ? (int)(unit - units) + 1 : -1;
}

/* Bytes, or with a unit K, M, G or T (KiB and so on are the same), powers of 1024; not 0. */
static enum copydesk_status value_size(const struct option *o, const char *text, size_t *out,
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

static enum copydesk_status value_choice(const struct option *o, const char *text, unsigned *out,
                                         struct copydesk_error *error)
{
    for (unsigned i = 0; o->choices[i]; i++) {
        if (strcmp(o->choices[i], text) == 0) {
            *out = i;
            return COPYDESK_OK;
        }
    }
    struct buf list = { 0 };
    message_addlist(&list, o->choices);
    error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not %s", o->name, text,
              buf_str(&list));
    buf_release(&list);
    return COPYDESK_FAILED;
}

/* ---- times ---- */

/* A span of time, "90d", in seconds; false when text is none. */
static bool read_span(const char *text, uint64_t *seconds)
{
    static const struct { char unit; uint64_t seconds; } units[] = { { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
    enum { MOST = 1000000 };   /* of any unit: a million hours are 114 years */
    uint64_t n = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9' && n <= MOST; p++)
        n = n * 10 + (uint64_t)(*p - '0');
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (*p != units[i].unit || p[1] != '\0' || p == text || n == 0 || n > MOST)
            continue;
        *seconds = n * units[i].seconds;
        return true;
    }
    return false;
}

static enum copydesk_status value_time(const struct option *o, const char *text, uint64_t *seconds,
                                       struct copydesk_error *error)
{
    if (read_span(text, seconds))
        return COPYDESK_OK;
    return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not a time such as 12h, 90d or 6w", o->name, text);
}

/* The n digits at p as a number from low to high; -1 when they are none. */
static int read_digits(const char *p, int n, int low, int high)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value >= low && value <= high ? value : -1;
}

/* Whether the month has that day: the first of the next month comes after it. */
static bool has_day(int year, int month, int day)
{
    int64_t next = month < 12 ? calendar_days(year, month + 1, 1) : calendar_days(year + 1, 1, 1);
    return calendar_days(year, month, day) < next;
}

/* A day, meaning its first second in UTC, or a span of time before now. In seconds since 1970. */
static enum copydesk_status value_date(const struct option *o, const char *text, int64_t *when,
                                       struct copydesk_error *error)
{
    uint64_t ago;
    if (read_span(text, &ago)) {
        *when = (int64_t)time(NULL) - (int64_t)ago;
        return COPYDESK_OK;
    }
    bool shaped = strlen(text) == 10 && text[4] == '-' && text[7] == '-';
    int year = shaped ? read_digits(text, 4, 1970, 9999) : -1;
    int month = shaped ? read_digits(text + 5, 2, 1, 12) : -1, day = shaped ? read_digits(text + 8, 2, 1, 31) : -1;
    if (year < 0 || month < 0 || day < 0 || !has_day(year, month, day))
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: '%s' is not a day such as 2026-01-31, "
                         "nor a time ago such as 90d", o->name, text);
    *when = calendar_days(year, month, day) * 86400;
    return COPYDESK_OK;
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

/* Names separated by commas. A list that starts with + or - changes what *out holds; any other
 * replaces it. Bits for which the vocabulary has no name stay (that of the form, among the repairs). */
static enum copydesk_status value_set(const struct option *o, const char *text, unsigned *out,
                                      struct copydesk_error *error)
{
    unsigned all = all_of(o->words), set = is_sign(*text) ? *out & all : 0;
    for (const char *p = text;; p++) {
        struct slice name = { p, strcspn(p, ",") };
        p += name.len;
        char sign = name.len > 0 && is_sign(*name.ptr) ? *name.ptr : '+';
        if (name.len > 0 && is_sign(*name.ptr))
            name = slice_from(name, 1);
        unsigned bits;
        if (!word_bits(o->words, name, &bits))
            return unknown_word(o, name, error);
        if (bits == 0 && name.ptr != text)
            return error_set(error, COPYDESK_FAILED, NULL, 0, "--%s: in '%s' the word none does nothing; "
                             "it stands first, as in none,+NAME", o->name, text);
        set = sign == '+' ? set | bits : set & ~bits;
        if (*p == '\0')
            break;
    }
    *out = (*out & ~all) | set;
    return COPYDESK_OK;
}

/* ---- storing ---- */

static enum copydesk_status store_switch(void *at, unsigned sets)
{
    if (sets)
        memcpy(at, &sets, sizeof sets);   /* an enum: as large as its constants' type */
    else
        *(bool *)at = true;
    return COPYDESK_OK;
}

static enum copydesk_status store_text(struct cli *cli, const struct option *o, const char *text,
                                       struct copydesk_error *error)
{
    void *at = (char *)cli + o->at;
    enum copydesk_status (*value)(const struct option *, const char *, const char **, struct copydesk_error *)
        = o->kind == OPTION_GLOB ? value_glob : value_text;
    if (!o->count)
        return value(o, text, at, error);
    size_t *n = (void *)((char *)cli + o->count);
    enum copydesk_status status = value(o, text, &(*(const char ***)at)[*n], error);
    *n += status == COPYDESK_OK;
    return status;
}

enum copydesk_status option_store(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error)
{
    void *at = (char *)cli + o->at;
    switch (o->kind) {
    case OPTION_SWITCH: return store_switch(at, o->sets);
    case OPTION_NUMBER: return value_number(o, text, at, error);
    case OPTION_SHARE:  return value_share(o, text, at, error);
    case OPTION_SIZE:   return value_size(o, text, at, error);
    case OPTION_TIME:   return value_time(o, text, at, error);
    case OPTION_DATE:   return value_date(o, text, at, error);
    case OPTION_CHOICE: return value_choice(o, text, at, error);
    case OPTION_SET:    return value_set(o, text, at, error);
    case OPTION_RECORD:
    case OPTION_DIR:    return value_place(o, text, at, error);
    case OPTION_TEXT:
    case OPTION_GLOB:
    case OPTION_FILE:   return store_text(cli, o, text, error);
    }
    return COPYDESK_OK;
}

#include "read/records/date.h"

#include <string.h>

#include "base/calendar.h"
#include "read/records/jsonscan.h"

/* What is left of the text to be read. */
struct reader {
    const char *p, *end;
};

/* A moment by the calendar. */
struct moment {
    int year, month, day, hour, minute, second, zone;   /* zone: minutes that it is ahead of UTC */
    int64_t ns;
};

/* ---- small readers: each false, and nothing taken, when it is not there ---- */

static size_t count_digits(const struct reader *r)
{
    const char *p = r->p;
    while (p < r->end && *p >= '0' && *p <= '9')
        p++;
    return (size_t)(p - r->p);
}

/* A number of least to most digits, and at most `high`. */
static bool take_number(struct reader *r, size_t least, size_t most, int high, int *value)
{
    size_t n = count_digits(r);
    int sum = 0;
    n = n < most ? n : most;
    for (size_t i = 0; i < n; i++)
        sum = sum * 10 + (r->p[i] - '0');
    if (n < least || sum > high)
        return false;
    r->p += n;
    *value = sum;
    return true;
}

/* One character out of `any`. */
static bool take_char(struct reader *r, const char *any)
{
    bool is = r->p < r->end && *r->p && strchr(any, *r->p);
    r->p += is;
    return is;
}

static void skip_spaces(struct reader *r)
{
    while (take_char(r, " \t\n\r"))
        ;
}

/* The letters that come next, maybe none. */
static struct slice take_letters(struct reader *r)
{
    const char *start = r->p;
    while (r->p < r->end && ((*r->p | 0x20) >= 'a' && (*r->p | 0x20) <= 'z'))
        r->p++;
    return slice_of(start, (size_t)(r->p - start));
}

/* Whether word begins with the three letters of name, whatever their case. */
static bool is_named(struct slice word, const char *name)
{
    for (size_t i = 0; i < 3; i++)
        if (i >= word.len || (word.ptr[i] | 0x20) != name[i])
            return false;
    return true;
}

/* ---- time and zone ---- */

/* ".25", of a second: adds it to m->ns; digits behind the ninth count for nothing. */
static void take_fraction(struct reader *r, struct moment *m)
{
    int64_t unit = 100000000;
    struct reader rest = *r;
    if (!take_char(&rest, ".,") || count_digits(&rest) == 0)
        return;
    for (; rest.p < rest.end && *rest.p >= '0' && *rest.p <= '9'; rest.p++, unit /= 10)
        m->ns += (*rest.p - '0') * unit;
    *r = rest;
}

/* 18:30, 18:30:05.25, 1830, 183005. */
static bool take_clock(struct reader *r, struct moment *m)
{
    if (!take_number(r, 1, 2, 24, &m->hour))
        return false;
    bool colons = take_char(r, ":");
    if (!take_number(r, 2, 2, 59, &m->minute))
        return false;
    if ((colons && take_char(r, ":")) || (!colons && count_digits(r) > 0)) {
        if (!take_number(r, 2, 2, 60, &m->second))
            return false;
        take_fraction(r, m);
    }
    return true;
}

/* Z, UTC, GMT, +02:00, -0330, +2, or nothing; of American names those of the mail standard. */
static bool take_zone(struct reader *r, struct moment *m)
{
    static const struct { const char *name; int hours; } named[] = {
        { "utc", 0 }, { "gmt", 0 }, { "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
        { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
    };
    skip_spaces(r);
    struct slice word = take_letters(r);
    bool known = word.len == 0 || (word.len == 1 && (*word.ptr | 0x20) == 'z');
    for (size_t i = 0; word.len == 3 && i < sizeof named / sizeof *named; i++) {
        if (!is_named(word, named[i].name))
            continue;
        m->zone = named[i].hours * 60;
        known = true;
    }
    if (!known || r->p == r->end || (*r->p != '+' && *r->p != '-'))
        return known;
    int sign = *r->p++ == '-' ? -1 : 1, hours, minutes = 0;
    if (!take_number(r, 1, 2, 14, &hours))
        return false;
    if ((take_char(r, ":") || count_digits(r) > 0) && !take_number(r, 2, 2, 59, &minutes))
        return false;
    m->zone = sign * (hours * 60 + minutes);
    return true;
}

/* What may follow a day: a time, a zone, both or nothing. */
static bool take_time(struct reader *r, struct moment *m)
{
    if (take_char(r, ",")) {   /* January 31, 2026, 18:30 */
        skip_spaces(r);
    } else if (!take_char(r, "Tt_")) {
        skip_spaces(r);
    }
    if (r->p == r->end)
        return true;
    if (*r->p >= '0' && *r->p <= '9' && !take_clock(r, m))
        return false;
    return take_zone(r, m);
}

/* ---- days ---- */

/* 2026-01-31, 2026/1/31, 2026-01, 20260131; the last maybe with 1830 or 183005 right behind it. */
static bool take_day(struct reader *r, struct moment *m)
{
    size_t digits = count_digits(r);
    if (digits == 8 || digits == 12 || digits == 14) {
        if (!take_number(r, 4, 4, 9999, &m->year) || !take_number(r, 2, 2, 12, &m->month)
            || !take_number(r, 2, 2, 31, &m->day))
            return false;
        return digits == 8 || take_clock(r, m);
    }
    if (digits != 4 || !take_number(r, 4, 4, 9999, &m->year))
        return false;
    char sign[2] = { r->p < r->end ? *r->p : '\0', '\0' };
    if (!take_char(r, "-/.") || !take_number(r, 1, 2, 12, &m->month))
        return false;
    return !take_char(r, sign) || take_number(r, 1, 2, 31, &m->day);
}

static bool take_month(struct reader *r, struct moment *m)
{
    static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                          "jul", "aug", "sep", "oct", "nov", "dec" };
    struct slice word = take_letters(r);
    for (int i = 0; i < 12; i++)
        if (is_named(word, months[i])) {
            m->month = i + 1;
            take_char(r, ".");
            return true;
        }
    return false;
}

/* Sat, 31 Jan 2026; 31 January 2026; January 31, 2026. */
static bool take_named_day(struct reader *r, struct moment *m)
{
    static const char *const days[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
    struct reader after = *r;
    struct slice word = take_letters(&after);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (is_named(word, days[i])) {
            *r = after;
            take_char(r, ",");
            skip_spaces(r);
            break;
        }
    bool day_first = take_number(r, 1, 2, 31, &m->day);
    take_char(r, "-");
    skip_spaces(r);
    if (!take_month(r, m))
        return false;
    take_char(r, "-");
    skip_spaces(r);
    if (!day_first && !take_number(r, 1, 2, 31, &m->day))
        return false;
    take_char(r, ",");
    skip_spaces(r);
    return take_number(r, 4, 4, 9999, &m->year);
}

/* ---- the whole ---- */

static bool to_ns(const struct moment *m, int64_t *ns)
{
    if (m->year < 1678 || m->year > 2261 || m->month < 1 || m->day < 1)
        return false;
    int64_t seconds = calendar_days(m->year, m->month, m->day) * 86400
                    + m->hour * 3600 + m->minute * 60 + m->second - m->zone * 60;
    *ns = seconds * 1000000000 + m->ns;
    return true;
}

/* 1767225600, 1767225600.25, 1767225600000: how many digits there are tells the unit. */
static bool read_since_1970(struct slice text, int64_t *ns)
{
    struct reader r = { text.ptr, text.ptr + text.len };
    struct moment fraction = { 0 };
    size_t digits = count_digits(&r);
    uint64_t value = 0, unit = digits <= 10 ? 1000000000 : digits == 13 ? 1000000 : digits == 16 ? 1000 : 1;
    if (digits < 9 || (digits > 10 && digits != 13 && digits != 16 && digits != 19))
        return false;
    for (; digits > 0; digits--)
        value = value * 10 + (uint64_t)(*r.p++ - '0');
    if (unit == 1000000000)
        take_fraction(&r, &fraction);
    else if (take_char(&r, "."))
        r.p += count_digits(&r);
    if (r.p != r.end || value > INT64_MAX / unit - 1)
        return false;
    *ns = (int64_t)(value * unit) + fraction.ns;
    return true;
}

bool date_read(struct slice text, int64_t *ns)
{
    struct moment m = { .month = 1, .day = 1 };
    struct reader r = { text.ptr, text.ptr + text.len };
    skip_spaces(&r);
    while (r.end > r.p && strchr(" \t\n\r", r.end[-1]))
        r.end--;
    if (read_since_1970(slice_of(r.p, (size_t)(r.end - r.p)), ns))
        return true;
    bool digits = count_digits(&r) >= 4;
    if (!(digits ? take_day(&r, &m) : take_named_day(&r, &m)) || !take_time(&r, &m) || r.p != r.end)
        return false;
    return to_ns(&m, ns);
}

/* ---- records ---- */

/* Fields in which scrapers, feeds and collections put an article's date, the surest
 * first: those that tell when it was published, then those that may tell any date. */
static const char *const usual[] = {
    "date", "published", "publish_date", "date_publish", "published_at", "publishedAt",
    "datePublished", "publishing_date", "pub_date", "pubDate", "created_at", "timestamp",
};
enum { USUAL = sizeof usual / sizeof *usual, LONGEST = 64 };   /* bytes of a value that may be a date */
_Static_assert((int)USUAL <= (int)JSON_PATHS, "one scan takes them all");

struct search {
    unsigned best;         /* the first of the paths that were found to hold a date; their number: none */
    int64_t ns;            /* that date */
};

static void on_found(void *payload, unsigned path, const struct json_value *value)
{
    struct search *s = payload;
    char plain[LONGEST];
    struct slice text = value->raw;
    int64_t ns;
    if (path > s->best || text.len > LONGEST)
        return;
    if (value->kind == VALUE_STRING)
        text = slice_of(plain, json_unescape(slice_of(text.ptr + 1, text.len - 2), plain, NULL));
    else if (value->kind != VALUE_NUMBER)
        return;
    if (!date_read(text, &ns))
        return;
    s->best = path;
    s->ns = ns;
}

bool date_of_record(struct slice record, const char *field, int64_t *ns)
{
    const char *const *names = field ? &field : usual;
    unsigned n = field ? 1 : USUAL;
    struct slice paths[USUAL];
    struct search s = { .best = n };
    for (unsigned i = 0; i < n; i++)
        paths[i] = slice_str(names[i]);
    if (!json_scan(record, paths, n, on_found, &s, NULL) || s.best == n)
        return false;
    *ns = s.ns;
    return true;
}

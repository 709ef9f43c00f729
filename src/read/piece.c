#include "read/piece.h"

#include <strings.h>

#include "read/charset/guess.h"
#include "read/charset/legible.h"
#include "read/decode.h"
#include "read/source.h"
#include "read/unpack/sniff.h"
#include "text/utf8.h"

enum { WIDE_LOOK = 64 * 1024 };    /* bytes that are enough to tell UTF-16 and UTF-32 */

/* ---- which encoding ---- */

static void set_name(struct piece_encoding *e, const char *name)
{
    size_t len = strlen(name) < ENCODING_NAME ? strlen(name) : 0;
    memcpy(e->name, name, len);
    e->name[len] = '\0';
    e->unit = encoding_unit(name);
    e->big = slice_ends(slice_str(e->name), SLICE("BE"));
    if (strcasecmp(e->name, "UTF-16") == 0 || strcasecmp(e->name, "UTF-32") == 0)
        memcpy(e->name + len, "LE", 3);   /* iconv would look for a mark, and only the first piece could have one */
}

/* The first bytes, cut where most likely a character ends: behind a line feed or, of
 * UTF-16 and UTF-32 (which have NULs), behind a whole unit. */
static struct slice sample(struct slice first)
{
    size_t len = first.len;
    if (memchr(first.ptr, '\0', len))
        return slice_of(first.ptr, (len < WIDE_LOOK ? len : WIDE_LOOK) & ~(size_t)3);
    while (len > 0 && first.ptr[len - 1] != '\n')
        len--;
    return slice_of(first.ptr, len ? len : first.len);
}

struct piece_encoding piece_encoding_of(struct slice first, const char *from)
{
    struct piece_encoding e = { .unit = 1 };
    const char *marked = encoding_by_mark(slice_of(first.ptr, first.len & ~(size_t)3));
    char name[ENCODING_NAME];
    struct buf text = { 0 };
    if (first.len == 0 || slice_starts(first, SLICE("\xEF\xBB\xBF")))
        return e;
    if (marked || (from && !encoding_is_utf8(from)))
        set_name(&e, marked ? marked : from);
    else if (!from && guess_encoding(sample(first), &text, name))
        set_name(&e, name);
    e.failed = text.failed;
    buf_release(&text);
    if (!e.name[0] && (memchr(first.ptr, '\0', first.len) || !utf8_valid(sample(first))))
        e.binary = sniff_binary(first);
    return e;
}

/* ---- where it is cut ---- */

/* Whether NEL, or U+2028 or U+2029, ends with the byte at p. One byte or two before
 * it are read. */
static inline bool ends_nel(const char *p)
{
    return (p[-1] == '\xC2') & (p[0] == '\x85');
}

static inline bool ends_separator(const char *p)
{
    return (p[-2] == '\xE2') & (p[-1] == '\x80') & ((p[0] & '\xFE') == '\xA8');
}

/* How many line ends there are of each kind (lines.h); odd: VT, FF, U+2028 and U+2029. */
struct ends { size_t lf, cr, odd, nel; };

/* Adds those that end in [from, to), at most 255 bytes: so few that counters of one
 * byte suffice, of which the compiler has the machine add many at once. */
static void add_ends(struct ends *e, const char *p, size_t from, size_t to)
{
    uint8_t lf = 0, cr = 0, odd = 0, nel = 0;
    for (size_t i = from; i < to; i++) {
        lf += p[i] == '\n';
        cr += p[i] == '\r';
        odd += (p[i] == '\v') | (p[i] == '\f');
    }
    for (size_t i = from < 2 ? 2 : from; i < to; i++) {
        odd += ends_separator(p + i);
        nel += ends_nel(p + i);
    }
    e->lf += lf;
    e->cr += cr;
    e->odd += odd;
    e->nel += nel;
}

/* About how many lines: text ends its lines in LF, in CR or in CR LF, so the more
 * frequent one of LF and CR counts. */
static size_t count_lines(struct slice bytes)
{
    struct ends e = { 0, 0, 0, 0 };
    for (size_t at = 0; at < bytes.len; at += UINT8_MAX)
        add_ends(&e, bytes.ptr, at, bytes.len - at < UINT8_MAX ? bytes.len : at + UINT8_MAX);
    return (e.lf > e.cr ? e.lf : e.cr) + e.odd + (e.lf ? 0 : e.nel);
}

/* Counts only where it may matter: lines that are not blank have two bytes or more. */
bool piece_has_more_lines(struct slice text, size_t most)
{
    return text.len / 2 > most && count_lines(text) > most;
}

size_t piece_most(struct slice bytes)
{
    size_t most = SOURCE_BYTES;
    while (most > SOURCE_LINES && piece_has_more_lines(slice_of(bytes.ptr, most < bytes.len ? most : bytes.len), SOURCE_LINES / 2))
        most /= 2;
    return most;
}

/* The end of the last blank line in [low, high), else the place behind the last LF;
 * 0 when there is none. */
static size_t cut_at_line(const char *p, size_t low, size_t high)
{
    size_t any = 0;
    for (size_t i = high; i-- > low;) {
        if (p[i] != '\n')
            continue;
        size_t k = i;
        while (k > low && (p[k - 1] == ' ' || p[k - 1] == '\t' || p[k - 1] == '\r'))
            k--;
        if (k > low && p[k - 1] == '\n')
            return i + 1;
        if (any == 0)
            any = i + 1;
    }
    return any;
}

/* Places to cut behind, for text that has no LF where one is looked for. */
enum place { BLANK_LINE, LINE_END, SENTENCE_END, SPACE };

/* The character that ends before `at`; beyond ASCII only those of UTF-8 that is_place asks for
 * are told, and are 0 else. A code unit of UTF-16 is one. */
static uint32_t character_before(const char *bytes, size_t at, const struct piece_encoding *e)
{
    const unsigned char *p = (const unsigned char *)bytes + at;
    uint32_t c = 0;
    const unsigned char *unit = p - e->unit;
    for (size_t k = 0; e->unit > 1 && k < e->unit; k++)
        c = c << 8 | unit[e->big ? k : e->unit - 1 - k];
    if (e->unit > 1 || p[-1] < 0x80)
        return e->unit > 1 ? c : p[-1];
    if (e->name[0])
        return 0;
    if (at >= 2 && ends_nel(bytes + at - 1))
        return 0x85;
    bool three = at >= 3 && (p[-3] & 0xF0) == 0xE0 && (p[-2] & 0xC0) == 0x80;
    return three ? (p[-3] & 0x0Fu) << 12 | (p[-2] & 0x3Fu) << 6 | (p[-1] & 0x3Fu) : 0;
}

/* Whether the line that ends before `at` is blank, of those that end in LF. */
static bool ends_blank(const char *p, size_t at, const struct piece_encoding *e)
{
    uint32_t c = character_before(p, at, e);
    if (c != '\n')
        return false;
    while ((at -= e->unit) > 0) {
        c = character_before(p, at, e);
        if (c != ' ' && c != '\t' && c != '\r')
            return c == '\n';
    }
    return false;
}

/* Whether such a place ends before `at`. A unit more is read, lest CR LF be parted. */
static bool is_place(const char *p, size_t at, const struct piece_encoding *e, enum place place)
{
    uint32_t c = character_before(p, at, e);
    uint32_t before = c == ' ' && at > e->unit ? character_before(p, at - e->unit, e) : 0;
    switch (place) {
    case BLANK_LINE:
        return ends_blank(p, at, e);
    case LINE_END:
        return c == '\n' || c == '\v' || c == '\f' || (c == 0x85 && !e->fed) || c == 0x2028 || c == 0x2029
            || (c == '\r' && character_before(p, at + e->unit, e) != '\n');
    case SENTENCE_END:
        return before == '.' || before == '!' || before == '?' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
    case SPACE:
        return c == ' ' || c == '\t';
    }
    return false;
}

/* Behind the last such place in [low, high); 0 when there is none. */
static size_t cut_behind(const char *p, size_t low, size_t high, const struct piece_encoding *e, enum place place)
{
    for (size_t at = high - high % e->unit; at > low; at -= e->unit)
        if (is_place(p, at, e, place))
            return at;
    return 0;
}

/* Between two characters, next to high. */
static size_t cut_anywhere(const char *p, size_t high, const struct piece_encoding *e)
{
    if (e->unit > 1) {
        high -= high % e->unit;
        uint32_t c = character_before(p, high, e);
        return e->unit == 2 && (c & 0xFC00) == 0xD800 ? high - 2 : high;
    }
    if (p[high - 1] == '\r')
        return high - 1;
    if (e->name[0])
        return encoding_whole(e->name, slice_of(p, high));
    for (size_t back = 0; back < 4; back++)
        if (((unsigned char)p[high - back] & 0xC0) != 0x80)
            return high - back;
    return high;
}

/* A line that began before low and ends behind high goes to the next piece, whole. One
 * that is longer than a piece is cut where a sentence or at least a word ends: what
 * two pieces have of it become two paragraphs. */
size_t piece_cut(struct slice bytes, size_t low, size_t high, const struct piece_encoding *e)
{
    const char *p = bytes.ptr;
    size_t cut = e->unit > 1 ? cut_behind(p, low, high, e, BLANK_LINE) : cut_at_line(p, low, high);
    if (!cut)
        cut = cut_behind(p, low, high, e, LINE_END);
    if (!cut)
        cut = cut_behind(p, 0, low, e, LINE_END);
    if (!cut)
        cut = cut_behind(p, low, high, e, SENTENCE_END);
    if (!cut)
        cut = cut_behind(p, low, high, e, SPACE);
    return cut ? cut : cut_anywhere(p, high, e);
}

/* ---- conversion ---- */

/* Replaces the piece by its text in UTF-8. */
static void take_text(struct batch *b, struct article *a, const char *name, struct buf *text)
{
    decode_note(b, a, arena_copy(&b->arena, buf_slice(&b->input)), name, text);
    buf_clear(&b->input);
    buf_addslice(&b->input, buf_slice(text));
    a->bytes.len = b->input.len;
    b->failed = b->failed || b->input.failed;
}

/* Decodes the piece as it must be decoded, or with U+FFFD for the little that is wrong. */
static bool decode_piece(struct slice input, const struct piece_encoding *e, struct buf *text)
{
    if (encoding_decode(e->name, input, text))
        return true;
    if (text->failed || (e->unit == 1 && !guess_is_foreign(input)))
        return false;
    buf_clear(text);
    return encoding_decode_spoiled(e->name, input, text) && legible_for_most(buf_slice(text));
}

const char *piece_convert(struct batch *b, struct article *a, const struct piece_encoding *e)
{
    struct buf text = { 0 };
    bool good = decode_piece(slice_of(b->input.ptr, b->input.len - a->separator), e, &text);
    if (good)
        take_text(b, a, e->name, &text);
    else
        b->failed = b->failed || text.failed;
    buf_release(&text);
    return !good ? "as the rest, and was read as UTF-8" : a->spoiled ? "throughout, and has U+FFFD in places" : NULL;
}

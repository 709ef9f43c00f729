#include "read/charset/guess.h"

#include "read/charset/legible.h"
#include "text/chars.h"
#include "text/utf8.h"

enum {
    /* bytes beyond ASCII */
    ENOUGH = 16,           /* with fewer no detector can be sure (guess) */
    FEW = 2,               /* with fewer nothing can be told */
    SOME = 3,              /* with fewer no pages other than windows-1252 are tried */
    /* oddity, in thousandths (legible.h) */
    SURE = 30,             /* at most so odd is good text: foreign names (seen: 0 to 20) */
    DOUBT = 60,            /* odder must windows-1252 be for other pages that are not without fault (guess) */
    STRANGE = 200,         /* odder is no text in that encoding; brand names among Han or Cyrillic (seen: 60) */
    UNREADABLE = 1001,     /* it is not valid in that encoding: odder than any text */
    RARE = 300             /* a byte value is rare when it is not above one in so many (guess) */
};

/* Text as it reads in one encoding. */
struct reading {
    char name[ENCODING_NAME];
    struct buf text;
    struct legible look;
    unsigned oddity;       /* of text, or UNREADABLE */
    bool spoiled;          /* a little of it is not valid in that encoding */
};

static void read_as(struct reading *r, const char *name, struct slice bytes)
{
    r->text.len = 0;       /* but if memory was short, that stays known */
    r->oddity = UNREADABLE;
    if (name != r->name)
        memcpy(r->name, name, strlen(name) + 1);
    if (!encoding_decode(name, bytes, &r->text))
        return;
    r->look = legible_look(buf_slice(&r->text));
    r->oddity = r->look.broken ? UNREADABLE : legible_oddity(&r->look);
}

/* The same for an encoding that the bytes tell of themselves: a little may be spoiled. */
static void read_for_most(struct reading *r, const char *name, struct slice bytes)
{
    read_as(r, name, bytes);
    if (r->oddity != UNREADABLE || r->text.failed)
        return;
    r->text.len = 0;
    if (!encoding_decode_spoiled(name, bytes, &r->text) || !legible_for_most(buf_slice(&r->text)))
        return;
    r->spoiled = true;
    r->look = legible_look(buf_slice(&r->text));
    r->oddity = legible_oddity(&r->look);
}

static void swap(struct reading *a, struct reading *b)
{
    struct reading other = *a;
    *a = *b;
    *b = other;
}

/* Hands the reading over to the caller. */
static bool take(struct reading *r, struct buf *text, char name[ENCODING_NAME])
{
    memcpy(name, r->name, sizeof r->name);
    buf_addslice(text, buf_slice(&r->text));
    return !text->failed;
}

/* ---- UTF-16 and UTF-32 without a mark ---- */

/* How bytes look as UTF-16 or UTF-32, units of two or four bytes. */
struct wide {
    const char *name;
    size_t unit;           /* bytes */
    bool big;              /* big-endian */
    size_t plain;          /* units of a kind that every text has, whatever its script: ASCII, and the
                              punctuation of Chinese and Japanese */
    size_t pairs;          /* units that might as well be two ASCII characters */
};

static uint32_t unit_at(const char *p, const struct wide *w)
{
    uint32_t cp = 0;
    for (size_t i = 0; i < w->unit; i++)
        cp = cp << 8 | (unsigned char)p[w->big ? i : w->unit - 1 - i];
    return cp;
}

/* Counts w's units; a rest was cut. False when one of them cannot be text. */
static bool look_wide(struct slice bytes, struct wide *w)
{
    for (size_t i = 0; i + w->unit <= bytes.len; i += w->unit) {
        uint32_t cp = unit_at(bytes.ptr + i, w);
        bool space = cp == '\n' || cp == '\t' || cp == '\r' || cp == '\f' || cp == '\v';
        bool half = w->unit == 2 && cp >= 0xD800 && cp < 0xE000;
        if ((cp < 0x20 && !space) || (!half && chars_flags(cp) == 0 && !space))
            return false;
        bool plain = cp < 0x80 || (cp >= 0x3000 && cp < 0x3040) || (cp >= 0xFF00 && cp < 0xFF20);
        w->plain += plain;
        w->pairs += !plain && cp >= 0x2000 && cp < 0x8000;
    }
    return true;
}

static size_t count_beyond(struct slice bytes)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes.len; i++)
        n += (unsigned char)bytes.ptr[i] >= 0x80;
    return n;
}

/* For bytes with NULs among them. Where as many units look like pairs of ASCII characters
 * as are plain, bytes beyond ASCII tell: Chinese and Japanese are half made of
 * them, pairs of ASCII letters have none. */
static bool guess_wide(struct slice bytes, struct buf *text, char name[ENCODING_NAME])
{
    struct wide all[] = {
        { "UTF-16LE", 2, false, 0, 0 }, { "UTF-16BE", 2, true, 0, 0 },
        { "UTF-32LE", 4, false, 0, 0 }, { "UTF-32BE", 4, true, 0, 0 },
    };
    const struct wide *best = NULL;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct wide *w = &all[i];
        if (!look_wide(bytes, w) || w->plain == 0 || w->plain * 25 < w->pairs
            || (w->plain <= w->pairs && count_beyond(bytes) * 4 < w->pairs))
            continue;
        best = !best || w->plain > best->plain ? w : best;
    }
    if (!best)
        return false;
    struct reading r = { 0 };
    read_for_most(&r, best->name, bytes);
    bool good = r.oddity <= STRANGE && take(&r, text, name);
    text->failed = text->failed || r.text.failed;
    buf_release(&r.text);
    return good;
}

/* ---- escapes: ISO-2022 ---- */

/* Whether there is an escape that shifts to Japanese, Korean or Chinese, as in text
 * of seven bits. */
static bool is_shifted(struct slice bytes)
{
    for (const char *p = bytes.ptr, *end = p + bytes.len; p < end && (p = memchr(p, 0x1B, (size_t)(end - p))); p++)
        if (p + 2 < end && p[1] == '$' && (p[2] == '@' || p[2] == 'B' || p[2] == ')' || p[2] == '('))
            return true;
    return false;
}

static bool guess_shifted(struct slice bytes, struct buf *text, char name[ENCODING_NAME])
{
    struct reading r = { 0 };
    int detected = encoding_detect(bytes, r.name);
    bool found = detected > 0 && strncmp(r.name, "ISO-2022", 8) == 0;
    if (found)
        read_as(&r, r.name, bytes);
    bool good = found && r.oddity <= STRANGE && take(&r, text, name);
    text->failed = text->failed || r.text.failed || detected < 0;
    buf_release(&r.text);
    return good;
}

/* ---- code pages: one byte a character, or some ---- */

/* Bytes beyond ASCII, as UTF-8. */
struct beyond {
    size_t good;           /* whole sequences */
    size_t bad;            /* bytes that are in none; */
    size_t cut;            /* how often they begin one that is cut short */
    size_t alone;          /* how many of them stand between ASCII, where few bytes that begin a sequence do */
    size_t places;         /* how often such bytes stand behind ASCII */
};

/* Whether a byte begins a sequence for a letter of Europe, or a mark: what is left of UTF-8 that was cut. */
static bool begins_european(unsigned char c)
{
    return (c >= 0xC2 && c <= 0xC5) || (c >= 0xCE && c <= 0xD1) || c == 0xE2;
}

static struct beyond look_beyond(struct slice bytes)
{
    struct beyond n = { 0, 0, 0, 0, 0 };
    const char *p = bytes.ptr, *end = p + bytes.len;
    bool inside = false;
    while (p < end) {
        uint32_t cp;
        size_t len = utf8_next(p, end, &cp);
        n.bad += cp == UTF8_BAD ? len : 0;
        n.cut += cp == UTF8_BAD && len > 1;
        n.alone += cp == UTF8_BAD && len == 1 && !inside && (p + 1 == end || (unsigned char)p[1] < 0x80)
                   && !begins_european((unsigned char)*p);
        n.good += cp != UTF8_BAD && len > 1;
        n.places += cp >= 0x80 && !inside;
        inside = cp >= 0x80;
        p += len;
    }
    return n;
}

static size_t bytes_beyond(const struct beyond *n)
{
    return n->bad + 2 * n->good;
}

/* Whether they are mostly not UTF-8. When they are few, a sequence that is cut short
 * rather tells of UTF-8 that was spoiled; but not where none is whole, and letters stand
 * alone: there it is a letter with a quotation mark behind it. */
static bool is_foreign(const struct beyond *n)
{
    bool letters = n->good == 0 && n->alone >= SOME && n->alone >= n->cut;
    return n->bad > n->good && (n->cut == 0 || letters || bytes_beyond(n) >= ENOUGH);
}

/* Reads bytes as that one of the less common pages which fits best. False when none
 * gives good text. */
static bool try_pages(struct slice bytes, struct reading *found)
{
    static const char *const pages[] = {
        "WINDOWS-1250", "ISO-8859-2", "WINDOWS-1254", "WINDOWS-1257", "MACINTOSH", "IBM850", "ARMSCII-8"
    };
    size_t best = 0;
    unsigned least = UNREADABLE;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        read_as(found, pages[i], bytes);
        best = found->oddity < least ? i : best;
        least = found->oddity < least ? found->oddity : least;
    }
    read_as(found, pages[best], bytes);
    return found->oddity <= SURE;
}

/* The reading to take: west, as windows-1252, found, as the detector says, or other,
 * which is for the less common pages. NULL: none. */
static struct reading *choose(struct slice bytes, size_t beyond, struct reading *west, struct reading *found,
                              struct reading *other)
{
    if (west->oddity <= SURE && west->oddity <= found->oddity)
        return west;
    if (found->oddity == 0 || (!found->look.latin && found->oddity <= (found->spoiled ? DOUBT : STRANGE)))
        return found;
    if (west->oddity <= SURE && found->oddity > SURE)
        return west;
    if (beyond >= SOME && west->oddity > SURE && try_pages(bytes, other) && other->oddity < found->oddity
        && (west->oddity > DOUBT || other->oddity == 0))
        return other;
    return found->oddity <= SURE ? found : NULL;
}

/* Appends bytes to out, without the rare ones among those beyond ASCII. */
static void add_usual(struct slice bytes, size_t beyond, struct buf *out)
{
    size_t n[256] = { 0 };
    for (size_t i = 0; i < bytes.len; i++)
        n[(unsigned char)bytes.ptr[i]]++;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if (c < 0x80 || n[c] > 1 + beyond / RARE)
            buf_addch(out, (char)c);
    }
}

/* The page to read text in that the detector takes for another one, which is a part of it: as the web does. */
static const char *page_of(const char *detected)
{
    static const struct { const char *part, *page; } PARTS[] = {
        { "TIS-620", "CP874" }, { "ISO-8859-11", "CP874" }
    };
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (strcmp(detected, PARTS[i].part) == 0)
            return PARTS[i].page;
    return detected;
}

/* Pages that the detector does not know, beside those for which it takes them: their letters are
 * the same but for those of some languages, which are signs there or stand in the wrong case. */
static const struct kin { const char *detected, *page; } KIN[] = {
    { "KOI8-R", "KOI8-U" }, { "WINDOWS-1251", "MAC-CYRILLIC" }, { "WINDOWS-1251", "PT154" }, { "IBM866", "CP1125" }
};

/* Changes found for a page of its kin that reads less odd. One spoiled byte is no letter of another page. */
static void read_kin(struct slice bytes, struct reading *found)
{
    char detected[ENCODING_NAME];
    if (found->spoiled && found->look.odd < SOME)
        return;
    memcpy(detected, found->name, sizeof detected);
    for (size_t i = 0; i < sizeof KIN / sizeof *KIN; i++) {
        struct reading kin = { 0 };
        if (found->oddity == 0 || strcmp(detected, KIN[i].detected) != 0)
            continue;
        read_as(&kin, KIN[i].page, bytes);
        found->text.failed = found->text.failed || kin.text.failed;
        if (kin.oddity < found->oddity)
            swap(found, &kin);
        buf_release(&kin.text);
    }
}

/* Whether bytes are Hebrew in windows-1255 but for a few. Five of its letters stand at
 * the end of words only; on the Cyrillic and Greek pages, which the detector takes it for
 * when one byte is spoiled, the same bytes are letters that stand anywhere. */
static bool is_hebrew(struct slice bytes)
{
    size_t letters = 0, others = 0, pairs = 0, finals = 0, inside = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i], next = i + 1 < bytes.len ? (unsigned char)bytes.ptr[i + 1] : 0;
        bool letter = c >= 0xE0 && c <= 0xFA, joined = letter && next >= 0xE0 && next <= 0xFA;
        bool final = c == 0xEA || c == 0xED || c == 0xEF || c == 0xF3 || c == 0xF5;
        letters += letter;
        others += c >= 0x80 && !letter;
        pairs += joined;
        finals += final;
        inside += final && joined;
    }
    return letters >= ENOUGH && others * 10 <= letters && pairs * 2 > letters && finals > 0 && inside * 10 <= finals;
}

/* Reads bytes as the detector says. One byte that a page does not have makes it name
 * another page, or none: it is asked again without the rare bytes, and the reading that is
 * less odd stays. (Small letters are the same on both Cyrillic pages that it may name then.)
 * False when memory is short. */
static bool read_detected(struct slice bytes, size_t beyond, struct reading *found)
{
    struct reading second = { .oddity = UNREADABLE };
    if (is_hebrew(bytes)) {
        read_for_most(found, "WINDOWS-1255", bytes);
        return !found->text.failed;
    }
    int detected = encoding_detect(bytes, found->name);
    if (detected > 0)
        read_for_most(found, page_of(found->name), bytes);
    if (detected >= 0 && found->oddity > 0) {
        add_usual(bytes, beyond, &second.text);
        detected = encoding_detect(buf_slice(&second.text), second.name);
        if (detected > 0)
            read_for_most(&second, strcmp(second.name, "MAC-CYRILLIC") ? page_of(second.name) : "WINDOWS-1251", bytes);
    }
    bool good = detected >= 0 && !found->text.failed && !second.text.failed;
    if (good && second.oddity < found->oddity)
        swap(found, &second);
    buf_release(&second.text);
    read_kin(bytes, found);
    return good && !found->text.failed;
}

static bool guess_page(struct slice bytes, struct buf *text, char name[ENCODING_NAME])
{
    struct beyond n = look_beyond(bytes);
    size_t beyond = bytes_beyond(&n);
    if (!is_foreign(&n) || beyond < FEW)
        return false;
    struct reading west = { 0 }, found = { .oddity = UNREADABLE }, other = { 0 };
    read_as(&west, "WINDOWS-1252", bytes);
    bool detected = beyond < ENOUGH || read_detected(bytes, beyond, &found);
    struct reading *best = choose(bytes, beyond, &west, &found, &other);
    bool good = best && take(best, text, name);
    text->failed = text->failed || west.text.failed || found.text.failed || other.text.failed || !detected;
    buf_release(&west.text);
    buf_release(&found.text);
    buf_release(&other.text);
    return good;
}

bool guess_is_foreign(struct slice bytes)
{
    struct beyond n = look_beyond(bytes);
    return is_foreign(&n);
}

bool guess_is_apart(struct slice bytes)
{
    struct beyond n = look_beyond(bytes);
    return is_foreign(&n) && (n.bad >= ENOUGH || (n.bad > 4 * n.good && n.places >= SOME));
}

bool guess_encoding(struct slice bytes, struct buf *text, char name[ENCODING_NAME])
{
    if (bytes.len == 0)
        return false;
    if (memchr(bytes.ptr, '\0', bytes.len))
        return guess_wide(bytes, text, name);
    return is_shifted(bytes) ? guess_shifted(bytes, text, name) : guess_page(bytes, text, name);
}

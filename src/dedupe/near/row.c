#include "dedupe/near/row.h"

#include <stdlib.h>

#include "base/hash.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

static const char *const ARTICLES[] = {
#include "article_words.inc"
};

void row_release(struct row *r)
{
    free(r->words.at);
    free(r->names.at);
    buf_release(&r->folded);
    *r = (struct row){ 0 };
}

void row_clear(struct row *r)
{
    r->words.n = r->names.n = 0;
}

/* ---- words ---- */

/* In any script's digits. */
static bool is_digit(uint32_t c)
{
    enum { FIRST_OTHER = 0x660 };   /* Arabic; what is below, like superscripts, folding has made 0 to 9 */
    return c < FIRST_OTHER ? c >= '0' && c <= '9' : c != UTF8_BAD && chars_flags(c) & CHARS_DIGIT;
}

static bool has_digit(struct slice word)
{
    enum { LEAD_OTHER = 0xD9 };     /* the first byte of FIRST_OTHER; Latin, Greek and Cyrillic have smaller ones */
    uint32_t c;
    for (const char *p = word.ptr, *end = p + word.len; p < end;) {
        if ((unsigned char)*p < LEAD_OTHER) {
            if (is_digit((unsigned char)*p++))
                return true;
            continue;
        }
        p += utf8_next(p, end, &c);
        if (is_digit(c))
            return true;
    }
    return false;
}

/* Whether a letter tells little of how a word sounds. */
static bool is_silent(uint32_t letter)
{
    enum { LATIN_MARKED = 0xC0, GREEK = 0x370 };   /* some write those without the mark, or as two */
    switch (letter) {
#include "silent_letters.inc"
        return true;
    default:
        return letter >= LATIN_MARKED && letter < GREEK;
    }
}

static uint64_t sound(struct slice word, bool number)
{
    enum { HEARD = 5 };         /* letters; what follows is often a case ending */
    uint64_t hash = 0;
    unsigned heard = 0;
    uint32_t c, last = 0;
    for (const char *p = word.ptr, *end = p + word.len; p < end && (number || heard < HEARD);) {
        p += utf8_next(p, end, &c);
        if (number ? is_digit(c) : c != last && !is_silent(c)) {
            hash = (hash + c) * UINT64_C(0x9E3779B97F4A7C15);
            heard++;
        }
        last = c;
    }
    return hash >> (64 - ROW_SOUND_BITS);
}

static uint64_t word_of(struct slice folded, unsigned kind)
{
    enum { LEAD_CASELESS = 0xD6 };   /* the first byte of Hebrew, Arabic and what follows: any word may be a name there */
    uint64_t text = hash_bytes(folded) >> (64 - (ROW_BITS - ROW_TEXT_AT));
    bool named = kind & ROW_NAME || (!kind && folded.len && (unsigned char)*folded.ptr >= LEAD_CASELESS);
    uint64_t heard = named || kind & ROW_NUMBER ? sound(folded, kind & ROW_NUMBER) : 0;
    return text << ROW_TEXT_AT | heard << ROW_KIND_BITS | kind;
}

/* Whether a word is of signs alone, as between the columns of a table. */
static bool is_sign(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            return false;   /* at the first character of nearly every word */
    }
    return true;
}

/* Folded words are parted by single spaces. */
static void add_words(struct row *r, struct slice folded)
{
    for (const char *p = folded.ptr, *end = p + folded.len; p < end;) {
        const char *space = memchr(p, ' ', (size_t)(end - p));
        size_t n = (size_t)((space ? space : end) - p);
        struct slice word = slice_of(p, n);
        if (!is_sign(p, n))
            r->words.at[r->words.n++] = word_of(word, has_digit(word) ? ROW_NUMBER : 0);
        p += n + 1;
    }
}

/* Each character is a word, but for spaces. */
static void add_characters(struct row *r, struct slice folded)
{
    for (const char *p = folded.ptr, *end = p + folded.len; p < end;) {
        uint32_t c;
        size_t n = utf8_next(p, end, &c);
        if (c != ' ')
            r->words.at[r->words.n++] = word_of(slice_of(p, n), ROW_DENSE | (is_digit(c) ? ROW_NUMBER : 0));
        p += n;
    }
}

/* ---- names ---- */

/* A word as it is written, between white space. */
struct written {
    struct slice text;
    bool blank;            /* it has neither letter nor digit */
    bool capital;          /* the first that it has is one */
    bool marked;           /* a quote, a bracket or the like is before that */
    bool ends, pauses;     /* a sentence, or the clause before what somebody says */
};

/* Whether white space beyond ASCII may begin with this byte. */
static bool may_be_space(unsigned char c)
{
    return c == 0xC2 || c == 0xE1 || c == 0xE2 || c == 0xE3;
}

static bool is_space(const char *p, const char *end, size_t *n)
{
    uint32_t c;
    *n = utf8_next(p, end, &c);
    return c != UTF8_BAD && chars_flags(c) & CHARS_SPACE;
}

/* Where the word ends that begins at p. */
static const char *word_end(const char *p, const char *end)
{
    size_t n;
    for (; p < end; p++)
        if ((unsigned char)*p <= ' ' ? is_space(p, end, &n) : may_be_space((unsigned char)*p) && is_space(p, end, &n))
            break;
    return p;
}

static void see_start(struct written *w)
{
    uint32_t c;
    if (ascii_is_letter(*w->text.ptr)) {   /* nearly any, in many languages */
        w->blank = false;
        w->capital = *w->text.ptr < 'a';
        return;
    }
    for (const char *p = w->text.ptr, *end = p + w->text.len; p < end && w->blank;) {
        p += utf8_next(p, end, &c);
        unsigned flags = c == UTF8_BAD ? 0 : chars_flags(c);
        w->blank = !(flags & (CHARS_LETTER | CHARS_DIGIT));
        w->marked = w->marked || w->blank;
        w->capital = flags & CHARS_UPPER;
    }
}

static void see_end(struct written *w)
{
    uint32_t c = 0;
    unsigned flags = CHARS_CLOSER;
    if (ascii_is_word(w->text.ptr[w->text.len - 1]))
        return;
    for (const char *start = w->text.ptr, *p = start + w->text.len; p > start && flags & CHARS_CLOSER;) {
        const char *end = p;
        p = utf8_prev(start, p);
        utf8_next(p, end, &c);
        flags = c == UTF8_BAD ? 0 : chars_flags(c);
    }
    w->ends = flags & CHARS_END || c == ':' || c == ';';
    w->pauses = c == ',';
}

/* Takes the next word off *rest; false when only white space is left. */
static bool take(struct slice *rest, struct written *w)
{
    const char *p = rest->ptr, *end = p + rest->len;
    for (size_t n; p < end && is_space(p, end, &n); p += n)
        ;
    *w = (struct written){ .blank = true, .text = slice_of(p, (size_t)(word_end(p, end) - p)) };
    *rest = slice_of(p + w->text.len, (size_t)(end - p) - w->text.len);
    if (w->text.len == 0)
        return false;
    see_start(w);
    see_end(w);
    return true;
}

/* Whether the word ends a sentence; "J." and "Mr." do not. */
static bool ends_sentence(const struct written *w)
{
    enum { SHORT = 3 };
    return w->blank || (w->ends && !(w->capital && w->text.len <= SHORT));
}

static bool is_article(struct slice word)
{
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++)
        if ((*word.ptr | 0x20) == *ARTICLES[i] && slice_equal(slice_from(word, 1), slice_str(ARTICLES[i] + 1)))
            return true;
    return false;
}

/* Whether a word with a capital has it for its own sake, by the one before it. */
static bool is_name(const struct written *before, const struct written *w)
{
    return !ends_sentence(before) && !(w->marked && before->pauses) && !is_article(before->text);
}

/* Adds the names of a paragraph. One of which more than two thirds of the words have capitals is a
 * headline or a list, and tells nothing. False when memory is short. */
static bool add_names(struct row *r, struct slice text)
{
    size_t had = r->names.n, words = 0, capitals = 0;
    struct written w, before = { .blank = true };
    for (; take(&text, &w); before = w) {
        words += !w.blank;
        capitals += w.capital;
        if (!w.capital || !is_name(&before, &w))
            continue;
        fold_key(w.text, &r->folded);
        r->names.at[r->names.n++] = word_of(buf_slice(&r->folded), ROW_NAME);
    }
    if (capitals * 3 > words * 2)
        r->names.n = had;
    return !r->folded.failed;
}

bool row_add(struct row *r, const struct para *p)
{
    fold_key(p->text, &r->folded);
    /* no more words than bytes */
    if (r->folded.failed || !hash_list_reserve(&r->words, r->folded.len) || !hash_list_reserve(&r->names, p->text.len))
        return false;
    if (p->fold & FOLD_DENSE) {
        add_characters(r, buf_slice(&r->folded));
        return true;
    }
    add_words(r, buf_slice(&r->folded));
    return add_names(r, p->text);
}

/* The name with this text; 0: there is none. */
static uint64_t find_name(const struct row *r, uint32_t text)
{
    size_t low = 0, high = r->names.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (row_text(r->names.at[middle]) < text)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->names.n && row_text(r->names.at[low]) == text ? r->names.at[low] : 0;
}

void row_mark_names(struct row *r)
{
    enum { BITS = 4096 };
    uint64_t may[BITS / 64] = { 0 };   /* of the last bits of names: most words need no search */
    hash_list_sort(&r->names);
    hash_list_unique(&r->names);
    for (size_t i = 0; i < r->names.n; i++)
        may[row_text(r->names.at[i]) % BITS / 64] |= UINT64_C(1) << row_text(r->names.at[i]) % 64;
    for (size_t i = 0; i < r->words.n; i++) {
        uint64_t *word = &r->words.at[i];
        uint32_t text = row_text(*word);
        if (row_kind(*word) || !(may[text % BITS / 64] >> text % 64 & 1))
            continue;
        uint64_t name = find_name(r, text);
        *word = name ? name : *word;
    }
}

bool row_alike(uint64_t a, uint64_t b)
{
    enum { SPELLING = (1 << ROW_TEXT_AT) - 1 };
    return row_text(a) == row_text(b) || (a >> ROW_KIND_BITS & ((1 << ROW_SOUND_BITS) - 1) && (a & SPELLING) == (b & SPELLING));
}

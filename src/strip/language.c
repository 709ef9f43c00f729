/* DESIGN. The vote looks at every article, so it is kept to a few instructions a
 * word: stop words are short, and one of up to seven bytes is compared as one
 * number (text/shorts.h). A small table says of most words that they are none of the
 * list. The others are looked up, each in two places, and counted for all
 * languages at once: a bit for each says that a word of it was met once, another
 * one that two were. Words are gathered from some paragraphs before any is counted:
 * nobody can guess where a count ends, and what was done ahead is lost then. Three of four
 * paragraphs show a language by the first words of a text; only of the others the next ones are looked at.
 *
 * When no language has enough, which is rare, the longer words are looked at, too:
 * those that are spelt as only one language spells count like stop words. */
#include "strip/language.h"

#include <stdlib.h>

#include "text/ascii.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/shorts.h"
#include "text/utf8.h"

static const struct row { const char *name, *script; uint8_t needed; const char *words, *letters; } ROWS[] = {
#include "languages.inc"
};
enum { N_ROWS = sizeof ROWS / sizeof *ROWS };
_Static_assert((int)N_ROWS <= (int)LANGUAGE_MAX, "a set has a bit for each");

enum { MIN_WORDS = 8, MIN_DENSE_CHARS = 20 };

enum { MOST_BYTES = 2 * SHORTS_BYTES };   /* of a text that are looked at: 18 Russian words. With 160 bytes every fourth
                                           * paragraph of Russian news showed no language (measured) */
enum { TEXTS = 16 };       /* paragraphs that are counted in one go: 8 to 32 are the same (measured) */

enum {
    SLOTS = 1024,          /* in each half of the table; 22 languages have under 800 words */
    VOTES = 256,           /* different sets of languages that have the same word */
    INDEX_BITS = 8,        /* of an index of votes */
    LETTERS = 0x800,       /* those of up to two bytes */
    ELSEWHERE = UINT8_MAX  /* the owner of letters of languages that are not listed */
};

/* Where words have these, those with a letter of ours tell nothing. */
static const char *const FOREIGN[] = {
#include "foreign_letters.inc"
};

struct languages {
    struct shorts_list known;
    uint64_t slots[2][SLOTS];        /* a word in one of two places, above the index of its votes; 0: empty */
    language_set votes[VOTES];       /* the first one is of no word */
    size_t n_votes;
    language_set two, one;           /* languages that at most two words show; that one does. The others need three */
    uint8_t owners[LETTERS];         /* of a letter: the number of its language, plus one; 0: many have it */
    bool full;                       /* a word or letter found no room, or a language needs more than three */
};

/* The word's place in a half of the table. */
static inline size_t place_in(int half, uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> (half ? 44 : 54)) % SLOTS;
}

/* One of its two slots may hold the word: then the votes' index is what is left. */
static inline language_set votes_of(const struct languages *l, uint64_t word)
{
    uint64_t first = l->slots[0][place_in(0, word)] ^ word << INDEX_BITS;
    uint64_t second = l->slots[1][place_in(1, word)] ^ word << INDEX_BITS;
    uint64_t index = first < second ? first : second;
    return l->votes[index < VOTES ? index : 0];
}

/* The languages that lack two words, and one. */
struct tally { language_set once, twice; };

/* Counts a word; returns the languages that have enough with it. */
static inline language_set count_one(struct tally *t, language_set votes)
{
    language_set enough = t->twice & votes;
    t->twice |= t->once & votes;
    t->once |= votes;
    return enough;
}

/* The owner of a word: of the letter in it that no other language has, or ELSEWHERE. 0 when it
 * starts with a capital: a name is spelt in its own language everywhere. */
static uint8_t speller(const struct languages *l, struct slice word)
{
    const char *end = word.ptr + word.len;
    uint32_t cp = 0;
    uint8_t owner = 0;
    utf8_next(word.ptr, end, &cp);
    if (!(chars_flags(cp) & CHARS_LOWER))
        return 0;
    for (const char *p = word.ptr; p < end;) {
        p += utf8_next(p, end, &cp);
        uint8_t one = cp < LETTERS ? l->owners[cp] : 0;
        owner = one == ELSEWHERE || !owner ? one : owner;
        if (owner == ELSEWHERE)
            break;
    }
    return owner;
}

/* The next word of text, which is cut from it, without the marks and digits in front. */
static struct slice cut_word(struct slice *text)
{
    const char *blank = memchr(text->ptr, ' ', text->len);
    struct slice word = slice_of(text->ptr, blank ? (size_t)(blank - text->ptr) : text->len);
    *text = slice_from(*text, blank ? word.len + 1 : word.len);
    while (word.len && (unsigned char)word.ptr[0] <= '?')
        word = slice_from(word, 1);
    return word;
}

/* What the words show, in their order: the first that a language has enough with may do so for several. */
static language_set count(const struct languages *l, struct tally *t, const uint64_t *words, const uint64_t *end)
{
    language_set shown = 0;
    for (; words < end && !shown; words++)
        shown = count_one(t, votes_of(l, *words));
    return shown;
}

/* What the text shows when words that only one language spells so count, too. Terse news has few
 * stop words: a lead of ten words often has none (measured in ru, uk, tr, pl and cs). */
static language_set count_spelt(const struct languages *l, struct slice text, struct tally *t)
{
    language_set shown = 0;
    text.len = text.len < MOST_BYTES ? text.len : MOST_BYTES;
    if (ascii_printable(text.ptr, text.len) == text.len)
        return 0;   /* ASCII letters are everybody's */
    while (text.len) {
        struct slice word = cut_word(&text);
        bool counted = word.len && word.len <= SHORTS_LONGEST && votes_of(l, shorts_number(word));
        uint8_t owner = word.len && !counted ? speller(l, word) : 0;
        if (owner == ELSEWHERE)
            return 0;
        if (owner && !shown)
            shown = count_one(t, (language_set)1 << (owner - 1));
    }
    return shown;
}

/* The same for a text whose first words, which are counted, do not suffice. */
static language_set count_rest(const struct languages *l, struct slice text, struct tally *t)
{
    uint64_t words[SHORTS_MOST];
    size_t n = shorts_of(shorts_rest(text), &l->known, words);
    language_set shown = count(l, t, words, words + n);
    return shown ? shown : count_spelt(l, text, t);
}

static language_set count_text(const struct languages *l, struct slice text, const uint64_t *words, const uint64_t *end)
{
    struct tally t = { l->two, l->one };
    language_set shown = count(l, &t, words, end);
    return shown ? shown : count_rest(l, text, &t);
}

language_set languages_of_text(const struct languages *l, struct slice text)
{
    uint64_t words[SHORTS_MOST];
    size_t n = shorts_of(text, &l->known, words);
    return count_text(l, text, words, words + n);
}

/* Some texts and their first words; those of text i end where those of the next one start. */
struct batch {
    size_t n;
    struct slice texts[TEXTS];
    uint64_t *at[TEXTS + 1];
    uint64_t words[SHORTS_MOST * TEXTS];
};

static language_set count_all(const struct languages *l, struct batch *b)
{
    language_set shown = 0;
    for (size_t i = 0; i < b->n; i++)
        shown |= count_text(l, b->texts[i], b->at[i], b->at[i + 1]);
    b->n = 0;
    return shown;
}

static bool is_prose(const struct para *p)
{
    return p->words >= MIN_WORDS || (p->fold & FOLD_DENSE && p->chars >= MIN_DENSE_CHARS);
}

language_set languages_of(const struct languages *l, const struct para *paras, size_t n)
{
    struct batch b;
    b.n = 0;
    b.at[0] = b.words;
    language_set shown = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_prose(&paras[i]) || paras[i].action == COPYDESK_DROP)
            continue;
        b.texts[b.n] = paras[i].text;
        b.at[b.n + 1] = b.at[b.n] + shorts_of(paras[i].text, &l->known, b.at[b.n]);
        if (++b.n == TEXTS)
            shown |= count_all(l, &b);
    }
    return shown | count_all(l, &b);
}

/* Of Croatian, Swahili, Romanian and Slovak a seventh to nearly a half do (measured on 60 paragraphs of each), of
 * terse Russian news three fifths, of Spanish and English 19 of 20. */
bool languages_known(const struct languages *l, const struct para *paras, size_t n)
{
    enum { SHARE = 2 };
    size_t prose = 0, shown = 0;
    for (size_t i = 0; i < n; i++)
        if (is_prose(&paras[i]) && paras[i].action != COPYDESK_DROP) {
            prose++;
            shown += languages_of_text(l, paras[i].text) != 0;
        }
    return shown * SHARE >= prose && shown > 0;
}

/* ---- the table ---- */

/* Puts the word in (cuckoo hashing): the word that stands in its place moves to the other of its own two places, and so on. */
static bool make_room(struct languages *l, uint64_t word)
{
    uint64_t moving = word << INDEX_BITS;
    int half = 0;
    for (size_t steps = 0; moving && steps < SLOTS; steps++) {
        uint64_t *slot = &l->slots[half][place_in(half, moving >> INDEX_BITS)], other = *slot;
        *slot = moving;
        moving = other;
        half = !half;
    }
    return !moving;
}

/* The slot of the word, which is added where it is new; NULL: there is no room. */
static uint64_t *slot_of(struct languages *l, uint64_t word)
{
    for (int half = 0; half < 2; half++)
        if (l->slots[half][place_in(half, word)] >> INDEX_BITS == word)
            return &l->slots[half][place_in(half, word)];
    shorts_add(&l->known, word);
    return make_room(l, word) ? slot_of(l, word) : NULL;
}

/* The index of these votes; VOTES when there is no room. */
static size_t index_of(struct languages *l, language_set votes)
{
    size_t i = 0;
    while (i < l->n_votes && l->votes[i] != votes)
        i++;
    if (i == l->n_votes && i < VOTES)
        l->votes[l->n_votes++] = votes;
    return i;
}

/* A test holds languages.tsv to words that are short, and have room. */
static void add_word(struct languages *l, struct slice word, int number)
{
    if (!word.len || word.len > SHORTS_LONGEST)
        return;
    uint64_t *slot = slot_of(l, shorts_number(word));
    language_set votes = slot ? l->votes[*slot % VOTES] : 0;
    size_t index = slot ? index_of(l, votes | (language_set)1 << number) : VOTES;
    if (index < VOTES)
        *slot = *slot / VOTES * VOTES + index;
    else
        l->full = true;
}

/* A test holds languages.tsv to letters of two bytes that one language has. */
static void add_letters(struct languages *l, struct slice letters, uint8_t owner)
{
    const char *end = letters.ptr + letters.len;
    for (const char *p = letters.ptr; p < end;) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        if (cp == ' ')
            continue;
        l->full |= cp >= LETTERS || l->owners[cp];
        if (cp < LETTERS)
            l->owners[cp] = owner;
    }
}

struct languages *languages_new(void)
{
    struct languages *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->n_votes = 1;
    for (int row = 0; row < N_ROWS; row++) {
        struct slice rest = slice_str(ROWS[row].words);
        l->two |= (language_set)(ROWS[row].needed <= 2) << row;
        l->one |= (language_set)(ROWS[row].needed <= 1) << row;
        l->full |= ROWS[row].needed > 3;
        while (rest.len) {
            const char *blank = memchr(rest.ptr, ' ', rest.len);
            size_t n = blank ? (size_t)(blank - rest.ptr) : rest.len;
            add_word(l, slice_of(rest.ptr, n), row);
            rest = slice_from(rest, blank ? n + 1 : n);
        }
        add_letters(l, slice_str(ROWS[row].letters), (uint8_t)(row + 1));
    }
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
        add_letters(l, slice_str(FOREIGN[i]), ELSEWHERE);
    return l;
}

bool languages_full(const struct languages *l)
{
    return l->full;
}

void languages_free(struct languages *l)
{
    free(l);
}

int languages_number(struct slice name)
{
    for (int row = 0; row < N_ROWS; row++)
        if (slice_equal(slice_str(ROWS[row].name), name))
            return row;
    return -1;
}

bool languages_is_latin(int number)
{
    return strcmp(ROWS[number].script, "latin") == 0;
}

#include "dedupe/spun_words.h"

#include <stdlib.h>

#include "base/hash.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/words.h"

/* ---- the words that spun.tsv lists ---- */

struct row {
    const char *language, *kind, *words;
};

static const struct row rows[] = {
#include "spun.inc"
};
enum {
    N_ROWS = sizeof rows / sizeof *rows,
    SLOTS = 1 << 13,
    LANGUAGES = 32,    /* at most: a bit each */
    LONGEST = 4        /* words of an alias */
};

/* A word, and for each language a bit: in which it is what. */
struct entry {
    uint64_t hash;                 /* of the folded word; 0: a free slot */
    uint32_t free, heavy;
    uint32_t known;                /* common: only shows the language */
    uint32_t begins;               /* the first word of an alias, or all of it */
};

/* One to LONGEST words of a language that are read as another word. */
struct alias {
    uint64_t phrase, word; /* phrase 0: a free slot */
};

struct spun_lexicon {
    struct entry slots[SLOTS];     /* linear probing */
    struct alias aliases[SLOTS];   /* the same */
    uint32_t cased;                /* a bit for each language whose script has capitals */
    const char *languages[LANGUAGES];
    unsigned n_languages;
};

/* The slot of a word, or the free one where it belongs. */
static struct entry *find(struct spun_lexicon *l, uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (l->slots[i].hash && l->slots[i].hash != hash)
        i = (i + 1) % SLOTS;
    return &l->slots[i];
}

/* The entry of a word; an empty one when it is not listed. */
static const struct entry *look(const struct spun_lexicon *l, uint64_t hash)
{
    static const struct entry none = { 0 };
    for (size_t i = hash % SLOTS; l->slots[i].hash; i = (i + 1) % SLOTS)
        if (l->slots[i].hash == hash)
            return &l->slots[i];
    return &none;
}

static unsigned language_of_row(struct spun_lexicon *l, const char *name)
{
    for (unsigned i = 0; i < l->n_languages; i++)
        if (strcmp(l->languages[i], name) == 0)
            return i;
    l->languages[l->n_languages] = name;
    return l->n_languages++;
}

static uint64_t hash_of(struct slice word, struct buf *folded)
{
    fold_key(word, folded);
    return hash_bytes(buf_slice(folded));
}

/* ---- aliases ---- */

/* The hash of a row of words in a language, one word more at a time. */
static uint64_t phrase_of(unsigned language, const uint64_t *words, size_t n)
{
    uint64_t hash = language + 1;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ words[i]) * UINT64_C(0x9E3779B97F4A7C15) ^ hash >> 29;
    return hash ? hash : 1;
}

static struct alias *find_alias(struct spun_lexicon *l, uint64_t phrase)
{
    size_t i = phrase % SLOTS;
    while (l->aliases[i].phrase && l->aliases[i].phrase != phrase)
        i = (i + 1) % SLOTS;
    return &l->aliases[i];
}

/* The longest alias that the n words from `words` on begin with: how many words it has, and
 * *word, as which they are read; 0: there is none. */
static size_t look_alias(const struct spun_lexicon *l, unsigned language, const uint64_t *words, size_t n,
                         uint64_t *word)
{
    for (size_t len = n < LONGEST ? n : LONGEST; len > 0; len--) {
        uint64_t phrase = phrase_of(language, words, len);
        size_t i = phrase % SLOTS;
        while (l->aliases[i].phrase && l->aliases[i].phrase != phrase)
            i = (i + 1) % SLOTS;
        if (!l->aliases[i].phrase)
            continue;
        *word = l->aliases[i].word;
        return len;
    }
    return 0;
}

/* Of "more_than=over": phrase and word are what stands left and right of the sign. */
static void add_alias(struct spun_lexicon *l, unsigned language, struct slice phrase, struct slice word,
                      struct buf *folded)
{
    uint64_t words[LONGEST];
    size_t n = 0;
    struct word one;
    for (const char *p = phrase.ptr, *end = p + phrase.len; p < end;) {
        const char *stop = memchr(p, '_', (size_t)(end - p));
        stop = stop ? stop : end;
        fold_key(slice_of(p, (size_t)(stop - p)), folded);
        for (struct slice rest = buf_slice(folded); n < LONGEST && words_next(&rest, &one);)
            words[n++] = hash_bytes(one.text);   /* in scripts without spaces one a character */
        p = stop + (stop < end);
    }
    if (n == 0)
        return;
    struct entry *first = find(l, words[0]);
    first->hash = words[0];
    first->begins |= 1u << language;
    uint64_t hash = phrase_of(language, words, n);
    *find_alias(l, hash) = (struct alias){ hash, hash_of(word, folded) };
}

/* ---- rows ---- */

static void add_word(struct spun_lexicon *l, const struct row *row, unsigned language, struct slice word,
                     struct buf *folded)
{
    const char *equals = memchr(word.ptr, '=', word.len);
    if (equals) {
        size_t n = (size_t)(equals - word.ptr);
        add_alias(l, language, slice_of(word.ptr, n), slice_from(word, n + 1), folded);
        return;
    }
    uint64_t hash = hash_of(word, folded);
    struct entry *e = find(l, hash);
    e->hash = hash;
    if (strcmp(row->kind, "heavy") == 0)
        e->heavy |= 1u << language;
    else if (strcmp(row->kind, "known") == 0)
        e->known |= 1u << language;
    else
        e->free |= 1u << language;
}

static bool add_row(struct spun_lexicon *l, const struct row *row)
{
    struct buf folded = { 0 };
    unsigned language = language_of_row(l, row->language);
    if (strcmp(row->kind, "cased") == 0)
        l->cased |= 1u << language;
    for (const char *p = row->words; *p;) {
        size_t n = strcspn(p, " ");
        if (n > 0)
            add_word(l, row, language, slice_of(p, n), &folded);
        p += n + (p[n] == ' ');
    }
    bool good = !folded.failed;
    buf_release(&folded);
    return good;
}

uint64_t spun_lexicon_hash(void)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < N_ROWS; i++) {
        const char *const texts[] = { rows[i].language, rows[i].kind, rows[i].words };
        for (size_t k = 0; k < 3; k++)
            hash = (hash ^ hash_bytes(slice_str(texts[k]))) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return hash;
}

struct spun_lexicon *spun_lexicon_new(void)
{
    struct spun_lexicon *l = calloc(1, sizeof *l);
    for (size_t i = 0; l && i < N_ROWS; i++) {
        if (!add_row(l, &rows[i])) {
            free(l);
            l = NULL;
        }
    }
    return l;
}

void spun_lexicon_free(struct spun_lexicon *l)
{
    free(l);
}

/* ---- a paragraph's words ---- */

void spun_reader_release(struct spun_reader *r)
{
    buf_release(&r->folded);
    buf_release(&r->piece);
    buf_release(&r->hashes);
    buf_release(&r->capitals);
    buf_release(&r->words);
}

bool spun_reader_failed(const struct spun_reader *r)
{
    return r->folded.failed || r->piece.failed || r->hashes.failed || r->capitals.failed || r->words.failed;
}

static const uint64_t *numbers(const struct buf *b, size_t *n)
{
    *n = b->len / sizeof(uint64_t);
    return (const uint64_t *)(const void *)buf_slice(b).ptr;
}

static void add_number(struct buf *b, uint64_t n)
{
    buf_add(b, (const char *)&n, sizeof n);
}

static bool has_capital(const char *p, const char *end)
{
    uint32_t cp;
    while (p < end) {
        p += utf8_next(p, end, &cp);
        if (cp != UTF8_BAD && chars_flags(cp) & CHARS_UPPER)
            return true;
    }
    return false;
}

/* Whether a sentence may begin behind this stretch. */
static bool ends_sentence(const char *start, const char *end)
{
    while (end > start && (strchr("\"')]", end[-1]) || (unsigned char)end[-1] >= 0x80))
        end--;
    return end > start && strchr(".!?:", end[-1]);
}

/* Fills r->capitals with hashes of the words that have a capital, going by stretches
 * between blanks: as in the fold of the whole text, what a hyphen or a slash joins is one
 * word. Where a sentence begins, a common word of the language is left out. */
static void find_capitals(const struct spun_lexicon *l, struct spun_reader *r, struct slice text, unsigned language)
{
    const char *p = text.ptr, *end = p + text.len;
    bool begins = true;
    struct word word;
    buf_clear(&r->capitals);
    while (p < end) {
        const char *start = p;
        while (p < end && *p != ' ' && *p != '\n' && *p != '\t')
            p++;
        if (p > start && has_capital(start, p)) {
            fold_key(slice_of(start, (size_t)(p - start)), &r->piece);
            for (struct slice rest = buf_slice(&r->piece); words_next(&rest, &word);) {
                uint64_t hash = hash_bytes(word.text);
                if (!(begins && look(l, hash)->known >> language & 1))
                    add_number(&r->capitals, hash);
            }
        }
        begins = p > start ? ends_sentence(start, p) : begins;
        p += p < end;
    }
}

/* The language of which most words are known or free, three at least; -1: none. */
static int language_of(const struct spun_lexicon *l, const uint64_t *hashes, size_t n)
{
    unsigned count[LANGUAGES] = { 0 };
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = look(l, hashes[i]);
        for (uint32_t bits = e->free | e->known; bits; bits &= bits - 1)
            count[__builtin_ctz(bits)]++;
    }
    for (unsigned i = 0; i < l->n_languages; i++)
        if (count[i] >= 3 && (best < 0 || count[i] > count[best]))
            best = (int)i;
    return best;
}

static bool has_digit(struct slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

static enum spun_weight listed_weight(const struct spun_lexicon *l, unsigned language, uint64_t hash)
{
    const struct entry *e = look(l, hash);
    return e->free >> language & 1 ? SPUN_FREE : e->heavy >> language & 1 ? SPUN_HEAVY : SPUN_PLAIN;
}

static enum spun_weight weigh(const struct spun_lexicon *l, const struct spun_reader *r, unsigned language,
                              const struct word *word, uint64_t hash)
{
    size_t n;
    const uint64_t *capitals = numbers(&r->capitals, &n);
    if (word->kind == WORD_NUMBER || word->kind == WORD_MARK || has_digit(word->text))
        return SPUN_HEAVY;
    enum spun_weight weight = listed_weight(l, language, hash);
    if (weight == SPUN_PLAIN && bsearch(&hash, capitals, n, sizeof hash, hash_order))
        weight = SPUN_HEAVY;
    return weight;
}

/* Takes the next word, or an alias of several, as one word; returns how many it took. An
 * alias weighs what the word does as which it is read, but not less than heavy if that is
 * plain and one of its own words is heavy. */
static size_t take_word(const struct spun_lexicon *l, const struct spun_reader *r, unsigned language,
                        const struct word *texts, const uint64_t *hashes, size_t n, spun_word *out)
{
    uint64_t hash = hashes[0];
    size_t taken = look(l, hash)->begins >> language & 1 ? look_alias(l, language, hashes, n, &hash) : 0;
    enum spun_weight weight = taken ? listed_weight(l, language, hash) : SPUN_FREE;
    if (taken == 0)
        weight = weigh(l, r, language, texts, hash);
    for (size_t i = 0; i < taken && weight == SPUN_PLAIN; i++)
        if (weigh(l, r, language, &texts[i], hashes[i]) == SPUN_HEAVY)
            weight = SPUN_HEAVY;
    *out = (spun_word)(hash << 2 | weight);
    return taken ? taken : 1;
}

/* Adds a mark: the SPUN_MARKS smallest are kept, each once, sorted. */
static void keep_mark(struct spun_text *t, uint32_t mark)
{
    size_t i = 0;
    while (i < t->n_marks && t->marks[i] < mark)
        i++;
    if (i == SPUN_MARKS || (i < t->n_marks && t->marks[i] == mark))
        return;
    t->n_marks += t->n_marks < SPUN_MARKS;
    memmove(&t->marks[i + 1], &t->marks[i], (t->n_marks - 1u - i) * sizeof *t->marks);
    t->marks[i] = mark;
}

/* Fills the marks, from the words that are not free. Returns how many words these are. */
static size_t find_marks(struct spun_text *t)
{
    spun_word last[3] = { 0 };
    size_t core = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (spun_weight(t->words[i]) == SPUN_FREE)
            continue;
        last[0] = last[1], last[1] = last[2], last[2] = t->words[i] | 3;   /* whatever its weight */
        if (++core >= 3)
            keep_mark(t, (uint32_t)(hash_bytes(slice_of((const char *)last, sizeof last)) >> 32));
    }
    return core;
}

/* Folds p, cuts it into words and hashes them; false when there are too few or
 * too many. */
static bool hash_words(struct spun_reader *r, const struct para *p)
{
    struct word word;
    size_t least = p->fold & FOLD_DENSE ? SPUN_CHARS : SPUN_WORDS, n = 0;
    fold_key(p->text, &r->folded);
    buf_clear(&r->hashes);
    buf_clear(&r->words);
    for (struct slice rest = buf_slice(&r->folded); n <= SPUN_MOST && words_next(&rest, &word); n++) {
        add_number(&r->hashes, hash_bytes(word.text));
        buf_add(&r->words, (const char *)&word, sizeof word);
    }
    return !spun_reader_failed(r) && n >= least && n <= SPUN_MOST;
}

const struct spun_text *spun_read(const struct spun_lexicon *l, struct spun_reader *r, const struct para *p,
                                  struct arena *arena)
{
    size_t n, n_capitals;
    if (p->chars < SPUN_CHARS || !(p->fold & FOLD_KEYED) || !hash_words(r, p))
        return NULL;
    const uint64_t *hashes = numbers(&r->hashes, &n);
    int language = language_of(l, hashes, n);
    struct spun_text *t = language < 0 ? NULL : arena_take(arena, sizeof *t);
    spun_word *words = language < 0 ? NULL : arena_take(arena, n * sizeof *words);
    if (!t || !words)
        return NULL;
    const struct word *texts = (const struct word *)(const void *)r->words.ptr;
    find_capitals(l, r, p->text, (unsigned)language);
    numbers(&r->capitals, &n_capitals);
    if (n_capitals)
        qsort(r->capitals.ptr, n_capitals, sizeof *hashes, hash_order);
    uint32_t m = 0;
    for (size_t i = 0; i < n; m++)
        i += take_word(l, r, (unsigned)language, &texts[i], &hashes[i], n - i, &words[m]);
    *t = (struct spun_text){ .n = m, .language = (uint8_t)language, .words = words,
                             .cased = l->cased >> language & 1 };
    return find_marks(t) >= SPUN_CORE ? t : NULL;
}

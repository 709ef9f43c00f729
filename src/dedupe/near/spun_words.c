#include "dedupe/near/spun_words.h"

#include <stdlib.h>

#include "base/hash.h"
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
    uint32_t weight[SPUN_WEIGHT_BITS];   /* the bits of what it weighs */
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
    unsigned sets[LANGUAGES];      /* how many sets of words that stand against one another it has */
    const char *languages[LANGUAGES];
    unsigned n_languages;
};

/* The slot of a word; when it is not listed a free one, where it belongs. */
static size_t slot_of(const struct spun_lexicon *l, uint64_t hash)
{
    size_t i = hash % SLOTS;
    while (l->slots[i].hash && l->slots[i].hash != hash)
        i = (i + 1) % SLOTS;
    return i;
}

static unsigned weight_of(const struct entry *e, unsigned language)
{
    unsigned weight = 0;
    for (unsigned bit = 0; bit < SPUN_WEIGHT_BITS; bit++)
        weight |= (e->weight[bit] >> language & 1) << bit;
    return weight;
}

static void set_weight(struct entry *e, unsigned language, unsigned weight)
{
    for (unsigned bit = 0; bit < SPUN_WEIGHT_BITS; bit++)
        e->weight[bit] = (e->weight[bit] & ~(1u << language)) | (weight >> bit & 1) << language;
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

/* The same for an alias. */
static size_t alias_slot_of(const struct spun_lexicon *l, uint64_t phrase)
{
    size_t i = phrase % SLOTS;
    while (l->aliases[i].phrase && l->aliases[i].phrase != phrase)
        i = (i + 1) % SLOTS;
    return i;
}

/* The longest alias that the n words from `words` on begin with: how many words it has, and
 * *word, as which they are read; 0: there is none. */
static size_t look_alias(const struct spun_lexicon *l, unsigned language, const uint64_t *words, size_t n,
                         uint64_t *word)
{
    for (size_t len = n < LONGEST ? n : LONGEST; len > 0; len--) {
        const struct alias *alias = &l->aliases[alias_slot_of(l, phrase_of(language, words, len))];
        if (!alias->phrase)
            continue;
        *word = alias->word;
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
    struct entry *first = &l->slots[slot_of(l, words[0])];
    first->hash = words[0];
    first->begins |= 1u << language;
    uint64_t hash = phrase_of(language, words, n);
    l->aliases[alias_slot_of(l, hash)] = (struct alias){ hash, hash_of(word, folded) };
}

/* ---- rows ---- */

enum { KNOWN = -1 };    /* instead of a weight: the word only shows the language */

static void add_word(struct spun_lexicon *l, int weight, unsigned language, struct slice word, struct buf *folded)
{
    const char *equals = memchr(word.ptr, '=', word.len);
    if (equals) {
        size_t n = (size_t)(equals - word.ptr);
        add_alias(l, language, slice_of(word.ptr, n), slice_from(word, n + 1), folded);
        return;
    }
    uint64_t hash = hash_of(word, folded);
    struct entry *e = &l->slots[slot_of(l, hash)];
    e->hash = hash;
    if (weight == KNOWN)
        e->known |= 1u << language;
    else
        set_weight(e, language, (unsigned)weight);
}

/* What the words of a row weigh; those of the first group, where it has several. */
static int weight_of_row(struct spun_lexicon *l, const struct row *row, unsigned language)
{
    if (strcmp(row->kind, "known") == 0)
        return KNOWN;
    if (strcmp(row->kind, "says") == 0)
        return SPUN_SAYS;
    if (strcmp(row->kind, "against") == 0)
        return (int)(SPUN_GROUPS * ++l->sets[language]);
    return SPUN_FREE;
}

static bool add_row(struct spun_lexicon *l, const struct row *row)
{
    struct buf folded = { 0 };
    unsigned language = language_of_row(l, row->language);
    int weight = weight_of_row(l, row, language);
    if (strcmp(row->kind, "cased") == 0)
        l->cased |= 1u << language;
    for (const char *p = row->words; *p;) {
        size_t n = strcspn(p, " ");
        if (n == 1 && *p == '/')
            weight++;
        else if (n > 0)
            add_word(l, weight, language, slice_of(p, n), &folded);
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
    buf_release(&r->hashes);
}

bool spun_reader_failed(const struct spun_reader *r)
{
    return r->folded.failed || r->hashes.failed;
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

/* A bit for each language in which the word is free or known. */
static uint32_t of_languages(const struct entry *e)
{
    uint32_t bits = e->known;
    for (unsigned bit = 0; bit < SPUN_WEIGHT_BITS; bit++)
        bits |= e->weight[bit];
    return bits;
}

/* The language of which most words are known or free, three at least; -1: none. */
static int language_of(const struct spun_lexicon *l, const uint64_t *hashes, size_t n)
{
    unsigned count[LANGUAGES] = { 0 };
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        const struct entry *e = &l->slots[slot_of(l, hashes[i])];
        for (uint32_t bits = e->hash ? of_languages(e) : 0; bits; bits &= bits - 1)   /* most are not listed */
            count[__builtin_ctz(bits)]++;
    }
    for (unsigned i = 0; i < l->n_languages; i++)
        if (count[i] >= 3 && (best < 0 || count[i] > count[best]))
            best = (int)i;
    return best;
}

/* Takes the next word, or an alias of several, as one word; returns how many it took. An
 * alias weighs what the word does as which it is read. */
static size_t take_word(const struct spun_lexicon *l, unsigned language, const uint64_t *hashes, size_t n,
                        spun_word *out)
{
    uint64_t hash = hashes[0];
    const struct entry *e = &l->slots[slot_of(l, hash)];
    size_t taken = e->begins >> language & 1 ? look_alias(l, language, hashes, n, &hash) : 0;
    if (taken)
        e = &l->slots[slot_of(l, hash)];
    *out = (spun_word)(hash << SPUN_WEIGHT_BITS | weight_of(e, language));
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
        if (spun_is_free(t->words[i]))
            continue;
        last[0] = last[1], last[1] = last[2], last[2] = spun_text_of(t->words[i]);
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
    for (struct slice rest = buf_slice(&r->folded); n <= SPUN_MOST && words_next(&rest, &word); n++)
        add_number(&r->hashes, hash_bytes(word.text));
    return !spun_reader_failed(r) && n >= least && n <= SPUN_MOST;
}

const struct spun_text *spun_read(const struct spun_lexicon *l, struct spun_reader *r, const struct para *p,
                                  struct arena *arena)
{
    size_t n;
    if (p->chars < SPUN_CHARS || !(p->fold & FOLD_KEYED) || !hash_words(r, p))
        return NULL;
    const uint64_t *hashes = numbers(&r->hashes, &n);
    int language = language_of(l, hashes, n);
    struct spun_text *t = language < 0 ? NULL : arena_take(arena, sizeof *t);
    spun_word *words = language < 0 ? NULL : arena_take(arena, n * sizeof *words);
    if (!t || !words)
        return NULL;
    uint32_t m = 0;
    for (size_t i = 0; i < n; m++)
        i += take_word(l, (unsigned)language, &hashes[i], n - i, &words[m]);
    *t = (struct spun_text){ .n = m, .language = (uint8_t)language, .words = words,
                             .cased = l->cased >> language & 1 };
    return find_marks(t) >= SPUN_CORE ? t : NULL;
}

/* spun_words -- a paragraph as a row of words, of which some may come and go,
 * for finding it again when an editor has touched it. Dedupe layer.
 *
 *   free    articles, "and", "said", "according to" (spun.tsv, by language): may
 *           come and go; some of them tell that somebody says something
 *   plain   all others, numbers and signs too: neither come nor go
 *
 * Some free words stand against others: "he" may come, and "she" may go, but
 * not both. Such words are of one set, and each of one of the set's groups.
 *
 * Other words for the same thing (aliases) are read as the same word: "twelve" is 12,
 * "more than" is "over", "did not" is "didn't" (spun.tsv). */
#ifndef DEDUPE_SPUN_WORDS_H
#define DEDUPE_SPUN_WORDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/article.h"

/* A word: 28 bits of the hash of its folded text, above its weight. Two different words look
 * the same with odds of 1 in 10^8. */
typedef uint32_t spun_word;

/* A weight: plain, free, free and a word of saying, or free and of a group of a set: that is
 * SPUN_GROUPS * set + group. */
enum { SPUN_PLAIN, SPUN_FREE, SPUN_SAYS, SPUN_GROUPS = 4, SPUN_SETS = 4 /* the first is none */, SPUN_WEIGHT_BITS = 4 };

static inline unsigned spun_weight(spun_word w)
{
    return w & ((1u << SPUN_WEIGHT_BITS) - 1);
}

static inline bool spun_is_free(spun_word w)
{
    return spun_weight(w) != SPUN_PLAIN;
}

/* What is left of a word without its weight. */
static inline uint32_t spun_text_of(spun_word w)
{
    return w >> SPUN_WEIGHT_BITS;
}

enum {
    SPUN_WORDS = 10,       /* fewest words of a paragraph that is compared; shorter ones are labels and one-line quotes */
    SPUN_CHARS = 30,       /* in scripts without spaces: fewest characters */
    SPUN_CORE = 6,         /* fewest words that are not free */
    SPUN_MOST = 4000,      /* most words; more is no paragraph of news */
    SPUN_MARKS = 6         /* most marks, by which it is found (spun.h) */
};

/* What a paragraph is compared by; in the batch's arena. */
struct spun_text {
    uint32_t n;
    uint8_t language;      /* its number in the lexicon */
    bool cased;            /* its script has capitals, and spaces between words */
    uint8_t n_marks;
    uint32_t marks[SPUN_MARKS];    /* the smallest hashes of three words in a row, free ones left out */
    const spun_word *words;
};

struct spun_lexicon;

struct spun_lexicon *spun_lexicon_new(void);        /* NULL if out of memory */
void spun_lexicon_free(struct spun_lexicon *l);     /* NULL is fine */

/* Changes whenever the lists do: the same text then gives other words than an earlier run kept. */
uint64_t spun_lexicon_hash(void);

/* One worker's scratch. Zero-initialise; release in the end. */
struct spun_reader {
    struct buf folded, hashes;
};

void spun_reader_release(struct spun_reader *r);

/* What p is compared by. NULL when it is not compared: too short, in no language of spun.tsv
 * (told by its stop words, strip/packs/languages.tsv); or when memory is short: the arena,
 * or the reader (spun_reader_failed), has failed. */
const struct spun_text *spun_read(const struct spun_lexicon *l, struct spun_reader *r, const struct para *p,
                                  struct arena *arena);

bool spun_reader_failed(const struct spun_reader *r);

#endif

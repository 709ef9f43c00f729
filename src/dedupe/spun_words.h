/* spun_words -- a paragraph as a row of words that weigh more or less, for
 * finding it again when an editor has touched it. Dedupe layer.
 *
 *   heavy   numbers, signs that stay in folded text (%, currencies), words with
 *           a capital letter where the script has them, negations and what else
 *           turns a statement (spun.tsv): they may neither come nor go
 *   free    articles, "and", "said", "according to" (spun.tsv, by language): may
 *           come and go
 *   plain   all others: may go, in scripts with capitals, but not come
 *
 * A word at the start of a sentence has a capital, too, and counts as heavy unless it
 * is one of the commonest of the language: so a little less is found, but no name is
 * taken for a common word.
 *
 * Other words for the same thing (aliases) are read as the same word: "twelve" is 12,
 * "more than" is "over", "did not" is "didn't" (spun.tsv). */
#ifndef DEDUPE_SPUN_WORDS_H
#define DEDUPE_SPUN_WORDS_H

#include "base/arena.h"
#include "base/buf.h"
#include "read/article.h"

enum spun_weight { SPUN_PLAIN, SPUN_FREE, SPUN_HEAVY };

/* A word: 30 bits of the hash of its folded text, above two bits for its weight. Two
 * different words look the same with odds of 1 in 10^9. */
typedef uint32_t spun_word;

static inline enum spun_weight spun_weight(spun_word w)
{
    return (enum spun_weight)(w & 3);
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
    bool cased;            /* its script has capitals */
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
    struct buf folded, piece, hashes, capitals, words;
};

void spun_reader_release(struct spun_reader *r);

/* What p is compared by. NULL when it is not compared: too short, in no language of spun.tsv
 * (told by its stop words, strip/packs/languages.tsv); or when memory is short: the arena,
 * or the reader (spun_reader_failed), has failed. */
const struct spun_text *spun_read(const struct spun_lexicon *l, struct spun_reader *r, const struct para *p,
                                  struct arena *arena);

bool spun_reader_failed(const struct spun_reader *r);

#endif

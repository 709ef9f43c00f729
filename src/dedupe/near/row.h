/* row -- an article's words in their order, as near-duplicates are compared by them.
 * Dedupe layer.
 *
 * A word is 40 bits: 28 of the hash of its folded text, 8 of how it sounds, 4 of what
 * it is. Two different words look the same with odds of 1 in 10^8.
 *
 * Names and numbers are what two reports of one template differ in. A name is a word
 * that has a capital in the middle of a sentence, there and wherever else it stands in
 * the article; scripts without capitals have none. It sounds as its first consonants do,
 * so that Zelensky sounds as Zelenskyy, and a case ending changes little; a number as its
 * digits, so that 3.1% sounds as 3.1. */
#ifndef DEDUPE_ROW_H
#define DEDUPE_ROW_H

#include "base/buf.h"
#include "dedupe/keys/hash_list.h"
#include "read/article.h"

enum row_kind {
    ROW_NUMBER = 1,    /* has a digit */
    ROW_NAME   = 2,
    ROW_DENSE  = 4     /* a character of text without spaces */
};

enum { ROW_BITS = 40, ROW_KIND_BITS = 4, ROW_SOUND_BITS = 8, ROW_TEXT_AT = ROW_KIND_BITS + ROW_SOUND_BITS };

/* What is left of a word when it does not matter what it is. */
static inline uint32_t row_text(uint64_t word)
{
    return (uint32_t)(word >> ROW_TEXT_AT);
}

static inline unsigned row_kind(uint64_t word)
{
    return word & ((1u << ROW_KIND_BITS) - 1);
}

/* Whether two names, or two numbers, may be one: the same, or another spelling. */
bool row_alike(uint64_t a, uint64_t b);

/* Zero-initialise; release in the end. */
struct row {
    struct hash_list words;
    struct hash_list names;    /* the words that are names, sorted once they were marked */
    struct buf folded;         /* scratch */
};

void row_release(struct row *r);
void row_clear(struct row *r);

/* Adds the words of a paragraph. False when memory is short. */
bool row_add(struct row *r, const struct para *p);

/* When all paragraphs are there: marks the words that are names. */
void row_mark_names(struct row *r);

#endif

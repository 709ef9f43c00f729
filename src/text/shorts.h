/* shorts -- the short words of a text, each as one number, for counting those that a
 * list has. Text layer.
 *
 * Words are what stands between blanks (U+0020), without the marks and digits
 * in front; in scripts without spaces every character from U+3000 on is one,
 * where it does not stand in a word. */
#ifndef TEXT_SHORTS_H
#define TEXT_SHORTS_H

#include <stdint.h>

#include "base/slice.h"

enum {
    SHORTS_BYTES = 112,      /* that are looked at at once: 16 English words, two windows of shorts.c */
    SHORTS_MOST = SHORTS_BYTES / 2 + 8,   /* words that may be written, slack counted */
    SHORTS_LONGEST = 7       /* bytes of a short word */
};

/* A list of words, as a filter by some bits of their hashes: with 600 words on it, every
 * seventh of all others passes for one (a larger table costs as much as it saves). */
enum { SHORTS_ROWS = 256, SHORTS_BITS = 16 };
struct shorts_list { uint16_t rows[SHORTS_ROWS]; };

/* The number of a word of 1 to SHORTS_LONGEST bytes: its first byte is the lowest, ASCII
 * letters are in lower case (of other ASCII bytes some change too). */
uint64_t shorts_number(struct slice word);

#define SHORTS_FACTOR UINT32_C(0x9E3779B1)
enum { SHORTS_BELOW = 24 };     /* bits of a product that the hash leaves out */

/* Of a word's number; its lower 20 bits are good for the shortest words, too. */
static inline uint32_t shorts_hash(uint64_t word)
{
    return (uint32_t)((uint64_t)(uint32_t)(word ^ word >> 32) * SHORTS_FACTOR >> SHORTS_BELOW);
}

void shorts_add(struct shorts_list *list, uint64_t word);

/* Writes the short words of the first SHORTS_BYTES of text to out that are on the list, or pass
 * for one, save for those that start in its last SHORTS_LONGEST bytes. Returns how many. */
size_t shorts_of(struct slice text, const struct shorts_list *list, uint64_t out[SHORTS_MOST]);

/* The text from the first word on that shorts_of leaves out for its place; empty at the end. */
struct slice shorts_rest(struct slice text);

/* The same as shorts_of for any machine; the tests hold the two against each other. */
size_t shorts_of_portable(struct slice text, const struct shorts_list *list, uint64_t out[SHORTS_MOST]);

#endif

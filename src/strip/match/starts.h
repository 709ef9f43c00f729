/* starts -- how the matches of a regex can start, read off its pattern. Strip
 * layer.
 *
 * Asking PCRE2 by partial matches gives the same, but took two thirds of the
 * time to start (measured). A set holds the places of the pattern that can be
 * next: an automaton whose states are bytes of the pattern. It knows the
 * syntax that packs use; what it does not know it takes for anything. So it may
 * say yes too often, never no. */
#ifndef STRIP_STARTS_H
#define STRIP_STARTS_H

#include <stdint.h>

#include "base/slice.h"

enum { STARTS_PLACES = 128 };

struct starts {
    uint16_t at[STARTS_PLACES];    /* places: where in the pattern an atom begins, or the ) of a group that may begin again stands */
    uint16_t n, steps;     /* places; steps taken to find them, which are limited */
    bool anything;         /* any character may be next: at does not hold all */
    bool end;              /* or nothing: a match can end here */
};

/* Before the first character of a match of pattern (^...$, a valid one). */
struct starts starts_of(struct slice pattern);

/* The bytes with which a match can start, as a set; too many perhaps, never too few. */
void starts_first_bytes(struct slice pattern, const struct starts *s, uint8_t set[32]);

/* Adds to set the first bytes of what can stand at one place. */
void starts_bytes_at(struct slice pattern, size_t place, uint8_t set[32]);

/* Calls each with every character beyond ASCII that can stand at the place, which points into
 * the pattern. False: too many to tell. */
bool starts_far(struct slice pattern, size_t place, void (*each)(void *payload, struct slice character), void *payload);

/* Adds to behind the places that can come after this one. */
void starts_behind(struct slice pattern, size_t place, struct starts *behind);

/* The most characters of a line that the pattern matches; SIZE_MAX: no limit is known. */
size_t starts_longest(struct slice pattern);

/* Texts, parts of the pattern, of which every line that pattern matches holds
 * one at least: the longest that are plain to see. n = 0: none is known. */
enum { STARTS_TEXTS = 24 };
struct starts_texts {
    struct slice text[STARTS_TEXTS];
    size_t n;
};
struct starts_texts starts_needs(struct slice pattern);

#endif

/* starts -- how the matches of a regex can start, read off its pattern. Strip
 * layer.
 *
 * Asking PCRE2 by partial matches gives the same, but took two thirds of the
 * time to start (measured). A set holds the places of the pattern that can be
 * next: an automaton whose states are bytes of the pattern. It knows the
 * syntax that packs use; what it does not know, and a group that repeats, it
 * takes for anything. So it may say yes too often, never no. */
#ifndef STRIP_STARTS_H
#define STRIP_STARTS_H

#include <stdint.h>

#include "base/slice.h"

enum { STARTS_SYMBOLS = 37 };    /* a-z, 0-9, space */
enum { STARTS_PLACES = 128 };

struct starts {
    uint16_t at[STARTS_PLACES];
    uint16_t n, steps;
    bool anything;
};

/* The symbol that folding makes of an ASCII letter, digit or space, or -1. */
static inline int starts_symbol(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= '0' && c <= '9')
        return c - '0' + 26;
    return c == ' ' ? 36 : -1;
}

/* Before the first character of a match of pattern (^...$, a valid one). */
struct starts starts_of(struct slice pattern);

/* The bytes with which a match can start, as a set; too many perhaps, never too few. */
void starts_first_bytes(struct slice pattern, const struct starts *s, uint8_t set[32]);

/* Of place number k: the characters beyond ASCII that can stand there, one after the
 * other: each is told. False: too many to tell. */
bool starts_far(struct slice pattern, const struct starts *s, size_t k,
                void (*each)(void *payload, struct slice character), void *payload);

/* The character that alone can stand there; empty: several can. */
struct slice starts_character(struct slice pattern, const struct starts *s, size_t k);

/* What comes behind it. */
struct starts starts_behind(struct slice pattern, const struct starts *s, size_t k);

/* The symbols that can be next, a bit each; and what comes behind one. */
uint64_t starts_next(struct slice pattern, const struct starts *s);
struct starts starts_after(struct slice pattern, const struct starts *s, int symbol);

/* Texts, parts of the pattern, of which every line that pattern matches holds
 * one at least: the longest that are plain to see. n 0: none. */
enum { STARTS_TEXTS = 24 };
struct starts_texts {
    struct slice text[STARTS_TEXTS];
    size_t n;
};
struct starts_texts starts_needs(struct slice pattern);

/* Whether text, which is not empty, or one of texts, stands in line; no texts
 * ask for nothing. */
bool starts_text_stands(struct slice text, struct slice line);
bool starts_any_stands(const struct starts_texts *texts, struct slice line);

#endif

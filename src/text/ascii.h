/* ascii -- looks at text 64 bytes at a time, a bit for each byte, where the
 * machine has SSE2; the portable form gives the same bits. Text layer, for
 * fold.c, fold_line.c and plain.c. */
#ifndef TEXT_ASCII_H
#define TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASCII_BLOCK = 64,
    ASCII_SLACK = 32     /* bytes behind a block that ascii_lower may read, and write behind its n */
};

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_word(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c);
}

/* What 64 bytes are; bit i for byte i. No bit: another ASCII character. */
struct ascii_block {
    uint64_t kept;       /* letters, digits, $ and %: what folding keeps */
    uint64_t digits;
    uint64_t spaces;     /* U+0020 */
    uint64_t marks;      /* ! " ' ( ) , - . / : ; ? */
    uint64_t hyphens;    /* of them "-" */
    uint64_t beyond;     /* 0x80 and up */
};

void ascii_look(const char *p, struct ascii_block *b);

/* Copies n bytes with A to Z in lower case; reads and writes up to ASCII_SLACK
 * bytes more. */
void ascii_lower(const char *p, size_t n, char *out);

/* What UTF-8 text is made of. */
struct ascii_counts {
    size_t points;       /* bytes that are no continuation bytes */
    size_t spaces;       /* U+0020 */
};
struct ascii_counts ascii_count(const char *p, size_t n);

/* Bytes a to z. */
size_t ascii_lower_letters(const char *p, size_t n);

/* The same without SSE2; the tests hold the two against each other. */
void ascii_look_portable(const char *p, struct ascii_block *b);
struct ascii_counts ascii_count_portable(const char *p, size_t n);

#endif

/* ascii -- the plain part of plain text, 16 or 32 bytes at a time where the
 * machine has SSE2. Text layer, for fold.c. */
#ifndef TEXT_ASCII_H
#define TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes ascii_words may write behind what it reports. */
enum { ASCII_SLACK = 32 };

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

/* Copies, in lower case, the longest start of p[0..n) that is made of ASCII
 * letters, digits and single spaces with a letter or digit behind them. (What
 * stands before p counts as a letter.) Returns its length. out has room for
 * that and ASCII_SLACK more. */
size_t ascii_words(const char *p, size_t n, char *out);

/* What UTF-8 text is made of. */
struct ascii_counts {
    size_t points;    /* bytes that are no continuation bytes */
    size_t spaces;    /* U+0020 */
};
struct ascii_counts ascii_count(const char *p, size_t n);

/* Bytes a to z. */
size_t ascii_lower_letters(const char *p, size_t n);

/* The same without SSE2; the tests hold the two against each other. */
size_t ascii_words_portable(const char *p, size_t n, char *out);
struct ascii_counts ascii_count_portable(const char *p, size_t n);

#endif

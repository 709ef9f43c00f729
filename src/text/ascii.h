/* ascii -- sorts text into masks for the folds, 64 bytes at a time and a bit for each;
 * and counts and finds in longer stretches of it. Text layer. One way for any
 * machine, one for SSE2, which every x86-64 has, one for AVX2, one for AVX-512 with
 * VBMI2 (ways.h, ways_half.h, ways_wide.h); all give the same bits. */
#ifndef TEXT_ASCII_H
#define TEXT_ASCII_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    ASCII_BLOCK = 64,    /* bytes */
    ASCII_SLACK = 96,    /* bytes that may be written behind what a block gives */
    ASCII_STRETCH = 4096,             /* bytes in which ascii_line_feeds looks at once, at most, */
    ASCII_FEEDS = ASCII_BLOCK / 2     /* and the numbers that it may write behind its last */
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

static inline bool ascii_is_mark(char c)
{
    return c != '\0' && strchr("!\"'(),-./:;?", c) != NULL;
}

/* What 64 bytes are; bit i for byte i. No bit: another ASCII character, or none. */
struct ascii_block {
    uint64_t kept;       /* letters, digits, $ and %: what folding keeps */
    uint64_t digits;
    uint64_t spaces;     /* U+0020 */
    uint64_t ends;       /* U+000A */
    uint64_t marks;      /* ! " ' ( ) , - . / : ; ? */
    uint64_t hyphens;    /* of them "-" */
    uint64_t beyond;     /* 0x80 and up, */
    uint64_t inner;      /* of them the continuation bytes, 0x80 to 0xBF */
    const char *from;    /* the bytes, for keep: in the text; or in copy, when the text ends too soon to be
                            read by whole registers, or capitals beyond ASCII were made small */
    char copy[ASCII_BLOCK + 32];
};

/* Characters beyond ASCII that are plain (tables.h). */
struct ascii_known {
    uint64_t kept, marks;             /* all their bytes */
    uint64_t letters, dense, loose;   /* their first ones */
};

/* One way to do it. */
struct ascii_way {
    /* Looks at the first 64 of n bytes; behind them are bits of nothing. */
    void (*look)(const char *p, size_t n, struct ascii_block *b);
    /* Copies the bytes of a block that `which` names, A to Z in lower case, a
     * line feed as a space; returns how many. The text looked at must still be there. */
    size_t (*keep)(const struct ascii_block *b, uint64_t which, char *out);
};

/* Whether this machine has AVX-512 with all that the wide way needs. */
bool ascii_wide(void);

/* Whether it has AVX2 and BMI2, as nearly all x86-64 machines since 2013. */
bool ascii_half(void);

/* The best way that this machine has. */
const struct ascii_way *ascii_way(void);

/* What UTF-8 text is made of. */
struct ascii_counts {
    size_t points;       /* bytes that are no continuation bytes */
    size_t spaces;       /* U+0020 */
};
struct ascii_counts ascii_count(const char *p, size_t n);

/* Bytes a to z. */
size_t ascii_lower_letters(const char *p, size_t n);

/* How many bytes from p on are ! to ~. */
size_t ascii_printable(const char *p, size_t n);

/* Writes where line feeds are among n bytes, 1 to ASCII_STRETCH, as offsets from p;
 * returns how many, and may write ASCII_FEEDS more. *odd: whether other line ends may
 * be among them: VT, FF, CR, or the last two bytes of U+2028 or U+2029, of which one may
 * be behind p + n. May be true when none is; without SSE2 it always is. */
size_t ascii_line_feeds(const char *p, size_t n, uint16_t *feeds, bool *odd);

/* The offset of the first a with b right behind it, or n. Bit 0x20 does not count, so that
 * letters match in either case; in a and b it must be set. When b is a space, an a at the
 * very end may be given, too: callers look at what stands there. */
size_t ascii_find_pair(const char *p, size_t n, char a, char b);

/* For the tests, which hold all ways against each other: from now on text goes the way of a
 * machine that has no better than this one, everywhere. */
enum ascii_ways { ASCII_ANY, ASCII_SSE2, ASCII_AVX2, ASCII_AVX512 };
void ascii_limit(enum ascii_ways best);

/* What is for any machine; others use it for text that is too short. */
struct ascii_counts ascii_count_portable(const char *p, size_t n);
size_t ascii_find_pair_portable(const char *p, size_t n, char a, char b);
size_t ascii_printable_portable(const char *p, size_t n);
size_t ascii_line_feeds_portable(const char *p, size_t n, uint16_t *feeds, bool *odd);

#endif

/* plain -- the part of text that folds by a glance: words of any script whose
 * letters stay as they are, and the gaps between them that hold marks and at
 * most one space. Text layer, for fold.c; see plain.c. */
#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

struct plain {
    const char *p, *end;
    bool last;             /* no more text comes behind end */
    char *out;
    size_t points, spaces; /* written: code points, and U+0020 among them */
    bool beyond;           /* met a character beyond ASCII */
    bool loose;            /* met one that fold_loose changes */
    bool bracket;          /* met "("; it may be behind where the run stopped */
    size_t letters, dense; /* beyond ASCII; of them CHARS_DENSE */
};

/* Whether the character at p (p < end) is a letter or digit that stays as it
 * is, or a capital that folds to as many bytes. */
bool plain_starts(const char *p, const char *end);

/* Folds as much as it can, p being at the start of a text, or at a character that
 * plain_starts: moves p and out, and sets what it finds. Stops
 * there, behind a kept character, or at the end. Writes up to ASCII_SLACK (ascii.h)
 * bytes more than it reads. */
void plain_fold(struct plain *f);

/* The first character from p on that is neither printable ASCII nor a line feed
 * nor plain (enum text_plain), or end: all before are valid UTF-8, need no repair,
 * and are their own NFC. */
const char *plain_end(const char *p, const char *end);

/* The same without AVX; and with AVX2, false where the machine has none. The tests
 * hold them against each other. */
void plain_fold_narrow(struct plain *f);
bool plain_fold_half(struct plain *f);
const char *plain_end_narrow(const char *p, const char *end);

#endif

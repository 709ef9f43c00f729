/* plain -- folds plain runs, nearly all of most texts: words of any script whose
 * letters stay as they are or are capitals that become as many bytes, and gaps between
 * them of marks and at most one space. Text layer, for fold.c; see plain.c. */
#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

/* A run, before and behind plain_fold: the caller sets p, end, last and out. */
struct plain {
    const char *p, *end;
    bool last;             /* no more text comes behind end */
    char *out;             /* where to write; then, the end of what was written */
    size_t points, spaces; /* written: code points, and U+0020 among them */
    bool beyond;           /* met a character beyond ASCII */
    bool loose;            /* met one that fold_loose changes */
    bool bracket;          /* met "("; it may be behind where the run stopped */
    size_t letters, dense; /* beyond ASCII; of them CHARS_DENSE */
};

/* Whether the character at p (p < end) is a letter or digit that stays as it
 * is, or a capital that folds to as many bytes. */
bool plain_starts(const char *p, const char *end);

/* Folds as much as it can from p on, the start of a text or a character that plain_starts:
 * moves p and out, and sets what it finds. Stops where it began, behind a kept character,
 * or at the end. Writes up to ASCII_SLACK (ascii.h) bytes more than it reads. */
void plain_fold(struct plain *f);

/* The first character from p on that is neither printable ASCII nor a line feed
 * nor plain (enum text_plain), or end: all before are valid UTF-8, need no repair,
 * and are their own NFC. */
const char *plain_end(const char *p, const char *end);

#endif

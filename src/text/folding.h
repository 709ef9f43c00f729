/* folding -- what fold_key and fold_line have in common. Text layer, internal. */
#ifndef TEXT_FOLDING_H
#define TEXT_FOLDING_H

#include "base/buf.h"
#include "text/tables.h"
#include "text/utf8.h"

/* The text in its folded normal form, for text in which characters depend on
 * their neighbours: bad bytes become U+FFFD, controls and default-ignorables go,
 * then NFKD, then NFKC_Casefold. NFKD first, so that texts which differ only
 * in their form cannot part ways in the case folding (U+0345 is a mark that
 * becomes a letter). Into out, cleared first. */
void folding_normal(struct slice text, struct buf *out);

/* Whether a character of the caller's text may change with its neighbours: then all of it is brought to its normal
 * form first. mark: the combining class of the mark right before it, 0 for none. */
static inline bool folding_depends(const struct text_entry *e, unsigned mark)
{
    return e->cls == TEXT_COMPLEX || (e->combining && mark > e->combining);
}

/* Writes what stands for the character of n bytes at p; returns its length.
 * out has room for FOLDING_GROWTH * n + TEXT_MAP_MAX. */
static inline size_t folding_put(const struct text_entry *e, const char *p, size_t n, char *out)
{
    if (e->len) {
        memcpy(out, text_maps + e->at, TEXT_MAP_MAX);   /* a fixed length is two moves */
        return e->len;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = p[i];
    return n;
}

#endif

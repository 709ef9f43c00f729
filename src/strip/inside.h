/* inside -- does a line stand inside a sentence that was broken at its links?
 * Strip layer. Who takes the text of a page tag by tag gets "He wrote on",
 * "Facebook", "that it was over." as three lines. Decides by characters and
 * hits only. */
#ifndef STRIP_INSIDE_H
#define STRIP_INSIDE_H

#include "read/article.h"

/* A quotation mark alone; or up to 5 words without an end mark, when after begins with a mark that stands behind a
 * word only; or when no rule hits before and after, and after goes on with it: begins with a small letter, where
 * before has 4 words and no end mark, or a comma or opening bracket at its end, or in scripts without case with a
 * particle, or behind a comma. before, after: the lines next to p that stand; NULL: there is none. */
bool inside_sentence(const struct para *before, const struct para *p, const struct para *after);

#endif

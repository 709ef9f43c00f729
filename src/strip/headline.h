/* headline -- the shape of another story's headline, and of the finished
 * prose before it. Strip layer. Decides by characters only; which words save
 * a last line is data (keep-at-end in packs). */
#ifndef STRIP_HEADLINE_H
#define STRIP_HEADLINE_H

#include "read/article.h"

/* 4 to 20 words and 28 characters or more, starts with a letter that is not small
 * (a quotation mark may stand before it), has a capital and no end mark, is not
 * all in quotation marks, its letters are of a script with case, and it is no list
 * of up to 10 words of names: a comma, and no small word of more than 3 characters.
 * words: of the folded text. */
bool headline_shape(struct slice text, uint32_t words, unsigned fold);

/* Its letters are of a script with case: a line like that behind Arabic, Persian or Korean is a
 * name or a credit, no headline. */
bool headline_cased(struct slice text);

/* Ends with an end mark, closers allowed. */
bool headline_ended(struct slice text);

/* 4 words or more, or 8 characters in scripts without spaces, the last one with an end mark. */
bool headline_sentence(const struct para *p);

/* 12 words or more, the last one with an end mark, closers allowed. */
bool headline_after(const struct para *p);

/* The same, and without spaces between words 20 characters or more: a paragraph of finished prose. */
bool headline_prose(const struct para *p);

#endif

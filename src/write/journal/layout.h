/* layout -- what an article's journal says of everything between paragraphs:
 * line ends, BOM, separator line, the final line feed. A part of journal. */
#ifndef WRITE_LAYOUT_H
#define WRITE_LAYOUT_H

#include "write/render.h"

/* Where paragraph i starts in a->bytes; the length of a->bytes when i is a->n. */
size_t layout_start(const struct article *a, const struct para *paras, size_t i);

/* Appends ,"between":[...] and ,"layout":[...], each when it is needed. text is
 * what render_article appended for the article. */
void layout_put(struct buf *out, enum copydesk_between between, const struct article *a,
                const struct para *paras, struct slice text);

#endif

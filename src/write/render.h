/* render -- an article's clean text from its standing paragraphs. */
#ifndef WRITE_RENDER_H
#define WRITE_RENDER_H

#include "base/buf.h"
#include "read/article.h"

/* Appends the text of the standing paragraphs of this article or piece to out.
 * paras are the article's own: paras[0 .. a->n).
 * *started says whether an earlier piece of the article wrote something: then
 * a separator goes first; it is set once something was written. A line feed ends
 * an article that wrote something, behind its last piece (a->tail), unless it is
 * bare. A copy (a->reason) writes nothing. */
void render_article(enum copydesk_between between, const struct article *a, const struct para *paras,
                    bool *started, struct buf *out);

/* Whether paragraph p of a is written. */
static inline bool render_stands(const struct article *a, const struct para *p)
{
    return a->reason != COPYDESK_COPY && p->action != COPYDESK_DROP && p->text.len > 0;
}

/* What goes before standing paragraph i when something was written before it:
 * "\n\n" (blank), "\n" (line), or for keep the line ends that stood between the
 * paragraph and the one before it in the input, as line feeds, at most two. Static
 * bytes. */
struct slice render_separator(enum copydesk_between between, const struct para *paras, size_t i);

#endif

/* journal -- the record of every verdict other than keep, enough to rebuild
 * the input byte for byte. JSON Lines; see journal.c for the records.
 *
 * Workers make an article's records as text (journal_article); the pipeline
 * appends them to the file in turn, and journal_end when everything is done. */
#ifndef WRITE_JOURNAL_H
#define WRITE_JOURNAL_H

#include "base/buf.h"
#include "read/article.h"
#include "strip/strip.h"
#include "write/journal/record.h"

/* The first record: what was used. packs come from rules; NULL: no packs.
 * goes_on: the records of other runs may follow. */
void journal_header(struct buf *out, const struct copydesk_options *options,
                    const struct rules *rules, bool goes_on);

/* The records of one article, or of one piece of it: one of what was read and
 * written, then one for each paragraph dropped, edited or flagged. w says what was
 * written; for plain text both its slices are what render_article appended. paras
 * are the article's own: paras[0 .. a->n). A skipped article has no records unless it
 * has a frame: then its line is recorded, whether it was passed on (w->same) or left out. */
void journal_article(struct buf *out, const struct rules *rules, enum copydesk_between between,
                     const struct article *a, const struct para *paras, const struct written *w);

/* The record of a skipped article of a text stream: it keeps restore from building
 * the stream without it. */
void journal_skipped(struct buf *out, const struct article *a);

/* The last record. A journal without it was cut, and restore says so. */
void journal_end(struct buf *out);

/* ---- members of records that annotate writes, too ---- */

/* "class" and "rule", when a rule took p or cut something out of it. */
void journal_put_rule(struct buf *out, const struct rules *rules, const struct para *p);
void journal_put_repairs(struct buf *out, unsigned repairs);                  /* "repairs": a list */
void journal_put_likeness(struct buf *out, const struct article *a);          /* "jaccard", "containment" */

#endif

/* annotate -- a record that keeps its text and gains a field: what would have
 * become of it. For those who filter later. Write layer.
 *
 *     "copydesk":{"verdict":"edit","paragraphs":[{"line":3,"start":61,"end":79,
 *                 "action":"drop","reason":"rule","class":"share","rule":"en/share-label"}]}
 *
 * verdict: keep (nothing is wrong with it), edit (paragraphs would go or change),
 * empty (all would), copy or near ("first" says of which article). One that is
 * near another and only flagged has "first" with its verdict, and both have the
 * numbers, "jaccard" and "containment". paragraphs: those that would not be kept
 * as they are, or that would be flagged (action "flag"); start and end are bytes
 * of the text in UTF-8; of an edit "now" is what would stand there. */
#ifndef WRITE_ANNOTATE_H
#define WRITE_ANNOTATE_H

#include "strip/strip.h"
#include "write/journal/record.h"

/* Whether a field, by its name or the way to it, is the one that is put in, or lies in it. */
bool annotate_replaces(const char *field);

/* Appends the record, with the field put in behind its last member, or in place
 * of one that is there already. Fills w->bytes and what of the line changed. */
void annotate_put(struct buf *out, const struct rules *rules, const struct article *a,
                  const struct para *paras, struct written *w);

#endif

/* split -- cuts an article into slices, its paragraphs; nothing is copied. Read layer.
 *
 * COPYDESK_PARAGRAPHS_LINE: every line that is not blank. BLOCK: every run of
 * lines between blank ones. AUTO: a line, save that lines which a greedy
 * wrapper broke are one paragraph: within a run of lines between blank ones
 * whose widest is W <= 120, in characters or columns (measure.h), line i runs on
 * into i+1 when the first word of i+1 would not have fitted behind line i within W. Such a join
 * must look like prose: see prose.c for the conditions, and wrap.c why the verdict on
 * a run does not change when the text around it is removed (clean text splits
 * as it did before).
 *
 * Line ends: LF, CR LF, CR, VT, FF, U+2028 and U+2029 always; NEL (C2 85) only
 * when the article has no LF at all, because elsewhere it is mostly a mangled
 * ellipsis. Blank: nothing but ASCII blanks, controls, NBSP and other Unicode
 * spaces, zero-width characters and BOM (lines.h). */
#ifndef READ_SPLIT_H
#define READ_SPLIT_H

#include "read/batch.h"

/* Appends the paragraphs of a->text to the batch and sets a->first and a->n.
 * Fills raw and line of each. b->failed when memory is short. */
void split_article(struct batch *b, struct article *a, enum copydesk_paragraphs mode);

/* Whether AUTO would still make one paragraph of these lines; asked again of repaired
 * text. True of a single line. NEL is no line end here: in clean text LFs stand
 * around the paragraph. run is scratch. */
bool split_is_wrapped(struct line_run *run, struct slice paragraph);

#endif

/* normalize -- how text is spelt: named repairs, then a Unicode normal form.
 * Works on one paragraph at a time. Idempotent: normalizing its own output
 * with the same options changes nothing. Output is valid UTF-8 for any input.
 *
 * A paragraph may hold line feeds (a hard-wrapped block): they stay, CR LF
 * and CR become line feeds, blanks beside them go. The result has no blanks
 * or line feeds at its edges and no blank line inside, whatever is switched
 * off; blanks are space and tab, with COPYDESK_FIX_SPACES also U+00A0 and U+3000, and
 * a line is blank when split takes it for one (line_blank). */
#ifndef NORMALIZE_NORMALIZE_H
#define NORMALIZE_NORMALIZE_H

#include "base/buf.h"
#include "copydesk.h"
#include "read/paragraphs/lines.h"

/* Scratch of one worker; reused from call to call. Zero-initialise. */
struct normalizer {
    struct buf a, b;
    struct line_run run;
};

void normalizer_release(struct normalizer *n);

/* Normalizes text into out (cleared first). Returns the bits (1 << enum
 * copydesk_repair) of the repairs that changed something; 0 means that out
 * equals text. out->failed when memory was short. */
unsigned normalize_text(struct normalizer *n, struct slice text, enum copydesk_form form,
                        unsigned repairs, struct buf *out);

/* The same for text with FOLD_NBSP (text/fold.h), NFC or no form, and repairs that
 * name COPYDESK_FIX_NBSP and none that is off by default. Such text is common, and
 * this is a tenth of the work; what comes out has the fold of what goes in. */
unsigned normalize_nbsp(struct slice text, struct buf *out);

#endif

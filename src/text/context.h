/* context -- whether a character that is "context" in chars.tsv belongs where it stands.
 * Text layer; fold asks to know what is suspicious, normalize to repair it, so
 * that the two cannot disagree. */
#ifndef TEXT_CONTEXT_H
#define TEXT_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Whether cp (U+00A0, U+200B, U+200C, U+200D, or a character that is frequent in
 * mojibake) belongs between the code points before and after. These are UTF8_BAD
 * at the edge of the text and for bytes that are not UTF-8. */
bool context_belongs(uint32_t cp, uint32_t before, uint32_t after);

/* Whether code points side by side may be parts of mojibake. UTF8_BAD is none, save an edge behind
 * U+00C2. */
bool context_pair(uint32_t a, uint32_t b);

/* The code point that ends at p, and the one that begins there: what context_belongs wants. */
uint32_t context_before(struct slice text, const char *p);
uint32_t context_after(struct slice text, const char *p);

#endif

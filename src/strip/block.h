/* block -- rules that take what stands behind their line, to the end of the
 * article: a list of readers' comments, names and dates without a word that a
 * rule could know. Strip layer, internal.
 *
 * The riskiest thing that a rule can do, hence the conditions (pack.h says
 * them). All are about lines that rules took and about paragraphs as the
 * article came, dropped ones too: a clean article, in which the opening line
 * is gone, has no block. */
#ifndef STRIP_BLOCK_H
#define STRIP_BLOCK_H

#include "strip/ruleset.h"

/* Sets hit[STRIP_BLOCK] of the paragraphs that may go with a block: too short for
 * text, nothing that keep-at-end knows, and a block rule hits a line before it. To
 * be asked when the other hits are known. False when memory is short. */
bool block_find(const struct rules *r, struct strip_scratch *s, struct para *paras, size_t n);

/* The first of the taken lines behind which all that stands goes; n: none. The
 * article's last paragraph is among these n. */
size_t block_opener(const struct rules *r, const struct para *paras, size_t n);

#endif

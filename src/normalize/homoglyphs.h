/* homoglyphs -- words in which letters of another script pass for Latin ones,
 * or Latin ones for theirs. A report: nothing is changed. */
#ifndef NORMALIZE_HOMOGLYPHS_H
#define NORMALIZE_HOMOGLYPHS_H

#include <stdbool.h>

#include "base/slice.h"

/* The first such word of the text, which is valid UTF-8; false: it has none. */
bool homoglyphs_find(struct slice text, struct slice *word);

#endif

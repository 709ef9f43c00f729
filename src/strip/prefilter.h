/* prefilter -- passes lines over that no regex can match, by their number of
 * words and first two characters, without folding them. Strip layer. */
#ifndef STRIP_PREFILTER_H
#define STRIP_PREFILTER_H

#include <stdint.h>

#include "base/slice.h"
#include "strip/regex.h"

/* How a line that one regex matches can start; of the folded line. */
struct prefilter_start {
    uint8_t first[32], second[32];   /* sets of bytes */
};

struct prefilter {
    /* the most words of a line that some regex takes, 0 for none: */
    uint16_t pair[128][128];   /* by two ASCII letters or digits, small */
    uint16_t one[128];         /* by one, before anything else */
    uint16_t any;              /* over all */
};

void prefilter_learn(const struct regex *regex, struct regex_scratch *scratch,
                     struct prefilter_start *start);
void prefilter_add(struct prefilter *f, const struct prefilter_start *start, unsigned words);

/* May some regex match text, of that many words? False is certain. */
bool prefilter_may(const struct prefilter *f, struct slice text, uint32_t words);

/* May the regex of start match this folded line? */
static inline bool prefilter_starts(const struct prefilter_start *start, struct slice folded)
{
    unsigned char a = folded.len > 0 ? (unsigned char)folded.ptr[0] : 0;
    unsigned char b = folded.len > 1 ? (unsigned char)folded.ptr[1] : 0;
    return folded.len > 0 && (start->first[a / 8] >> a % 8 & 1)
        && (folded.len == 1 || (start->second[b / 8] >> b % 8 & 1));
}

#endif

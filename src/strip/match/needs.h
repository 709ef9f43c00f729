/* needs -- the texts of which a line must hold one for some regex to match it
 * (starts_needs), and a way to tell of nearly all lines at once that they hold
 * none. Strip layer. */
#ifndef STRIP_NEEDS_H
#define STRIP_NEEDS_H

#include <stdint.h>

#include "strip/match/starts.h"

/* Which runs of four bytes a line has, and which characters of three: a set of their
 * hashes, in which other runs may seem to be. A line of 400 bytes, the longest that many regexes
 * are tried on, fills a tenth. The word behind the set has the bit of texts too short for a run. */
enum { GRAMS = 4096 };
struct grams { uint64_t of[GRAMS / 64 + 1]; };

void grams_of(struct slice line, struct grams *grams);

enum { NEED_GRAMS = 4 };
struct need {
    struct slice text;
    uint16_t gram[NEED_GRAMS];     /* hashes of some of its runs */
};

struct needs {
    struct need *of;               /* NULL: any line will do */
    uint16_t *gram;                /* one gram of each need, side by side: it alone rules out nearly all */
    size_t n;
};

/* The texts point into the pattern. False when out of memory. */
bool needs_init(struct needs *needs, const struct starts_texts *texts);
void needs_release(struct needs *needs);

/* Whether one of them stands in line; */
bool needs_stand(const struct needs *needs, struct slice line);
/* of which these are the grams. */
bool needs_met(const struct needs *needs, struct slice line, const struct grams *grams);

/* Whether text, which is not empty, stands in line. */
bool needs_text_stands(struct slice text, struct slice line);

#endif

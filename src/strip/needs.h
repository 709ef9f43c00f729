/* needs -- the texts of which a line must hold one for some regex to match it
 * (starts_needs), and a way to tell of nearly all lines at once that they hold
 * none. Strip layer. */
#ifndef STRIP_NEEDS_H
#define STRIP_NEEDS_H

#include <stdint.h>

#include "strip/starts.h"

/* Which runs of four bytes a line has: a set of their hashes, which has others
 * too. A line of 300 bytes, the longest that many are tried on, fills a quarter. */
enum { GRAMS = 1024 };
struct grams { uint64_t of[GRAMS / 64]; };

void grams_of(struct slice line, struct grams *grams);

enum { NEED_GRAMS = 4 };
struct need {
    struct slice text;
    uint16_t gram[NEED_GRAMS];     /* hashes of some of its runs of four bytes */
    uint16_t n;                    /* so many; 0: it is too short to have one */
};

struct needs {
    struct need *of;               /* NULL: any line will do */
    size_t n;
};

/* The texts point into the pattern. False when out of memory. */
bool needs_init(struct needs *needs, const struct starts_texts *texts);
void needs_release(struct needs *needs);

/* Whether one of them stands in line, of which these are the grams. */
bool needs_met(const struct needs *needs, struct slice line, const struct grams *grams);

#endif

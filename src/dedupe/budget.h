/* budget -- how much memory a step may take for what it remembers, and what it
 * took. Dedupe layer. */
#ifndef DEDUPE_BUDGET_H
#define DEDUPE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "copydesk.h"

struct budget {
    size_t memory;          /* cap in bytes; 0: none */
    const char *folder;     /* for files when there is a cap; borrowed */
};

struct budget_used {
    uint64_t memory;        /* bytes allocated, at the most so far */
    uint64_t files;         /* bytes that had no room and are in files */
};

enum { BUDGET_FILTER = 4 };   /* this part of a cap is the filter of what is in files (filter.h) */

/* Whether it is time to move things to files, of which there are some already, or
 * none. What files cost in memory counts, too, and before there are any their
 * filter, which is made while all is still there; but at least a quarter of the cap
 * is for what can be moved: smaller runs would be many. */
static inline bool budget_is_full(struct budget budget, bool files, size_t now, size_t movable)
{
    size_t filter = files ? 0 : budget.memory / BUDGET_FILTER;
    return budget.memory && now + filter > budget.memory && movable > budget.memory / 4;
}

/* Something failed with a file in the folder, its reason filled in: says what
 * the file is for, and what to do. An error without a path is left alone: memory
 * is short. COPYDESK_FAILED. */
enum copydesk_status budget_failed(struct budget budget, struct copydesk_error *error);

/* The same of an errno; 0 is COPYDESK_OK. */
enum copydesk_status budget_check(struct budget budget, int code, struct copydesk_error *error);

#endif

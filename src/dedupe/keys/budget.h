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
    const char *folder;     /* for files; borrowed */
};

struct budget_used {
    uint64_t memory;        /* bytes allocated, at the most so far */
    uint64_t files;         /* bytes that had no room and are in files */
};

enum { BUDGET_FILTER = 4 };   /* 1/4 of a cap is for the filter of what is in files (filter.h) */

/* Whether it is time to move things to files. files: there are some already; now: bytes
 * allocated, with what files cost in memory; movable: those that moving gives back.
 * Before there are files, their filter counts, too, as it is made while all is still in
 * memory. A quarter of the cap at least is left to what can be moved: smaller runs
 * would be many. */
static inline bool budget_is_full(struct budget budget, bool files, size_t now, size_t movable)
{
    size_t filter = files ? 0 : budget.memory / BUDGET_FILTER;
    return budget.memory && now + filter > budget.memory && movable > budget.memory / 4;
}

/* Rewords an error with a file in the folder: says what the file is for, and what to do.
 * When memory is short, that is all it says; so does an error without a path, which is left
 * alone. Returns COPYDESK_FAILED. */
enum copydesk_status budget_failed(struct budget budget, struct copydesk_error *error);

/* The same for an errno, from which error is filled; 0 is COPYDESK_OK. */
enum copydesk_status budget_check(struct budget budget, int code, struct copydesk_error *error);

#endif

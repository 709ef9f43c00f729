/* last_runs -- which run was the last to write a file, in a journal to which every
 * run of a state adds its records. */
#ifndef WRITE_LAST_RUNS_H
#define WRITE_LAST_RUNS_H

#include "base/slice.h"
#include "copydesk.h"

struct last_runs;

/* Reads the journal; *runs is NULL when it has the records of one run only. */
enum copydesk_status last_runs_read(struct last_runs **runs, const char *journal, struct copydesk_error *error);
void last_runs_free(struct last_runs *r);   /* NULL is fine */

/* Whether run number n, from 1, was the last that wrote the file, and none had a folder in
 * its place later, or a file in that of a folder above it. */
bool last_runs_has(const struct last_runs *r, struct slice file, uint32_t n);

#endif

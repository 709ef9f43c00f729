/* state_parts -- struct state, for the files state*.c alone. */
#ifndef DEDUPE_STATE_PARTS_H
#define DEDUPE_STATE_PARTS_H

#include "dedupe/keyrun.h"
#include "dedupe/nearrun.h"
#include "dedupe/state.h"

enum {
    RUNS_MOST = 96,        /* of key runs, and of near runs: what does not fit is refused, not forgotten */
    FILE_NAME = 32         /* bytes for the name of one */
};

struct state {
    char *path;
    int lock;                      /* file descriptor; -1: opened to read */
    struct state_ledger *ledger;
    uint64_t next;                 /* number of the next article */
    uint64_t *counts;              /* a bit for each number below next: whether that article counts */
    struct ledger_file files[RUNS_MOST];
    struct keyrun *runs[RUNS_MOST];/* of these, oldest first */
    size_t n_runs;
    struct ledger_file near_files[RUNS_MOST];
    struct nearrun *nears[RUNS_MOST];    /* of these, oldest first; NULL until they are opened */
    uint64_t *near_old[2][RUNS_MOST];    /* a bit for each article whose views [0], or paragraphs [1], a newer
                                            near run has anew; NULL: none */
    size_t n_nears;
};

void state_run_name(char name[FILE_NAME], uint64_t file);

/* Errors to return: the ledger names more than RUNS_MOST files; or as many, and no more fit. */
enum copydesk_status state_too_many(const struct state *s, struct copydesk_error *error);
enum copydesk_status state_no_room(const struct state *s, struct copydesk_error *error);

/* Opens and checks the key runs that the ledger names. */
enum copydesk_status state_open_runs(struct state *s, struct copydesk_error *error);
void state_close_runs(struct state *s);

/* The first of n runs to be merged: the newest ones, as long as an older one is no
 * larger than those behind it together; or `all`. So an entry is written anew about as
 * often as the state doubles. */
size_t state_merge_from(const struct ledger_file *runs, size_t n, bool all);

/* Whether what that near run has of the article holds: the article counts, and no newer run has it anew. */
bool state_near_is_current(const struct state *s, size_t run, uint32_t number, unsigned sides);
enum copydesk_status state_near_list(struct state *s, struct copydesk_error *error);   /* reads their list from the ledger */
void state_near_name(char name[FILE_NAME], uint64_t file);
void state_near_close(struct state *s);

/* Removes the key and near runs that the ledger does not name: left by killed runs, or
 * merged. Removes none when the ledger may name more than RUNS_MOST. */
void state_sweep(const struct state *s);

/* Reads from the ledger which articles count: those of runs that began at `since` or later; 0: all. */
enum copydesk_status state_load_counts(struct state *s, int64_t since, struct copydesk_error *error);

#endif

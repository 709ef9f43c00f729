/* state_parts -- struct state, for the files state*.c alone. */
#ifndef DEDUPE_STATE_PARTS_H
#define DEDUPE_STATE_PARTS_H

#include "dedupe/keys/keyrun.h"
#include "dedupe/state/nearrun.h"
#include "dedupe/state/state.h"

enum {
    RUNS_MOST = 96,        /* files of a kind: what does not fit is refused, not forgotten */
    FILE_NAME = 32         /* bytes for the name of one */
};

struct state_files { struct ledger_file at[RUNS_MOST]; size_t n; };   /* oldest first */

struct state {
    char *path;
    int lock;                      /* file descriptor; -1: opened to read */
    struct state_ledger *ledger;
    uint64_t next;                 /* number of the next article */
    uint64_t *counts;              /* a bit for each number below next: whether that article counts */
    struct state_files files[LEDGER_KINDS];
    struct keyrun *keys[RUNS_MOST];      /* files[LEDGER_KEYS]; NULL until they are opened */
    struct nearrun *nears[RUNS_MOST];    /* files[LEDGER_NEARS], the same */
    uint8_t *newest[2];                  /* for each number below next: the newest near run that has views [0], or
                                            paragraphs [1], of the article, + 1; 0: none has. NULL: not opened */
};

void state_file_name(char name[FILE_NAME], enum ledger_kind kind, uint64_t file);
char *state_file_path(const struct state *s, enum ledger_kind kind, uint64_t file);   /* NULL: memory is short */

/* The number of the file that is written next; 0: the ledger cannot tell, says *error. Any other number
 * might be that of a file that is there. */
uint64_t state_next_file(const struct state *s, enum ledger_kind kind, struct copydesk_error *error);

/* Reads from the ledger which files of a kind there are, and closes those that were open. */
enum copydesk_status state_list(struct state *s, enum ledger_kind kind, struct copydesk_error *error);
void state_close_files(struct state *s, enum ledger_kind kind);

/* How many more files of a kind fit, beside those that the ledger names by now. */
size_t state_room(const struct state *s, enum ledger_kind kind);
enum copydesk_status state_no_room(const struct state *s, struct copydesk_error *error);   /* the error to return */

/* The error to return when file i of a kind cannot be opened; and when it is not what was written. */
enum copydesk_status state_spoilt(const struct state *s, enum ledger_kind kind, size_t i, const struct copydesk_error *why,
                                  struct copydesk_error *error);
enum copydesk_status state_damaged(const struct state *s, enum ledger_kind kind, size_t i, struct copydesk_error *error);

/* Removes the files that the ledger does not name: left by killed runs, or merged. Removes
 * none when the ledger may name more than RUNS_MOST. */
void state_sweep(const struct state *s);
bool state_owns_run(const char *name);   /* whether a file's name is that of a run */

/* Copies what the files of `from` have that still counts, from number `first` on, into one
 * file of s, article numbers raised by `raise`, and names it in the ledger, whose
 * transaction has begun. The files are open. */
enum copydesk_status state_keys_copy(struct state *s, const struct state *from, size_t first, uint32_t raise,
                                     struct copydesk_error *error);
enum copydesk_status state_near_copy(struct state *s, const struct state *from, size_t first, uint32_t raise,
                                     struct copydesk_error *error);

/* Whether what that near run has of the article holds: the article counts, and no newer run has it anew. */
bool state_near_is_current(const struct state *s, size_t run, uint32_t number, unsigned sides);

/* Reads from the ledger which articles count: those of runs that began at `since` or later; 0: all. */
enum copydesk_status state_load_counts(struct state *s, int64_t since, struct copydesk_error *error);

#endif

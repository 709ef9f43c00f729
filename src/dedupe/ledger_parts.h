/* ledger_parts -- statements on the ledger's database, for the files ledger*.c
 * alone. */
#ifndef DEDUPE_LEDGER_PARTS_H
#define DEDUPE_LEDGER_PARTS_H

#include <pthread.h>
#include <sqlite3.h>

#include "dedupe/ledger.h"

enum query {
    Q_FACT, Q_FACTS, Q_SET_FACT, Q_COUNT, Q_FIND, Q_FIND_INPUT, Q_FIND_FILE, Q_FIND_PART, Q_FIND_TWIN,
    Q_FOLLOW, Q_ID,
    Q_NUMBERS, Q_NUMBERS_SINCE, Q_NAMESAKES, Q_OF_FILE, Q_OUTPUTS, Q_LEANING, Q_BELOW, Q_BEFORE, Q_STREAM, Q_RUNS, Q_LAST_RUN, Q_KEYS, Q_LAST_KEYS, Q_JOURNAL,
    Q_BEGIN, Q_COMMIT, Q_PUT, Q_PUT_MTIME, Q_PUT_STALE, Q_PUT_LEAN, Q_PUT_STREAM, Q_PUT_RUN,
    Q_PUT_KEYS, Q_NEARS, Q_LAST_NEAR, Q_HAS_NEARS, Q_PUT_NEAR, Q_DROP_NEAR, Q_PUT_JOURNAL, Q_STALE_LEANING, Q_DROP_LEANS, Q_DROP, Q_DROP_KEYS, N_QUERIES
};

struct state_ledger {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *statements[N_QUERIES];
    pthread_mutex_t lock;
    int code;              /* of the first failure; SQLITE_OK: none */
    char reason[256];
    /* ledger_follow: the row that the scan has come to */
    bool following, ended;
    struct buf at, asked;
    struct ledger_article row;
};

void ledger_fail(struct state_ledger *l, int code);

/* The statement, ready to be bound, with the lock held: ledger_done gives that
 * back. NULL after a failure. */
sqlite3_stmt *ledger_ask(struct state_ledger *l, enum query q);
void ledger_done(struct state_ledger *l, sqlite3_stmt *s);

/* Whether there is a row, or another one. */
bool ledger_row(struct state_ledger *l, sqlite3_stmt *s);

/* A statement without rows, done. */
void ledger_change(struct state_ledger *l, sqlite3_stmt *s);
void ledger_change_by(struct state_ledger *l, enum query q, uint64_t n);   /* with one number */

/* Several statements without values; the lock is the caller's, when there are
 * others who use the ledger. */
void ledger_execute(struct state_ledger *l, const char *sql);

/* Values; s may be NULL. Bytes stay until the statement is done; none at all:
 * NULL. */
void ledger_put_number(sqlite3_stmt *s, int at, uint64_t n);
void ledger_put_bytes(sqlite3_stmt *s, int at, struct slice bytes);
uint64_t ledger_get_number(sqlite3_stmt *s, int at);
struct slice ledger_get_bytes(sqlite3_stmt *s, int at);

/* A key as 16 bytes, the first the highest. */
enum { KEY_BYTES = 16 };
struct slice ledger_pack_key(struct key key, char out[KEY_BYTES]);
struct key ledger_unpack_key(struct slice bytes);

#endif

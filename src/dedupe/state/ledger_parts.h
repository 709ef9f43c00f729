/* ledger_parts -- statements on the ledger's database, for the files ledger*.c
 * alone. */
#ifndef DEDUPE_LEDGER_PARTS_H
#define DEDUPE_LEDGER_PARTS_H

#include <pthread.h>
#ifdef HAVE_SQLITE
#include <sqlite3.h>
#else
#include "dedupe/state/sqlite_absent.h"
#endif

#include "dedupe/state/ledger.h"

enum query {
    Q_FACT, Q_FACTS, Q_SET_FACT, Q_NEXT_NUMBER, Q_COUNT, Q_IS_ARTICLE, Q_SHARING, Q_FIND, Q_FIND_INPUT, Q_FIND_FILE, Q_FIND_PART, Q_FIND_TWIN,
    Q_FOLLOW, Q_ID,
    Q_NUMBERS, Q_NUMBERS_SINCE, Q_NAMESAKES, Q_OF_FILE, Q_OF_OUTPUT, Q_OUTPUTS, Q_LEANING, Q_BELOW, Q_STREAM,
    Q_RUNS, Q_LAST_RUN, Q_KEYS, Q_LAST_KEYS, Q_NEARS, Q_LAST_NEAR, Q_HAS_NEARS, Q_JOURNAL, Q_RENAME,
    Q_BEGIN, Q_COMMIT, Q_PUT, Q_PUT_MTIME, Q_PUT_STALE, Q_PUT_LEAN, Q_HAND_LEANS, Q_PUT_STREAM, Q_PUT_RUN,
    Q_PUT_KEYS, Q_PUT_NEAR, Q_PUT_JOURNAL, Q_PUT_RENAME, Q_STALE_LEANING, Q_STALE_FILE, Q_DROP_LEANS, Q_DROP, Q_DROP_KEYS, Q_DROP_NEAR, Q_DROP_RENAMES,
    N_QUERIES
};

struct state_ledger {
    sqlite3 *db;
    char *path;
    sqlite3_stmt *statements[N_QUERIES];   /* NULL: not asked yet */
    pthread_mutex_t lock;
    int code;              /* of the first failure; SQLITE_OK: none */
    char reason[256];
    /* ledger_follow */
    bool following;        /* a scan is under way; */
    bool ended;            /* it is behind the last row, */
    struct ledger_article row;   /* or at this one, */
    struct buf at;         /* which has this id */
    struct buf asked;      /* the id that was asked for last */
};

void ledger_fail(struct state_ledger *l, int code);

/* Takes the lock, which ledger_done gives back, and returns the statement, ready to be
 * bound; NULL, with the lock held all the same, after a failure. */
sqlite3_stmt *ledger_ask(struct state_ledger *l, enum query q);
void ledger_done(struct state_ledger *l, sqlite3_stmt *s);

/* Steps to the first or next row; false: there is none. */
bool ledger_row(struct state_ledger *l, sqlite3_stmt *s);

/* Runs a statement without rows, and ends it. */
void ledger_change(struct state_ledger *l, sqlite3_stmt *s);
void ledger_change_by(struct state_ledger *l, enum query q, uint64_t n);   /* with one number */

/* Runs several statements without values. The caller holds the lock, unless nobody else
 * uses the ledger yet. */
void ledger_execute(struct state_ledger *l, const char *sql);

/* Values to bind, from 1 on; s may be NULL. Bytes must stay until the statement is done;
 * no bytes are bound as NULL. */
void ledger_put_number(sqlite3_stmt *s, int at, uint64_t n);
void ledger_put_bytes(sqlite3_stmt *s, int at, struct slice bytes);
/* Values of the row, from 0 on. Bytes stay until the next row. */
uint64_t ledger_get_number(sqlite3_stmt *s, int at);
struct slice ledger_get_bytes(sqlite3_stmt *s, int at);

/* A key as 16 bytes, the first the highest. */
enum { KEY_BYTES = 16 };
struct slice ledger_pack_key(struct key key, char out[KEY_BYTES]);
struct key ledger_unpack_key(struct slice bytes);

#endif

/* The ledger's database: its tables, its statements, its opening and closing. */
#include "dedupe/state/ledger_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

static const char schema[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE facts(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"
    "CREATE TABLE articles(number INTEGER PRIMARY KEY, id BLOB NOT NULL, file BLOB,"
    " size INTEGER, mtime INTEGER, hash BLOB, run INTEGER, wrote INTEGER, stale INTEGER, wrote_at INTEGER,"
    " near INTEGER, near_side INTEGER);"
    "CREATE INDEX articles_by_id ON articles(id);"
    "CREATE INDEX articles_by_file ON articles(file) WHERE file IS NOT NULL;"
    "CREATE TABLE leans(owner INTEGER, article INTEGER, PRIMARY KEY(owner, article)) WITHOUT ROWID;"
    "CREATE TABLE streams(file BLOB PRIMARY KEY, size INTEGER, mtime INTEGER, hash BLOB) WITHOUT ROWID;"
    "CREATE TABLE runs(run INTEGER PRIMARY KEY, began INTEGER, ended INTEGER, articles INTEGER,"
    " unchanged INTEGER, written INTEGER, bytes_in INTEGER, bytes_out INTEGER);"
    "CREATE TABLE keys(file INTEGER PRIMARY KEY, keys INTEGER, bytes INTEGER);"
    "CREATE TABLE journals(path BLOB PRIMARY KEY, size INTEGER) WITHOUT ROWID;"
    "PRAGMA user_version = 3;"
    "COMMIT;";

/* What version 1 did not have. */
static const char second_version[] =
    "BEGIN IMMEDIATE;"
    "ALTER TABLE articles ADD COLUMN wrote_at INTEGER;"
    "PRAGMA user_version = 2;"
    "COMMIT;";

/* And what version 2 did not have. */
static const char third_version[] =
    "BEGIN IMMEDIATE;"
    "ALTER TABLE articles ADD COLUMN near INTEGER;"
    "ALTER TABLE articles ADD COLUMN near_side INTEGER;"
    "PRAGMA user_version = 3;"
    "COMMIT;";

/* Origins, and outputs that records share, have rows, too, but no input of their own. */
#define IS_ARTICLE "hash <> zeroblob(16)"

#define COLUMNS "number, size, mtime, hash, run, wrote, stale, wrote_at, near, near_side"

/* Older states do not have these tables, also of version 3, and get them when they are opened to write. */
static const char late_schema[] =
    "CREATE TABLE IF NOT EXISTS nears(file INTEGER PRIMARY KEY, articles INTEGER, bytes INTEGER);"
    "CREATE TABLE IF NOT EXISTS renames(path BLOB, size INTEGER, PRIMARY KEY(path, size)) WITHOUT ROWID";

static const char *const queries[N_QUERIES] = {
    [Q_FACT] = "SELECT value FROM facts WHERE name = ?",
    [Q_FACTS] = "SELECT name, value FROM facts WHERE name NOT IN ('next_number', 'read with', '" LEDGER_IN_WAY "') ORDER BY name",
    [Q_SET_FACT] = "INSERT OR REPLACE INTO facts VALUES(?, ?)",
    [Q_NEXT_NUMBER] = "SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'next_number'",
    [Q_COUNT] = "SELECT count(*) FROM articles WHERE run > 0 AND " IS_ARTICLE,
    [Q_IS_ARTICLE] = "SELECT 1 FROM articles WHERE number = ? AND " IS_ARTICLE,
    [Q_SHARING] = "SELECT file FROM articles WHERE number = ? AND file IS NOT NULL AND hash = zeroblob(16)",
    [Q_FIND] = "SELECT " COLUMNS " FROM articles WHERE id = ? ORDER BY number LIMIT 1",
    [Q_FIND_INPUT] = "SELECT " COLUMNS " FROM articles WHERE id = ? AND hash = ? ORDER BY number LIMIT 1",
    [Q_FIND_FILE] = "SELECT " COLUMNS " FROM articles WHERE id = ? AND file IS NULL ORDER BY number LIMIT 1",
    [Q_FIND_PART] = "SELECT " COLUMNS " FROM articles WHERE id = ? AND hash = ? AND +file = ? ORDER BY number LIMIT 1",   /* +: a file may have a million parts */
    [Q_FIND_TWIN] = "SELECT " COLUMNS " FROM articles WHERE number > ?1 AND (id, hash) ="
                    " (SELECT id, hash FROM articles WHERE number = ?1) AND file IS"
                    " (SELECT file FROM articles WHERE number = ?1) ORDER BY number LIMIT 1",
    [Q_FOLLOW] = "SELECT " COLUMNS ", id FROM articles WHERE id >= ? AND file IS NULL ORDER BY id, number",
    [Q_ID] = "SELECT id FROM articles WHERE number = ?",
    [Q_NUMBERS] = "SELECT number FROM articles WHERE run > 0",
    [Q_NUMBERS_SINCE] = "SELECT number FROM articles WHERE run IN (SELECT run FROM runs WHERE began >= ?)",
    [Q_NAMESAKES] = "SELECT b.number FROM articles AS a JOIN articles AS b ON b.id = a.id AND b.file IS a.file"
                    " WHERE a.number = ?",
    [Q_OF_FILE] = "SELECT number FROM articles WHERE id = ?1 AND file IS NULL"
                  " UNION SELECT number FROM articles WHERE file = ?1",
    [Q_OF_OUTPUT] = "SELECT number FROM articles WHERE (id = ?1 AND file IS NULL AND size > 0) OR file = ?1"
                    " UNION ALL SELECT b.number FROM articles AS a JOIN articles AS b"
                    " ON b.file = a.file OR (b.id = a.file AND b.file IS NULL) WHERE a.id = ?1"
                    " AND (a.wrote_at > 0 OR (a.wrote_at = 0 AND a.wrote = 0))",   /* a record's id is no name of a file */
    [Q_OUTPUTS] = "SELECT id, wrote, wrote_at FROM articles WHERE file = ? AND wrote_at >= 0",
    [Q_LEANING] = "SELECT article FROM leans WHERE owner = ?",
    [Q_BELOW] = "SELECT number FROM articles WHERE id = ?1 OR (id > ?2 AND id < ?3)"
                " OR file = ?1 OR (file > ?2 AND file < ?3) ORDER BY number",
    [Q_STREAM] = "SELECT size, mtime, hash FROM streams WHERE file = ?",
    [Q_RUNS] = "SELECT coalesce(max(run), 0) FROM runs",
    [Q_LAST_RUN] = "SELECT run, began, ended, articles, unchanged, written, bytes_in, bytes_out"
                   " FROM runs ORDER BY run DESC LIMIT 1",
    [Q_KEYS] = "SELECT file, keys, bytes FROM keys ORDER BY file",
    [Q_LAST_KEYS] = "SELECT coalesce(max(file), 0) FROM keys",
    [Q_NEARS] = "SELECT file, articles, bytes FROM nears ORDER BY file",
    [Q_LAST_NEAR] = "SELECT coalesce(max(file), 0) FROM nears",
    [Q_HAS_NEARS] = "SELECT count(*) FROM sqlite_master WHERE name = 'nears'",
    [Q_JOURNAL] = "SELECT size FROM journals WHERE path = ?",
    [Q_RENAME] = "SELECT 1 FROM renames WHERE path = ? AND size = ?",
    [Q_BEGIN] = "BEGIN IMMEDIATE",
    [Q_COMMIT] = "COMMIT",
    [Q_PUT] = "INSERT OR REPLACE INTO articles(number, size, mtime, hash, run, wrote, stale, wrote_at, near,"
              " near_side, id, file) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [Q_PUT_MTIME] = "UPDATE articles SET mtime = ?2 WHERE number = ?1",
    [Q_PUT_STALE] = "UPDATE articles SET stale = 1 WHERE number = ?",
    [Q_PUT_LEAN] = "INSERT OR IGNORE INTO leans VALUES(?, ?)",
    [Q_HAND_LEANS] = "INSERT OR IGNORE INTO leans SELECT ?2, article FROM leans WHERE owner = ?1 AND article <> ?2",
    [Q_PUT_STREAM] = "INSERT OR REPLACE INTO streams VALUES(?, ?, ?, ?)",
    [Q_PUT_RUN] = "INSERT OR REPLACE INTO runs VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
    [Q_PUT_KEYS] = "INSERT OR REPLACE INTO keys VALUES(?, ?, ?)",
    [Q_PUT_NEAR] = "INSERT OR REPLACE INTO nears VALUES(?, ?, ?)",
    [Q_PUT_JOURNAL] = "INSERT OR REPLACE INTO journals VALUES(?, ?)",
    [Q_PUT_RENAME] = "INSERT OR REPLACE INTO renames VALUES(?, ?)",
    [Q_STALE_LEANING] = "UPDATE articles SET stale = 1 WHERE number IN"
                        " (SELECT article FROM leans WHERE owner = ?)",
    [Q_STALE_FILE] = "UPDATE articles SET stale = 1 WHERE file IS NULL AND id ="
                     " (SELECT file FROM articles WHERE number = ?)",
    [Q_DROP_LEANS] = "DELETE FROM leans WHERE owner = ?",
    [Q_DROP] = "DELETE FROM articles WHERE number = ?",
    [Q_DROP_NEAR] = "DELETE FROM nears WHERE file = ?",
    [Q_DROP_KEYS] = "DELETE FROM keys WHERE file = ?",
    [Q_DROP_RENAMES] = "DELETE FROM renames WHERE path = ?",
};

/* ---- statements ---- */

void ledger_fail(struct state_ledger *l, int code)
{
    if (l->code != SQLITE_OK)
        return;
    l->code = code;
    snprintf(l->reason, sizeof l->reason, "%s", sqlite3_errmsg(l->db));
}

sqlite3_stmt *ledger_ask(struct state_ledger *l, enum query q)
{
    pthread_mutex_lock(&l->lock);
    if (l->code == SQLITE_OK && !l->statements[q]) {
        int code = sqlite3_prepare_v3(l->db, queries[q], -1, SQLITE_PREPARE_PERSISTENT, &l->statements[q], NULL);
        if (code != SQLITE_OK)
            ledger_fail(l, code);
    }
    return l->code == SQLITE_OK ? l->statements[q] : NULL;
}

void ledger_done(struct state_ledger *l, sqlite3_stmt *s)
{
    if (s)
        sqlite3_reset(s);
    pthread_mutex_unlock(&l->lock);
}

bool ledger_row(struct state_ledger *l, sqlite3_stmt *s)
{
    int code = s ? sqlite3_step(s) : SQLITE_DONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        ledger_fail(l, code);
    return code == SQLITE_ROW;
}

void ledger_put_number(sqlite3_stmt *s, int at, uint64_t n)
{
    if (s)
        sqlite3_bind_int64(s, at, (sqlite3_int64)n);
}

void ledger_put_bytes(sqlite3_stmt *s, int at, struct slice bytes)
{
    if (s && bytes.len)
        sqlite3_bind_blob64(s, at, bytes.ptr, bytes.len, SQLITE_STATIC);
    else if (s)
        sqlite3_bind_null(s, at);
}

uint64_t ledger_get_number(sqlite3_stmt *s, int at)
{
    return (uint64_t)sqlite3_column_int64(s, at);
}

struct slice ledger_get_bytes(sqlite3_stmt *s, int at)
{
    const void *p = sqlite3_column_blob(s, at);
    return p ? slice_of(p, (size_t)sqlite3_column_bytes(s, at)) : SLICE("");
}

struct slice ledger_pack_key(struct key key, char out[KEY_BYTES])
{
    for (int i = 0; i < 8; i++) {
        out[i] = (char)(key.hi >> (56 - 8 * i));
        out[8 + i] = (char)(key.lo >> (56 - 8 * i));
    }
    return slice_of(out, KEY_BYTES);
}

struct key ledger_unpack_key(struct slice bytes)
{
    struct key key = { 0, 0 };
    for (int i = 0; i < 8 && bytes.len == KEY_BYTES; i++) {
        key.hi = key.hi << 8 | (unsigned char)bytes.ptr[i];
        key.lo = key.lo << 8 | (unsigned char)bytes.ptr[8 + i];
    }
    return key;
}

void ledger_change(struct state_ledger *l, sqlite3_stmt *s)
{
    ledger_row(l, s);
    ledger_done(l, s);
}

void ledger_change_by(struct state_ledger *l, enum query q, uint64_t n)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_number(s, 1, n);
    ledger_change(l, s);
}

void ledger_execute(struct state_ledger *l, const char *sql)
{
    int code = l->code == SQLITE_OK ? sqlite3_exec(l->db, sql, NULL, NULL, NULL) : SQLITE_OK;
    if (code != SQLITE_OK)
        ledger_fail(l, code);
}

/* ---- life cycle ---- */

static int version_of(struct state_ledger *l)
{
    sqlite3_stmt *s = NULL;
    int version = -1, code = sqlite3_prepare_v2(l->db, "PRAGMA user_version", -1, &s, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW)
        version = sqlite3_column_int(s, 0);
    else
        ledger_fail(l, code);
    sqlite3_finalize(s);
    return version;
}

/* Makes the tables, or what an older version did not have. */
static void bring_up(struct state_ledger *l, int version)
{
    if (version == 0)
        ledger_execute(l, schema);
    if (version == 1)
        ledger_execute(l, second_version);
    if (version == 1 || version == 2)
        ledger_execute(l, third_version);
    ledger_execute(l, late_schema);
}

static enum copydesk_status check_version(struct state_ledger *l, bool create, struct copydesk_error *error)
{
    int version = version_of(l);
    if (version > LEDGER_VERSION)
        return error_set(error, COPYDESK_FAILED, l->path, 0, "a newer copydesk made this state "
                         "(version %d, this one knows %d); use that one, or another state directory",
                         version, LEDGER_VERSION);
    if (version == 0 && !create)
        return error_set(error, COPYDESK_FAILED, l->path, 0, "is no ledger of a state; "
                         "'copydesk clean --state DIR' makes one");
    if (create)
        bring_up(l, version);
    return ledger_check(l, error);
}

void ledger_map(struct state_ledger *l, size_t most)
{
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA mmap_size = %zu", most < LEDGER_MAP ? most : LEDGER_MAP);
    ledger_execute(l, sql);
}

struct state_ledger *ledger_open(const char *path, bool create, struct copydesk_error *error)
{
    enum { PATIENCE = 10000 };   /* ms to wait while another process commits (guess) */
    struct state_ledger *l = calloc(1, sizeof *l);
    if (!l || !(l->path = malloc(strlen(path) + 1))) {
        free(l);
        error_memory(error);
        return NULL;
    }
    memcpy(l->path, path, strlen(path) + 1);
    pthread_mutex_init(&l->lock, NULL);
    int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX;
    int code = sqlite3_open_v2(path, &l->db, flags, NULL);
    if (code != SQLITE_OK)   /* without memory there is not even a handle */
        ledger_fail(l, code);
    else
        sqlite3_busy_timeout(l->db, PATIENCE);
    ledger_execute(l, "PRAGMA synchronous = EXTRA; PRAGMA cache_size = -8192");
    ledger_map(l, LEDGER_MAP);
    if (ledger_check(l, error) == COPYDESK_OK && check_version(l, create, error) == COPYDESK_OK)
        return l;
    ledger_close(l);
    return NULL;
}

void ledger_mind(struct state_ledger *l, int code)
{
    pthread_mutex_lock(&l->lock);
    if (l->code == SQLITE_OK)
        snprintf(l->reason, sizeof l->reason, "a file beside it cannot be read (%s)", strerror(code));
    l->code = l->code == SQLITE_OK ? SQLITE_ERROR : l->code;
    pthread_mutex_unlock(&l->lock);
}

void ledger_close(struct state_ledger *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < N_QUERIES; i++)
        sqlite3_finalize(l->statements[i]);
    sqlite3_close(l->db);
    pthread_mutex_destroy(&l->lock);
    buf_release(&l->at);
    buf_release(&l->asked);
    free(l->path);
    free(l);
}

enum copydesk_status ledger_check(struct state_ledger *l, struct copydesk_error *error)
{
    pthread_mutex_lock(&l->lock);   /* with the code its reason is there, and does not change any more */
    int code = l->code & 0xFF;
    pthread_mutex_unlock(&l->lock);
    if (code == SQLITE_OK)
        return COPYDESK_OK;
    if (code == SQLITE_NOMEM)
        return error_memory(error);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return error_set(error, COPYDESK_FAILED, l->path, 0, "the ledger is damaged (%s); "
                         "take the state from a backup, or begin another one", l->reason);
    return error_set(error, COPYDESK_FAILED, l->path, 0, "%s", l->reason);
}

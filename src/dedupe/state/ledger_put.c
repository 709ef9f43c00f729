/* Changes to the ledger, and what is done with two of them. */
#include "dedupe/state/ledger_parts.h"
#include "read/unpack/kind.h"

/* Runs statements that sqlite3_mprintf has made. */
static void execute_and_free(struct state_ledger *l, char *sql)
{
    pthread_mutex_lock(&l->lock);
    if (sql)
        ledger_execute(l, sql);
    else
        ledger_fail(l, SQLITE_NOMEM);
    pthread_mutex_unlock(&l->lock);
    sqlite3_free(sql);
}

/* ---- changes ---- */

void ledger_begin(struct state_ledger *l)
{
    /* a scan that is under way would see the changes */
    if (l->statements[Q_FOLLOW])
        sqlite3_reset(l->statements[Q_FOLLOW]);
    l->following = false;
    ledger_change(l, ledger_ask(l, Q_BEGIN));
}

enum copydesk_status ledger_commit(struct state_ledger *l, struct copydesk_error *error)
{
    ledger_change(l, ledger_ask(l, Q_COMMIT));
    return ledger_check(l, error);
}

void ledger_put(struct state_ledger *l, const struct ledger_article *a)
{
    char packed[KEY_BYTES];
    sqlite3_stmt *s = ledger_ask(l, Q_PUT);
    ledger_put_number(s, 1, a->number);
    ledger_put_number(s, 2, a->size);
    ledger_put_number(s, 3, (uint64_t)a->mtime);
    ledger_put_bytes(s, 4, ledger_pack_key(a->hash, packed));
    ledger_put_number(s, 5, a->run);
    ledger_put_number(s, 6, a->wrote);
    ledger_put_number(s, 7, a->stale);
    ledger_put_number(s, 8, (uint64_t)a->wrote_at);
    ledger_put_number(s, 9, a->near);
    ledger_put_number(s, 10, a->near_side);
    ledger_put_bytes(s, 11, a->id);
    ledger_put_bytes(s, 12, a->file);
    ledger_change(l, s);
}

void ledger_put_mtime(struct state_ledger *l, uint32_t number, int64_t mtime)
{
    sqlite3_stmt *s = ledger_ask(l, Q_PUT_MTIME);
    ledger_put_number(s, 1, number);
    ledger_put_number(s, 2, (uint64_t)mtime);
    ledger_change(l, s);
}

void ledger_put_stale(struct state_ledger *l, uint32_t number)
{
    ledger_change_by(l, Q_PUT_STALE, number);
}

void ledger_put_lean(struct state_ledger *l, uint32_t owner, uint32_t article)
{
    sqlite3_stmt *s = ledger_ask(l, Q_PUT_LEAN);
    ledger_put_number(s, 1, owner);
    ledger_put_number(s, 2, article);
    ledger_change(l, s);
}

void ledger_hand_leans(struct state_ledger *l, uint32_t from, uint32_t owner)
{
    sqlite3_stmt *s = ledger_ask(l, Q_HAND_LEANS);
    ledger_put_number(s, 1, from);
    ledger_put_number(s, 2, owner);
    ledger_change(l, s);
}

void ledger_put_stream(struct state_ledger *l, struct slice file, const struct ledger_stream *stream)
{
    char packed[KEY_BYTES];
    sqlite3_stmt *s = ledger_ask(l, Q_PUT_STREAM);
    ledger_put_bytes(s, 1, file);
    ledger_put_number(s, 2, stream->size);
    ledger_put_number(s, 3, (uint64_t)stream->mtime);
    ledger_put_bytes(s, 4, stream->hashed ? ledger_pack_key(stream->hash, packed) : SLICE(""));
    ledger_change(l, s);
}

void ledger_put_run(struct state_ledger *l, const struct ledger_run *run)
{
    const uint64_t values[] = { run->run, (uint64_t)run->began, (uint64_t)run->ended, run->articles,
                                run->unchanged, run->written, run->bytes_in, run->bytes_out };
    sqlite3_stmt *s = ledger_ask(l, Q_PUT_RUN);
    for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
        ledger_put_number(s, i + 1, values[i]);
    ledger_change(l, s);
}

void ledger_put_file(struct state_ledger *l, enum ledger_kind kind, const struct ledger_file *file)
{
    sqlite3_stmt *s = ledger_ask(l, kind == LEDGER_KEYS ? Q_PUT_KEYS : Q_PUT_NEAR);
    ledger_put_number(s, 1, file->file);
    ledger_put_number(s, 2, file->entries);
    ledger_put_number(s, 3, file->bytes);
    ledger_change(l, s);
}

static void put_size(struct state_ledger *l, enum query q, struct slice path, uint64_t size)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_bytes(s, 1, path);
    ledger_put_number(s, 2, size);
    ledger_change(l, s);
}

void ledger_put_journal(struct state_ledger *l, struct slice path, uint64_t kept)
{
    put_size(l, Q_PUT_JOURNAL, path, kept);
}

void ledger_put_rename(struct state_ledger *l, struct slice path, uint64_t size)
{
    put_size(l, Q_PUT_RENAME, path, size);
}

void ledger_drop_renames(struct state_ledger *l, struct slice path)
{
    sqlite3_stmt *s = ledger_ask(l, Q_DROP_RENAMES);
    ledger_put_bytes(s, 1, path);
    ledger_change(l, s);
}

void ledger_drop(struct state_ledger *l, uint32_t number)
{
    ledger_change_by(l, Q_STALE_LEANING, number);
    ledger_change_by(l, Q_STALE_FILE, number);
    ledger_change_by(l, Q_DROP_LEANS, number);
    ledger_change_by(l, Q_DROP, number);
}

void ledger_drop_file(struct state_ledger *l, enum ledger_kind kind, uint64_t file)
{
    ledger_change_by(l, kind == LEDGER_KEYS ? Q_DROP_KEYS : Q_DROP_NEAR, file);
}

/* ---- upkeep ---- */

#define DROP_DEAD_LEANS \
    "DELETE FROM leans WHERE article NOT IN (SELECT number FROM articles)" \
    " OR owner NOT IN (SELECT number FROM articles);"

/* Tables: old, the runs, and 0, that of those forgotten before; leaned, the files on which articles lean. */
void ledger_forget(struct state_ledger *l, int64_t before)
{
    char *sql = sqlite3_mprintf(
        "CREATE TEMP TABLE old(run INTEGER PRIMARY KEY);"
        "INSERT INTO old SELECT 0 UNION SELECT run FROM runs WHERE began < %lld;"
        "CREATE TEMP TABLE leaned(file BLOB PRIMARY KEY) WITHOUT ROWID;"
        "INSERT OR IGNORE INTO leaned SELECT coalesce(a.file, a.id) FROM leans JOIN articles AS a ON a.number = owner"
        " JOIN articles AS b ON b.number = article WHERE a.run IN old;"
        "UPDATE articles SET run = 0 WHERE run IN old AND coalesce(file, id) IN leaned;"
        "DELETE FROM articles WHERE run IN old AND coalesce(file, id) NOT IN leaned;"
        DROP_DEAD_LEANS
        "DROP TABLE old; DROP TABLE leaned", (long long)before);
    execute_and_free(l, sql);
}

/* ---- two ledgers ---- */

/* stem(id): the name that a file is written under, as a rule: a packed text's as it would be
 * unpacked, any other one's own. */
static void stem(sqlite3_context *context, int n, sqlite3_value **values)
{
    const char *id = sqlite3_value_blob(values[0]);
    struct slice name = slice_of(id, (size_t)sqlite3_value_bytes(values[0]));
    struct named named = id ? kind_of(name) : (struct named){ .kind = KIND_TEXT };
    (void)n;
    sqlite3_result_blob64(context, id, named.kind == KIND_TEXT ? named.stem : name.len, SQLITE_TRANSIENT);
}

/* Tables: names, what is written by this ledger's files; theirs, the other's files that would
 * write any of these too, among them those that both know. */
#define LIST_SHARED \
    "CREATE TEMP TABLE names(name BLOB PRIMARY KEY) WITHOUT ROWID;" \
    "INSERT OR IGNORE INTO names SELECT stem(id) FROM main.articles WHERE file IS NULL AND size > 0;" \
    "INSERT OR IGNORE INTO names SELECT id FROM main.articles WHERE wrote_at > 0;" \
    "CREATE TEMP TABLE theirs(file BLOB PRIMARY KEY) WITHOUT ROWID;" \
    "INSERT OR IGNORE INTO theirs SELECT coalesce(file, id) FROM other.articles WHERE" \
    " (file IS NULL AND size > 0 AND stem(id) IN (SELECT name FROM names))" \
    " OR (wrote_at > 0 AND id IN (SELECT name FROM names));" \
    "INSERT OR IGNORE INTO theirs SELECT file FROM main.streams;"

/* A name means one file, and one output: what the other ledger says of a file whose name, or
 * whose output's name, this one knows, and of its parts, is left out. Those that leaned on an
 * article that is left out become stale, for its text may now be another's, or nobody's. */
void ledger_take(struct state_ledger *l, const char *from, uint32_t numbers, uint64_t runs)
{
    char *sql = sqlite3_mprintf(
        "ATTACH %Q AS other;"
        "BEGIN IMMEDIATE;"
        LIST_SHARED
        "INSERT INTO runs SELECT run + %llu, began, ended, articles, unchanged, written, bytes_in, bytes_out"
        " FROM other.runs;"
        "INSERT INTO articles SELECT number + %u, id, file, size, mtime, hash, CASE WHEN run > 0 THEN run + %llu ELSE 0 END, wrote,"
        " stale, wrote_at, CASE WHEN near > 0 THEN near + %u END, near_side"
        " FROM other.articles AS o WHERE coalesce(o.file, o.id) NOT IN (SELECT file FROM theirs) AND NOT EXISTS"
        " (SELECT 1 FROM main.articles AS a WHERE a.id = o.id AND a.hash = o.hash AND a.file IS o.file);"
        "INSERT INTO leans SELECT owner + %u, article + %u FROM other.leans;"
        "UPDATE articles SET stale = 1 WHERE number IN"
        " (SELECT article FROM leans WHERE owner > %u AND owner NOT IN (SELECT number FROM articles));"
        "INSERT INTO streams SELECT * FROM other.streams WHERE file NOT IN (SELECT file FROM theirs);"
        "INSERT OR IGNORE INTO facts SELECT * FROM other.facts WHERE name NOT IN ('next_number', '" LEDGER_IN_WAY "');",
        from, (unsigned long long)runs, numbers, (unsigned long long)runs, numbers, numbers, numbers,
        numbers);
    int code = sqlite3_create_function(l->db, "stem", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, stem, NULL, NULL);
    if (code != SQLITE_OK)
        ledger_fail(l, code);
    execute_and_free(l, sql);
}

void ledger_compact(struct state_ledger *l)
{
    pthread_mutex_lock(&l->lock);
    ledger_execute(l, DROP_DEAD_LEANS "VACUUM;");
    pthread_mutex_unlock(&l->lock);
}

/* DESIGN. One connection, one statement for each question, made when it is
 * first asked, all under one lock. A rollback journal, not a write-ahead log:
 * it works on every file system and leaves one file behind. synchronous=EXTRA
 * makes the end of a transaction durable, too: files that the ledger no longer
 * names are removed right after it, and must not be named again after a crash.
 *
 * Ids are blobs: bytes of any kind, compared bytewise, as the walk sorts. */
#include "dedupe/state/ledger_parts.h"

#include "base/error.h"

bool ledger_is_built(struct copydesk_error *error)
{
#ifdef HAVE_SQLITE
    (void)error;
    return true;
#else
    error_set(error, COPYDESK_FAILED, NULL, 0,
              "this copydesk was built without SQLite and has no --state; build it with libsqlite3");
    return false;
#endif
}

static uint64_t number_of(struct state_ledger *l, enum query q)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    uint64_t n = ledger_row(l, s) ? ledger_get_number(s, 0) : 0;
    ledger_done(l, s);
    return n;
}

/* Calls each with the number in the first column of every row; ends the statement. */
static void each_row(struct state_ledger *l, sqlite3_stmt *s, ledger_each *each, void *payload)
{
    while (ledger_row(l, s))
        each(payload, (uint32_t)ledger_get_number(s, 0));
    ledger_done(l, s);
}

static void each_by_bytes(struct state_ledger *l, enum query q, struct slice bytes, ledger_each *each, void *payload)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_bytes(s, 1, bytes);
    each_row(l, s, each, payload);
}

static void each_by_number(struct state_ledger *l, enum query q, uint64_t number, ledger_each *each, void *payload)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_number(s, 1, number);
    each_row(l, s, each, payload);
}

/* ---- facts ---- */

bool ledger_fact(struct state_ledger *l, const char *name, struct buf *value)
{
    sqlite3_stmt *s = ledger_ask(l, Q_FACT);
    if (s)
        sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    bool found = ledger_row(l, s);
    if (found)
        buf_addslice(value, ledger_get_bytes(s, 0));
    ledger_done(l, s);
    return found;
}

void ledger_set_fact(struct state_ledger *l, const char *name, struct slice value)
{
    sqlite3_stmt *s = ledger_ask(l, Q_SET_FACT);
    if (s)
        sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    ledger_put_bytes(s, 2, value);
    ledger_change(l, s);
}

bool ledger_differ(struct state_ledger *l, struct state_ledger *other, struct buf *name)
{
    struct buf theirs = { 0 };
    bool differ = false;
    sqlite3_stmt *s = ledger_ask(l, Q_FACTS);
    while (!differ && ledger_row(l, s)) {
        const char *fact = (const char *)sqlite3_column_text(s, 0);
        buf_clear(&theirs);
        differ = ledger_fact(other, fact ? fact : "", &theirs)
              && !slice_equal(buf_slice(&theirs), ledger_get_bytes(s, 1));
        if (differ)
            buf_addstr(name, fact);
    }
    if (theirs.failed)
        ledger_fail(l, SQLITE_NOMEM);
    ledger_done(l, s);
    buf_release(&theirs);
    return differ;
}

uint64_t ledger_next_number(struct state_ledger *l)
{
    uint64_t next = number_of(l, Q_NEXT_NUMBER);
    return next ? next : 1;
}

/* ---- articles ---- */

uint64_t ledger_articles(struct state_ledger *l)
{
    return number_of(l, Q_COUNT);
}

bool ledger_is_article(struct state_ledger *l, uint32_t number)
{
    sqlite3_stmt *s = ledger_ask(l, Q_IS_ARTICLE);
    ledger_put_number(s, 1, number);
    bool found = ledger_row(l, s);
    ledger_done(l, s);
    return found;
}

static void get_article(sqlite3_stmt *s, struct ledger_article *a)
{
    *a = (struct ledger_article){
        .number = (uint32_t)ledger_get_number(s, 0), .size = ledger_get_number(s, 1),
        .mtime = sqlite3_column_int64(s, 2), .hash = ledger_unpack_key(ledger_get_bytes(s, 3)),
        .run = ledger_get_number(s, 4), .wrote = ledger_get_number(s, 5), .stale = ledger_get_number(s, 6) != 0,
        .wrote_at = sqlite3_column_int64(s, 7), .near = (uint32_t)ledger_get_number(s, 8),
        .near_side = (unsigned)ledger_get_number(s, 9),
    };
}

/* The article of the first row; ends the statement. */
static bool one_article(struct state_ledger *l, sqlite3_stmt *s, struct ledger_article *a)
{
    bool found = ledger_row(l, s);
    if (found)
        get_article(s, a);
    ledger_done(l, s);
    return found;
}

static bool find_by_id(struct state_ledger *l, enum query q, struct slice id, struct ledger_article *a)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_bytes(s, 1, id);
    return one_article(l, s, a);
}

bool ledger_find(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    return find_by_id(l, Q_FIND, id, a);
}

bool ledger_find_input(struct state_ledger *l, struct slice id, struct key hash, struct ledger_article *a)
{
    char packed[KEY_BYTES];
    sqlite3_stmt *s = ledger_ask(l, Q_FIND_INPUT);
    ledger_put_bytes(s, 1, id);
    ledger_put_bytes(s, 2, ledger_pack_key(hash, packed));
    return one_article(l, s, a);
}

bool ledger_find_file(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    return find_by_id(l, Q_FIND_FILE, id, a);
}

bool ledger_find_part(struct state_ledger *l, struct slice file, struct slice id, struct key hash,
                      struct ledger_article *a)
{
    char packed[KEY_BYTES];
    sqlite3_stmt *s = ledger_ask(l, Q_FIND_PART);
    ledger_put_bytes(s, 1, id);
    ledger_put_bytes(s, 2, ledger_pack_key(hash, packed));
    ledger_put_bytes(s, 3, file);
    return one_article(l, s, a);
}

bool ledger_find_twin(struct state_ledger *l, uint32_t number, struct ledger_article *a)
{
    sqlite3_stmt *s = ledger_ask(l, Q_FIND_TWIN);
    ledger_put_number(s, 1, number);
    return one_article(l, s, a);
}

/* Takes the scan's next row. */
static void advance(struct state_ledger *l, sqlite3_stmt *s)
{
    l->ended = !ledger_row(l, s);
    if (l->ended)
        return;
    get_article(s, &l->row);
    buf_clear(&l->at);
    buf_addslice(&l->at, ledger_get_bytes(s, 10));
    if (l->at.failed)
        ledger_fail(l, SQLITE_NOMEM);
}

/* Begins the scan at id. */
static void restart(struct state_ledger *l, sqlite3_stmt *s, struct slice id)
{
    sqlite3_reset(s);
    sqlite3_bind_blob64(s, 1, id.ptr, id.len, SQLITE_TRANSIENT);   /* the scan outlives the call */
    advance(l, s);
}

bool ledger_follow(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    enum { STEPS = 32 };   /* rows passed by until a new search is the shorter way (guess) */
    sqlite3_stmt *s = ledger_ask(l, Q_FOLLOW);
    bool onward = l->following && slice_order(buf_slice(&l->asked), id) <= 0;
    for (int i = 0; s && onward && !l->ended && i < STEPS && slice_order(buf_slice(&l->at), id) < 0; i++)
        advance(l, s);
    if (s && (!onward || (!l->ended && slice_order(buf_slice(&l->at), id) < 0)))
        restart(l, s, id);
    buf_clear(&l->asked);
    buf_addslice(&l->asked, id);
    l->following = !l->asked.failed;   /* else nobody knows next time whether it goes on from here */
    bool found = s && l->code == SQLITE_OK && !l->ended && slice_equal(buf_slice(&l->at), id);
    if (found)
        *a = l->row;
    pthread_mutex_unlock(&l->lock);   /* the statement stays where it is */
    return found;
}

/* Appends the bytes of a number's row. */
static bool bytes_of(struct state_ledger *l, enum query q, uint32_t number, struct buf *bytes)
{
    sqlite3_stmt *s = ledger_ask(l, q);
    ledger_put_number(s, 1, number);
    bool found = ledger_row(l, s);
    if (found)
        buf_addslice(bytes, ledger_get_bytes(s, 0));
    ledger_done(l, s);
    return found;
}

bool ledger_id(struct state_ledger *l, uint32_t number, struct buf *id)
{
    return bytes_of(l, Q_ID, number, id);
}

bool ledger_sharing(struct state_ledger *l, uint32_t number, struct buf *file)
{
    return bytes_of(l, Q_SHARING, number, file);
}

void ledger_numbers(struct state_ledger *l, int64_t since, ledger_each *each, void *payload)
{
    if (since)
        each_by_number(l, Q_NUMBERS_SINCE, (uint64_t)since, each, payload);
    else
        each_row(l, ledger_ask(l, Q_NUMBERS), each, payload);
}

void ledger_of_file(struct state_ledger *l, struct slice file, ledger_each *each, void *payload)
{
    each_by_bytes(l, Q_OF_FILE, file, each, payload);
}

void ledger_of_output(struct state_ledger *l, struct slice name, ledger_each *each, void *payload)
{
    each_by_bytes(l, Q_OF_OUTPUT, name, each, payload);
}

void ledger_namesakes(struct state_ledger *l, uint32_t number, ledger_each *each, void *payload)
{
    each_by_number(l, Q_NAMESAKES, number, each, payload);
}

bool ledger_outputs(struct state_ledger *l, struct slice file, ledger_output *each, void *payload)
{
    bool more = true;
    sqlite3_stmt *s = ledger_ask(l, Q_OUTPUTS);
    ledger_put_bytes(s, 1, file);
    while (more && ledger_row(l, s))
        more = each(payload, ledger_get_bytes(s, 0), ledger_get_number(s, 1), sqlite3_column_int64(s, 2));
    ledger_done(l, s);
    return more;
}

void ledger_leaning(struct state_ledger *l, uint32_t owner, ledger_each *each, void *payload)
{
    each_by_number(l, Q_LEANING, owner, each, payload);
}

/* What lies below "news" is between "news/" and "news0", the next character. */
void ledger_below(struct state_ledger *l, struct slice path, ledger_each *each, void *payload)
{
    struct buf low = { 0 }, high = { 0 };
    buf_addslice(&low, path);
    buf_addch(&low, '/');
    buf_addslice(&high, path);
    buf_addch(&high, '/' + 1);
    sqlite3_stmt *s = ledger_ask(l, Q_BELOW);
    if (low.failed || high.failed)
        ledger_fail(l, SQLITE_NOMEM);
    ledger_put_bytes(s, 1, path);
    ledger_put_bytes(s, 2, buf_slice(&low));
    ledger_put_bytes(s, 3, buf_slice(&high));
    each_row(l, s, each, payload);
    buf_release(&low);
    buf_release(&high);
}

bool ledger_stream(struct state_ledger *l, struct slice file, struct ledger_stream *stream)
{
    sqlite3_stmt *s = ledger_ask(l, Q_STREAM);
    ledger_put_bytes(s, 1, file);
    bool found = ledger_row(l, s);
    if (found)
        *stream = (struct ledger_stream){ ledger_get_number(s, 0), sqlite3_column_int64(s, 1),
                                          ledger_unpack_key(ledger_get_bytes(s, 2)), ledger_get_bytes(s, 2).len > 0 };
    ledger_done(l, s);
    return found;
}

/* ---- runs ---- */

uint64_t ledger_runs(struct state_ledger *l)
{
    return number_of(l, Q_RUNS);
}

bool ledger_last_run(struct state_ledger *l, struct ledger_run *run)
{
    sqlite3_stmt *s = ledger_ask(l, Q_LAST_RUN);
    bool found = ledger_row(l, s);
    if (found)
        *run = (struct ledger_run){
            ledger_get_number(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
            ledger_get_number(s, 3), ledger_get_number(s, 4), ledger_get_number(s, 5), ledger_get_number(s, 6),
            ledger_get_number(s, 7),
        };
    ledger_done(l, s);
    return found;
}

/* Whether the ledger has a table for the kind: one of an older version has none for near
 * runs, until it is opened to write. */
static bool has_files(struct state_ledger *l, enum ledger_kind kind)
{
    return kind == LEDGER_KEYS || number_of(l, Q_HAS_NEARS);
}

size_t ledger_files(struct state_ledger *l, enum ledger_kind kind, struct ledger_file *list, size_t most)
{
    size_t n = 0;
    if (!has_files(l, kind))
        return 0;
    sqlite3_stmt *s = ledger_ask(l, kind == LEDGER_KEYS ? Q_KEYS : Q_NEARS);
    while (n < most && ledger_row(l, s))
        list[n++] = (struct ledger_file){ ledger_get_number(s, 0), ledger_get_number(s, 1), ledger_get_number(s, 2) };
    ledger_done(l, s);
    return n;
}

uint64_t ledger_newest(struct state_ledger *l, enum ledger_kind kind)
{
    return has_files(l, kind) ? number_of(l, kind == LEDGER_KEYS ? Q_LAST_KEYS : Q_LAST_NEAR) : 0;
}

bool ledger_journal(struct state_ledger *l, struct slice path, uint64_t *kept)
{
    sqlite3_stmt *s = ledger_ask(l, Q_JOURNAL);
    ledger_put_bytes(s, 1, path);
    bool found = ledger_row(l, s);
    if (found)
        *kept = ledger_get_number(s, 0);
    ledger_done(l, s);
    return found;
}

bool ledger_renames(struct state_ledger *l, struct slice path, uint64_t size)
{
    sqlite3_stmt *s = ledger_ask(l, Q_RENAME);
    ledger_put_bytes(s, 1, path);
    ledger_put_number(s, 2, size);
    bool found = ledger_row(l, s);
    ledger_done(l, s);
    return found;
}

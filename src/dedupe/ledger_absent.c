/* What the ledger is in a build without SQLite: there is none. ledger_open says
 * so; the rest is never reached, and only there to be linked. */
#include "dedupe/ledger.h"

#ifndef HAVE_SQLITE

#include "base/error.h"

bool ledger_is_built(void)
{
    return false;
}

struct state_ledger *ledger_open(const char *path, bool create, struct copydesk_error *error)
{
    (void)path, (void)create;
    error_set(error, COPYDESK_FAILED, NULL, 0,
              "this copydesk was built without SQLite and has no --state; build it with libsqlite3");
    return NULL;
}

void ledger_close(struct state_ledger *l)
{
    (void)l;
}

enum copydesk_status ledger_check(struct state_ledger *l, struct copydesk_error *error)
{
    (void)l, (void)error;
    return COPYDESK_FAILED;
}

bool ledger_fact(struct state_ledger *l, const char *name, struct buf *value)
{
    (void)l, (void)name, (void)value;
    return false;
}

void ledger_set_fact(struct state_ledger *l, const char *name, struct slice value)
{
    (void)l, (void)name, (void)value;
}

uint64_t ledger_articles(struct state_ledger *l)
{
    (void)l;
    return 0;
}

uint64_t ledger_next_number(struct state_ledger *l)
{
    (void)l;
    return 0;
}

bool ledger_find(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    (void)l, (void)id, (void)a;
    return false;
}

bool ledger_find_input(struct state_ledger *l, struct slice id, struct key hash, struct ledger_article *a)
{
    (void)l, (void)id, (void)hash, (void)a;
    return false;
}

bool ledger_find_file(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    (void)l, (void)id, (void)a;
    return false;
}

bool ledger_find_part(struct state_ledger *l, struct slice file, struct slice id, struct key hash,
                      struct ledger_article *a)
{
    (void)l, (void)file, (void)id, (void)hash, (void)a;
    return false;
}

bool ledger_find_twin(struct state_ledger *l, uint32_t number, struct ledger_article *a)
{
    (void)l, (void)number, (void)a;
    return false;
}

void ledger_namesakes(struct state_ledger *l, uint32_t number, ledger_each *each, void *payload)
{
    (void)l, (void)number, (void)each, (void)payload;
}

bool ledger_outputs(struct state_ledger *l, struct slice file, ledger_output *each, void *payload)
{
    (void)l, (void)file, (void)each, (void)payload;
    return true;
}

bool ledger_follow(struct state_ledger *l, struct slice id, struct ledger_article *a)
{
    (void)l, (void)id, (void)a;
    return false;
}

bool ledger_id(struct state_ledger *l, uint32_t number, struct buf *id)
{
    (void)l, (void)number, (void)id;
    return false;
}

void ledger_numbers(struct state_ledger *l, int64_t since, ledger_each *each, void *payload)
{
    (void)l, (void)since, (void)each, (void)payload;
}

void ledger_of_file(struct state_ledger *l, struct slice file, ledger_each *each, void *payload)
{
    (void)l, (void)file, (void)each, (void)payload;
}

void ledger_of_output(struct state_ledger *l, struct slice name, ledger_each *each, void *payload)
{
    (void)l, (void)name, (void)each, (void)payload;
}

void ledger_leaning(struct state_ledger *l, uint32_t owner, ledger_each *each, void *payload)
{
    (void)l, (void)owner, (void)each, (void)payload;
}

void ledger_below(struct state_ledger *l, struct slice path, ledger_each *each, void *payload)
{
    (void)l, (void)path, (void)each, (void)payload;
}

void ledger_before(struct state_ledger *l, int64_t when, ledger_each *each, void *payload)
{
    (void)l, (void)when, (void)each, (void)payload;
}

bool ledger_stream(struct state_ledger *l, struct slice file, struct ledger_stream *s)
{
    (void)l, (void)file, (void)s;
    return false;
}

uint64_t ledger_runs(struct state_ledger *l)
{
    (void)l;
    return 0;
}

bool ledger_last_run(struct state_ledger *l, struct ledger_run *run)
{
    (void)l, (void)run;
    return false;
}

size_t ledger_key_runs(struct state_ledger *l, struct ledger_file *list, size_t most)
{
    (void)l, (void)list, (void)most;
    return 0;
}

uint64_t ledger_last_keys(struct state_ledger *l)
{
    (void)l;
    return 0;
}

size_t ledger_near_runs(struct state_ledger *l, struct ledger_file *list, size_t most)
{
    (void)l, (void)list, (void)most;
    return 0;
}

uint64_t ledger_last_near(struct state_ledger *l)
{
    (void)l;
    return 0;
}

bool ledger_journal(struct state_ledger *l, struct slice path, uint64_t *kept)
{
    (void)l, (void)path, (void)kept;
    return false;
}

bool ledger_renames(struct state_ledger *l, struct slice path, uint64_t size)
{
    (void)l, (void)path, (void)size;
    return false;
}

void ledger_begin(struct state_ledger *l)
{
    (void)l;
}

enum copydesk_status ledger_commit(struct state_ledger *l, struct copydesk_error *error)
{
    (void)l, (void)error;
    return COPYDESK_FAILED;
}

void ledger_put(struct state_ledger *l, const struct ledger_article *a)
{
    (void)l, (void)a;
}

void ledger_put_mtime(struct state_ledger *l, uint32_t number, int64_t mtime)
{
    (void)l, (void)number, (void)mtime;
}

void ledger_put_stale(struct state_ledger *l, uint32_t number)
{
    (void)l, (void)number;
}

void ledger_put_lean(struct state_ledger *l, uint32_t owner, uint32_t article)
{
    (void)l, (void)owner, (void)article;
}

void ledger_put_stream(struct state_ledger *l, struct slice file, const struct ledger_stream *s)
{
    (void)l, (void)file, (void)s;
}

void ledger_put_run(struct state_ledger *l, const struct ledger_run *run)
{
    (void)l, (void)run;
}

void ledger_put_keys(struct state_ledger *l, const struct ledger_file *run)
{
    (void)l, (void)run;
}

void ledger_put_near(struct state_ledger *l, const struct ledger_file *run)
{
    (void)l, (void)run;
}

void ledger_put_journal(struct state_ledger *l, struct slice path, uint64_t kept)
{
    (void)l, (void)path, (void)kept;
}

void ledger_put_rename(struct state_ledger *l, struct slice path, uint64_t size)
{
    (void)l, (void)path, (void)size;
}

void ledger_drop_renames(struct state_ledger *l, struct slice path)
{
    (void)l, (void)path;
}

void ledger_map(struct state_ledger *l, size_t most)
{
    (void)l, (void)most;
}

void ledger_drop(struct state_ledger *l, uint32_t number, bool wake)
{
    (void)l, (void)number, (void)wake;
}

void ledger_drop_keys(struct state_ledger *l, uint64_t file)
{
    (void)l, (void)file;
}

void ledger_drop_near(struct state_ledger *l, uint64_t file)
{
    (void)l, (void)file;
}

void ledger_take(struct state_ledger *l, const char *from, uint32_t numbers, uint64_t runs)
{
    (void)l, (void)from, (void)numbers, (void)runs;
}

bool ledger_differ(struct state_ledger *l, struct state_ledger *other, struct buf *name)
{
    (void)l, (void)other, (void)name;
    return false;
}

void ledger_compact(struct state_ledger *l)
{
    (void)l;
}

#endif

/* What people do with a state between runs: look at it, forget articles, merge two, compact it. */
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/error.h"
#include "dedupe/state/state_near.h"
#include "dedupe/state/state_parts.h"
#include "read/unpack/kind.h"

/* ---- info ---- */

struct speaker {
    void (*say)(void *payload, const char *text, size_t len);
    void *payload;
    struct buf line;
};

static void say(struct speaker *s)
{
    s->say(s->payload, buf_str(&s->line), s->line.len);
    buf_clear(&s->line);
}

/* "articles     1234" */
static void say_number(struct speaker *s, const char *name, uint64_t n)
{
    buf_addf(&s->line, "%-16s%llu", name, (unsigned long long)n);
    say(s);
}

static void add_time(struct buf *out, int64_t seconds)
{
    char text[32];
    struct tm t;
    time_t when = (time_t)seconds;
    gmtime_r(&when, &t);
    buf_add(out, text, strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &t));
}

static void say_fact(struct speaker *s, struct state_ledger *l, const char *name)
{
    buf_addf(&s->line, "%-15s ", name);
    if (ledger_fact(l, name, &s->line))
        say(s);
    else
        buf_clear(&s->line);
}

static void say_run(struct speaker *s, const struct ledger_run *r)
{
    buf_addf(&s->line, "%-16s", "last run");
    add_time(&s->line, r->began);
    buf_addf(&s->line, ", %lld s: %llu articles, %llu unchanged, %llu written", (long long)(r->ended - r->began),
             (unsigned long long)r->articles, (unsigned long long)r->unchanged, (unsigned long long)r->written);
    say(s);
}

struct total { uint64_t files, entries, bytes; };

static struct total total_of(struct state_ledger *l, enum ledger_kind kind)
{
    struct ledger_file runs[RUNS_MOST];
    struct total total = { .files = ledger_files(l, kind, runs, RUNS_MOST) };
    for (size_t i = 0; i < total.files; i++) {
        total.entries += runs[i].entries;
        total.bytes += runs[i].bytes;
    }
    return total;
}

/* What near-duplicates are compared with, when there is any. */
static void say_nears(struct speaker *s, struct state_ledger *l)
{
    struct total nears = total_of(l, LEDGER_NEARS);
    if (nears.files == 0)
        return;
    say_number(s, "near sets", nears.entries);
    say_number(s, "near bytes", nears.bytes);
    say_number(s, "near files", nears.files);
}

void state_look(const char *path, uint64_t *articles, uint64_t *keys)
{
    struct state *state = state_open(path, false, 0, NULL);
    *articles = *keys = 0;
    if (!state)
        return;
    *articles = ledger_articles(state_ledger(state));
    *keys = total_of(state_ledger(state), LEDGER_KEYS).entries;
    state_close(state);
}

enum copydesk_status copydesk_state_info(const char *path,
                                         void (*to)(void *payload, const char *text, size_t len),
                                         void *payload, struct copydesk_error *error)
{
    static const char *const facts[] = { "key profile", "Unicode version", "--scope", "--min-words", "--min-chars",
                                         "--strip", "--paragraphs", "--between", "--form", "--repair", "--from", "--near",
                                         "--near-paragraphs" };
    struct ledger_run last;
    struct state *state = state_open(path, false, 0, error);
    if (!state)
        return COPYDESK_FAILED;
    struct state_ledger *l = state_ledger(state);
    struct speaker s = { to, payload, { 0 } };
    uint64_t articles = ledger_articles(l);
    struct total keys = total_of(l, LEDGER_KEYS);
    enum copydesk_status status = ledger_check(l, error);
    if (status == COPYDESK_OK) {
        say_number(&s, "articles", articles);
        say_number(&s, "keys", keys.entries);
        say_number(&s, "key bytes", keys.bytes);
        say_number(&s, "key files", keys.files);
        say_nears(&s, l);
        say_number(&s, "runs", ledger_runs(l));
        if (ledger_last_run(l, &last))
            say_run(&s, &last);
        for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
            say_fact(&s, l, facts[i]);
    }
    if (s.line.failed)
        status = error_memory(error);
    buf_release(&s.line);
    state_close(state);
    return status;
}

/* ---- forgetting ---- */

struct forgotten { uint32_t *list; size_t n, cap; bool failed; };

static void add(void *payload, uint32_t number)
{
    struct forgotten *f = payload;
    uint32_t *list = array_room(f->list, f->n, &f->cap, sizeof *list);
    f->failed = f->failed || !list;
    if (!list)
        return;
    f->list = list;
    f->list[f->n++] = number;
}

/* An output that records share has a name that none of them has: with it all of its file is
 * meant, unless that is an archive, which holds others. */
static void add_sharing(struct state_ledger *l, struct forgotten *f)
{
    struct buf file = { 0 };
    for (size_t i = 0, n = f->n; i < n; i++) {
        buf_clear(&file);
        if (ledger_sharing(l, f->list[i], &file) && kind_of(buf_slice(&file)).kind == KIND_TEXT)
            ledger_of_file(l, buf_slice(&file), add, f);
    }
    f->failed = f->failed || file.failed;
    buf_release(&file);
}

/* *articles: how many there were. False: memory is short. */
static bool drop_below(struct state_ledger *l, struct slice path, uint64_t *articles)
{
    struct forgotten f = { 0 };
    ledger_below(l, path, add, &f);
    add_sharing(l, &f);
    for (size_t i = 0; i < f.n && !f.failed; i++) {
        *articles += ledger_is_article(l, f.list[i]);
        ledger_drop(l, f.list[i]);
    }
    free(f.list);
    return !f.failed;
}

/* Opens a state that is there already, to change it. */
static struct state *open_existing(const char *path, struct copydesk_error *error)
{
    struct state *reader = state_open(path, false, 0, error);
    state_close(reader);
    return reader ? state_open(path, true, 0, error) : NULL;
}

static enum copydesk_status opening_failed(const struct copydesk_error *error)
{
    return error && error->status == COPYDESK_BUSY ? COPYDESK_BUSY : COPYDESK_FAILED;
}

enum copydesk_status copydesk_state_forget(const char *state, const char *path, int64_t before,
                                           uint64_t *articles, struct copydesk_error *error)
{
    struct state *s = open_existing(state, error);
    if (!s)
        return opening_failed(error);
    struct state_ledger *l = state_ledger(s);
    uint64_t n = path ? 0 : ledger_articles(l);
    bool good = true;
    ledger_begin(l);
    if (path)
        good = drop_below(l, slice_str(path), &n);
    else
        ledger_forget(l, before);
    if (articles)
        *articles = path ? n : n - ledger_articles(l);
    enum copydesk_status status = good ? ledger_commit(l, error) : error_memory(error);
    state_close(s);
    return status;
}

/* ---- merging, compacting ---- */

/* Whether only one of them has the fact, though both have articles: --near and
 * --near-paragraphs are facts only when they are on. */
static bool near_differs(struct state *s, struct state *from, const char *fact)
{
    struct buf value = { 0 };
    bool mine = ledger_fact(state_ledger(s), fact, &value);
    bool theirs = ledger_fact(state_ledger(from), fact, &value);
    buf_release(&value);
    return mine != theirs && ledger_articles(state_ledger(s)) && ledger_articles(state_ledger(from));
}

static enum copydesk_status merge(struct state *s, struct state *from, struct copydesk_error *error)
{
    struct buf name = { 0 };
    enum copydesk_status status = COPYDESK_OK;
    static const char *const late[] = { "--near", "--near-paragraphs" };
    bool differ = ledger_differ(state_ledger(s), state_ledger(from), &name);
    for (size_t i = 0; i < 2 && !differ; i++) {
        differ = near_differs(s, from, late[i]);
        buf_addstr(&name, differ ? late[i] : "");
    }
    if (differ)
        status = ledger_check(state_ledger(s), error);
    if (differ && status == COPYDESK_OK)
        status = error_set(error, COPYDESK_FAILED, state_path(from), 0, "was made with another %s than %s; "
                           "states of different make do not mix", buf_str(&name), state_path(s));
    buf_release(&name);
    return status == COPYDESK_OK ? state_take(s, from, error) : status;
}

enum copydesk_status copydesk_state_merge(const char *state, const char *from, struct copydesk_error *error)
{
    struct state *other = open_existing(from, error);
    struct state *s = other ? state_open(state, true, 0, error) : NULL;
    enum copydesk_status status = s ? merge(s, other, error) : opening_failed(error);
    state_close(s);
    state_close(other);
    return status;
}

enum copydesk_status copydesk_state_compact(const char *state, struct copydesk_error *error)
{
    struct state *s = open_existing(state, error);
    if (!s)
        return opening_failed(error);
    enum copydesk_status status = state_merge(s, true, error);
    if (status == COPYDESK_OK) {
        ledger_compact(state_ledger(s));
        status = ledger_check(state_ledger(s), error);
    }
    state_close(s);
    return status;
}

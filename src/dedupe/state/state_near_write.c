/* What the near runs of a state become: new ones at the end of a run, one of
 * several, those of another state. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "dedupe/state/state_near.h"
#include "dedupe/state/state_parts.h"
#include "text/fold.h"

enum {
    PER_ARTICLE = 1024,        /* bytes of memory for the pairs of an article until its file is written */
    CHUNK = 64 * 1024,         /* articles to a file, when no cap says less (guess) */
    CHUNKS = RUNS_MOST / 3,    /* files for the articles of one run, and again for its near paragraphs; when there
                                  are more of them, each file has more */
    INDEX_BITS = 64 - NEARRUN_KEY   /* of a pair on its way: the place of its view in views */
};

struct view { uint32_t number; uint8_t sides; };   /* of an article; or its paragraphs */

struct state_near_writer {
    struct state *state;
    struct nearrun_writer *writer;   /* NULL: no file is begun */
    uint64_t file;                   /* number of the file that is begun, or the next one */
    uint64_t chunk;                  /* views to a file */
    size_t room;                     /* for so many more files */
    struct view *views;              /* of the file that is begun */
    size_t n_views, cap_views;
    uint64_t *pairs;                 /* a key's leading NEARRUN_KEY bits, above INDEX_BITS for the view */
    size_t n_pairs, cap_pairs;
};

/* ---- pairs on their way into a file ---- */

/* Pairs come sorted; of each key and side the first NEAR_WORN are written. */
struct pairs {
    struct nearrun_writer *writer;
    uint64_t key;                    /* the pair that came last */
    uint32_t number;
    unsigned sides;
    unsigned before, after;          /* of its key, how many were written for each side */
};

static enum copydesk_status put_pair(struct pairs *p, uint64_t key, uint32_t number, unsigned sides,
                                     struct copydesk_error *error)
{
    bool again = (p->before || p->after) && key == p->key;
    if (again && number == p->number && sides == p->sides)
        return COPYDESK_OK;          /* two keys of an article that begin alike */
    if (!again)
        p->before = p->after = 0;
    p->key = key;
    p->number = number;
    p->sides = sides;
    unsigned wanted = (sides & NEAR_BEFORE && p->before < NEAR_WORN ? NEAR_BEFORE : 0u)
                    | (sides & NEAR_AFTER && p->after < NEAR_WORN ? NEAR_AFTER : 0u);
    p->before += (wanted & NEAR_BEFORE) != 0;
    p->after += (wanted & NEAR_AFTER) != 0;
    return wanted ? nearrun_add_pair(p->writer, key, number, wanted, error) : COPYDESK_OK;
}

/* ---- adding articles ---- */

struct state_near_writer *state_near_begin(struct state *s, uint64_t articles, size_t memory,
                                           struct copydesk_error *error)
{
    uint64_t file = state_next_file(s, LEDGER_NEARS, error);
    if (!file)
        return NULL;
    size_t room = state_room(s, LEDGER_NEARS);
    struct state_near_writer *w = room ? calloc(1, sizeof *w) : NULL;
    if (!w) {
        (void)(room ? error_memory(error) : state_no_room(s, error));
        return NULL;
    }
    *w = (struct state_near_writer){ .state = s, .file = file, .chunk = CHUNK, .room = room };
    if (memory && memory / PER_ARTICLE < w->chunk)
        w->chunk = memory / PER_ARTICLE + 1;
    if (articles / CHUNKS >= w->chunk)
        w->chunk = articles / CHUNKS + 1;
    return w;
}

void state_near_writer_free(struct state_near_writer *w)
{
    if (!w)
        return;
    nearrun_writer_free(w->writer);
    free(w->views);
    free(w->pairs);
    free(w);
}

static bool add_pair(struct state_near_writer *w, uint64_t key)
{
    uint64_t *pairs = array_room(w->pairs, w->n_pairs, &w->cap_pairs, sizeof *pairs);
    if (!pairs)
        return false;
    w->pairs = pairs;
    w->pairs[w->n_pairs++] = key >> INDEX_BITS << INDEX_BITS | w->n_views;
    return true;
}

static bool add_view(struct state_near_writer *w, struct near_entry entry)
{
    struct view *views = array_room(w->views, w->n_views, &w->cap_views, sizeof *views);
    if (!views)
        return false;
    w->views = views;
    w->views[w->n_views++] = (struct view){ entry.number, entry.sides };
    return true;
}

/* Puts the pairs into the file that is begun, and names it in the ledger. */
static enum copydesk_status end_file(struct state_near_writer *w, struct copydesk_error *error)
{
    struct pairs pairs = { .writer = w->writer };
    uint64_t bytes = 0;
    if (!w->writer)
        return COPYDESK_OK;
    if (w->n_pairs)
        qsort(w->pairs, w->n_pairs, sizeof *w->pairs, hash_order);
    enum copydesk_status status = nearrun_begin_pairs(w->writer, w->n_pairs, error);
    for (size_t i = 0; i < w->n_pairs && status == COPYDESK_OK; i++) {
        struct view v = w->views[w->pairs[i] & ((UINT64_C(1) << INDEX_BITS) - 1)];
        status = put_pair(&pairs, w->pairs[i] >> INDEX_BITS << INDEX_BITS, v.number, v.sides, error);
    }
    if (status == COPYDESK_OK)
        status = nearrun_commit(w->writer, &bytes, error);
    if (status == COPYDESK_OK)
        ledger_put_file(w->state->ledger, LEDGER_NEARS, &(struct ledger_file){ w->file++, w->n_views, bytes });
    nearrun_writer_free(w->writer);
    w->writer = NULL;
    w->n_views = w->n_pairs = 0;
    return status;
}

static enum copydesk_status begin_file(struct state_near_writer *w, struct copydesk_error *error)
{
    char name[FILE_NAME];
    if (w->room == 0)
        return state_no_room(w->state, error);
    w->room--;
    state_file_name(name, LEDGER_NEARS, w->file);
    w->writer = nearrun_create(w->state->path, name, FOLD_PROFILE, error);
    return w->writer ? COPYDESK_OK : COPYDESK_FAILED;
}

/* Both views of an article go into the same file. */
static bool is_full(const struct state_near_writer *w, uint32_t number)
{
    return w->n_views >= w->chunk && w->views[w->n_views - 1].number != number;
}

/* Sees to it that a file is begun that has room for the article. */
static enum copydesk_status make_ready(struct state_near_writer *w, uint32_t number, struct copydesk_error *error)
{
    enum copydesk_status status = w->writer && is_full(w, number) ? end_file(w, error) : COPYDESK_OK;
    return status == COPYDESK_OK && !w->writer ? begin_file(w, error) : status;
}

enum copydesk_status state_near_add(struct state_near_writer *w, const struct near_rules *rules, uint32_t number,
                                    unsigned sides, const struct near_text *text, struct copydesk_error *error)
{
    struct near_keys keys = near_keys_of(rules, text);
    enum copydesk_status status = make_ready(w, number, error);
    if (status != COPYDESK_OK)
        return status;
    if (number >= NEARRUN_NUMBERS)
        return error_set(error, COPYDESK_FAILED, w->state->path, 0,
                         "too many articles for --near with one state; begin another one");
    for (uint64_t key; near_next_key(&keys, &key);)
        if (!add_pair(w, key))
            return error_memory(error);
    struct near_entry entry = { .number = number, .sides = (uint8_t)sides, .level = (uint8_t)keys.level,
                                .samples = keys.samples };
    return add_view(w, entry) ? nearrun_add_set(w->writer, entry, text->set.coded, error) : error_memory(error);
}

enum copydesk_status state_near_add_paragraphs(struct state_near_writer *w, uint32_t number, struct slice coded,
                                               struct copydesk_error *error)
{
    struct near_entry entry = { .number = number, .sides = NEARRUN_PARAGRAPHS };
    enum copydesk_status status = make_ready(w, number, error);
    if (status != COPYDESK_OK)
        return status;
    return add_view(w, entry) ? nearrun_add_set(w->writer, entry, coded, error) : error_memory(error);
}

enum copydesk_status state_near_end(struct state_near_writer *w, struct copydesk_error *error)
{
    enum copydesk_status status = end_file(w, error);
    state_near_writer_free(w);
    return status;
}

/* ---- merging ---- */

/* The runs of a state from `first` on, gone through together. */
struct merge {
    const struct state *from;
    size_t first, n;                 /* those below n */
    uint32_t raise;                  /* is added to article numbers */
    struct nearrun_writer *writer;
    uint64_t entries[RUNS_MOST];     /* the next entry of each run */
    struct nearrun_cursor cursors[RUNS_MOST];
    struct { uint64_t key; uint32_t number; unsigned sides; bool there; } at[RUNS_MOST];   /* the next pair of each */
    uint64_t articles;               /* entries written */
};

/* The run whose next entry comes first, by number and sides; n: there is none. */
static size_t next_entry(const struct merge *m, struct near_entry *entry)
{
    size_t best = m->n;
    for (size_t i = m->first; i < m->n; i++) {
        if (m->entries[i] == nearrun_entries(m->from->nears[i]))
            continue;
        struct near_entry e = nearrun_entry(m->from->nears[i], m->entries[i]);
        if (best < m->n && (e.number > entry->number
                                        || (e.number == entry->number && e.sides >= entry->sides)))
            continue;
        best = i;
        *entry = e;
    }
    return best;
}

static enum copydesk_status merge_sets(struct merge *m, struct copydesk_error *error)
{
    struct near_entry entry;
    struct slice coded;
    enum copydesk_status status = COPYDESK_OK;
    for (size_t run; status == COPYDESK_OK && (run = next_entry(m, &entry)) < m->n;) {
        m->entries[run]++;
        if (!state_near_is_current(m->from, run, entry.number, entry.sides))
            continue;
        if (!nearrun_set(m->from->nears[run], &entry, &coded))
            return state_damaged(m->from, LEDGER_NEARS, run, error);
        entry.number += m->raise;
        status = nearrun_add_set(m->writer, entry, coded, error);
        m->articles++;
    }
    return status;
}

static void advance(struct merge *m, size_t run)
{
    m->at[run].there = nearrun_next(&m->cursors[run], &m->at[run].key, &m->at[run].number, &m->at[run].sides);
}

/* The run whose next pair comes first, by key and number; n: there is none. */
static size_t next_pair(const struct merge *m)
{
    size_t best = m->n;
    for (size_t i = m->first; i < m->n; i++)
        if (m->at[i].there && (best == m->n || m->at[i].key < m->at[best].key
                               || (m->at[i].key == m->at[best].key && m->at[i].number < m->at[best].number)))
            best = i;
    return best;
}

static enum copydesk_status merge_pairs(struct merge *m, struct copydesk_error *error)
{
    struct pairs pairs = { .writer = m->writer };
    uint64_t most = 0;
    for (size_t i = m->first; i < m->n; i++) {
        m->cursors[i] = (struct nearrun_cursor){ .run = m->from->nears[i] };
        most += nearrun_pairs(m->from->nears[i]);
        advance(m, i);
    }
    enum copydesk_status status = nearrun_begin_pairs(m->writer, most, error);
    for (size_t run; status == COPYDESK_OK && (run = next_pair(m)) < m->n; advance(m, run))
        if (state_near_is_current(m->from, run, m->at[run].number, m->at[run].sides))
            status = put_pair(&pairs, m->at[run].key, m->at[run].number + m->raise, m->at[run].sides, error);
    return status;
}

/* The runs of m into the file that is begun. *bytes: how large it is; 0: nothing counts, there is none. */
static enum copydesk_status merge(struct merge *m, uint64_t *bytes, struct copydesk_error *error)
{
    *bytes = 0;
    enum copydesk_status status = merge_sets(m, error);
    if (status != COPYDESK_OK || !m->articles)
        return status;
    status = merge_pairs(m, error);
    return status == COPYDESK_OK ? nearrun_commit(m->writer, bytes, error) : status;
}

enum copydesk_status state_near_copy(struct state *s, const struct state *from, size_t first, uint32_t raise,
                                     struct copydesk_error *error)
{
    char name[FILE_NAME];
    struct ledger_file file = { .file = state_next_file(s, LEDGER_NEARS, error) };
    if (!file.file)
        return COPYDESK_FAILED;
    struct merge *m = calloc(1, sizeof *m);
    if (!m)
        return error_memory(error);
    *m = (struct merge){ .from = from, .n = from->files[LEDGER_NEARS].n, .first = first, .raise = raise };
    state_file_name(name, LEDGER_NEARS, file.file);
    m->writer = nearrun_create(s->path, name, FOLD_PROFILE, error);
    enum copydesk_status status = m->writer ? merge(m, &file.bytes, error) : COPYDESK_FAILED;
    file.entries = m->articles;
    if (status == COPYDESK_OK && m->articles)
        ledger_put_file(s->ledger, LEDGER_NEARS, &file);
    nearrun_writer_free(m->writer);
    free(m);
    return status;
}

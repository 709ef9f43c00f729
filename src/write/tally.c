#include "write/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "write/journal_read.h"

/* The lists of a tally, which have an index each. */
enum { RULES, REPEATS, WHOLE, REASONS, FOLDERS, REPAIRS };

/* ---- lists of different things ---- */

static struct tally_list *list_of(struct tally *t, int which)
{
    struct tally_list *const lists[] = { &t->rules, &t->repeats, &t->whole, &t->reasons, &t->folders, &t->repairs };
    return lists[which];
}

/* Doubles the index; false when memory is short. */
static bool widen(struct tally_index *x)
{
    size_t cap = x->cap ? 2 * x->cap : 1024;
    struct tally_index bigger = { calloc(cap, sizeof *bigger.hashes), calloc(cap, sizeof *bigger.at), cap };
    if (!bigger.hashes || !bigger.at) {
        free(bigger.hashes);
        free(bigger.at);
        return false;
    }
    for (size_t i = 0; i < x->cap; i++) {
        size_t at = (size_t)x->hashes[i] & (cap - 1);
        while (x->at[i] && bigger.at[at])
            at = (at + 1) & (cap - 1);
        if (x->at[i]) {
            bigger.hashes[at] = x->hashes[i];
            bigger.at[at] = x->at[i];
        }
    }
    free(x->hashes);
    free(x->at);
    *x = bigger;
    return true;
}

/* Appends an item of size bytes, all zero; NULL when memory is short. */
static void *append(struct tally_list *list, size_t size)
{
    void *items = array_room(list->items, list->n, &list->cap, size);
    if (!items)
        return NULL;
    list->items = items;
    return memset((char *)items + list->n++ * size, 0, size);
}

/* A text or name as it is shown: cut, for either may be of any length. */
static struct slice kept(struct tally *t, struct slice text)
{
    return arena_copy(&t->arena, slice_of(text.ptr, text.len < TALLY_TEXT ? text.len : TALLY_TEXT));
}

/* The item of that hash, of size bytes; a new one is all zero. NULL: memory is
 * short, or there is no room for another. */
static void *item_of(struct tally *t, int which, size_t size, uint64_t hash)
{
    struct tally_list *list = list_of(t, which);
    struct tally_index *x = &t->index[which];
    void *item = NULL;
    if (2 * list->n < x->cap || widen(x)) {
        size_t at = (size_t)hash & (x->cap - 1);
        for (; x->at[at]; at = (at + 1) & (x->cap - 1))
            if (x->hashes[at] == hash)
                return (char *)list->items + (x->at[at] - 1) * size;
        if (list->n == TALLY_MOST) {
            list->left_out++;
            return NULL;
        }
        if ((item = append(list, size))) {
            x->hashes[at] = hash;
            x->at[at] = (uint32_t)list->n;
        }
    }
    t->failed = t->failed || !item;
    return item;
}

static uint64_t hash_of(struct slice a, struct slice b)
{
    return hash_bytes(a) * 0x9E3779B97F4A7C15 ^ hash_bytes(b);   /* the factor is odd, so that it maps no two hashes to one */
}

static struct tally_sum *sum_of(struct tally *t, int which, struct slice name, struct slice cls)
{
    struct tally_sum *sum = item_of(t, which, sizeof *sum, hash_of(name, cls));
    if (sum && !sum->name.ptr) {
        sum->name = kept(t, name);
        sum->cls = kept(t, cls);
    }
    return sum;
}

/* ---- records ---- */

/* The folder of an id, with its '/'; empty for none. */
static struct slice folder_of(struct slice id)
{
    size_t n = id.len;
    while (n > 0 && id.ptr[n - 1] != '/')
        n--;
    return slice_of(id.ptr, n);
}

/* A line or record that is no article, and was left out or passed on, has bytes, but
 * no "lines", because it has no paragraphs. */
static bool is_article(const struct journal_record *r)
{
    return r->lines > 0 || r->bytes == 0 || r->skipped;
}

static void take_article(struct tally *t, const struct journal_record *r)
{
    uint64_t wrote = r->has_value ? r->clean : r->wrote;
    t->bytes += r->bytes;
    t->wrote += wrote;
    t->other = r->offset == 0 && !is_article(r);
    t->others += t->other;
    if (t->other)
        return;
    struct tally_sum *folder = sum_of(t, FOLDERS, folder_of(r->article), SLICE(""));
    if (r->offset == 0) {
        t->articles++;
        t->skipped += r->skipped;
        t->flagged += r->first_article.len > 0;
        t->counted = false;
    }
    t->written += wrote > 0 && !t->counted;
    t->counted = t->counted || wrote > 0;
    if (folder) {
        folder->n += r->offset == 0;
        folder->bytes += r->bytes;
    }
}

/* Adds a drop to those with the same text (of a whole article: the same name) and rule or reason. */
static void remember(struct tally *t, int which, const struct journal_record *r)
{
    uint64_t hash = hash_of(which == WHOLE ? r->article : r->text, r->rule.len ? r->rule : r->reason);
    struct tally_removal *g = item_of(t, which, sizeof *g, hash);
    if (!g)
        return;
    if (g->times++ == 0) {
        g->reason = kept(t, r->reason);
        g->cls = kept(t, r->cls);
        g->rule = kept(t, r->rule);
        g->text = kept(t, r->text);
        g->article = kept(t, r->article);
        g->first = kept(t, r->first_article);
        g->line = r->line;
        g->first_line = r->first_line;
        g->jaccard = r->jaccard;
        g->containment = r->containment;
        g->len = r->text.len;
    }
    g->bytes += r->text.len;
}

static void take_drop(struct tally *t, const struct journal_record *r)
{
    bool near = slice_equal(r->reason, SLICE("near")), copy = slice_equal(r->reason, SLICE("copy"));
    struct tally_sum *reason = sum_of(t, REASONS, r->reason, r->cls);
    struct tally_sum *folder = sum_of(t, FOLDERS, folder_of(r->article), SLICE(""));
    t->removed += r->text.len;
    t->near += near;
    t->copies += copy;
    t->gone += !near && !copy && !t->other;
    if (reason) {
        reason->n++;
        reason->bytes += r->text.len;
    }
    if (folder)
        folder->removed += r->text.len;
    remember(t, near || copy ? WHOLE : r->rule.len ? RULES : REPEATS, r);
}

/* Counts the repairs of an edit, whose names are parted by ", ". */
static void take_edit(struct tally *t, const struct journal_record *r)
{
    struct slice left = r->repairs;
    t->respelt++;
    while (left.len > 0) {
        const char *comma = memchr(left.ptr, ',', left.len);
        size_t n = comma ? (size_t)(comma - left.ptr) : left.len;
        struct tally_sum *sum = sum_of(t, REPAIRS, slice_of(left.ptr, n), SLICE(""));
        if (sum)
            sum->n++;
        left = slice_from(left, n + 2 < left.len ? n + 2 : left.len);
    }
}

static void take(struct tally *t, const struct journal_record *r)
{
    switch (r->kind) {
    case JOURNAL_RUN:     t->runs++; break;
    case JOURNAL_ARTICLE: take_article(t, r); break;
    case JOURNAL_DROP:    take_drop(t, r); break;
    case JOURNAL_EDIT:    take_edit(t, r); break;
    case JOURNAL_NOTE: case JOURNAL_END: break;
    }
}

enum copydesk_status tally_read(struct tally *t, const char *journal, struct copydesk_error *error)
{
    struct journal_record record;
    struct journal_reader *r = journal_open(journal, error);
    int got = r ? 1 : -1;
    while (got > 0 && !t->failed && (got = journal_next(r, &record, error)) > 0)
        take(t, &record);
    journal_close(r);
    return got < 0 ? COPYDESK_FAILED : t->failed || t->arena.failed ? error_memory(error) : COPYDESK_OK;
}

void tally_release(struct tally *t)
{
    for (int i = RULES; i <= REPAIRS; i++) {
        free(list_of(t, i)->items);
        free(t->index[i].hashes);
        free(t->index[i].at);
    }
    arena_release(&t->arena);
}

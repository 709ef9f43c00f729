#include "write/journal/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/path.h"
#include "write/journal/journal_read.h"

/* ---- lists of different things ---- */

static size_t item_size(enum tally_kind kind)
{
    return kind <= TALLY_WHOLE ? sizeof(struct tally_removal) : sizeof(struct tally_sum);
}

/* The hash of item i, which is its first member. */
static uint64_t *hash_at(const struct tally_list *list, size_t size, size_t i)
{
    return (uint64_t *)(void *)((char *)list->items + i * size);
}

/* The place of the item with that hash, or the free one where it belongs. */
static uint32_t *place_of(const struct tally_list *list, size_t size, uint64_t hash)
{
    size_t i = (size_t)hash & (list->n_places - 1);
    while (list->places[i] && *hash_at(list, size, list->places[i] - 1) != hash)
        i = (i + 1) & (list->n_places - 1);
    return &list->places[i];
}

/* Doubles the places; false when memory is short. */
static bool widen(struct tally_list *list, size_t size)
{
    size_t n = list->n_places ? 2 * list->n_places : 1024;
    uint32_t *places = calloc(n, sizeof *places);
    if (!places)
        return false;
    free(list->places);
    list->places = places;
    list->n_places = n;
    for (size_t i = 0; i < list->n; i++)
        *place_of(list, size, *hash_at(list, size, i)) = (uint32_t)i + 1;
    return true;
}

/* A text or name as it is shown: cut, for either may be of any length. */
static struct slice kept(struct tally *t, struct slice text)
{
    return arena_copy(&t->arena, slice_of(text.ptr, text.len < TALLY_TEXT ? text.len : TALLY_TEXT));
}

/* The item of that hash; a new one is all zero but for it. NULL: memory is short, or
 * there is no room for another. */
static void *item_of(struct tally *t, enum tally_kind kind, uint64_t hash)
{
    struct tally_list *list = &t->lists[kind];
    size_t size = item_size(kind);
    t->failed = t->failed || (2 * list->n >= list->n_places && !widen(list, size));
    if (t->failed)
        return NULL;
    uint32_t *place = place_of(list, size, hash);
    if (*place)
        return hash_at(list, size, *place - 1);
    if (list->n == TALLY_MOST) {
        list->left_out++;
        return NULL;
    }
    void *items = array_room(list->items, list->n, &list->cap, size);
    t->failed = !items;
    if (!items)
        return NULL;
    list->items = items;
    uint64_t *item = memset(hash_at(list, size, list->n), 0, size);
    *item = hash;
    *place = (uint32_t)++list->n;
    return item;
}

static uint64_t hash_of(struct slice a, struct slice b)
{
    return hash_bytes(a) * 0x9E3779B97F4A7C15 ^ hash_bytes(b);   /* the factor is odd, so that it maps no two hashes to one */
}

static struct tally_sum *sum_of(struct tally *t, enum tally_kind kind, struct slice name, struct slice cls)
{
    struct tally_sum *sum = item_of(t, kind, hash_of(name, cls));
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
    return slice_of(id.ptr, id.len - path_last(id).len);
}

/* A line of JSON Lines that is no article, and was left out or passed on, has bytes, but
 * no "lines", because it has no paragraphs. */
static bool is_article(const struct journal_record *r)
{
    return r->line == 0 || r->lines > 0 || r->bytes == 0;
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
    struct tally_sum *folder = sum_of(t, TALLY_FOLDERS, folder_of(r->article), SLICE(""));
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
static void remember(struct tally *t, enum tally_kind kind, const struct journal_record *r)
{
    uint64_t hash = hash_of(kind == TALLY_WHOLE ? r->article : r->text, r->rule.len ? r->rule : r->reason);
    struct tally_removal *g = item_of(t, kind, hash);
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
    struct tally_sum *reason = sum_of(t, TALLY_REASONS, r->reason, r->cls);
    struct tally_sum *folder = sum_of(t, TALLY_FOLDERS, folder_of(r->article), SLICE(""));
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
    remember(t, near || copy ? TALLY_WHOLE : r->rule.len ? TALLY_RULES : TALLY_REPEATS, r);
}

/* Counts the repairs of an edit, whose names are parted by ", ". */
static void take_edit(struct tally *t, const struct journal_record *r)
{
    struct slice left = r->repairs;
    t->respelt++;
    while (left.len > 0) {
        const char *comma = memchr(left.ptr, ',', left.len);
        size_t n = comma ? (size_t)(comma - left.ptr) : left.len;
        struct tally_sum *sum = sum_of(t, TALLY_REPAIRS, slice_of(left.ptr, n), SLICE(""));
        if (sum)
            sum->n++;
        left = slice_from(left, n + 2 < left.len ? n + 2 : left.len);
    }
}

static bool take(void *payload, const struct journal_record *r)
{
    struct tally *t = payload;
    switch (r->kind) {
    case JOURNAL_RUN:     t->runs++; t->dry_run = r->dry_run; break;
    case JOURNAL_ARTICLE: take_article(t, r); break;
    case JOURNAL_DROP:    take_drop(t, r); break;
    case JOURNAL_EDIT:    take_edit(t, r); break;
    case JOURNAL_NOTE: case JOURNAL_END: break;
    }
    return !t->failed;
}

enum copydesk_status tally_read(struct tally *t, const char *journal, struct copydesk_error *error)
{
    return journal_each(journal, take, t, error) < 0 ? COPYDESK_FAILED : t->failed || t->arena.failed ? error_memory(error) : COPYDESK_OK;
}

const char **tally_sorted(const struct tally_list *list, enum tally_kind kind, int (*order)(const void *, const void *))
{
    const char **all = calloc(list->n + 1, sizeof *all);
    for (size_t i = 0; all && i < list->n; i++)
        all[i] = (const char *)list->items + i * item_size(kind);
    if (all && order)
        qsort(all, list->n, sizeof *all, order);
    return all;
}

void tally_release(struct tally *t)
{
    for (int i = 0; i < TALLY_KINDS; i++) {
        free(t->lists[i].items);
        free(t->lists[i].places);
    }
    arena_release(&t->arena);
}

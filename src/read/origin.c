#include "read/origin.h"

#include <stdlib.h>

#include "base/array.h"

static void hear(void *payload, const struct copydesk_error *what)
{
    struct origin *o = payload;
    o->faulty = o->faulty || what->status != COPYDESK_OK;
    notice(o->to, what->status, what->path[0] ? what->path : NULL, what->line, "%s", what->reason);
}

void origin_init(struct origin *o, struct notices *notices)
{
    *o = (struct origin){ .to = notices, .listener = { .payload = o, .notice = hear } };
    notices_init(&o->heard, &o->listener);
    o->heard.passes_on = true;
}

void origin_release(struct origin *o)
{
    notices_release(&o->heard);
    buf_release(&o->id);
    arena_release(&o->names);
    free(o->faults);
}

void origin_begin(struct origin *o, struct slice id, uint64_t size, int64_t stamp)
{
    buf_clear(&o->id);
    buf_addslice(&o->id, id);
    o->faulty = false;
    o->common = (struct article){ .origin = buf_slice(&o->id), .size = size, .stamp = stamp, .time = stamp };
}

void origin_mark(const struct origin *o, struct batch *batch, size_t first)
{
    struct slice origin = SLICE("");
    batch->failed = batch->failed || o->id.failed;
    if (o->common.origin.len && first < batch->n_articles)
        origin = arena_copy(&batch->arena, o->common.origin);
    for (size_t i = first; i < batch->n_articles; i++) {
        struct article *a = &batch->articles[i];
        a->origin = origin;
        a->size = o->common.size;
        a->stamp = o->common.stamp;
        a->nameless = o->common.nameless;
        a->time = a->time ? a->time : o->common.time;   /* a member has its own */
    }
}

void origin_end(struct origin *o, struct batch *batch)
{
    if (!o->common.origin.len || !o->faulty)
        return;
    struct slice *more = array_room(o->faults, o->n_faults, &o->cap_faults, sizeof *more);
    batch->failed = batch->failed || !more;
    if (!more)
        return;
    o->faults = more;
    o->faults[o->n_faults++] = arena_copy(&o->names, o->common.origin);
    batch->failed = batch->failed || o->names.failed;
    o->sorted = false;
}

static int by_id(const void *a, const void *b)
{
    return slice_order(*(const struct slice *)a, *(const struct slice *)b);
}

bool origin_was_faulty(struct origin *o, struct slice id)
{
    if (!o->n_faults)
        return false;
    if (!o->sorted)
        qsort(o->faults, o->n_faults, sizeof *o->faults, by_id);
    o->sorted = true;
    return bsearch(&id, o->faults, o->n_faults, sizeof *o->faults, by_id);
}

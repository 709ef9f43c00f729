#include "read/count.h"

#include <time.h>

#include "base/notice.h"
#include "read/walk.h"

void count_file(struct counted *c, struct slice name, uint64_t bytes)
{
    struct named named = kind_of(name);
    c->known = c->known && !named.packed && named.kind == KIND_TEXT;
    c->bytes += bytes;
    c->files++;
}

/* Whether counting has taken more than COUNT_SECONDS. */
static bool is_late(const struct timespec *began)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - began->tv_sec > COUNT_SECONDS;
}

/* Notices nothing that it cannot look at: the run will. */
static void count_folder(struct counted *c, const struct input *in, const struct copydesk_options *options,
                         const struct timespec *began)
{
    enum { BETWEEN = 1024 };   /* files between two looks at the clock */
    struct notices unheard;
    notices_init(&unheard, NULL);
    struct walk *walk = walk_open(in->path, options, &unheard);
    const struct walk_file *file;
    while (walk && c->known && (file = walk_peek(walk))) {
        count_file(c, file->path, file->size);
        walk_take(walk);
        if (c->files % BETWEEN == 0 && is_late(began))
            c->known = false;
    }
    c->known = c->known && walk && !walk_failed(walk);
    walk_close(walk);
    notices_release(&unheard);
}

struct counted count_inputs(const struct inputs *inputs, const struct copydesk_options *options)
{
    struct counted c = { .known = true };
    struct timespec began;
    clock_gettime(CLOCK_MONOTONIC, &began);
    for (size_t i = 0; i < inputs->n && c.known; i++) {
        const struct input *in = &inputs->list[i];
        if (in->kind == INPUT_FOLDER)
            count_folder(&c, in, options, &began);
        else if (in->regular)
            count_file(&c, slice_str(in->path), in->size);
        else
            c.known = false;
    }
    return c;
}

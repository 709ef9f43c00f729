#include "dedupe/near/spans.h"

#include <stdlib.h>

#include "base/array.h"

void spans_release(struct spans *s)
{
    free(s->at);
    free(s->pairs.at);
    *s = (struct spans){ 0 };
}

/* Fills s->pairs with a value for each shingle of set, sorted: its line << 32 | its line in
 * kept, or 0 when it is not there. */
static bool pair_up(struct spans *s, const struct shingle_set *set, const struct shingle_set *kept)
{
    s->pairs.n = 0;
    if (!hash_list_reserve(&s->pairs, set->n))
        return false;
    for (size_t i = 0, k = 0; i < set->n; i++) {
        while (k < kept->n && kept->hashes[k] < set->hashes[i])
            k++;
        bool both = k < kept->n && kept->hashes[k] == set->hashes[i];
        s->pairs.at[s->pairs.n++] = set->lines[i] << 32 | (both ? kept->lines[k] & UINT32_MAX : 0);
    }
    hash_list_sort(&s->pairs);
    return true;
}

static bool add(struct spans *s, struct copydesk_span span)
{
    struct copydesk_span *list = array_room(s->at, s->n, &s->room, sizeof *list);
    if (!list)
        return false;
    s->at = list;
    s->at[s->n++] = span;
    return true;
}

bool spans_find(struct spans *s, const struct shingle_set *set, const struct shingle_set *kept)
{
    s->n = 0;
    if (!pair_up(s, set, kept))
        return false;
    const uint64_t *p = s->pairs.at, *end = p + s->pairs.n;
    while (p < end) {   /* a paragraph */
        struct copydesk_span span = { .line = *p >> 32 };
        size_t all = 0, most = 0;
        while (p < end && *p >> 32 == span.line) {   /* what it shares with one of the other's */
            const uint64_t *same = p;
            while (p < end && *p == *same)
                p++;
            all += (size_t)(p - same);
            if ((*same & UINT32_MAX) && (size_t)(p - same) > most) {
                most = (size_t)(p - same);
                span.kept_line = *same & UINT32_MAX;
            }
        }
        span.share = (unsigned)(most * 1000 / all);
        if (most * 2 >= all && !add(s, span))
            return false;
    }
    return true;
}

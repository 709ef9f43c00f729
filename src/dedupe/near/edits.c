/* DESIGN. Diagonal k holds the points x - y = k of the grid of a and b. With d
 * edits the diagonals -d, -d + 2 ... d can be reached; reach[k] is the furthest
 * x there. What it was after each d is kept, so that the way can be walked
 * back: d + 1 numbers for d edits, one behind the other in trace. */
#include "dedupe/near/edits.h"

#include <stdlib.h>
#include <string.h>

void edits_release(struct edits *e)
{
    free(e->cut);
    free(e->added);
    free(e->trace);
    free(e->reach);
    *e = (struct edits){ 0 };
}

/* The array, which may have moved, with room for n; NULL when memory is short: then the old one is as it was. */
static void *grow(void *array, size_t *room, size_t n, size_t size)
{
    if (n <= *room)
        return array;
    void *bigger = reallocarray(array, n + n / 2, size);
    if (bigger)
        *room = n + n / 2;
    return bigger;
}

static bool room_for_answer(struct edits *e, size_t n, size_t m)
{
    unsigned char *cut = grow(e->cut, &e->room_a, n + 1, 1);
    e->cut = cut ? cut : e->cut;
    unsigned char *added = grow(e->added, &e->room_b, m + 1, 1);
    e->added = added ? added : e->added;
    return cut && added;
}

static bool room_for_reach(struct edits *e, long limit)
{
    int32_t *reach = grow(e->reach, &e->room_reach, (size_t)(2 * limit + 3), sizeof *reach);
    e->reach = reach ? reach : e->reach;
    return reach;
}

static bool room_for_trace(struct edits *e, size_t n)
{
    int32_t *trace = grow(e->trace, &e->room_trace, n, sizeof *trace);
    e->trace = trace ? trace : e->trace;
    return trace;
}

struct grid {
    const uint64_t *a, *b;
    long n, m;
};

/* The furthest x on diagonal k with d edits, when reach has those with d - 1. */
static int32_t advance(const struct grid *g, const int32_t *reach, long d, long k)
{
    bool down = k == -d || (k != d && reach[k - 1] < reach[k + 1]);
    long x = down ? reach[k + 1] : reach[k - 1] + 1;
    while (x < g->n && x - k < g->m && g->a[x] == g->b[x - k])
        x++;
    return (int32_t)x;
}

/* Where in the trace d edits begin. */
static size_t row(long d)
{
    return (size_t)d * (size_t)(d + 1) / 2;
}

/* Goes from the end of the grid back through the trace, and marks the d edits on the way. */
static void walk_back(struct edits *e, const struct grid *g, long d, unsigned char *cut, unsigned char *added)
{
    long x = g->n, y = g->m;
    for (; d > 0; d--) {
        const int32_t *before = e->trace + row(d - 1);   /* of diagonal k: before[(k + d - 1) / 2] */
        long k = x - y;
        bool down = k == -d || (k != d && before[(k + d - 2) / 2] < before[(k + d) / 2]);
        x = down ? before[(k + d) / 2] : before[(k + d - 2) / 2];
        y = x - (down ? k + 1 : k - 1);
        if (down)
            added[y] = 1;
        else
            cut[x] = 1;
    }
}

static long find(struct edits *e, const struct grid *g, long limit, unsigned char *cut, unsigned char *added)
{
    if (!room_for_reach(e, limit))
        return EDITS_NO_MEMORY;
    int32_t *reach = e->reach + limit + 1;   /* of diagonal 0 */
    reach[1] = 0;
    for (long d = 0; d <= limit; d++) {
        if (!room_for_trace(e, row(d + 1)))
            return EDITS_NO_MEMORY;
        int32_t *kept = e->trace + row(d);
        for (long k = -d; k <= d; k += 2) {
            int32_t x = advance(g, reach, d, k);   /* may leave the grid; a way that does never ends in its corner */
            reach[k] = x;
            kept[(k + d) / 2] = x;
            if (k == g->n - g->m && x >= g->n) {
                walk_back(e, g, d, cut, added);
                return d;
            }
        }
    }
    return EDITS_MANY;
}

long edits_find(struct edits *e, const uint64_t *a, size_t n, const uint64_t *b, size_t m, size_t limit)
{
    if (!room_for_answer(e, n, m))
        return EDITS_NO_MEMORY;
    memset(e->cut, 0, n);
    memset(e->added, 0, m);
    size_t start = 0;
    while (start < n && start < m && a[start] == b[start])
        start++;
    while (n > start && m > start && a[n - 1] == b[m - 1])
        n--, m--;
    n -= start, m -= start;
    if (n + m < limit)
        limit = n + m;
    struct grid grid = { a + start, b + start, (long)n, (long)m };
    if ((n > m ? n - m : m - n) > limit)
        return EDITS_MANY;
    return find(e, &grid, (long)limit, e->cut + start, e->added + start);
}

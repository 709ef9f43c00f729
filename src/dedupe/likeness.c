/* How alike two texts are as a whole; see align.h. */
#include <stdlib.h>

#include "dedupe/align.h"

enum { WORDS = 3 };   /* of a shingle: what near-duplicate news is measured by */

/* The distinct shingles, sorted; a text of fewer than WORDS words is one. NULL when memory
 * is short. */
static uint64_t *shingles(const struct version *v, size_t *n)
{
    size_t words = v->first[v->n], count = words > WORDS ? words - WORDS + 1 : words > 0, kept = 0;
    uint64_t *s = calloc(count + 1, sizeof *s);
    for (size_t i = 0; s && i < count; i++)
        s[i] = hash_bytes(slice_of((const char *)(v->words + i), (words < WORDS ? words : WORDS) * sizeof *v->words));
    if (s)
        qsort(s, count, sizeof *s, hash_order);
    for (size_t i = 0; s && i < count; i++)
        if (i == 0 || s[i] != s[i - 1])
            s[kept++] = s[i];
    *n = kept;
    return s;
}

bool align_likeness(const struct version *a, const struct version *b, struct likeness *likeness)
{
    size_t n, m;
    uint64_t *x = shingles(a, &n), *y = shingles(b, &m);
    bool good = x && y;
    if (good) {
        size_t both = hash_common(x, n, y, m), fewer = n < m ? n : m;
        likeness->jaccard = n + m ? (double)both / (double)(n + m - both) : 1;
        likeness->containment = fewer ? (double)both / (double)fewer : n + m == 0;
    }
    free(x);
    free(y);
    return good;
}

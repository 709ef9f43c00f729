/* How alike two texts are as a whole; see align.h. */
#include <stdlib.h>

#include "dedupe/keys/hash_list.h"
#include "dedupe/near/align.h"

enum { WORDS = 3 };   /* of a shingle: what near-duplicate news is measured by */

/* Fills s with the distinct shingles, sorted; a text of fewer than WORDS words is one. False
 * when memory is short. */
static bool make(struct hash_list *s, const struct version *v)
{
    size_t words = v->first[v->n], width = words < WORDS ? words : WORDS;
    if (!hash_list_reserve(s, words))
        return false;
    for (size_t i = 0; words && i + width <= words; i++)
        s->at[s->n++] = hash_bytes(slice_of((const char *)(v->words + i), width * sizeof *v->words));
    hash_list_sort(s);
    hash_list_unique(s);
    return true;
}

bool align_likeness(const struct version *a, const struct version *b, struct likeness *likeness)
{
    struct hash_list x = { 0 }, y = { 0 };
    bool good = make(&x, a) && make(&y, b);
    if (good) {
        size_t n = x.n, m = y.n, both = hash_common(x.at, n, y.at, m), fewer = n < m ? n : m;
        likeness->jaccard = n + m ? (double)both / (double)(n + m - both) : 1;
        likeness->containment = fewer ? (double)both / (double)fewer : n + m == 0;
    }
    free(x.at);
    free(y.at);
    return good;
}

#include "strip/learn_places.h"

#include "strip/learn_top.h"

/* Notes for each paragraph, walking away from the prose, whether a line of half of the articles, or a
 * label of a fifth, was met since the last line of the article's own. */
struct met { bool half, fifth; };

static void walk(struct met *met, unsigned flags)
{
    if (flags & LEARN_ALONE)
        *met = (struct met){ false, false };
    met->half |= (flags & LEARN_HALF) != 0;
    met->fifth |= (flags & LEARN_FIFTH) != 0;
}

static void mark_behind(const uint8_t *flags, size_t n, struct learn_place *out)
{
    struct met met = { false, false };
    size_t last = n;   /* what is of this article alone ends here */
    while (last > 0 && !(flags[last - 1] & LEARN_ALONE))
        last--;
    for (size_t i = 0; i < n; walk(&met, flags[i]), i++)
        if (i >= last) {
            out[i].last = true;
            out[i].half |= met.half;
            out[i].fifth |= met.fifth;
        }
}

static void mark_above(const uint8_t *flags, size_t n, struct learn_place *out)
{
    struct met met = { false, false };
    size_t first = 0;   /* and begins here */
    while (first < n && !(flags[first] & LEARN_ALONE))
        first++;
    for (size_t i = n; i-- > 0; walk(&met, flags[i]))
        if (i < first) {
            out[i].first = true;
            out[i].half |= met.half;
            out[i].fifth |= met.fifth;
        }
}

static bool corroborates(unsigned flags)
{
    return flags & (LEARN_RECURS | LEARN_TAKEN) && !(flags & LEARN_NAME);
}

/* The neighbours are the nearest paragraphs that are not gone for other reasons than a rule. */
void learn_places(const uint8_t *flags, size_t n, size_t own, struct learn_place *out)
{
    enum { NEIGHBOUR = LEARN_STANDS | LEARN_TAKEN };
    size_t before = 0, head = strip_zone(own, false), tail = strip_zone(own, true);
    unsigned above = 0, below = 0;
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct learn_place){ .head = before < head, .tail = own - before < tail, .beside = corroborates(above) };
        before += learn_stays(flags[i]);
        above = flags[i] & NEIGHBOUR ? flags[i] : above;
    }
    for (size_t i = n; i-- > 0;) {
        out[i].beside |= corroborates(below);
        out[i].leads = (below & LEARN_SENTENCE) != 0;
        below = flags[i] & NEIGHBOUR ? flags[i] : below;
    }
    mark_behind(flags, n, out);
    mark_above(flags, n, out);
}

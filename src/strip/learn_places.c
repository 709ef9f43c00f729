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

/* The flags of the nearest paragraph from i on, up or down, that is not gone for other reasons than a rule. */
static unsigned next_to(const uint8_t *flags, size_t n, size_t i, bool down)
{
    for (size_t k = i; down ? ++k < n : k-- > 0;)
        if (flags[k] & (LEARN_STANDS | LEARN_TAKEN))
            return flags[k];
    return 0;
}

static bool corroborates(unsigned flags)
{
    return flags & (LEARN_RECURS | LEARN_TAKEN) && !(flags & LEARN_NAME);
}

void learn_places(const uint8_t *flags, size_t n, size_t own, struct learn_place *out)
{
    size_t before = 0, head = strip_zone(own, false), tail = strip_zone(own, true);
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct learn_place){ .head = before < head, .tail = own - before < tail };
        unsigned above = next_to(flags, n, i, false), below = next_to(flags, n, i, true);
        out[i].beside = corroborates(above) || corroborates(below);
        before += learn_stays(flags[i]);
        out[i].leads = (below & LEARN_SENTENCE) != 0;
    }
    mark_behind(flags, n, out);
    mark_above(flags, n, out);
}

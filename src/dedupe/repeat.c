/* DESIGN. The article is a row of long paragraphs (capitals) with short ones
 * between them. For each long one every run that starts or ends with it and
 * goes on over the shorts next to it gets a key of its own:
 *
 *     A x y B      runs from A: A, Ax, Axy     runs to B: B, yB, xyB
 *
 * and goes into the set of what was met. A short that belongs to a run which
 * was met before belongs to a repeated block that holds a long paragraph, and
 * goes. So blocks of any length are found with one look-up a paragraph and
 * direction, whichever earlier copy they repeat, and memory is two keys a short.
 * After a pass every long key is unique, so a second pass finds nothing. */
#include "dedupe/repeat.h"

#include <limits.h>

#include "text/fold.h"

enum {
    AHEAD = 8,        /* paragraphs between the fetch of a slot and its use */
    MAY_BITS = 4096,  /* of repeat_may's bit set */
    MAY_MOST = 48     /* paragraphs it is tried with: of so many two share a bit by chance in a quarter of articles */
};

/* Stand-ins in runs for the direction. */
static const struct key ONWARD = { 2, 0 }, BACKWARD = { 3, 0 };

void repeat_release(struct repeat *r)
{
    keystore_release(&r->met);
}

bool repeat_begin(struct repeat *r, size_t expected)
{
    r->shorts = UINT_MAX;
    return keystore_reset(&r->met, 2 * expected);
}

static bool is_long(const struct para *p)
{
    return (p->fold & FOLD_KEYED) && p->chars >= REPEAT_CHARS;
}

/* Sets a bit for each key: two that meet in one may be the same. Saves two thirds of
 * the time that the set of what was met takes (measured). */
bool repeat_may(const struct para *paras, size_t n)
{
    uint64_t bits[MAY_BITS / 64] = { 0 }, twice = 0;
    if (n > MAY_MOST)
        return true;
    for (size_t i = 0; i < n; i++) {
        uint64_t *word = &bits[paras[i].key.lo / 64 % (MAY_BITS / 64)], bit = UINT64_C(1) << paras[i].key.lo % 64;
        bit = is_long(&paras[i]) ? bit : 0;
        twice |= *word & bit;
        *word |= bit;
    }
    return twice != 0;
}

/* Looks up the key of a run that p ends, and adds it when it is new. 1: it was met
 * before, and p is dropped; 0: it is new; -1: failed. */
static int meet(struct repeat *r, struct slice id, struct key key, struct para *p)
{
    /* all is one article: its line goes where an article's number would */
    struct place place = { p->line < UINT32_MAX ? (uint32_t)p->line : UINT32_MAX, 0 };
    int added = keystore_add(&r->met, key, &place);
    if (added != 0)
        return added < 0 ? -1 : 0;
    if (p->action != COPYDESK_DROP) {
        p->action = COPYDESK_DROP;
        p->reason = COPYDESK_REPEAT;
        p->first_line = place.article;
        p->first_id = id;
    }
    return 1;
}

/* The runs that end with the long paragraph at i, over the shorts before it. */
static int mark_backward(struct repeat *r, struct slice id, struct para *paras, size_t i)
{
    struct key run = { 0, 0 };
    bool begun = false;
    for (unsigned n = 0; n < REPEAT_SHORTS && n < i; n++) {
        struct para *p = &paras[i - 1 - n];
        if (is_long(p))
            break;
        if (p->action == COPYDESK_DROP && p->reason != COPYDESK_REPEAT)
            continue;   /* nothing of it is left: as if it were not there */
        if (!begun)   /* only now: most long ones have no short before them */
            run = key_chain(BACKWARD, paras[i].key);
        begun = true;
        run = key_chain(run, p->key);
        if (meet(r, id, run, p) < 0)
            return -1;
    }
    return 0;
}

static int mark_long(struct repeat *r, struct slice id, struct para *paras, size_t i)
{
    if (meet(r, id, paras[i].key, &paras[i]) < 0 || mark_backward(r, id, paras, i) < 0)
        return -1;
    r->run = paras[i].key;   /* chained when a short follows */
    r->shorts = 0;
    return 0;
}

static int mark_short(struct repeat *r, struct slice id, struct para *p)
{
    if (r->shorts >= REPEAT_SHORTS)
        return 0;
    if (r->shorts++ == 0)
        r->run = key_chain(ONWARD, r->run);
    r->run = key_chain(r->run, p->key);
    return meet(r, id, r->run, p) < 0 ? -1 : 0;
}

long repeat_mark(struct repeat *r, struct slice id, struct para *paras, size_t n)
{
    long dropped = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)   /* the set of a huge article does not fit in a cache */
            keyset_prefetch(&r->met.set, paras[i + AHEAD].key);
        if (paras[i].action == COPYDESK_DROP)
            continue;
        int bad = is_long(&paras[i]) ? mark_long(r, id, paras, i) : mark_short(r, id, &paras[i]);
        if (bad < 0)
            return -1;
    }
    for (size_t i = 0; i < n; i++)
        dropped += paras[i].reason == COPYDESK_REPEAT;
    return dropped;
}

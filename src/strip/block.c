#include "strip/block.h"

#include "strip/headline.h"

/* The lines that must be taken in the last fifth: two, as for the removers of
 * comment blocks that were compared; one label alone is also said in prose. */
enum { STRONG = 2 };

/* What may be text of the article is so many words or characters long, or
 * fewer with an end mark or a colon. From 800 articles with a heading put in at 70 and at
 * 85 % and a form at the end: 12 words and an end mark let short sentences go.
 * Without spaces 20 characters carry what 12 words do (guess). */
enum { WORDS = 12, WORDS_ENDED = 4, DENSE = 20, DENSE_ENDED = 8 };

/* Classes whose labels stand about readers' comments. */
static const unsigned STRONG_CLASSES = 1u << COPYDESK_COMMENTS | 1u << COPYDESK_FORM | 1u << COPYDESK_NAVIGATION;

/* ---- find ---- */

/* The block rule, number + 1, that may take it; 0: none. */
static uint16_t opening_rule(const struct rules *r, const struct para *p)
{
    for (unsigned c = 0; c < STRIP_BLOCK; c++)
        if (p->hit[c] && r->rules[p->hit[c] - 1].block)
            return p->hit[c];
    return 0;
}

static bool may_be_text(const struct para *p)
{
    bool ended = headline_ended(p->text) || p->text.ptr[p->text.len - 1] == ':';
    return p->words >= (ended ? WORDS_ENDED : WORDS)
        || (p->fold & FOLD_DENSE && p->chars >= (ended ? DENSE_ENDED : DENSE));
}

/* Sets *failed when memory is short. */
static bool may_go(const struct rules *r, struct strip_scratch *s, const struct para *p, bool *failed)
{
    if (!p->text.len)
        return true;
    if (may_be_text(p))
        return false;
    fold_line(p->text, &s->line);
    *failed = *failed || s->line.failed;
    return !*failed && !keep_takes(&r->keep, s->regex, buf_slice(&s->line));
}

/* What a rule takes anywhere is gone before a block is looked for. n - n / 5 is the first of the last fifth. */
static bool ends_in_labels(const struct rules *r, const struct para *paras, size_t n)
{
    size_t strong = 0;
    for (size_t i = n - n / 5; i < n && strong < STRONG; i++) {
        uint16_t rule = paras[i].hit[STRIP_ALWAYS];
        strong += rule && STRONG_CLASSES >> r->rules[rule - 1].cls & 1;
    }
    return strong >= STRONG;
}

bool block_find(const struct rules *r, struct strip_scratch *s, struct para *paras, size_t n)
{
    uint16_t opened = 0;
    bool failed = false;
    if (!ends_in_labels(r, paras, n))
        return true;
    for (size_t i = n / 2; i < n && !failed; i++) {   /* no line of the first half opens one */
        struct para *p = &paras[i];
        if (p->action == COPYDESK_DROP)
            continue;
        if (opened && may_go(r, s, p, &failed))
            p->hit[STRIP_BLOCK] = opened;
        uint16_t opens = opening_rule(r, p);
        opened = opens ? opens : opened;
    }
    return !failed;
}

/* ---- judge ---- */

static bool opens(const struct rules *r, const struct para *p)
{
    return p->action == COPYDESK_DROP && p->reason == COPYDESK_RULE && r->rules[p->rule - 1].block;
}

size_t block_opener(const struct rules *r, const struct para *paras, size_t n)
{
    size_t opener = n, i = n;
    if (!r->blocks)
        return n;
    while (i-- > 0 && (paras[i].action == COPYDESK_DROP || paras[i].hit[STRIP_BLOCK])) {
        if (paras[i].action != COPYDESK_DROP)
            opener = n;   /* a list may go on behind the line */
        else if (i >= n / 2 && opens(r, &paras[i]))
            opener = i;
    }
    return i < n && headline_prose(&paras[i]) ? opener : n;
}

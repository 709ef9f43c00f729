#include "strip/block.h"

#include "strip/headline.h"

/* The lines that must be taken in the last fifth: two, as for the removers of
 * comment blocks that were compared; one label alone is also said in prose.
 * Prose without spaces: 20 characters carry what 12 words do (guess). */
enum { STRONG = 2, DENSE_CHARS = 20 };

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

static bool is_prose(const struct para *p)
{
    return headline_after(p)
        || (p->fold & FOLD_DENSE && p->chars >= DENSE_CHARS && headline_ended(p->text));
}

static bool may_go(const struct rules *r, struct strip_scratch *s, const struct para *p)
{
    if (!p->text.len)
        return true;
    if (is_prose(p))
        return false;
    fold_line(p->text, &s->line);
    return !s->line.failed && !keep_takes(&r->keep, s->regex, buf_slice(&s->line));
}

bool block_find(const struct rules *r, struct strip_scratch *s, struct para *paras, size_t n)
{
    uint16_t opened = 0;
    for (size_t i = 0; i < n && r->blocks; i++) {
        struct para *p = &paras[i];
        if (p->action == COPYDESK_DROP)
            continue;
        if (opened && may_go(r, s, p))
            p->hit[STRIP_BLOCK] = opened;
        uint16_t opens = opening_rule(r, p);
        opened = opens ? opens : opened;
    }
    return !s->line.failed;
}

/* ---- judge ---- */

/* What a rule takes anywhere is taken before any block is looked for. */
static bool is_strong(const struct rules *r, const struct para *p)
{
    return p->action == COPYDESK_DROP && p->hit[STRIP_ALWAYS]
        && STRONG_CLASSES >> r->rules[p->hit[STRIP_ALWAYS] - 1].cls & 1;
}

/* n - n / 5 is the first of the last fifth. */
static bool ends_in_labels(const struct rules *r, const struct para *paras, size_t n)
{
    size_t strong = 0;
    for (size_t i = n - n / 5; i < n && strong < STRONG; i++)
        strong += is_strong(r, &paras[i]);
    return strong >= STRONG;
}

static bool opens(const struct rules *r, const struct para *p)
{
    return p->action == COPYDESK_DROP && p->reason == COPYDESK_RULE && r->rules[p->rule - 1].block;
}

size_t block_opener(const struct rules *r, const struct para *paras, size_t n)
{
    size_t opener = n;
    for (size_t i = n; r->blocks && i-- > n / 2;) {
        const struct para *p = &paras[i];
        if (p->action != COPYDESK_DROP && !p->hit[STRIP_BLOCK])
            break;
        if (opens(r, p))
            opener = i;
    }
    return opener < n && ends_in_labels(r, paras, n) ? opener : n;
}

#include "strip/walls.h"

#include <stdlib.h>

#include "strip/ruleset.h"
#include "text/chars.h"
#include "text/head.h"
#include "text/utf8.h"

/* A wall page has few words besides its wall lines: addresses, reference
 * numbers, what to do now. A story of so few words that has such a line as a
 * paragraph of its own is not lost either: it is only never compared (guesses). */
enum { PAGE_WORDS = 200, OTHER_WORDS = 60, CHARS_A_WORD = 2 };

void walls_release(struct walls *w)
{
    for (size_t i = 0; i < w->n_likes; i++)
        regex_free(w->likes[i].regex);
    free(w->likes);
    literals_release(&w->lines);
}

/* What stands in front of the first .+ of ^fixed text.+more$, as like_pattern makes it, up to a mark beyond
 * ASCII: keys leave most of these out. */
static struct slice front_of(struct slice pattern)
{
    struct slice rest = slice_from(pattern, 1);
    while (rest.len && !slice_starts(rest, SLICE(".+"))) {
        uint32_t cp;
        size_t n = utf8_next(rest.ptr, rest.ptr + rest.len, &cp);
        if (cp >= 0x80 && chars_flags(cp) & CHARS_PUNCT)
            break;
        rest = slice_from(rest, n);
    }
    return slice_of(pattern.ptr + 1, pattern.len - 1 - rest.len);
}

/* A head leaves out the marks of ASCII, and their backslashes. */
static void set_glance(struct wall_like *like, struct slice pattern)
{
    like->head = head_of(front_of(pattern));
    while (like->bytes < HEAD_BYTES && head_front(like->head, like->bytes + 1) != head_front(like->head, like->bytes))
        like->bytes++;
    struct starts_texts needs = starts_needs(pattern);
    like->hint = hint_of(needs.n ? needs.text[0] : SLICE(""));
}

bool walls_add_like(struct walls *w, struct regex *regex, struct slice pattern)
{
    struct wall_like *bigger = reallocarray(w->likes, w->n_likes + 1, sizeof *bigger);
    if (!bigger) {
        regex_free(regex);
        return false;
    }
    w->likes = bigger;
    w->likes[w->n_likes] = (struct wall_like){ .regex = regex };
    set_glance(&w->likes[w->n_likes++], pattern);
    return true;
}

bool walls_like_takes(const struct walls *w, struct regex_scratch *s, struct slice line)
{
    for (size_t i = 0; i < w->n_likes; i++)
        if (regex_match(w->likes[i].regex, s, line) == REGEX_YES)
            return true;
    return false;
}

static bool may_be_like(const struct walls *w, const struct para *p)
{
    for (size_t i = 0; i < w->n_likes; i++) {
        const struct wall_like *like = &w->likes[i];
        if (like->bytes ? head_front(p->head, like->bytes) == like->head
                        : !like->hint.word.len || p->fold & FOLD_SPELT || hint_stands(&like->hint, p->text))
            return true;
    }
    return false;
}

static uint32_t words_of(const struct para *p)
{
    return p->fold & FOLD_DENSE ? p->chars / CHARS_A_WORD : p->words;
}

/* Sets *failed when memory is short. */
static bool is_wall_line(const struct rules *r, struct strip_scratch *s, const struct para *p, bool *failed)
{
    struct key key;
    bool like = p->fold & FOLD_KEYED && may_be_like(&r->walls, p), known = literal_key(&r->walls.lines, s, p, &key);
    if (like)
        fold_line(p->text, &s->line);
    *failed = *failed || s->key.failed || s->loose.failed || s->line.failed;
    return !*failed && ((known && literals_next(&r->walls.lines, key, NULL))
                        || (like && walls_like_takes(&r->walls, s->regex, buf_slice(&s->line))));
}

/* The first line of a page of few words, when that is a wall line. A rule that took it would leave the rest to be
 * compared, and of two such pages one to be dropped as a copy. */
size_t walls_title(const struct rules *r, struct strip_scratch *s, const struct para *paras, size_t n, bool *failed)
{
    size_t title = n;
    uint64_t others = 0;
    for (size_t i = 0; i < n && others <= OTHER_WORDS; i++) {
        if (paras[i].action == COPYDESK_DROP || !(paras[i].fold & FOLD_KEYED))
            continue;
        if (title == n)
            title = i;
        else
            others += words_of(&paras[i]);
    }
    return title < n && others <= OTHER_WORDS && is_wall_line(r, s, &paras[title], failed) ? title : n;
}

int strip_is_wall(const struct rules *r, struct strip_scratch *s, const struct para *paras, size_t n)
{
    uint64_t words = 0, others = 0;
    bool found = false, failed = false;
    for (size_t i = 0; i < n && words <= PAGE_WORDS; i++)
        words += paras[i].action != COPYDESK_DROP ? words_of(&paras[i]) : 0;
    if (words > PAGE_WORDS)
        return 0;   /* nearly every article */
    for (size_t i = 0; i < n && others <= OTHER_WORDS; i++) {
        bool stands = paras[i].action != COPYDESK_DROP;
        /* what rules took counts only when nothing is left: clean text has lost it */
        bool counts = stands || (words == 0 && paras[i].reason == COPYDESK_RULE);
        if (counts && is_wall_line(r, s, &paras[i], &failed))
            found = true;
        else if (stands)
            others += words_of(&paras[i]);
    }
    if (failed || regex_scratch_failed(s->regex))
        return -1;
    return found && others <= OTHER_WORDS;
}

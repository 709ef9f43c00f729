#include "strip/walls.h"

#include <stdlib.h>

#include "strip/ruleset.h"

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

bool walls_add_like(struct walls *w, struct regex *regex, struct slice pattern)
{
    struct wall_like *bigger = reallocarray(w->likes, w->n_likes + 1, sizeof *bigger);
    if (!bigger) {
        regex_free(regex);
        return false;
    }
    w->likes = bigger;
    w->likes[w->n_likes++] = (struct wall_like){ regex, starts_needs(pattern) };
    return true;
}

bool walls_take(const struct walls *w, struct regex_scratch *s, struct key key, struct slice line)
{
    if (literals_next(&w->lines, key, NULL))
        return true;
    for (size_t i = 0; i < w->n_likes; i++)
        if (needs_any_stands(&w->likes[i].needs, line) && regex_match(w->likes[i].regex, s, line) == REGEX_YES)
            return true;
    return false;
}

static uint32_t words_of(const struct para *p)
{
    return p->fold & FOLD_DENSE ? p->chars / CHARS_A_WORD : p->words;
}

/* The key of its loosely folded text; that of ASCII text is at hand. */
static struct key literal_key(struct strip_scratch *s, const struct para *p)
{
    struct fold fold;
    return p->fold & FOLD_NONASCII ? key_of(fold_literal(p->text, &s->key, &s->loose, &fold)) : p->key;
}

/* Sets *failed when memory is short. */
static bool is_wall_line(const struct rules *r, struct strip_scratch *s, const struct para *p, bool *failed)
{
    if (!(p->fold & FOLD_KEYED))
        return false;
    struct key key = literal_key(s, p);
    bool folded = !s->key.failed && !s->loose.failed;
    fold_line(p->text, &s->line);
    *failed = *failed || !folded || s->line.failed;
    return !*failed && walls_take(&r->walls, s->regex, key, buf_slice(&s->line));
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

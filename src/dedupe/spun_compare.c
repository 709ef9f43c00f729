#include "dedupe/spun_compare.h"

void spun_comparer_release(struct spun_comparer *c)
{
    buf_release(&c->rows[0]);
    buf_release(&c->rows[1]);
    edits_release(&c->edits);
}

/* The words without their weights: those may differ with the capital. */
static const uint64_t *row_of(struct buf *row, const spun_word *words, size_t n)
{
    buf_clear(row);
    for (size_t i = 0; i < n; i++) {
        uint64_t word = words[i] >> 2;
        buf_add(row, (const char *)&word, sizeof word);
    }
    return row->failed ? NULL : (const uint64_t *)(const void *)buf_slice(row).ptr;
}

static bool may_come(spun_word w)
{
    return spun_weight(w) == SPUN_FREE;
}

static bool may_go(spun_word w, bool cased)
{
    return spun_weight(w) == SPUN_FREE || (cased && spun_weight(w) == SPUN_PLAIN);
}

/* The edited words of one side that are not free. */
struct phrase {
    size_t from, to, n;    /* they lie in [from, to), and are n */
    bool whole;            /* no other word that is not free lies between them */
    bool at_end;           /* they are the first, or the last, of all that are not free */
};

static struct phrase find_phrase(const spun_word *words, const unsigned char *edited, size_t n)
{
    struct phrase f = { 0 };
    size_t core = 0, first = 0, last = 0;
    for (size_t i = 0; i < n; i++) {
        if (spun_weight(words[i]) == SPUN_FREE)
            continue;
        if (edited[i]) {
            first = f.n == 0 ? core : first;
            last = core;
            f.from = f.n == 0 ? i : f.from;
            f.to = i + 1;
            f.n++;
        }
        core++;
    }
    f.whole = f.n > 0 && last - first + 1 == f.n;
    f.at_end = f.n > 0 && (first == 0 || last + 1 == core);
    return f;
}

static size_t count(const unsigned char *edited, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += edited[i];
    return sum;
}

/* The index of the word at place i, counted from the front or from the back, of n. */
static size_t place(bool front, size_t n, size_t i)
{
    return front ? i : n - 1 - i;
}

/* Whether the phrase of b stands at that end of a as well, free words left out, with all of
 * its words cut; and of the rest of a few words are cut, only such as may go. */
static bool stood_at(bool front, const struct edits *e, const spun_word *a, size_t n, const spun_word *b,
                     struct phrase phrase, size_t limit)
{
    size_t i = 0, j = 0, met = 0, m = phrase.to - phrase.from;
    for (; met < phrase.n && i < n; i++) {
        size_t at = place(front, n, i);
        if (spun_weight(a[at]) == SPUN_FREE)
            continue;
        while (j < m && spun_weight(b[phrase.from + place(front, m, j)]) == SPUN_FREE)
            j++;
        if (j == m || !e->cut[at] || a[at] >> 2 != b[phrase.from + place(front, m, j)] >> 2)
            return false;
        j++;
        met++;
    }
    size_t gone = 0;
    for (; i < n && gone <= limit; i++) {
        size_t at = place(front, n, i);
        gone += e->cut[at] ? may_go(a[at], true) ? 1 : limit + 1 : 0;
    }
    return met == phrase.n && gone <= limit;
}

/* Whether all that was added is a phrase that moved from one end of the text to the other,
 * as in "US officials said the ferry sank" and "the ferry sank, US officials said": what
 * was added, free words left out, is at one end, and all of it was cut at the other. Two
 * names that changed places are two phrases, or stand in the middle. The phrase's own
 * words do not count as added or cut. */
static bool is_moved(const struct edits *e, const spun_word *a, size_t n, const spun_word *b, size_t m, size_t limit)
{
    struct phrase phrase = find_phrase(b, e->added, m);
    size_t own = count(e->added + phrase.from, phrase.to - phrase.from);
    if (!phrase.whole || !phrase.at_end || count(e->added, m) > own + limit)
        return false;
    return stood_at(true, e, a, n, b, phrase, limit) || stood_at(false, e, a, n, b, phrase, limit);
}

static bool says_no_more(const struct edits *e, const spun_word *a, size_t n, const struct spun_text *later)
{
    for (size_t i = 0; i < n; i++)
        if (e->cut[i] && !may_go(a[i], later->cased))
            return false;
    for (size_t j = 0; j < later->n; j++)
        if (e->added[j] && !may_come(later->words[j]))
            return false;
    return true;
}

int spun_compare(struct spun_comparer *c, const spun_word *earlier, size_t n, const struct spun_text *later,
                 uint32_t shared)
{
    enum { MOVED = 32 };   /* the longest phrase that moves, in words (guess) */
    size_t m = later->n, longer = n > m ? n : m, limit = longer * c->percent / 100;
    bool far = later->cased && shared * 2 >= later->n_marks;
    if (longer - (n < m ? n : m) > limit)
        return 0;
    const uint64_t *a = row_of(&c->rows[0], earlier, n), *b = row_of(&c->rows[1], later->words, m);
    if (!a || !b)
        return -1;
    struct edits *e = &c->edits;
    long edits = edits_find(e, a, n, b, m, 2 * (limit + (far ? MOVED : 0)));
    if (edits < 0)
        return edits == EDITS_NO_MEMORY ? -1 : 0;
    if (count(e->cut, n) <= limit && count(e->added, m) <= limit && says_no_more(e, earlier, n, later))
        return 1;
    return later->cased && is_moved(e, earlier, n, later->words, m, limit);
}

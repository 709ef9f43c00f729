#include "dedupe/near/spun_compare.h"

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
        uint64_t word = spun_text_of(words[i]);
        buf_add(row, (const char *)&word, sizeof word);
    }
    return row->failed ? NULL : (const uint64_t *)(const void *)buf_slice(row).ptr;
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
        if (spun_is_free(words[i]))
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
 * its words cut; and of the rest of a few words are cut, only free ones. */
static bool stood_at(bool front, const struct edits *e, const spun_word *a, size_t n, const spun_word *b,
                     struct phrase phrase, size_t limit)
{
    size_t i = 0, j = 0, met = 0, m = phrase.to - phrase.from;
    for (; met < phrase.n && i < n; i++) {
        size_t at = place(front, n, i);
        if (spun_is_free(a[at]))
            continue;
        while (j < m && spun_is_free(b[phrase.from + place(front, m, j)]))
            j++;
        if (j == m || !e->cut[at] || spun_text_of(a[at]) != spun_text_of(b[phrase.from + place(front, m, j)]))
            return false;
        j++;
        met++;
    }
    size_t gone = 0;
    for (; i < n && gone <= limit; i++) {
        size_t at = place(front, n, i);
        gone += e->cut[at] ? spun_is_free(a[at]) ? 1 : limit + 1 : 0;
    }
    return met == phrase.n && gone <= limit;
}

/* Whether a word of saying stands in the phrase, or beside it with nothing but free words between. */
static bool somebody_says(const spun_word *words, size_t n, struct phrase phrase)
{
    while (phrase.from > 0 && spun_is_free(words[phrase.from - 1]))
        phrase.from--;
    while (phrase.to < n && spun_is_free(words[phrase.to]))
        phrase.to++;
    for (size_t i = phrase.from; i < phrase.to; i++)
        if (spun_weight(words[i]) == SPUN_SAYS)
            return true;
    return false;
}

/* Whether all that was added is a phrase that moved from one end of the text to the other,
 * as in "US officials said the ferry sank" and "the ferry sank, US officials said": what
 * was added, free words left out, is at one end, and all of it was cut at the other. Two
 * names that changed places are two phrases, or stand in the middle; "on Monday" tells of
 * another deed at the other end. The phrase's own words do not count as added or cut. */
static bool is_moved(const struct edits *e, const spun_word *a, size_t n, const spun_word *b, size_t m, size_t limit)
{
    struct phrase phrase = find_phrase(b, e->added, m);
    size_t own = count(e->added + phrase.from, phrase.to - phrase.from);
    if (!phrase.whole || !phrase.at_end || !somebody_says(b, m, phrase) || count(e->added, m) > own + limit)
        return false;
    return stood_at(true, e, a, n, b, phrase, limit) || stood_at(false, e, a, n, b, phrase, limit);
}

static bool all_are_free(const spun_word *words, const unsigned char *edited, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (edited[i] && !spun_is_free(words[i]))
            return false;
    return true;
}

/* The groups of each set to which the edited words belong, as bits. */
struct groups {
    unsigned of[SPUN_SETS];
};

static struct groups find_groups(const spun_word *words, const unsigned char *edited, size_t n)
{
    struct groups g = { 0 };
    for (size_t i = 0; i < n; i++)
        if (edited[i])
            g.of[spun_weight(words[i]) / SPUN_GROUPS] |= 1u << spun_weight(words[i]) % SPUN_GROUPS;
    return g;
}

/* Whether a word went and one of another group of its set came: "she" for "he". */
static bool some_stand_against(const struct groups *cut, const struct groups *added)
{
    for (unsigned set = 1; set < SPUN_SETS; set++) {
        unsigned all = cut->of[set] | added->of[set];
        if (cut->of[set] && added->of[set] && all & (all - 1))
            return true;
    }
    return false;
}

/* Whether the words of a set in b, as groups, are all in a, in the same order. */
static bool has_groups(const spun_word *a, size_t n, const spun_word *b, size_t m, unsigned set)
{
    size_t i = 0;
    for (size_t j = 0; j < m; j++) {
        if (spun_weight(b[j]) / SPUN_GROUPS != set)
            continue;
        while (i < n && spun_weight(a[i]) != spun_weight(b[j]))
            i++;
        if (i++ >= n)
            return false;
    }
    return true;
}

/* Whether only free words came and went, and words of a set never did both but for one that
 * stands where the other did: "der den" is not "den der". */
static bool says_the_same(const struct edits *e, const spun_word *a, size_t n, const spun_word *b, size_t m,
                          const struct groups *cut, const struct groups *added)
{
    for (unsigned set = 1; set < SPUN_SETS; set++)
        if (cut->of[set] && added->of[set] && !has_groups(a, n, b, m, set) && !has_groups(b, m, a, n, set))
            return false;
    return all_are_free(a, e->cut, n) && all_are_free(b, e->added, m);
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
    struct groups cut = find_groups(earlier, e->cut, n), added = find_groups(later->words, e->added, m);
    if (some_stand_against(&cut, &added))
        return 0;
    if (count(e->cut, n) <= limit && count(e->added, m) <= limit
        && says_the_same(e, earlier, n, later->words, m, &cut, &added))
        return 1;
    return later->cased && is_moved(e, earlier, n, later->words, m, limit);
}

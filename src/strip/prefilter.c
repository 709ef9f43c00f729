#include "strip/prefilter.h"

#include <stdlib.h>

#include "text/fold.h"

/* Six characters deep; a regex that can start in very many ways is followed
 * less deep, so that opening the built-in packs stays near 15 ms (measured). */
enum { DEPTH = 6, MAX_WAYS = 32, MAX_NODES = UINT16_MAX };

static const char SYMBOLS[] = "abcdefghijklmnopqrstuvwxyz0123456789 ";

/* The symbol that folding makes of an ASCII letter, digit or space, or -1. */
static int symbol(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= '0' && c <= '9')
        return c - '0' + 26;
    return c == ' ' ? 36 : -1;
}

static void raise_to(uint16_t *most, unsigned words)
{
    if (*most < words)
        *most = (uint16_t)words;
}

static bool in_set(const uint8_t set[32], unsigned char c)
{
    return set[c / 8] >> c % 8 & 1;
}

/* ---- learning ---- */

/* A way in which a match can start. */
struct way {
    char text[DEPTH];
    uint16_t node;
};

/* The child of a node, made when there is none; 0 when there is no room. */
static size_t child_of(struct prefilter *f, size_t node, int sym, unsigned words)
{
    size_t child = f->nodes[node].child[sym];
    if (!child) {
        if (f->n == f->cap) {
            size_t more = f->cap * 2;
            void *bigger = more > MAX_NODES + 1u ? NULL : realloc(f->nodes, more * sizeof *f->nodes);
            if (!bigger)
                return 0;
            f->nodes = bigger;
            f->cap = more;
        }
        child = f->n++;
        f->nodes[child] = (struct prefilter_node){ 0 };
        f->nodes[node].child[sym] = (uint16_t)child;
    }
    raise_to(&f->nodes[child].below, words);
    return child;
}

/* The ways one character longer than those of len, n of them; at most MAX_WAYS
 * fit. Returns their number, MAX_WAYS + 1 when there are more. */
static size_t lengthen(const struct regex *regex, struct regex_scratch *scratch,
                       const struct way *ways, size_t n, size_t len, struct way *longer)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++)
        for (int s = 0; s < PREFILTER_SYMBOLS; s++) {
            struct way way = ways[i];
            way.text[len] = SYMBOLS[s];
            if (!regex_may_start(regex, scratch, slice_of(way.text, len + 1)))
                continue;
            if (found == MAX_WAYS)
                return MAX_WAYS + 1;
            longer[found++] = way;
        }
    return found;
}

/* The nodes of ways of length len; a way without room is cut at its parent. */
static size_t plant(struct prefilter *f, struct way *ways, size_t n, size_t len, unsigned words)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t child = child_of(f, ways[i].node, symbol((unsigned char)ways[i].text[len - 1]), words);
        if (!child) {
            raise_to(&f->nodes[ways[i].node].words, words);
            continue;
        }
        ways[kept] = ways[i];
        ways[kept++].node = (uint16_t)child;
    }
    return kept;
}

static void grow_trie(struct prefilter *f, const struct regex *regex, struct regex_scratch *scratch,
                      unsigned words)
{
    struct way ways[2][MAX_WAYS] = { { { { 0 }, 0 } } };
    size_t n = 1, len = 0;
    raise_to(&f->nodes[0].below, words);
    for (; len < DEPTH && n > 0; len++) {
        size_t more = lengthen(regex, scratch, ways[len % 2], n, len, ways[(len + 1) % 2]);
        if (more > MAX_WAYS)
            break;
        n = plant(f, ways[(len + 1) % 2], more, len + 1, words);
    }
    for (size_t i = 0; i < n; i++)   /* as far as was looked: anything may follow */
        raise_to(&f->nodes[ways[len % 2][i].node].words, words);
}

/* Letters, digits and the space as a second byte, when no first byte goes with
 * them. What stands behind a first byte of 128 or more is none of them. A
 * pattern that can start with nearly anything is not worth asking. */
static void learn_second(const struct regex *regex, struct regex_scratch *scratch,
                         struct prefilter_start *start)
{
    memset(start->second, 0xff, sizeof start->second);
    size_t firsts = 0;
    for (unsigned char a = ' '; a < 127; a++)
        firsts += in_set(start->first, a);
    if (firsts > MAX_WAYS)
        return;
    for (const char *b = SYMBOLS; *b; b++) {
        bool may = false;
        for (unsigned char a = ' '; a < 127 && !may; a++) {
            char two[2] = { (char)a, *b };
            may = in_set(start->first, a) && regex_may_start(regex, scratch, slice_of(two, 2));
        }
        if (!may)
            start->second[(unsigned char)*b / 8] &= (uint8_t)~(1u << (unsigned char)*b % 8);
    }
}

bool prefilter_learn(struct prefilter *f, const struct regex *regex, struct regex_scratch *scratch,
                     unsigned words, bool acts, struct prefilter_start *start)
{
    if (!acts)   /* only ever tried on examples */
        return true;
    regex_first_bytes(regex, start->first);
    learn_second(regex, scratch, start);
    if (!f->nodes) {
        f->nodes = calloc(256, sizeof *f->nodes);
        if (!f->nodes)
            return false;
        f->n = 1;
        f->cap = 256;
    }
    for (unsigned c = 0; c < 256; c++)
        if (in_set(start->first, (unsigned char)c))
            raise_to(&f->mark[c], words);
    grow_trie(f, regex, scratch, words);
    return true;
}

void prefilter_release(struct prefilter *f)
{
    free(f->nodes);
    *f = (struct prefilter){ 0 };
}

/* ---- asking ---- */

/* The symbol at text[i] when folding can neither respell it together with what
 * follows (an accent, a dash that takes its spaces with it) nor drop it. */
static int sure_symbol(struct slice text, size_t i)
{
    int sym = symbol((unsigned char)text.ptr[i]);
    if (i + 1 == text.len || sym < 0)
        return sym;
    int next = symbol((unsigned char)text.ptr[i + 1]);
    if (sym == 36)
        return next >= 0 && next != 36 ? sym : -1;
    return (unsigned char)text.ptr[i + 1] < 128 ? sym : -1;
}

bool prefilter_may(const struct prefilter *f, struct slice text, uint32_t words)
{
    if (!f->nodes || !text.len || words > f->nodes[0].below)
        return false;
    int first = fold_first(text);
    if (first >= 0 && symbol((unsigned char)first) < 0)   /* 0 is no line at all, also for one without words */
        return f->mark[first] && words <= f->mark[first];
    const struct prefilter_node *node = &f->nodes[0];
    for (size_t i = 0; i < text.len && i < DEPTH; i++) {
        if (node->words && words <= node->words)
            return true;
        int sym = sure_symbol(text, i);
        if (sym < 0)
            break;
        if (!node->child[sym])
            return false;
        node = &f->nodes[node->child[sym]];
    }
    return words <= node->below;
}

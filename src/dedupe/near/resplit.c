#include "dedupe/near/resplit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "dedupe/keys/hash_list.h"
#include "text/fold.h"
#include "text/words.h"

/* A word of a paragraph; marks are none. */
struct token {
    uint64_t hash;
    size_t at;             /* where it begins in the text, with the marks before it that open something */
    bool behind_mark;      /* a mark stands before it */
};

/* What the paragraphs of the other version begin and end with, and their keys. */
struct edges {
    struct hash_list begins, ends, keys;   /* sorted */
    bool failed;
};

struct cutter {
    struct buf tokens, folded;   /* of the paragraph at hand */
    struct buf cuts;             /* offsets where its text is to be parted, size_t */
    struct edges edges;
};

static void release(struct cutter *c)
{
    buf_release(&c->tokens);
    buf_release(&c->folded);
    buf_release(&c->cuts);
    free(c->edges.begins.at);
    free(c->edges.ends.at);
    free(c->edges.keys.at);
}

/* ---- words ---- */

/* Whether a mark may stand at the beginning of a sentence. */
static bool opens(struct slice mark)
{
    static const char *const marks[] = { "\"", "'", "(", "[", "“", "‘", "„", "«", "‹", "「", "『", "（", "《", "〈",
                                         "¿", "¡", "-", "–", "—" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_equal(mark, slice_str(marks[i])))
            return true;
    return false;
}

/* Fills c->tokens with the words of text; returns how many. */
static size_t take_tokens(struct cutter *c, struct slice text)
{
    struct slice rest = text;
    struct word word;
    struct token next = { .behind_mark = false };
    bool opened = false;
    buf_clear(&c->tokens);
    while (words_next(&rest, &word)) {
        size_t at = (size_t)(word.text.ptr - text.ptr);
        bool mark = word.kind == WORD_MARK;
        next.at = opened ? next.at : at;
        opened = mark && opens(word.text);
        next.behind_mark = next.behind_mark || mark;
        if (mark)
            continue;
        fold_key(word.text, &c->folded);
        next.hash = hash_bytes(buf_slice(&c->folded));
        buf_add(&c->tokens, (const char *)&next, sizeof next);
        next.behind_mark = false;
    }
    return c->tokens.failed || c->folded.failed ? 0 : c->tokens.len / sizeof next;
}

static const struct token *tokens_of(const struct cutter *c)
{
    return (const struct token *)(const void *)buf_slice(&c->tokens).ptr;
}

/* The hash of n tokens and of n itself. */
static uint64_t row_of(const struct token *t, size_t n)
{
    uint64_t hash = n;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ t[i].hash) * UINT64_C(0x9E3779B97F4A7C15) ^ hash >> 31;
    return hash;
}

/* ---- edges ---- */

static void find_edges(struct cutter *c, const struct para *paras, size_t n)
{
    struct edges *e = &c->edges;
    for (size_t i = 0; i < n && !e->failed; i++) {
        size_t words = take_tokens(c, paras[i].text), len = words < RESPLIT_WORDS ? words : RESPLIT_WORDS;
        e->failed = !hash_list_add(&e->keys, paras[i].key.lo)
                 || (words >= RESPLIT_LEAST && !(hash_list_add(&e->begins, row_of(tokens_of(c), len))
                                                 && hash_list_add(&e->ends, row_of(tokens_of(c) + words - len, len))));
    }
    hash_list_sort(&e->begins);
    hash_list_sort(&e->ends);
    hash_list_sort(&e->keys);
}

/* ---- parting ---- */

/* Whether a paragraph of the other version begins with token `at`, or ends before it. */
static bool is_edge(const struct cutter *c, size_t at, size_t n)
{
    const struct token *t = tokens_of(c);
    if (!t[at].behind_mark)
        return false;
    for (size_t len = RESPLIT_LEAST; len <= RESPLIT_WORDS; len++)
        if ((at + len <= n && hash_list_has(&c->edges.begins, row_of(t + at, len)))
            || (len <= at && hash_list_has(&c->edges.ends, row_of(t + at - len, len))))
            return true;
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static struct slice trimmed(struct slice s)
{
    while (s.len && is_blank(s.ptr[0]))
        s = slice_from(s, 1);
    while (s.len && is_blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

/* The bytes [from, to) of p's text as a paragraph. */
static struct para part_of(struct cutter *c, const struct para *p, size_t from, size_t to)
{
    struct para part = *p;
    part.text = trimmed(slice_of(p->text.ptr + from, to - from));
    struct fold fold = fold_key(part.text, &c->folded);
    part.fold = (uint16_t)fold.flags;
    part.chars = fold.chars;
    part.words = fold.words;
    part.key = key_of(buf_slice(&c->folded));
    if (p->text.ptr == p->raw.ptr) {
        part.raw = part.text;
        for (const char *q = p->raw.ptr; q < part.raw.ptr; q++)
            part.line += *q == '\n';
    }
    return part;
}

/* Fills c->cuts with the places where p is to be parted; returns how many. */
static size_t find_cuts(struct cutter *c, const struct para *p)
{
    buf_clear(&c->cuts);
    if (hash_list_has(&c->edges.keys, p->key.lo))
        return 0;
    size_t n = take_tokens(c, p->text);
    for (size_t at = 1; at < n; at++)
        if (is_edge(c, at, n))
            buf_add(&c->cuts, (const char *)&tokens_of(c)[at].at, sizeof(size_t));
    return c->cuts.len / sizeof(size_t);
}

static bool has_failed(const struct cutter *c)
{
    return c->tokens.failed || c->folded.failed || c->cuts.failed || c->edges.failed;
}

bool resplit(const struct para *paras, size_t n, const struct para *other, size_t n_other,
           struct arena *arena, struct resplit *out)
{
    struct cutter c = { 0 };
    struct buf parts = { 0 };
    *out = (struct resplit){ paras, n, 0 };
    find_edges(&c, other, n_other);
    for (size_t i = 0; i < n; i++) {
        size_t cuts = find_cuts(&c, &paras[i]), from = 0;
        const size_t *at = (const size_t *)(const void *)buf_slice(&c.cuts).ptr;
        for (size_t k = 0; k <= cuts; k++) {
            size_t to = k < cuts ? at[k] : paras[i].text.len;
            struct para part = cuts ? part_of(&c, &paras[i], from, to) : paras[i];
            buf_add(&parts, (const char *)&part, sizeof part);
            from = to;
        }
        out->parted += cuts;
    }
    if (out->parted) {
        struct slice all = arena_copy(arena, buf_slice(&parts));
        out->paras = (const struct para *)(const void *)all.ptr;
        out->n = all.len / sizeof(struct para);
    }
    bool good = !has_failed(&c) && !parts.failed && !arena->failed;
    release(&c);
    buf_release(&parts);
    return good;
}

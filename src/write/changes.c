#include "write/changes.h"

#include "text/words.h"

const char *change_name(enum change_kind kind)
{
    static const char *const names[] = { "stays", "edited", "rewritten", "cut", "added" };
    return names[kind];
}

void changes_release(struct changes *c)
{
    edits_release(&c->edits);
    for (int side = 0; side < 2; side++) {
        buf_release(&c->words[side]);
        buf_release(&c->hashes[side]);
    }
    buf_release(&c->runs);
    buf_release(&c->spelt);
}

/* ---- words ---- */

/* Beyond so many edits, or so many steps of looking for them, a paragraph was
 * rewritten. The first is 8 MB of scratch memory, the second a tenth of a second. */
enum { EDITS_MOST = 2000, STEPS_MOST = 20000000 };

static bool is_word(const struct word *w)
{
    return w->kind != WORD_MARK;
}

/* The word with ASCII quotes and dashes, because another kind of them is no change:
 * U+2010 to U+201F, which are E2 80 90 to E2 80 9F. */
static void spell(struct buf *out, struct slice word)
{
    static const char plain[] = "------||\'\'\'\'\"\"\"\"";
    buf_clear(out);
    for (size_t i = 0; i < word.len; i++) {
        const unsigned char *p = (const unsigned char *)word.ptr + i;
        bool mark = word.len - i >= 3 && p[0] == 0xE2 && p[1] == 0x80 && p[2] >= 0x90 && p[2] <= 0x9F;
        buf_addch(out, mark ? plain[p[2] - 0x90] : word.ptr[i]);
        i += mark ? 2 : 0;
    }
}

/* Splits text into words, and hashes each as spell writes it. Their number; 0 when
 * memory is short. */
static size_t take_words(struct slice text, struct buf *words, struct buf *hashes, struct buf *spelt)
{
    struct word word;
    size_t n = 0;
    buf_clear(words);
    buf_clear(hashes);
    for (; words_next(&text, &word); n++) {
        spell(spelt, word.text);
        uint64_t hash = hash_bytes(buf_slice(spelt));
        buf_add(words, (const char *)&word, sizeof word);
        buf_add(hashes, (const char *)&hash, sizeof hash);
        hashes->failed = hashes->failed || spelt->failed;
    }
    return words->failed || hashes->failed ? 0 : n;
}

static const struct word *words_of(const struct changes *c, int side)
{
    return (const struct word *)(const void *)buf_slice(&c->words[side]).ptr;
}

static const uint64_t *hashes_of(const struct changes *c, int side)
{
    return (const uint64_t *)(const void *)buf_slice(&c->hashes[side]).ptr;
}

/* A lone punctuation mark between two edits that both cut and add reads better as a
 * part of one edit. */
static void join_edits(struct edits *e, const struct word *a, size_t n, size_t m)
{
    for (size_t i = 0, j = 0; i < n && j < m; i++, j++) {
        size_t i_from = i, j_from = j;
        while (i < n && e->cut[i])
            i++;
        while (j < m && e->added[j])
            j++;
        bool before = i > i_from && j > j_from;
        bool after = i + 1 < n && j + 1 < m && e->cut[i + 1] && e->added[j + 1];
        if (before && after && !is_word(&a[i]))
            e->cut[i] = e->added[j] = 1;
    }
}

/* Words [from, to) of a text, with the blanks before them. */
static struct slice stretch(struct slice text, const struct word *words, size_t from, size_t to)
{
    const char *start = from > 0 ? words[from - 1].text.ptr + words[from - 1].text.len : text.ptr;
    const char *end = words[to - 1].text.ptr + words[to - 1].text.len;
    return slice_of(start, (size_t)(end - start));
}

static void add_run(struct buf *runs, enum run_kind kind, struct slice text)
{
    struct word_run run = { .kind = kind, .text = text };
    buf_add(runs, (const char *)&run, sizeof run);
}

/* Fills c->runs from the edits; n, m: words of was and is; *same counts the words kept. */
static void make_runs(struct changes *c, struct slice was, struct slice is, size_t n, size_t m, uint64_t *same)
{
    const struct word *a = words_of(c, 0), *b = words_of(c, 1);
    const struct edits *e = &c->edits;
    for (size_t i = 0, j = 0; i < n || j < m;) {
        size_t i_from = i, j_from = j;
        while (i < n && e->cut[i])
            i++;
        if (i > i_from)
            add_run(&c->runs, RUN_CUT, stretch(was, a, i_from, i));
        while (j < m && e->added[j])
            j++;
        if (j > j_from)
            add_run(&c->runs, RUN_ADDED, stretch(is, b, j_from, j));
        for (j_from = j; i < n && j < m && !e->cut[i] && !e->added[j]; i++, j++)
            *same += is_word(&b[j]);
        if (j > j_from)
            add_run(&c->runs, RUN_SAME, stretch(is, b, j_from, j));
    }
}

const struct word_run *changes_runs(struct changes *c, struct slice was, struct slice is, size_t *n_runs, uint64_t *same)
{
    size_t n = take_words(was, &c->words[0], &c->hashes[0], &c->spelt);
    size_t m = take_words(is, &c->words[1], &c->hashes[1], &c->spelt);
    size_t limit = STEPS_MOST / (n + m + 1) + 16;
    uint64_t common = 0;
    buf_clear(&c->runs);
    *n_runs = 0;
    c->runs.failed = c->words[0].failed || c->words[1].failed || c->hashes[0].failed || c->hashes[1].failed;
    long edits = c->runs.failed ? EDITS_NO_MEMORY
        : edits_find(&c->edits, hashes_of(c, 0), n, hashes_of(c, 1), m, limit < EDITS_MOST ? limit : EDITS_MOST);
    if (edits == EDITS_NO_MEMORY)
        c->runs.failed = true;
    if (edits < 0)
        return NULL;
    join_edits(&c->edits, words_of(c, 0), n, m);
    make_runs(c, was, is, n, m, &common);
    if (same)
        *same = common;
    *n_runs = c->runs.len / sizeof(struct word_run);
    return c->runs.failed ? NULL : (const struct word_run *)(const void *)c->runs.ptr;
}

/* ---- paragraphs ---- */

static uint64_t count_words(struct slice text)
{
    struct word word;
    uint64_t n = 0;
    while (words_next(&text, &word))
        n += is_word(&word);
    return n;
}

static void put(struct changes *c, enum change_kind kind, uint32_t a, uint32_t b)
{
    c->list[c->n++] = (struct change){ .kind = kind, .a = a, .b = b };
}

static void put_pair(struct changes *c, const struct version *a, const struct version *b, uint32_t i, uint32_t j)
{
    const struct para *was = &a->paras[i], *is = &b->paras[j];
    put(c, align_same(was, is) ? CHANGE_STAYS : CHANGE_EDITED, i, j);
    struct change *change = &c->list[c->n - 1];
    change->moved = a->moved[i];
    change->respelt = change->kind == CHANGE_STAYS && !slice_equal(was->text, is->text);
}

/* Puts the later version's paragraphs from *j up to `to`, which *j becomes. */
static void put_later(struct changes *c, const struct version *a, const struct version *b, uint32_t *j, uint32_t to)
{
    for (; *j < to; ++*j) {
        if (b->partner[*j] == ALIGN_NONE)
            put(c, CHANGE_ADDED, ALIGN_NONE, *j);
        else
            put_pair(c, a, b, b->partner[*j], *j);
    }
}

/* Adds a change to the numbers; one with too many edits becomes CHANGE_REWRITTEN. */
static void count(struct changes *c, struct change *change, const struct version *a, const struct version *b,
                  struct copydesk_difference *d)
{
    uint64_t same = 0;
    size_t n = 0;
    switch (change->kind) {
    case CHANGE_STAYS:
        d->stay += !change->moved;
        d->moved += change->moved;
        d->respelt += change->respelt;
        d->words_kept += count_words(a->paras[change->a].text);
        break;
    case CHANGE_EDITED:
        if (!changes_runs(c, a->paras[change->a].text, b->paras[change->b].text, &n, &same) && !c->runs.failed)
            change->kind = CHANGE_REWRITTEN;
        d->edited += change->kind == CHANGE_EDITED;
        d->rewritten += change->kind == CHANGE_REWRITTEN;
        d->words_kept += same;
        break;
    case CHANGE_REWRITTEN: break;
    case CHANGE_CUT:   d->cut++; break;
    case CHANGE_ADDED: d->added++; break;
    }
}

static void count_version(const struct version *v, int side, struct copydesk_difference *d)
{
    d->paragraphs[side] = v->n;
    for (uint32_t i = 0; i < v->n; i++)
        d->words[side] += count_words(v->paras[i].text);
}

bool changes_list(struct changes *c, const struct version *a, const struct version *b,
                  struct arena *arena, struct copydesk_difference *d)
{
    uint32_t j = 0;
    *d = (struct copydesk_difference){ 0 };
    c->n = 0;
    c->list = arena_take(arena, ((size_t)a->n + b->n + 1) * sizeof *c->list);
    if (arena->failed)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        if (a->partner[i] == ALIGN_NONE)
            put(c, CHANGE_CUT, i, ALIGN_NONE);
        else if (!a->moved[i])
            put_later(c, a, b, &j, a->partner[i] + 1);
    }
    put_later(c, a, b, &j, b->n);
    for (size_t k = 0; k < c->n; k++) {
        count(c, &c->list[k], a, b, d);
        if (c->runs.failed)
            return false;
    }
    count_version(a, 0, d);
    count_version(b, 1, d);
    return true;
}

#include "strip/prefilter.h"

#include <stdlib.h>

#include "text/fold.h"

/* A regex that can start in more ways is followed less deep. */
enum { DEPTH = PREFILTER_DEPTH, MAX_WAYS = 64, MAX_NODES = UINT16_MAX };

/* Three characters say of most lines that no regex starts like them, in one look
 * at a table: cheaper than a way down the trie, which no processor guesses. Of the
 * third one of four kinds, so that the table is small. */
enum { LEAD_KINDS = PREFILTER_KINDS, LEAD_WORDS = PREFILTER_WORDS };

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

/* Any symbol may be next. */
static const uint64_t ANY = (UINT64_C(1) << STARTS_SYMBOLS) - 1;

/* A way in which a match can start. */
struct way {
    struct starts behind;
    uint16_t node, hash;    /* hash: of all its symbols */
    uint8_t symbol;         /* its last one */
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

/* The regex is asked for lines that start this way. */
static void note_way(const struct way *way, size_t len, struct prefilter_start *start)
{
    start->depths |= (uint8_t)(1u << len);
    start->heads[way->hash / 8] |= (uint8_t)(1u << way->hash % 8);
}

/* Here a way ends: anything may follow. */
static void end_way(struct prefilter *f, const struct way *way, size_t len, unsigned words,
                    struct prefilter_start *start)
{
    raise_to(&f->nodes[way->node].words, words);
    note_way(way, len, start);
}

/* Ends the ways that may go on with anything, and notes those that go on with no
 * symbol: with a mark, or not at all, where a way down the trie ends too. The others
 * are moved together. Returns their number. */
static size_t end_open(struct prefilter *f, struct slice pattern, struct way *ways, size_t n, size_t len,
                       unsigned words, struct prefilter_start *start)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t next = starts_next(pattern, &ways[i].behind);
        if (next == ANY)
            end_way(f, &ways[i], len, words, start);
        else if (next == 0)
            note_way(&ways[i], len, start);
        else
            ways[kept++] = ways[i];
    }
    return kept;
}

/* The ways one character longer than those of len, n of them; at most MAX_WAYS
 * fit. Returns their number, MAX_WAYS + 1 when there are more. */
static size_t lengthen(struct slice pattern, const struct way *ways, size_t n, struct way *longer)
{
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t next = starts_next(pattern, &ways[i].behind);
        for (uint8_t symbol = 0; symbol < STARTS_SYMBOLS; symbol++) {
            if (!(next >> symbol & 1))
                continue;
            if (found == MAX_WAYS)
                return MAX_WAYS + 1;
            longer[found++] = (struct way){ starts_after(pattern, &ways[i].behind, symbol), ways[i].node,
                                            prefilter_hash(ways[i].hash, symbol), symbol };
        }
    }
    return found;
}

/* The nodes of ways of length len; a way without room is cut at its parent, and the
 * regex open. */
static size_t plant(struct prefilter *f, struct way *ways, size_t n, unsigned words, struct prefilter_start *start)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        size_t child = child_of(f, ways[i].node, ways[i].symbol, words);
        if (!child) {
            raise_to(&f->nodes[ways[i].node].words, words);
            start->open = true;
            continue;
        }
        ways[kept] = ways[i];
        ways[kept++].node = (uint16_t)child;
    }
    return kept;
}

static void grow_trie(struct prefilter *f, struct slice pattern, const struct starts *starts, unsigned words,
                      struct prefilter_start *start)
{
    struct way ways[2][MAX_WAYS];
    size_t n = 1, len = 0;
    ways[0][0] = (struct way){ .behind = *starts };
    raise_to(&f->nodes[0].below, words);
    for (; len < DEPTH && n > 0; len++) {
        n = end_open(f, pattern, ways[len % 2], n, len, words, start);
        size_t more = lengthen(pattern, ways[len % 2], n, ways[(len + 1) % 2]);
        if (more > MAX_WAYS)
            break;
        n = plant(f, ways[(len + 1) % 2], more, words, start);
    }
    for (size_t i = 0; i < n; i++)   /* as far as was looked */
        end_way(f, &ways[len % 2][i], len, words, start);
}

/* ---- first characters beyond ASCII ---- */

/* Of the bytes of one or two characters. */
static uint32_t hash_of(uint32_t before, struct slice character)
{
    for (size_t i = 0; i < character.len; i++)
        before = (before + (unsigned char)character.ptr[i] + 1) * UINT32_C(0x9E3779B1);
    return before;
}

static uint16_t one_of(uint32_t hash)
{
    return hash >> 24;     /* PREFILTER_ONE */
}

static uint16_t two_of(uint32_t hash)
{
    return hash >> 22;     /* PREFILTER_TWO */
}

static void add_one(void *payload, struct slice character)
{
    struct prefilter_start *start = payload;
    uint16_t one = one_of(hash_of(0, character));
    start->one[one / 8] |= (uint8_t)(1u << one % 8);
}

/* With each character that can follow; false when that is no short list. */
static bool add_twos(struct slice pattern, const struct starts *starts, size_t k, struct prefilter_start *start)
{
    struct slice first = starts_character(pattern, starts, k);
    struct starts behind = starts_behind(pattern, starts, k);
    bool good = first.len && !behind.anything && behind.n > 0;
    for (size_t i = 0; good && i < behind.n; i++) {
        struct slice next = starts_character(pattern, &behind, i);
        uint16_t two = two_of(hash_of(hash_of(0, first), next));
        start->two[two / 8] |= (uint8_t)(1u << two % 8);
        good = next.len > 0;
    }
    return good;
}

static void learn_characters(struct slice pattern, const struct starts *starts, struct prefilter_start *start)
{
    bool all = starts->anything;
    for (size_t k = 0; k < starts->n && !all; k++)
        if (!add_twos(pattern, starts, k, start))
            all = !starts_far(pattern, starts, k, add_one, start);
    if (all)
        memset(start->one, 0xff, sizeof start->one);
}

/* The first character of a text, which is not empty. */
static struct slice first_character(struct slice text)
{
    size_t n = 1;
    while (n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
        n++;
    return slice_of(text.ptr, n);
}

static void find_characters(struct slice folded, struct prefilter_head *head)
{
    head->far = folded.len && (unsigned char)folded.ptr[0] >= 0x80;
    if (!head->far)
        return;
    struct slice first = first_character(folded), rest = slice_from(folded, first.len);
    uint32_t hash = hash_of(0, first);
    head->alone = rest.len == 0;
    head->one = one_of(hash);
    head->two = head->alone ? 0 : two_of(hash_of(hash, first_character(rest)));
}

/* ---- all of them ---- */

static bool make_root(struct prefilter *f)
{
    if (f->nodes)
        return true;
    f->nodes = calloc(256, sizeof *f->nodes);
    if (!f->nodes)
        return false;
    f->n = 1;
    f->cap = 256;
    return true;
}

/* Has the text of a pattern a character of Cyrillic or a later script? Folding
 * makes none of these from ASCII, from Latin-1 to Latin Extended-B (C2 to C9),
 * nor from quotes, dashes and what else stands before U+2100 (E2 80 to E2 83). */
static bool needs_far(struct slice text)
{
    bool far = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        far |= c >= 0xD0 && c != 0xE1 && c != 0xE2;
    }
    return far;
}

/* Has the line something of which folding could make such a character? */
static bool is_far(struct slice line)
{
    for (size_t i = 0; i + 1 < line.len; i++) {
        unsigned char c = (unsigned char)line.ptr[i], next = (unsigned char)line.ptr[i + 1];
        if (c >= 0xCA && !(c == 0xE2 && next < 0x84))
            return true;
    }
    return false;
}

/* What tells of each text that it may stand in a line; false when nothing does of
 * one, or there are no texts. */
static bool find_hints(struct prefilter_open *open, const struct starts_texts *needs)
{
    for (size_t i = 0; i < needs->n; i++) {
        struct hint hint = hint_of(needs->text[i]);
        if (hint.word.len)
            open->hint[open->n_hints++] = hint;
        else if (needs_far(needs->text[i]))
            open->far = true;
        else
            return false;
    }
    return needs->n > 0;
}

static bool add_open(struct prefilter *f, struct prefilter_open open)
{
    struct prefilter_open *bigger = reallocarray(f->open, f->n_open + 1, sizeof *bigger);
    if (!bigger)
        return false;
    f->open = bigger;
    f->open[f->n_open++] = open;
    return true;
}

bool prefilter_learn(struct prefilter *f, struct slice pattern, const struct starts_texts *needs, unsigned words,
                     struct prefilter_start *start)
{
    struct prefilter_open open = { .words = words };
    struct starts starts = starts_of(pattern);
    starts_first_bytes(pattern, &starts, start->first);
    if (!make_root(f))
        return false;
    start->open = find_hints(&open, needs) && starts_next(pattern, &starts) == ANY;
    if (start->open)
        return add_open(f, open);
    for (unsigned c = 0; c < 256; c++)
        if (in_set(start->first, (unsigned char)c))
            raise_to(&f->mark[c], words);
    learn_characters(pattern, &starts, start);
    grow_trie(f, pattern, &starts, words, start);
    return true;
}

/* The first slot of lines that start with these two symbols; 0 is none. */
static size_t lead_slot(size_t first, size_t second)
{
    return 1 + (first * STARTS_SYMBOLS + second) * LEAD_KINDS;
}

static void raise_leads(struct prefilter *f, size_t slot, size_t n, unsigned words)
{
    words = words < LEAD_WORDS ? words : LEAD_WORDS;
    for (size_t i = slot; i < slot + n; i++)
        f->lead[i] = f->lead[i] < words ? (uint8_t)words : f->lead[i];
}

/* Lines that start with these two symbols; node: where the trie stands behind them. */
static void learn_leads(struct prefilter *f, size_t slot, const struct prefilter_node *node)
{
    raise_leads(f, slot, LEAD_KINDS, node->words);
    for (size_t third = 0; third < STARTS_SYMBOLS; third++)
        if (node->child[third])
            raise_leads(f, slot + third % LEAD_KINDS, 1, f->nodes[node->child[third]].below);
}

bool prefilter_finish(struct prefilter *f)
{
    if (!f->nodes)
        return true;
    f->lead = calloc(PREFILTER_LEADS, sizeof *f->lead);
    if (!f->lead)
        return false;
    for (size_t i = 0; i < f->n_open; i++)
        f->most_open = f->open[i].words > f->most_open ? f->open[i].words : f->most_open;
    f->most = f->nodes[0].below > f->most_open ? f->nodes[0].below : f->most_open;
    const struct prefilter_node *root = f->nodes, *node;
    raise_leads(f, 0, 1, LEAD_WORDS);
    raise_leads(f, 1, PREFILTER_LEADS - 1, root->words);
    for (size_t first = 0; first < STARTS_SYMBOLS; first++) {
        if (!root->child[first])
            continue;
        node = &f->nodes[root->child[first]];
        raise_leads(f, lead_slot(first, 0), STARTS_SYMBOLS * LEAD_KINDS, node->words);
        for (size_t second = 0; second < STARTS_SYMBOLS; second++)
            if (node->child[second])
                learn_leads(f, lead_slot(first, second), &f->nodes[node->child[second]]);
    }
    return true;
}

void prefilter_release(struct prefilter *f)
{
    free(f->nodes);
    free(f->lead);
    free(f->open);
    *f = (struct prefilter){ 0 };
}

/* ---- asking ---- */

/* The symbol at text[i] when folding can neither respell it together with what
 * follows (an accent, a dash that takes its spaces with it) nor drop it. */
static int sure_symbol(struct slice text, size_t i)
{
    int sym = starts_symbol((unsigned char)text.ptr[i]);
    if (i + 1 == text.len || sym < 0)
        return sym;
    int next = starts_symbol((unsigned char)text.ptr[i + 1]);
    if (sym == 36)
        return next >= 0 && next != 36 ? sym : -1;
    return (unsigned char)text.ptr[i + 1] < 128 ? sym : -1;
}

struct prefilter_lead prefilter_lead(struct slice text)
{
    struct prefilter_lead lead = { .first = -1 };
    if (starts_symbol((unsigned char)text.ptr[0]) < 0) {   /* else it folds to a symbol, or is not sure */
        lead.first = fold_first(text);
        return lead;
    }
    int symbols[3] = { -1, -1, -1 };
    for (size_t i = 0; i < 3 && i < text.len; i++)
        symbols[i] = sure_symbol(text, i);
    if (symbols[0] >= 0 && symbols[1] >= 0 && symbols[2] >= 0)
        lead.slot = (uint16_t)(lead_slot((size_t)symbols[0], (size_t)symbols[1]) + (size_t)symbols[2] % LEAD_KINDS);
    return lead;
}

static bool starts_may(const struct prefilter *f, struct slice text, const struct prefilter_lead *lead,
                       uint32_t words)
{
    if (words > f->nodes[0].below
        || (words > f->lead[lead->slot] && f->lead[lead->slot] < LEAD_WORDS))
        return false;
    int first = lead->first;
    if (first >= 0 && starts_symbol((unsigned char)first) < 0)   /* 0 is no line at all, also for one without words */
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

static bool open_may(const struct prefilter_open *open, struct slice text, uint32_t words, unsigned fold)
{
    if (words > open->words)
        return false;
    if (open->far && fold & FOLD_NONASCII && is_far(text))
        return true;
    for (size_t i = 0; i < open->n_hints; i++)
        if (fold & FOLD_SPELT || hint_stands(&open->hint[i], text))
            return true;
    return false;
}

bool prefilter_may(const struct prefilter *f, struct slice text, const struct prefilter_lead *lead,
                   uint32_t words, unsigned fold)
{
    if (starts_may(f, text, lead, words))
        return true;
    for (size_t i = 0; words <= f->most_open && i < f->n_open; i++)
        if (open_may(&f->open[i], text, words, fold))
            return true;
    return false;
}

struct prefilter_head prefilter_head(struct slice folded)
{
    struct prefilter_head head = { .known = 0 };
    find_characters(folded, &head);
    for (size_t i = 0; i < folded.len && i < DEPTH; i++) {
        int symbol = starts_symbol((unsigned char)folded.ptr[i]);
        if (symbol < 0)
            break;
        head.hash[i + 1] = prefilter_hash(head.hash[i], (unsigned)symbol);
        head.known = (uint8_t)(i + 1);
    }
    return head;
}

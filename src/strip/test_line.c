/* test_line -- which rule takes this line, under which condition, and if none,
 * why not: what `copydesk rules test` says. */
#include <stdlib.h>

#include "base/error.h"
#include "strip/cut.h"
#include "strip/match/alternatives.h"
#include "strip/ruleset.h"

/* How each is said after "takes it". */
static const char *const WHERE[STRIP_N_CONDITIONS] = {
    [STRIP_ALWAYS] = "anywhere",
    [STRIP_HEAD] = "in the head (first 15 % of the paragraphs, 3 to 8)",
    [STRIP_TAIL] = "in the tail (last 25 %, 2 to 15)",
    [STRIP_NEAR] = "next to a line that a rule takes",
    [STRIP_AFTER] = "right after a line that its marker takes",
    [STRIP_BLOCK] = "behind a block's line",   /* no rule's condition */
};

struct telling {
    const struct rules *rules;
    struct strip_scratch *scratch;
    struct example e;
    struct buf line;
    bool failed;           /* memory was short */
    void (*say)(void *payload, const char *text, size_t len);
    void *payload;
    size_t said;
};

static void say(struct telling *t)
{
    t->said++;
    t->failed = t->failed || t->line.failed;
    if (!t->failed)
        t->say(t->payload, t->line.ptr, t->line.len);
    buf_clear(&t->line);
}

/* ---- rules that take it ---- */

/* What the rule's cuts leave of the line; false: it has none there. */
static bool put_cut(struct telling *t, size_t rule)
{
    struct buf rest = { 0 };
    bool cuts = false;
    for (size_t i = 0; i < t->rules->n_cuts && !cuts; i++)
        cuts = t->rules->cuts[i].rule == rule && cut_text(t->e.text, t->rules->cuts[i].text, &rest);
    if (cuts && rest.len)
        buf_addf(&t->line, "%s cuts a part out of it, which leaves \"%.*s\"", t->rules->rules[rule].name,
                 (int)rest.len, rest.ptr);
    t->failed = t->failed || rest.failed;
    buf_release(&rest);
    return cuts && t->line.len;
}

static void put_conditions(struct telling *t, const struct rule *r)
{
    const char *before = "";
    if (r->headline) {
        buf_addstr(&t->line, "as the last line, after finished prose");
        return;
    }
    for (unsigned c = 0; c < STRIP_N_CONDITIONS; c++)
        if (r->conditions >> c & 1) {
            buf_addf(&t->line, "%s%s", before, WHERE[c]);
            if ((c == STRIP_HEAD || c == STRIP_TAIL) && !r->given)
                buf_addstr(&t->line, r->company ? " when it is no heading and not alone" : " when it is no heading");
            if (c == STRIP_NEAR)
                buf_addstr(&t->line, r->cls == COPYDESK_AD ? " and that is no readmore"
                                   : r->cls == COPYDESK_READMORE ? " and that is no ad" : " and that is no ad or readmore");
            before = ", or ";
        }
}

static void tell_taking(struct telling *t, size_t rule)
{
    const struct rule *r = &t->rules->rules[rule];
    const char *cls = copydesk_class_name(r->cls);
    if (!put_cut(t, rule)) {
        buf_addf(&t->line, "%s takes it ", r->name);
        put_conditions(t, r);
    }
    if (r->block)
        buf_addstr(&t->line, "; in the second half, after finished prose, with all that follows, unless that may be text");
    if (r->sourced)
        buf_addf(&t->line, "; only in articles of %.*s", r->source.len ? (int)r->source.len : 14,
                 r->source.len ? r->source.ptr : "the top folder");
    buf_addf(&t->line, r->acts ? " (class %s)" : ", but its class is off: --strip +%s", cls);
    say(t);
}

/* ---- rules that nearly do ---- */

static void tell_shape(struct telling *t)
{
    const struct literal *l = NULL;
    while ((l = literals_next(&t->rules->literals, t->e.key, l)))
        if (t->e.shape & ~l->shape) {
            buf_addf(&t->line, "%s would take it, but it %s, and its line does not", t->rules->rules[l->rule - 1].name,
                     t->e.shape & SHAPE_QUOTED ? "stands in quotation marks, is said or goes on"
                     : t->e.shape & SHAPE_ASKS ? "ends in ?" : "ends in !");
            say(t);
        }
}

static void tell_long(struct telling *t)
{
    for (size_t i = 0; i < t->rules->n_regexes; i++) {
        const struct rule_regex *x = &t->rules->regexes[i];
        if ((t->e.fold.words <= x->words && t->e.line.len <= x->bytes)
            || regex_match(x->regex, t->scratch->regex, t->e.line) != REGEX_YES)
            continue;
        bool wordy = t->e.fold.words > x->words;
        buf_addf(&t->line, "%s would take it, but it has %zu %s, more than %u", t->rules->rules[x->rule].name,
                 wordy ? t->e.fold.words : t->e.line.len, wordy ? "words" : "bytes", (unsigned)(wordy ? x->words : x->bytes));
        say(t);
    }
}

static void tell_limit(struct telling *t)
{
    for (size_t i = 0; i < t->rules->n_regexes; i++) {
        const struct rule_regex *x = &t->rules->regexes[i];
        if (t->e.fold.words > x->words || t->e.line.len > x->bytes
            || regex_match(x->regex, t->scratch->regex, t->e.line) != REGEX_LIMIT)
            continue;
        buf_addf(&t->line, "%s takes too many steps for it; simplify its regex", t->rules->rules[x->rule].name);
        say(t);
    }
}

static void tell_speech(struct telling *t)
{
    if (keep_said(&t->rules->said, t->scratch->regex, t->e.line)) {
        buf_addstr(&t->line, "it is somebody's words, by a said of a pack: only a literal line takes it, or a pack of yours");
        say(t);
    }
}

enum { MOST_LETTERS = 200 };   /* bytes of texts that are compared; labels are shorter */

/* Edits (one byte added, gone or another) between two short texts. */
static size_t distance(struct slice a, struct slice b)
{
    size_t row[MOST_LETTERS + 1];
    for (size_t k = 0; k <= b.len; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b.len; k++) {
            size_t above = row[k], change = corner + (a.ptr[i - 1] != b.ptr[k - 1]);
            size_t step = (row[k - 1] < above ? row[k - 1] : above) + 1;
            row[k] = change < step ? change : step;
            corner = above;
        }
    }
    return row[b.len];
}

/* In how many letters mine differs from the text, if in fewer than best; else best. */
static size_t letters_off(struct slice mine, struct slice text, size_t best, struct buf *key, struct buf *loose)
{
    struct fold fold;
    struct slice other = fold_literal(text, key, loose, &fold);
    if (other.len > MOST_LETTERS || other.len + best < mine.len || mine.len + best < other.len)
        return best;
    size_t off = distance(mine, other);
    return off < best ? off : best;
}

/* The literal that differs in the fewest letters from mine, if by at most a
 * third; NULL: none. *in is its pack. */
static const struct pack_item *nearest(const struct rules *r, struct slice mine, const struct loaded_pack **in)
{
    struct buf key = { 0 }, loose = { 0 }, one = { 0 };
    const struct pack_item *found = NULL;
    size_t best = mine.len / 3 + 1;
    for (size_t p = 0; p < r->n_packs; p++)
        for (size_t i = 0; i < r->packs[p].pack.n_items; i++) {
            const struct pack_item *item = &r->packs[p].pack.items[i];
            size_t before = best;
            size_t n = item->kind == PACK_LINES ? alternatives_count(item->text) : item->kind == PACK_LINE;
            for (size_t k = 0; k < n; k++) {
                if (item->kind == PACK_LINES)
                    alternatives_take(item->text, n, k, &one);
                best = letters_off(mine, item->kind == PACK_LINES ? buf_slice(&one) : item->text, best, &key, &loose);
            }
            found = best < before ? item : found;
            *in = best < before ? &r->packs[p] : *in;
        }
    buf_release(&key);
    buf_release(&loose);
    buf_release(&one);
    return found;
}

static void tell_nearest(struct telling *t)
{
    struct buf key = { 0 }, loose = { 0 };
    struct fold fold;
    struct slice mine = fold_literal(t->e.text, &key, &loose, &fold);
    const struct loaded_pack *in = NULL;
    const struct pack_item *item = mine.len <= MOST_LETTERS ? nearest(t->rules, mine, &in) : NULL;
    if (item) {
        buf_addf(&t->line, "nearest is line %llu of %s: %.*s", (unsigned long long)item->line,
                 in->source.label.ptr, (int)item->text.len, item->text.ptr);
        say(t);
    }
    buf_release(&key);
    buf_release(&loose);
}

static void tell_all(struct telling *t)
{
    for (size_t i = 0; i < t->rules->n; i++)
        if (rule_takes(t->rules, t->scratch, i, &t->e))
            tell_taking(t, i);
    if (literals_next(&t->rules->walls.lines, t->e.key, NULL)
        || walls_like_takes(&t->rules->walls, t->scratch->regex, t->e.line)) {
        buf_addstr(&t->line, "a page of few words with this line is a wall page, and never compared with others");
        say(t);
    }
    if (t->said)
        return;
    buf_addstr(&t->line, "no rule takes it");
    say(t);
    tell_shape(t);
    tell_long(t);
    tell_limit(t);
    tell_speech(t);
    if (t->said == 1)
        tell_nearest(t);
}

enum copydesk_status copydesk_test_line(const struct copydesk_options *options,
                                        const char *line, size_t len,
                                        void (*say_line)(void *payload, const char *text, size_t len),
                                        void *payload, struct copydesk_error *error)
{
    struct telling t = { .say = say_line, .payload = payload };
    struct rules *rules = rules_open_whole(options, error);
    if (!rules)
        return COPYDESK_FAILED;
    enum copydesk_status status = COPYDESK_OK;
    t.rules = rules;
    t.scratch = strip_scratch_new(rules);
    if (!t.scratch || !example_fold(t.scratch, slice_of(line, len), &t.e))
        status = error_memory(error);
    else
        tell_all(&t);
    if (t.failed || (t.scratch && regex_scratch_failed(t.scratch->regex)))
        status = error_memory(error);
    buf_release(&t.line);
    strip_scratch_free(t.scratch);
    rules_free(rules);
    return status;
}

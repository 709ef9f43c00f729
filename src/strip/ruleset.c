#include "strip/ruleset.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "strip/cut.h"
#include "strip/like.h"
#include "strip/match/alternatives.h"
#include "strip/match/built_in.h"

/* A rule's number + 1 travels in 16 bits (struct para). */
enum { MAX_RULES = UINT16_MAX - 1 };

/* Regexes are tried on lines of so many words unless their rule says other;
 * a word of news with its space takes 6 bytes on average, in any script under
 * 16; 400 bytes are for scripts without spaces (guesses). */
enum { WORDS = 25, BYTES_A_WORD = 16, MIN_BYTES = 400 };

struct rules *ruleset_new(unsigned strip, bool by_language)
{
    struct rules *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->strip = strip;
    r->languages = languages_new();
    r->lazy = lazy_new();
    r->by_language = by_language;
    if (r->languages && r->lazy)
        return r;
    rules_free(r);
    return NULL;
}

static void free_regex(struct rule_regex *x)
{
    regex_free(x->regex);
    needs_release(&x->needs);
}

void rules_free(struct rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_packs; i++) {
        pack_release(&r->packs[i].pack);
        packs_release(&r->packs[i].source);
    }
    for (size_t i = 0; i < r->n; i++)
        free(r->rules[i].name);
    for (size_t i = 0; i < r->n_regexes; i++)
        free_regex(&r->regexes[i]);
    literals_release(&r->literals);
    lazy_free(r->lazy);
    languages_free(r->languages);
    keep_release(&r->keep);
    keep_release(&r->said);
    walls_release(&r->walls);
    arena_release(&r->patterns);
    pack_files_release(&r->files);
    buf_release(&r->line);
    buf_release(&r->key);
    buf_release(&r->loose);
    free(r->noticed);
    free(r->packs);
    free(r->rules);
    free(r->regexes);
    free(r->cuts);
    free(r);
}

/* Room for one more element of size bytes, zeroed; NULL when out of memory. */
static void *one_more(void **array, size_t *n, size_t *cap, size_t size, struct faults *faults)
{
    void *room = array_room(*array, *n, cap, size);
    if (!room) {
        faults_tell(faults, 0, "out of memory");
        return NULL;
    }
    *array = room;
    return memset((char *)room + (*n)++ * size, 0, size);
}

struct slice fold_literal(struct slice text, struct buf *key, struct buf *loose, struct fold *fold)
{
    text = literals_bare(text);
    *fold = fold_key(text, key);
    if (!(fold->flags & FOLD_NONASCII))
        return buf_slice(key);
    struct buf *out = fold_loose(buf_slice(key), loose) ? loose : key;
    if (fold->words > 1 && literals_blanks_vary(text))
        literals_drop_blanks(out);
    return buf_slice(out);
}

/* Code points of folded text, which is UTF-8. */
static uint32_t count_chars(struct slice s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}

static void add_literal(struct rules *r, struct slice text, uint64_t at, struct faults *faults)
{
    struct fold fold;
    struct slice folded = fold_literal(text, &r->key, &r->loose, &fold);
    uint32_t chars = count_chars(folded);
    struct slice line = text;   /* of ASCII, folding leaves the marks */
    if (fold.flags & FOLD_NONASCII) {
        fold_line(text, &r->line);
        line = buf_slice(&r->line);
    }
    if (r->key.failed || r->loose.failed || r->line.failed)
        faults_tell(faults, at, "out of memory");
    else if (!(fold.flags & FOLD_KEYED))
        faults_tell(faults, at, "a line needs a letter or digit; use regex for marks alone");
    else if (chars >= LITERAL_MAX_CHARS)
        faults_tell(faults, at, "a line has fewer than %d characters", LITERAL_MAX_CHARS);
    else if (!literals_add(&r->literals, key_of(folded), chars, r->n - 1,
                           fold_edges_kept(literals_bare(text)) ? 0 : literals_shape(line)))
        faults_tell(faults, at, "out of memory");
}

/* Persian words that a joiner parts are as often written with a blank there. */
static void add_line(struct rules *r, struct slice text, uint64_t at, struct faults *faults)
{
    add_literal(r, text, at, faults);
    struct buf blanks = { 0 };
    struct slice rest = text;
    while (rest.len) {
        bool joiner = slice_starts(rest, SLICE("\u200C"));
        buf_addch(&blanks, joiner ? ' ' : *rest.ptr);
        rest = slice_from(rest, joiner ? 3 : 1);
    }
    if (blanks.failed)
        faults_tell(faults, at, "out of memory");
    else if (blanks.len < text.len)
        add_literal(r, buf_slice(&blanks), at, faults);
    buf_release(&blanks);
}

static void add_lines(struct rules *r, const struct pack_item *item, struct faults *faults)
{
    struct buf one = { 0 };
    size_t n = alternatives_count(item->text);
    if (n == 0)
        faults_tell(faults, item->line, "braces come in pairs, not within each other: {one|other}");
    else if (n > ALTERNATIVES_MOST)
        faults_tell(faults, item->line, "stands for more than %d lines; write two", ALTERNATIVES_MOST);
    for (size_t i = 0; i < n && n <= ALTERNATIVES_MOST; i++) {
        alternatives_take(item->text, n, i, &one);
        if (one.failed)
            faults_tell(faults, item->line, "out of memory");
        else
            add_line(r, buf_slice(&one), item->line, faults);
    }
    buf_release(&one);
}

static void add_regex(struct rules *r, const struct pack_rule *rule, const struct pack_item *item,
                      struct faults *faults)
{
    void *array = r->regexes;
    struct rule_regex *new = one_more(&array, &r->n_regexes, &r->cap_regexes, sizeof *new, faults);
    r->regexes = array;
    if (!new)
        return;
    unsigned words = rule->words ? rule->words : WORDS;
    unsigned bytes = words * BYTES_A_WORD;
    *new = (struct rule_regex){
        .pattern = item->text, .rule = r->n - 1, .line = item->line, .words = words,
        .bytes = bytes < MIN_BYTES ? MIN_BYTES : bytes,
    };
}

static void add_like(struct rules *r, const struct pack_rule *rule, const struct pack_item *item,
                     struct faults *faults)
{
    struct buf pattern = { 0 };
    struct pack_item regex = *item;
    bool good = like_pattern(item->text, &r->line, &pattern);
    regex.text = arena_copy(&r->patterns, buf_slice(&pattern));
    if (pattern.failed || r->patterns.failed)
        faults_tell(faults, item->line, "out of memory");
    else if (good)
        add_regex(r, rule, &regex, faults);
    else
        faults_tell(faults, item->line, "like needs a * and text beside it; a line without * is a line");
    buf_release(&pattern);
}

static void add_cut(struct rules *r, const struct pack_item *item, struct faults *faults)
{
    if (!cut_allowed(item->text)) {
        faults_tell(faults, item->line, "cut takes a text in ( ), [ ] or { }");
        return;
    }
    void *array = r->cuts;
    struct rule_cut *new = one_more(&array, &r->n_cuts, &r->cap_cuts, sizeof *new, faults);
    r->cuts = array;
    if (new)
        *new = (struct rule_cut){ item->text, r->n - 1 };
}

static char *full_name(const struct pack_source *source, struct slice rule)
{
    struct buf name = { 0 };
    buf_addslice(&name, buf_slice(&source->name));
    buf_addch(&name, '/');
    buf_addslice(&name, rule);
    buf_addch(&name, '\0');
    if (!name.failed)
        return name.ptr;
    buf_release(&name);
    return NULL;
}

static void add_rule(struct rules *r, const struct loaded_pack *from, const struct pack_rule *rule,
                     struct faults *faults)
{
    if (r->n >= MAX_RULES) {
        faults_tell(faults, rule->line, "more than %d rules", MAX_RULES);
        return;
    }
    void *array = r->rules;
    struct rule *new = one_more(&array, &r->n, &r->cap, sizeof *new, faults);
    r->rules = array;
    if (!new)
        return;
    *new = (struct rule){
        .name = full_name(&from->source, rule->name), .cls = (enum copydesk_class)rule->cls,
        .conditions = rule->conditions, .source = rule->source, .sourced = rule->sourced,
        .headline = rule->headline, .given = from->source.file, .block = rule->block,
        .company = rule->company,
        .after = rule->after, .acts = r->strip >> rule->cls & 1,
        .language = from->language, .first_regex = r->n_regexes,
    };
    if (!new->name)
        faults_tell(faults, rule->line, "out of memory");
    if (rule->headline && new->acts && !r->headline)
        r->headline = (uint16_t)r->n;
    r->blocks = r->blocks || (rule->block && new->acts);
    r->any = r->any || new->acts;
    bool known = r->built_in && !from->source.file;   /* its lines are */
    for (size_t i = rule->first; i < rule->first + rule->n; i++) {
        const struct pack_item *item = &from->pack.items[i];
        if (item->kind == PACK_LINE && !known)
            add_line(r, item->text, item->line, faults);
        else if (item->kind == PACK_LINES && !known)
            add_lines(r, item, faults);
        else if (item->kind == PACK_REGEX)
            add_regex(r, rule, item, faults);
        else if (item->kind == PACK_LIKE)
            add_like(r, rule, item, faults);
        else if (item->kind == PACK_CUT)
            add_cut(r, item, faults);
    }
    r->rules[r->n - 1].n_regexes = r->n_regexes - r->rules[r->n - 1].first_regex;
}

/* A test holds the built-in packs to their examples, alone. */
static bool is_trusted(const struct rules *r, const struct loaded_pack *p)
{
    return r->by_language && !p->source.file;
}

static void add_keep(struct rules *r, const struct pack_item *item, bool trusted, struct faults *faults)
{
    char reason[256];
    if (item->kind != PACK_KEEP_REGEX) {
        struct keep *keep = item->kind == PACK_SAID ? &r->said : &r->keep;
        fold_line(item->text, &r->line);
        if (r->line.failed || !keep_phrase(keep, buf_slice(&r->line)))
            faults_tell(faults, item->line, "out of memory");
        return;
    }
    struct regex *alone = trusted ? NULL : regex_inside(item->text, reason, sizeof reason);
    if (alone || trusted)
        keep_pattern(&r->keep, item->text);
    else
        faults_tell(faults, item->line, "%s", reason);
    regex_free(alone);
}

static void add_wall_like(struct rules *r, const struct pack_item *item, bool trusted, struct faults *faults)
{
    char reason[256] = "out of memory";
    struct buf pattern = { 0 };
    bool good = like_pattern(item->text, &r->line, &pattern);
    struct slice kept = arena_copy(&r->patterns, buf_slice(&pattern));
    if (pattern.failed || r->patterns.failed) {
        faults_tell(faults, item->line, "%s", reason);
    } else if (!good) {
        faults_tell(faults, item->line, "wall-like needs a * and text beside it");
    } else {
        struct regex *regex = trusted ? regex_trusted(kept) : regex_whole(kept, reason, sizeof reason);
        if (!regex || !walls_add_like(&r->walls, regex, kept))
            faults_tell(faults, item->line, "%s", reason);
    }
    buf_release(&pattern);
}

static void add_wall(struct rules *r, const struct pack_item *item, bool trusted, struct faults *faults)
{
    struct fold fold;
    struct slice folded = fold_literal(item->text, &r->key, &r->loose, &fold);
    uint32_t chars = count_chars(folded);
    if (r->key.failed || r->loose.failed)
        faults_tell(faults, item->line, "out of memory");
    else if (!(fold.flags & FOLD_KEYED) || chars >= LITERAL_MAX_CHARS)
        faults_tell(faults, item->line, "a wall line has a letter, and fewer than %d characters", LITERAL_MAX_CHARS);
    else if (item->kind == PACK_WALL_LIKE)
        add_wall_like(r, item, trusted, faults);
    else if (!literals_add(&r->walls.lines, key_of(folded), chars, 0, 0))
        faults_tell(faults, item->line, "out of memory");
}

/* What stands outside of rules. */
static void add_outside(struct rules *r, const struct pack_item *item, bool trusted, struct faults *faults)
{
    if (item->kind == PACK_KEEP || item->kind == PACK_KEEP_REGEX || item->kind == PACK_SAID)
        add_keep(r, item, trusted, faults);
    else if (item->kind == PACK_WALL || item->kind == PACK_WALL_LIKE)
        add_wall(r, item, trusted, faults);
}

/* ---- a pack ---- */

static struct loaded_pack *own(struct rules *r, struct pack_source *source, struct faults *faults)
{
    void *array = r->packs;
    struct loaded_pack *new = one_more(&array, &r->n_packs, &r->cap_packs, sizeof *new, faults);
    r->packs = array;
    if (new)
        new->source = *source;
    else
        packs_release(source);
    return new;
}

/* The number + 1 of the language in whose articles alone a pack acts, or 0.
 * English labels stand on sites of every language; a file of the user's has
 * been asked for. */
static uint8_t language_of(const struct rules *r, const struct pack_source *source)
{
    if (!r->by_language || source->file || slice_equal(slice_str(source->name.ptr), SLICE("en")))
        return 0;
    return (uint8_t)(languages_number(slice_str(source->name.ptr)) + 1);
}

/* The regexes from number first on. */
static void ready_regexes(struct rules *r, const struct loaded_pack *p, size_t first, struct faults *faults)
{
    trials_add(r, first, r->n_regexes, is_trusted(r, p), faults);
    if (!p->language)
        return;
    struct lazy_pack *lazy = &r->lazy->of[p->language - 1];
    lazy->has = r->n_regexes > first;
    lazy->first = first;
    lazy->end = r->n_regexes;
}

void ruleset_add(struct rules *r, struct pack_source *source, struct faults *faults)
{
    struct loaded_pack *p = own(r, source, faults);
    if (!p)
        return;
    size_t before = faults->n;
    p->first_rule = r->n;
    p->language = language_of(r, &p->source);
    size_t first_regex = r->n_regexes;
    struct built_in_pack known;
    if (!r->built_in || p->source.file || !built_in_pack(r->n_packs - 1, &known))
        known = (struct built_in_pack){ p->source.text, hash_bytes(p->source.text) };
    pack_parse(&p->pack, r->lean ? known.lean : p->source.text, is_trusted(r, p), faults);
    p->info = (struct copydesk_pack_info){
        .name = p->source.name.ptr, .file = p->source.file, .text = p->source.text.ptr,
        .len = p->source.text.len, .n_rules = p->pack.n_rules, .hash = known.hash,
    };
    if (faults->n != before)
        return;
    for (size_t i = 0; i < p->pack.n_rules; i++)
        add_rule(r, p, &p->pack.rules[i], faults);
    ready_regexes(r, p, first_regex, faults);
    for (size_t i = 0; i < p->pack.n_items; i++)
        add_outside(r, &p->pack.items[i], is_trusted(r, p), faults);
}

/* The number + 1 of the rule that is called name in this pack, or in full; 0: none. */
static uint16_t rule_named(const struct rules *r, const struct loaded_pack *p, struct slice name)
{
    size_t pack_name = p->source.name.len + 1;
    for (size_t i = 0; i < r->n; i++) {
        struct slice full = slice_str(r->rules[i].name);
        bool mine = i >= p->first_rule && i < p->first_rule + p->pack.n_rules;
        if (slice_equal(full, name) || (mine && slice_equal(slice_from(full, pack_name), name)))
            return (uint16_t)(i + 1);
    }
    return 0;
}

/* A pack that is checked by itself may name rules of others, which are not there to be found. */
static bool may_be_elsewhere(const struct rules *r, const struct loaded_pack *p, struct slice name)
{
    struct slice own = buf_slice(&p->source.name);
    bool mine = slice_starts(name, own) && name.len > own.len && name.ptr[own.len] == '/';
    return !r->by_language && !mine && memchr(name.ptr, '/', name.len);
}

static void find_markers(struct rules *r, const struct loaded_pack *p, struct faults *faults)
{
    for (size_t i = p->first_rule; i < p->first_rule + p->pack.n_rules; i++) {
        struct rule *rule = &r->rules[i];
        if (!rule->after.len)
            continue;
        rule->marker = rule_named(r, p, rule->after);
        if (!rule->marker && !may_be_elsewhere(r, p, rule->after))
            faults_tell(faults, p->pack.rules[i - p->first_rule].line, "after: no rule is called %.*s",
                        (int)rule->after.len, rule->after.ptr);
    }
}

void ruleset_finish(struct rules *r, struct faults *faults)
{
    char reason[256];
    bool trusted = true;
    r->noticed = calloc(r->n + 1, sizeof *r->noticed);
    r->lazy->of[TRIALS_EAGER].end = r->n_regexes;
    if (!r->noticed)
        faults_tell(faults, 0, "out of memory");
    for (size_t i = 0; i < r->n_packs; i++) {
        struct slice label = buf_slice(&r->packs[i].source.label);
        faults->file = label.len ? label.ptr : faults->file;
        find_markers(r, &r->packs[i], faults);
        trusted = trusted && is_trusted(r, &r->packs[i]);
    }
    if (!keep_finish(&r->keep, trusted, reason, sizeof reason))
        faults_tell(faults, 0, "keep-at-end: %s", reason);
    if (!keep_finish(&r->said, trusted, reason, sizeof reason))
        faults_tell(faults, 0, "said: %s", reason);
}

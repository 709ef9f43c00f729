/* check -- the examples that rules carry: run when packs are loaded, and one
 * by one for copydesk_packs. */
#include "base/error.h"
#include "strip/cut.h"
#include "strip/headline.h"
#include "strip/ruleset.h"

bool example_failed(const struct strip_scratch *s)
{
    return s->key.failed || s->loose.failed || s->line.failed || regex_scratch_failed(s->regex);
}

bool example_fold(struct strip_scratch *s, struct slice text, struct example *e)
{
    struct fold fold;
    e->text = text;
    e->key = key_of(fold_literal(text, &s->key, &s->loose, &fold));
    e->fold = fold;
    fold_line(text, &s->line);
    e->line = buf_slice(&s->line);
    e->shape = fold_edges_kept(literals_bare(text)) ? 0 : literals_shape(e->line);
    return !example_failed(s);
}

static bool literal_takes(const struct rules *r, size_t rule, const struct example *e)
{
    for (const struct literal *l = NULL; (l = literals_next(&r->literals, e->key, l));)
        if (l->rule == rule + 1 && !(e->shape & ~l->shape))
            return true;
    return false;
}

bool rule_spares(const struct rules *r, struct regex_scratch *s, const struct rule *rule, struct slice line)
{
    return !rule->given && keep_said(&r->said, s, line);
}

static bool regex_takes(const struct rules *r, const struct rule_regex *x, struct strip_scratch *s,
                        const struct example *e)
{
    return x->regex && e->fold.words <= x->words && e->line.len <= x->bytes
        && regex_match(x->regex, s->regex, e->line) == REGEX_YES
        && !rule_spares(r, s->regex, &r->rules[x->rule], e->line);
}

static bool cut_takes(const struct rules *r, struct strip_scratch *s, size_t rule, const struct example *e)
{
    for (size_t i = 0; i < r->n_cuts; i++)
        if (r->cuts[i].rule == rule && cut_text(e->text, r->cuts[i].text, &s->key))
            return true;
    return false;
}

static bool headline_takes(const struct rules *r, struct strip_scratch *s, const struct example *e)
{
    return headline_shape(e->text, e->fold.words, e->fold.flags)
        && !keep_takes(&r->keep, s->regex, e->line);
}

bool rule_takes(const struct rules *r, struct strip_scratch *s, size_t rule, const struct example *e)
{
    const struct rule *x = &r->rules[rule];
    if (literal_takes(r, rule, e) || (x->headline && headline_takes(r, s, e))
        || cut_takes(r, s, rule, e))
        return true;
    for (size_t i = x->first_regex; i < x->first_regex + x->n_regexes; i++)
        if (regex_takes(r, &r->regexes[i], s, e))
            return true;
    return false;
}

static void check_rule(const struct rules *r, struct strip_scratch *s, const struct loaded_pack *p,
                       size_t i, struct faults *faults)
{
    const struct pack_rule *rule = &p->pack.rules[i];
    for (size_t k = rule->first; k < rule->first + rule->n; k++) {
        const struct pack_item *item = &p->pack.items[k];
        struct example e;
        if (item->kind != PACK_YES && item->kind != PACK_NO)
            continue;
        bool good = example_fold(s, item->text, &e)
                 && rule_takes(r, s, p->first_rule + i, &e) == (item->kind == PACK_YES);
        if (example_failed(s)) {
            faults_tell(faults, item->line, "out of memory");
            return;
        }
        if (!good)
            faults_tell(faults, item->line, "rule %.*s %s match its example: %.*s", (int)rule->name.len,
                        rule->name.ptr, item->kind == PACK_YES ? "must" : "must not",
                        (int)(item->text.len < 120 ? item->text.len : 120), item->text.ptr);
    }
}

/* A regex that no example exercises may be dead: a capital in it is enough. */
static void check_regexes(const struct rules *r, struct strip_scratch *s, const struct loaded_pack *p,
                          size_t i, struct faults *faults)
{
    const struct rule *x = &r->rules[p->first_rule + i];
    const struct pack_rule *rule = &p->pack.rules[i];
    for (size_t n = x->first_regex; n < x->first_regex + x->n_regexes; n++) {
        bool alive = false;
        for (size_t k = rule->first; k < rule->first + rule->n && !alive && !example_failed(s); k++) {
            struct example e;
            alive = p->pack.items[k].kind == PACK_YES && example_fold(s, p->pack.items[k].text, &e)
                 && regex_takes(r, &r->regexes[n], s, &e);
        }
        if (example_failed(s))
            faults_tell(faults, r->regexes[n].line, "out of memory");
        else if (!alive)
            faults_tell(faults, r->regexes[n].line,
                        "regex matches no yes of its rule; it sees the line in lower case");
    }
}

void check_examples(const struct rules *r, struct strip_scratch *s, size_t i, struct faults *faults)
{
    const struct loaded_pack *p = &r->packs[i];
    for (size_t k = 0; k < p->pack.n_rules && !example_failed(s); k++) {
        check_rule(r, s, p, k, faults);
        if (!example_failed(s))
            check_regexes(r, s, p, k, faults);
    }
}

/* ---- copydesk_packs ---- */

static void tell_observer(void *payload, const struct copydesk_error *fault)
{
    const struct copydesk_observer *observer = payload;
    if (observer && observer->notice)
        observer->notice(observer->payload, fault);
}

/* One pack by itself, with all classes. */
static struct rules *compile_alone(struct pack_source *source, struct faults *faults)
{
    struct rules *r = ruleset_new((1u << COPYDESK_N_CLASSES) - 1, false);
    struct strip_scratch *s = r ? strip_scratch_new(r) : NULL;
    if (!s) {
        faults_tell(faults, 0, "out of memory");
        packs_release(source);
        rules_free(r);
        return NULL;
    }
    ruleset_add(r, source, faults);
    if (faults->n == 0)
        ruleset_finish(r, faults);
    if (faults->n == 0)
        check_examples(r, s, 0, faults);
    strip_scratch_free(s);
    return r;
}

/* Loads pack number i and holds it to its examples. False when it has faults. */
static bool check_pack(const struct copydesk_options *options, size_t i, void *observer,
                       void (*each)(void *payload, const struct copydesk_pack_info *pack), void *payload)
{
    struct copydesk_error fault;
    struct pack_source source;
    struct faults faults = { tell_observer, observer, NULL, 0 };
    if (!packs_load(options, i, &source, &fault)) {
        tell_observer(observer, &fault);
        return false;
    }
    struct buf label = { 0 };   /* outlives the pack when it fails early */
    buf_addslice(&label, buf_slice(&source.label));
    faults.file = buf_str(&label);
    struct rules *r = compile_alone(&source, &faults);
    if (faults.n == 0 && each)
        each(payload, rules_pack(r, 0));
    rules_free(r);
    buf_release(&label);
    return faults.n == 0;
}

enum copydesk_status copydesk_packs(const struct copydesk_options *options,
                                    void (*each)(void *payload, const struct copydesk_pack_info *pack),
                                    void *payload,
                                    const struct copydesk_observer *observer,
                                    struct copydesk_error *error)
{
    struct pack_files files;
    size_t bad = 0, n = 0;
    if (!pack_files_open(&files, options, error)) {
        pack_files_release(&files);
        return COPYDESK_FAILED;
    }
    n = packs_count(&files.options);
    for (size_t i = 0; i < n; i++)
        bad += !check_pack(&files.options, i, (void *)(uintptr_t)observer, each, payload);
    pack_files_release(&files);
    if (bad)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "%zu of %zu rule packs have faults", bad, n);
    return COPYDESK_OK;
}

/* rules -- the compiled packs as others see them (strip.h). */
#include <stdlib.h>

#include "base/error.h"
#include "strip/match/built_in.h"
#include "strip/ruleset.h"

/* Keeps the first fault, which is what a run ends with. */
static void keep_first(void *payload, const struct copydesk_error *fault)
{
    struct copydesk_error *first = payload;
    if (first->status == COPYDESK_OK)
        *first = *fault;
}

/* The examples of built-in packs are a test's work: see tests/unit/test_packs.c. */
static void check_files(struct rules *r, struct faults *faults)
{
    struct strip_scratch *s = strip_scratch_new(r);
    if (!s)
        faults_tell(faults, 0, "out of memory");
    for (size_t i = 0; s && i < r->n_packs && faults->n == 0; i++) {
        if (!r->packs[i].source.file)
            continue;
        faults->file = r->packs[i].source.label.ptr;
        check_examples(r, s, i, faults);
    }
    strip_scratch_free(s);
}

static struct rules *open_rules(const struct copydesk_options *options, bool lean, struct copydesk_error *error)
{
    struct copydesk_error first = { .status = COPYDESK_OK };
    struct faults faults = { keep_first, &first, NULL, 0 };
    struct rules *r = ruleset_new(options->strip, true);
    if (!r) {
        error_memory(error);
        return NULL;
    }
    literals_init(&r->literals, built_in_literals());
    r->built_in = true;
    r->lean = lean;
    if (!pack_files_open(&r->files, options, error)) {
        rules_free(r);
        return NULL;
    }
    for (size_t i = 0; i < packs_count(&r->files.options) && faults.n == 0; i++) {
        struct pack_source source;
        if (!packs_load(&r->files.options, i, &source, error)) {
            rules_free(r);
            return NULL;
        }
        faults.file = source.label.ptr;
        ruleset_add(r, &source, &faults);
    }
    if (faults.n == 0)
        ruleset_finish(r, &faults);
    if (faults.n == 0)
        check_files(r, &faults);
    if (faults.n == 0)
        return r;
    if (error)
        *error = first;
    rules_free(r);
    return NULL;
}

struct rules *rules_open(const struct copydesk_options *options, struct copydesk_error *error)
{
    return open_rules(options, true, error);
}

struct rules *rules_open_whole(const struct copydesk_options *options, struct copydesk_error *error)
{
    return open_rules(options, false, error);
}

void rules_watch(struct rules *r)
{
    r->watched = true;
}

void rules_tell_slow(const struct rules *r, struct notices *notices)
{
    for (size_t i = 0; i < r->n; i++)
        if (atomic_load(&r->noticed[i]) & RULE_LIMIT)
            notice(notices, COPYDESK_OK, NULL, 0, "rule %s takes too many steps for some lines, which stay; simplify its regex",
                   r->rules[i].name);
}

/* Of one pack; *source: of the first of them. 0 as well when a rule acted. */
static size_t count_idle(const struct rules *r, const struct loaded_pack *pack, struct slice *source)
{
    size_t n = 0, end = pack->first_rule + pack->pack.n_rules;
    for (size_t i = pack->first_rule; i < end; i++) {
        unsigned noticed = atomic_load(&r->noticed[i]);
        if (noticed & RULE_ACTED)
            return 0;
        if (noticed & RULE_ELSEWHERE && n++ == 0)
            *source = r->rules[i].source;
    }
    return n;
}

size_t rules_idle(const struct rules *r, struct notices *notices)
{
    size_t all = 0;
    for (size_t p = 0; p < r->n_packs; p++) {
        struct slice source = { "", 0 };
        size_t n = r->packs[p].source.file ? count_idle(r, &r->packs[p], &source) : 0;
        all += n;
        if (n > 0 && source.len == 0)
            source = SLICE("the top folder");
        if (n > 0)
            notice(notices, COPYDESK_OK, r->packs[p].source.file, 0, "its rules are for other sources than these articles', as "
                   "%.*s, and took nothing; clean with the PATHs that they were learned from", (int)source.len, source.ptr);
    }
    return all;
}

size_t rules_count(const struct rules *r)
{
    return r->n;
}

const char *rules_name(const struct rules *r, size_t i)
{
    return r->rules[i].name;
}

enum copydesk_class rules_class(const struct rules *r, size_t i)
{
    return r->rules[i].cls;
}

size_t rules_n_packs(const struct rules *r)
{
    return r->n_packs;
}

const struct copydesk_pack_info *rules_pack(const struct rules *r, size_t i)
{
    return &r->packs[i].info;
}

struct strip_scratch *strip_scratch_new(const struct rules *r)
{
    (void)r;   /* may have no regexes yet: strip_find makes what has a bit for each */
    struct strip_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->regex = regex_scratch_new();
    if (!s->regex) {
        free(s);
        return NULL;
    }
    return s;
}

void strip_scratch_free(struct strip_scratch *s)
{
    if (!s)
        return;
    regex_scratch_free(s->regex);
    buf_release(&s->line);
    buf_release(&s->key);
    buf_release(&s->loose);
    free(s->chosen);
    free(s);
}

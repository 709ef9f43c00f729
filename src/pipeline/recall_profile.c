/* The profile of a state: the options, packs and versions that decide what comes out. A
 * run with another profile would not find its keys in the state, or would skip articles
 * that it would clean otherwise now. */
#include <errno.h>

#include "base/error.h"
#include "pipeline/recall_parts.h"

/* The options that decide which articles a file gives, and how they are written. With other
 * ones a state still fits, but no file is passed over. */
#define READ_FACT "read with"

struct part { const char *name; struct buf value; };
enum { PARTS = 17 };

/* Not recorded when they are off: older states, from before these options, do not have them. */
#define NEAR_FACT "--near"
#define SPUN_FACT "--near-paragraphs"
#define WORDS_FACT "words of near paragraphs"

static bool may_be_off(const char *name)
{
    return strcmp(name, NEAR_FACT) == 0 || strcmp(name, SPUN_FACT) == 0 || strcmp(name, WORDS_FACT) == 0;
}

static void add_names(struct buf *out, unsigned bits, const char *(*name)(unsigned))
{
    for (unsigned i = 0; bits >> i; i++)
        if ((bits >> i & 1) && name(i))
            buf_addf(out, "%s%s", out->len ? "," : "", name(i));
    if (out->len == 0)
        buf_addstr(out, "none");
}

static const char *class_name(unsigned i)
{
    return copydesk_class_name((enum copydesk_class)i);
}

static const char *repair_name(unsigned i)
{
    return copydesk_repair_name((enum copydesk_repair)i);
}

static void add_packs(struct buf *out, const struct rules *rules)
{
    for (size_t i = 0; i < rules_n_packs(rules); i++)
        buf_addf(out, "%s%016llx", i ? "," : "", (unsigned long long)rules_pack(rules, i)->hash);
}

/* "off", or all that decides what is near. */
static void add_near(struct buf *out, const struct recall *r)
{
    const struct near_rules *n = &r->near_rules;
    if (!r->near)
        buf_addstr(out, "off");
    else
        buf_addf(out, "%s, %u bands, Jaccard 0.%03u, containment 0.%03u",
                 r->options->near == COPYDESK_NEAR_DROP ? "drop" : "flag", n->bands, n->jaccard, n->containment);
}

static void add_spun(struct buf *out, const struct recall *r)
{
    if (!r->spun)
        buf_addstr(out, "off");
    else
        buf_addf(out, "%s, %u %% edits", r->options->near_paragraphs == COPYDESK_NEAR_DROP ? "drop" : "flag",
                 r->options->near_edits);
}

/* The word lists by which near paragraphs are compared. */
static void add_words(struct buf *out, const struct recall *r)
{
    if (!r->spun)
        buf_addstr(out, "off");
    else
        buf_addf(out, "%016llx", (unsigned long long)spun_lexicon_hash());
}

/* Fills parts; returns how many. */
static size_t describe(const struct recall *r, struct part parts[PARTS])
{
    static const char *const forms[] = { "nfc", "nfd", "nfkc", "nfkd", "none" };
    static const char *const paragraphs[] = { "auto", "line", "block" };
    static const char *const betweens[] = { "blank", "line", "keep" };
    const struct copydesk_options *o = r->options;
    for (size_t i = 0; i < PARTS; i++)
        parts[i] = (struct part){ 0 };
    struct part *p = parts;
    p->name = "key profile", buf_addf(&p++->value, "%u", copydesk_key_profile());
    p->name = "Unicode version", buf_addstr(&p++->value, copydesk_unicode_version());
    p->name = "--scope", buf_addstr(&p++->value, r->across ? "corpus" : "article");
    p->name = "--min-words", buf_addf(&p++->value, "%u", o->min_words);
    p->name = "--min-chars", buf_addf(&p++->value, "%u", o->min_chars);
    p->name = "--strip", add_names(&p++->value, o->strip, class_name);
    p->name = "--paragraphs", buf_addstr(&p++->value, paragraphs[o->paragraphs]);
    p->name = "--between", buf_addstr(&p++->value, betweens[o->between]);
    p->name = "--form", buf_addstr(&p++->value, forms[o->form]);
    p->name = "--repair", add_names(&p++->value, o->repairs & ((1u << COPYDESK_FIX_FORM) - 1u), repair_name);
    p->name = "--from", buf_addstr(&p++->value, o->from ? o->from : "UTF-8");
    p->name = "--strict", buf_addstr(&p++->value, o->strict ? "on" : "off");
    p->name = NEAR_FACT, add_near(&p++->value, r);
    p->name = SPUN_FACT, add_spun(&p++->value, r);
    p->name = WORDS_FACT, add_words(&p++->value, r);
    p->name = "rule packs", add_packs(&p++->value, r->rules);
    return (size_t)(p - parts);
}

static bool release(struct part *parts, size_t n)
{
    bool failed = false;
    for (size_t i = 0; i < n; i++) {
        failed = failed || parts[i].value.failed;
        buf_release(&parts[i].value);
    }
    return failed;
}

/* Fails with what differs. Packs are recorded by hashes, which would tell a reader nothing. */
static enum copydesk_status differs(const struct recall *r, struct part *mine, struct buf *theirs,
                                    struct copydesk_error *error)
{
    if (strcmp(mine->name, "rule packs") == 0)
        return error_set(error, COPYDESK_FAILED, state_path(r->state), 0, "this state was made with other "
                         "rule packs; give the same --rules, or begin another state");
    const char *remedy = mine->name[0] == '-' ? "give the same, or begin another state"
                                              : "begin another state";
    return error_set(error, COPYDESK_FAILED, state_path(r->state), 0,
                     "this state was made with %s %s, this run has %s; %s", mine->name,
                     buf_str(theirs), buf_str(&mine->value), remedy);
}

static void add_text(struct buf *out, const char *option, const char *text)
{
    if (text)
        buf_addf(out, " %s %s", option, text);
}

static void add_texts(struct buf *out, const char *option, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_text(out, option, texts[i]);
}

static void add_reading(struct buf *out, const struct copydesk_options *o)
{
    static const char *const formats[] = { NULL, "text", "jsonl" };
    add_texts(out, "--include", o->include, o->n_include);
    add_texts(out, "--exclude", o->exclude, o->n_exclude);
    add_text(out, "--input", formats[o->input]);
    add_text(out, "--write", formats[o->write]);
    add_text(out, "--text-field", o->text_field);
    add_text(out, "--id-field", o->id_field);
    add_text(out, "--source-field", o->source_field);
    add_text(out, "--separator", o->separator);
    buf_addstr(out, o->annotate ? " --annotate" : "");
    buf_addstr(out, o->keep_empty ? " --keep-empty" : "");
    buf_addf(out, " --max-article %zu --max-ratio %u", o->max_article, o->max_ratio);
}

bool recall_reads_alike(struct recall *r)
{
    struct buf before = { 0 }, now = { 0 };
    add_reading(&now, r->options);
    bool alike = !ledger_fact(r->ledger, READ_FACT, &before) || slice_equal(buf_slice(&before), buf_slice(&now));
    buf_release(&before);
    buf_release(&now);
    return alike;
}

static void put_reading(struct recall *r)
{
    struct buf now = { 0 };
    add_reading(&now, r->options);
    recall_mind(r, now.failed ? ENOMEM : 0);
    ledger_set_fact(r->ledger, READ_FACT, buf_slice(&now));
    buf_release(&now);
}

enum copydesk_status recall_check_profile(struct recall *r, struct copydesk_error *error)
{
    struct part parts[PARTS];
    size_t n = describe(r, parts);
    enum copydesk_status status = COPYDESK_OK;
    for (size_t i = 0; i < n && status == COPYDESK_OK; i++) {
        struct buf theirs = { 0 };
        bool told = ledger_fact(r->ledger, parts[i].name, &theirs);
        if (!told && !r->fresh && may_be_off(parts[i].name)) {
            buf_addstr(&theirs, "off");
            told = true;
        }
        if (told && !slice_equal(buf_slice(&theirs), buf_slice(&parts[i].value)))
            status = differs(r, &parts[i], &theirs, error);
        buf_release(&theirs);
    }
    if (release(parts, n))
        return error_memory(error);
    return status == COPYDESK_OK ? ledger_check(r->ledger, error) : status;
}

bool recall_put_profile(struct recall *r)
{
    struct part parts[PARTS];
    size_t n = describe(r, parts);
    for (size_t i = 0; i < n; i++)
        if (!may_be_off(parts[i].name) || !slice_equal(buf_slice(&parts[i].value), SLICE("off")))
            ledger_set_fact(r->ledger, parts[i].name, buf_slice(&parts[i].value));
    put_reading(r);
    return !release(parts, n);
}

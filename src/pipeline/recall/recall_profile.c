/* The profile of a state: the options, packs and versions that decide what comes out. A
 * run with another profile would not find its keys in the state, or would skip articles
 * that it would clean otherwise now. */
#include <errno.h>

#include "base/error.h"
#include "pipeline/recall/recall_parts.h"

/* The options that decide which articles a file gives, and how they are written. With other
 * ones a state still fits, but no file is passed over. */
#define READ_FACT "read with"

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

/* The facts on their way to the ledger, or to be compared with it. */
struct telling {
    const struct recall *recall;
    struct buf value;              /* of the fact at hand */
    bool put, failed;
    enum copydesk_status status;
    struct copydesk_error *error;
};

/* Fails with what differs. Packs are recorded by hashes, which would tell a reader nothing. */
static enum copydesk_status differs(struct telling *t, const char *name, struct buf *theirs)
{
    const char *state = state_path(t->recall->state);
    if (strcmp(name, "rule packs") == 0)
        return error_set(t->error, COPYDESK_FAILED, state, 0, "this state was made with other "
                         "rule packs; give the same --rules, or begin another state");
    const char *remedy = name[0] == '-' ? "give the same, or begin another state" : "begin another state";
    return error_set(t->error, COPYDESK_FAILED, state, 0, "this state was made with %s %s, this run has %s; %s", name,
                     buf_str(theirs), buf_str(&t->value), remedy);
}

static void compare(struct telling *t, const char *name)
{
    struct buf theirs = { 0 };
    bool told = ledger_fact(t->recall->ledger, name, &theirs);
    if (!told && !t->recall->fresh && may_be_off(name)) {
        buf_addstr(&theirs, "off");
        told = true;
    }
    t->failed = t->failed || theirs.failed;
    if (told && !slice_equal(buf_slice(&theirs), buf_slice(&t->value)))
        t->status = differs(t, name, &theirs);
    buf_release(&theirs);
}

/* The value is that of the fact `name`. */
static void tell(struct telling *t, const char *name)
{
    if (!t->put && t->status == COPYDESK_OK)
        compare(t, name);
    else if (t->put && (!may_be_off(name) || !slice_equal(buf_slice(&t->value), SLICE("off"))))
        ledger_set_fact(t->recall->ledger, name, buf_slice(&t->value));
    t->failed = t->failed || t->value.failed;
    buf_clear(&t->value);
}

static void tell_all(struct telling *t)
{
    static const char *const forms[] = { "nfc", "nfd", "nfkc", "nfkd", "none" };
    static const char *const paragraphs[] = { "auto", "line", "block" };
    static const char *const betweens[] = { "blank", "line", "keep" };
    const struct recall *r = t->recall;
    const struct copydesk_options *o = r->options;
    struct buf *v = &t->value;
    buf_addf(v, "%u", copydesk_key_profile()), tell(t, "key profile");
    buf_addstr(v, copydesk_unicode_version()), tell(t, "Unicode version");
    buf_addstr(v, r->across ? "corpus" : "article"), tell(t, "--scope");
    buf_addf(v, "%u", o->min_words), tell(t, "--min-words");
    buf_addf(v, "%u", o->min_chars), tell(t, "--min-chars");
    add_names(v, o->strip, class_name), tell(t, "--strip");
    buf_addstr(v, paragraphs[o->paragraphs]), tell(t, "--paragraphs");
    buf_addstr(v, betweens[o->between]), tell(t, "--between");
    buf_addstr(v, forms[o->form]), tell(t, "--form");
    add_names(v, o->repairs & ((1u << COPYDESK_FIX_FORM) - 1u), repair_name), tell(t, "--repair");
    buf_addstr(v, o->from ? o->from : "UTF-8"), tell(t, "--from");
    buf_addstr(v, o->strict ? "on" : "off"), tell(t, "--strict");
    add_near(v, r), tell(t, NEAR_FACT);
    add_spun(v, r), tell(t, SPUN_FACT);
    add_words(v, r), tell(t, WORDS_FACT);
    add_packs(v, r->rules), tell(t, "rule packs");
    buf_release(v);
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
    struct telling t = { .recall = r, .error = error };
    tell_all(&t);
    if (t.failed)
        return error_memory(error);
    return t.status == COPYDESK_OK ? ledger_check(r->ledger, error) : t.status;
}

bool recall_put_profile(struct recall *r)
{
    struct telling t = { .recall = r, .put = true };
    tell_all(&t);
    put_reading(r);
    return !t.failed;
}

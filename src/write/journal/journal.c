/* DESIGN
 * All that happened to an article is a list of edits: (start in the input, the
 * bytes that stood there, the bytes that stand in the output in their place),
 * sorted by start and never overlapping. Everything between two edits is
 * copied. So restore is a merge of edits and clean text: copy up to the next
 * edit's start, check that the clean text goes on with the edit's output, skip
 * that, put the original. Offsets are of the input only.
 *
 * One record a line; each ends in "check", XXH3 of the line before it, so that
 * a damaged line is known before it is believed:
 *
 *   run      what was used; the first record, and with "state" the first of each run
 *   article  a whole article, or a piece of one: what was read and written
 *   drop     a paragraph (or, of a copy or near-duplicate, everything) that was not written
 *   edit     what differs in a paragraph that was kept
 *   note     a paragraph that was kept and flagged
 *   end      nothing was cut off; the last record of a run
 *
 * Their members: journal_read.h. Of a converted article, and of a record of JSON Lines that
 * was not written as it came, all numbers are of the UTF-8 text; the input is put together
 * from that again, or stands in "input" where that would not give it back. A line is put
 * together from three parts: the outer two are what stands around the text in what was
 * written ("value") or else in "frame", the middle is the text escaped in "style".
 *
 * Bytes that are not UTF-8 stand as base64, under "base64", "after64",
 * "now64", or as {"base64":...} within the layout. */
#include "write/journal/journal.h"

#include "read/paragraphs/lines.h"
#include "read/records/jsonl.h"
#include "text/fold.h"
#include "write/journal/common_ends.h"
#include "write/journal/journal_read.h"
#include "write/journal/layout.h"
#include "write/json.h"

/* ---- records ---- */

static size_t begin(struct buf *out, const char *kind)
{
    size_t start = out->len;
    buf_addstr(out, "{\"record\":\"");
    buf_addstr(out, kind);
    buf_addch(out, '"');
    return start;
}

static void finish(struct buf *out, size_t start)
{
    if (out->failed)
        return;
    uint64_t check = hash_bytes(slice_of(out->ptr + start, out->len - start));
    buf_addstr(out, ",\"check\":");
    json_hex(out, check & UINT32_MAX, 8);
    buf_add(out, "}\n", 2);
}

static void put_hash(struct buf *out, const char *key, uint64_t hash)
{
    buf_addstr(out, key);
    json_hex(out, hash, 16);
}

static void put_id(struct buf *out, const char *key, struct slice id)
{
    json_bytes(out, key, strcmp(key, "file") == 0 ? "file64" : "article64", id);
}

/* ,"key":["name", ...] of the bits that are set. */
static void put_names(struct buf *out, const char *key, unsigned bits, const char *(*name)(unsigned))
{
    const char *comma = "";
    buf_addstr(out, key);
    buf_addch(out, '[');
    for (unsigned i = 0; bits >> i; i++) {
        if (!(bits >> i & 1) || !name(i))
            continue;
        buf_addstr(out, comma);
        json_string(out, slice_str(name(i)));
        comma = ",";
    }
    buf_addch(out, ']');
}

static const char *repair_name(unsigned i)
{
    return copydesk_repair_name((enum copydesk_repair)i);
}

void journal_put_repairs(struct buf *out, unsigned repairs)
{
    put_names(out, ",\"repairs\":", repairs, repair_name);
}

static const char *class_name(unsigned i)
{
    return copydesk_class_name((enum copydesk_class)i);
}

/* ---- the first record and the last ---- */

static void put_packs(struct buf *out, const struct rules *rules)
{
    buf_addstr(out, ",\"packs\":[");
    for (size_t i = 0; rules && i < rules_n_packs(rules); i++) {
        const struct copydesk_pack_info *pack = rules_pack(rules, i);
        buf_addstr(out, i ? ",{\"name\":" : "{\"name\":");
        json_string(out, slice_str(pack->name));
        buf_addstr(out, ",\"hash\":");
        json_hex(out, pack->hash, 16);
        buf_addch(out, '}');
    }
    buf_addch(out, ']');
}

void journal_header(struct buf *out, const struct copydesk_options *options,
                    const struct rules *rules, bool goes_on)
{
    static const char *const forms[] = { "nfc", "nfd", "nfkc", "nfkd", "none" };
    static const char *const scopes[] = { "auto", "article", "corpus" };
    size_t start = begin(out, "run");
    json_put_string(out, ",\"version\":", SLICE(COPYDESK_VERSION));
    json_put_number(out, ",\"key_profile\":", copydesk_key_profile());
    json_put_string(out, ",\"unicode\":", slice_str(copydesk_unicode_version()));
    json_put_string(out, ",\"form\":", slice_str(forms[options->form]));
    json_put_string(out, ",\"scope\":", slice_str(scopes[options->scope]));
    json_put_string(out, ",\"separator\":", slice_str(options->separator ? options->separator : "\f"));
    if (goes_on)
        buf_addstr(out, ",\"state\":true");
    if (options->dry_run)
        buf_addstr(out, ",\"dry_run\":true");
    put_names(out, ",\"strip\":", options->strip, class_name);
    journal_put_repairs(out, options->repairs);
    put_packs(out, rules);
    finish(out, start);
}

void journal_end(struct buf *out)
{
    finish(out, begin(out, "end"));
}

/* ---- what became of an article ---- */

static void put_encoding(struct buf *out, const struct article *a)
{
    json_put_string(out, ",\"encoding\":", slice_str(a->encoding));
    put_hash(out, ",\"input_hash\":", hash_bytes(a->original));
    if (a->exact)
        return;
    buf_addstr(out, ",\"input\":");
    json_base64(out, a->original);
}

static void put_first(struct buf *out, struct slice id, uint64_t line)
{
    if (id.len == 0)
        return;
    buf_addstr(out, ",\"first\":");
    size_t brace = out->len;
    put_id(out, "article", id);
    if (line)
        json_put_number(out, ",\"line\":", line);
    if (!out->failed)
        out->ptr[brace] = '{';   /* in place of the first member's comma */
    buf_addch(out, '}');
}

void journal_put_likeness(struct buf *out, const struct article *a)
{
    buf_addstr(out, ",\"jaccard\":");
    json_thousandths(out, a->jaccard);
    buf_addstr(out, ",\"containment\":");
    json_thousandths(out, a->containment);
}

static void put_near(struct buf *out, const struct article *a, struct slice id)
{
    put_first(out, id, 0);
    journal_put_likeness(out, a);
}

/* The outer two of the three parts that a record is put together from. */
static void put_outer_parts(struct buf *out, struct slice before, struct slice behind)
{
    buf_addstr(out, ",\"frame\":[");
    json_text(out, before);
    buf_addch(out, ',');
    json_text(out, behind);
    buf_addch(out, ']');
}

/* Whether text, escaped in that style, is `original`. out is scratch, left as it was. */
static bool is_exact(struct buf *out, struct slice text, unsigned style, struct slice original)
{
    size_t start = out->len;
    record_string(out, text, style);
    bool exact = !out->failed && slice_equal(slice_of(out->ptr + start, out->len - start), original);
    out->len = out->failed ? out->len : start;
    return exact;
}

/* What puts the record together again; one with several text fields stands there whole. */
static void put_frame(struct buf *out, const struct article *a, const struct written *w)
{
    const struct frame *f = a->frame;
    size_t quote = f->kind == FRAME_STRING;
    struct slice middle = slice_of(f->value.ptr + quote, f->value.len - 2 * quote);
    if (f->n_others)
        middle = f->record;
    if (!w->record || w->bytes.len == 0 || f->n_others) {
        const char *end = middle.ptr + middle.len;
        put_outer_parts(out, slice_of(f->record.ptr, (size_t)(middle.ptr - f->record.ptr)),
                   slice_of(end, (size_t)(f->record.ptr + f->record.len - end)));
    }
    unsigned style = record_style(middle);
    put_hash(out, ",\"input_hash\":", hash_bytes(f->record));
    if (quote && !f->n_others && is_exact(out, a->bytes, style, middle)) {
        json_put_number(out, ",\"style\":", style);
    } else {
        buf_addstr(out, ",\"input\":");
        json_base64(out, middle);
    }
}

static void put_value(struct buf *out, const struct written *w)
{
    json_put_number(out, ",\"value\":[", w->at);
    json_put_number(out, ",", w->len);
    json_put_number(out, ",", w->clean.len);
    buf_addch(out, ']');
}

/* A field that the line gained is an edit of its layout. */
static void put_added(struct buf *out, const struct written *w)
{
    json_put_number(out, ",\"layout\":[[", w->added.start);
    buf_addch(out, ',');
    json_text(out, w->added.original);
    json_put_string(out, ",", slice_of(w->bytes.ptr + w->added.at, w->added.len));
    buf_addstr(out, "]]");
}

static void put_file(struct buf *out, const struct article *a)
{
    if (a->file.len && !slice_equal(a->file, a->id))
        put_id(out, "file", a->file);
}

/* The records of one article. The first one puts its name into out, at name_at; the
 * others copy it from there. */
struct entry {
    struct buf *out;
    const struct rules *rules;
    const struct article *a;
    const struct para *paras;
    size_t name_at, name_len;
};

/* Who it is, and which piece of it. */
static void put_identity(struct entry *e)
{
    const struct article *a = e->a;
    e->name_at = e->out->len;
    put_id(e->out, "article", a->id);
    e->name_len = e->out->len - e->name_at;
    put_file(e->out, a);
    if (!a->head)
        json_put_number(e->out, ",\"offset\":", a->offset);
    if (!a->tail)
        buf_addstr(e->out, ",\"more\":true");
    if (a->frame)
        json_put_number(e->out, ",\"line\":", a->frame->line);
}

/* What was read, and what was written of it. */
static void put_sizes(const struct entry *e, struct slice bytes, const struct written *w)
{
    struct buf *out = e->out;
    uint64_t hash = hash_bytes(bytes), wrote_hash = w->same ? hash : hash_bytes(w->bytes);
    json_put_number(out, ",\"bytes\":", bytes.len);
    if (e->a->n) {
        const struct para *last = &e->paras[e->a->n - 1];
        json_put_number(out, ",\"lines\":", last->line + lines_count_part(last->raw));
    }
    put_hash(out, ",\"hash\":", hash);
    json_put_number(out, ",\"wrote\":", w->bytes.len);
    if (w->bytes.len && wrote_hash != hash)
        put_hash(out, ",\"wrote_hash\":", wrote_hash);
}

static void put_article(struct entry *e, enum copydesk_between between, const struct written *w)
{
    struct buf *out = e->out;
    const struct article *a = e->a;
    size_t start = begin(out, "article");
    bool whole_line = a->frame && (w->same || w->annotated || a->skipped);
    put_identity(e);
    put_sizes(e, whole_line ? a->frame->record : a->bytes, w);
    if (a->wall)
        buf_addstr(out, ",\"wall\":true");
    if (a->encoding)
        put_encoding(out, a);
    if (w->annotated)
        put_added(out, w);
    else if (w->record && w->bytes.len && !w->same)
        put_value(out, w);
    if (a->frame && !whole_line)
        put_frame(out, a, w);
    if (a->near_id.len && a->reason == COPYDESK_NONE)
        put_near(out, a, a->near_id);
    if (a->reason == COPYDESK_NONE && !whole_line)
        layout_put(out, between, a, e->paras, w->clean);
    finish(out, start);
}

void journal_skipped(struct buf *out, const struct article *a)
{
    size_t start = begin(out, "article");
    put_id(out, "article", a->id);
    put_file(out, a);
    put_hash(out, ",\"skipped\":true,\"bytes\":0,\"hash\":", hash_bytes(SLICE("")));
    buf_addstr(out, ",\"wrote\":0");
    finish(out, start);
}

/* The part that drops and edits have in common. */
static size_t begin_change(const struct entry *e, const char *kind, uint64_t line, size_t from, size_t to)
{
    size_t start = begin(e->out, kind);
    if (buf_reserve(e->out, e->name_len))   /* first: out may move, and with it what is copied */
        buf_add(e->out, e->out->ptr + e->name_at, e->name_len);
    json_put_number(e->out, ",\"line\":", line);
    json_put_number(e->out, ",\"start\":", e->a->offset + from);
    json_put_number(e->out, ",\"end\":", e->a->offset + to);
    return start;
}

void journal_put_rule(struct buf *out, const struct rules *rules, const struct para *p)
{
    if (!rules || p->rule == 0 || p->reason != COPYDESK_RULE)
        return;
    const char *cls = copydesk_class_name(rules_class(rules, p->rule - 1u));
    if (cls)
        json_put_string(out, ",\"class\":", slice_str(cls));
    json_put_string(out, ",\"rule\":", slice_str(rules_name(rules, p->rule - 1u)));
}

/* The paragraph as it came. Where the fold suspected nothing it is UTF-8, and need not be checked. */
static void put_raw(struct buf *out, const struct para *p)
{
    if (p->text.ptr != p->raw.ptr || p->fold & FOLD_SUSPECT)
        json_bytes(out, "text", "base64", p->raw);
    else
        json_put_string(out, ",\"text\":", p->raw);
}

static void put_drop(const struct entry *e, size_t i)
{
    struct buf *out = e->out;
    const struct para *p = &e->paras[i];
    size_t from = layout_start(e->a, e->paras, i), to = from + p->raw.len;
    size_t next = layout_start(e->a, e->paras, i + 1);
    unsigned reason = p->action == COPYDESK_DROP ? p->reason : (unsigned)COPYDESK_REPAIR;
    const char *name = copydesk_reason_name((enum copydesk_reason)reason);
    size_t start = begin_change(e, "drop", p->line, from, to);
    json_put_string(out, ",\"reason\":", slice_str(name ? name : "none"));
    if (reason == COPYDESK_RULE)
        journal_put_rule(out, e->rules, p);
    if (reason == COPYDESK_REPAIR && p->repairs)
        journal_put_repairs(out, p->repairs);
    if (reason == COPYDESK_REPEAT || reason == COPYDESK_SEEN || reason == COPYDESK_NEAR_PARAGRAPH)
        put_first(out, p->first_id, p->first_line);
    put_raw(out, p);
    if (next > to)
        json_bytes(out, "after", "after64", slice_of(e->a->bytes.ptr + to, next - to));
    finish(out, start);
}

static void put_note(const struct entry *e, const struct para *p)
{
    struct buf *out = e->out;
    size_t from = (size_t)(p->raw.ptr - e->a->bytes.ptr);
    size_t start = begin_change(e, "note", p->line, from, from + p->raw.len);
    json_put_string(out, ",\"reason\":", slice_str(copydesk_reason_name(COPYDESK_NEAR_PARAGRAPH)));
    put_first(out, p->first_id, p->first_line);
    finish(out, start);
}

/* Whether other articles have paragraphs of it: then only the rest of it is a copy. */
static bool is_rest(const struct entry *e)
{
    for (size_t i = 0; i < e->a->n; i++) {
        unsigned reason = e->paras[i].reason;
        if (reason == COPYDESK_SEEN || reason == COPYDESK_LISTED || reason == COPYDESK_NEAR_PARAGRAPH)
            return true;
    }
    return false;
}

/* The drop of a whole article. */
static void put_whole(const struct entry *e)
{
    struct buf *out = e->out;
    const struct article *a = e->a;
    size_t start = begin_change(e, "drop", a->line, 0, a->bytes.len);
    json_put_string(out, ",\"reason\":", slice_str(copydesk_reason_name(a->reason)));
    if (a->reason == COPYDESK_NEAR)
        put_near(out, a, a->first_id);
    else {
        put_first(out, a->first_id, 0);
        if (is_rest(e))
            buf_addstr(out, ",\"rest\":true");
    }
    json_bytes(out, "text", "base64", a->bytes);
    finish(out, start);
}

/* ---- edits ---- */

static void put_edit(const struct entry *e, const struct para *p)
{
    struct buf *out = e->out;
    struct slice was = p->raw, now = p->text;
    size_t lead = common_prefix(was, now);
    size_t trail = common_suffix(slice_from(was, lead), slice_from(now, lead));
    size_t from = (size_t)(was.ptr - e->a->bytes.ptr) + lead;
    uint64_t line = p->line + lines_count_part(slice_of(was.ptr, lead));
    was = slice_of(was.ptr + lead, was.len - lead - trail);
    now = slice_of(now.ptr + lead, now.len - lead - trail);
    size_t start = begin_change(e, "edit", line, from, from + was.len);
    journal_put_rule(out, e->rules, p);
    journal_put_repairs(out, p->repairs);
    json_bytes(out, "text", "base64", was);
    json_bytes(out, "now", "now64", now);
    finish(out, start);
}

/* The drop of a line that is no article and was left out. */
static void put_aside(const struct entry *e)
{
    struct buf *out = e->out;
    struct slice record = e->a->frame->record;
    size_t len = record.len;
    while (len > 0 && (record.ptr[len - 1] == '\n' || record.ptr[len - 1] == '\r'))
        len--;
    size_t start = begin_change(e, "drop", 1, 0, len);
    json_put_string(out, ",\"reason\":", slice_str(journal_asides[e->a->frame->kind].reason));
    json_bytes(out, "text", "base64", slice_of(record.ptr, len));
    if (len < record.len)
        json_bytes(out, "after", "after64", slice_from(record, len));
    finish(out, start);
}

void journal_article(struct buf *out, const struct rules *rules, enum copydesk_between between,
                     const struct article *a, const struct para *paras, const struct written *w)
{
    if (a->skipped && !a->frame)
        return;
    struct entry e = { .out = out, .rules = rules, .a = a, .paras = paras };
    put_article(&e, between, w);
    if (a->skipped) {
        if (!w->same && a->frame->record.len > 0)
            put_aside(&e);
        return;
    }
    if (w->annotated)   /* nothing of it is gone */
        return;
    if (a->reason != COPYDESK_NONE) {
        put_whole(&e);
        return;
    }
    for (size_t i = 0; i < a->n; i++) {
        const struct para *p = &paras[i];
        if (!render_stands(a, p))
            put_drop(&e, i);
        else if (p->text.ptr != p->raw.ptr && !slice_equal(p->text, p->raw))
            put_edit(&e, p);
        if (p->flagged && render_stands(a, p))
            put_note(&e, p);
    }
}

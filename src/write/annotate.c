#include "write/annotate.h"

#include "read/records/jsonl.h"
#include "read/records/jsonscan.h"
#include "write/journal/journal.h"
#include "write/json.h"

#define FIELD "copydesk"

/* ---- values ---- */

/* ,"first":{...}: the article, and line when it is not 0, that has the text. */
static void put_first(struct buf *out, struct slice id, uint64_t line)
{
    if (id.len == 0)
        return;
    record_member(out, ",\"first\":{\"article\":", id);
    if (line)
        json_put_number(out, ",\"line\":", line);
    buf_addch(out, '}');
}

/* ---- verdicts ---- */

static bool is_kept(const struct para *p)
{
    return p->action != COPYDESK_DROP && p->text.len > 0 && slice_equal(p->text, p->raw);
}

static void put_place(struct buf *out, const struct article *a, const struct para *p)
{
    size_t from = (size_t)(p->raw.ptr - a->bytes.ptr);
    json_put_number(out, "{\"line\":", p->line);
    json_put_number(out, ",\"start\":", from);
    json_put_number(out, ",\"end\":", from + p->raw.len);
}

/* A paragraph that stays, though it is nearly an earlier one. */
static void put_flag(struct buf *out, const struct article *a, const struct para *p)
{
    put_place(out, a, p);
    record_member(out, ",\"action\":", SLICE("flag"));
    record_member(out, ",\"reason\":", slice_str(copydesk_reason_name(COPYDESK_NEAR_PARAGRAPH)));
    put_first(out, p->first_id, p->first_line);
    buf_addch(out, '}');
}

static void put_para(struct buf *out, const struct rules *rules, const struct article *a,
                     const struct para *p)
{
    bool drop = p->action == COPYDESK_DROP || p->text.len == 0;
    enum copydesk_reason reason = p->action == COPYDESK_DROP || p->reason == COPYDESK_RULE
        ? (enum copydesk_reason)p->reason : COPYDESK_REPAIR;
    const char *name = copydesk_reason_name(reason);
    put_place(out, a, p);
    record_member(out, ",\"action\":", drop ? SLICE("drop") : SLICE("edit"));
    record_member(out, ",\"reason\":", slice_str(name ? name : "none"));
    journal_put_rule(out, rules, p);
    if (p->action == COPYDESK_DROP)
        put_first(out, p->first_id, p->first_line);
    if (p->repairs)
        journal_put_repairs(out, p->repairs);
    if (!drop)
        record_member(out, ",\"now\":", p->text);
    buf_addch(out, '}');
}

/* The word for "verdict": see annotate.h. */
static const char *verdict_of(const struct article *a, const struct para *paras)
{
    bool all = true, none = true;
    if (a->reason != COPYDESK_NONE)
        return copydesk_reason_name((enum copydesk_reason)a->reason);
    for (size_t i = 0; i < a->n; i++) {
        all = all && is_kept(&paras[i]);
        none = none && !render_stands(a, &paras[i]);
    }
    return none ? "empty" : all ? "keep" : "edit";
}

static void put_verdicts(struct buf *out, const struct rules *rules, const struct article *a,
                         const struct para *paras)
{
    const char *comma = "";
    record_member(out, "{\"verdict\":", slice_str(verdict_of(a, paras)));
    put_first(out, a->reason != COPYDESK_NONE ? a->first_id : a->near_id, 0);
    if (a->near_id.len)
        journal_put_likeness(out, a);
    buf_addstr(out, ",\"paragraphs\":[");
    for (size_t i = 0; i < a->n && a->reason == COPYDESK_NONE; i++) {
        const struct para *p = &paras[i];
        bool changed = !is_kept(p);
        if (changed) {
            buf_addstr(out, comma);
            put_para(out, rules, a, p);
            comma = ",";
        }
        if (p->flagged && p->action != COPYDESK_DROP) {
            buf_addstr(out, comma);
            put_flag(out, a, p);
            comma = ",";
        }
    }
    buf_addstr(out, "]}");
}

/* ---- the record ---- */

bool annotate_replaces(const char *field)
{
    size_t n = strlen(FIELD);
    return strncmp(field, FIELD, n) == 0 && (field[n] == '\0' || field[n] == '.');
}

static void on_found(void *payload, unsigned path, const struct json_value *value)
{
    struct slice *last = payload;
    (void)path;
    *last = value->raw;
}

void annotate_put(struct buf *out, const struct rules *rules, const struct article *a,
                  const struct para *paras, struct written *w)
{
    const struct slice path = SLICE(FIELD);
    struct slice record = a->frame->record, old = SLICE("");
    size_t start = out->len, at = record.len;
    /* a byte order mark in front hides no field: it ends where '{' begins */
    const char *brace = memchr(record.ptr, '{', record.len);
    json_scan(slice_from(record, (size_t)(brace - record.ptr)), &path, 1, on_found, &old, NULL);
    if (old.len)
        at = (size_t)(old.ptr - record.ptr);
    else
        while (record.ptr[--at] != '}')
            ;
    buf_add(out, record.ptr, at);
    size_t added = out->len;
    if (!old.len)
        buf_addstr(out, ",\"" FIELD "\":");   /* a comma: the text field stands before it */
    put_verdicts(out, rules, a, paras);
    w->added = (struct written_edit){ at, old, added - start, out->len - added };
    buf_add(out, record.ptr + at + old.len, record.len - at - old.len);
    w->record = w->annotated = true;
    w->bytes = slice_of(out->ptr ? out->ptr + start : "", out->len - start);
}

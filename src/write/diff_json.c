/* What changed, for programs: one object, a paragraph a line. */
#include "write/changes.h"
#include "write/json.h"

/* "earlier":{"line":3,"start":40,"end":95} */
static void put_side(struct buf *out, const char *key, const struct para *p, const char *base)
{
    size_t start = (size_t)(p->raw.ptr - base);
    buf_addstr(out, key);
    json_put_number(out, "{\"line\":", p->line);
    json_put_number(out, ",\"start\":", start);
    json_put_number(out, ",\"end\":", start + p->raw.len);
    buf_addch(out, '}');
}

static void put_runs(struct buf *out, const struct word_run *runs, size_t n)
{
    static const char *const names[] = { "{\"same\":", "{\"cut\":", "{\"added\":" };
    buf_addstr(out, ",\"words\":[");
    for (size_t i = 0; i < n; i++) {
        buf_addstr(out, i ? "," : "");
        json_put_string(out, names[runs[i].kind], runs[i].text);
        buf_addch(out, '}');
    }
    buf_addch(out, ']');
}

static void put_change(struct buf *out, struct changes *changes, const struct diff_view *t, const struct change *c)
{
    const struct para *was = c->a != ALIGN_NONE ? &t->a->paras[c->a] : NULL;
    const struct para *is = c->b != ALIGN_NONE ? &t->b->paras[c->b] : NULL;
    size_t n;
    json_put_string(out, "{\"kind\":", slice_str(c->kind == CHANGE_STAYS && c->moved ? "moved" : change_name(c->kind)));
    if (c->moved && c->kind != CHANGE_STAYS)
        buf_addstr(out, ",\"moved\":true");
    if (c->respelt)
        buf_addstr(out, ",\"respelt\":true");
    if (was)
        put_side(out, ",\"earlier\":", was, t->base[0]);
    if (is)
        put_side(out, ",\"later\":", is, t->base[1]);
    if (c->kind == CHANGE_EDITED) {
        const struct word_run *runs = changes_runs(changes, was->text, is->text, &n, NULL);
        put_runs(out, runs, n);
    } else if (c->kind != CHANGE_STAYS) {
        if (was)
            json_put_string(out, ",\"cut\":", was->text);
        if (is)
            json_put_string(out, ",\"added\":", is->text);
    }
    buf_addch(out, '}');
}

static void put_version(struct buf *out, const char *key, const char *name, const struct copydesk_difference *d, int side)
{
    buf_addstr(out, key);
    json_put_number(out, "{\"paragraphs\":", d->paragraphs[side]);
    json_put_number(out, ",\"words\":", d->words[side]);
    json_put_number(out, ",\"parted\":", d->parted[side]);
    json_bytes(out, "name", "name64", slice_str(name));
    buf_addch(out, '}');
}

/* With four places, and a point whatever the locale. */
static void put_share(struct buf *out, const char *key, double share)
{
    unsigned n = (unsigned)(share * 10000 + 0.5);
    buf_addf(out, "%s%u.%04u", key, n / 10000, n % 10000);
}

static void put_numbers(struct buf *out, const struct copydesk_difference *d)
{
    json_put_number(out, " \"stay\":", d->stay);
    json_put_number(out, ",\"respelt\":", d->respelt);
    json_put_number(out, ",\"moved\":", d->moved);
    json_put_number(out, ",\"edited\":", d->edited);
    json_put_number(out, ",\"rewritten\":", d->rewritten);
    json_put_number(out, ",\"cut\":", d->cut);
    json_put_number(out, ",\"added\":", d->added);
    json_put_number(out, ",\"words_kept\":", d->words_kept);
    put_share(out, ",\"jaccard\":", d->jaccard);
    put_share(out, ",\"containment\":", d->containment);
    buf_addstr(out, ",\n");
}

void diff_json(struct buf *out, struct changes *c, const struct diff_view *t)
{
    const struct copydesk_difference *d = t->numbers;
    bool changed = d->moved + d->edited + d->rewritten + d->cut + d->added > 0;
    put_version(out, "{\"earlier\":", t->from, d, 0);
    put_version(out, ",\n \"later\":", t->to, d, 1);
    buf_addf(out, ",\n \"changed\":%s,\n", changed ? "true" : "false");
    put_numbers(out, d);
    buf_addstr(out, " \"changes\":[");
    for (size_t i = 0; i < c->n && !out->failed; i++) {
        buf_addstr(out, i ? ",\n  " : "\n  ");
        put_change(out, c, t, &c->list[i]);
    }
    buf_addstr(out, "]}\n");
}

/* report -- a journal as one page for people: what went, how often, and why.
 * The page asks nobody for anything, and what it shows of texts and names is
 * escaped: they may be anything. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "text/utf8.h"
#include "write/journal/journal_read.h"
#include "write/journal/tally.h"
#include "write/sink.h"

/* report.html up to the marker, and behind it */
static const char PAGE[] = {
#include "report_page.inc"
    0
};
static const char MARKER[] = "<!--HERE-->";

enum { ROWS = 500 };   /* of a table: more is not looked at, and browsers stay quick (guess) */

/* ---- text ---- */

/* One character of a text, of n bytes at p; controls are shown as their pictures. */
static void put_char(struct buf *out, uint32_t cp, const char *p, size_t n)
{
    switch (cp) {
    case '&': buf_addstr(out, "&amp;"); break;
    case '<': buf_addstr(out, "&lt;"); break;
    case '>': buf_addstr(out, "&gt;"); break;
    case '"': buf_addstr(out, "&quot;"); break;
    case '\n': case '\t': buf_addch(out, (char)cp); break;
    case UTF8_BAD: utf8_add(out, 0xFFFD); break;
    default:
        if (cp < 0x20 || cp == 0x7F)
            utf8_add(out, cp < 0x20 ? 0x2400 + cp : 0x2421);
        else if (cp >= 0x80 && cp < 0xA0)
            utf8_add(out, 0xFFFD);
        else
            buf_add(out, p, n);
    }
}

static void put_text(struct buf *out, struct slice s)
{
    const char *end = s.ptr + s.len;
    for (const char *p = s.ptr; p < end;) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        put_char(out, cp, p, n);
        p += n;
    }
}

/* "1,234,567" */
static void put_count(struct buf *out, uint64_t n)
{
    if (n >= 1000) {
        put_count(out, n / 1000);
        buf_addf(out, ",%03u", (unsigned)(n % 1000));
    } else {
        buf_addf(out, "%u", (unsigned)n);
    }
}

/* ", 12 copies", right behind a tag without the comma; nothing for 0. */
static void put_number(struct buf *out, uint64_t n, const char *what)
{
    if (n == 0)
        return;
    if (out->len > 0 && out->ptr[out->len - 1] != '>')
        buf_addstr(out, ", ");
    put_count(out, n);
    buf_addstr(out, what);
}

static void put_cell(struct buf *out, uint64_t n)
{
    buf_addstr(out, "<td class=\"n\">");
    put_count(out, n);
    buf_addstr(out, "</td>");
}

/* "name" or, when line is not 0, "name:line". */
static void put_place(struct buf *out, struct slice article, uint64_t line)
{
    buf_addstr(out, "<bdi>");
    put_text(out, article);
    buf_addstr(out, "</bdi>");
    if (line)
        buf_addf(out, ":%llu", (unsigned long long)line);
}

/* Part of whole in per cent, with one decimal and a point whatever the locale. */
static void put_percent(struct buf *out, uint64_t part, uint64_t whole)
{
    unsigned long long tenths = whole ? (unsigned long long)(1000.0 * (double)part / (double)whole + 0.5) : 0;
    buf_addf(out, "%llu.%llu", tenths / 10, tenths % 10);
}

/* Two cells: that, and a bar. */
static void put_bar(struct buf *out, uint64_t part, uint64_t whole)
{
    buf_addstr(out, "<td class=\"n\">");
    put_percent(out, part, whole);
    buf_addstr(out, "&nbsp;%</td><td class=\"share\"><span class=\"bar\" style=\"width:");
    put_percent(out, part < whole ? part : whole, whole);
    buf_addstr(out, "%\"></span></td>");
}

/* ---- order: what should be looked at comes first; of equals what came first ---- */

/* The greater one first. */
static int down(uint64_t a, uint64_t b)
{
    return (a < b) - (a > b);
}

static int by_length(const void *a, const void *b)
{
    const struct tally_removal *const *x = a, *const *y = b;
    int order = down((*x)->len, (*y)->len);
    return order ? order : (*x > *y) - (*x < *y);
}

static int by_times(const void *a, const void *b)
{
    const struct tally_removal *const *x = a, *const *y = b;
    int order = down((*x)->times, (*y)->times);
    order = order ? order : down((*x)->bytes, (*y)->bytes);
    return order ? order : (*x > *y) - (*x < *y);
}

static int by_bytes(const void *a, const void *b)
{
    const struct tally_sum *const *x = a, *const *y = b;
    int order = down((*x)->bytes, (*y)->bytes);
    order = order ? order : down((*x)->n, (*y)->n);
    return order ? order : (*x > *y) - (*x < *y);
}

/* By the share that was removed. */
static int by_share(const void *a, const void *b)
{
    const struct tally_sum *const *x = a, *const *y = b;
    double p = (*x)->bytes ? (double)(*x)->removed / (double)(*x)->bytes : 0;
    double q = (*y)->bytes ? (double)(*y)->removed / (double)(*y)->bytes : 0;
    int order = (p < q) - (p > q);
    return order ? order : by_bytes(a, b);
}

/* How many rows the list's table has, if there are more items. */
static void put_left_out(struct buf *out, const struct tally_list *list)
{
    uint64_t shown = list->n < ROWS ? list->n : ROWS, left = list->n - shown + list->left_out;
    if (left == 0)
        return;
    buf_addstr(out, "<p class=\"small\">These are ");
    put_count(out, shown);
    buf_addstr(out, "; ");
    put_count(out, left);
    buf_addstr(out, " more are in the journal.</p>\n");
}

/* ---- the parts of the page ---- */

static void put_glance(struct buf *out, const struct tally *t, const char *journal)
{
    uint64_t whole = t->written + t->copies + t->near + t->skipped;
    buf_addstr(out, "<h1>What copydesk removed</h1>\n<p class=\"small\">By ");
    put_text(out, slice_str(journal));
    buf_addf(out, ", read by copydesk %s", COPYDESK_VERSION);
    if (t->dry_run)
        buf_addstr(out, ". It tells of a dry run: nothing was written, this is what would be");
    if (t->runs > 1) {
        buf_addstr(out, ". It tells of ");
        put_count(out, t->runs);
        buf_addstr(out, " runs: an article that several of them cleaned is counted each time");
    }
    buf_addstr(out, ".</p>\n<p>");
    put_number(out, t->articles, t->articles == 1 ? " article was read" : " articles were read");
    put_number(out, t->written, " written");
    put_number(out, t->copies, t->copies == 1 ? " copy" : " copies");
    put_number(out, t->near, t->near == 1 ? " near-duplicate" : " near-duplicates");
    put_number(out, t->articles - (whole < t->articles ? whole : t->articles), " of which nothing was left");
    put_number(out, t->skipped, " skipped");
    put_number(out, t->others, t->others == 1 ? " line that is no article" : " lines that are no articles");
    buf_addstr(out, ".<br>\n");
    put_count(out, t->removed);
    buf_addstr(out, " of ");
    put_count(out, t->bytes);
    buf_addstr(out, " bytes were removed (");
    put_percent(out, t->removed, t->bytes);
    buf_addstr(out, "&nbsp;%)");
    put_number(out, t->gone, t->gone == 1 ? " paragraph out of an article" : " paragraphs out of articles");
    put_number(out, t->respelt, " respelt");
    buf_addstr(out, ".</p>\n");
}

/* What a reason of the journal means; "": no more than it says. */
static const char *meaning(struct slice reason)
{
    for (int i = 0; i < COPYDESK_N_REASONS; i++)
        if (slice_equal(reason, slice_str(copydesk_reason_name((enum copydesk_reason)i))))
            return copydesk_reason_summary((enum copydesk_reason)i);
    const struct journal_aside *aside = journal_aside_named(reason);
    return aside ? aside->many : "";
}

static void put_reason(struct buf *out, const struct tally *t, const void *item)
{
    const struct tally_sum *sum = item;
    buf_addstr(out, "<tr><td>");
    put_text(out, sum->name);
    if (sum->cls.len)
        buf_addstr(out, ", ");
    put_text(out, sum->cls);
    buf_addf(out, "</td><td>%s</td>", meaning(sum->name));
    put_cell(out, sum->n);
    put_cell(out, sum->bytes);
    put_bar(out, sum->bytes, t->bytes);
}

static void put_removed_text(struct buf *out, const struct tally_removal *g)
{
    size_t n = g->text.len;
    while (n > 0 && n < g->len && ((unsigned char)g->text.ptr[n - 1] & 0xC0) == 0x80)
        n--;   /* TALLY_TEXT may have cut the last character */
    n -= n > 0 && n < g->len && (unsigned char)g->text.ptr[n - 1] >= 0xC0;
    buf_addstr(out, "<td class=\"text\" dir=\"auto\">");
    put_text(out, slice_of(g->text.ptr, n));
    if (n < g->len)
        buf_addstr(out, " …");
    buf_addstr(out, "</td>");
}

/* Where a removal stood, and by what it went: a rule, or who has its text. */
static void put_removal(struct buf *out, const struct tally *t, const void *item)
{
    const struct tally_removal *g = item;
    (void)t;
    buf_addstr(out, "<tr>");
    put_cell(out, g->times);
    put_removed_text(out, g);
    buf_addstr(out, "<td class=\"place\">");
    put_place(out, g->article, g->line);
    buf_addstr(out, "</td><td class=\"place\">");
    if (g->rule.len) {
        put_text(out, g->rule);
        buf_addstr(out, ", ");
        put_text(out, g->cls);
    } else if (g->first_line && !g->first.len) {
        buf_addf(out, "line %llu of this article", (unsigned long long)g->first_line);
    } else if (g->first.len) {
        put_place(out, g->first, g->first_line);
    } else {
        put_text(out, g->reason);
    }
    buf_addstr(out, "</td>");
}

static void put_whole(struct buf *out, const struct tally *t, const void *item)
{
    const struct tally_removal *g = item;
    (void)t;
    buf_addstr(out, "<tr>");
    put_cell(out, g->bytes);
    buf_addstr(out, "<td>");
    put_place(out, g->article, 0);
    buf_addstr(out, "</td><td>");
    if (slice_equal(g->reason, SLICE("near"))) {
        buf_addstr(out, "near: ");
        put_percent(out, g->jaccard, 1000);
        buf_addstr(out, "&nbsp;% of either in both, ");
        put_percent(out, g->containment, 1000);
        buf_addstr(out, "&nbsp;% of the shorter in the longer");
    } else {
        buf_addstr(out, "a copy");
    }
    buf_addstr(out, "</td><td>");
    put_place(out, g->first, 0);
    buf_addstr(out, "</td>");
}

static void put_folder(struct buf *out, const struct tally *t, const void *item)
{
    const struct tally_sum *sum = item;
    (void)t;
    buf_addstr(out, "<tr><td>");
    put_place(out, sum->name.len ? sum->name : SLICE("(top)"), 0);
    buf_addstr(out, "</td>");
    put_cell(out, sum->n);
    put_cell(out, sum->bytes);
    put_bar(out, sum->removed, sum->bytes);
}

static void put_repair(struct buf *out, const struct tally *t, const void *item)
{
    const struct tally_sum *sum = item;
    (void)t;
    buf_addstr(out, "<tr><td>");
    put_text(out, sum->name);
    buf_addstr(out, "</td>");
    put_cell(out, sum->n);
}

/* ---- tables ---- */

#define NUMBER "<th class=\"n\">"
#define FOUND " class=\"found\""   /* the rows in which is looked for what is typed */

static const struct table {
    enum tally_kind kind;
    size_t least;              /* fewer items are not worth a table */
    int (*order)(const void *, const void *);   /* NULL: as they came */
    void (*row)(struct buf *out, const struct tally *t, const void *item);
    const char *heading, *columns, *body;
} tables[] = {
    { TALLY_REASONS, 1, by_bytes, put_reason, "<h2>Why</h2>\n",
      "<th>reason</th><th></th>" NUMBER "times</th>" NUMBER "bytes</th>" NUMBER "of all text</th><th></th>", "" },
    { TALLY_RULES, 1, by_length, put_removal, "<h2>What rules took</h2>\n<p>The longest first: a text here that is news is "
      "worth a closer look. <b>copydesk rules test TEXT</b> says why a rule takes it.</p>\n",
      NUMBER "times</th><th>text</th><th>first taken from</th><th>rule, class</th>", FOUND },
    { TALLY_REPEATS, 1, by_times, put_removal, "<h2>What else went</h2>\n<p>The most frequent first. Of what repeats the "
      "first copy stays.</p>\n", NUMBER "times</th><th>text</th><th>first taken from</th><th>stays in</th>", FOUND },
    { TALLY_WHOLE, 1, NULL, put_whole, "<h2>Articles that were not written</h2>\n<p>Copies and near-duplicates: their text is "
      "in another article.</p>\n", NUMBER "bytes</th><th>article</th><th>what it is</th><th>stays in</th>", FOUND },
    { TALLY_FOLDERS, 2, by_share, put_folder, "<h2>Folders</h2>\n<p>Those that lost the greatest share come first.</p>\n",
      "<th>folder</th>" NUMBER "articles</th>" NUMBER "bytes</th>" NUMBER "removed</th><th></th>", FOUND },
    { TALLY_REPAIRS, 1, NULL, put_repair, "<h2>What was respelt</h2>\n", "<th>repair</th>" NUMBER "paragraphs</th>", "" },
};

static void put_table(struct buf *out, const struct tally *t, const struct table *table)
{
    const struct tally_list *list = &t->lists[table->kind];
    const char **all = tally_sorted(list, table->kind, table->order);
    out->failed = out->failed || !all;
    if (all && list->n >= table->least) {
        buf_addstr(out, table->heading);
        put_left_out(out, list);
        buf_addf(out, "<table>\n<thead><tr>%s</tr></thead>\n<tbody%s>\n", table->columns, table->body);
        for (size_t i = 0; i < list->n && i < ROWS; i++) {
            table->row(out, t, all[i]);
            buf_addstr(out, "</tr>\n");
        }
        buf_addstr(out, "</tbody>\n</table>\n");
    }
    free(all);
}

static void put_page(struct buf *out, const struct tally *t, const char *journal)
{
    const char *marker = strstr(PAGE, MARKER);
    buf_add(out, PAGE, (size_t)(marker - PAGE));
    put_glance(out, t, journal);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        put_table(out, t, &tables[i]);
        if (tables[i].kind == TALLY_REASONS)
            buf_addstr(out, "<input id=\"find\" type=\"search\" placeholder=\"find a text, rule or article below\"\n"
                       " aria-label=\"find a text, rule or article below\" hidden>\n");
    }
    buf_addstr(out, marker + strlen(MARKER));
}

enum copydesk_status copydesk_report(const char *journal, const char *output, struct copydesk_error *error)
{
    struct tally t = { .runs = 0 };
    struct buf page = { 0 };
    struct stat in, out;
    if (output && stat(journal, &in) == 0 && stat(output, &out) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
        return error_set(error, COPYDESK_FAILED, output, 0, "is the journal; choose another output");
    enum copydesk_status status = tally_read(&t, journal, error);
    if (status == COPYDESK_OK) {
        put_page(&page, &t, journal);
        status = page.failed ? error_memory(error) : sink_put(output, buf_slice(&page), error);
    }
    buf_release(&page);
    tally_release(&t);
    return status;
}

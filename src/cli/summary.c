#include "cli/summary.h"

#include "cli/message.h"
#include "cli/number.h"

enum { NAME = 14, COUNT = 12, SIZE = 11 };   /* columns of the table */

static struct copydesk_count all_removed(const struct copydesk_stats *stats)
{
    struct copydesk_count sum = { 0 };
    for (int i = 0; i < COPYDESK_N_REASONS; i++) {
        sum.paragraphs += stats->removed[i].paragraphs;
        sum.bytes += stats->removed[i].bytes;
    }
    return sum;
}

/* An item of a list such as "12,001 written, 310 copies". One that is 0 is left out,
 * unless it is the first (before is ""). */
static void add_item(struct buf *out, const char *before, uint64_t n, const char *what)
{
    if (n == 0 && *before)
        return;
    buf_addstr(out, before);
    number_addcount(out, n);
    buf_addf(out, " %s", what);
}

/* What became of articles that were not just written. */
static void add_fates(struct buf *out, const struct copydesk_stats *stats)
{
    add_item(out, ", ", stats->unchanged, "unchanged");
    add_item(out, ", ", stats->copies, stats->copies == 1 ? "copy" : "copies");
    add_item(out, ", ", stats->near, stats->near == 1 ? "near-duplicate" : "near-duplicates");
    add_item(out, ", ", stats->flagged, "flagged as near");
    add_item(out, ", ", stats->walls, stats->walls == 1 ? "wall page" : "wall pages");
    add_item(out, ", ", stats->empty, "empty");
    add_item(out, ", ", stats->skipped, "skipped");
}

static void add_share(struct buf *out, uint64_t part, uint64_t whole)
{
    if (whole > 0)
        buf_addf(out, " (%.1f %%)", 100.0 * (double)part / (double)whole);
}

static void add_rate(struct buf *out, const struct copydesk_stats *stats)
{
    if (stats->seconds > 0) {
        buf_addstr(out, "  ");
        number_addbytes(out, (double)stats->bytes_in / stats->seconds);
        buf_addstr(out, "/s");
    }
}

/* ---- one line ---- */

void summary_addline(struct buf *out, const struct copydesk_stats *stats)
{
    struct copydesk_count removed = all_removed(stats);
    add_item(out, "", stats->articles, stats->articles == 1 ? "article" : "articles");
    add_fates(out, stats);
    buf_addstr(out, "; ");
    number_addcount(out, removed.paragraphs);
    buf_addstr(out, " of ");
    number_addcount(out, stats->paragraphs);
    buf_addstr(out, " paragraphs and ");
    number_addbytes(out, (double)removed.bytes);
    buf_addstr(out, " of ");
    number_addbytes(out, (double)stats->bytes_in);
    add_item(out, " removed, ", stats->edited, "respelt; ");
    if (stats->edited == 0)
        buf_addstr(out, " removed; ");
    if (stats->repaired[COPYDESK_FIX_HOMOGLYPHS] > 0) {
        number_addcount(out, stats->repaired[COPYDESK_FIX_HOMOGLYPHS]);
        buf_addstr(out, " with homoglyphs; ");
    }
    if (stats->idle_rules > 0)
        add_item(out, "", stats->idle_rules, stats->idle_rules == 1 ? "rule of another source took nothing; "
                                                                    : "rules of other sources took nothing; ");
    buf_addf(out, "%.2f s", stats->seconds);
    add_rate(out, stats);
}

/* ---- the table ---- */

static void add_name(struct buf *out, size_t indent, const char *name)
{
    buf_addf(out, "%*s%-*s", (int)indent, "", (int)(NAME - indent), name);
}

static void add_count(struct buf *out, size_t indent, const char *name,
                      struct copydesk_count count, const char *meaning)
{
    if (count.paragraphs == 0)
        return;
    add_name(out, indent, name);
    number_addwide(out, count.paragraphs, COUNT);
    number_addwidebytes(out, (double)count.bytes, SIZE);
    buf_addf(out, "%s%s\n", meaning ? "  " : "", meaning ? meaning : "");
}

static void add_totals(struct buf *out, const struct copydesk_stats *stats)
{
    struct copydesk_count removed = all_removed(stats);
    add_name(out, 0, "articles");
    number_addwide(out, stats->articles, COUNT);
    buf_addstr(out, "  ");
    add_item(out, "", stats->written, "written");
    add_fates(out, stats);
    add_item(out, ", ", stats->bad_utf8, "not UTF-8");
    add_item(out, ", ", stats->converted, "converted");
    buf_addch(out, '\n');
    add_name(out, 0, "paragraphs");
    number_addwide(out, stats->paragraphs, COUNT);
    buf_addstr(out, "  ");
    number_addcount(out, removed.paragraphs);
    buf_addstr(out, " removed");
    add_share(out, removed.paragraphs, stats->paragraphs);
    add_item(out, ", ", stats->edited, "respelt");
    add_item(out, ", ", stats->flagged_paragraphs, "flagged as near");
    buf_addch(out, '\n');
    add_name(out, 0, "text");
    number_addwidebytes(out, (double)stats->bytes_in, COUNT);
    buf_addstr(out, "  ");
    number_addbytes(out, (double)removed.bytes);
    buf_addstr(out, " removed");
    add_share(out, removed.bytes, stats->bytes_in);
    buf_addstr(out, ", ");
    number_addbytes(out, (double)stats->bytes_out);
    buf_addstr(out, " left\n");
}

static void add_removed(struct buf *out, const struct copydesk_stats *stats)
{
    if (all_removed(stats).paragraphs > 0)
        buf_addstr(out, "removed\n");
    for (int i = 0; i < COPYDESK_N_REASONS; i++) {
        const char *name = copydesk_reason_name((enum copydesk_reason)i);
        add_count(out, 2, name ? name : "", stats->removed[i], copydesk_reason_summary((enum copydesk_reason)i));
        for (int c = 0; i == COPYDESK_RULE && c < COPYDESK_N_CLASSES; c++)
            add_count(out, 4, copydesk_class_name((enum copydesk_class)c), stats->stripped[c], NULL);
    }
}

static void add_repairs(struct buf *out, const struct copydesk_stats *stats)
{
    bool titled = false;
    for (int i = 0; i < COPYDESK_N_REPAIRS; i++) {
        if (stats->repaired[i] == 0 || i == COPYDESK_FIX_HOMOGLYPHS)
            continue;
        if (!titled)
            buf_addstr(out, "respelt, by repair (a paragraph may have several)\n");
        titled = true;
        add_name(out, 2, copydesk_repair_name((enum copydesk_repair)i));
        number_addwide(out, stats->repaired[i], COUNT);
        buf_addch(out, '\n');
    }
}

static void add_homoglyphs(struct buf *out, const struct copydesk_stats *stats)
{
    uint64_t n = stats->repaired[COPYDESK_FIX_HOMOGLYPHS];
    if (n == 0)
        return;
    add_name(out, 0, "homoglyphs");
    number_addwide(out, n, COUNT);
    buf_addf(out, "  %s a word of two scripts\n", n == 1 ? "paragraph has" : "paragraphs have");
}

/* A learned pack, and other PATHs than it was learned from. */
static void add_idle(struct buf *out, const struct copydesk_stats *stats)
{
    if (stats->idle_rules == 0)
        return;
    add_name(out, 0, "rules");
    number_addwide(out, stats->idle_rules, COUNT);
    buf_addstr(out, "  of other sources took nothing: clean with the PATHs that they were learned from\n");
}

/* With --memory: how much did not fit into it. */
static void add_spilled(struct buf *out, const struct copydesk_stats *stats)
{
    if (stats->spilled == 0)
        return;
    add_name(out, 0, "remembered");
    number_addwide(out, stats->remembered, COUNT);
    buf_addstr(out, "  in ");
    number_addbytes(out, (double)stats->memory);
    buf_addstr(out, " of memory and ");
    number_addbytes(out, (double)stats->spilled);
    buf_addstr(out, " of files\n");
}

static void add_table(struct buf *out, const struct copydesk_stats *stats)
{
    add_totals(out, stats);
    add_removed(out, stats);
    add_repairs(out, stats);
    add_homoglyphs(out, stats);
    add_idle(out, stats);
    add_spilled(out, stats);
    add_name(out, 0, "time");
    buf_addf(out, "%*.2f s", COUNT - 2, stats->seconds);
    add_rate(out, stats);
    buf_addch(out, '\n');
}

static void add_line(struct buf *out, const struct copydesk_stats *stats)
{
    buf_addstr(out, "copydesk: ");
    summary_addline(out, stats);
    buf_addch(out, '\n');
}

void summary_add(struct buf *out, const struct cli *cli, const struct copydesk_stats *stats)
{
    bool to_stdout = !cli->run.output || strcmp(cli->run.output, "-") == 0;
    if (to_stdout && !cli->run.dry_run && cli->loudness != LOUD_VERBOSE)
        add_line(out, stats);
    else
        add_table(out, stats);
    if (cli->run.dry_run)
        buf_addstr(out, "dry run: nothing was written\n");
}

void summary_addrules(struct buf *out, const struct copydesk_rule_hits *hits, size_t n)
{
    if (n > 0)
        buf_addstr(out, "rules\n");
    for (size_t i = 0; i < n; i++) {
        add_name(out, 2, hits[i].cls < 0 ? "" : copydesk_class_name((enum copydesk_class)hits[i].cls));
        number_addwide(out, hits[i].removed.paragraphs, COUNT);
        number_addwidebytes(out, (double)hits[i].removed.bytes, SIZE);
        buf_addstr(out, "  ");
        message_addtext(out, hits[i].rule);
        buf_addch(out, '\n');
    }
}

/* As much of a text as fits a line of a terminal, in one line; cut between
 * code points. */
static void add_excerpt(struct buf *out, const char *text, size_t len)
{
    enum { EXCERPT = 100 };   /* bytes */
    size_t n = len < EXCERPT ? len : EXCERPT;
    while (n < len && n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    struct buf part = { 0 };
    buf_add(&part, text, n);
    message_addtext(out, buf_str(&part));
    buf_addstr(out, n < len ? " ..." : "");
    buf_release(&part);
}

void summary_addrisky(struct buf *out, const struct copydesk_removal *removals, size_t n)
{
    if (n > 0)
        buf_addstr(out, "riskiest removals by rules first: article:line, rule, text\n");
    for (size_t i = 0; i < n; i++) {
        const struct copydesk_removal *r = &removals[i];
        buf_addstr(out, "  ");
        message_addtext(out, r->article);
        buf_addf(out, ":%llu  ", (unsigned long long)r->line);
        message_addtext(out, r->rule);
        buf_addstr(out, "  ");
        add_excerpt(out, r->text, r->len);
        if (r->times > 1)
            buf_addf(out, "  (%u times)", r->times);
        buf_addch(out, '\n');
    }
}

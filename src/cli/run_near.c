#include "cli/commands.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/json.h"
#include "cli/number.h"
#include "cli/output.h"
#include "cli/progress.h"

/* With --clusters: an article and the one it is near, until all are known. */
struct member {
    struct slice kept, article;
    size_t number;         /* in input order */
};

/* What the callbacks share. The run calls them one at a time. */
struct listing {
    struct progress progress;   /* first: see progress_observer */
    struct output out;
    struct arena names;
    struct member *members;
    size_t n, room;
    bool failed;           /* memory was short */
};

/* ---- one pair ---- */

/* An id as it stands between tabs: control characters and backslashes escaped. */
static void add_name(struct buf *out, struct slice id)
{
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.ptr[i];
        if (c == '\t' || c == '\n' || c == '\r')
            buf_addf(out, "\\%c", c == '\t' ? 't' : c == '\n' ? 'n' : 'r');
        else if (c == '\\')
            buf_addstr(out, "\\\\");
        else if (c < 0x20 || c == 0x7F)
            buf_addf(out, "\\x%02x", c);
        else
            buf_addch(out, (char)c);
    }
}

static void add_pair(struct buf *out, const struct copydesk_near *pair)
{
    add_name(out, slice_str(pair->kept));
    buf_addch(out, '\t');
    add_name(out, slice_str(pair->article));
    buf_addch(out, '\t');
    json_thousandths(out, pair->jaccard);
    buf_addch(out, '\t');
    json_thousandths(out, pair->containment);
    buf_addch(out, '\n');
}

/* An id that is not UTF-8 stands in base64, under "kept64" or "article64". */
static void add_id(struct buf *out, const char *key, struct slice id)
{
    bool text = copydesk_utf8_length(id.ptr, id.len) == id.len;
    buf_addf(out, "%s%s\":", key, text ? "" : "64");
    if (text)
        json_string(out, id);
    else
        json_base64(out, id);
}

/* The paragraphs that both have, by the lines on which they start. */
static void add_spans(struct buf *out, const struct copydesk_near *pair)
{
    buf_addstr(out, ",\"shared\":[");
    for (size_t i = 0; i < pair->n_spans; i++) {
        buf_addf(out, "%s{\"line\":%llu,\"kept_line\":%llu,\"share\":", i ? "," : "",
                 (unsigned long long)pair->spans[i].line, (unsigned long long)pair->spans[i].kept_line);
        json_thousandths(out, pair->spans[i].share);
        buf_addch(out, '}');
    }
    buf_addch(out, ']');
}

static void add_json(struct buf *out, const struct copydesk_near *pair)
{
    add_id(out, "{\"kept", slice_str(pair->kept));
    add_id(out, ",\"article", slice_str(pair->article));
    buf_addstr(out, ",\"jaccard\":");
    json_thousandths(out, pair->jaccard);
    buf_addstr(out, ",\"containment\":");
    json_thousandths(out, pair->containment);
    add_spans(out, pair);
    buf_addstr(out, "}\n");
}

/* ---- clusters ---- */

static void remember(struct listing *l, const struct copydesk_near *pair)
{
    struct member *members = array_room(l->members, l->n, &l->room, sizeof *members);
    l->failed = l->failed || !members;
    if (!members)
        return;
    l->members = members;
    l->members[l->n] = (struct member){ arena_copy(&l->names, slice_str(pair->kept)),
                                        arena_copy(&l->names, slice_str(pair->article)), l->n };
    l->n++;
    l->failed = l->failed || l->names.failed;
}

static int by_kept(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    int order = strcmp(x->kept.ptr, y->kept.ptr);
    return order ? order : x->number < y->number ? -1 : 1;
}

/* One line a cluster: the kept article, then those near it. */
static void put_clusters(struct listing *l)
{
    struct buf *out = &l->out.text;
    if (l->n)
        qsort(l->members, l->n, sizeof *l->members, by_kept);
    for (size_t i = 0; i < l->n; i++) {
        bool first = i == 0 || !slice_equal(l->members[i].kept, l->members[i - 1].kept);
        bool last = i + 1 == l->n || !slice_equal(l->members[i].kept, l->members[i + 1].kept);
        if (first)
            add_name(out, l->members[i].kept);
        buf_addch(out, '\t');
        add_name(out, l->members[i].article);
        if (last)
            buf_addch(out, '\n');
        output_some(&l->out);
    }
}

static void on_near(void *payload, const struct copydesk_near *pair)
{
    struct listing *l = payload;
    if (l->progress.cli->clusters) {
        remember(l, pair);
        return;
    }
    if (l->progress.cli->json)
        add_json(&l->out.text, pair);
    else
        add_pair(&l->out.text, pair);
    output_some(&l->out);
}

/* ---- the command ---- */

static void put_summary(const struct listing *l, const struct copydesk_stats *stats)
{
    struct buf text = { 0 };
    if (l->progress.look == LOOK_PLAIN || l->progress.look == LOOK_COLOR)
        buf_addstr(&text, "copydesk: ");
    number_addcount(&text, stats->articles);
    buf_addstr(&text, stats->articles == 1 ? " article, " : " articles, ");
    number_addcount(&text, stats->flagged);
    buf_addf(&text, " near-duplicate%s\n", stats->flagged == 1 ? "" : "s");
    message_lines(l->progress.look, &text);
    buf_release(&text);
}

enum copydesk_status run_near(struct cli *cli, struct copydesk_error *error)
{
    struct listing l = { .n = 0 };
    struct copydesk_stats stats = { 0 };
    if (cli->clusters && cli->json)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "--clusters and --json are two forms of the list; leave out one of them");
    cli->run.near = COPYDESK_NEAR_FLAG;
    cli->run.near_spans = cli->json;
    cli->run.scope = COPYDESK_SCOPE_ARTICLE;   /* exact copies are near too, and told */
    cli->run.dry_run = true;
    cli->run.max_removed = 100;                /* nothing is removed, so nothing is to stop it */
    progress_start(&l.progress, cli);
    struct copydesk_observer observer = progress_observer(&l);
    observer.near = on_near;
    enum copydesk_status status = copydesk_run(&cli->run, &observer, &stats, error);
    progress_end(&l.progress);
    put_clusters(&l);
    status = output_end(&l.out, status, error);
    if (l.failed && status < COPYDESK_FAILED)
        status = error_memory(error);
    if (cli->loudness != LOUD_QUIET && status < COPYDESK_FAILED)
        put_summary(&l, &stats);
    arena_release(&l.names);
    free(l.members);
    return status;
}

#include "cli/commands.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/log.h"
#include "cli/progress.h"
#include "cli/summary.h"

/* What the observer's callbacks share. The run calls them one at a time. */
struct watch {
    struct progress progress;   /* first: see progress_observer */
    struct buf rules;           /* for after the summary: the rules that hit, with -v; the riskiest removals */
};

static void on_rules(void *payload, const struct copydesk_rule_hits *hits, size_t n)
{
    struct watch *w = payload;
    if (w->progress.cli->loudness != LOUD_VERBOSE)
        return;
    if (w->progress.look != LOOK_JSON)
        summary_addrules(&w->rules, hits, n);
    for (size_t i = 0; w->progress.look == LOOK_JSON && i < n; i++)
        log_addrule(&w->rules, &hits[i]);
}

static void on_risky(void *payload, const struct copydesk_removal *removals, size_t n)
{
    struct watch *w = payload;
    if (w->progress.look != LOOK_JSON)
        summary_addrisky(&w->rules, removals, n);
    for (size_t i = 0; w->progress.look == LOOK_JSON && i < n; i++)
        log_addrisky(&w->rules, &removals[i]);
}

static void hint(enum message_look look, const char *words)
{
    struct copydesk_error line;
    error_set(&line, COPYDESK_OK, NULL, 0, "%s", words);
    message_put(MESSAGE_INFO, look, &line);
}

/* Tells somebody at a terminal that the program waits for them to type an article. */
static void hint_terminal(const struct cli *cli, enum message_look look)
{
    bool from_stdin = cli->n_operands == 0;
    for (size_t i = 0; i < cli->n_operands; i++)
        from_stdin = from_stdin || strcmp(cli->operands[i], "-") == 0;
    if (from_stdin && cli->loudness != LOUD_QUIET && isatty(STDIN_FILENO))
        hint(look, "reading an article from the terminal; control-D ends it");
}

/* When --write gave the files of a tree what their names do not say. */
static void hint_names(const struct watch *w, const struct copydesk_stats *stats)
{
    struct stat st;
    const struct copydesk_options *o = &w->progress.cli->run;
    if (o->write != COPYDESK_FORMAT_AUTO && o->output && !o->dry_run && stats->written > 0
        && stat(o->output, &st) == 0 && S_ISDIR(st.st_mode))
        hint(w->progress.look, o->write == COPYDESK_FORMAT_JSONL
             ? "files keep their names, so *.txt may hold records now; -o NAME.jsonl writes one file of records"
             : "files keep their names, so *.jsonl may hold text now; -o NAME.txt writes one file of text");
}

/* When no article was found: of a folder, files of other names and links are passed over without a word. */
static void hint_nothing(const struct watch *w, const struct copydesk_stats *stats)
{
    const struct copydesk_options *o = &w->progress.cli->run;
    /* bytes of no article: the reader went before the first, a huge one, had its end */
    bool met = stats->articles || stats->bytes_in || stats->unchanged || stats->skipped;
    if (!met && o->n_paths > 0)
        hint(w->progress.look, o->n_include
             ? "no article was found: no file that is read matches --include; without a slash a pattern is compared with "
               "the file's name, with one with its path below the folder"
             : "no article was found: of a folder, files named *.txt, *.text, *.jsonl, *.ndjson, *.jl, *.jsonlines and archives are read, "
               "and no symbolic links; --include GLOB takes other names, -v names the links");
}

/* When a list of drops took nothing: the articles may have other names than `keys` gave them. */
static void hint_unlisted(const struct watch *w, const struct copydesk_stats *stats)
{
    struct stat st;
    const char *drops = w->progress.cli->run.drops;
    if (drops && stats->articles > 0 && stats->removed[COPYDESK_LISTED].paragraphs == 0
        && stat(drops, &st) == 0 && st.st_size > 0)
        hint(w->progress.look, "nothing that --drops lists is in these articles; give clean the same PATHs and options as keys");
}

static void put_summary(struct watch *w, const struct copydesk_stats *stats, enum copydesk_status status)
{
    struct buf text = { 0 };
    if (w->progress.look == LOOK_JSON)
        log_addsummary(&text, stats, status);
    else
        summary_add(&text, w->progress.cli, stats);
    buf_addslice(&text, buf_slice(&w->rules));
    message_raw(&text);
    buf_release(&text);
}

enum copydesk_status run_clean(struct cli *cli, struct copydesk_error *error)
{
    struct watch w = { .rules = { 0 } };
    struct copydesk_stats stats = { 0 };
    progress_start(&w.progress, cli);
    struct copydesk_observer observer = progress_observer(&w);
    observer.rules = on_rules;
    if (cli->loudness == LOUD_VERBOSE || (cli->run.dry_run && cli->loudness == LOUD_NORMAL))
        observer.risky = on_risky;
    hint_terminal(cli, w.progress.look);
    enum copydesk_status status = copydesk_run(&cli->run, &observer, &stats, error);
    progress_end(&w.progress);
    if (cli->loudness != LOUD_QUIET && (status < COPYDESK_FAILED || status == COPYDESK_STOPPED)) {
        hint_nothing(&w, &stats);
        hint_unlisted(&w, &stats);
        hint_names(&w, &stats);
        put_summary(&w, &stats, status);
    }
    buf_release(&w.rules);
    return status;
}

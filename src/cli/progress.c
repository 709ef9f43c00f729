#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/number.h"

static const double interval = 0.1;   /* seconds between two redraws */

enum { BAR = 20, COLUMNS = 80 };

static double clock_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool wanted(const struct cli *cli)
{
    if (cli->loudness == LOUD_QUIET || cli->progress == WHEN_NEVER || cli->log == LOG_JSON)
        return false;
    if (cli->progress == WHEN_ALWAYS)
        return true;
    const char *term = getenv("TERM");
    if (!isatty(STDERR_FILENO) || !term || strcmp(term, "dumb") == 0)
        return false;
    bool to_stdout = !cli->run.output || strcmp(cli->run.output, "-") == 0;
    return !(to_stdout && !cli->run.dry_run && isatty(STDOUT_FILENO));
}

void progress_start(struct progress *p, const struct cli *cli)
{
    double now = clock_seconds();
    *p = (struct progress){ .cli = cli, .look = message_look(cli), .shown = wanted(cli), .started = now, .last = now };
}

static size_t columns(void)
{
    struct winsize size;
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return COLUMNS;
}

/* "[#####...............] 25 %  0:12 left  " */
static void add_bar(struct buf *out, double done, double elapsed)
{
    int full = (int)(done * BAR);
    buf_addch(out, '[');
    for (int i = 0; i < BAR; i++)
        buf_addch(out, i < full ? '#' : '.');
    buf_addf(out, "] %d %%  ", (int)(done * 100));
    if (done > 0.01 && elapsed > 1) {   /* earlier it would jump about */
        unsigned left = (unsigned)(elapsed / done - elapsed + 0.5);
        buf_addf(out, "%u:%02u left  ", left / 60, left % 60);
    }
}

static uint64_t removed_bytes(const struct copydesk_stats *now)
{
    uint64_t sum = 0;
    for (int i = 0; i < COPYDESK_N_REASONS; i++)
        sum += now->removed[i].bytes;
    return sum;
}

static void add_line(struct buf *out, const struct copydesk_stats *now, double elapsed)
{
    if (now->total_bytes > 0) {
        double done = (double)now->bytes_in / (double)now->total_bytes;
        add_bar(out, done < 1 ? done : 1, elapsed);
    }
    number_addcount(out, now->articles);
    buf_addstr(out, " articles  ");
    number_addbytes(out, (double)now->bytes_in);
    if (elapsed > 0) {
        buf_addstr(out, "  ");
        number_addbytes(out, (double)now->bytes_in / elapsed);
        buf_addstr(out, "/s");
    }
    if (now->bytes_in > 0)
        buf_addf(out, "  %.1f %% removed",
                 100.0 * (double)removed_bytes(now) / (double)now->bytes_in);
}

/* Draws the line anew, when it is time. */
static void on_progress(void *payload, const struct copydesk_stats *now)
{
    struct progress *p = payload;
    if (!p->shown)
        return;
    double time = clock_seconds();
    if (time - p->last < interval)
        return;
    buf_clear(&p->line);
    buf_addstr(&p->line, "\r");
    add_line(&p->line, now, time - p->started);
    size_t most = columns();   /* the carriage return is one, the last column stays free */
    if (p->line.len > most)
        p->line.len = most;
    buf_addstr(&p->line, "\033[K");
    message_raw(&p->line);
    p->drawn = true;
    p->last = time;
}

/* Erases the line before a message; the next draw brings it back. */
static void clear(struct progress *p)
{
    if (!p->drawn)
        return;
    buf_clear(&p->line);
    buf_addstr(&p->line, "\r\033[K");
    message_raw(&p->line);
    p->drawn = false;
}

void progress_end(struct progress *p)
{
    clear(p);
    buf_release(&p->line);
}

static void on_notice(void *payload, const struct copydesk_error *what)
{
    struct progress *p = payload;
    bool skipped = what->status != COPYDESK_OK;
    if (!skipped && p->cli->loudness != LOUD_VERBOSE)
        return;
    clear(p);
    message_put(skipped ? MESSAGE_WARNING : MESSAGE_INFO, p->look, what);
}

/* ---- the estimate before a long run ---- */

/* Bytes: a LONG run takes some seconds, a SHORT one some tenths of a second (guess). */
enum { MB = 1000000, LONG = 1000 * MB, SHORT = 64 * MB };

/* "; remembering them takes some 1.2 GB of memory, ..." */
static void add_memory(struct buf *out, const struct copydesk_estimate *e)
{
    if (e->memory == 0)
        return;
    buf_addstr(out, e->cap && e->cap < e->memory ? "; of some " : "; remembering them takes some ");
    number_addbytes(out, (double)e->memory);
    if (e->cap && e->cap < e->memory) {
        buf_addstr(out, " to be remembered ");
        number_addbytes(out, (double)e->cap);
        buf_addstr(out, " stay in memory");
    } else {
        buf_addf(out, " of memory, three times that when paragraphs are short%s", e->cap ? "" : " (--memory caps it)");
    }
}

static void add_files(struct buf *out, const struct copydesk_estimate *e)
{
    if (e->scratch < MB)
        return;
    buf_addstr(out, ", and some ");
    number_addbytes(out, (double)e->scratch);
    buf_addstr(out, " of temporary files");
}

static void add_known(struct buf *out, const struct copydesk_estimate *e)
{
    if (e->known == 0)
        return;
    buf_addstr(out, "; the state has ");
    number_addcount(out, e->known);
    buf_addstr(out, e->known == 1 ? " key in " : " keys in ");
    number_addbytes(out, (double)e->known_bytes);
}

/* One line when the run will be long; with -v, when it is not short. */
static void on_estimate(void *payload, const struct copydesk_estimate *e)
{
    const struct progress *p = payload;
    uint64_t worth = p->cli->loudness == LOUD_VERBOSE ? SHORT : LONG;
    struct copydesk_error line = { .status = COPYDESK_OK };
    struct buf text = { 0 };
    if (e->bytes < worth && e->known_bytes < worth)
        return;
    number_addbytes(&text, (double)e->bytes);
    if (e->files > 1) {
        buf_addstr(&text, " in ");
        number_addcount(&text, e->files);
        buf_addstr(&text, " files");
    }
    buf_addstr(&text, " to read");
    add_memory(&text, e);
    add_files(&text, e);
    add_known(&text, e);
    snprintf(line.reason, sizeof line.reason, "%s", buf_str(&text));
    message_put(MESSAGE_INFO, p->look, &line);
    buf_release(&text);
}

struct copydesk_observer progress_observer(void *payload)
{
    const struct progress *p = payload;
    return (struct copydesk_observer){
        .payload = payload, .notice = on_notice, .progress = on_progress,
        .estimate = p->cli->loudness == LOUD_QUIET ? NULL : on_estimate,
    };
}

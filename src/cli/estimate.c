#include "cli/estimate.h"

#include <stdio.h>

#include "cli/number.h"

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

void estimate_put(const struct cli *cli, enum message_look look, const struct copydesk_estimate *e)
{
    uint64_t worth = cli->loudness == LOUD_VERBOSE ? SHORT : LONG;
    struct copydesk_error line = { .status = COPYDESK_OK };
    struct buf text = { 0 };
    if (cli->loudness == LOUD_QUIET || (e->bytes < worth && e->known_bytes < worth))
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
    message_put(MESSAGE_INFO, look, &line);
    buf_release(&text);
}

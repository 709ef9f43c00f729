#include "write/metrics.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"
#include "base/path.h"
#include "text/utf8.h"
#include "write/files/outfile.h"
#include "write/json.h"

static const char success[] = "copydesk_last_success_timestamp_seconds";

/* ---- one series ---- */

static void add_head(struct buf *out, const char *name, const char *help)
{
    buf_addf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* A label's value: the format knows three escapes, and wants UTF-8. */
static void add_value(struct buf *out, struct slice s)
{
    for (const char *p = s.ptr, *end = s.ptr + s.len; p < end; ) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        if (cp == '\\' || cp == '"')
            buf_addch(out, '\\');
        if (cp == '\n')
            buf_addstr(out, "\\n");
        else
            utf8_add(out, cp == UTF8_BAD ? 0xFFFD : cp);
        p += n;
    }
}

/* The file's name without folders and ".prom". */
static struct slice task_of(const char *path)
{
    struct slice name = slice_str(path_name(path)), end = SLICE(".prom");
    if (slice_ends(name, end))
        name.len -= end.len;
    return name;
}

/* The name and its labels; more holds further ones with a comma before, or is "". */
static void add_series(struct buf *out, const struct metrics *m, const char *name, const char *more)
{
    buf_addf(out, "%s{task=\"", name);
    add_value(out, task_of(m->path));
    buf_addf(out, "\"%s} ", more);
}

static void add_number(struct buf *out, const struct metrics *m, const char *name, const char *more,
                       uint64_t value)
{
    add_series(out, m, name, more);
    json_number(out, value);
    buf_addch(out, '\n');
}

static void add_gauge(struct buf *out, const struct metrics *m, const char *name, uint64_t value,
                      const char *help)
{
    add_head(out, name, help);
    add_number(out, m, name, "", value);
}

/* ---- the parts ---- */

static void add_seconds(struct buf *out, const struct metrics *m)
{
    const char *name = "copydesk_run_duration_seconds";
    add_head(out, name, "Wall clock of the last run.");
    add_series(out, m, name, "");
    json_seconds(out, m->stats->seconds);
    buf_addch(out, '\n');
}

static void add_run(struct buf *out, const struct metrics *m)
{
    char more[128];
    snprintf(more, sizeof more, ",version=\"%s\",unicode=\"%s\",key_profile=\"%u\"",
             copydesk_version(), copydesk_unicode_version(), copydesk_key_profile());
    add_head(out, "copydesk_build_info", "The version that ran; always 1.");
    add_number(out, m, "copydesk_build_info", more, 1);
    add_gauge(out, m, "copydesk_run_exit_status", (uint64_t)m->status,
              "Exit status of the last run: 0 done, 1 done but input was skipped, 2 failed, "
              "3 stopped by a safety limit, 75 another run holds the state.");
    add_gauge(out, m, "copydesk_run_timestamp_seconds", m->time, "End of the last run.");
    add_gauge(out, m, success, m->last_success,
              "End of the last run that was done (exit status 0 or 1); 0 when there was none.");
    add_seconds(out, m);
}

static void add_articles(struct buf *out, const struct metrics *m)
{
    const char *name = "copydesk_run_articles";
    const struct copydesk_stats *s = m->stats;
    add_head(out, name, "Articles read in the last run, by what became of them.");
    add_number(out, m, name, ",result=\"written\"", s->written);
    add_number(out, m, name, ",result=\"copy\"", s->copies);
    add_number(out, m, name, ",result=\"near\"", s->near);
    add_number(out, m, name, ",result=\"empty\"", s->empty);
    add_gauge(out, m, "copydesk_run_skipped_inputs", s->skipped,
              "Inputs that were skipped or kept unclean.");
    add_gauge(out, m, "copydesk_run_wall_pages", s->walls,
              "Error, captcha and paywall pages, written but never compared.");
    add_gauge(out, m, "copydesk_run_flagged_articles", s->flagged,
              "Near-duplicates that were written all the same.");
    add_gauge(out, m, "copydesk_run_converted_articles", s->converted,
              "Articles converted from another encoding.");
    add_gauge(out, m, "copydesk_run_bad_utf8_articles", s->bad_utf8,
              "Articles in which bytes were not UTF-8.");
    add_gauge(out, m, "copydesk_run_input_bytes", s->bytes_in, "Bytes of articles read.");
    add_gauge(out, m, "copydesk_run_output_bytes", s->bytes_out, "Bytes of clean text.");
    add_gauge(out, m, "copydesk_run_paragraphs", s->paragraphs, "Paragraphs read.");
    add_gauge(out, m, "copydesk_run_flagged_paragraphs", s->flagged_paragraphs,
              "Paragraphs kept, though nearly an earlier article's.");
    add_gauge(out, m, "copydesk_run_edited_paragraphs", s->edited, "Paragraphs kept but respelt, by repairs or a rule that cuts.");
}

/* Boilerplate by its classes, so that the sum over all labels is all that went. */
static void add_removed(struct buf *out, const struct metrics *m, bool bytes)
{
    const char *name = bytes ? "copydesk_run_removed_bytes" : "copydesk_run_removed_paragraphs";
    const struct copydesk_stats *s = m->stats;
    char more[96];
    add_head(out, name, bytes ? "Bytes of input removed, by reason and class of boilerplate."
                              : "Paragraphs removed, by reason and class of boilerplate.");
    for (int i = COPYDESK_NONE + 1; i < COPYDESK_N_REASONS; i++) {
        const char *reason = copydesk_reason_name((enum copydesk_reason)i);
        int classes = i == COPYDESK_RULE ? COPYDESK_N_CLASSES : 1;
        for (int c = 0; c < classes; c++) {
            const struct copydesk_count *n = i == COPYDESK_RULE ? &s->stripped[c] : &s->removed[i];
            snprintf(more, sizeof more, ",reason=\"%s\",class=\"%s\"", reason,
                     i == COPYDESK_RULE ? copydesk_class_name((enum copydesk_class)c) : "");
            add_number(out, m, name, more, bytes ? n->bytes : n->paragraphs);
        }
    }
}

static void add_repaired(struct buf *out, const struct metrics *m)
{
    const char *name = "copydesk_run_repaired_paragraphs";
    char more[64];
    add_head(out, name, "Paragraphs kept that a repair changed, by repair: one may have several.");
    for (int i = 0; i < COPYDESK_N_REPAIRS; i++) {
        snprintf(more, sizeof more, ",repair=\"%s\"", copydesk_repair_name((enum copydesk_repair)i));
        add_number(out, m, name, more, m->stats->repaired[i]);
    }
}

/* Bytes of the files in a folder; 0 when it cannot be read. */
static uint64_t folder_bytes(const char *path)
{
    uint64_t sum = 0;
    struct stat st;
    DIR *dir = opendir(path);
    for (struct dirent *d; dir && (d = readdir(dir)); )
        if (fstatat(dirfd(dir), d->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
            sum += (uint64_t)st.st_size;
    if (dir)
        closedir(dir);
    return sum;
}

static void add_memory(struct buf *out, const struct metrics *m)
{
    const struct copydesk_stats *s = m->stats;
    add_gauge(out, m, "copydesk_run_peak_memory_bytes", m->peak_memory,
              "Resident memory of the process, at the most.");
    add_gauge(out, m, "copydesk_run_remembered_keys", s->remembered,
              "Keys of paragraphs and articles that the run remembered of its own input.");
    add_gauge(out, m, "copydesk_run_remembered_bytes", s->memory, "Memory for them, at the most.");
    add_gauge(out, m, "copydesk_run_spilled_bytes", s->spilled,
              "Bytes of them in temporary files, when --memory left them no room.");
}

static void add_state(struct buf *out, const struct metrics *m)
{
    add_gauge(out, m, "copydesk_run_unchanged_files", m->stats->unchanged,
              "Files not read, since the state knows them.");
    if (!m->state)
        return;
    add_gauge(out, m, "copydesk_state_bytes", folder_bytes(m->state), "Size of the state's files.");
    add_gauge(out, m, "copydesk_state_articles", m->state_articles, "Articles that the state knows.");
    add_gauge(out, m, "copydesk_state_keys", m->state_keys,
              "Keys of paragraphs and articles that the state remembers.");
}

void metrics_add(struct buf *out, const struct metrics *m)
{
    add_run(out, m);
    add_articles(out, m);
    add_removed(out, m, false);
    add_removed(out, m, true);
    add_repaired(out, m);
    add_memory(out, m);
    add_state(out, m);
}

/* ---- the file ---- */

/* The line's value when it is the series that we look for. */
static bool take_success(const char *line, uint64_t *value)
{
    size_t n = sizeof success - 1;
    const char *space = strrchr(line, ' ');
    if (strncmp(line, success, n) != 0 || (line[n] != '{' && line[n] != ' ') || !space
        || !isdigit((unsigned char)space[1]))
        return false;
    *value = strtoull(space + 1, NULL, 10);
    return true;
}

uint64_t metrics_last_success(const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))   /* a pipe would be waited for */
        return 0;
    FILE *f = fopen(path, "re");
    uint64_t value = 0;
    char *line = NULL;
    size_t cap = 0;
    while (f && getline(&line, &cap, f) > 0 && !take_success(line, &value))
        ;
    free(line);
    if (f)
        fclose(f);
    return value;
}

enum copydesk_status metrics_write(struct metrics *m, struct copydesk_error *error)
{
    bool done = m->status == COPYDESK_OK || m->status == COPYDESK_SKIPPED;
    m->time = (uint64_t)time(NULL);
    m->last_success = done ? m->time : metrics_last_success(m->path);
    struct buf text = { 0 };
    metrics_add(&text, m);
    enum copydesk_status written = text.failed ? error_memory(error) : outfile_put(m->path, buf_slice(&text), error);
    buf_release(&text);
    return written;
}

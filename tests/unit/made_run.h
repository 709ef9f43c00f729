/* made_run -- a run by hand, for tests of journal and restore: articles go
 * through render, journal and both kinds of output; what comes back is
 * compared. */
#ifndef UNIT_MADE_RUN_H
#define UNIT_MADE_RUN_H

#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "write/files/outfile.h"
#include "write/journal/journal.h"
#include "write/json.h"
#include "write/sink.h"

enum { MAX_ARTICLES = 8 };

/* Everything of a run: what went in, by file, and what came out. */
struct run {
    char dir[32];                        /* holds clean/, clean.txt, journal, out/ */
    enum copydesk_between between;
    struct buf journal, stream;
    struct sink *tree;
    struct buf input[MAX_ARTICLES];      /* by file */
    char name[MAX_ARTICLES][16];
    size_t n_files;
    size_t n_written;
};

static inline const char *path_in(const struct run *run, const char *name)
{
    static char path[4][128];
    static unsigned turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", run->dir, name);
    return p;
}

static inline void shell(const char *format, const char *argument)
{
    char command[256];
    snprintf(command, sizeof command, format, argument, argument);
    assert_int_equal(system(command), 0);
}

static inline void run_start(struct run *run, enum copydesk_between between)
{
    struct copydesk_options options = { .separator = "\f", .strip = 3, .repairs = 5 };
    *run = (struct run){ .dir = "/tmp/test_journal.XXXXXX", .between = between };
    assert_non_null(mkdtemp(run->dir));
    run->tree = sink_open(SINK_TREE, path_in(run, "clean"), NULL);
    assert_non_null(run->tree);
    journal_header(&run->journal, &options, NULL, false);
}

static inline void save(const char *path, struct slice bytes)
{
    struct outfile *f = outfile_open(path, NULL);
    assert_non_null(f);
    assert_int_equal(outfile_write(f, bytes, NULL), COPYDESK_OK);
    assert_int_equal(outfile_commit(f, NULL), COPYDESK_OK);
    outfile_free(f);
}

static inline void run_end(struct run *run)
{
    journal_end(&run->journal);
    assert_false(run->journal.failed || run->stream.failed);
    save(path_in(run, "journal"), buf_slice(&run->journal));
    save(path_in(run, "clean.txt"), buf_slice(&run->stream));
    assert_int_equal(sink_finish(run->tree, NULL), COPYDESK_OK);
}

static inline void run_release(struct run *run)
{
    shell("rm -rf %s", run->dir);
    sink_free(run->tree);
    buf_release(&run->journal);
    buf_release(&run->stream);
    for (size_t i = 0; i < MAX_ARTICLES; i++)
        buf_release(&run->input[i]);
}

/* An article or a piece of one goes through render, journal and both outputs,
 * as the pipeline does it. out collects the article's clean text. */
static inline void clean(struct run *run, const struct article *a, const struct para *paras, bool *started,
                  struct buf *out)
{
    size_t before = out->len;
    render_article(run->between, a, paras, started, out);
    struct slice text = slice_from(buf_slice(out), before);
    journal_article(&run->journal, NULL, run->between, a, paras, &(struct written){ .clean = text, .bytes = text });
    if (!a->tail || out->len == 0)
        return;
    if (run->n_written++)
        buf_add(&run->stream, "\f\n", 2);
    buf_addslice(&run->stream, buf_slice(out));
    assert_int_equal(sink_article(run->tree, a->id, buf_slice(out), NULL), COPYDESK_OK);
}

/* ---- what came back ---- */

static inline char *load(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *bytes = malloc(1 << 20);
    *len = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    return bytes;
}

/* How many files of the run are under out/; each must be as it was. */
static inline size_t count_right(const struct run *run)
{
    size_t right = 0;
    for (size_t i = 0; i < run->n_files; i++) {
        char name[32];
        size_t len;
        snprintf(name, sizeof name, "out/%s", run->name[i]);
        char *bytes = load(path_in(run, name), &len);
        if (bytes) {
            assert_int_equal(len, run->input[i].len);
            assert_memory_equal(bytes, run->input[i].ptr ? run->input[i].ptr : "", len);
            right++;
        }
        free(bytes);
    }
    return right;
}

/* No file stands under out/ but the run's own, temporary ones neither. */
static inline void assert_no_others(const struct run *run, size_t right)
{
    char command[128];
    snprintf(command, sizeof command, "test $(find %s/out -type f 2>/dev/null | wc -l) = %zu", run->dir, right);
    assert_int_equal(system(command), 0);
}

/* Removes what a restore made; quicker than a shell. */
static inline void clear_out(const struct run *run)
{
    for (size_t i = 0; i < run->n_files; i++) {
        char name[32];
        snprintf(name, sizeof name, "out/%s", run->name[i]);
        unlink(path_in(run, name));
    }
}

static inline enum copydesk_status restore_from(const struct run *run, const char *cleaned,
                                         struct copydesk_error *error)
{
    return copydesk_restore(path_in(run, "journal"), path_in(run, cleaned), path_in(run, "out"), NULL, error);
}

#endif

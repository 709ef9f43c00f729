/* Journal and restore: whatever bytes go in, whatever the verdicts, restore
 * gives the input back; and a journal that was cut or changed gives nothing
 * that is wrong. Articles are generated with a fixed seed; paragraphs are made
 * by hand, so that texts and gaps may be stranger than split and repair would
 * make them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "write/journal.h"
#include "write/json.h"
#include "write/outfile.h"
#include "write/sink.h"

/* ---- a run by hand ---- */

enum { MAX_PARAS = 12, MAX_ARTICLES = 8 };

/* Everything of a run: what went in, by file, and what came out. */
struct run {
    char dir[32];                        /* holds clean/, clean.txt, journal, out/ */
    struct render render;
    struct buf journal, stream;
    struct sink *tree;
    struct buf input[MAX_ARTICLES];      /* by file */
    char name[MAX_ARTICLES][16];
    size_t n_files;
    size_t n_written;
};

static uint64_t seed;

static unsigned any(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

static const char *path_in(const struct run *run, const char *name)
{
    static char path[4][128];
    static unsigned turn;
    char *p = path[turn++ % 4];
    snprintf(p, sizeof path[0], "%s/%s", run->dir, name);
    return p;
}

static void shell(const char *format, const char *argument)
{
    char command[256];
    snprintf(command, sizeof command, format, argument, argument);
    assert_int_equal(system(command), 0);
}

static void run_start(struct run *run, enum copydesk_between between)
{
    struct copydesk_options options = { .separator = "\f", .strip = 3, .repairs = 5 };
    *run = (struct run){ .dir = "/tmp/test_journal.XXXXXX", .render = { between } };
    assert_non_null(mkdtemp(run->dir));
    run->tree = sink_open(SINK_TREE, path_in(run, "clean"), NULL);
    assert_non_null(run->tree);
    journal_header(&run->journal, &options, NULL);
}

static void save(const char *path, struct slice bytes)
{
    struct outfile *f = outfile_open(path, NULL);
    assert_non_null(f);
    assert_int_equal(outfile_write(f, bytes, NULL), COPYDESK_OK);
    assert_int_equal(outfile_commit(f, NULL), COPYDESK_OK);
    outfile_free(f);
}

static void run_end(struct run *run)
{
    journal_end(&run->journal);
    assert_false(run->journal.failed || run->stream.failed);
    save(path_in(run, "journal"), buf_slice(&run->journal));
    save(path_in(run, "clean.txt"), buf_slice(&run->stream));
    assert_int_equal(sink_finish(run->tree, NULL), COPYDESK_OK);
}

static void run_release(struct run *run)
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
static void clean(struct run *run, const struct article *a, const struct para *paras, bool *started,
                  struct buf *out)
{
    size_t before = out->len;
    render_article(&run->render, a, paras, started, out);
    struct slice text = slice_from(buf_slice(out), before);
    journal_article(&run->journal, NULL, &run->render, a, paras, text);
    if (!a->tail || out->len == 0)
        return;
    if (run->n_written++)
        buf_add(&run->stream, "\f\n", 2);
    buf_addslice(&run->stream, buf_slice(out));
    assert_int_equal(sink_article(run->tree, a->id, buf_slice(out), NULL), COPYDESK_OK);
}

/* ---- generated articles ---- */

static void add_any(struct buf *b, const char *const *from, unsigned n)
{
    const char *s = from[any(n)];
    if (strcmp(s, "NUL") == 0)
        buf_addch(b, '\0');
    else
        buf_addstr(b, s);
}

static void add_words(struct buf *b)
{
    static const char *const words[] = {
        "a", "The", " ", " ", "storm", "caf\xC3\xA9", "\xC2\xA0", "\n", "\r\n", "\t", "NUL", "\xFF",
        "\xE2\x80", "\xE6\x97\xA5\xE6\x9C\xAC", "\"", "\\", "\x1B[0m", "\n\n", "\xF0\x9F\x8E\x89", "end."
    };
    for (unsigned n = 1 + any(8); n; n--)
        add_any(b, words, sizeof words / sizeof *words);
}

static void add_gap(struct buf *b, bool plain)
{
    static const char *const gaps[] = { "\n", "\n\n", "\r\n", "", " \n", "\n\n\n", "\xC2\xA0\n", "\xFF\n", "\f" };
    add_any(b, gaps, plain ? 1 : sizeof gaps / sizeof *gaps);
}

/* What normalize might have made of raw, or worse; text lives in `texts`. */
static struct slice respell(struct slice raw, struct buf *texts)
{
    size_t at = texts->len;
    for (size_t i = 0; i < raw.len; i++)
        if (any(6))
            buf_addch(texts, any(6) ? raw.ptr[i] : '.');
    if (any(2))
        buf_addstr(texts, "x");
    return slice_of(texts->ptr + at, texts->len - at);
}

static void judge(struct para *p, struct slice id, struct buf *texts, unsigned drops)
{
    static const uint8_t reasons[] = { COPYDESK_REPEAT, COPYDESK_SEEN, COPYDESK_RULE, COPYDESK_REPAIR };
    p->text = p->raw;
    if (any(3) == 0) {
        p->text = respell(p->raw, texts);
        p->repairs = 5;
    }
    if (any(100) >= drops)
        return;
    p->action = COPYDESK_DROP;
    p->reason = reasons[any(4)];
    p->first_id = id;
    p->first_line = 1;
}

/* Makes up an article of file number `file` and cleans it, perhaps in pieces. */
static void make_article(struct run *run, size_t file, struct slice id, struct slice name, bool separated)
{
    struct buf input = { 0 }, texts = { 0 }, out = { 0 };
    struct para paras[MAX_PARAS] = { 0 };
    size_t start[MAX_PARAS + 1], end[MAX_PARAS], n = any(MAX_PARAS + 1);
    unsigned drops = (unsigned[]){ 0, 20, 100 }[any(3)];
    bool plain = any(2), started = false, copy = any(12) == 0, pieces = !copy && any(3) == 0;
    if (any(4) == 0)
        buf_addstr(&input, "\xEF\xBB\xBF");
    for (size_t i = 0; i < n; i++) {
        start[i] = input.len;
        add_words(&input);
        end[i] = input.len;
        add_gap(&input, plain);
    }
    if (separated)
        buf_addstr(&input, "\n\f\n");
    buf_reserve(&texts, 4096);   /* never grows: texts are pointed into */
    for (size_t i = 0; i < n; i++) {
        paras[i].raw = slice_of(input.ptr + start[i], end[i] - start[i]);
        paras[i].line = i + 1;
        judge(&paras[i], id, &texts, drops);
    }
    for (size_t i = 0, from = 0; ; ) {
        size_t count = pieces && n - i > 1 ? 1 + any((unsigned)(n - i)) : n - i;
        size_t stop = i + count < n ? end[i + count - 1] : input.len;
        if (i + count < n)   /* somewhere in the gap */
            stop += any((unsigned)(start[i + count] - stop) + 1);
        struct article a = { .id = id, .file = name, .bytes = slice_of(input.ptr ? input.ptr + from : "", stop - from),
                             .offset = from, .line = 1, .head = from == 0, .tail = i + count == n, .n = count };
        if (copy) {
            a.reason = COPYDESK_COPY;
            a.first_id = SLICE("other/article.txt");
        }
        if (from == 0 && !a.tail && stop == 0)
            a.head = true;
        clean(run, &a, paras + i, &started, &out);
        i += count;
        from = stop;
        if (i >= n)
            break;
    }
    buf_addslice(&run->input[file], buf_slice(&input));
    buf_release(&input);
    buf_release(&texts);
    buf_release(&out);
}

static void make_file(struct run *run)
{
    size_t file = run->n_files++;
    unsigned articles = 1 + (any(3) == 0 ? any(3) : 0);
    snprintf(run->name[file], sizeof run->name[file], "%s%zu.txt", any(2) ? "d/" : "", file);
    for (unsigned k = 1; k <= articles; k++) {
        char id[24];
        snprintf(id, sizeof id, k > 1 ? "%s.%u" : "%s", run->name[file], k);
        make_article(run, file, slice_str(id), slice_str(run->name[file]), k < articles);
    }
}

static void make_run(struct run *run, uint64_t number)
{
    seed = number;
    run_start(run, (enum copydesk_between)any(3));
    for (unsigned n = 1 + any(MAX_ARTICLES); n; n--)
        make_file(run);
    run_end(run);
}

/* ---- what came back ---- */

static char *load(const char *path, size_t *len)
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
static size_t count_right(const struct run *run)
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
static void assert_no_others(const struct run *run, size_t right)
{
    char command[128];
    snprintf(command, sizeof command, "test $(find %s/out -type f 2>/dev/null | wc -l) = %zu", run->dir, right);
    assert_int_equal(system(command), 0);
}

/* Removes what a restore made; quicker than a shell. */
static void clear_out(const struct run *run)
{
    for (size_t i = 0; i < run->n_files; i++) {
        char name[32];
        snprintf(name, sizeof name, "out/%s", run->name[i]);
        unlink(path_in(run, name));
    }
}

static enum copydesk_status restore_from(const struct run *run, const char *cleaned,
                                         struct copydesk_error *error)
{
    return copydesk_restore(path_in(run, "journal"), path_in(run, cleaned), path_in(run, "out"), NULL, error);
}

static void restores_whatever_came(void **state)
{
    (void)state;
    for (uint64_t number = 1; number <= 200; number++) {
        struct run run;
        struct copydesk_error error;
        make_run(&run, number);
        for (int tree = 0; tree < 2; tree++) {
            clear_out(&run);
            if (restore_from(&run, tree ? "clean" : "clean.txt", &error) != COPYDESK_OK)
                fail_msg("run %d, tree %d, in %s", (int)number, tree, run.dir);
            assert_int_equal(count_right(&run), run.n_files);
            if (number % 50 == 0)
                assert_no_others(&run, run.n_files);
        }
        run_release(&run);
    }
}

/* ---- damage ---- */

static void assert_harmless(struct run *run, struct slice journal, const char *what, size_t at)
{
    struct copydesk_error error = { 0 };
    save(path_in(run, "journal"), journal);
    clear_out(run);
    enum copydesk_status status = restore_from(run, at % 2 ? "clean" : "clean.txt", &error);
    size_t right = count_right(run);
    if (status == COPYDESK_OK)
        fail_msg("%s at %zu went unseen", what, at);
    assert_true(right <= run->n_files);
    if (at % 97 == 0)
        assert_no_others(run, right);
    if (status == COPYDESK_FAILED)
        assert_string_equal(error.path, path_in(run, "journal"));
}

static void small_run(struct run *run)
{
    seed = 4;
    run_start(run, COPYDESK_BETWEEN_BLANK);
    make_file(run);
    make_file(run);
    run_end(run);
}

static void a_cut_journal_gives_nothing_wrong(void **state)
{
    (void)state;
    struct run run;
    small_run(&run);
    for (size_t at = 0; at < run.journal.len; at++)
        assert_harmless(&run, slice_of(run.journal.ptr, at), "a cut", at);
    run_release(&run);
}

static void a_flipped_byte_gives_nothing_wrong(void **state)
{
    (void)state;
    struct run run;
    small_run(&run);
    for (size_t at = 0; at < run.journal.len; at++) {
        char was = run.journal.ptr[at];
        run.journal.ptr[at] = (char)(was ^ (1 << any(8)));
        assert_harmless(&run, buf_slice(&run.journal), "a flip", at);
        run.journal.ptr[at] = was;
    }
    run_release(&run);
}

static void count_notices(void *payload, const struct copydesk_error *what)
{
    unsigned *n = payload;
    assert_int_equal(what->status, COPYDESK_SKIPPED);
    ++*n;
}

/* One paragraph "text" a file; the middle one's clean text is changed. */
static void changed_clean_text_costs_its_article_only(void **state)
{
    (void)state;
    static const char *const changed[] = { "One.\n\f\nTwo, longer.\n\f\nThree.\n", "One.\n\f\nT\n\f\nThree.\n",
                                           "One.\n\f\nTwu.\n\f\nThree.\n" };
    for (size_t k = 0; k < 3; k++) {
        struct run run;
        unsigned notices = 0;
        struct copydesk_observer observer = { &notices, count_notices, NULL, NULL };
        run_start(&run, COPYDESK_BETWEEN_BLANK);
        for (size_t i = 0; i < 3; i++) {
            struct buf out = { 0 };
            bool started = false;
            struct slice bytes = slice_str((const char *[]){ "One.\n", "Two.\n", "Three.\n" }[i]);
            struct para p = { .raw = slice_of(bytes.ptr, bytes.len - 1), .line = 1 };
            p.text = p.raw;
            snprintf(run.name[i], sizeof run.name[i], "%zu.txt", i);
            buf_addslice(&run.input[i], bytes);
            struct article a = { .id = slice_str(run.name[i]), .bytes = bytes, .line = 1, .head = true,
                                 .tail = true, .n = 1 };
            clean(&run, &a, &p, &started, &out);
            buf_release(&out);
            run.n_files++;
        }
        run_end(&run);
        save(path_in(&run, "clean.txt"), slice_str(changed[k]));
        assert_int_equal(copydesk_restore(path_in(&run, "journal"), path_in(&run, "clean.txt"),
                                          path_in(&run, "out"), &observer, NULL), COPYDESK_SKIPPED);
        assert_int_equal(notices, 1);
        assert_int_equal(count_right(&run), 2);
        run_release(&run);
    }
}

/* A journal whose lines are right, but of which the last piece was taken out. */
static void a_missing_piece_is_noticed(void **state)
{
    (void)state;
    struct run run;
    struct buf out = { 0 };
    bool started = false;
    struct slice bytes = SLICE("One.\nTwo.\n");
    struct para p[2] = { { .raw = slice_of(bytes.ptr, 4), .text = slice_of(bytes.ptr, 4), .line = 1 },
                         { .raw = slice_of(bytes.ptr + 5, 4), .text = slice_of(bytes.ptr + 5, 4), .line = 2 } };
    struct article a = { .id = SLICE("0.txt"), .bytes = slice_of(bytes.ptr, 5), .line = 1, .head = true, .n = 1 };
    run_start(&run, COPYDESK_BETWEEN_BLANK);
    snprintf(run.name[run.n_files++], sizeof run.name[0], "0.txt");
    buf_addslice(&run.input[0], bytes);
    clean(&run, &a, &p[0], &started, &out);
    size_t whole = run.journal.len;
    a = (struct article){ .id = a.id, .bytes = slice_of(bytes.ptr + 5, 5), .offset = 5, .line = 2, .tail = true, .n = 1 };
    clean(&run, &a, &p[1], &started, &out);
    run_end(&run);
    assert_int_equal(restore_from(&run, "clean", NULL), COPYDESK_OK);
    assert_int_equal(count_right(&run), 1);
    clear_out(&run);
    run.journal.len = whole;
    run_end(&run);
    assert_int_equal(restore_from(&run, "clean.txt", NULL), COPYDESK_SKIPPED);
    assert_int_equal(count_right(&run), 0);
    buf_release(&out);
    run_release(&run);
}

/* ---- the rest ---- */

static void an_existing_file_is_left_alone(void **state)
{
    (void)state;
    struct run run;
    size_t len;
    small_run(&run);
    shell("mkdir -p %s/out/d && for f in 0.txt 1.txt d/0.txt d/1.txt; do echo mine > %s/out/$f; done", run.dir);
    assert_int_equal(restore_from(&run, "clean", NULL), COPYDESK_SKIPPED);
    char name[32];
    snprintf(name, sizeof name, "out/%s", run.name[0]);
    char *bytes = load(path_in(&run, name), &len);
    assert_non_null(bytes);
    assert_memory_equal(bytes, "mine\n", 5);
    free(bytes);
    run_release(&run);
}

static void compressed_journals_are_read(void **state)
{
    (void)state;
    static const char *const names[] = { "j.gz", "j.zst", "j.xz", "j.bz2" };
    struct run run;
    make_run(&run, 7);
    for (size_t i = 0; i < 4; i++) {
        clear_out(&run);
        save(path_in(&run, names[i]), buf_slice(&run.journal));
        assert_int_equal(copydesk_restore(path_in(&run, names[i]), path_in(&run, "clean"),
                                          path_in(&run, "out"), NULL, NULL), COPYDESK_OK);
        assert_int_equal(count_right(&run), run.n_files);
    }
    shell("gzip -t %s/j.gz && zstd -qt %s/j.zst", run.dir);
    run_release(&run);
}

static void every_record_is_json(void **state)
{
    (void)state;
    if (system("command -v jq >/dev/null") != 0)
        skip();
    struct run run;
    make_run(&run, 11);
    shell("jq -e . %s/journal > /dev/null", run.dir);
    run_release(&run);
}

/* Ids that lead out of the directory write nothing, there or elsewhere. */
static void hostile_ids_stay_inside(void **state)
{
    (void)state;
    static const char *const ids[] = { "../x", "/abs", "a/../../x", "..", ".", "a//b", "a/", "" };
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct run run;
        struct buf record = { 0 };
        run_start(&run, COPYDESK_BETWEEN_BLANK);
        buf_addstr(&record, "{\"record\":\"article\",\"article\":");
        json_string(&record, slice_str(ids[i]));
        buf_addstr(&record, ",\"bytes\":1,\"hash\":");
        json_hex(&record, hash_bytes(SLICE("x")), 16);
        buf_addstr(&record, ",\"wrote\":1}\n");
        buf_addslice(&run.journal, buf_slice(&record));
        buf_addstr(&run.stream, "x");
        run_end(&run);
        enum copydesk_status status = restore_from(&run, "clean.txt", NULL);
        assert_int_equal(status, ids[i][0] ? COPYDESK_SKIPPED : COPYDESK_FAILED);
        shell("test -z \"$(find %s -name x -o -name abs -o -name b)\" && ! test -e /abs", run.dir);
        buf_release(&record);
        run_release(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restores_whatever_came),
        cmocka_unit_test(a_cut_journal_gives_nothing_wrong),
        cmocka_unit_test(a_flipped_byte_gives_nothing_wrong),
        cmocka_unit_test(changed_clean_text_costs_its_article_only),
        cmocka_unit_test(a_missing_piece_is_noticed),
        cmocka_unit_test(an_existing_file_is_left_alone),
        cmocka_unit_test(compressed_journals_are_read),
        cmocka_unit_test(every_record_is_json),
        cmocka_unit_test(hostile_ids_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

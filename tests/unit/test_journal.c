/* Journal and restore: whatever bytes go in, whatever the verdicts, restore
 * gives the input back; and a journal that was cut or changed gives nothing
 * that is wrong. Articles are generated with a fixed seed; paragraphs are made
 * by hand, so that texts and gaps may be stranger than split and repair would
 * make them. */
#include "made_run.h"

/* ---- generated articles ---- */

enum { MAX_PARAS = 12 };

static uint64_t seed;

static unsigned any(unsigned n)
{
    return random_below(&seed, n);
}

static void add_any(struct buf *b, const char *const *from, unsigned n)
{
    const char *s = from[any(n)];
    if (strcmp(s, "NUL") == 0)
        buf_addch(b, '\0');
    else
        buf_addstr(b, s);
}

/* Takes the first `kinds` of the words, so that some articles are calm enough
 * for "between": 6 leaves out line ends, 8 lets some in. */
static void add_words(struct buf *b, unsigned kinds)
{
    static const char *const words[] = {
        "a", "The", " ", " ", "storm", "caf\xC3\xA9", "\xC2\xA0", "\n", "\r\n", "\t", "NUL", "\xFF",
        "\xE2\x80", "\xE6\x97\xA5\xE6\x9C\xAC", "\"", "\\", "\x1B[0m", "\n\n", "\xF0\x9F\x8E\x89", "end."
    };
    for (unsigned n = 1 + any(8); n; n--)
        add_any(b, words, kinds < sizeof words / sizeof *words ? kinds : sizeof words / sizeof *words);
}

static void add_gap(struct buf *b, bool plain)
{
    static const char *const gaps[] = { "\n", "\n\n", "\r\n", "", " \n", "\n\n\n", "\xC2\xA0\n", "\xFF\n", "\f" };
    add_any(b, gaps, plain ? 1 : any(2) ? 5 : sizeof gaps / sizeof *gaps);
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
    unsigned kinds = (unsigned[]){ 6, 8, 99 }[any(3)];
    bool plain = any(2), started = false, copy = any(12) == 0, pieces = !copy && any(3) == 0;
    if (any(4) == 0)
        buf_addstr(&input, "\xEF\xBB\xBF");
    for (size_t i = 0; i < n; i++) {
        start[i] = input.len;
        add_words(&input, kinds);
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
    seed = number + 1;   /* from 0 the source gives nothing else */
    run_start(run, (enum copydesk_between)any(3));
    for (unsigned n = 1 + any(MAX_ARTICLES); n; n--)
        make_file(run);
    run_end(run);
}

/* ---- what came back ---- */

static void restores_whatever_came(void **state)
{
    (void)state;
    for (uint64_t number = 1; number <= 300; number++) {
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
#ifndef HAVE_LIBARCHIVE
    skip();
#endif
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
    shell("gzip -t %s/j.gz && test \"$(head -c 4 %s/j.zst | od -An -tx1)\" = ' 28 b5 2f fd'", run.dir);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restores_whatever_came),
        cmocka_unit_test(a_cut_journal_gives_nothing_wrong),
        cmocka_unit_test(a_flipped_byte_gives_nothing_wrong),
        cmocka_unit_test(an_existing_file_is_left_alone),
        cmocka_unit_test(compressed_journals_are_read),
        cmocka_unit_test(every_record_is_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

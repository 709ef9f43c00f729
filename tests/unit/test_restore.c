/* restore: what it does about clean text that was changed, pieces that are
 * missing, ids that lead elsewhere. The properties are in test_journal.c. */
#include "made_run.h"

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
        struct copydesk_observer observer = { .payload = &notices, .notice = count_notices };
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

/* Clean text on stdin, which NULL stands for. */
static void clean_text_comes_from_stdin(void **state)
{
    (void)state;
    struct run run;
    struct buf out = { 0 };
    bool started = false;
    struct para p = { .raw = SLICE("One."), .text = SLICE("One."), .line = 1 };
    run_start(&run, COPYDESK_BETWEEN_BLANK);
    snprintf(run.name[run.n_files++], sizeof run.name[0], "0.txt");
    buf_addstr(&run.input[0], "One.\n");
    p.raw.ptr = p.text.ptr = run.input[0].ptr;
    struct article a = { .id = SLICE("0.txt"), .bytes = buf_slice(&run.input[0]), .line = 1, .head = true, .tail = true, .n = 1 };
    clean(&run, &a, &p, &started, &out);
    run_end(&run);
    assert_non_null(freopen(path_in(&run, "clean.txt"), "rb", stdin));
    assert_int_equal(copydesk_restore(path_in(&run, "journal"), NULL, path_in(&run, "out"), NULL, NULL), COPYDESK_OK);
    assert_int_equal(count_right(&run), 1);
    buf_release(&out);
    run_release(&run);
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
        cmocka_unit_test(changed_clean_text_costs_its_article_only),
        cmocka_unit_test(clean_text_comes_from_stdin),
        cmocka_unit_test(a_missing_piece_is_noticed),
        cmocka_unit_test(hostile_ids_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What is printed on standard error: numbers, messages, the summary. */
#include "unit.h"

#include <locale.h>
#include <unistd.h>

#include "cli/message.h"
#include "cli/number.h"
#include "cli/summary.h"

static void shows(struct buf *out, const char *expected)
{
    assert_string_equal(buf_str(out), expected);
    buf_release(out);
}

/* ---- numbers ---- */

static void counts_have_commas(void **state)
{
    (void)state;
    struct buf out = { 0 };
    static const uint64_t numbers[] = { 0, 999, 1000, 12345, 123456, 1234567, UINT64_MAX };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        number_addcount(&out, numbers[i]);
        buf_addch(&out, ' ');
    }
    number_addwide(&out, 1000, 7);
    shows(&out, "0 999 1,000 12,345 123,456 1,234,567 18,446,744,073,709,551,615   1,000");
}

/* Three digits, and no rounding to a fourth. */
static void sizes_have_units(void **state)
{
    (void)state;
    struct buf out = { 0 };
    static const double sizes[] = {
        0, 1, 999, 1000, 9994, 9996, 12345, 99940, 99960, 999499, 999500, 5e9, 7e15, 7e18
    };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        number_addbytes(&out, sizes[i]);
        buf_addch(&out, ';');
    }
    number_addwidebytes(&out, 5, 5);
    shows(&out, "0 B;1 B;999 B;1.00 KB;9.99 KB;10.0 KB;12.3 KB;99.9 KB;100 KB;999 KB;1.00 MB;"
                "5.00 GB;7.00 PB;7000 PB;  5 B");
}

/* ---- messages ---- */

static void messages_name_the_place(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct copydesk_error e = { .reason = "out of memory", .line = 7 };
    message_add(&out, MESSAGE_ERROR, false, &e);
    strcpy(e.path, "a.txt");
    message_add(&out, MESSAGE_ERROR, true, &e);
    e.line = 0;
    message_add(&out, MESSAGE_WARNING, true, &e);
    shows(&out, "copydesk: out of memory\n"
                "\033[1;31mcopydesk:\033[0m a.txt:7: out of memory\n"
                "\033[1;33mcopydesk:\033[0m a.txt: out of memory\n");
}

static void controls_are_harmless(void **state)
{
    (void)state;
    struct buf out = { 0 };
    message_addtext(&out, "a\033[2J\n\t\x7F|\xC2\x9B|\xC2\xA0|\xC3\xA9|\xE2\x82\xAC|\xC2");
    shows(&out, "a?[2J???|?|\xC2\xA0|\xC3\xA9|\xE2\x82\xAC|\xC2");
}

/* ---- the summary ---- */

static struct copydesk_stats some_stats(void)
{
    struct copydesk_stats s = {
        .articles = 1204, .written = 1100, .copies = 1, .empty = 100, .skipped = 3,
        .paragraphs = 20000, .edited = 12, .bytes_in = 4000000, .bytes_out = 2990000,
        .seconds = 0.5, .bad_utf8 = 2
    };
    s.removed[COPYDESK_SEEN] = (struct copydesk_count){ 900, 990000 };
    s.removed[COPYDESK_RULE] = (struct copydesk_count){ 100, 10000 };
    s.stripped[COPYDESK_AD] = (struct copydesk_count){ 60, 9000 };
    s.stripped[COPYDESK_DATE] = (struct copydesk_count){ 40, 1000 };
    s.repaired[COPYDESK_FIX_NBSP] = 11;
    return s;
}

static void stream_gets_one_line(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct cli cli = { .loudness = LOUD_NORMAL };
    struct copydesk_stats stats = some_stats();
    summary_add(&out, &cli, &stats);
    stats = (struct copydesk_stats){ .articles = 1, .paragraphs = 1, .bytes_in = 20 };
    cli.run.output = "-";
    summary_add(&out, &cli, &stats);
    shows(&out, "copydesk: 1,204 articles, 1 copy, 100 empty, 3 skipped; 1,000 of 20,000 "
                "paragraphs and 1.00 MB of 4.00 MB removed, 12 respelt; 0.50 s  8.00 MB/s\n"
                "copydesk: 1 article; 0 of 1 paragraphs and 0 B of 20 B removed; 0.00 s\n");
}

static void files_get_a_table(void **state)
{
    (void)state;
    struct buf out = { 0 };
    struct cli cli = { .run.output = "out", .run.dry_run = true };
    struct copydesk_stats stats = some_stats();
    summary_add(&out, &cli, &stats);
    shows(&out,
          "articles             1,204  1,100 written, 1 copy, 100 empty, 3 skipped, 2 not UTF-8\n"
          "paragraphs          20,000  1,000 removed (5.0 %), 12 respelt\n"
          "text               4.00 MB  1.00 MB removed (25.0 %), 2.99 MB left\n"
          "removed\n"
          "  seen                 900     990 KB  in an earlier article\n"
          "  rule                 100    10.0 KB  boilerplate\n"
          "    ad                  60    9.00 KB\n"
          "    date                40    1.00 KB\n"
          "respelt, by repair (a paragraph may have several)\n"
          "  nbsp                  11\n"
          "time                0.50 s  8.00 MB/s\n"
          "dry run: nothing was written\n");
}

static void rules_get_a_table(void **state)
{
    (void)state;
    struct buf out = { 0 };
    const struct copydesk_rule_hits hits[] = {
        { "core/advert", COPYDESK_AD, { 1234, 5678 } }, { "my\033pack/x", COPYDESK_DATE, { 1, 9 } }
    };
    summary_addrules(&out, hits, 0);
    summary_addrules(&out, hits, 2);
    shows(&out, "rules\n"
                "  ad                 1,234    5.68 KB  core/advert\n"
                "  date                   1        9 B  my?pack/x\n");
}

/* ---- the page ---- */

static const char journal[] =
    "{\"record\":\"run\",\"version\":\"0.1.0\"}\n"
    "{\"record\":\"article\",\"article\":\"a.txt\",\"bytes\":48,\"lines\":2,\"hash\":\"0000000000000000\",\"wrote\":43}\n"
    "{\"record\":\"drop\",\"article\":\"a.txt\",\"line\":2,\"start\":43,\"end\":48,\"reason\":\"repeat\",\"text\":\"Share\"}\n"
    "{\"record\":\"end\"}\n";

/* Shares have a point, which style sheets want, whatever the locale of who calls. */
static void shares_have_points(void **state)
{
    (void)state;
    char in[] = "/tmp/test_report.XXXXXX", out[64], page[16384] = "";
    int fd = mkstemp(in);
    assert_int_equal(write(fd, journal, sizeof journal - 1), sizeof journal - 1);
    close(fd);
    snprintf(out, sizeof out, "%s.html", in);
    setlocale(LC_NUMERIC, "de_DE.UTF-8");   /* where it is installed */
    assert_int_equal(copydesk_report(in, out, NULL), COPYDESK_OK);
    setlocale(LC_NUMERIC, "C");
    FILE *f = fopen(out, "rb");
    assert_non_null(f);
    assert_true(fread(page, 1, sizeof page - 1, f) > 0);
    fclose(f);
    assert_non_null(strstr(page, "5 of 48 bytes were removed (10.4&nbsp;%)"));
    assert_non_null(strstr(page, "style=\"width:10.4%\""));
    unlink(in);
    unlink(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_commas),
        cmocka_unit_test(sizes_have_units),
        cmocka_unit_test(messages_name_the_place),
        cmocka_unit_test(controls_are_harmless),
        cmocka_unit_test(stream_gets_one_line),
        cmocka_unit_test(files_get_a_table),
        cmocka_unit_test(rules_get_a_table),
        cmocka_unit_test(shares_have_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

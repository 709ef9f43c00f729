/* explain: journals written by hand, and the lines they must give. */
#include "unit.h"

#include <unistd.h>

#include "base/buf.h"
#include "copydesk.h"

#define ARTICLE(id, bytes, lines, wrote) \
    "{\"record\":\"article\",\"article\":\"" id "\",\"bytes\":" bytes ",\"lines\":" lines \
    ",\"hash\":\"0000000000000000\",\"wrote\":" wrote "}\n"
#define DROP(id, line, end, why, text) \
    "{\"record\":\"drop\",\"article\":\"" id "\",\"line\":" line ",\"start\":0,\"end\":" end \
    ",\"reason\":" why ",\"text\":\"" text "\",\"after\":\"\\n\"}\n"

static const char journal[] =
    "{\"record\":\"run\",\"version\":\"0.1.0\",\"separator\":\"\\f\",\"packs\":[{\"name\":\"en\",\"hash\":\"00\"}]}\n"
    ARTICLE("world/a.txt", "500", "20", "300")
    DROP("world/a.txt", "2", "9", "\"seen\",\"first\":{\"article\":\"home/z.txt\",\"line\":7}", "Some text")
    DROP("world/a.txt", "4", "9", "\"rule\",\"class\":\"comments\",\"rule\":\"en/comments-about\"", "Comments.")
    DROP("world/a.txt", "6", "86", "\"repeat\",\"first\":{\"article\":\"world/a.txt\",\"line\":1}",
         "The council met on Monday to\\nhear what nobody had expected of it,"
         "\\tsaid the mayor later")
    "{\"record\":\"edit\",\"article\":\"world/a.txt\",\"line\":9,\"start\":200,\"end\":201,"
    "\"repairs\":[\"nbsp\",\"spaces\"],\"text\":\"x\",\"now\":\"y\"}\n"
    DROP("world/a.txt", "10", "1", "\"repair\",\"repairs\":[\"zerowidth\"]", ".")
    ARTICLE("world/b.txt", "3", "1", "0")
    "{\"record\":\"drop\",\"article\":\"world/b.txt\",\"line\":1,\"start\":0,\"end\":3,\"reason\":\"copy\","
    "\"first\":{\"article\":\"other/b.txt\"},\"text\":\"abc\"}\n"
    ARTICLE("sport/c.txt", "5", "1", "0")
    DROP("sport/c.txt", "1", "3", "\"rule\",\"class\":\"ad\",\"rule\":\"en/ad\"", "Ad!")
    ARTICLE("sport/d.txt", "5", "1", "5")
    ARTICLE("world/d.txt", "5", "1", "5")
    "{\"record\":\"article\",\"article\":\"blank.txt\",\"bytes\":3,\"hash\":\"0000000000000000\",\"wrote\":0}\n"
    "{\"record\":\"end\"}\n";

static void say(void *payload, const char *text, size_t len)
{
    buf_add(payload, text, len);
    buf_addch(payload, '\n');
}

static void assert_explains(const char *id, uint64_t line, enum copydesk_status status, const char *answer)
{
    char path[] = "/tmp/test_explain.XXXXXX";
    struct buf said = { 0 };
    struct copydesk_error error = { 0 };
    int fd = mkstemp(path);
    assert_int_equal(write(fd, journal, sizeof journal - 1), sizeof journal - 1);
    close(fd);
    assert_int_equal(copydesk_explain(path, id, line, say, &said, &error), status);
    assert_string_equal(status == COPYDESK_OK ? buf_str(&said) : error.reason, answer);
    unlink(path);
    buf_release(&said);
}

static void a_line_is_explained(void **state)
{
    (void)state;
    assert_explains("world/a.txt", 2, COPYDESK_OK,
                    "line 2 is gone: home/z.txt has it on line 7 (\"Some text\", 9 bytes)\n");
    assert_explains("world/a.txt", 4, COPYDESK_OK,
                    "line 4 is gone: rule en/comments-about (class comments) takes it (\"Comments.\", 9 bytes)\n");
    assert_explains("world/a.txt", 9, COPYDESK_OK, "line 9 was respelt: nbsp, spaces\n");
    assert_explains("world/a.txt", 10, COPYDESK_OK,
                    "line 10 is gone: nothing is left of it after repair: zerowidth (\".\", 1 bytes)\n");
    assert_explains("world/a.txt", 3, COPYDESK_OK, "line 3 is blank, or was kept as it is\n");
    assert_explains("world/a.txt", 20, COPYDESK_OK, "line 20 is blank, or was kept as it is\n");
}

static void a_line_inside_a_block_counts(void **state)
{
    (void)state;
    const char *answer = "lines 6 to 7 are gone: it repeats line 1 of this article "
                         "(\"The council met on Monday to ... the mayor later\", 86 bytes)\n";
    assert_explains("world/a.txt", 6, COPYDESK_OK, answer);
    assert_explains("world/a.txt", 7, COPYDESK_OK, answer);
    assert_explains("world/a.txt", 8, COPYDESK_OK, "line 8 is blank, or was kept as it is\n");
}

static void an_article_is_summed_up(void **state)
{
    (void)state;
    assert_explains("sport/c.txt", 0, COPYDESK_OK,
                    "sport/c.txt: nothing was left of its 5 bytes; 1 paragraph gone, 0 respelt\n"
                    "line 1 is gone: rule en/ad (class ad) takes it (\"Ad!\", 3 bytes)\n");
    assert_explains("sport/d.txt", 0, COPYDESK_OK,
                    "sport/d.txt: 5 bytes came, 5 were written; 0 paragraphs gone, 0 respelt\n");
}

static void a_copy_names_the_first(void **state)
{
    (void)state;
    const char *answer = "world/b.txt: a copy of other/b.txt; nothing of it was written\n";
    assert_explains("world/b.txt", 0, COPYDESK_OK, answer);
    assert_explains("world/b.txt", 1, COPYDESK_OK, answer);
}

static void the_end_of_an_id_is_enough(void **state)
{
    (void)state;
    assert_explains("b.txt", 1, COPYDESK_OK, "world/b.txt: a copy of other/b.txt; nothing of it was written\n");
    assert_explains("d.txt", 0, COPYDESK_SKIPPED, "several articles of this journal end so; give more of the id");
    assert_explains(".txt", 0, COPYDESK_SKIPPED, "not in this journal; ids are paths below the input directory");
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    assert_explains("x", 0, COPYDESK_SKIPPED, "not in this journal; ids are paths below the input directory");
    assert_explains("blank.txt", 1, COPYDESK_SKIPPED, "the article has no line with text");
    assert_explains("world/a.txt", 21, COPYDESK_SKIPPED, "the article's last line with text is line 20");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_explained),
        cmocka_unit_test(a_line_inside_a_block_counts),
        cmocka_unit_test(an_article_is_summed_up),
        cmocka_unit_test(a_copy_names_the_first),
        cmocka_unit_test(the_end_of_an_id_is_enough),
        cmocka_unit_test(what_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

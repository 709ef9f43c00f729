/* diff: the fewest edits, against a slow twin; words; which paragraph is which. */
#include "unit.h"

#include "base/buf.h"
#include "copydesk.h"
#include "dedupe/near/edits.h"
#include "text/words.h"

/* ---- edits ---- */

enum { MOST = 24 };

/* By the table of all prefixes. */
static size_t slow_edits(const uint64_t *a, size_t n, const uint64_t *b, size_t m)
{
    size_t common[MOST + 1][MOST + 1] = { { 0 } };
    for (size_t i = 1; i <= n; i++)
        for (size_t j = 1; j <= m; j++) {
            size_t up = common[i - 1][j], left = common[i][j - 1];
            common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : up > left ? up : left;
        }
    return n + m - 2 * common[n][m];
}

/* What is left of both is the same, and the rest is as many as was said. */
static void check_script(const struct edits *e, const uint64_t *a, size_t n, const uint64_t *b, size_t m, long edits)
{
    size_t i = 0, j = 0, count = 0;
    for (;;) {
        while (i < n && e->cut[i])
            i++, count++;
        while (j < m && e->added[j])
            j++, count++;
        if (i == n || j == m)
            break;
        assert_int_equal(a[i++], b[j++]);
    }
    assert_int_equal(i, n);
    assert_int_equal(j, m);
    assert_int_equal(count, edits);
}

static void test_edits_against_twin(void **state)
{
    (void)state;
    uint64_t random = 7, a[MOST], b[MOST];
    struct edits e = { 0 };
    for (int round = 0; round < 20000; round++) {
        size_t n = random_below(&random, MOST + 1), m = random_below(&random, MOST + 1);
        unsigned letters = 1 + random_below(&random, 6);
        for (size_t i = 0; i < n; i++)
            a[i] = random_below(&random, letters);
        for (size_t i = 0; i < m; i++)
            b[i] = random_below(&random, letters);
        size_t fewest = slow_edits(a, n, b, m);
        long edits = edits_find(&e, a, n, b, m, MOST * 2);
        assert_int_equal(edits, fewest);
        check_script(&e, a, n, b, m, edits);
        if (fewest > 0)
            assert_int_equal(edits_find(&e, a, n, b, m, fewest - 1), EDITS_MANY);
    }
    edits_release(&e);
}

/* ---- words ---- */

static void expect_words(const char *text, const char *parted)
{
    struct buf out = { 0 };
    struct slice rest = slice_str(text);
    struct word word;
    while (words_next(&rest, &word)) {
        if (out.len)
            buf_addch(&out, '|');
        buf_addslice(&out, word.text);
    }
    assert_string_equal(buf_str(&out), parted);
    buf_release(&out);
}

static void test_words(void **state)
{
    (void)state;
    expect_words("", "");
    expect_words(" \n\t ", "");
    expect_words("Rose 3.1 % at 10:30, he didn't say.", "Rose|3.1|%|at|10:30|,|he|didn't|say|.");
    expect_words("2-1, 1.000.000 and bbc.com.", "2-1|,|1.000.000|and|bbc.com|.");
    expect_words("'quoted' end.", "'|quoted|'|end|.");
    expect_words("well-known", "well|-|known");
    expect_words("e\xCC\x81te\xCC\x81", "e\xCC\x81te\xCC\x81");
    expect_words("月曜日に3人", "月|曜|日|に|3|人");
    expect_words("ที่นี่", "ที่|นี่");
    expect_words("मुख और", "मुख|और");
    expect_words("می‌شود،", "می‌شود|،");
    expect_words("👩‍👧🇫🇷", "👩‍👧🇫🇷");
    expect_words("a\xFFz", "a|\xFF|z");
}

/* ---- two versions ---- */

static void collect(void *payload, const char *text, size_t len)
{
    struct buf *out = payload;
    buf_add(out, text, len);
    buf_addch(out, '\n');
}

static struct copydesk_difference diff(const char *a, const char *b, const char *expected)
{
    struct copydesk_options o;
    struct copydesk_difference d;
    struct copydesk_error error = { 0 };
    struct copydesk_article x = { .id = "a", .bytes = a, .len = strlen(a) }, y = { .id = "b", .bytes = b, .len = strlen(b) };
    struct buf out = { 0 };
    copydesk_options_init(&o);
    assert_int_equal(copydesk_diff(&o, &x, &y, COPYDESK_DIFF_TEXT, collect, &out, &d, &error), COPYDESK_OK);
    if (expected)
        assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
    return d;
}

#define FERRY "The ferry to the island was cancelled on Monday because of the storm."
#define SCHOOL "The school on the hill stays closed until the roof is mended."
#define MAYOR "Nobody was hurt, the mayor said after a night without sleep."

static void test_nothing(void **state)
{
    (void)state;
    diff("", "", "nothing changed: both have no text\n");
    diff(FERRY "\n", FERRY, "nothing changed: the 1 paragraph stays\n");
    struct copydesk_difference d = diff(FERRY "\n\n" MAYOR, "\xEF\xBB\xBF" FERRY "\r\n\r\n\"NOBODY was hurt\", the mayor said after a night without sleep\r\n",
         "nothing changed: all 2 paragraphs stay; other case, punctuation or spaces in 1\n");
    assert_int_equal(d.words_kept, d.words[0]);
    assert_true(d.jaccard == 1 && d.containment == 1);
}

static void test_every_kind(void **state)
{
    (void)state;
    struct copydesk_difference d = diff(
        FERRY "\n\n" SCHOOL "\n\n" MAYOR "\n\nOne more line of no weight.\n",
        MAYOR "\n\n" FERRY "\n\nThe school on the hill is open since the roof is mended.\n\nSomething wholly new stands here.\n",
        "moved, line 5 -> 1\n    " MAYOR "\n\n"
        "edited, line 3 -> 5\n    The school on the hill [-stays closed until-]{+is open since+} the roof is mended.\n\n"
        "cut, line 7\n    [-One more line of no weight.-]\n\n"
        "added, line 7\n    {+Something wholly new stands here.+}\n\n"
        "1 of 4 paragraphs stays, 1 moved, 1 edited, 1 cut, 1 added; 78 % of the words stay\n");
    assert_int_equal(d.stay + d.moved + d.edited + d.cut, 4);
}

/* Stars are neither letters nor digits, but say something; marks of punctuation do not. */
static void test_symbols(void **state)
{
    (void)state;
    diff(FERRY "\n\n***\n\n★★★★\n", FERRY "\n\n—\n\n★\n",
         "cut, line 5\n    [-★★★★-]\n\nadded, line 5\n    {+★+}\n\n"
         "2 of 3 paragraphs stay, 1 cut, 1 added; other case, punctuation or spaces in 1; 100 % of the words stay\n");
}

/* The lighter one is said to have moved; what repeats stays in its order. */
static void test_moved(void **state)
{
    (void)state;
    struct copydesk_difference d = diff(FERRY "\n\nShort.\n", "Short.\n\n" FERRY "\n",
        "moved, line 3 -> 1\n    Short.\n\n1 of 2 paragraphs stays, 1 moved; 100 % of the words stay\n");
    assert_int_equal(d.moved, 1);
    diff("Short.\n\n" FERRY "\n", FERRY "\n\nShort.\n",
         "moved, line 1 -> 3\n    Short.\n\n1 of 2 paragraphs stays, 1 moved; 100 % of the words stay\n");
    d = diff("x\n\ny\n\nx\n\nx\n", "y\n\nx\n\nx\n", NULL);
    assert_int_equal(d.moved, 0);
    assert_int_equal(d.cut, 1);
    assert_int_equal(d.stay, 3);
}

/* A mark alone between two replacements is a part of one; a word is not, nor a mark next to
 * something that was only cut or only added. */
static void test_marks_between(void **state)
{
    (void)state;
    diff("The keeper Penhallow, Rollo wrote the log of the harbour.", "The keeper Marrable, Edna wrote the log of the harbour.",
         "edited, line 1 -> 1\n    The keeper [-Penhallow, Rollo-]{+Marrable, Edna+} wrote the log of the harbour.\n\n"
         "0 of 1 paragraph stays, 1 edited; 80 % of the words stay\n");
    diff("Red-hot-air is what they say of the harbour log.", "Ice-cold-sea is what they say of the harbour log.",
         "edited, line 1 -> 1\n    [-Red-hot-air-]{+Ice-cold-sea+} is what they say of the harbour log.\n\n"
         "0 of 1 paragraph stays, 1 edited; 72 % of the words stay\n");
    diff("The old and grey keeper, a man of the harbour, wrote the log.", "The new and tall keeper, of the harbour, wrote the log.",
         "edited, line 1 -> 1\n    The [-old-]{+new+} and [-grey-]{+tall+} keeper, [-a man-] of the harbour, wrote the log.\n\n"
         "0 of 1 paragraph stays, 1 edited; 69 % of the words stay\n");
}

/* Numbers are words of their own; so are characters where no spaces stand. */
static void test_scripts(void **state)
{
    (void)state;
    diff("渡し船は嵐のため月曜日に欠航した。", "渡し船は嵐のため火曜日に欠航した。",
         "edited, line 1 -> 1\n    渡し船は嵐のため[-月-]{+火+}曜日に欠航した。\n\n0 of 1 paragraph stays, 1 edited; 93 % of the words stay\n");
    diff("המעבורת לאי בוטלה ביום שני", "המעבורת לאי בוטלה ביום שלישי",
         "edited, line 1 -> 1\n    המעבורת לאי בוטלה ביום [-שני-]{+שלישי+}\n\n0 of 1 paragraph stays, 1 edited; 80 % of the words stay\n");
    diff("Der Schaden beträgt 3,1 Millionen Euro.", "Der Schaden beträgt 2,4 Millionen Euro.",
         "edited, line 1 -> 1\n    Der Schaden beträgt [-3,1-]{+2,4+} Millionen Euro.\n\n0 of 1 paragraph stays, 1 edited; 83 % of the words stay\n");
}

/* Thousands of paragraphs that share their words, and one of as many words
 * turned round: it ends soon. */
static void test_hostile(void **state)
{
    (void)state;
    struct buf a = { 0 }, b = { 0 };
    for (int i = 0; i < 3000; i++) {
        buf_addf(&a, "the same words stand in each of them %d %d\n\n", i % 7, i);
        buf_addf(&b, "the same words stand in each of them %d %d\n\n", i % 5, 2 * i);
    }
    for (int i = 0; i < 30000; i++) {
        buf_addf(&a, "w%d ", i);
        buf_addf(&b, "w%d ", 30000 - i);
    }
    struct copydesk_difference d = diff(buf_str(&a), buf_str(&b), NULL);
    assert_int_equal(d.rewritten, 1);
    buf_release(&a);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edits_against_twin),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_marks_between),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}

/* The packs of languages against lines that they have not seen: labels of
 * tests/cases/labels go, sentences of tests/cases/sentences stay, whatever the
 * language of the article around them. And the examples of all built-in packs,
 * which a run does not check. */
#include "lines_of.h"
#include "packs_world.h"
#include "strip/ruleset.h"

enum { PROSE = 8, LABELS_PERCENT = 95 };   /* paragraphs on either side; the bar */

static const char *const ENGLISH =
    "The council of the harbour town met on Monday to talk about the boats that nobody wants.";

/* The rule that takes the line between paragraphs of prose, or NULL. */
static const char *taken(struct world *w, const char *line, const char *prose)
{
    struct para paras[2 * PROSE + 1], p = para_of(prose);
    size_t n = sizeof paras / sizeof *paras;
    for (size_t i = 0; i < n; i++)
        paras[i] = i == PROSE ? para_of(line) : p;
    struct article article = { .source = SLICE("") };
    strip_find(w->rules, w->scratch, &article, paras, n);
    strip_judge(w->rules, w->scratch, true, true, paras, n);
    assert_int_equal(paras[0].action, COPYDESK_KEEP);
    assert_int_equal(paras[n - 1].action, COPYDESK_KEEP);
    return paras[PROSE].action == COPYDESK_DROP ? rules_name(w->rules, paras[PROSE].rule - 1u) : NULL;
}

static void test_labels_go(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    static struct lines_of labels, sentences;
    for (size_t i = 0; i < N_LANGUAGES; i++) {
        lines_read(&labels, "labels", LANGUAGES[i]);
        lines_read(&sentences, "sentences", LANGUAGES[i]);
        size_t gone = 0;
        for (size_t k = 0; k < labels.n; k++) {
            bool goes = taken(&w, labels.line[k], sentences.line[0]) != NULL;
            gone += goes;
            if (!goes)
                print_message("%s: stays: %s\n", LANGUAGES[i], labels.line[k]);
        }
        if (gone * 100 < labels.n * LABELS_PERCENT)
            fail_msg("%s: %zu of %zu labels go", LANGUAGES[i], gone, labels.n);
    }
    close_world(&w);
}

static void test_sentences_stay(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    static struct lines_of around, sentences;
    size_t lost = 0;
    for (size_t i = 0; i <= N_LANGUAGES; i++) {
        lines_read(&sentences, "sentences", i < N_LANGUAGES ? LANGUAGES[i] : "en");
        for (size_t other = 0; other <= N_LANGUAGES; other++) {
            if (other < N_LANGUAGES)
                lines_read(&around, "sentences", LANGUAGES[other]);
            const char *prose = other < N_LANGUAGES ? around.line[0] : ENGLISH;
            for (size_t k = 0; k < sentences.n; k++) {
                const char *rule = taken(&w, sentences.line[k], prose);
                lost += rule != NULL;
                if (rule)
                    print_message("%s takes: %s\n", rule, sentences.line[k]);
            }
        }
    }
    assert_int_equal(lost, 0);
    close_world(&w);
}

/* A label is the same one with what points to it, with or without a joiner or
 * blank that its script leaves to the writer, and in either letters of a script;
 * a sentence, an amount and a question are no label with a letter more. */
static void test_spellings(void **state)
{
    (void)state;
    static const char *const GOES[] = {
        "▶ Read more", "Read more ►", "➡️ Read more", ">> Read more", "Read more: ↓", "Read more »", "» Read more", "Read more ›", "› Read more", "« Read more", "‹ Read more", "Читать полностью »", "👉 Читать далее →",
        "بيشتر بخوانيد", "إقــرأ المزيد", "نسخه چاپی", "این مطلب را به اشتراک بگذارید",
        "این مطلب را به اشتراک بگذاريد ◀", "برای ثبت نظر وارد شوید", "نظری ثبت نشده است", "لینک کپی شد",
        "관련기사 더보기", "관련 기사 더 보기", "▶관련 기사 더보기", "复 制 链 接", "続き を 読む", "■続きを読む",
    };
    static const char *const STAYS[] = {
        "«Read more»", "‹Read more›", "»Read more«", "« Read more.", "« Read more?", "Read more?", "→ More is needed, he said", "24 € Comments", "Read more? →", "▶ \"Read more\"", "+1 Share", "°C Comments",
        "관련 기사를 읽었다", "복사 링크 되었다", "more read", "Facebook,", "Read more;", "Share,", "اقرأ المزيد،", "コメント、", "Читать далее;",
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < sizeof GOES / sizeof *GOES; i++)
        if (!taken(&w, GOES[i], ENGLISH))
            fail_msg("stays: %s", GOES[i]);
    for (size_t i = 0; i < sizeof STAYS / sizeof *STAYS; i++)
        if (taken(&w, STAYS[i], ENGLISH))
            fail_msg("goes: %s", STAYS[i]);
    close_world(&w);
}

/* What is a label in one language and a word in another acts where it belongs. */
static void test_single_words(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    static struct lines_of german, french;
    lines_read(&german, "sentences", "de");
    lines_read(&french, "sentences", "fr");
    assert_non_null(taken(&w, "Pub", french.line[0]));
    assert_null(taken(&w, "Pub", ENGLISH));
    assert_null(taken(&w, "Pub", german.line[0]));
    assert_non_null(taken(&w, "Anzeige", german.line[0]));
    assert_null(taken(&w, "Anzeige", french.line[0]));
    assert_null(taken(&w, "Comment", french.line[0]));
    assert_non_null(taken(&w, "Artikel teilen", ENGLISH));
    close_world(&w);
}

static void count_pack(void *payload, const struct copydesk_pack_info *pack)
{
    (void)pack;
    ++*(size_t *)payload;
}

static void test_examples(void **state)
{
    (void)state;
    struct copydesk_options options;
    copydesk_options_init(&options);
    struct copydesk_error error = { 0 };
    size_t n = 0;
    if (copydesk_packs(&options, count_pack, &n, NULL, &error) != COPYDESK_OK)
        fail_msg("%s", error.reason);
    assert_int_equal(n, N_LANGUAGES + 2);
}

/* The patterns that keep a last line, of all packs in one: it is compiled when it is first asked. */
static void test_keeps_compile(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    assert_non_null(w.rules->keep.regex);
    assert_true(keep_takes(&w.rules->keep, w.scratch->regex, SLICE("the harbour desk, desk@harbour.example")));
    assert_false(keep_takes(&w.rules->keep, w.scratch->regex, SLICE("mayor opens new pier in harbour")));
    assert_false(regex_scratch_failed(w.scratch->regex));
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels_go),
        cmocka_unit_test(test_sentences_stay),
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_single_words),
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_keeps_compile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

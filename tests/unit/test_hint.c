/* The word that a regex needs, looked for in lines as they came; and that folding
 * makes no letters side by side without saying so. */
#include "unit.h"

#include "strip/match/hint.h"
#include "strip/match/literals.h"
#include "strip/match/needs.h"
#include "text/fold.h"
#include "text/utf8.h"

static void test_choice(void **state)
{
    (void)state;
    static const struct { const char *needs, *word; char rare; } CASES[] = {
        { "riproduzione riservata", "riproduzione", 'u' }, { " all right", "right", 'g' }, { "to be", "", 0 },
        { "", "", 0 }, { "abc-defgh", "defgh", 'g' }, { "caf\xC3\xA9 ouvert", "ouvert", 'u' },
        { "на рассылку", "рассылку", '\x8B' }, { "版权所有 icp", "icp", 'c' }, { "所有", "所有", '\x89' }, { "摄", "", 0 }, { "حقوق محفوظة", "محفوظة", '\xAD' },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct hint h = hint_of(slice_str(CASES[i].needs));
        assert_true(slice_equal(h.word, slice_str(CASES[i].word)));
        if (h.word.len)
            assert_int_equal(h.word.ptr[h.rare], CASES[i].rare);
    }
}

static void test_stands(void **state)
{
    (void)state;
    struct hint h = hint_of(SLICE("reserved"));
    const char *with[] = { "reserved", "All Rights RESERVED.", "vv reservereserved", "unReServedly" };
    const char *without[] = { "", "v", "reserve", "eserved", "reser ved", "RESERVE", "vreserve" };
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        assert_true(hint_stands(&h, slice_str(with[i])));
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        assert_false(hint_stands(&h, slice_str(without[i])));
}

static void test_dense(void **state)
{
    (void)state;
    static const struct { const char *text; bool may; } CASES[] = {
        { "本站不得转载", true }, { "a不得转载", true }, { "é不得转载", true }, { "\xF0\x9F\x98\x80不得转载。", true },
        { "载转得不", true },   /* characters, not their order */
        { "不得转", false }, { "", false }, { "reserved", false }, { "不", false },
    };
    struct hint h = hint_of(SLICE("不得转载"));
    assert_true(h.dense);
    assert_false(hint_of(SLICE("reserved")).dense);
    assert_false(hint_of(SLICE("рассылку")).dense);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct hint_dense set;
        hint_dense_of(slice_str(CASES[i].text), &set);
        assert_int_equal(hint_may_stand(&h, &set), CASES[i].may);
    }
}

/* Every word of three letters stands in capitals, too. */
static void test_capitals(void **state)
{
    (void)state;
    enum { LETTERS = 32 };
    unsigned hints = 0;
    for (uint32_t i = 0; i < LETTERS * LETTERS * LETTERS; i++) {
        char small[16] = "", capital[16] = "";
        for (uint32_t k = 0, rest = i; k < 3; k++, rest /= LETTERS) {
            utf8_put(0x430 + rest % LETTERS, small + 2 * k);
            utf8_put(0x410 + rest % LETTERS, capital + 2 * k);
        }
        struct hint h = hint_of(slice_str(small));
        hints += h.word.len > 0;
        if (h.word.len && (!hint_stands(&h, slice_str(small)) || !hint_stands(&h, slice_str(capital))))
            fail_msg("%s", capital);
    }
    assert_true(hints > 28000);
}

/* Any character between letters, or in place of one: when the fold has the word, so has
 * the text, or the fold says FOLD_SPELT. Returns how often it does so. */
static unsigned check_spelt(struct slice word, const char *const frames[][2], size_t n, uint32_t cp)
{
    static struct buf text, key, line;
    struct hint h = hint_of(word);
    unsigned spelt = 0;
    for (size_t i = 0; i < n; i++) {
        buf_clear(&text);
        buf_addstr(&text, frames[i][0]);
        utf8_add(&text, cp);
        buf_addstr(&text, frames[i][1]);
        struct fold fold = fold_key(buf_slice(&text), &key);
        fold_line(buf_slice(&text), &line);
        if (!needs_text_stands(word, buf_slice(&line)) || hint_stands(&h, buf_slice(&text)))
            continue;
        spelt++;
        if (!(fold.flags & FOLD_SPELT))
            fail_msg("%.*s: U+%04X", (int)word.len, word.ptr, (unsigned)cp);
    }
    return spelt;
}

static void test_spelt(void **state)
{
    (void)state;
    static const char *const LATIN[][2] = { { "The Re", "served" }, { "Re", "erved" }, { "", "eserved" }, { "reser", "ed" } };
    static const char *const CYRILLIC[][2] = { { "На рас", "сылку" }, { "Рас", "ылку" }, { "РАССЫ", "КУ" }, { "ра", "сылк" }, { "р", "ссылк" }, { "рассыл", "" } };
    static const char *const ARABIC[][2] = { { "مح", "فوظة" }, { "محفو", "ة" }, { "محفوظ", "" }, { "مح", "وظة" }, { "", "حفوظة" } };
    static const char *const CHINESE[][2] = { { "版权", "所有" }, { "版权所", "" }, { "", "权所有" }, { "版", "所有" } };
    static const char *const KANA[][2] = { { "メー", "ルマガ" }, { "メールマカ", "" }, { "メールマ", "" }, { "", "ールマガ" }, { "メ", "ルマガ" } };
    static const char *const HANGUL[][2] = { { "뉴스", "레터" }, { "뉴스레\u1110", "" }, { "뉴스레", "" }, { "", "스레터" } };
    unsigned latin = 0, far = 0;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        latin += check_spelt(SLICE("reserved"), LATIN, 4, cp);
        if ((cp >= 0x20000 && cp < 0x2F800) || (cp >= 0x30000 && cp < 0xE0000) || cp >= 0xE1000)
            continue;   /* ideographs that stay, and nothing */
        far += check_spelt(SLICE("рассылк"), CYRILLIC, 6, cp);
        far += check_spelt(SLICE("محفوظة"), ARABIC, 5, cp);
        far += check_spelt(SLICE("版权所有"), CHINESE, 4, cp);
        far += check_spelt(SLICE("メールマガ"), KANA, 5, cp);
        far += check_spelt(SLICE("뉴스레터"), HANGUL, 4, cp);
    }
    assert_true(latin > 300);
    assert_true(far > 500);
}

/* Lines that start and end with what stays have no shape, whatever it is. */
static void test_edges(void **state)
{
    (void)state;
    struct buf text = { 0 }, line = { 0 };
    unsigned kept = 0;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp < 0xE000)
            continue;
        buf_clear(&text);
        utf8_add(&text, cp);
        buf_addstr(&text, "? \"a\" ?");
        utf8_add(&text, cp);
        if (!fold_edges_kept(buf_slice(&text)))
            continue;
        kept++;
        fold_line(buf_slice(&text), &line);
        if (literals_shape(buf_slice(&line)) != 0)
            fail_msg("U+%04X", (unsigned)cp);
    }
    assert_true(kept > 100000);
    assert_false(fold_edges_kept(SLICE("")));
    assert_false(fold_edges_kept(SLICE("\"so\"")));
    assert_false(fold_edges_kept(SLICE("so?")));
    assert_false(fold_edges_kept(SLICE("so\xC3")));
    buf_release(&text);
    buf_release(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choice),
        cmocka_unit_test(test_stands),
        cmocka_unit_test(test_dense),
        cmocka_unit_test(test_capitals),
        cmocka_unit_test(test_spelt),
        cmocka_unit_test(test_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* normalize: each repair by hand-written examples, the normal forms by the
 * standard's own file, and the laws by generated text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mixture.h"
#include "normalize/normalize.h"
#include "text/fold.h"
#include "text/unicode.h"

#define BIT(repair) (1u << COPYDESK_FIX_##repair)

static struct normalizer scratch;
static struct buf out, again;

static const struct { const char *text, *want; unsigned repairs; } CASES[] = {
    { "", "", 0 },
    { "Nothing to \xE2\x80\x9C""do\xE2\x80\x9D.", "Nothing to \xE2\x80\x9C""do\xE2\x80\x9D.", 0 },
    /* bad bytes: one U+FFFD per maximal subpart (Unicode 15, table 3-8) */
    { "a\xF1\x80\x80\xE1\x80\xC2""b\x80""c\x80\xBF""d",
      "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD""b\xEF\xBF\xBD""c\xEF\xBF\xBD\xEF\xBF\xBD""d", BIT(UTF8) },
    { "\xEF\xBB\xBF""a\xEF\xBB\xBF""b", "ab", BIT(BOM) },
    { "a\r\nb\rc\vd\fe\xE2\x80\xA8g\xE2\x80\xA9h", "a\nb\nc\nd\ne\ng\nh", BIT(ENDS) },
    { "and so\xC2\x85 on", "and so\xC2\x85 on", 0 },   /* an ellipsis in disguise, no line end */
    { "a\x01""b\x7F""c\x1B", "abc", BIT(CONTROLS) },
    { "a\xC2\xA0""b", "a b", BIT(NBSP) },
    { "1\xC2\xA0""000 mot\xC2\xA0: \xC2\xAB\xC2\xA0oui\xC2\xA0\xC2\xBB\xC2\xA0!", "1\xC2\xA0""000 mot\xC2\xA0: \xC2\xAB\xC2\xA0oui\xC2\xA0\xC2\xBB\xC2\xA0!", 0 },
    { "a \xC2\xA0 b", "a b", BIT(NBSP) | BIT(SPACES) },
    { "\xC2\xA0: a", ": a", BIT(SPACES) },
    { "in\xC2\xADter\xC2\xADna\xC2\xADtion\xC2\xAD""al", "international", BIT(SHY) },
    { "a\xE2\x80\x8B""b\xE2\x80\x8C""c\xE2\x80\x8D""d\xE2\x81\xA0""e", "abcde", BIT(ZEROWIDTH) },
    /* Persian, a Devanagari conjunct, Thai, a family: theirs stay */
    { "\xD9\x86\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "\xD9\x86\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", 0 },
    { "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7", 0 },
    { "\xE0\xB8\x97\xE0\xB8\xB5\xE2\x80\x8B\xE0\xB8\x97", "\xE0\xB8\x97\xE0\xB8\xB5\xE2\x80\x8B\xE0\xB8\x97", 0 },
    { "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 0 },
    { "\xDB\x8C\xE2\x80\x8C", "\xDB\x8C", BIT(ZEROWIDTH) },
    { "\xE4\xB8\xAD\xE2\x80\x8B\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87", BIT(ZEROWIDTH) },
    { "  a  b\t\tc\td  ", "a b c d", BIT(SPACES) },
    { "a \n b\n\n\nc\n", "a\nb\nc", BIT(SPACES) },
    { "\xE3\x80\x80\xE4\xB8\xAD\xE3\x80\x80\xE6\x96\x87\n\xE3\x80\x80\xE4\xB8\xAD", "\xE4\xB8\xAD\xE3\x80\x80\xE6\x96\x87\n\xE4\xB8\xAD", BIT(SPACES) },
    { "US -backed and al-Qaeda- linked", "US-backed and al-Qaeda-linked", BIT(HYPHEN) },
    { "US -backed -led, (London -based)", "US-backed-led, (London-based)", BIT(HYPHEN) },
    { "US  -backed", "US-backed", BIT(HYPHEN) | BIT(SPACES) },
    { "Sport- oder Tagesgeld, local- and cloud-based", "Sport- oder Tagesgeld, local- and cloud-based", 0 },
    { "lleg\xC3\xB3 ayer -los de Madrid- led", "lleg\xC3\xB3 ayer -los de Madrid-led", BIT(HYPHEN) },
    { "US - backed, US -backedness, us -backed, US -Backed, \xE2\x80\x9CUS\xE2\x80\x9D -backed", "US - backed, US -backedness, us -backed, US -Backed, \xE2\x80\x9CUS\xE2\x80\x9D -backed", 0 },
    { "e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9", BIT(FORM) },
    { "\xEA\xB0\x80\xE1\x86\xA7 e\xCC\x81", "\xEA\xB0\x80\xE1\x86\xA7 \xC3\xA9", BIT(FORM) },   /* U+11A7 stays */
    { "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA7\xE1\x86\xA7", "\xEA\xB0\x80\xE1\x86\xA7\xE1\x86\xA7", BIT(FORM) },
    { " \x01 ", "", BIT(CONTROLS) | BIT(SPACES) },
};

static struct slice normalized(struct slice text, enum copydesk_form form, unsigned repairs, unsigned *changed)
{
    *changed = normalize_text(&scratch, text, form, repairs, &out);
    assert_false(out.failed);
    return buf_slice(&out);
}

static void test_repairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        unsigned changed;
        struct slice got = normalized(slice_str(CASES[i].text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        if (!slice_equal(got, slice_str(CASES[i].want)) || changed != CASES[i].repairs)
            fail_msg("\"%s\" gives \"%.*s\", repairs %x, not \"%s\", %x", CASES[i].text, (int)got.len, got.ptr,
                     changed, CASES[i].want, CASES[i].repairs);
    }
}

static void test_switched_off(void **state)
{
    (void)state;
    static const struct { const char *text, *want; unsigned off; } OFF[] = {
        { "a\r\nb", "a\r\nb", BIT(ENDS) },
        { "a\xC2\xAD""b", "a\xC2\xAD""b", BIT(SHY) },
        { "a  b", "a  b", BIT(SPACES) },
        { "a \t\n", "a", BIT(SPACES) },               /* edges and line ends are layout */
        { "US -backed", "US -backed", BIT(HYPHEN) },
        { "a\xFF", "a\xEF\xBF\xBD", BIT(UTF8) },      /* not to be switched off */
    };
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++) {
        unsigned changed;
        struct slice got = normalized(slice_str(OFF[i].text), COPYDESK_FORM_NONE, COPYDESK_REPAIRS_DEFAULT & ~OFF[i].off, &changed);
        if (!slice_equal(got, slice_str(OFF[i].want)))
            fail_msg("\"%s\" gives \"%.*s\"", OFF[i].text, (int)got.len, got.ptr);
    }
    unsigned changed;
    normalized(SLICE("e\xCC\x81"), COPYDESK_FORM_NONE, COPYDESK_REPAIRS_DEFAULT, &changed);
    assert_int_equal(changed, 0);
}

static void assert_same(struct slice got, struct slice want, struct slice text, const char *law)
{
    if (!slice_equal(got, want)) {
        for (size_t i = 0; i < text.len; i++)
            print_error("\\x%02X", (unsigned char)text.ptr[i]);
        fail_msg(": %s: \"%.*s\", \"%.*s\"", law, (int)got.len, got.ptr, (int)want.len, want.ptr);
    }
}

static void check_form(struct slice text, enum copydesk_form form, unsigned repairs, struct slice key)
{
    unsigned changed, second;
    struct buf folded = { 0 };
    struct slice once = normalized(text, form, repairs, &changed);
    assert_true(utf8_valid(once));
    assert_int_equal(changed == 0, slice_equal(once, text));
    second = normalize_text(&scratch, once, form, repairs, &again);
    assert_same(buf_slice(&again), once, text, "normalize is idempotent");
    assert_int_equal(second, 0);
    fold_key(once, &folded);
    assert_same(buf_slice(&folded), key, text, "a repair leaves the key");
    buf_release(&folded);
}

static void test_laws(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = { 0 }, key = { 0 };
    for (int round = 0; round < 200000; round++) {
        mixture(&seed, &text);
        unsigned changed, repairs = round % 2 ? COPYDESK_REPAIRS_DEFAULT : mixture_random(&seed);
        enum copydesk_form form = (enum copydesk_form)(mixture_random(&seed) % 5);
        struct fold fold = fold_key(buf_slice(&text), &key);
        check_form(buf_slice(&text), form, repairs, buf_slice(&key));
        if (fold.flags & (FOLD_SUSPECT | FOLD_UNFORMED))
            continue;
        struct slice same = normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_same(same, buf_slice(&text), buf_slice(&text), "what is not suspicious is its own repair");
    }
    buf_release(&text);
    buf_release(&key);
}

/* ---- the standard's own files ---- */

/* Code points in hexadecimal up to the next semicolon, as UTF-8. */
static const char *read_points(const char *p, struct buf *text)
{
    buf_clear(text);
    while (*p && *p != ';') {
        char *next;
        unsigned long cp = strtoul(p, &next, 16);
        if (next == p)
            break;
        utf8_add(text, (uint32_t)cp);
        p = next;
    }
    return *p ? p + 1 : p;
}

static void check_conformance(const char *line, struct buf field[5], long *checks)
{
    static const int WANT[4][5] = {   /* the header of NormalizationTest.txt */
        [COPYDESK_NFC] = { 1, 1, 1, 3, 3 }, [COPYDESK_NFD] = { 2, 2, 2, 4, 4 },
        [COPYDESK_NFKC] = { 3, 3, 3, 3, 3 }, [COPYDESK_NFKD] = { 4, 4, 4, 4, 4 },
    };
    for (int i = 0; i < 5; i++)
        line = read_points(line, &field[i]);
    for (int form = COPYDESK_NFC; form <= COPYDESK_NFKD; form++)
        for (int i = 0; i < 5; i++, ++*checks) {
            /* a bar, which composes with nothing, at both ends: edges would be trimmed */
            struct buf text = { 0 }, want = { 0 };
            unsigned changed;
            buf_addf(&text, "|%.*s|", (int)field[i].len, field[i].ptr);
            buf_addf(&want, "|%.*s|", (int)field[WANT[form][i]].len, field[WANT[form][i]].ptr);
            struct slice got = normalized(buf_slice(&text), (enum copydesk_form)form, 0, &changed);
            assert_same(got, buf_slice(&want), buf_slice(&text), "NormalizationTest");
            buf_release(&text);
            buf_release(&want);
        }
}

static void test_conformance(void **state)
{
    (void)state;
    static const char COMMAND[] = "cat /usr/share/unicode/NormalizationTest.txt 2>/dev/null"
                                  " || bzcat /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null";
    struct buf field[5] = { { 0 } };
    char line[2048];
    long checks = 0;
    FILE *in = popen(COMMAND, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in))
        if (line[0] != '#' && line[0] != '@' && line[0] != '\n')
            check_conformance(line, field, &checks);
    pclose(in);
    for (int i = 0; i < 5; i++)
        buf_release(&field[i]);
    if (checks == 0) {
        print_message("[  SKIPPED ] NormalizationTest.txt is absent (package unicode-data)\n");
        skip();
    }
    assert_true(checks > 300000);
}

static void test_emoji_survive(void **state)
{
    (void)state;
    FILE *in = fopen("/usr/share/unicode/emoji/emoji-zwj-sequences.txt", "r");
    if (!in) {
        print_message("[  SKIPPED ] emoji-zwj-sequences.txt is absent (package unicode-data)\n");
        skip();
    }
    struct buf text = { 0 };
    char line[512];
    long n = 0;
    while (fgets(line, sizeof line, in)) {
        unsigned changed;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        read_points(line, &text);
        struct slice got = normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_same(got, buf_slice(&text), buf_slice(&text), "emoji sequence");
        n++;
    }
    fclose(in);
    buf_release(&text);
    assert_true(n > 1000);
}

/* One part of the text before and behind every U+11A7, in every form. */
static void test_tbase(void **state)
{
    (void)state;
    for (uint32_t cp = 0xAC00; cp <= 0xD7A3; cp += 28) {
        char bytes[6];
        unsigned changed;
        size_t n = utf8_put(cp, bytes);
        n += utf8_put(0x11A7, bytes + n);
        struct slice nfd = normalized(slice_of(bytes, n), COPYDESK_NFD, 0, &changed);
        assert_int_equal(nfd.len, 9);
        unicode_map(nfd, UNICODE_NFC, &again);
        assert_same(buf_slice(&again), slice_of(bytes, n), nfd, "U+11A7");
    }
}

/* Hostile text must not take time that grows with its square. */
static void test_long_text(void **state)
{
    (void)state;
    struct buf text = { 0 };
    unsigned changed;
    buf_addstr(&text, "A");
    for (int i = 0; i < 200000; i++)
        buf_addstr(&text, " -led");
    normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
    buf_clear(&text);
    for (int i = 0; i < 200000; i++)
        buf_addstr(&text, "\xCC\xA3\xCC\x81 ");
    normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
    fold_key(buf_slice(&text), &again);
    buf_release(&text);
}

static int release(void **state)
{
    (void)state;
    normalizer_release(&scratch);
    buf_release(&out);
    buf_release(&again);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_switched_off),
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_conformance),
        cmocka_unit_test(test_emoji_survive),
        cmocka_unit_test(test_tbase),
        cmocka_unit_test(test_long_text),
    };
    return cmocka_run_group_tests_name("normalize", tests, NULL, release);
}

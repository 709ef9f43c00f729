/* normalize: each repair by hand-written examples, the laws by generated text, and
 * the normal forms beside another implementation (tests/unicode.sh has the standard's
 * own files). */
#include "unit.h"

#include "mixture.h"
#include "normalize/normalize.h"
#include "repair_cases.h"
#include "text/fold.h"
#include "text/unicode.h"

/* Repairs that give text another meaning: the key is that of the repaired text. */
static const unsigned OTHER_TEXT = BIT(C1) | BIT(SURROGATES) | BIT(MOJIBAKE) | BIT(ENTITIES) | BIT(ANSI)
    | BIT(ICONS) | BIT(UNWRAP) | BIT(PUNCT) | BIT(WIDTH) | BIT(SHY) /* in front of a digit */;

static struct normalizer scratch;
static struct buf out, again;

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
        { "a \t\n", "a", BIT(SPACES) },               /* edges and line ends are layout, */
        { " \xE3\x80\x80\xE4\xB8\xAD \xC2\xA0\n\t\xC2\xA0: b\n", "\xE3\x80\x80\xE4\xB8\xAD \xC2\xA0\n\xC2\xA0: b", BIT(SPACES) | BIT(NBSP) },   /* of ASCII */
        { "US -backed", "US -backed", BIT(HYPHEN) },
        { "a\xC2\x93", "a\xC2\x93", BIT(C1) },
        { "caf\xE9", "caf\xEF\xBF\xBD", BIT(C1) },
        { "a\xED\xA0\xBD\xED\xB8\x80", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", BIT(SURROGATES) },
        { "\xC3\x83\xC2\xA9", "\xC3\x83\xC2\xA9", BIT(MOJIBAKE) },
        { "&amp;", "&amp;", BIT(ENTITIES) },
        { "\x1B[0m", "[0m", BIT(ANSI) },
        { "\xEF\xAC\x81", "\xEF\xAC\x81", BIT(LIGATURES) },
        { "\xEE\x80\x80", "\xEE\x80\x80", BIT(ICONS) },
        { "a\xE2\x80\xAA", "a\xE2\x80\xAA", BIT(BIDI) },
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

/* Off by default; each of them alone and on. */
static void test_wishes(void **state)
{
    (void)state;
    static const struct { const char *text, *want; unsigned on; } ON[] = {
        { "a hard\nwrap, hyphen-\nated.\nNew: \n\xC2\xABx\nY\nz", "a hard wrap, hyphenated.\nNew:\n\xC2\xABx\nY z", BIT(UNWRAP) },
        { "Sport-\nund Freizeit, pre-\nand post-war, hus-\nband, under-\nundersea", "Sport- und Freizeit, pre- and post-war, husband, underundersea", BIT(UNWRAP) },
        { "Anglo-\nAmerican, UN-\nled", "Anglo-\nAmerican, UN-led", BIT(UNWRAP) },
        { "\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D \xE2\x80\x94 \xC2\xABx\xC2\xBB\xE2\x80\xA6", "\"it's\" - \"x\"...", BIT(PUNCT) },
        { "\xEF\xBC\xA1\xEF\xBD\x9A\xEF\xBC\x99\xEF\xBC\x88", "Az9\xEF\xBC\x88", BIT(WIDTH) },
    };
    for (size_t i = 0; i < sizeof ON / sizeof *ON; i++) {
        unsigned changed;
        struct slice text = slice_str(ON[i].text);
        struct slice got = normalized(text, COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT | ON[i].on, &changed);
        if (!slice_equal(got, slice_str(ON[i].want)) || !(changed & ON[i].on))
            fail_msg("\"%s\" gives \"%.*s\"", ON[i].text, (int)got.len, got.ptr);
        normalized(text, COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_false(changed & ON[i].on);
    }
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
    if (!(changed & OTHER_TEXT))
        assert_same(buf_slice(&folded), key, text, "a repair leaves the key");
    buf_release(&folded);
}

/* The short way must make what the long one makes, and leave the fold. */
static void check_nbsp(struct slice text, struct fold fold, unsigned repairs, struct slice key)
{
    const unsigned common = COPYDESK_REPAIRS_DEFAULT & (repairs | 1u << COPYDESK_FIX_NBSP);
    const unsigned flags = FOLD_SUSPECT | FOLD_NBSP | FOLD_NONASCII;
    unsigned changed;
    struct buf short_way = { 0 }, folded = { 0 };
    struct slice want = normalized(text, COPYDESK_NFC, common, &changed);
    assert_int_equal(normalize_nbsp(text, &short_way), changed);
    assert_same(buf_slice(&short_way), want, text, "the short way for no-break spaces");
    struct fold after = fold_key(want, &folded);
    assert_same(buf_slice(&folded), key, text, "no-break spaces leave the key");
    assert_true(after.chars == fold.chars && after.words == fold.words);
    assert_int_equal(after.flags & ~flags, fold.flags & ~flags);
    assert_false(after.flags & (FOLD_SUSPECT | FOLD_NBSP));
    buf_release(&short_way);
    buf_release(&folded);
}

/* No paragraph that split makes has one. */
static bool has_blank_line(struct slice text)
{
    struct lines l;
    struct line line;
    lines_init(&l, text, false);
    while (lines_next(&l, &line))
        if (line_blank(&line))
            return true;
    return false;
}

static void test_laws(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = { 0 }, key = { 0 };
    for (int round = 0; round < 200000; round++) {
        mixture(&seed, &text);
        unsigned changed, repairs = round % 2 ? COPYDESK_REPAIRS_DEFAULT : (uint32_t)random_next(&seed);
        enum copydesk_form form = (enum copydesk_form)(random_below(&seed, 5));
        struct fold fold = fold_key(buf_slice(&text), &key);
        check_form(buf_slice(&text), form, repairs, buf_slice(&key));
        if (fold.flags & FOLD_NBSP)
            check_nbsp(buf_slice(&text), fold, repairs, buf_slice(&key));
        if (fold.flags & (FOLD_SUSPECT | FOLD_UNFORMED) || has_blank_line(buf_slice(&text)))
            continue;
        struct slice same = normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_same(same, buf_slice(&text), buf_slice(&text), "what is not suspicious is its own repair");
    }
    buf_release(&text);
    buf_release(&key);
}

/* ---- another implementation ---- */

/* A line of assigned starters out of one block of 256 or of any, and letters
 * with a mark; no line ends, no controls. Rows of marks are left out: uconv (of
 * ICU 72) leaves "a U+034B U+302E U+0325" and its like out of order, where the
 * standard's own file and Python agree with us. */
static void any_line(uint64_t *seed, struct buf *text)
{
    uint32_t block = random_below(seed, 0x1FF) * 0x100;
    buf_addch(text, '|');
    for (uint32_t n = 1 + random_below(seed, 20); n > 0; n--) {
        uint32_t kind = random_below(seed, 8);
        uint32_t cp = kind == 1 ? random_below(seed, 0x20000) : block + random_below(seed, 0x100);
        if (kind == 0) {
            buf_addch(text, (char)('A' + random_below(seed, 26)));
            utf8_add(text, 0x300 + random_below(seed, 0x50));
        } else if (cp >= 0xA0 && (cp < 0xD800 || cp > 0xDFFF) && cp != 0x2028 && cp != 0x2029
                   && unicode_combining(cp) == 0 && strcmp(unicode_category(cp), "Cn") != 0) {
            utf8_add(text, cp);
        }
    }
    buf_addstr(text, "|\n");
}

static void compare_with_icu(const char *path, struct slice lines, enum copydesk_form form)
{
    static const char *const NAMES[] = { "nfc", "nfd", "nfkc", "nfkd" };
    struct buf command = { 0 }, theirs = { 0 };
    /* in one block: at the edges of its own it does not reorder */
    buf_addf(&command, "uconv -b %zu -f utf-8 -t utf-8 -x any-%s %s", lines.len, NAMES[form], path);
    FILE *in = popen(buf_str(&command), "r");
    assert_non_null(in);
    while (buf_reserve(&theirs, 65536)) {
        size_t n = fread(theirs.ptr + theirs.len, 1, 65536, in);
        theirs.len += n;
        if (n == 0)
            break;
    }
    assert_int_equal(pclose(in), 0);
    struct slice rest = buf_slice(&theirs);
    while (lines.len > 0) {
        unsigned changed;
        struct slice line = slice_of(lines.ptr, (size_t)((const char *)memchr(lines.ptr, '\n', lines.len) - lines.ptr));
        const char *end = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
        assert_non_null(end);
        struct slice want = slice_of(rest.ptr, (size_t)(end - rest.ptr));
        assert_same(normalized(line, form, 0, &changed), want, line, "as ICU has it");
        lines = slice_from(lines, line.len + 1);
        rest = slice_from(rest, want.len + 1);
    }
    buf_release(&command);
    buf_release(&theirs);
}

static void test_beside_icu(void **state)
{
    (void)state;
    if (system("uconv -L >/dev/null 2>&1") != 0) {
        print_message("[  SKIPPED ] uconv is absent (package icu-devtools)\n");
        skip();
    }
    char path[] = "/tmp/copydesk-test.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    uint64_t seed = 11;
    struct buf lines = { 0 };
    for (int i = 0; i < 50000; i++)
        any_line(&seed, &lines);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(lines.ptr, 1, lines.len, file), lines.len);
    assert_int_equal(fclose(file), 0);
    /* not NFKC, for which uconv leaves compatibility jamo apart ("U+3139 U+315F") */
    static const enum copydesk_form FORMS[] = { COPYDESK_NFC, COPYDESK_NFD, COPYDESK_NFKD };
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        compare_with_icu(path, buf_slice(&lines), FORMS[i]);
    remove(path);
    buf_release(&lines);
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

/* Marks above and below a letter, in turns: those below come first, however many there are. */
static void test_many_marks(void **state)
{
    (void)state;
    enum { MARKS = 300000 };
    struct buf text = { 0 }, want = { 0 };
    unsigned changed;
    buf_addch(&text, 'e');
    for (int i = 0; i < MARKS; i++)
        buf_addstr(&text, "\u0301\u0316");
    buf_addch(&want, 'e');
    for (int i = 0; i < 2 * MARKS; i++)
        buf_addstr(&want, i < MARKS ? "\u0316" : "\u0301");
    struct slice nfd = normalized(buf_slice(&text), COPYDESK_NFD, 0, &changed);
    assert_true(slice_equal(nfd, buf_slice(&want)));
    buf_clear(&want);
    buf_addstr(&want, "\u00e9");
    for (int i = 1; i < 2 * MARKS; i++)
        buf_addstr(&want, i <= MARKS ? "\u0316" : "\u0301");
    struct slice nfc = normalized(buf_slice(&text), COPYDESK_NFC, 0, &changed);
    assert_true(slice_equal(nfc, buf_slice(&want)));
    buf_release(&text);
    buf_release(&want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_switched_off),
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_beside_icu),
        cmocka_unit_test(test_tbase),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_many_marks),
    };
    return cmocka_run_group_tests_name("normalize", tests, NULL, release);
}

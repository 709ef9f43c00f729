/* fold: what known texts fold to, what must meet and what must stay apart, and
 * the laws that hold for any text. */
#include "unit.h"

#include "mixture.h"
#include "normalize/normalize.h"
#include "text/ascii.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/folding.h"
#include "text/plain.h"
#include "text/tables.h"
#include "text/unicode.h"

static const char *const KEYS[][2] = {   /* text, its key; by hand */
    { "", "" },
    { "Hello, World.", "hello world" },
    { "The quick brown fox jumps over the lazy dog, twice.", "the quick brown fox jumps over the lazy dog twice" },
    { "  two\t words\n", "two words" },
    { "\"Don\xE2\x80\x99t,\" she said (again).", "dont she said again" },
    { "\xE2\x80\x9COne\xE2\x80\x9D two \xE2\x80\x98three\xE2\x80\x99.", "one two three" },
    { "US -backed, US- backed, US - backed", "usbacked usbacked usbacked" },
    { "word \xE2\x80\x93 word", "wordword" },
    { "rose 3.1% to 1,000.50", "rose 3.1% to 1,000.50" },
    { "at 10:30, 2-1 and 2\xE2\x80\x93""1", "at 10:30 2-1 and 2-1" },
    { "1. One", "1 one" },
    { "in 2016. 2017 came", "in 2016 2017 came" },
    { "2 - 1", "2-1" },
    { "fell to -5 and \xE2\x88\x92""6", "fell to -5 and -6" },
    { "-5 degrees", "-5 degrees" },
    { "-x- y", "xy" },
    { "a -5, b (-5) c+5 +5", "a -5 b -5 c+5 +5" },
    { "(-5 %) f(-5) [(\xE2\x88\x92""5] \xEF\xBC\x88-5\xEF\xBC\x89", "-5 % f5 -5 -5" },   /* brackets of any width */
    { "\xE2\x80\x93""2 a \xE2\x80\x98\xE2\x80\x91""2\xE2\x80\x99 b", "-2 a -2 b" },   /* en dash; no-break hyphen behind a quote */
    { "a \xE2\x80\x93 2 b \xE2\x80\x94""2 c\xE2\x80\x93""2 d -)2 e --2", "a2 b2 c2 d2 e2" },
    { "-$5 (\xE2\x88\x92\xE2\x82\xAC""5) a-$5 b", "-$5 -\xE2\x82\xAC""5 a$5 b" },
    { "1\xE2\x80\x94 -2", "1-2" },   /* the sign is one; the dash before it takes the space */
    { "$5 \xE2\x82\xAC""6 AT&T C++ #1", "$5 \xE2\x82\xAC""6 att c++ 1" },
    { "1\xE2\x80\x99""000 1'000", "1'000 1'000" },
    { "1\xE2\x80\xA6""2", "1...2" },
    { "wait\xE2\x80\xA6 what", "wait what" },
    { "!!! ...", "" },
    { "Stra\xC3\x9F""e STRASSE", "strasse strasse" },
    { "\xC3\x89t\xC3\xA9", "\xC3\xA9t\xC3\xA9" },
    { "E\xCC\x81t\x65\xCC\x81", "\xC3\xA9t\xC3\xA9" },
    { "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\x8C\xEF\xBC\x91\xEF\xBC\x85", "ab1%" },
    { "\xC2\xBD cup, \xE3\x8E\x8F", "1\xE2\x81\x84""2 cup kg" },
    { "a\xC2\xAD""b\xE2\x80\x8B""c\x01""d", "abcd" },
    { "a\xFF""b \xE2\x80", "a\xEF\xBF\xBD""b \xEF\xBF\xBD" },
    { "\xC2\xA8x", "\xCC\x88x" },
    { "\xE4\xB8\xAD\xE6\x96\x87\xEF\xBC\x8C\xE3\x80\x8C\xE6\x96\xB0\xE3\x80\x8D\xE3\x80\x82", "\xE4\xB8\xAD\xE6\x96\x87\xE6\x96\xB0" },
    { "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82, \xD0\xBC\xD0\xB8\xD1\x80", "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xD0\xBC\xD0\xB8\xD1\x80" },
};

static const char *const MEET[][2] = {
    { "\xC4\xB0stanbul", "I\xCC\x87stanbul" },
    { "Stra\xC3\x9F""e", "STRASSE" },
    { "caf\xC3\xA9", "CAFE\xCC\x81" },
    { "\xEF\xBC\xA1\xEF\xBC\x91", "a1" },
    { "a\xC2\xA0""b", "a b" },
    { "\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D", "\"it's\"" },
    { "cease-fire", "ceasefire" },
    { "US -backed", "US-backed" },
    { "word \xE2\x80\x93 word", "word\xE2\x80\x94word" },
    { "\xEA\xB0\x80", "\xE1\x84\x80\xE1\x85\xA1" },
    { "\xE1\xBE\xB4", "\xCE\xB1\xCD\x85\xCC\x81" },
};

static const char *const APART[][2] = {
    { "\xE3\x81\x8C", "\xE3\x81\x8B" },
    { "\xD0\xB9", "\xD0\xB8" },
    { "\xE0\xA4\xAE\xE0\xA5\x81\xE0\xA4\x96", "\xE0\xA4\xAE\xE0\xA4\x96" },
    { "\xE0\xB8\x97\xE0\xB8\xB5\xE0\xB9\x88", "\xE0\xB8\x97\xE0\xB8\xB5" },
    { "3.1%", "2.4%" }, { "31%", "3.1%" }, { "2-1", "21" }, { "5", "-5" }, { "1:0", "10" }, { "5%", "5" },
    { "$5", "\xE2\x82\xAC""5" }, { "r\xC3\xA9sum\xC3\xA9", "resume" },
};

static struct buf a, b;   /* folded texts of the test at hand */

static void assert_bytes(struct slice got, struct slice want)
{
    if (!slice_equal(got, want))
        fail_msg("got \"%.*s\", want \"%.*s\"", (int)got.len, got.ptr, (int)want.len, want.ptr);
}

static void test_known_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        fold_key(slice_str(KEYS[i][0]), &a);
        assert_bytes(buf_slice(&a), slice_str(KEYS[i][1]));
    }
}

static void test_meet_and_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof MEET / sizeof *MEET; i++) {
        fold_key(slice_str(MEET[i][0]), &a);
        fold_key(slice_str(MEET[i][1]), &b);
        assert_bytes(buf_slice(&a), buf_slice(&b));
    }
    for (size_t i = 0; i < sizeof APART / sizeof *APART; i++) {
        fold_key(slice_str(APART[i][0]), &a);
        fold_key(slice_str(APART[i][1]), &b);
        assert_false(slice_equal(buf_slice(&a), buf_slice(&b)));
    }
}

static void assert_fold(const char *text, uint32_t chars, uint32_t words, unsigned flags)
{
    struct fold fold = fold_key(slice_str(text), &a);
    if (fold.chars != chars || fold.words != words || fold.flags != flags)
        fail_msg("\"%s\": %u chars, %u words, flags %x", text, fold.chars, fold.words, fold.flags);
}

static void test_counts_and_flags(void **state)
{
    (void)state;
    assert_fold("", 0, 0, 0);
    assert_fold("...", 0, 0, 0);
    assert_fold("Two words.", 9, 2, FOLD_KEYED);
    assert_fold("$ + $", 5, 3, 0);
    assert_fold("\xC3\x89t\xC3\xA9, it\xE2\x80\x99s \xE2\x80\x9Cok\xE2\x80\x9D \xE2\x80\x94 yes", 13, 3, FOLD_KEYED | FOLD_NONASCII);
    assert_fold("\xE4\xB8\xAD\xE6\x96\x87 abc def", 10, 3, FOLD_KEYED | FOLD_NONASCII);
    assert_fold("\xE4\xB8\xAD\xE6\x96\x87 abc de", 9, 3, FOLD_KEYED | FOLD_NONASCII | FOLD_DENSE);
    assert_fold("\xE4\xB8\xAD\xD0\xB6\xD0\xB6\xD0\xB6", 4, 1, FOLD_KEYED | FOLD_NONASCII);
    assert_fold("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE3\x80\x82 ab", 6, 2, FOLD_KEYED | FOLD_NONASCII | FOLD_DENSE);
    assert_fold("\xE2\x84\xAA", 1, 1, FOLD_KEYED | FOLD_NONASCII | FOLD_UNFORMED | FOLD_SPELT);   /* Kelvin sign */
    assert_fold("soft\xC2\xADly", 6, 1, FOLD_KEYED | FOLD_NONASCII | FOLD_SUSPECT | FOLD_SPELT);
    assert_fold("first line\nsecond", 17, 3, FOLD_KEYED);
}

static void test_suspicion(void **state)
{
    (void)state;
    static const char *const SUSPECT[] = { " a", "a ", "a  b", "a\tb", "a\rb", "a \nb", "a\n b", "a\n\nb", "a\x01""b", "a\x7F",
        "a\xC2\xA0""b", "a\xC2\xAD""b", "a\xE2\x80\x8B""b", "a\xE2\x80\x8C""b", "\xEF\xBB\xBF""a", "a\xE2\x80\xA8""b", "a\xC2\x85""b",
        "a\xFF", "US -backed", "Qaeda- linked", "\xE3\x80\x80""a", "a\n" };
    static const char *const FINE[] = { "a b", "a - b", "a -- b", "a-b", "1 -2", "a \xE2\x80\x93 b", "\xE2\x80\x9C""a\xE2\x80\x9D, \xE2\x80\x98""b\xE2\x80\x99",
        "\xC3\xA9t\xC3\xA9", "\xE4\xB8\xAD\xE3\x80\x82", "a\nb", "- item", "1\302\240000", "mot\xC2\xA0:", "\xC2\xAB\xC2\xA0mot\xC2\xA0\xC2\xBB",
        "\xD9\x85\xE2\x80\x8C\xDB\x8C", "(a) \"b\" 'c' [d] 50% & $3" };
    for (size_t i = 0; i < sizeof SUSPECT / sizeof *SUSPECT; i++)
        if (!(fold_key(slice_str(SUSPECT[i]), &a).flags & FOLD_SUSPECT))
            fail_msg("not suspected: \"%s\"", SUSPECT[i]);
    for (size_t i = 0; i < sizeof FINE / sizeof *FINE; i++)
        if (fold_key(slice_str(FINE[i]), &a).flags & (FOLD_SUSPECT | FOLD_UNFORMED))
            fail_msg("suspected: \"%s\"", FINE[i]);
}

static void test_suspicion_of_no_break_spaces(void **state)
{
    (void)state;
    static const char *const ALONE[] = { "a\xC2\xA0""b", "a.\xC2\xA0\xE4\xB8\xAD\xC2\xA0(b", "1\xC2\xA0""000\xC2\xA0""b" };
    /* beside an edge, a blank, a hyphen, mojibake or its parts; with other suspicions */
    static const char *const MORE[] = { "a\xC2\xA0", "a \xC2\xA0""b", "a\xC2\xA0""-backed", "a\xC2\xA0""b  c", "a\xC2\xA0""b e\xCC\x81",
        "a\xC2\xA0""b \xC3\x83\xC2\xA0", "a\xC2\xA0""b \xD0\xA0\xC2\xA0!", "a\xC2\xA0""b &amp; c" };
    for (size_t i = 0; i < sizeof ALONE / sizeof *ALONE; i++)
        if (!(fold_key(slice_str(ALONE[i]), &a).flags & FOLD_NBSP))
            fail_msg("more than no-break spaces: \"%s\"", ALONE[i]);
    for (size_t i = 0; i < sizeof MORE / sizeof *MORE; i++)
        if ((fold_key(slice_str(MORE[i]), &a).flags & (FOLD_NBSP | FOLD_SUSPECT)) != FOLD_SUSPECT)
            fail_msg("just no-break spaces: \"%s\"", MORE[i]);
}

static void test_line_and_loose(void **state)
{
    (void)state;
    static const char *const LINES[][2] = {
        { " \xE2\x80\x9COne\xE2\x80\x9D \xE2\x80\x94 it\xE2\x80\x99s\xC2\xA0\xE2\x80\xA6 ", "\"one\" - it's ..." },
        { "(c) 2016 \xC2\xA9  AFP/Reuters: 3,1%\n", "(c) 2016 \xC2\xA9 afp/reuters: 3,1%" },
        { "\xC2\xAB""E\xCC\x81t\xC3\x89\xC2\xBB \xEF\xBC\x81", "\"\xC3\xA9t\xC3\xA9\" !" },
        { "a\xFF\xC2\xAD-\xE2\x88\x92", "a\xEF\xBF\xBD--" },
    };
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        fold_line(slice_str(LINES[i][0]), &a);
        assert_bytes(buf_slice(&a), slice_str(LINES[i][1]));
    }
    assert_true(fold_loose(SLICE("\xD1\x91\xD0\xB6 i\xCC\x87 \xC4\xB1"), &a));
    assert_bytes(buf_slice(&a), SLICE("\xD0\xB5\xD0\xB6 i i"));
    assert_true(fold_loose(SLICE("\xD8\xA3\xD9\x8E\xD9\x80\xD8\xA9\xD9\x89"), &a));
    assert_bytes(buf_slice(&a), SLICE("\xD8\xA7\xD9\x87\xD9\x8A"));
    assert_false(fold_loose(SLICE("plain \xC3\xA9 \xD0\xB6 x\xCC\x87"), &a));
    assert_int_equal(a.len, 0);
    assert_int_equal(fold_first(SLICE("\xC3\x89t\xC3\xA9")), 0xC3);
    assert_int_equal(fold_first(SLICE("\xE2\x80\x9CThe")), '"');
    assert_int_equal(fold_first(SLICE("The")), 't');
    assert_int_equal(fold_first(SLICE("E\xCC\x81t")), -1);
}

static bool has_bracket(struct slice text)
{
    bool found = false;
    for (size_t i = 0; i < text.len; i++)
        found = found || (text.ptr[i] && strchr("([{", text.ptr[i]));
    return found;
}

/* Soft hyphens, which a fold leaves out, make it go character by character. */
static void assert_glance(struct slice text, struct buf *slow)
{
    uint32_t cp;
    buf_clear(slow);
    for (size_t i = 0, n; i < text.len; i += n) {
        n = utf8_next(text.ptr + i, text.ptr + text.len, &cp);
        buf_add(slow, text.ptr + i, n);
        if (cp != UTF8_BAD)
            buf_addstr(slow, "\xC2\xAD");
    }
    struct fold x = fold_key(text, &a), y = fold_key(buf_slice(slow), &b);
    assert_bytes(buf_slice(&a), buf_slice(&b));
    assert_true(x.chars == y.chars && x.words == y.words);
    unsigned same = FOLD_KEYED | FOLD_DENSE | FOLD_LOOSE | FOLD_SHORTER;
    assert_int_equal(x.flags & same, y.flags & same);
    if (!(x.flags & FOLD_UNFORMED))
        assert_int_equal((x.flags & FOLD_BRACKET) != 0, has_bracket(text));
    assert_true(x.flags & FOLD_BRACKET || !has_bracket(text));
}

/* The fold of text that may be repaired is its fold, or left open. */
static void assert_unrepaired(struct slice text, struct fold fold, struct slice key)
{
    struct buf again = { 0 };
    struct fold first = fold_unrepaired(text, &again);
    if (first.flags & FOLD_OPEN) {
        assert_true(first.flags & FOLD_SUSPECT);
        assert_int_equal(first.flags & ~fold.flags, FOLD_OPEN);
    } else {
        assert_bytes(buf_slice(&again), key);
        assert_memory_equal(&first, &fold, sizeof fold);
    }
    buf_release(&again);
}

/* Text by a glance must fold as it does character by character: a soft hyphen
 * behind every character leaves nothing to be folded by a glance, and changes
 * nothing. */
static void test_glance_against_characters(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = { 0 }, piece = { 0 }, slow = { 0 };
    for (int round = 0; round < 100000; round++) {
        buf_clear(&text);
        for (uint32_t n = random_below(&seed, 20); n > 0; n--) {
            mixture(&seed, &piece);
            buf_addstr(&text, n % 3 ? "some plain words, and 3.1% more" : "");
            buf_addslice(&text, buf_slice(&piece));
        }
        assert_glance(buf_slice(&text), &slow);
    }
    buf_release(&text);
    buf_release(&piece);
    buf_release(&slow);
}

/* At every place, also across blocks. */
static void test_gaps_at_every_place(void **state)
{
    (void)state;
    static const char *const GAPS[] = {
        "1,2", "1,\"2", "1, 2", "1,\" 2", "1 ,\"2", "1-2", "1,-2", "1 -2", "1 (-2", "a(-2", "1- 2", "a-b", "a- b", "a -b", "a,-b", "a , b",
        "a ,\" b", "a,\n\"b", "a \n b", "1\xE2\x80\x99""2", "1.\xE2\x80\x99""2", "1\xE2\x80\x99 2", "a\xE2\x80\x9D, \xE2\x80\x9C""b",
        "\xC3\xA9-\xD0\xBC", "\xC3\xA9 -1", "\xE4\xB8\xAD,1", "1,\xE4\xB8\xAD", "\xE1\xB9\xA9\xF1\xE0r", "a .\"", "a.)", "a -", "a,!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"
        "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!! b", "1,!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!2",
    };
    struct buf text = { 0 }, slow = { 0 };
    for (size_t at = 0; at < 2 * ASCII_BLOCK; at++)
        for (size_t i = 0; i < 2 * sizeof GAPS / sizeof *GAPS; i++) {
            buf_clear(&text);
            for (size_t k = 0; k < at; k++)
                buf_addch(&text, "word "[k % 4]);
            buf_addstr(&text, GAPS[i / 2]);
            buf_addstr(&text, i % 2 ? " and some more of it" : "");
            assert_glance(buf_slice(&text), &slow);
        }
    buf_release(&text);
    buf_release(&slow);
}

static const char *plain_end_slowly(const char *p, const char *end)
{
    uint32_t cp;
    for (size_t n; p < end; p += n) {
        n = utf8_next(p, end, &cp);
        bool printable = (cp >= ' ' && cp < 0x7F) || cp == '\n';
        if (cp > 0xFFFF || !(cp < 0x80 ? printable : text_plain[cp]))
            break;
    }
    return p;
}

/* That both folded alike, from where their output starts. */
static void assert_same_run(const struct plain *x, const char *x_out, const struct plain *y, const char *y_out)
{
    assert_ptr_equal(x->p, y->p);
    assert_int_equal(x->out - x_out, y->out - y_out);
    assert_memory_equal(x_out, y_out, (size_t)(x->out - x_out));
    assert_true(x->beyond == y->beyond && x->loose == y->loose);
    assert_true(x->letters == y->letters && x->dense == y->dense);
    assert_true(x->points == y->points && x->spaces == y->spaces);
}

/* Folds it in all ways. */
static void assert_same_ways(struct slice text, bool last)
{
    buf_clear(&a);
    buf_clear(&b);
    buf_reserve(&a, text.len + ASCII_BLOCK + ASCII_SLACK);
    buf_reserve(&b, text.len + ASCII_BLOCK + ASCII_SLACK);
    struct plain x = { .p = text.ptr, .end = text.ptr + text.len, .out = a.ptr, .last = last };
    const struct plain start = x;
    ascii_limit(ASCII_SSE2);
    plain_fold(&x);
    assert_int_equal(x.bracket, memchr(text.ptr, '(', (size_t)(x.p - text.ptr)) != NULL);
    for (enum ascii_ways way = ASCII_AVX2; way <= ASCII_AVX512; way++) {
        struct plain y = start;
        y.out = b.ptr;
        memset(b.ptr, 0, b.cap);
        ascii_limit(way);
        plain_fold(&y);
        assert_same_run(&x, a.ptr, &y, b.ptr);
        assert_true(y.bracket || !x.bracket);
    }
}

/* All ways that this machine has, but the one for any. */
static void test_ways_agree(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct buf text = { 0 }, piece = { 0 };
    for (int round = 0; round < 100000; round++) {
        buf_clear(&text);
        for (uint32_t n = 1 + random_below(&seed, 12); n > 0; n--) {
            mixture(&seed, &piece);
            buf_addstr(&text, n % 3 ? "words, \xD0\xBC\xD0\xB8\xD1\x80 \xC3\xA9t\xC3\xA9 \xD8\xA9 3.1%" : "a");
            buf_addslice(&text, buf_slice(&piece));
        }
        assert_same_ways(buf_slice(&text), round % 2);
        const char *end = text.ptr + text.len;
        for (enum ascii_ways way = ASCII_SSE2; way <= ASCII_AVX512; way++) {
            ascii_limit(way);
            for (const char *p = text.ptr; p < end; p = plain_end(p, end) + 1)
                assert_ptr_equal(plain_end(p, end), plain_end_slowly(p, end));
            fold_line(buf_slice(&text), way == ASCII_SSE2 ? &a : &b);
        }
        assert_bytes(buf_slice(&a), buf_slice(&b));
    }
    buf_release(&text);
    buf_release(&piece);
}

/* Every character of the table, so that what goes by ranges or rows is right: alone, and
 * among so many that they are looked up in one go. */
static void test_plain_of_every_character(void **state)
{
    (void)state;
    struct buf slow = { 0 };
    for (uint32_t cp = 1; cp < 0x10000; cp++) {
        char text[96] = "ab\ncd";
        size_t n = 5 + utf8_put(cp >= 0xD800 && cp <= 0xDFFF ? 0xFFFD : cp, text + 5);
        memcpy(text + n, "ef", 2);
        assert_same_ways(slice_of(text, n + 2), true);
        assert_glance(slice_of(text, n + 2), &slow);
        for (uint32_t i = 0; i < 9; i++)
            n += utf8_put(i % 4 == 3 || (cp >= 0xD800 && cp <= 0xDFFF) ? 0x434 + i : cp, text + n);
        assert_same_ways(slice_of(text, n), true);
    }
    buf_release(&slow);
}

/* The pass over the text itself must not differ from the pass over its folded
 * normal form, with which text full of marks is folded. */
static void test_direct_against_normal(void **state)
{
    (void)state;
    uint64_t seed = 11;
    struct buf text = { 0 }, normal = { 0 };
    for (int round = 0; round < 300000; round++) {
        mixture(&seed, &text);
        folding_normal(buf_slice(&text), &normal);
        struct fold x = fold_key(buf_slice(&text), &a), y = fold_key(buf_slice(&normal), &b);
        assert_bytes(buf_slice(&a), buf_slice(&b));
        assert_unrepaired(buf_slice(&text), x, buf_slice(&a));
        assert_true(x.chars == y.chars && x.words == y.words);
        assert_int_equal(x.chars, utf8_count(buf_slice(&a)));
        assert_true(utf8_valid(buf_slice(&a)));
        if (fold_loose(buf_slice(&a), &b))
            assert_true(x.flags & FOLD_LOOSE);
        if (b.len && utf8_count(buf_slice(&b)) != x.chars)
            assert_true(x.flags & FOLD_SHORTER);
        fold_line(buf_slice(&text), &a);
        int first = fold_first(buf_slice(&text));
        assert_true(first < 0 || (a.len && first == (unsigned char)a.ptr[0]));
        fold_line(buf_slice(&normal), &b);
        assert_bytes(buf_slice(&a), buf_slice(&b));
    }
    buf_release(&text);
    buf_release(&normal);
}

/* The generated quick check against the standard's own list. */
static void test_quick_check_against_ucd(void **state)
{
    (void)state;
    static const char *const NAMES[] = { "NFC_QC", "NFD_QC", "NFKC_QC", "NFKD_QC" };
    static unsigned char no[0x110000];
    FILE *in = fopen("/usr/share/unicode/DerivedNormalizationProps.txt", "r");
    char line[256], name[32];
    if (!in) {
        print_message("[  SKIPPED ] DerivedNormalizationProps.txt is absent (package unicode-data)\n");
        skip();
    }
    while (fgets(line, sizeof line, in)) {
        unsigned first, last;
        if (sscanf(line, "%x..%x ; %31[A-Z_]", &first, &last, name) != 3) {
            if (sscanf(line, "%x ; %31[A-Z_]", &first, name) != 2)
                continue;
            last = first;
        }
        for (unsigned how = 0; how < 4; how++)
            for (unsigned cp = first; cp <= last && strcmp(name, NAMES[how]) == 0; cp++)
                no[cp] |= (unsigned char)(1u << how);
    }
    fclose(in);
    for (unsigned cp = 0; cp < 0x110000; cp++)
        if ((cp < 0xD800 || cp > 0xDFFF) && text_entry(cp)->forms != (~no[cp] & 15u))
            fail_msg("U+%04X: forms %x, no or maybe %x", cp, text_entry(cp)->forms, no[cp]);
}

static void test_character_flags(void **state)
{
    (void)state;
    assert_int_equal(chars_flags('A'), CHARS_LETTER | CHARS_UPPER);
    assert_int_equal(chars_flags('7'), CHARS_DIGIT);
    assert_int_equal(chars_flags('$'), CHARS_SYMBOL | CHARS_CURRENCY);
    assert_int_equal(chars_flags('.'), CHARS_PUNCT | CHARS_END);
    assert_int_equal(chars_flags('"'), CHARS_PUNCT | CHARS_CLOSER);
    assert_int_equal(chars_flags(0x2019), CHARS_PUNCT | CHARS_CLOSER);
    assert_int_equal(chars_flags('\t'), CHARS_SPACE);
    assert_int_equal(chars_flags(0x4E2D), CHARS_LETTER | CHARS_DENSE);
    assert_int_equal(chars_flags(0x0E17), CHARS_LETTER | CHARS_DENSE | CHARS_BREAKING);
    assert_int_equal(chars_flags(0x094D), CHARS_MARK | CHARS_JOINING);
    assert_int_equal(chars_flags(0x200B), CHARS_IGNORE);
    assert_int_equal(chars_flags(0x3002), CHARS_PUNCT | CHARS_END);
    assert_int_equal(chars_flags(UTF8_BAD), 0);
    assert_int_equal(chars_flags(0x378), 0);
}

static int release(void **state)
{
    (void)state;
    buf_release(&a);
    buf_release(&b);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_keys),
        cmocka_unit_test(test_meet_and_apart),
        cmocka_unit_test(test_counts_and_flags),
        cmocka_unit_test(test_suspicion),
        cmocka_unit_test(test_suspicion_of_no_break_spaces),
        cmocka_unit_test(test_line_and_loose),
        cmocka_unit_test(test_gaps_at_every_place),
        cmocka_unit_test(test_glance_against_characters),
        cmocka_unit_test(test_ways_agree),
        cmocka_unit_test(test_plain_of_every_character),
        cmocka_unit_test(test_direct_against_normal),
        cmocka_unit_test(test_quick_check_against_ucd),
        cmocka_unit_test(test_character_flags),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, release);
}

/* What is read off a pattern against what PCRE2 says of it by partial matches:
 * it never says no to what can start a match. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "unit.h"
#include "strip/packs.h"
#include "strip/ruleset.h"
#include "strip/starts.h"

static const char SYMBOLS[] = "abcdefghijklmnopqrstuvwxyz0123456789 ";

struct oracle {
    pcre2_code *code;
    pcre2_match_data *data;
};

/* Takes the starts of whole lines: at \z a partial match asks for more. */
static struct oracle oracle_of(struct slice pattern)
{
    char text[16 * 1024];
    int code;
    PCRE2_SIZE offset;
    snprintf(text, sizeof text, "(?:%.*s)\\z", (int)pattern.len - 2, pattern.ptr + 1);
    struct oracle o = {
        .code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED,
                              &code, &offset, NULL),
        .data = pcre2_match_data_create(1, NULL),
    };
    if (!o.code)
        fail_msg("%s: %d", text, code);
    return o;
}

static bool may_start(const struct oracle *o, const char *text, size_t len)
{
    return pcre2_match(o->code, (PCRE2_SPTR)text, len, 0, PCRE2_PARTIAL_HARD, o->data, NULL)
        != PCRE2_ERROR_NOMATCH;
}

enum { DEEP = 5, MOST = 300 };   /* characters; texts of one pattern that are followed */

/* Follows what the oracle takes, up to MOST texts a pattern. */
static void follow(const struct oracle *o, struct slice pattern, const struct starts *s, char *text, size_t len,
                   unsigned *left)
{
    uint64_t next = starts_next(pattern, s);
    for (int i = 0; i < STARTS_SYMBOLS && *left; i++) {
        text[len] = SYMBOLS[i];
        if (!may_start(o, text, len + 1))
            continue;
        if (!(next >> i & 1))
            fail_msg("%.*s can start with %.*s", (int)pattern.len, pattern.ptr, (int)len + 1, text);
        struct starts after = starts_after(pattern, s, i);
        --*left;
        if (len + 1 < DEEP)
            follow(o, pattern, &after, text, len + 1, left);
    }
}

/* Of each character of ASCII and some beyond: its first byte is in the set when the
 * oracle takes it. */
static void check_first_bytes(const struct oracle *o, struct slice pattern)
{
    static const char *const BEYOND[] = { "\xC2\xA9", "\xC3\xA9", "\xC2\xBB", "\xC4\xB1", "\xD0\xBF", "\xD8\xA7", "\xE0\xA4\x95",
        "\xE1\xBA\xA1", "\xE2\x80\xA2", "\xE2\x96\xB6", "\xE3\x81\xAE", "\xE6\x9C\xAC", "\xE7\x89\x88", "\xEA\xB8\xB0",
        "\xED\x95\x9C", "\xEF\xBC\x9A", "\xF0\x9F\x93\xB7" };
    struct starts s = starts_of(pattern);
    uint8_t set[32];
    starts_first_bytes(pattern, &s, set);
    for (unsigned i = 1; i < 128 + sizeof BEYOND / sizeof *BEYOND; i++) {
        char ascii[2] = { (char)i, '\0' };
        const char *text = i < 128 ? ascii : BEYOND[i - 128];
        unsigned char first = (unsigned char)text[0];
        if (may_start(o, text, strlen(text)) && !(set[first / 8] >> first % 8 & 1))
            fail_msg("%.*s can start with byte %02X", (int)pattern.len, pattern.ptr, first);
    }
}

enum { FAR = 24 };   /* characters of one pattern that are put together */

/* The first characters beyond ASCII of a pattern, and a blank. */
static size_t far_of(struct slice pattern, struct slice far[FAR])
{
    size_t n = 0;
    far[n++] = SLICE(" ");
    for (size_t i = 0, len; i < pattern.len && n < FAR; i += len) {
        len = 1;
        while (i + len < pattern.len && ((unsigned char)pattern.ptr[i + len] & 0xC0) == 0x80)
            len++;
        if (len > 1)
            far[n++] = slice_of(pattern.ptr + i, len);
    }
    return n;
}

/* Of any one or two characters of the pattern's own, beyond ASCII the first: the
 * prefilter lets a line pass that starts with them when the oracle takes it. */
static void check_characters(const struct oracle *o, struct slice pattern)
{
    struct prefilter f = { 0 };
    struct prefilter_start start = { 0 };
    struct starts_texts needs = starts_needs(pattern);
    struct slice far[FAR];
    size_t n = far_of(pattern, far);
    assert_true(prefilter_learn(&f, pattern, &needs, 25, &start));
    for (size_t i = 1; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            char text[9];
            int len = snprintf(text, sizeof text, "%.*s%.*s", (int)far[i].len, far[i].ptr, (int)far[k].len, far[k].ptr);
            struct prefilter_head two = prefilter_head(slice_of(text, (size_t)len)), one = prefilter_head(far[i]);
            if ((may_start(o, text, (size_t)len) && !prefilter_starts(&start, &two))
                || (may_start(o, far[i].ptr, far[i].len) && !prefilter_starts(&start, &one)))
                fail_msg("%.*s can start with %s", (int)pattern.len, pattern.ptr, text);
        }
    prefilter_release(&f);
}

/* And passes by what else starts so. */
static void test_characters(void **state)
{
    (void)state;
    static const struct { const char *pattern, *line; bool may; } CASES[] = {
        { "^(о нас|вход)$", "о нас", true }, { "^(о нас|вход)$", "о них", true }, { "^(о нас|вход)$", "от них", false },
        { "^(о нас|вход)$", "выход", false }, { "^[•»]?вход$", "•вход", true }, { "^[•»]?вход$", "вход", true },
        { "^[•»]?вход$", "выход", false }, { "^版权.*$", "版权", true }, { "^版权.*$", "版本", false }, { "^版?权$", "权", true },
        { "^版?权$", "版", true }, { "^版?权$", "本", true }, { "^版?权$", "本权", false }, { "^[а-я]x$", "яx", true },
        { "^\\p{L}x$", "яx", true }, { "^(x|сайт)$", "сайт", true }, { "^(x|сайт)$", "сеть", false },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct prefilter f = { 0 };
        struct prefilter_start start = { 0 };
        struct slice pattern = slice_str(CASES[i].pattern);
        struct starts_texts needs = starts_needs(pattern);
        struct prefilter_head head = prefilter_head(slice_str(CASES[i].line));
        assert_true(prefilter_learn(&f, pattern, &needs, 25, &start));
        if (prefilter_starts(&start, &head) != CASES[i].may)
            fail_msg("%s: %s", CASES[i].pattern, CASES[i].line);
        prefilter_release(&f);
    }
}

static void check(struct slice pattern, unsigned most)
{
    struct oracle o = oracle_of(pattern);
    struct starts s = starts_of(pattern);
    char text[DEEP + 1];
    unsigned left = most;
    follow(&o, pattern, &s, text, 0, &left);
    check_first_bytes(&o, pattern);
    check_characters(&o, pattern);
    pcre2_code_free(o.code);
    pcre2_match_data_free(o.data);
}

static void test_syntax(void **state)
{
    (void)state;
    static const char *const PATTERNS[] = {
        "^abc$", "^a|b$", "^a?b*c+d$", "^(?:ab|c(?:d|e)?)f$", "^(ab|c){2}d$", "^x{0,2}y$", "^x{,2}y$", "^[a-c9]z$",
        "^[^a-z]b$", "^[]a]b$", "^[\\w-]b$", "^[+-9]b$", "^[!-é]b$", "^[[:alpha:]]b$", "^[:|]?a[|:]b$", "^\\d\\w\\s\\p{L}x$",
        "^\\(? ?(?!ab)a[bc]$", "^(?=ab)..$", "^(?<!x)ab$", "^(?i)ab$", "^(?i:ab)c$", "^a(?#b)c$", "^\\x61b$", "^a\\Q)|b\\Ec$",
        "^(a)\\1b$", "^(a?|b?)(c?|d)e$", "^((a)?(b)?)*c$", "^é?a$", "^(a|\\)|b)c$", "^(a|[)|]|b)c$", "^a++b?+c$", "^.{0,3}a$",
        "^(|a)b$", "^\\bab\\b c$", "^(?>a|ab)c$", "^(?|a|b)c$", "^(?P<n>a)b$", "^\\Rab$", "^a{x$", "^\\ a$", "^(a|b$|c)d$",
        "^(a?(b?(c?(d?))))e$", "^\\Aab\\z$", "^(?(?=a)ab|cd)e$", "^(?:a(?1)|(b))c$", "^\\N{U+61}b$", "^\\pLb$", "^[\\x61]b$",
        "^[a\\-z]b$", "^[a\\]-c]b$", "^a(?:b|(?=c))c$", "^(?:ab|x){2,}y$", "^((a|b)+c)*d$", "^((a?)*b)+$", "^(?>ab )++c$",
        "^[•·a-c]b$", "^[é-ü]b$", "^[a-é]b$", "^[\\]\\-.]b$", "^[\\d,]b$", "^\\[?[▶>-]+a$", "^[^•]a$", "^(©|版权)a$", "^\\x{2022}a$",
        "^[+\\--.]b$", "^[!-\\/]b$",
        "^(é|ü{2})b$", "^é*ü$", "^é{0,2}[üö]c$", "^(éü|ö)+c$", "^[éü-]+ö$", "^é\\b ü$", "^(?!éa)éü?$", "^é(?:ü|\\p{L})$", "^é.c$",
    };
    for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++)
        check(slice_str(PATTERNS[i]), MOST * 10);
    struct starts s = starts_of(SLICE("^(?:ab|c)d$"));
    assert_int_equal(starts_next(SLICE("^(?:ab|c)d$"), &s), 1u << 0 | 1u << 2);
    uint8_t set[32];
    starts_first_bytes(SLICE("^(?:ab|c)d$"), &s, set);
    for (unsigned c = 0; c < 256; c++)
        assert_int_equal(set[c / 8] >> c % 8 & 1, c == 'a' || c == 'c');
    s = starts_after(SLICE("^(?:ab|c)d$"), &s, 2);
    assert_int_equal(starts_next(SLICE("^(?:ab|c)d$"), &s), 1u << 3);
}

static void test_needs(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "^abc$", "abc" }, { "^abc?$", "ab" }, { "^a+bc$", "bc" }, { "^(x|y) all rights? reserved[.!]?$", "all right" },
        { "^ab|cd$", "" }, { "^(ab)cd$", "cd" }, { "^(ab|cd)$", "ab|cd" }, { "^ab{2}c$", "a" }, { "^a.b\\.cde$", "cde" },
        { "^[abc]d$", "d" }, { "^(?i)ab$", "" }, { "^a(?=b)..$", "a" }, { "^aé?b$", "a" }, { "^(a(b)c)?de(f)$", "de" },
        { "^a*$", "" }, { "^a\\bbc$", "bc" }, { "^ab*+cde$", "cde" },
        { "^.{0,9}(e-?paper|paper) (x|y)$", "paper" }, { "^(ab|c)?d$", "d" }, { "^(ab|)d$", "d" }, { "^(ab|c?)d$", "d" },
        { "^(?:abc|def)d$", "abc|def" }, { "^(?=abc|def)d$", "d" }, { "^(a|bc)d(efg|hij(k|l))$", "efg|hij" },
        { "^(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y)$", "" }, { "^(a|b|c|d|e|f|g|h|a)$", "a|b|c|d|e|f|g|h" }, { "^(ab|cc[)d]e)f$", "ab|cc" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct starts_texts needs = starts_needs(slice_str(CASES[i][0]));
        struct buf texts = { 0 };
        for (size_t k = 0; k < needs.n; k++) {
            buf_addstr(&texts, k ? "|" : "");
            buf_addslice(&texts, needs.text[k]);
        }
        if (!slice_equal(buf_slice(&texts), slice_str(CASES[i][1])))
            fail_msg("%s needs %s", CASES[i][0], buf_str(&texts));
        buf_release(&texts);
    }
}

static void test_stands_in(void **state)
{
    (void)state;
    static const char *const IN[][2] = {
        { "a", "ba" }, { "ab", "aab" }, { "abc", "ababc" }, { "\xC3\xBClt", "b\xC3\xBCltb\xC3\xBClten" }, { ": x", "a : x" },
    };
    static const char *const NOT_IN[][2] = {
        { "a", "" }, { "ab", "a" }, { "ab", "aB" }, { "abc", "ababab" }, { "\xC3\xBC", "\xE3\xBC" }, { "b\xC3\xBC", "b\xC3" },
    };
    for (size_t i = 0; i < sizeof IN / sizeof *IN; i++)
        assert_true(starts_text_stands(slice_str(IN[i][0]), slice_str(IN[i][1])));
    for (size_t i = 0; i < sizeof NOT_IN / sizeof *NOT_IN; i++)
        assert_false(starts_text_stands(slice_str(NOT_IN[i][0]), slice_str(NOT_IN[i][1])));
    struct starts_texts needs = starts_needs(SLICE("^.*(ab|cd).*$"));
    assert_true(starts_any_stands(&needs, SLICE("xcd")));
    assert_false(starts_any_stands(&needs, SLICE("xbc")));
}

static void test_packs(void **state)
{
    (void)state;
    struct copydesk_options options;
    copydesk_options_init(&options);
    struct faults faults = { NULL, NULL, NULL, 0 };
    struct rules *r = ruleset_new(0, true);
    for (size_t i = 0; i < packs_count(&options); i++) {
        struct pack_source source;
        assert_true(packs_load(&options, i, &source, NULL));
        ruleset_add(r, &source, &faults);
    }
    for (size_t i = 0; i < r->n_regexes; i++)
        check(r->regexes[i].pattern, MOST);
    rules_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_stands_in),
        cmocka_unit_test(test_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

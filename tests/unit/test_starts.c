/* What is read off a pattern against what PCRE2 says of it by partial matches:
 * it never says no to what can start a match. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "unit.h"
#include "strip/match/openings.h"
#include "strip/packs.h"
#include "strip/ruleset.h"
#include "strip/match/starts.h"
#include "text/ascii.h"
#include "text/fold.h"

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

enum { DEEP = 6, MOST = 300 };   /* characters; texts of one pattern that are followed */

/* A line that starts with a text of this head, so many bytes, may be one with the opening. */
static bool may_open(struct opening o, uint64_t head, unsigned bytes, bool marked)
{
    unsigned both = o.bytes < bytes ? o.bytes : bytes;
    return head_front(o.head, both) == head_front(head, both) && (marked || !o.marked);
}

/* How many characters the text of a head has, which holds no zeros. */
static unsigned bytes_of(uint64_t head)
{
    unsigned n = 0;
    while (n < HEAD_BYTES && head >> n * 8 & 0xff)
        n++;
    return n;
}

static void check_openings(struct slice pattern, const struct opening *openings, size_t n, const char *text, size_t len)
{
    static struct buf key;
    fold_key(slice_of(text, len), &key);
    uint64_t head = head_of(buf_slice(&key));
    bool good = false, marked = !ascii_is_word(text[0]);
    for (size_t i = 0; i < n && !good; i++)
        good = may_open(openings[i], head, bytes_of(head), marked);
    if (!good)
        fail_msg("%.*s can open with %.*s", (int)pattern.len, pattern.ptr, (int)len, text);
}

/* What texts are put together of: ASCII that a line can hold, and the pattern's own characters beyond it. */
static size_t characters_of(struct slice pattern, struct slice all[128])
{
    static const char ASCII[] = "abcdefghijklmnopqrstuvwxyz0123456789 \"'()*+,-./:;<>=?!@#[]|_&{}";
    size_t n = 0;
    for (; ASCII[n]; n++)
        all[n] = slice_of(ASCII + n, 1);
    for (size_t i = 0, len; i < pattern.len && n < 128; i += len) {
        len = 1;
        while (i + len < pattern.len && ((unsigned char)pattern.ptr[i + len] & 0xC0) == 0x80)
            len++;
        if (len > 1)
            all[n++] = slice_of(pattern.ptr + i, len);
    }
    return n;
}

struct follow {
    const struct oracle *oracle;
    struct slice pattern, all[128];
    size_t n_all, n;
    unsigned left;
    struct opening openings[OPENINGS_MOST];
    char text[4 * DEEP];
};

/* Follows what the oracle takes, depth first, from another character on at each text. */
static void follow(struct follow *f, size_t len, unsigned depth)
{
    for (size_t i = 0; i < f->n_all && f->left; i++) {
        struct slice c = f->all[(i + len * 7 + f->left) % f->n_all];
        if (depth == 0 && c.ptr[0] == ' ')
            continue;
        memcpy(f->text + len, c.ptr, c.len);
        if (!may_start(f->oracle, f->text, len + c.len))
            continue;
        check_openings(f->pattern, f->openings, f->n, f->text, len + c.len);
        --f->left;
        if (depth + 1 < DEEP)
            follow(f, len + c.len, depth + 1);
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

/* And what opens a line. */
static void test_openings(void **state)
{
    (void)state;
    static const struct { const char *pattern, *openings; } CASES[] = {
        { "^abc$", "abc$" }, { "^(о нас|вход)$", "онас вход" }, { "^[•»]?вход$", "вход" }, { "^версия.*$", "верс" },
        { "^share:? [0-9]{1,3}$", "share0$ share00$ share000" }, { "^(advertisement|ad)$", "ad$ advertis" }, { "^x.*$", "x" }, { "^.*x$", "" },
        { "^#[^#]{1,9}$", "!" }, { "^\\(c\\).*$", "!c" }, { "^\\(?c\\)? .*$", "c" }, { "^[a-z]+x$", "" }, { "^ab[a-z]+x$", "ab" },
        { "^(abcdefgh|i){2}$", "i$ ii$ iii$ iiii$ iiiii$ iiiiii$ abcdefgh iabcdefg "
          "iiabcdef iiiabcde iiiiabcd iiiiiabc iiiiiiab iiiiiii$ iiiiiiia iiiiiiii" }, { "^版权.*$", "版权" }, { "^版?权$", "权$ 版权$" }, { "^abcde.*$", "abcd" },
        { "^12[.,]?3$", "000$" }, { "^\\dx$", "" }, { "^e.é$", "e" }, { "^1·2$", "0" }, { "^(?i)ab$", "" }, { "^a(b|c)?$", "a$ ab$ ac$" },
        { "^(abc, )+b$", "abcb$ abcabcab abcabcb$" }, { "^\"$", "!$" }, { "^a(?!b)..$", "a" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        static struct opening openings[OPENINGS_MOST];
        size_t n = openings_of(slice_str(CASES[i].pattern), openings);
        struct buf told = { 0 };
        for (size_t k = 0; k < n; k++) {
            bool ends = openings[k].bytes == HEAD_BYTES && bytes_of(openings[k].head) < HEAD_BYTES;
            buf_addstr(&told, k ? " " : "");
            buf_addstr(&told, openings[k].marked ? "!" : "");
            buf_add(&told, (const char *)&openings[k].head, ends ? bytes_of(openings[k].head) : openings[k].bytes);
            buf_addstr(&told, ends ? "$" : "");
        }
        if (!slice_equal(buf_slice(&told), slice_str(CASES[i].openings)))
            fail_msg("%s opens with '%s', not '%s'\n", CASES[i].pattern, buf_str(&told), CASES[i].openings);
        buf_release(&told);
    }
}

#define ANY_OF_12 "(甲|乙|丙|丁|戊|己|庚|辛|壬|癸|子|丑)"

/* More heads than find room are told by fewer bytes, not by none. */
static void test_many_openings(void **state)
{
    (void)state;
    static struct opening openings[OPENINGS_MOST];
    size_t n = openings_of(SLICE("^" ANY_OF_12 ANY_OF_12 ANY_OF_12 "$"), openings);
    assert_int_equal(n, 12 * 12);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(openings[i].bytes, 6);
}

static void test_longest(void **state)
{
    (void)state;
    static const struct { const char *pattern; size_t longest; } CASES[] = {
        { "^abc$", 3 }, { "^ab?c{2}d{1,3}$", 7 }, { "^(ab|cde)f$", 4 }, { "^(a|b){0,3}$", 3 }, { "^a+$", SIZE_MAX }, { "^[a-z]{2,}$", SIZE_MAX },
        { "^(?:é|版权){0,2}x$", 5 }, { "^x{,2}$", SIZE_MAX }, { "^a\\b(?=bcd)b$", 2 }, { "^\\p{L}\\.$", 2 }, { "^a|bc|d$", 2 }, { "^(?i)a$", SIZE_MAX }, { "^a\\R$", SIZE_MAX },
        { "^[]}]{3}a{x$", 6 }, { "^(a{2}){3}b??$", 7 }, { "^(a)\\1$", SIZE_MAX }, { "^(.{60000}){60000}$", 3600000000 },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        size_t longest = starts_longest(slice_str(CASES[i].pattern));
        if (longest != CASES[i].longest)
            fail_msg("%s: %zu, not %zu", CASES[i].pattern, longest, CASES[i].longest);
    }
}

static void check(struct slice pattern, unsigned most)
{
    struct oracle o = oracle_of(pattern);
    static struct follow f;
    f = (struct follow){ .oracle = &o, .pattern = pattern, .left = most };
    f.n_all = characters_of(pattern, f.all);
    f.n = openings_of(pattern, f.openings);
    follow(&f, 0, 0);
    check_first_bytes(&o, pattern);
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
        "^[+\\--.]b$", "^[!-\\/]b$", "^a{2x}b$", "^ab{2 }c$", "^a{,x}b$", "^a[{2]{1,2}b$",
        "^(é|ü{2})b$", "^é*ü$", "^é{0,2}[üö]c$", "^(éü|ö)+c$", "^[éü-]+ö$", "^é\\b ü$", "^(?!éa)éü?$", "^a?(?<=a)b$", "^(ab|c)(?<!c)d$", "^(?<n>a)b$", "^é(?:ü|\\p{L})$", "^é.c$",
    };
    for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++)
        check(slice_str(PATTERNS[i]), MOST * 10);
    struct starts s = starts_of(SLICE("^(?:ab|c)d$"));
    uint8_t set[32];
    starts_first_bytes(SLICE("^(?:ab|c)d$"), &s, set);
    for (unsigned c = 0; c < 256; c++)
        assert_int_equal(set[c / 8] >> c % 8 & 1, c == 'a' || c == 'c');
}

static void test_needs(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "^abc$", "abc" }, { "^abc?$", "ab" }, { "^a+bc$", "bc" }, { "^(x|y) all rights? reserved[.!]?$", "all right" },
        { "^ab|cd$", "" }, { "^(ab)cd$", "cd" }, { "^(ab|cd)$", "ab|cd" }, { "^ab{2}c$", "a" }, { "^a.b\\.cde$", "cde" },
        { "^[abc]d$", "d" }, { "^(?i)ab$", "" }, { "^a(?=b)..$", "a" }, { "^(?<!x)abc$", "abc" }, { "^a(?<=abc|de)f$", "a" }, { "^(?<n>abc)d$", "" }, { "^aé?b$", "a" }, { "^(a(b)c)?de(f)$", "de" },
        { "^a*$", "" }, { "^a\\bbc$", "bc" }, { "^ab*+cde$", "cde" },
        { "^\\x61bc$", "" }, { "^a\\x{e9}bcd$", "" }, { "^(a)\\g{1}bc$", "" }, { "^a{2x}b$", "" }, { "^a\\p{L}bcd\\.$", "bcd" },
        { "^.{0,9}(e-?paper|paper) (x|y)$", "paper" }, { "^(ab|c)?d$", "d" }, { "^(ab|)d$", "d" }, { "^(ab|c?)d$", "d" },
        { "^(?:abc|def)d$", "abc|def" }, { "^(?=abc|def)d$", "d" }, { "^(a|bc)d(efg|hij(k|l))$", "efg|hij" },
        { "^(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y)$", "" }, { "^(a|b|c|d|e|f|g|h|a)$", "a|b|c|d|e|f|g|h" }, { "^(ab|cc[)d]e)f$", "ab|cc" },
        { "^(cookie|cookies)d$", "cookie" }, { "^(cookies|cookie|tea)d$", "cookie|tea" },
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
        assert_true(needs_text_stands(slice_str(IN[i][0]), slice_str(IN[i][1])));
    for (size_t i = 0; i < sizeof NOT_IN / sizeof *NOT_IN; i++)
        assert_false(needs_text_stands(slice_str(NOT_IN[i][0]), slice_str(NOT_IN[i][1])));
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
        cmocka_unit_test(test_openings), cmocka_unit_test(test_many_openings),
        cmocka_unit_test(test_longest),
        cmocka_unit_test(test_needs),
        cmocka_unit_test(test_stands_in),
        cmocka_unit_test(test_packs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the glance and the prefilter leave out, no regex matches: of every example of the
 * built-in packs, spelt in several ways, each regex of its language that matches is chosen. And
 * heads, which they look at. */
#include "packs_world.h"
#include "strip/match/built_in.h"
#include "strip/ruleset.h"
#include "text/ascii.h"
#include "text/utf8.h"

enum { CHOSEN = 1024 };

/* In front of a line, and behind it. */
static const struct { const char *front, *back; } AROUND[] = {
    { "", "" }, { "- ", "" }, { "\xE2\x80\xA2 ", "." }, { "\"", "\"" }, { "(", ")" }, { "", "!" }, { "12 ", " 3" }, { "\xC2\xAB", "\xC2\xBB" },
    { "\xE2\x96\xB6 ", " \xC2\xBB" }, { "#", "" }, { "[", "]" }, { "a ", " b" },
};

/* Letters a to z, and а to я. */
static void to_upper(char *text)
{
    for (unsigned char *c = (unsigned char *)text; *c; c++) {
        if (*c >= 'a' && *c <= 'z') {
            *c -= 0x20;
        } else if (*c == 0xD0 && c[1] >= 0xB0) {
            *++c -= 0x20;
        } else if (*c == 0xD1 && c[1] < 0x90) {
            *c++ = 0xD0;
            *c += 0x20;
        }
    }
}

static struct prefilter_line line_of(const struct glance *g, const struct para *p)
{
    struct prefilter_line line = {
        .text = p->text, .head = p->head, .words = p->words, .chars = p->chars, .fold = p->fold,
        .marked = !ascii_is_word(p->text.ptr[0]),
    };
    line.by_head = glance_at(g, line.head, line.marked);
    return line;
}

/* The regexes of trials that match the line, and would be tried, are chosen. */
static size_t check(struct world *w, int language, const char *text)
{
    static struct buf folded;
    const struct rules *r = w->rules;
    const struct trials *t = trials_of(r, language);
    const struct glance *g = &r->lazy->glance;
    struct para p = para_of(text);
    struct prefilter_line line = line_of(g, &p);
    uint64_t chosen[CHOSEN / 64] = { 0 };
    size_t matched = 0;
    bool glanced = (glance_any(line.by_head) | glance_bits(&g->wild)) & trials_bit(language);
    prefilter_choose(&t->prefilter, &line, trials_bit(language), chosen);
    fold_line(p.text, &folded);
    for (size_t i = 0; i < t->n; i++) {
        const struct rule_regex *x = &r->regexes[t->list[i]];
        if (p.words > x->words || folded.len > x->bytes || regex_match(x->regex, w->scratch->regex, buf_slice(&folded)) != REGEX_YES)
            continue;
        matched++;
        if (!(chosen[i / 64] >> i % 64 & 1) || !glanced || p.chars > x->chars)
            fail_msg("%s matches, but is not tried: %s", r->rules[x->rule].name, text);
    }
    return matched;
}

static size_t check_spellings(struct world *w, int language, struct slice example)
{
    size_t matched = 0;
    for (size_t i = 0; i < sizeof AROUND / sizeof *AROUND; i++) {
        char text[2048];
        snprintf(text, sizeof text, "%s%.*s%s", AROUND[i].front, (int)example.len, example.ptr, AROUND[i].back);
        matched += check(w, language, text);
        to_upper(text);
        matched += check(w, language, text);
    }
    return matched;
}

static void test_examples(void **state)
{
    (void)state;
    struct copydesk_options options;
    struct copydesk_error error;
    copydesk_options_init(&options);
    options.strip = (1u << COPYDESK_N_CLASSES) - 1;
    struct world w = { .rules = rules_open_whole(&options, &error) };
    assert_non_null(w.rules);
    w.scratch = strip_scratch_new(w.rules);
    size_t matched = 0;
    for (size_t i = 0; i < w.rules->n_packs; i++) {
        const struct loaded_pack *p = &w.rules->packs[i];
        int language = p->language ? p->language - 1 : TRIALS_EAGER;
        assert_true(trials_of(w.rules, language)->n <= CHOSEN);
        for (size_t k = 0; k < p->pack.n_items; k++)
            if (p->pack.items[k].kind == PACK_YES)
                matched += check_spellings(&w, language, p->pack.items[k].text);
    }
    assert_true(matched > 1000);   /* else nothing was looked at */
    strip_scratch_free(w.scratch);
    rules_free(w.rules);
}

static bool same_openings(const struct built_in_regex *x, const struct opening *openings, size_t n)
{
    bool same = x->n_openings == n;
    for (size_t i = 0; same && i < n; i++)
        same = x->openings[i].head == openings[i].head && x->openings[i].bytes == openings[i].bytes
            && x->openings[i].marked == openings[i].marked;
    return same;
}

static bool same_needs(const struct starts_texts *x, const struct starts_texts *y)
{
    bool same = x->n == y->n;
    for (size_t i = 0; same && i < x->n; i++)
        same = x->text[i].ptr == y->text[i].ptr && x->text[i].len == y->text[i].len;
    return same;
}

/* What was read off when copydesk was built is what is read off now. */
static void test_built_in(void **state)
{
    (void)state;
    struct world w;
    struct built_in_regex known;
    open_world(&w);
    static struct opening openings[OPENINGS_MOST];
    for (size_t i = 0; i < w.rules->n_regexes; i++) {
        struct slice pattern = w.rules->regexes[i].pattern;
        struct starts_texts needs = starts_needs(pattern);
        assert_true(built_in_regex(i, pattern, &known));
        if (!same_openings(&known, openings, openings_of(pattern, openings)) || !same_needs(&known.needs, &needs)
            || known.longest != starts_longest(pattern))
            fail_msg("%.*s", (int)pattern.len, pattern.ptr);
    }
    assert_false(built_in_regex(w.rules->n_regexes, SLICE(""), &known));
    close_world(&w);
}

/* ---- any pattern ---- */

static const char *const PIECES[] = {
    "a", "b", "ab", "abcd", "1", "-", "'", "\\.", "\\d", "\\w", "\\b", "\\p{L}", "\\x61", "\\x{61}", ".", ".*", "[ab]", "[^a]", "[0-9]", "[ -]", "[.,]", " ", "{2x}",
    "\u0442", "[\u0443\u0442]", "\u0447\u0443\u0442\u044C", "\u0439", "\u00E9", "[a\u00E9]", "\u25B6", "\u7248\u6743", "\u2026",
};
static const char *const WRITTEN[] = {
    "a", "b", "A", "ab", "abcd", "ABCD", "1", "2", " ", " ", "-", "'", ".", ",", "{", "{2x}", "}", "\u0442", "\u0423", "\u0447\u0443\u0442\u044C", "\u0427\u0423\u0422\u042C", "\u0439", "\u0438\u0306",
    "\u00E9", "e\u0301", "\u25B6", "\u7248\u6743", "\u7248", "\u2026", "\u2019", "\u00AD", "\u200B", "\uFF41", "\u2460", "(",
};

static void add_pieces(struct buf *pattern, uint64_t *seed, int depth)
{
    static const char *const QUANTIFIERS[] = { "?", "*", "+", "{2}", "{0,2}", "{,2}", "{1,}", "*?" };
    for (unsigned n = 1 + random_below(seed, 4); n; n--) {
        if (depth < 2 && random_below(seed, 5) == 0) {
            buf_addstr(pattern, random_below(seed, 4) ? "(" : random_below(seed, 2) ? "(?=" : "(?!");
            add_pieces(pattern, seed, depth + 1);
            buf_addstr(pattern, "|");
            add_pieces(pattern, seed, depth + 1);
            buf_addstr(pattern, ")");
        } else {
            buf_addstr(pattern, PIECES[random_below(seed, sizeof PIECES / sizeof *PIECES)]);
        }
        if (random_below(seed, 4) == 0)
            buf_addstr(pattern, QUANTIFIERS[random_below(seed, sizeof QUANTIFIERS / sizeof *QUANTIFIERS)]);
    }
}

/* A set of rules that has this regex alone; with faults it is good for nothing. */
static struct rules *rules_of(const char *regex, struct faults *faults)
{
    struct pack_source source = { .text = { NULL, 0 } };
    static struct buf text;
    buf_clear(&text);
    buf_addf(&text, "rule x\nclass ad\nregex %s\nyes a\nno b\n", regex);
    source.text = buf_slice(&text);
    buf_addstr(&source.name, "any");
    buf_str(&source.name);
    struct rules *r = ruleset_new((1u << COPYDESK_N_CLASSES) - 1, false);
    assert_non_null(r);
    ruleset_add(r, &source, faults);
    if (faults->n == 0)
        ruleset_finish(r, faults);
    return r;
}

/* What rule_takes finds without any filter, strip_find finds. */
static size_t check_lines(struct rules *r, const char *regex, uint64_t *seed)
{
    struct strip_scratch *s = strip_scratch_new(r);
    struct article article = { .source = SLICE("") };
    size_t taken = 0;
    for (int round = 0; round < 100; round++) {
        char text[128];
        snprintf(text, sizeof text, "%s", WRITTEN[random_below(seed, 8)]);
        for (unsigned n = random_below(seed, 7); n; n--)
            strcat(text, WRITTEN[random_below(seed, sizeof WRITTEN / sizeof *WRITTEN)]);
        struct para p = para_of(text);
        struct example e;
        assert_true(example_fold(s, p.text, &e));
        bool takes = rule_takes(r, s, 0, &e);
        assert_true(strip_find(r, s, &article, &p, 1));
        taken += takes;
        if (takes != (p.hit[STRIP_ALWAYS] != 0))
            fail_msg("%s: %s", regex, text);
    }
    strip_scratch_free(s);
    return taken;
}

static void test_any(void **state)
{
    (void)state;
    struct buf pattern = { 0 };
    uint64_t seed = 3;
    size_t taken = 0;
    for (int round = 0; round < 3000; round++) {
        struct faults faults = { NULL, NULL, "any.rules", 0 };
        buf_clear(&pattern);
        buf_addstr(&pattern, random_below(&seed, 3) ? "^" : "^.*");
        add_pieces(&pattern, &seed, 0);
        buf_addstr(&pattern, random_below(&seed, 2) ? "$" : ".*$");
        struct rules *r = rules_of(buf_str(&pattern), &faults);
        taken += faults.n == 0 ? check_lines(r, buf_str(&pattern), &seed) : 0;
        rules_free(r);
    }
    assert_true(taken > 1000);
    buf_release(&pattern);
}

/* ---- heads ---- */

static uint64_t number(const char *bytes)
{
    uint64_t head = 0;
    memcpy(&head, bytes, strlen(bytes));
    return head;
}

static void test_head(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        { "share this story", "sharethi" }, { "", "" }, { "a $ b%", "ab" }, { "in 1984 3.1", "in000003" }, { "\xD0\xBF\xD0\xBE \xD1\x82", "\xD0\xBF\xD0\xBE\xD1\x82" },
        { "$ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % $ % a", "a" },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char want[16];
        snprintf(want, sizeof want, "%s", CASES[i][1]);
        for (char *c = want; *c; c++)
            *c = *c >= '0' && *c <= '9' ? '0' : *c;
        assert_int_equal(head_of(slice_str(CASES[i][0])), number(want));
        assert_int_equal(head_of_portable(slice_str(CASES[i][0])), number(want));
    }
}

/* Off what both folds make of a text the same head is read, when its marks beyond ASCII are out; and
 * every machine reads the same. */
static void test_heads_agree(void **state)
{
    (void)state;
    static const char *const PARTS[] = {
        "a", "B", "the", "e", "\xCC\x81", "\xC3\x89", " ", " ", "  ", "-", " - ", "\"", "\xE2\x80\x9C", "\xE2\x80\xA6", "1", "2.5", ":", "+", "<", "\xE2\x96\xB6",
        "\xD0\x9F", "\xD8\xA7", "\xD9\x8E", "\xE7\x89\x88", "\xEF\xBC\xA1", "\xEF\xBD\x81", "\xEF\xAC\x81", "\xC2\xAD", "\xE2\x80\x8B", "\xC2\xA0", "\xC5\xBF",
        "\xE1\xBA\x9E", "\xE2\x85\xA3", "\xC2\xBD", "\xEA\xB8\xB0", "\xE1\x84\x80", "\xE1\x85\xA1", "%", "$", "\xE2\x82\xAC", "'", "#", "\xF0\x9F\x93\xB7",
    };
    struct buf key = { 0 }, line = { 0 };
    uint64_t seed = 5;
    for (int round = 0; round < 60000; round++) {
        char text[256] = "";
        for (unsigned n = random_below(&seed, 20); n; n--)
            strcat(text, PARTS[random_below(&seed, sizeof PARTS / sizeof *PARTS)]);
        fold_key(slice_str(text), &key);
        fold_line(slice_str(text), &line);
        uint64_t head = head_of(buf_slice(&key));
        if (head != head_of_portable(buf_slice(&key)) || head != head_of_portable(buf_slice(&line)))
            fail_msg("%s: %.*s, %.*s", text, (int)key.len, key.ptr, (int)line.len, line.ptr);
    }
    buf_release(&key);
    buf_release(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_any),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_heads_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Packs: what the parser and the compiler refuse, and that the built-in packs
 * hold. */
#include "unit.h"

#include <time.h>
#include <unistd.h>

#include "strip/match/built_in.h"
#include "strip/ruleset.h"

/* ---- faults ---- */

struct fault_case {
    const char *name, *pack;
    uint64_t line;
    const char *reason;    /* part of it */
};

#define OK_RULE "rule ok\nclass ad\nline ad\nyes Ad\n"

static const struct fault_case CASES[] = {
    { "unknown word", "rule a\nclas ad\n", 2, "unknown word: clas" },
    { "outside of a rule", "line ad\n", 1, "line stands outside of a rule" },
    { "nothing after", OK_RULE "line\n", 5, "nothing after line" },
    { "something after", OK_RULE "near by\n", 5, "near takes nothing after it" },
    { "unknown class", "rule a\nclass adds\nline ad\nyes ad\n", 2, "unknown class: adds" },
    { "no class", "\nrule a\nline ad\nyes ad\n", 2, "has no class" },
    { "takes nothing", "rule a\nclass ad\nyes ad\n", 1, "takes nothing" },
    { "no yes", "rule a\nclass ad\nline ad\n", 1, "has no yes" },
    { "no no", "rule a\nclass ad\nregex ^ad$\nyes ad\n", 1, "give it an example that must not match" },
    { "bad name", "rule A b\nclass ad\nline ad\nyes ad\n", 1, "a rule's name is made of" },
    { "twice", OK_RULE OK_RULE, 5, "rule ok stands on line 1 already" },
    { "zone", OK_RULE "zone middle\n", 5, "unknown zone: middle" },
    { "words none", OK_RULE "words many\n", 5, "words takes a number" },
    { "words zero", OK_RULE "words 0\n", 5, "words takes a number" },
    { "words too many", OK_RULE "words 1001\n", 5, "words takes a number" },
    { "not UTF-8", OK_RULE "line \xff\n", 5, "not valid UTF-8" },
    { "no letter", "rule a\nclass ad\nline ***\nyes ***\n", 3, "a line needs a letter or digit" },
    { "brace left open", OK_RULE "lines a {b|c\n", 5, "braces come in pairs" },
    { "too many lines", OK_RULE "lines a{|b|c|d|e}{|b|c|d|e}{|b|c|d|e}{|b|c|d|e}\n", 5, "more than 512 lines" },
    { "one of the lines is empty", OK_RULE "lines {|a}\n", 5, "a line needs a letter" },
    { "not anchored at the end", "rule a\nclass ad\nregex ^ad\nyes ad\nno b\n", 3, "must start with ^ and end with $" },
    { "not anchored at the start", "rule a\nclass ad\nregex ad$\nyes ad\nno b\n", 3, "must start with ^ and end with $" },
    { "escaped end", "rule a\nclass ad\nregex ^ad\\$\nyes ad$\nno b\n", 3, "must start with ^ and end with $" },
    { "could be empty", "rule a\nclass ad\nregex ^(ad)*$\nyes ad\nno b\n", 3, "could match an empty line" },
    { "bad pattern", "rule a\nclass ad\nregex ^(ad$\nyes ad\nno b\n", 3, "regex: missing closing parenthesis" },
    { "parentheses that pair with ours", "rule a\nclass ad\nregex ^ad.*)|(?:spot$\nyes ad\nno b\n", 3,
      "regex: unmatched closing parenthesis" },
    { "yes fails", "rule a\nclass ad\nline ad\nyes ad\nyes bad\n", 5, "rule a must match its example: bad" },
    { "no fails", "rule a\nclass ad\nregex ^ads?$\nyes ad\nno Ads\n", 5, "rule a must not match its example: Ads" },
    { "dead regex", "rule a\nclass ad\nline ad\nregex ^Ad$\nyes ad\nno b\n", 4, "regex matches no yes" },
    { "alternatives are whole lines", "rule a\nclass ad\nregex ^ad|spot$\nyes ad\nyes spot\nyes admiral\nno b\n", 6,
      "must match its example: admiral" },
    { "cap of words", "rule a\nclass ad\nwords 2\nregex ^ad.*$\nyes ad\nyes ad two three\nno b\n", 6, "must match" },
    { "block takes nothing", OK_RULE "block 3\n", 5, "block takes nothing after it" },
    { "block without a line", "rule a\nclass ad\ncut (ad)\nblock\nyes (ad)\nno b\n", 1, "has a block but no line" },
    { "company without a zone", "rule a\nclass ad\nnear\ncompany\nline a\nyes a\n", 1, "has company but no zone" },
    { "headline of one source", "rule a\nclass ad\nheadline\nsource quay\nyes Mayor opens new bridge\nno b\n", 1,
      "acts in articles of every source" },
    { "after nothing", OK_RULE "after yes\n", 1, "after: no rule is called yes" },
    { "after nothing of its own", OK_RULE "after my/yes\n", 1, "after: no rule is called my/yes" },
    { "bad keep", "keep-at-end-regex (\n", 1, "regex: missing closing parenthesis" },
};

static void keep_first(void *payload, const struct copydesk_error *fault)
{
    struct copydesk_error *first = payload;
    if (first->status == COPYDESK_OK)
        *first = *fault;
}

/* Compiles a pack as copydesk_packs does. */
static size_t compile(const char *text, struct copydesk_error *first)
{
    struct pack_source source = { .text = slice_str(text) };
    struct faults faults = { keep_first, first, "my.rules", 0 };
    *first = (struct copydesk_error){ .status = COPYDESK_OK };
    buf_addstr(&source.name, "my");
    buf_str(&source.name);
    struct rules *r = ruleset_new((1u << COPYDESK_N_CLASSES) - 1, false);
    struct strip_scratch *s = strip_scratch_new(r);
    ruleset_add(r, &source, &faults);
    if (faults.n == 0)
        ruleset_finish(r, &faults);
    if (faults.n == 0)
        check_examples(r, s, 0, &faults);
    strip_scratch_free(s);
    rules_free(r);
    return faults.n;
}

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct copydesk_error fault;
        size_t n = compile(CASES[i].pack, &fault);
        if (n == 0 || fault.line != CASES[i].line || !strstr(fault.reason, CASES[i].reason))
            fail_msg("%s: %zu faults, line %llu: %s", CASES[i].name, n,
                     (unsigned long long)fault.line, fault.reason);
        assert_string_equal(fault.path, "my.rules");
    }
}

/* Seconds that a pack of so many rules takes. */
static double seconds_for(unsigned rules)
{
    struct buf text = { 0 };
    struct copydesk_error first;
    for (unsigned i = 0; i < rules; i++)
        buf_addf(&text, "rule learned-%08x\nclass ad\nline line %u\nyes line %u\n", i, i, i);
    clock_t start = clock();
    assert_int_equal(compile(buf_str(&text), &first), 0);
    buf_release(&text);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* A learned pack may have 60,000 rules: ten times as many do not take a hundred times as long. */
static void test_many_rules(void **state)
{
    (void)state;
    double few = seconds_for(3000);
    assert_true(seconds_for(30000) < 30 * few);
}

static void test_every_fault_is_told(void **state)
{
    (void)state;
    struct copydesk_error first;
    assert_int_equal(compile("rule a\nclass adds\nzone up\nyes b\nbogus\n", &first), 4);
}

static void test_good(void **state)
{
    (void)state;
    struct copydesk_error first;
    assert_int_equal(compile("\xEF\xBB\xBF# comment\r\n\r\n  rule a\r\n\tclass ad\r\n line Ad!\r\n yes AD!\r\n no Ad?\r\n"
                             "keep-at-end photo\n", &first), 0);
    assert_int_equal(compile("rule a\nclass ad\nlines {Hide|Skip} ad{|s}\n"
                             "yes Hide ad\nyes Hide ads\nyes Skip ad\nyes Skip ads.\n", &first), 0);
    /* whether the other pack has that rule, a run finds out */
    assert_int_equal(compile(OK_RULE "rule next\nclass ad\nafter ok\nline more\nyes more\n"
                             "rule last\nclass ad\nafter core/share\nline less\nyes less\n", &first), 0);
    assert_int_equal(compile("", &first), 0);
}

/* ---- files and built-in packs ---- */

static void count_pack(void *payload, const struct copydesk_pack_info *pack)
{
    size_t *n = payload;
    assert_non_null(pack->name);
    assert_true(pack->n_rules > 0 || pack->file);
    (*n)++;
}

static void keep_notice(void *payload, const struct copydesk_error *what)
{
    keep_first(payload, what);
}

static void test_built_in(void **state)
{
    (void)state;
    size_t n = 0;
    struct copydesk_options options = { .strip = COPYDESK_STRIP_DEFAULT };
    struct copydesk_error first = { .status = COPYDESK_OK }, error;
    struct copydesk_observer observer = { .payload = &first, .notice = keep_notice };
    enum copydesk_status status = copydesk_packs(&options, count_pack, &n, &observer, &error);
    if (status != COPYDESK_OK)
        fail_msg("%s:%llu: %s", first.path, (unsigned long long)first.line, first.reason);
    assert_true(n >= 2);
}

static void write_temporary(char *path, const char *text)
{
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (long)strlen(text));
    close(fd);
}

static void test_file(void **state)
{
    (void)state;
    char path[] = "/tmp/copydesk-rules-XXXXXX";
    write_temporary(path, "rule x\nclass ad\nline ad\n\nyes bad\n");
    const char *files[] = { path };
    struct copydesk_options options = { .strip = COPYDESK_STRIP_DEFAULT, .rules = files, .n_rules = 1 };
    struct copydesk_error error = { .status = COPYDESK_OK }, first = { .status = COPYDESK_OK };
    assert_null(rules_open(&options, &error));
    assert_string_equal(error.path, path);
    assert_int_equal(error.line, 5);

    struct copydesk_observer observer = { .payload = &first, .notice = keep_notice };
    size_t n = 0;
    assert_int_equal(copydesk_packs(&options, count_pack, &n, &observer, &error), COPYDESK_FAILED);
    assert_string_equal(first.path, path);
    assert_true(n >= 2);   /* the others are handed out all the same */
    unlink(path);

    assert_null(rules_open(&options, &error));   /* gone */
    assert_string_equal(error.path, path);
    assert_true(strlen(error.reason) > 0);
}

static void test_classes(void **state)
{
    (void)state;
    for (int i = 0; i < COPYDESK_N_CLASSES; i++) {
        const char *name = copydesk_class_name((enum copydesk_class)i);
        assert_non_null(name);
        assert_non_null(copydesk_class_summary((enum copydesk_class)i));
        assert_int_equal(copydesk_class_named(name, strlen(name)), i);
    }
    assert_null(copydesk_class_name(COPYDESK_N_CLASSES));
    assert_int_equal(copydesk_class_named("a", 1), -1);
    assert_int_equal(copydesk_class_named("adx", 2), COPYDESK_AD);
}

/* Entries of one key keep their order when the table grows. */
static void test_literals(void **state)
{
    (void)state;
    struct literals t = { 0 };
    struct key twice = { 1, UINT64_MAX };   /* the last slot, and round to the first */
    assert_true(literals_add(&t, twice, 3, 0, 0));
    assert_true(literals_add(&t, twice, 3, 9999, 0));
    assert_true(literals_add(&t, twice, 3, 9999, 0));   /* says no more than the one before */
    assert_int_equal(t.n, 2);
    for (size_t i = 1; i <= 1000; i++)
        assert_true(literals_add(&t, (struct key){ i, i * 7 }, 4, i, 0));
    const struct literal *e = literals_next(&t, twice, NULL);
    assert_non_null(e);
    assert_int_equal(e->rule, 1);
    e = literals_next(&t, twice, e);
    assert_non_null(e);
    assert_int_equal(e->rule, 10000);
    assert_null(literals_next(&t, twice, e));
    for (size_t i = 1; i <= 1000; i++)
        assert_non_null(literals_next(&t, (struct key){ i, i * 7 }, NULL));
    assert_true(literals_has_length(&t, 3) && literals_has_length(&t, 4) && !literals_has_length(&t, 5));
    literals_release(&t);
}

/* A table upon another one: what that holds comes first. */
static void test_literals_upon(void **state)
{
    (void)state;
    struct literals base = { 0 }, upon;
    struct key both = { 1, 2 }, below = { 3, 4 }, above = { 5, 6 };
    assert_true(literals_add(&base, both, 3, 0, 0) && literals_add(&base, below, 5, 1, 0));
    literals_init(&upon, &base);
    const struct literal *e = literals_next(&upon, below, NULL);
    assert_true(e && e->rule == 2 && !literals_next(&upon, below, e));
    assert_true(literals_add(&upon, both, 3, 2, 0) && literals_add(&upon, above, 7, 3, 0));
    e = literals_next(&upon, both, NULL);
    assert_true(e && e->rule == 1);
    e = literals_next(&upon, both, e);
    assert_true(e && e->rule == 3 && !literals_next(&upon, both, e));
    e = literals_next(&upon, above, NULL);
    assert_true(e && e->rule == 4 && !literals_next(&upon, above, e));
    assert_true(literals_has_length(&upon, 5) && literals_has_length(&upon, 7) && upon.max_chars == 7);
    assert_null(literals_next(&base, above, NULL));
    literals_release(&upon);
    literals_release(&base);
}

/* What was made of the built-in packs when copydesk was built is what a run would make of them. */
static void test_literals_built_in(void **state)
{
    (void)state;
    struct copydesk_options o;
    struct copydesk_error first = { .status = COPYDESK_OK };
    struct faults faults = { keep_first, &first, NULL, 0 };
    struct pack_source source;
    copydesk_options_init(&o);
    struct rules *r = ruleset_new(o.strip, true);
    for (size_t i = 0; i < packs_count(&o); i++) {
        assert_true(packs_load(&o, i, &source, NULL));
        ruleset_add(r, &source, &faults);
    }
    const struct literals *baked = built_in_literals(), *made = &r->literals;
    assert_int_equal(faults.n, 0);
    assert_true(made->n > 10000);
    assert_int_equal(baked->n, made->n);
    assert_int_equal(baked->mask, made->mask);
    assert_memory_equal(baked->slots, made->slots, (made->mask + 1) * sizeof *made->slots);
    assert_memory_equal(baked->filter, made->filter, (made->mask + 1) / 16 * sizeof *made->filter);
    assert_memory_equal(baked->lengths, made->lengths, sizeof made->lengths);
    rules_free(r);
}

static void assert_same_rule(const struct rule *x, const struct rule *y)
{
    assert_string_equal(x->name, y->name);
    assert_true(x->cls == y->cls && x->conditions == y->conditions && x->language == y->language);
    assert_true(x->acts == y->acts && x->headline == y->headline && x->block == y->block && x->marker == y->marker);
    assert_true(x->first_regex == y->first_regex && x->n_regexes == y->n_regexes);
}

/* A run parses less of the built-in packs, and has the same rules. */
static void test_lean(void **state)
{
    (void)state;
    struct copydesk_options o;
    struct copydesk_error error;
    copydesk_options_init(&o);
    struct rules *x = rules_open(&o, &error), *y = rules_open_whole(&o, &error);
    assert_true(x && y);
    assert_true(x->n == y->n && x->n_regexes == y->n_regexes && x->n_cuts == y->n_cuts && x->n_packs == y->n_packs);
    assert_true(x->packs[0].pack.n_items * 5 < y->packs[0].pack.n_items);
    for (size_t i = 0; i < x->n; i++)
        assert_same_rule(&x->rules[i], &y->rules[i]);
    for (size_t i = 0; i < x->n_regexes; i++) {
        assert_true(slice_equal(x->regexes[i].pattern, y->regexes[i].pattern) && x->regexes[i].rule == y->regexes[i].rule);
        assert_true(x->regexes[i].words == y->regexes[i].words && x->regexes[i].bytes == y->regexes[i].bytes);
    }
    for (size_t i = 0; i < x->n_packs; i++) {
        assert_true(rules_pack(x, i)->hash == hash_bytes(slice_of(rules_pack(y, i)->text, rules_pack(y, i)->len)));
        assert_int_equal(rules_pack(x, i)->n_rules, rules_pack(y, i)->n_rules);
    }
    rules_free(x);
    rules_free(y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_many_rules),
        cmocka_unit_test(test_every_fault_is_told),
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_built_in),
        cmocka_unit_test(test_file),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_literals),
        cmocka_unit_test(test_literals_upon),
        cmocka_unit_test(test_literals_built_in),
        cmocka_unit_test(test_lean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Holds the tables of options and commands to their own rules, and the parser
 * to what it promises. */
#include "unit.h"

#include "cli/help.h"
#include "cli/options.h"
#include "cli/suggest.h"

enum { MAX_WORDS = 16 };

/* Parses "clean -n x": words between single spaces. The words live in line. */
struct parsed {
    char line[256];
    char *words[MAX_WORDS];
    struct cli cli;
    struct copydesk_error error;
    enum copydesk_status status;
};

static void parse(struct parsed *p, const char *line)
{
    int n = 0;
    memset(p, 0, sizeof *p);
    assert_true(strlen(line) < sizeof p->line);
    strcpy(p->line, line);
    for (char *word = strtok(p->line, " "); word; word = strtok(NULL, " "))
        p->words[n++] = word;
    p->status = cli_parse(&p->cli, n, p->words, &p->error);
}

static void refuses(const char *line, const char *reason)
{
    struct parsed p;
    parse(&p, line);
    assert_int_equal(p.status, COPYDESK_FAILED);
    assert_string_equal(p.error.reason, reason);
    cli_release(&p.cli);
}

/* ---- the table ---- */

static void names_and_letters_are_unique(void **state)
{
    (void)state;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        for (size_t j = 0; j < i; j++) {
            if ((t[i].commands & t[j].commands) == 0)
                continue;
            assert_false(t[i].name && t[j].name && strcmp(t[i].name, t[j].name) == 0);
            assert_false(t[i].letter && t[i].letter == t[j].letter);
        }
    }
}

static void every_option_is_complete(void **state)
{
    (void)state;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        assert_true(t[i].name || t[i].letter);
        assert_in_range(t[i].at, sizeof(const struct command *), sizeof(struct cli) - 1);
        assert_true(t[i].commands != 0);
        assert_true(t[i].group < N_GROUPS);
        assert_int_equal(t[i].value == NULL, t[i].kind == OPTION_SWITCH);
        assert_true(t[i].value == NULL || t[i].name != NULL);
        assert_int_equal(t[i].choices != NULL, t[i].kind == OPTION_CHOICE);
        assert_int_equal(t[i].words != NULL, t[i].kind == OPTION_SET);
        assert_int_equal(t[i].max > 0, t[i].kind == OPTION_NUMBER);
        assert_true(!t[i].with || option_named(command_named("clean"), slice_str(t[i].with)));
    }
}

static void help_texts_keep_their_style(void **state)
{
    (void)state;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        size_t brief = strlen(t[i].brief), detail = strlen(t[i].detail);
        assert_in_range(brief, 1, 79);
        assert_null(strpbrk(t[i].brief, "\n[]:"));   /* the last three mean something to zsh */
        assert_true(t[i].brief[brief - 1] != '.');
        assert_true(detail > brief);
        assert_true(t[i].detail[detail - 1] == '.');
        assert_null(strchr(t[i].detail, '\n'));
    }
}

static void short_help_fits_the_screen(void **state)
{
    (void)state;
    for (const struct command *c = command_table, *end = NULL; !end; c++) {
        struct buf text = { 0 };
        end = c->name ? NULL : c;
        help_short(&text, end ? NULL : c);
        char *line = strtok((char *)(uintptr_t)buf_str(&text), "\n");
        for (; line; line = strtok(NULL, "\n"))
            assert_in_range(strlen(line), 1, 79);
        buf_release(&text);
    }
}

static void vocabularies_are_named(void **state)
{
    (void)state;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        for (unsigned w = 0; t[i].words && w < t[i].words->n; w++) {
            assert_true(strlen(t[i].words->name(w)) > 0);
            assert_true(strlen(t[i].words->summary(w)) > 0);
        }
    }
}

/* A default that can be typed must change nothing when it is. */
static void defaults_are_those_of_the_library(void **state)
{
    (void)state;
    size_t tried = 0;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        bool typed = t[i].kind == OPTION_CHOICE || t[i].kind == OPTION_SET
                  || t[i].kind == OPTION_NUMBER;
        if (!t[i].initial || !typed)
            continue;
        struct parsed p;
        parse(&p, "clean");
        struct cli before = p.cli;
        char value[16] = "";
        strncat(value, t[i].initial, strcspn(t[i].initial, ","));
        assert_int_equal(option_store(&p.cli, &t[i], value, &p.error), COPYDESK_OK);
        assert_memory_equal(&before, &p.cli, sizeof before);
        cli_release(&p.cli);
        tried++;
    }
    assert_true(tried >= 11);
}

static const char *sample_of(const struct option *o)
{
    switch (o->kind) {
    case OPTION_SWITCH: return NULL;
    case OPTION_NUMBER: return "33";
    case OPTION_SHARE:  return "0.7";
    case OPTION_SIZE:   return "3G";
    case OPTION_TIME:   return "9d";
    case OPTION_DATE:   return "2020-02-02";
    case OPTION_CHOICE: return o->choices[1];
    case OPTION_SET:    return "none";
    default:            return "text";
    }
}

static size_t size_of(const struct option *o)
{
    switch (o->kind) {
    case OPTION_SWITCH: return o->sets ? sizeof(unsigned) : sizeof(bool);
    case OPTION_NUMBER: case OPTION_SHARE: case OPTION_CHOICE: case OPTION_SET: return sizeof(unsigned);
    case OPTION_SIZE:   return sizeof(size_t);
    case OPTION_TIME:   return sizeof(uint64_t);
    case OPTION_DATE:   return sizeof(int64_t);
    default:            return sizeof(const char *);
    }
}

/* An option changes its own member, of the size that its kind has, or the length
 * of its list, and nothing beside it. */
static void options_keep_to_their_place(void **state)
{
    (void)state;
    const struct option *t = option_table;
    for (size_t i = 0; t[i].brief; i++) {
        struct parsed p;
        parse(&p, "clean a b c");
        struct cli before = p.cli;
        assert_int_equal(option_store(&p.cli, &t[i], sample_of(&t[i]), &p.error), COPYDESK_OK);
        size_t at = t[i].count ? t[i].count : t[i].at, size = t[i].count ? sizeof(size_t) : size_of(&t[i]);
        assert_memory_equal(&before, &p.cli, at);
        assert_memory_not_equal((char *)&before + at, (char *)&p.cli + at, size);
        assert_memory_equal((char *)&before + at + size, (char *)&p.cli + at + size, sizeof before - at - size);
        cli_release(&p.cli);
    }
}

/* A choice is stored as its place in the list: the list must follow the enum. */
static void choices_follow_their_enums(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "clean --scope corpus --form none --paragraphs block --between keep "
              "--progress never --color always");
    assert_int_equal(p.status, COPYDESK_OK);
    assert_int_equal(p.cli.run.scope, COPYDESK_SCOPE_CORPUS);
    assert_int_equal(p.cli.run.form, COPYDESK_FORM_NONE);
    assert_int_equal(p.cli.run.paragraphs, COPYDESK_PARAGRAPHS_BLOCK);
    assert_int_equal(p.cli.run.between, COPYDESK_BETWEEN_KEEP);
    assert_int_equal(p.cli.progress, WHEN_NEVER);
    assert_int_equal(p.cli.color, WHEN_ALWAYS);
    cli_release(&p.cli);
}

/* A day's first second, in UTC; seconds as `date -u -d DAY +%s` gives them. */
static void days_are_seconds(void **state)
{
    (void)state;
    static const struct { const char *line; int64_t seconds; } cases[] = {
        { "state --before 1970-01-01 forget d", 0 },
        { "state --before 2000-02-29 forget d", 951782400 },
        { "state --before 2026-01-31 forget d", 1769817600 },
        { "state --before 2026-12-31 forget d", 1798675200 },
        { "state --before 2100-03-01 forget d", 4107542400 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parsed p;
        parse(&p, cases[i].line);
        assert_int_equal(p.status, COPYDESK_OK);
        assert_int_equal(p.cli.before, cases[i].seconds);
        cli_release(&p.cli);
    }
    struct parsed p;
    parse(&p, "state forget d x");
    assert_int_equal(p.cli.before, INT64_MIN);
    cli_release(&p.cli);
    refuses("state --before 2026-13-01 forget d",
            "--before: '2026-13-01' is not a day such as 2026-01-31, nor a time ago such as 90d");
    refuses("state --before 2026-02-29 forget d",
            "--before: '2026-02-29' is not a day such as 2026-01-31, nor a time ago such as 90d");
}

/* ---- commands ---- */

static void every_command_is_complete(void **state)
{
    (void)state;
    const struct command *t = command_table;
    for (size_t i = 0; t[i].name; i++) {
        assert_ptr_equal(command_named(t[i].name), &t[i]);
        assert_int_equal(t[i].bit, 1 << i);
        assert_non_null(t[i].run);
        assert_non_null(t[i].examples[0].line);
        assert_true(t[i].min <= t[i].max);
    }
    assert_null(command_named("clea"));
}

/* What 'copydesk help' completes is every command but itself. */
static void help_knows_every_command(void **state)
{
    (void)state;
    const char *const *words = command_named("help")->words;
    for (const struct command *c = command_table; c[1].name; c++, words++)
        assert_string_equal(*words, c->name);
    assert_null(*words);
}

/* ---- the parser ---- */

static void words_in_every_spelling(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "clean a -o out -j 4 -n b", "clean --output=out --threads=4 --dry-run a b",
        "clean -nj4 -oout a b", "clean a b --dry-run --threads 4 --output out",
        "clean -n -o out -j4 -- a b"
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed p;
        parse(&p, lines[i]);
        assert_int_equal(p.status, COPYDESK_OK);
        assert_string_equal(p.cli.run.output, "out");
        assert_int_equal(p.cli.run.threads, 4);
        assert_true(p.cli.run.dry_run);
        assert_int_equal(p.cli.n_operands, 2);
        assert_string_equal(p.cli.operands[0], "a");
        assert_string_equal(p.cli.operands[1], "b");
        cli_release(&p.cli);
    }
}

static void dashes_that_are_operands(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "clean - -o - -- -n --");
    assert_int_equal(p.status, COPYDESK_OK);
    assert_int_equal(p.cli.n_operands, 3);
    assert_string_equal(p.cli.operands[0], "-");
    assert_string_equal(p.cli.operands[1], "-n");
    assert_string_equal(p.cli.operands[2], "--");
    assert_string_equal(p.cli.run.output, "-");
    assert_false(p.cli.run.dry_run);
    cli_release(&p.cli);
}

static void repeated_options_add_up(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "clean --include a --rules r --include=b --exclude c -q -v");
    assert_int_equal(p.status, COPYDESK_OK);
    assert_int_equal(p.cli.run.n_include, 2);
    assert_string_equal(p.cli.run.include[1], "b");
    assert_int_equal(p.cli.run.n_exclude, 1);
    assert_string_equal(p.cli.run.rules[0], "r");
    assert_int_equal(p.cli.loudness, LOUD_VERBOSE);
    cli_release(&p.cli);
}

static unsigned strip_of(const char *line)
{
    struct parsed p;
    parse(&p, line);
    assert_int_equal(p.status, COPYDESK_OK);
    unsigned strip = p.cli.run.strip;
    cli_release(&p.cli);
    return strip;
}

static void sets_change_or_replace(void **state)
{
    (void)state;
    const unsigned caption = 1u << COPYDESK_CAPTION, ad = 1u << COPYDESK_AD;
    const unsigned all = (1u << COPYDESK_N_CLASSES) - 1;
    assert_int_equal(strip_of("clean --strip +caption,-ad"),
                     (COPYDESK_STRIP_DEFAULT | caption) & ~ad);
    assert_int_equal(strip_of("clean --strip +caption --strip -ad"),
                     (COPYDESK_STRIP_DEFAULT | caption) & ~ad);
    assert_int_equal(strip_of("clean --strip ad,caption"), ad | caption);
    assert_int_equal(strip_of("clean --strip none"), 0);
    assert_int_equal(strip_of("clean --strip all,-ad"), all & ~ad);
    assert_int_equal(strip_of("clean --strip none --strip default"), COPYDESK_STRIP_DEFAULT);
}

static void repairs_leave_the_form_alone(void **state)
{
    (void)state;
    struct parsed p;
    parse(&p, "clean --repair none,nbsp");
    assert_int_equal(p.cli.run.repairs, 1u << COPYDESK_FIX_FORM | 1u << COPYDESK_FIX_NBSP);
    cli_release(&p.cli);
    refuses("clean --repair form",
            "--repair: no repair is called 'form'; did you mean 'bom'?");
}

static void bad_words_are_explained(void **state)
{
    (void)state;
    refuses("claen", "no command is called 'claen'; did you mean 'clean'?");
    refuses("xyzzy", "no command is called 'xyzzy'; see copydesk -h");
    refuses("clean --ouptut x", "no option is called --ouptut; did you mean --output?");
    refuses("clean --xyzzy", "no option is called --xyzzy; see copydesk clean -h");
    refuses("clean -nX", "there is no option -X; see copydesk clean -h");
    refuses("clean a --output", "-o, --output: the DIR|FILE is missing");
    refuses("clean --quiet=yes", "--quiet takes no value");
    refuses("clean --output=", "--output: the DIR|FILE is empty");
    refuses("clean -j many", "--threads: 'many' is not a number from 0 to 1024");
    refuses("clean -j -1", "--threads: '-1' is not a number from 0 to 1024");
    refuses("clean --max-removed 101", "--max-removed: '101' is not a number from 0 to 100");
    refuses("clean --min-words=", "--min-words: '' is not a number from 0 to 1000000");
    refuses("clean -j 18446744073709551617",
            "--threads: '18446744073709551617' is not a number from 0 to 1024");
    refuses("clean --scope world", "--scope: 'world' is not auto, article or corpus");
    refuses("clean --strip +captoin",
            "--strip: no class is called 'captoin'; did you mean 'caption'?");
    refuses("explain j a --journal x",
            "--journal is an option of copydesk clean, not of explain");
    refuses("-n clean", "-n must stand behind the command, as in copydesk clean -n");
    refuses("explain j", "usage: copydesk explain JOURNAL ARTICLE[:LINE]");
    refuses("help a b", "'b' is too much; usage: copydesk help [COMMAND]");
}

static void help_answers_whatever_is_wrong(void **state)
{
    (void)state;
    static const char *const lines[] = { "explain -h", "clean -h --xyzzy", "clean -hX", "-h" };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct parsed p;
        parse(&p, lines[i]);
        assert_int_equal(p.status, COPYDESK_OK);
        assert_int_equal(p.cli.show, SHOW_SHORT_HELP);
        cli_release(&p.cli);
    }
}

/* ---- suggestions ---- */

static size_t distance(const char *a, const char *b)
{
    return suggest_distance(slice_str(a), slice_str(b));
}

static void distances(void **state)
{
    (void)state;
    assert_int_equal(distance("", ""), 0);
    assert_int_equal(distance("", "abc"), 3);
    assert_int_equal(distance("clean", "clean"), 0);
    assert_int_equal(distance("claen", "clean"), 1);
    assert_int_equal(distance("clen", "clean"), 1);
    assert_int_equal(distance("cleann", "clean"), 1);
    assert_int_equal(distance("cloan", "clean"), 1);
    assert_int_equal(distance("kitten", "sitting"), 3);
    assert_true(distance("a-word-much-longer-than-any-option-has", "a") == SIZE_MAX);
}

static void only_near_words_are_suggested(void **state)
{
    (void)state;
    struct suggest s = suggest_for(SLICE("quite"));
    suggest_try(&s, "output");
    suggest_try(&s, "quiet");
    suggest_try(&s, "write");
    assert_string_equal(s.best, "quiet");
    s = suggest_for(SLICE("x"));
    suggest_try(&s, "j");
    assert_null(s.best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_letters_are_unique),
        cmocka_unit_test(every_option_is_complete),
        cmocka_unit_test(help_texts_keep_their_style),
        cmocka_unit_test(short_help_fits_the_screen),
        cmocka_unit_test(vocabularies_are_named),
        cmocka_unit_test(defaults_are_those_of_the_library),
        cmocka_unit_test(options_keep_to_their_place),
        cmocka_unit_test(choices_follow_their_enums),
        cmocka_unit_test(days_are_seconds),
        cmocka_unit_test(every_command_is_complete),
        cmocka_unit_test(help_knows_every_command),
        cmocka_unit_test(words_in_every_spelling),
        cmocka_unit_test(dashes_that_are_operands),
        cmocka_unit_test(repeated_options_add_up),
        cmocka_unit_test(sets_change_or_replace),
        cmocka_unit_test(repairs_leave_the_form_alone),
        cmocka_unit_test(bad_words_are_explained),
        cmocka_unit_test(help_answers_whatever_is_wrong),
        cmocka_unit_test(distances),
        cmocka_unit_test(only_near_words_are_suggested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

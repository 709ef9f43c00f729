/* Whole pages of news sites, made up, with labels where they occur and short true
 * paragraphs that look like them: tests/cases/pages/LANGUAGE.txt. Of the labels
 * nearly all go, of the rest nothing.
 *
 * A file has paragraphs of prose first, one a line. A line "=" opens a page; its
 * lines, each a paragraph, are "@CLASS a label", "!a true line", "|either is fine",
 * or "$3" for the next three paragraphs of prose. Most labels go by a rule of the
 * class written; some could as well be of another. */
#include "lines_of.h"
#include "packs_world.h"

enum { MOST = 64, PROSE = 32, LINE = 1024, PERCENT = 98, PERCENT_OF_CLASS = 80 };

struct pages {
    FILE *file;
    char prose[PROSE][LINE];
    size_t n_prose, next;
    char line[MOST][LINE];   /* of one page */
    size_t n;
    bool more;               /* another page follows */
    size_t labels, gone, of_class, lost;
};

static bool read_line(struct pages *p, char *line)
{
    if (!fgets(line, LINE, p->file))
        return false;
    assert_true(strlen(line) + 1 < LINE);
    line[strcspn(line, "\n")] = '\0';
    return true;
}

static void add_prose(struct pages *p, const char *count)
{
    for (int n = *count ? atoi(count) : 1; n > 0; n--) {
        assert_true(p->n < MOST);
        char *line = p->line[p->n++];
        line[0] = '!';
        memcpy(line + 1, p->prose[p->next++ % p->n_prose], LINE - 1);
        line[LINE - 1] = '\0';
    }
}

static bool read_page(struct pages *p)
{
    char line[LINE];
    bool any = p->more;
    p->more = false;
    for (p->n = 0; any && !p->more && read_line(p, line);) {
        assert_true(p->n < MOST);
        if (!line[0] || !strchr("@!|$=", line[0]) || (line[0] == '@' && !strchr(line, ' ')))
            fail_msg("no line of a page: %s", line);
        if (line[0] == '=')
            p->more = true;
        else if (line[0] == '$')
            add_prose(p, line + 1);
        else
            memcpy(p->line[p->n++], line, LINE);
    }
    return any;
}

/* Whether it went by a rule of the class that the label's line "@CLASS label" says. */
static bool is_of_class(const struct world *w, const struct para *para, const char *line)
{
    int cls = copydesk_class_named(line + 1, strcspn(line + 1, " "));
    if (cls < 0)
        fail_msg("no class: %s", line);
    return para->action == COPYDESK_DROP && (int)rules_class(w->rules, para->rule - 1u) == cls;
}

static void judge_page(struct world *w, struct pages *p, const char *name)
{
    struct para paras[MOST];
    for (size_t i = 0; i < p->n; i++) {
        const char *text = p->line[i] + 1;
        paras[i] = para_of(p->line[i][0] == '@' ? strchr(text, ' ') + 1 : text);
    }
    struct article article = { .source = SLICE("") };
    assert_true(strip_find(w->rules, w->scratch, &article, paras, p->n));
    assert_true(strip_judge(w->rules, w->scratch, true, true, paras, p->n) >= 0);
    for (size_t i = 0; i < p->n; i++) {
        bool goes = paras[i].action == COPYDESK_DROP, label = p->line[i][0] == '@';
        bool lost = goes && p->line[i][0] == '!';
        p->labels += label;
        p->gone += label && goes;
        p->of_class += label && is_of_class(w, &paras[i], p->line[i]);
        p->lost += lost;
        if (label != goes && p->line[i][0] != '|')
            print_message("%s %s: %s\n", name, lost ? rules_name(w->rules, paras[i].rule - 1u) : "stays", p->line[i]);
    }
}

static void test_file(struct world *w, const char *name)
{
    static struct pages p;
    char path[256], line[LINE];
    snprintf(path, sizeof path, "tests/cases/pages/%s.txt", name);
    p = (struct pages){ .file = fopen(path, "r") };
    assert_non_null(p.file);
    while (read_line(&p, line) && line[0] != '=') {
        assert_true(p.n_prose < PROSE);
        memcpy(p.prose[p.n_prose++], line, LINE);
    }
    p.more = true;
    while (read_page(&p))
        judge_page(w, &p, name);
    fclose(p.file);
    assert_int_equal(p.lost, 0);
    assert_true(p.labels > 80);
    if (p.gone * 100 < p.labels * PERCENT)
        fail_msg("%s: %zu of %zu labels go", name, p.gone, p.labels);
    if (p.of_class * 100 < p.labels * PERCENT_OF_CLASS)
        fail_msg("%s: %zu of %zu labels go by their class", name, p.of_class, p.labels);
}

static void test_pages(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    test_file(&w, "en");
    test_file(&w, "zh-hant");
    for (size_t i = 0; i < N_LANGUAGES; i++)
        test_file(&w, LANGUAGES[i]);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_pages) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

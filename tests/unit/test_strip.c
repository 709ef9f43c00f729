/* strip_find and strip_judge: what the built-in packs take, and that judging what is
 * left takes nothing more. */
#include "strip_world.h"

/* Does a rule take the line anywhere, in the middle of prose? */
static const char *takes(struct world *w, const char *line)
{
    const char *lines[] = { PROSE, PROSE, PROSE, PROSE, PROSE, PROSE, PROSE, line,
                            PROSE, PROSE, PROSE, PROSE, PROSE, PROSE, PROSE, NULL };
    struct para paras[MAX_LINES];
    size_t n = find(w, lines, "", paras);
    strip_judge(w->rules, w->scratch, true, true, paras, n);
    for (size_t i = 0; i < n; i++)
        if (i != 7)
            assert_int_equal(paras[i].action, COPYDESK_KEEP);
    return taken(w, &paras[7]);
}

/* ---- classes ---- */

static const struct { enum copydesk_class cls; const char *line; } LABELS[] = {
    { COPYDESK_AD, "ADVERTISEMENT" },
    { COPYDESK_SHARE, "Share" },
    { COPYDESK_SHARE, "shared on" },
    { COPYDESK_SHARE, "Facebook Twitter WhatsApp" },
    { COPYDESK_COMMENTS, "Comments About This Article" },
    { COPYDESK_COMMENTS, "Be the first to comment at \"Boats, nets ‘not there yet’\"" },
    { COPYDESK_COMMENTS, "Write your comment" },
    { COPYDESK_FORM, "Please fill the fields below." },
    { COPYDESK_FORM, "This site uses Akismet to reduce spam. Learn how your comment data is processed." },
    { COPYDESK_FORM, "Learn how your comment data is processed." },
    { COPYDESK_NAVIGATION, "Skip to toolbar" },
    { COPYDESK_READMORE, "Continue reading…" },
    { COPYDESK_READMORE, "Read more: Boats sink in the harbour" },
    { COPYDESK_NEWSLETTER, "Sign up for our newsletter" },
    { COPYDESK_FOLLOW, "Follow us on Twitter" },
    { COPYDESK_RIGHTS, "All rights reserved." },
    { COPYDESK_RIGHTS, "© 2019 The Harbour Post" },
    { COPYDESK_COOKIE, "We use cookies to improve your experience." },
    { COPYDESK_LOGIN, "Already a subscriber? Log in" },
    { COPYDESK_COUNTER, "12.4K views" },
    { COPYDESK_PLACEHOLDER, "[email protected]" },
    { COPYDESK_RELATED, "You may also like" },
};

static void test_classes(void **state)
{
    (void)state;
    struct world w, none;
    open_world(&w, COPYDESK_STRIP_DEFAULT, NULL);
    open_world(&none, 0, NULL);
    bool seen[COPYDESK_N_CLASSES] = { false };
    for (size_t i = 0; i < sizeof LABELS / sizeof *LABELS; i++) {
        const char *rule = takes(&w, LABELS[i].line);
        if (!rule)
            fail_msg("not taken: %s", LABELS[i].line);
        enum copydesk_class cls = COPYDESK_N_CLASSES;
        for (size_t k = 0; k < rules_count(w.rules); k++)
            if (strcmp(rules_name(w.rules, k), rule) == 0)
                cls = rules_class(w.rules, k);
        if (cls != LABELS[i].cls)
            fail_msg("%s is taken by %s", LABELS[i].line, rule);
        seen[cls] = true;
        assert_null(takes(&none, LABELS[i].line));
    }
    for (int c = 0; c < COPYDESK_BYLINE; c++)   /* templates are learned, not built in */
        assert_true(seen[c] || c == COPYDESK_TEMPLATE);
    close_world(&w);
    close_world(&none);
}

static void test_news_stays(void **state)
{
    (void)state;
    static const char *const LINES[] = {
        "Share prices slipped 4 % on Monday.", "“Share this!”", "Share?", "Comments by the president drew applause.",
        "Advertisement revenue fell again.", "More than two decades ago the harbour was built.",
        "Follow the money.", "Register to vote by Friday.", "Photo: Jane Miller", "By Jane Miller",
        "September 9, 2016 10:00 am", "(AFP photo)", "Copyright law changes next year.", "‘Read more’",
        "Politics", "More", "* * *", "Facebook",
    };
    struct world w;
    open_world(&w, COPYDESK_STRIP_DEFAULT, NULL);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        if (takes(&w, LINES[i]))
            fail_msg("taken: %s", LINES[i]);
    close_world(&w);
}

static void test_classes_off_by_default(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, (1u << COPYDESK_N_CLASSES) - 1, NULL);
    assert_string_equal(takes(&w, "(AFP photo)"), "en/caption");
    assert_string_equal(takes(&w, "Reporting by Jane Miller; Editing by John Smith"), "en/credit");
    assert_null(takes(&w, "By Jane Miller"));   /* in the middle */
    const char *lines[] = { "By Jane Miller", "September 9, 2016 10:00 am", PROSE, PROSE, PROSE, PROSE, NULL };
    struct para paras[MAX_LINES];
    size_t n = find(&w, lines, "", paras);
    assert_int_equal(strip_judge(w.rules, w.scratch, true, true, paras, n), 2);
    close_world(&w);
}

/* Cyrillic and curly spellings of a literal are one. */
static void test_loose(void **state)
{
    (void)state;
    struct world w;
    open_pack(&w, "rule ru\nclass readmore\nline Читайте ещё\nyes читайте еще\n");
    assert_non_null(takes(&w, "ЧИТАЙТЕ ЕЩЁ:"));
    assert_non_null(takes(&w, "Читайте еще"));
    assert_non_null(takes(&w, "Don’t have an account?"));
    assert_null(takes(&w, "Читайте еще книги"));
    close_world(&w);
}

static bool is_cut(struct world *w, const char *text)
{
    struct article a = { .head = true };
    struct buf out = { 0 };
    bool cut = strip_cut(w->rules, &a, slice_str(text), &out) != 0;
    buf_release(&out);
    return cut;
}

static bool is_found(struct world *w, struct para *paras, size_t i, size_t n)
{
    const struct para *p = &paras[i];
    if (p->hit[STRIP_ALWAYS] || p->hit[STRIP_HEAD] || p->hit[STRIP_TAIL] || p->hit[STRIP_NEAR])
        return true;
    strip_judge(w->rules, w->scratch, false, true, paras, n);
    return taken(w, p) != NULL;
}

/* What loading checks rule by rule, strip_find must see too, past its
 * prefilter: every yes of the packs that act in any article has a hit, or goes
 * as a headline. Those of one language want an article in it: see test_packs.c. */
static void find_examples(void *payload, const struct copydesk_pack_info *pack)
{
    struct world *w = payload;
    const char *end = pack->text + pack->len;
    if (strcmp(pack->name, "core") != 0 && strcmp(pack->name, "en") != 0)
        return;
    for (const char *p = pack->text; p < end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        struct slice line = slice_of(p, (size_t)((stop ? stop : end) - p));
        p += line.len + 1;
        while (line.len && line.ptr[0] == ' ')
            line = slice_from(line, 1);
        if (!slice_starts(line, SLICE("yes ")))
            continue;
        char text[1024];
        snprintf(text, sizeof text, "%.*s", (int)(line.len - 4), line.ptr + 4);
        const char *lines[] = { PROSE, text, NULL };
        struct para paras[2];
        size_t n = find(w, lines, "", paras);
        if (!is_cut(w, text) && !is_found(w, paras, 1, n))
            fail_msg("%s: not found: %s", pack->name, text);
    }
}

static void test_examples_are_found(void **state)
{
    (void)state;
    struct world w;
    struct copydesk_options options = { .strip = COPYDESK_STRIP_DEFAULT };
    open_world(&w, (1u << COPYDESK_N_CLASSES) - 1, NULL);
    assert_int_equal(copydesk_packs(&options, find_examples, &w, NULL, NULL), COPYDESK_OK);
    close_world(&w);
}

/* ---- a law ---- */

/* Finding and judging what is left of real-looking articles changes nothing. */
static void test_clean_twice(void **state)
{
    (void)state;
    static const char *const POOL[] = {
        PROSE, MORE_PROSE, "Share", "Politics", "More", "Facebook", "* * *", "•", "12", "Comments",
        "Mayor, owners kick off talks in the town hall", "Read more: Boats sink in the harbour", "“More!”",
        "Watch: the mayor's whole speech", "He went home.", "Advertisement", "X", "Name", "Next", "By Jane Miller",
        "3 Comments", "Post comment", "Your email address will not be published.", "Ada Lund",
    };
    struct world w;
    open_world(&w, (1u << COPYDESK_N_CLASSES) - 1, NULL);
    uint64_t seed = 5;
    for (int round = 0; round < 3000; round++) {
        const char *lines[MAX_LINES + 1], *left[MAX_LINES + 1];
        struct para p[MAX_LINES];
        size_t n = 1 + random_below(&seed, 40), kept = 0;
        for (size_t i = 0; i < n; i++)
            lines[i] = POOL[random_below(&seed, sizeof POOL / sizeof *POOL)];
        lines[n] = NULL;
        find(&w, lines, "", p);
        strip_judge(w.rules, w.scratch, true, true, p, n);
        for (size_t i = 0; i < n; i++)
            if (p[i].action != COPYDESK_DROP)
                left[kept++] = lines[i];
        left[kept] = NULL;
        find(&w, left, "", p);
        assert_int_equal(strip_judge(w.rules, w.scratch, true, true, p, kept), 0);
    }
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_news_stays),
        cmocka_unit_test(test_classes_off_by_default),
        cmocka_unit_test(test_loose),
        cmocka_unit_test(test_examples_are_found),
        cmocka_unit_test(test_clean_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

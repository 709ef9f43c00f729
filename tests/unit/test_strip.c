/* strip_find and strip_judge: what the built-in packs take, where, and that
 * judging what is left takes nothing more. */
#include <unistd.h>

#include "para_of.h"
#include "strip/strip.h"

enum { MAX_LINES = 64 };

struct world {
    struct rules *rules;
    struct strip_scratch *scratch;
    struct notices notices;
    size_t n_notices;
    char last_notice[512];
};

static void count_notice(void *payload, const struct copydesk_error *what)
{
    struct world *w = payload;
    w->n_notices++;
    snprintf(w->last_notice, sizeof w->last_notice, "%s", what->reason);
}

static struct copydesk_observer observer;   /* as the notices want it: outlives them */

static void open_world(struct world *w, unsigned strip, const char *file)
{
    const char *files[] = { file };
    struct copydesk_options options = { .strip = strip, .rules = files, .n_rules = file ? 1 : 0 };
    struct copydesk_error error;
    *w = (struct world){ .rules = rules_open(&options, &error) };
    if (!w->rules)
        fail_msg("%s:%llu: %s", error.path, (unsigned long long)error.line, error.reason);
    w->scratch = strip_scratch_new(w->rules);
    assert_non_null(w->scratch);
    observer = (struct copydesk_observer){ .payload = w, .notice = count_notice };
    notices_init(&w->notices, &observer);
}

static void close_world(struct world *w)
{
    strip_scratch_free(w->scratch);
    rules_free(w->rules);
    notices_release(&w->notices);
}

/* An article of lines, NULL at the end, looked at by all rules. */
static size_t find(struct world *w, const char *const *lines, const char *source, struct para *paras)
{
    size_t n = 0;
    for (; lines[n]; n++) {
        assert_true(n < MAX_LINES);
        paras[n] = para_of(lines[n]);
    }
    struct article article = { .source = slice_str(source) };
    strip_find(w->rules, w->scratch, &article, paras, n);
    return n;
}

/* The rule that takes line number i of the article, or NULL. */
static const char *taken(struct world *w, const struct para *p)
{
    return p->action == COPYDESK_DROP ? rules_name(w->rules, p->rule - 1u) : NULL;
}

#define PROSE "The council of the harbour town met on Monday to talk about the boats that nobody wants."
#define MORE_PROSE "Nobody was sure what the mayor would say to the owners of the three boats in the end."

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

/* ---- zones, neighbours, sources ---- */

static const char ZONES[] =
    "rule head\nclass ad\nzone head\nline zzhead\nyes zzhead\n"
    "rule tail\nclass ad\nzone tail\nline zztail\nline zztail zz zz zz\nyes zztail\n"
    "rule beside\nclass ad\nnear\nline zznear\nyes zznear\n"
    "rule any\nclass ad\nline zzany\nline zzany zz zz zz\nyes zzany\n"
    "rule share\nclass share\nline zzshare\nyes zzshare\n"
    "rule more\nclass readmore\nline zzmore\nyes zzmore\n"
    "rule more-near\nclass readmore\nnear\nline zzmore too\nyes zzmore too\n"
    "rule with\nclass share\nnear\nline zzwith\nyes zzwith\n"
    "rule here\nclass ad\nsource site/here\nline zzhere\nyes zzhere\n"
    "rule alone\nclass navigation\nzone head tail\nnear\ncompany\nline zzalone\nline zzpair\nyes zzalone\n"
    "rule slow\nclass ad\nregex ^zz(a|aa)+$\nyes zzaaa\nno zz\n";

/* A world with the built-in packs and this one. */
static void open_pack(struct world *w, const char *pack)
{
    char path[] = "/tmp/copydesk-pack-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, pack, strlen(pack)), (long)strlen(pack));
    close(fd);
    open_world(w, COPYDESK_STRIP_DEFAULT, path);
    unlink(path);
}

static void open_zones(struct world *w)
{
    open_pack(w, ZONES);
}

/* Judges lines and returns '.' for each kept one and 'x' for each taken. */
static const char *judged(struct world *w, const char *const *lines, bool head, bool tail)
{
    static char out[MAX_LINES + 1];
    struct para paras[MAX_LINES];
    size_t n = find(w, lines, "", paras);
    strip_judge(w->rules, w->scratch, head, tail, paras, n);
    for (size_t i = 0; i < n; i++)
        out[i] = paras[i].action == COPYDESK_DROP ? 'x' : '.';
    out[n] = '\0';
    return out;
}

#define JUDGED(w, head, tail, ...) judged(w, (const char *const[]){ __VA_ARGS__, NULL }, head, tail)

static void test_zones(void **state)
{
    (void)state;
    struct world w;
    open_zones(&w);
    const char *p = PROSE;
    /* 15 % of 12 is 1, but 3 are the least; 25 % of 12 is 3 */
    assert_string_equal(JUDGED(&w, true, true, "zzhead", p, p, "zzhead", p, "zzhead", p, p, p, p, p, p), "x..x........");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, p, "zztail", "zztail", p, p), ".........x..");
    /* what a built-in rule takes is a heading in the tail right before a sentence */
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, "Video", p), ".........");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, "Video", "A line"), ".......x.");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, "Video", "A boat sinks."), ".......x.");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, "Video", "zzany zz zz zz."), ".......xx");   /* which goes */
    /* the zones move as lines go */
    assert_string_equal(JUDGED(&w, true, true, "zzhead", "zzhead", p, p, p, p), "xx....");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, "zztail", "zztail", "zztail"), "....xxx");
    /* one word with a full stop is an answer */
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, p, p, "Video.", "A line"), ".........");
    /* pieces of an article have one end, or none */
    assert_string_equal(JUDGED(&w, false, true, "zzhead", p, p, "zztail"), "...x");
    assert_string_equal(JUDGED(&w, true, false, "zzhead", p, p, "zztail"), "x...");
    close_world(&w);
}

static void test_company(void **state)
{
    (void)state;
    struct world w;
    open_zones(&w);
    const char *p = PROSE;
    assert_string_equal(JUDGED(&w, true, true, "zzalone", p, p, p, p, p, p, "zzalone"), "........");
    /* two of them, or one beside what went, or what would go beside it */
    assert_string_equal(JUDGED(&w, true, true, "zzalone", "zzpair", p, p, p, p, "zzpair", "zzalone"), "xx....xx");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, "zzshare", "zzalone"), "....xx");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "zzwith", "zzalone"), ".....xx");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "zzalone", "A line"), ".......");
    /* an advertisement may stand in a story, above its last word */
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "zzany", "zzalone"), ".....x.");
    /* a rule that takes the line alone comes before one that does not */
    close_world(&w);
    open_pack(&w, "rule a\nclass share\nzone tail\ncompany\nline zz\nyes zz\nrule b\nclass ad\nzone tail\nline zz\nyes zz\n");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "zz"), ".....x");
    close_world(&w);
}

static void test_near(void **state)
{
    (void)state;
    struct world w;
    open_zones(&w);
    const char *p = PROSE;
    assert_string_equal(JUDGED(&w, true, true, p, "zznear", p, "zzany", "zznear", "zznear", p), "...xxx.");
    assert_string_equal(JUDGED(&w, true, true, p, "zznear", "zznear", "zzany", p, "zznear", p), ".xxx...");
    /* one that a zone took counts; so it does behind the zone */
    assert_string_equal(JUDGED(&w, true, true, p, p, p, "zznear", "zznear", "zztail"), "...xxx");
    /* an advertisement, or a line to read more, is evidence for another one only, and parts no row */
    assert_string_equal(JUDGED(&w, true, true, p, "zzany", "zzwith", p), ".x..");
    assert_string_equal(JUDGED(&w, true, true, p, "zzwith", "zzany", p), "..x.");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, "zzwith", "zztail"), "....x");
    assert_string_equal(JUDGED(&w, true, true, p, "zzmore", "zzwith", p, "zznear", "zzmore", p), ".x...x.");
    assert_string_equal(JUDGED(&w, true, true, p, "zzmore", "zzmore too", p, "zzany", "zzmore too", p), ".xx.x..");
    assert_string_equal(JUDGED(&w, true, true, p, "zzshare", "zzany", "zzwith", p), ".xxx.");
    assert_string_equal(JUDGED(&w, true, true, p, "zzwith", "zzany", "zzshare", p), ".xxx.");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "zzwith", "zzshare"), ".....xx");
    /* a neighbour that others dropped is not one that a rule took */
    struct para paras[MAX_LINES];
    const char *lines[] = { p, "zznear", p, p, NULL };
    size_t n = find(&w, lines, "", paras);
    paras[2].action = COPYDESK_DROP;
    paras[2].reason = COPYDESK_REPEAT;
    assert_int_equal(strip_judge(w.rules, w.scratch, true, true, paras, n), 0);
    close_world(&w);
}

#define NINE p, p, p, p, p, p, p, p, p
#define FORM "Leave a Reply", "Your email address will not be published.", "Post comment"

static void test_block(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, COPYDESK_STRIP_DEFAULT, NULL);
    const char *p = PROSE;
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "May 3", "Great!", FORM), ".........xxxxxxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "Comments", "Ada Lund", FORM, "Bo Ek"), ".........xxxxxx");
    /* what may be text stands behind it: prose, a sentence, a lead-in, without spaces */
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "May 3", p, FORM), ".........x...xxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "He went home to sleep.", FORM), ".........x..xxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "More from her speech:", FORM), ".........x..xxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "港口东侧码头将关闭。", FORM), ".........x..xxx");
    /* only behind the last such text */
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", p, "Leave a Reply", "Bo Ek", FORM), ".........x..xxxxx");
    /* credits, corrections and contacts hold it up */
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "Correction: not the mayor", FORM), ".........x..xxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Reporting by Ada Lund", FORM), ".........x.xxx");
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Phone 555 0100", FORM), ".........x.xxx");
    /* one label in the last fifth; a list before it; the first half; a piece without its tail */
    assert_string_equal(JUDGED(&w, true, true, NINE, "3 Comments", "Ada Lund", "May 3", "Post comment"), ".........x..x");
    assert_string_equal(JUDGED(&w, true, true, NINE, "Boats", "3 Comments", "Ada Lund", FORM), "..........x.xxx");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, "3 Comments", "Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", FORM, "Hal"), "...x.......xxx.");
    assert_string_equal(JUDGED(&w, true, false, NINE, "3 Comments", "Ada Lund", FORM), ".........x.xxx");
    close_world(&w);
}

static void test_source(void **state)
{
    (void)state;
    struct world w;
    open_zones(&w);
    struct para paras[MAX_LINES];
    const char *lines[] = { PROSE, "zzhere", PROSE, NULL };
    size_t n = find(&w, lines, "site/here", paras);
    assert_int_equal(strip_judge(w.rules, w.scratch, true, true, paras, n), 1);
    n = find(&w, lines, "site/there", paras);
    assert_int_equal(strip_judge(w.rules, w.scratch, true, true, paras, n), 0);
    close_world(&w);
}

static void test_limit(void **state)
{
    (void)state;
    struct world w;
    open_zones(&w);
    const char *bad = "zzaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    const char *lines[] = { PROSE, bad, PROSE, bad, "zzaa", NULL };
    struct para paras[MAX_LINES];
    size_t n = find(&w, lines, "", paras);
    assert_int_equal(strip_judge(w.rules, w.scratch, true, true, paras, n), 1);   /* the good one */
    rules_tell_slow(w.rules, &w.notices);
    assert_true(w.n_notices == 1 && strstr(w.last_notice, "/slow"));   /* once, and by name */
    assert_int_equal(w.notices.skipped, 0);
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

/* ---- the trailing headline ---- */

static void test_headline(void **state)
{
    (void)state;
    static const char *const GONE[] = {
        "Mayor, owners kick off talks in the town hall",
        "Jane Miller: Talk with the owners on boats very possible, even likely",
        "Council rejects plan for a bridge to ‘nowhere’",
    };
    static const char *const STAYS[] = {
        "Jane Miller", "the owners went home that night", "The owners went home that night.",
        "Will the owners go home that night?", "Author: Jane Maria Miller", "Photo by Jane Miller for the Post",
        "Reporting by Jane Miller in Harbourton", "Jane Miller contributed to this report", "• Council to meet on the plan",
        "2. Council to meet on the plan", "(Council to meet on the plan)", "Call the Post at 555 123 4567",
        "Write to Jane at jane@example.org", "More on www.example.org about the Plan", "The owners said on the day:",
        "“The owners went home that night”", "© The Harbour Post and its owners", "县长说船主们当晚回家 Boats 今天在港口开会 And 讨论渔船的 Plan",
        /* corrections, credits, dates of what the story is about, who wrote it; a last sentence that lost its full stop */
        "Amended on 3 May to give the name of the ferry", "This article was corrected on Monday to give the name",
        "Directed by Jane Miller with John Smith", "Translated from the Cornish by Jane Miller",
        "Tickets from the harbour office from Monday", "In cinemas from Friday 3 May", "The Pier Show runs until 5 May",
        "Jane Miller is a novelist who lives in Harbourton", "Jane Miller teaches history at the University of Harbourton",
        "The hearing continues on Monday", "The case was adjourned until Monday",
        "Funeral services will be held Saturday at St Piran",
        "Der Prozess wird am Montag fortgesetzt", "Jane Miller ist Professorin an der Universität Harbourton",
        "El juicio continuará el próximo lunes en la Audiencia", "Jane Miller es profesora de Historia en Harbourton",
        "Le procès se poursuit lundi devant la cour", "Jane Miller est professeure à l'université de Harbourton",
        "Il processo riprende lunedì in corte", "Jane Miller è docente di storia a Harbourton",
        "O julgamento continua na segunda no tribunal", "Jane Miller é professora de História em Harbourton",
    };
    struct world w;
    open_world(&w, COPYDESK_STRIP_DEFAULT, NULL);
    for (size_t i = 0; i < sizeof GONE / sizeof *GONE; i++) {
        assert_string_equal(JUDGED(&w, true, true, PROSE, MORE_PROSE, GONE[i]), "..x");
        assert_string_equal(JUDGED(&w, true, true, PROSE, GONE[i], MORE_PROSE), "...");
        assert_string_equal(JUDGED(&w, true, true, PROSE, "He went home.", GONE[i]), "...");   /* too short */
        assert_string_equal(JUDGED(&w, true, true, GONE[i]), ".");
        assert_string_equal(JUDGED(&w, true, false, PROSE, GONE[i]), "..");
        /* what is dropped behind it makes it the last */
        assert_string_equal(JUDGED(&w, true, true, PROSE, MORE_PROSE, GONE[i], "Share"), "..xx");
        assert_string_equal(JUDGED(&w, true, true, PROSE, "Advertisement", GONE[i]), ".xx");
    }
    for (size_t i = 0; i < sizeof STAYS / sizeof *STAYS; i++)
        if (strcmp(JUDGED(&w, true, true, PROSE, MORE_PROSE, STAYS[i]), "...") != 0)
            fail_msg("taken as headline: %s", STAYS[i]);
    close_world(&w);
    open_world(&w, COPYDESK_STRIP_DEFAULT & ~(1u << COPYDESK_RELATED), NULL);
    assert_string_equal(JUDGED(&w, true, true, PROSE, MORE_PROSE, GONE[0]), "...");
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
        cmocka_unit_test(test_examples_are_found),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_company),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_block),
        cmocka_unit_test(test_source),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_loose),
        cmocka_unit_test(test_headline),
        cmocka_unit_test(test_clean_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

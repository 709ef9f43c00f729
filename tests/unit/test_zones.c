/* strip_judge: where rules act, beside what, in which source, and the last line. */
#include "strip_world.h"

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

/* The same of the built-in packs. */
static void test_sections(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, COPYDESK_STRIP_DEFAULT, NULL);
    const char *p = PROSE;
    assert_string_equal(JUDGED(&w, true, true, "Weather", p, p, p, p, p, p, "World"), "........");
    assert_string_equal(JUDGED(&w, true, true, "Weather", "World", p, p, p, p, p, p), "xx......");
    assert_string_equal(JUDGED(&w, true, true, "Log in", "Weather", p, p, p, p, p, p), "xx......");
    assert_string_equal(JUDGED(&w, true, true, p, p, p, p, p, "Advertisement", "World"), ".....x.");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_company),
        cmocka_unit_test(test_sections),
        cmocka_unit_test(test_near),
        cmocka_unit_test(test_block),
        cmocka_unit_test(test_source),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_headline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

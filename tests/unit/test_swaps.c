/* swaps: the pairs of tests/cases/near-articles.txt, through near; and what is a name. */
#include "near_text.h"

#include "dedupe/near/near.h"
#include "dedupe/near/swaps.h"

static const struct near_rules NEWS = { .bands = 32, .jaccard = 500, .containment = 800 };

/* ---- pairs ---- */

struct case_text {
    char kind[8], name[48];
    struct buf both;
};

/* What one side of a pair says: of {this|that} this, or that. */
static void take_side(const char *p, bool second, struct buf *out)
{
    buf_clear(out);
    for (int part = 0; *p; p++) {   /* 0: outside, 1: this, 2: that */
        if (*p == '{' || *p == '}')
            part = *p == '{';
        else if (*p == '|' && part)
            part = 2;
        else if (!part || (part == 2) == second)
            buf_add(out, p, 1);
    }
}

static bool is_near(const char *kept, const char *text)
{
    struct shingles s = { 0 };
    struct near *near = near_new(&NEWS, (struct budget){ 0 });
    struct text t;
    struct near_text prepared;
    struct near_match match;
    split(&t, kept);
    assert_true(near_prepare(&NEWS, &s, t.paras, t.n, &prepared));
    assert_int_equal(near_keep(near, SLICE("kept"), &prepared, NEAR_BEFORE, NULL), COPYDESK_OK);
    split(&t, text);
    assert_true(near_prepare(&NEWS, &s, t.paras, t.n, &prepared));
    int found = near_find(near, &prepared, NEAR_BEFORE, &match, NULL);
    near_free(near);
    shingles_release(&s);
    return found == 1;
}

/* In either order. */
static unsigned judge(const struct case_text *c)
{
    struct buf one = { 0 }, other = { 0 };
    bool wanted = strcmp(c->kind, "same") == 0;
    take_side(buf_str((struct buf *)(uintptr_t)&c->both), false, &one);
    take_side(buf_str((struct buf *)(uintptr_t)&c->both), true, &other);
    bool there = is_near(buf_str(&one), buf_str(&other)), back = is_near(buf_str(&other), buf_str(&one));
    if (there != wanted || back != wanted)
        fprintf(stderr, "%s %s: %s\n", c->kind, c->name, there != back ? "depends on the order" : there ? "near" : "not near");
    buf_release(&one);
    buf_release(&other);
    return there != wanted || back != wanted;
}

static void pairs_are_told_apart(void **state)
{
    (void)state;
    char line[4096];
    unsigned wrong = 0, pairs = 0;
    struct case_text c = { .kind = "" };
    FILE *f = fopen("tests/cases/near-articles.txt", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "=== ", 4) == 0) {
            wrong += pairs++ && judge(&c);
            assert_int_equal(sscanf(line, "=== %7s %47[^\n]", c.kind, c.name), 2);
            buf_clear(&c.both);
        } else if (*line != '#') {
            buf_add(&c.both, line, strlen(line));
        }
    }
    wrong += judge(&c);
    fclose(f);
    buf_release(&c.both);
    assert_true(pairs > 90);
    assert_int_equal(wrong, 0);
}

/* No run stands once, so the two cannot be laid side by side; that tells nothing against them. */
static void what_repeats_throughout_is_near(void **state)
{
    (void)state;
    struct buf text = { 0 }, later = { 0 };
    for (int time = 0; time < 3; time++)
        for (unsigned i = 0; i < 40; i++)
            buf_addf(&text, "w%c%c ", 'a' + i / 8, 'a' + i % 8);
    buf_addf(&later, "here ");
    buf_addslice(&later, buf_slice(&text));
    buf_addf(&later, " there");
    assert_true(is_near(buf_str(&text), buf_str(&later)));
    buf_release(&text);
    buf_release(&later);
}

/* "final here line" and "eight owner counted" have one hash, and are no place at which the two are
 * the same; the walk over both never ended there. */
static void runs_of_one_hash_are_told_apart(void **state)
{
    (void)state;
    static const char before[] = "The keeper of the old lighthouse wrote that forty barrels of tar had been carried down to the lower quay "
                                 "before dawn on the last day of the fair, and that nobody in the village had seen ";
    static const char behind[] = "while the rain kept falling over the bay and the two boats stayed in.";
    struct buf one = { 0 }, other = { 0 };
    buf_addf(&one, "%s final here line %s", before, behind);
    buf_addf(&other, "%s eight owner counted %s", before, behind);
    assert_true(is_near(buf_str(&one), buf_str(&other)));
    buf_release(&one);
    buf_release(&other);
}

/* ---- names ---- */

/* The words of text that are marked as names, parted by spaces. */
static void check_names(const char *text, const char *names)
{
    struct row r = { 0 }, expected = { 0 };
    struct text t, n;
    split(&t, text);
    split(&n, names);
    for (size_t i = 0; i < t.n; i++)
        assert_true(row_add(&r, &t.paras[i]));
    row_mark_names(&r);
    for (size_t i = 0; i < n.n; i++)
        assert_true(row_add(&expected, &n.paras[i]));
    size_t found = 0;
    for (size_t i = 0; i < r.words.n; i++) {
        if (!(row_kind(r.words.at[i]) & ROW_NAME))
            continue;
        assert_true(found < expected.words.n);
        assert_int_equal(row_text(r.words.at[i]), row_text(expected.words.at[found++]));
    }
    assert_int_equal(found, expected.words.n);
    row_release(&r);
    row_release(&expected);
}

static void names_have_capitals_within_sentences(void **state)
{
    (void)state;
    check_names("The mayor of Elmham said on Monday that he was ill. She was not.", "elmham monday");
    check_names("He met Mr. Doyle and J. Price in the hall.", "mr doyle j price");
    check_names("Doyle left early. Nobody saw Doyle leave, we heard.", "doyle doyle");   /* the first, too */
    check_names("A man said, \"We saw the ship \"Medea\" today.\" That was it.", "medea");
    check_names("Council Votes To Close Pier\nThe pier is closed, the council said.", "");
    check_names("Das ist die Entscheidung im Streit um das Haus in Neustadt.", "neustadt");
    check_names("Вчера в Рязани и в городе Туле шел снег.", "рязани туле");
    check_names("\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c NATO \xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f", "");
}

static uint64_t name_in(const char *name)
{
    struct row r = { 0 };
    struct text t;
    struct buf text = { 0 };
    buf_addf(&text, "we saw %s there", name);
    split(&t, buf_str(&text));
    assert_true(row_add(&r, &t.paras[0]));
    row_mark_names(&r);
    uint64_t word = r.words.at[2];
    row_release(&r);
    buf_release(&text);
    return word;
}

static void spellings_of_a_name_are_alike(void **state)
{
    (void)state;
    static const char *const alike[][2] = {
        { "Zelensky", "Zelenskyy" }, { "Kyiv", "Kiev" }, { "Kharkiv", "Kharkov" }, { "Selenskyj", "Selenski" },
        { "Mohammed", "Muhammad" }, { "M\xc3\xbcller", "Mueller" }, { "Рязани", "Рязань" }, { "Гусева", "Гусев" },
        { "3.1%", "3.1" }, { "1,204", "1204" }, { "أنقرة", "انقرة" },
    };
    static const char *const apart[][2] = {
        { "Schmidt", "Doyle" }, { "Elmham", "Dunmore" }, { "Monday", "Tuesday" }, { "12", "15" }, { "Саратове", "Твери" },
    };
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        assert_true(row_alike(name_in(alike[i][0]), name_in(alike[i][1])));
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        assert_false(row_alike(name_in(apart[i][0]), name_in(apart[i][1])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_told_apart),
        cmocka_unit_test(what_repeats_throughout_is_near),
        cmocka_unit_test(runs_of_one_hash_are_told_apart),
        cmocka_unit_test(names_have_capitals_within_sentences),
        cmocka_unit_test(spellings_of_a_name_are_alike),
    };
    return cmocka_run_group_tests_name("swaps", tests, NULL, NULL);
}

/* homoglyphs: words that mix scripts are found, words of one are not, nor
 * those that mix them in earnest. */
#include "normalize/homoglyphs.h"
#include "unit.h"

static const struct { const char *text, *want; } CASES[] = {
    { "", NULL },
    { "paypal and \xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82", NULL },          /* privet */
    { "\xD1\x81\xD0\xBE\xD1\x80\xD0\xB0", NULL },                                     /* look-alikes, but all Cyrillic */
    { "log in: p\xD0\xB0yp\xD0\xB0l.com", "p\xD0\xB0yp\xD0\xB0l" },                   /* Cyrillic a */
    { "the \xCE\x91pple", "\xCE\x91pple" },                                           /* Greek Alpha */
    { "caf\xC3\xA9s \xD0\xA1""af\xC3\xA9", "\xD0\xA1""af\xC3\xA9" },                  /* Cyrillic Es */
    { "M\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 1", "M\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0" },   /* Latin M */
    { "a\xCC\x81\xD0\xBE", "a\xCC\x81\xD0\xBE" },                                     /* over a mark */
    { "k\xD0\x92\xD1\x82, VIP\xD0\xBE\xD0\xB2\xD0\xB6", NULL },                       /* neither fits */
    { "TNF\xCE\xB1, NF-\xCE\xBA""B, \xCE\x94x", NULL },                               /* symbols */
    { "SMS\xD0\xBA\xD0\xB0", NULL },                                                   /* a Latin stem */
    { "IT-\xD0\xBE\xD1\x82\xD0\xB4\xD0\xB5\xD0\xBB", NULL },                          /* a hyphen parts words */
    { "x2\xD0\xB0", NULL },                                                           /* a digit too */
    { "x\xE4\xB8\xAD\xD0\xB0", NULL },                                                /* and Han */
};

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct slice word;
        bool found = homoglyphs_find(slice_str(CASES[i].text), &word);
        if (found != (CASES[i].want != NULL) || (found && !slice_equal(word, slice_str(CASES[i].want))))
            fail_msg("%s: found '%.*s'", CASES[i].text, found ? (int)word.len : 0, found ? word.ptr : "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* make_article -- generated articles with every defect that the tests know of:
 * repeats, labels, odd line ends, spaces, controls, bad bytes, scripts. The
 * same seed gives the same article. */
#ifndef TESTS_MAKE_ARTICLE_H
#define TESTS_MAKE_ARTICLE_H

#include "base/buf.h"
#include "unit.h"

static const char *const MAKE_PROSE[] = {
    "The harbour council voted on Monday to close the eastern pier until the spring.",
    "\"We have waited long enough,\" said the ferry company\xe2\x80\x99s director, who asked for patience.",
    "Prices rose 3.1% in March and 2.4% in April, the statistics office in Belgrano said.",
    "Prices rose 2.4% in March and 3.1% in April, the statistics office in Belgrano said.",
    "Troops of the US -backed alliance moved towards the river, residents told the paper by phone.",
    "El alcalde anunci\xc3\xb3 que la biblioteca abrir\xc3\xa1 de nuevo el lunes por la ma\xc3\xb1""ana.",
    "Die Br\xc3\xbc""cke \xc3\xbc""ber den Fluss bleibt nach Angaben der Stra\xc3\x9f""enbeh\xc3\xb6rde bis Freitag gesperrt.",
    "\xd0\x9f\xd0\xbe\xd0\xb5\xd0\xb7\xd0\xb4 \xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb8\xd0\xbb\xd1\x81\xd1\x8f \xd0\xb2 \xd0\xbf\xd0\xbe\xd0\xbb\xd0\xb5, \xd0\xb8 \xd0\xbf\xd0\xb0\xd1\x81\xd1\x81\xd0\xb0\xd0\xb6\xd0\xb8\xd1\x80\xd1\x8b \xd0\xb2\xd1\x8b\xd1\x88\xd0\xbb\xd0\xb8 \xd0\xbd\xd0\xb0 \xd1\x81\xd0\xbd\xd0\xb5\xd0\xb3.",
    "\xe5\xb8\x82\xe6\x94\xbf\xe5\xba\x9c\xe6\x98\x9f\xe6\x9c\x9f\xe4\xb8\x80\xe5\xae\xa3\xe5\xb8\x83\xef\xbc\x8c\xe6\xb8\xaf\xe5\x8f\xa3\xe4\xb8\x9c\xe4\xbe\xa7\xe7\xa0\x81\xe5\xa4\xb4\xe5\xb0\x86\xe5\x85\xb3\xe9\x97\xad\xe5\x88\xb0\xe6\x98\xa5\xe5\xa4\xa9\xe3\x80\x82",
    "\xd8\xa3\xd8\xb9\xd9\x84\xd9\x86 \xd8\xa7\xd9\x84\xd9\x85\xd8\xac\xd9\x84\xd8\xb3 \xd8\xa3\xd9\x86 \xd8\xa7\xd9\x84\xd9\x85\xd9\x8a\xd9\x86\xd8\xa7\xd8\xa1 \xd8\xb3\xd9\x8a\xd8\xba\xd9\x84\xd9\x82 \xd8\xad\xd8\xaa\xd9\x89 \xd8\xa7\xd9\x84\xd8\xb1\xd8\xa8\xd9\x8a\xd8\xb9.",
    "\xd9\x86\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\xd9\x88\xd8\xa7\xd9\x87\xd9\x85 \xd8\xa7\xdb\x8c\xd9\x86 \xda\xa9\xd8\xa7\xd8\xb1 \xd8\xb1\xd8\xa7 \xd8\xa8\xda\xa9\xd9\x86\xd9\x85",
    "A short quote of cafe\xcc\x81 owners, written with a combining mark as some systems do it.",
    "Tickets cost 1\xc2\xa0""000 crowns\xc2\xa0; children\xc2\xa0pay half of that, the operator said on its page.",
    "Stock\xc2\xadholm and G\xc3\xb6te\xc2\xad""borg are joined by a new night train, the ministry confirmed today.",
    "The quick rescue of eleven sailors off the coast was praised by the\nminister, who visited the crew in hospital on Sunday and promised\nnew boats before the winter storms begin.",
};
static const char *const MAKE_SHORT[] = {
    "Share", "Advertisement", "Read more", "Yes.", "No.", "(AFP photo)", "Comments", "* * *", "___",
    "Harbour pier to close until spring, council says", "Author: Ada Lund", "\xce\x94", "Tweet", "12 comments",
    "Skip to toolbar", "By Ada Lund", "The plan (Opens in new window) is long.", "(opens in a new tab)",
    "A (Opens (opens in new window) in new window) b", "e(opens new window)\xcc\x81", "More from the pier",
    "Access Denied", "Error 5 Ray ID: 7",
    "Ten ferries", "Nine ferries", "Harbour picks:",
    "\xe2\x80\x9cNever,\xe2\x80\x9d he said.", "\xc2\xa0", "\xe2\x80\x8b",
};
/* what stands behind a story: readers' comments and their form */
static const char *const MAKE_COMMENTS[] = {
    "3 Comments", "Comments", "Leave a Reply", "Ada Lund", "Bo Ek says:", "March 3, 2019 at 5:04 pm", "Reply", "Great!",
    "Name (required)", "Post your comment", "Your email address will not be published.", "So true",
    "Correction: the pier is the western one", "\xe2\x80\x8b", "* * *",
};
static const char *const MAKE_ENDS[] = {
    "\n", "\n", "\n\n", "\n\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " \n", "\n\n\n\n", "\n \n", "\t\n",
    "\xe2\x80\xa8", "\xe2\x80\xa9", "\f", "\n\xc2\xa0\n",
};
/* strings with NUL inside have their length in front */
static const char *const MAKE_JUNK[] = {
    "\x01\0", "\x01\x07", "\x01\x7f", "\x01\xff", "\x02\xc3(", "\x03\xe2\x82 ", "\x03\xef\xbb\xbf", "\x02  ",
    "\x03\xe2\x80\x8b", "\x03\xe2\x80\x8d", "\x02\xc2\x85", "\x02\xc2\x91", "\x04\xf0\x9f\x98\x80", "\x05\x1b[31m",
    "\x01\t", "\x02\xc2\xad", "\x03\xe2\x80\xae", "\x03\xef\xac\x81", "\x02\xc2\xa0",
};

#define MAKE_PICK(seed, list) ((list)[random_below((seed), sizeof (list) / sizeof *(list))])

/* s with junk put into it here and there, one time in three. */
static inline void make_paragraph(uint64_t *seed, const char *s, struct buf *out)
{
    size_t n = strlen(s);
    size_t at = random_below(seed, 3) == 0 ? random_below(seed, (unsigned)n + 1) : n + 1;
    for (size_t i = 0; i <= n; i++) {
        if (i == at) {
            const char *junk = MAKE_PICK(seed, MAKE_JUNK);
            buf_add(out, junk + 1, (size_t)junk[0]);
        }
        if (i < n)
            buf_addch(out, s[i]);
    }
}

/* Replaces out's contents. May be empty. */
static inline void make_article(uint64_t *seed, struct buf *out)
{
    buf_clear(out);
    if (random_below(seed, 20) == 0)
        return;
    if (random_below(seed, 8) == 0)
        buf_addstr(out, "\xef\xbb\xbf");
    const char *end = MAKE_PICK(seed, MAKE_ENDS);
    unsigned n = random_below(seed, 14), comments = random_below(seed, 4) ? 0 : random_below(seed, 14);
    n += comments;
    for (unsigned i = 0; i < n; i++) {
        if (i >= n - comments && random_below(seed, 20))
            make_paragraph(seed, MAKE_PICK(seed, MAKE_COMMENTS), out);
        else if (random_below(seed, 3) == 0)
            make_paragraph(seed, MAKE_PICK(seed, MAKE_SHORT), out);
        else
            make_paragraph(seed, MAKE_PICK(seed, MAKE_PROSE), out);
        if (random_below(seed, 6) == 0)
            end = MAKE_PICK(seed, MAKE_ENDS);
        if (i + 1 < n || random_below(seed, 3))
            buf_addstr(out, end);
        if (random_below(seed, 12) == 0)
            buf_addstr(out, "   ");
    }
}

#endif

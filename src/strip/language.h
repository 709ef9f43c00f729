/* language -- which languages the text of an article shows. Strip layer.
 *
 * A paragraph of 8 words, or 20 characters in scripts without spaces, shows
 * the languages of which it has enough stop words first, near its start; when
 * it has too few, words with a letter that only one language has count, too
 * (not those that start with a capital, which may be names), unless
 * there are letters of other languages, such as Kyrgyz, too. An
 * article shows what any of its paragraphs shows: so when paragraphs are
 * removed the set can only shrink, and a second run over clean text finds no
 * language, and takes no line, that the first did not.
 *
 * The languages, their stop words and letters stand in packs/languages.tsv, the
 * letters of others in packs/foreign.letters; a language is named like its pack. */
#ifndef STRIP_LANGUAGE_H
#define STRIP_LANGUAGE_H

#include "base/slice.h"
#include "read/article.h"

enum { LANGUAGE_MAX = 31 };    /* fit, one more beside them, in glance.h's sets */
typedef uint64_t language_set;      /* bit n: language number n */

struct languages;

struct languages *languages_new(void);          /* NULL if out of memory */
void languages_free(struct languages *l);       /* NULL is fine */

/* Whether some word of the list found no room in the table, some letter is longer than two
 * bytes or that of two languages, or a language needs more words than three: faults of the
 * list, which a test looks for. */
bool languages_full(const struct languages *l);

/* The number of a language, or -1: no language has that name. */
int languages_number(struct slice name);

/* Is its script one that many languages share? A single word of it tells
 * little of the language. */
bool languages_is_latin(int number);

language_set languages_of_text(const struct languages *l, struct slice text);
/* Those that some paragraph shows of the n that is prose and not dropped. */
language_set languages_of(const struct languages *l, const struct para *paras, size_t n);

/* Whether half or more of these paragraphs show one. Another language has some words of
 * theirs, so that a paragraph here and there shows what it is not in. */
bool languages_known(const struct languages *l, const struct para *paras, size_t n);

#endif

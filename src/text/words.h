/* words -- text as a row of words, for comparing word by word. Text layer.
 *
 * A word is a run of letters, digits and their marks, with what stands inside
 * it: one punctuation mark between two digits ("3.1", "10:30"), an apostrophe
 * or a full stop between two letters ("didn't", "bbc.com"). In scripts without
 * spaces (CHARS_DENSE) each character is a word, with its marks. Anything else
 * but white space is a word of its own, with the marks, joiners and variation
 * selectors that belong to it: no combining sequence is ever split. Works on
 * text as written and on folded text alike. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/slice.h"

enum word_kind {
    WORD_PLAIN,        /* begins with a letter or mark */
    WORD_NUMBER,       /* begins with a digit */
    WORD_DENSE,        /* a character of a script without spaces */
    WORD_MARK          /* punctuation, a symbol, a byte that is not UTF-8 */
};

struct word {
    struct slice text;
    enum word_kind kind;
};

/* Takes the next word off *rest; false when only white space is left. */
bool words_next(struct slice *rest, struct word *word);

#endif

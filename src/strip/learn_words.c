/* Which words are names? Those that are never written without their capital.
 * No list of names, no language: what the corpus itself, and the texts of the
 * packs, write in lower case are words. */
#include "strip/learn.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { WORD_BYTES = 48 };   /* longer ones are not looked up */

/* The next word of *text, of letters and marks, which is left behind it; empty at the end. */
static struct slice next_word(struct slice *text, unsigned *first)
{
    const char *p = text->ptr, *end = p + text->len, *start = NULL;
    while (p < end) {
        uint32_t cp;
        size_t n = utf8_next(p, end, &cp);
        unsigned flags = chars_flags(cp);
        if (flags & (CHARS_LETTER | CHARS_MARK)) {
            if (!start) {
                start = p;
                *first = flags;
            }
        } else if (start) {
            break;
        }
        p += n;
    }
    *text = slice_of(p, (size_t)(end - p));
    return start ? slice_of(start, (size_t)(p - start)) : slice_of("", 0);
}

/* What a word is remembered by. Lower-case ASCII is its own folding. */
static struct key key_of_word(struct learn *l, struct slice word)
{
    bool plain = true;
    for (size_t i = 0; i < word.len && plain; i++)
        plain = word.ptr[i] >= 'a' && word.ptr[i] <= 'z';
    if (plain)
        return key_of(word);
    fold_key(word, &l->word);
    return key_of(buf_slice(&l->word));
}

void learn_note_words(struct learn *l, struct slice text, bool all)
{
    unsigned first = 0;
    for (struct slice word; (word = next_word(&text, &first)).len;)
        if ((all || first & CHARS_LOWER) && word.len <= WORD_BYTES)
            sketch_add(l->lower, key_of_word(l, word));
}

bool learn_is_name(struct learn *l, struct slice text, bool opens)
{
    unsigned first = 0, names = 0, others = 0;
    for (struct slice word; (word = next_word(&text, &first)).len;) {
        bool name = (first & CHARS_UPPER) && word.len <= WORD_BYTES
            && sketch_count(l->lower, key_of_word(l, word)) == 0;
        names += name;
        others += !name;
        if (opens && names + others == 3)
            break;
    }
    return names >= 2 && others <= 1;
}

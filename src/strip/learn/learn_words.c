/* Which words are names? Those that are never written without their capital.
 * No list of names, no language: what the corpus itself, and the texts of the
 * packs, write in lower case are words. */
#include "strip/headline.h"
#include "strip/learn/learn.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { WORD_BYTES = 48, NAME_BYTES = 64 };   /* longer ones are not looked up */

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

/* first: the flags of its first character. */
static bool is_proper(struct learn *l, struct slice word, unsigned first)
{
    return (first & CHARS_UPPER) && word.len <= WORD_BYTES && sketch_count(l->lower, key_of_word(l, word)) == 0;
}

bool learn_is_proper(struct learn *l, struct slice text)
{
    unsigned first = 0, words = 0;
    for (struct slice word; (word = next_word(&text, &first)).len; words++)
        if (!is_proper(l, word, first))
            return false;
    return words > 0;
}

/* Of the signs & in it: on each a name has two words. */
static unsigned sides_of(struct slice text)
{
    unsigned sides = 1;
    for (size_t i = 0; i < text.len; i++)
        sides += text.ptr[i] == '&';
    return sides;
}

bool learn_is_name(struct learn *l, struct slice text, bool opens)
{
    unsigned first = 0, names = 0, others = 0, sides = sides_of(text);
    for (struct slice word; (word = next_word(&text, &first)).len;) {
        bool name = is_proper(l, word, first);
        names += name;
        others += !name;
        if (opens && names + others == 3)
            break;
    }
    return names >= 2 * (opens ? 1 : sides) && others <= 1;
}

/* Capitals throughout, and one word that is never without: what stands before a comma needs no more. */
static bool is_half_known(struct learn *l, struct slice text)
{
    unsigned first = 0, words = 0, known = 0;
    if (!learn_may_be_name(text) || learn_is_caseless(text))
        return false;
    for (struct slice word; (word = next_word(&text, &first)).len; words++)
        known += is_proper(l, word, first);
    return known > 0 && words <= 3;
}

bool learn_is_named(struct learn *l, struct slice line)
{
    const char *comma = memchr(line.ptr, ',', line.len);
    return learn_is_name(l, line, comma || headline_ended(line))
        || (comma && is_half_known(l, slice_of(line.ptr, (size_t)(comma - line.ptr))));
}

bool learn_is_caseless(struct slice text)
{
    unsigned all = 0;
    const char *end = text.ptr + text.len;
    for (const char *p = text.ptr; p < end;) {
        uint32_t cp;
        p += utf8_next(p, end, &cp);
        all |= chars_flags(cp);
    }
    return (all & CHARS_LETTER) && !(all & (CHARS_UPPER | CHARS_LOWER));
}

bool learn_is_unmarked(struct slice text)
{
    uint32_t cp;
    const char *end = text.ptr + text.len;
    utf8_next(utf8_prev(text.ptr, end), end, &cp);
    return cp >= 0xE00 && cp < 0xF00;
}

bool learn_may_be_name(struct slice text)
{
    unsigned first = 0, capitals = 0, words = 0, least = 2 * sides_of(text);
    if (learn_is_caseless(text))
        return true;
    for (struct slice word; (word = next_word(&text, &first)).len; words++)
        capitals += (first & CHARS_UPPER) != 0;
    return words >= least && capitals == words;
}

static struct key name_key(uint32_t source, struct slice folded)
{
    return key_chain(key_of(slice_of((const char *)&source, sizeof source)), key_of(folded));
}

static bool remember(struct learn *l, uint32_t source, struct slice folded)
{
    struct place at = { 1, 0 };
    return folded.len > NAME_BYTES || keyset_add(&l->names, name_key(source, folded), &at) >= 0;
}

/* Without "by" a name of a script with capitals has two words left; one alone says little. */
bool learn_note_name(struct learn *l, uint32_t source, struct slice text)
{
    fold_key(text, &l->word);
    struct slice folded = buf_slice(&l->word);
    const char *blank = memchr(folded.ptr, ' ', folded.len);
    struct slice rest = blank ? slice_from(folded, (size_t)(blank + 1 - folded.ptr)) : slice_of("", 0);
    bool name = rest.len && (memchr(rest.ptr, ' ', rest.len) || learn_is_caseless(text));
    return !l->word.failed && remember(l, source, folded) && (!name || remember(l, source, rest));
}

/* A name may end before any letter of a script without capitals: "나루한은" is 나루한 and a particle. */
static bool name_may_end(const char *p, const char *end)
{
    uint32_t cp;
    if (p == end)
        return true;
    utf8_next(p, end, &cp);
    return !(chars_flags(cp) & (CHARS_UPPER | CHARS_LOWER | CHARS_MARK | CHARS_DIGIT));
}

bool learn_opens_with_name(struct learn *l, uint32_t source, struct slice text)
{
    struct place at;
    uint32_t cp;
    fold_key(text, &l->word);
    const char *start = buf_str(&l->word), *end = start + l->word.len, *p = start;
    p += p < end ? utf8_next(p, end, &cp) : 0;   /* one letter is no name */
    while (p < end && p - start <= NAME_BYTES) {
        p += utf8_next(p, end, &cp);
        if (name_may_end(p, end) && keyset_find(&l->names, name_key(source, slice_of(start, (size_t)(p - start))), &at))
            return true;
    }
    return false;
}

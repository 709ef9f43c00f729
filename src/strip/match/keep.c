#include "strip/match/keep.h"

#include <stdio.h>

/* Part of a word: a letter, a digit, or any character beyond ASCII. */
static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 128;
}

static bool word_starts(struct slice s, size_t i)
{
    return in_word(s.ptr[i]) && (i == 0 || !in_word(s.ptr[i - 1]));
}

static bool word_ends(struct slice s, size_t i)
{
    return in_word(s.ptr[i]) && (i + 1 == s.len || !in_word(s.ptr[i + 1]));
}

/* The bit of the two bytes from i on; of a last byte alone, of it and a blank. */
static size_t start_bit(struct slice s, size_t i)
{
    unsigned char first = (unsigned char)s.ptr[i], second = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : ' ';
    if (!in_word((char)second))
        second = ' ';
    return (first * 33u + second) % KEEP_STARTS;
}

/* Adds s to a pattern, with a backslash before each mark. */
static void add_escaped(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!in_word(s.ptr[i]))
            buf_addch(out, '\\');
        buf_addch(out, s.ptr[i]);
    }
}

bool keep_phrase(struct keep *k, struct slice folded)
{
    if (!folded.len)
        return true;
    if (!in_word(folded.ptr[0]) || !in_word(folded.ptr[folded.len - 1])) {
        if (k->pattern.len)
            buf_addch(&k->pattern, '|');
        add_escaped(&k->pattern, folded);
        return !k->pattern.failed;
    }
    size_t words = 0, bit = start_bit(folded, 0);
    k->starts[bit / 8] |= (uint8_t)(1u << bit % 8);
    for (size_t i = 0; i < folded.len; i++)
        words += word_ends(folded, i);
    if (words > k->longest)
        k->longest = words;
    return literals_add(&k->phrases, key_of(folded), 0, 0, 0);
}

void keep_pattern(struct keep *k, struct slice pattern)
{
    if (k->pattern.len)
        buf_addch(&k->pattern, '|');
    buf_addstr(&k->pattern, "(?:");
    buf_addslice(&k->pattern, pattern);
    buf_addch(&k->pattern, ')');
}

bool keep_finish(struct keep *k, bool trusted, char *reason, size_t size)
{
    struct slice pattern = buf_slice(&k->pattern);
    snprintf(reason, size, "out of memory");
    if (k->pattern.failed)
        return false;
    if (!pattern.len)
        return true;
    k->regex = trusted ? regex_inside_trusted(pattern) : regex_inside(pattern, reason, size);
    return k->regex != NULL;
}

void keep_release(struct keep *k)
{
    literals_release(&k->phrases);
    buf_release(&k->pattern);
    regex_free(k->regex);
    *k = (struct keep){ 0 };
}

/* Does a phrase start at byte i, where a word does? */
static bool phrase_at(const struct keep *k, struct slice s, size_t i)
{
    size_t words = 0;
    for (size_t end = i; end < s.len && words < k->longest; end++)
        if (word_ends(s, end)) {
            words++;
            if (literals_next(&k->phrases, key_of(slice_of(s.ptr + i, end + 1 - i)), NULL))
                return true;
        }
    return false;
}

bool keep_takes(const struct keep *k, struct regex_scratch *s, struct slice folded)
{
    for (size_t i = 0; i < folded.len; i++)
        if (word_starts(folded, i)) {
            size_t bit = start_bit(folded, i);
            if (k->starts[bit / 8] >> bit % 8 & 1 && phrase_at(k, folded, i))
                return true;
        }
    return k->regex && regex_match(k->regex, s, folded) != REGEX_NO;
}

/* Whether what somebody says may end before byte i, not the first: at a comma, also the Arabic
 * one, a quotation mark or a dash. */
static bool speech_ends(struct slice folded, size_t i)
{
    char c = folded.ptr[i];
    return c == ',' || c == '"' || (c == '-' && folded.ptr[i - 1] == ' ')
        || slice_starts(slice_from(folded, i), SLICE("\u060C"));
}

bool keep_said(const struct keep *said, struct regex_scratch *s, struct slice folded)
{
    if (!slice_ends(folded, SLICE(".")))
        return false;
    for (size_t i = 1; i < folded.len; i++)
        if (speech_ends(folded, i))
            return keep_takes(said, s, slice_from(folded, i));
    return false;
}

/* keep -- texts of all packs that save a line which has one of them: keep-at-end ones
 * save a last line and what stands in a block, said ones a line of speech. Strip layer.
 * Phrases are looked up by whole words, for there are some hundred, and as
 * alternatives of one regex they would cost more than all other rules together
 * (measured); patterns and phrases that begin or end with a mark are one regex. */
#ifndef STRIP_KEEP_H
#define STRIP_KEEP_H

#include "base/buf.h"
#include "strip/match/literals.h"
#include "strip/match/regex.h"

enum { KEEP_STARTS = 1024 };

struct keep {
    struct literals phrases;
    size_t longest;        /* words of a phrase */
    uint8_t starts[KEEP_STARTS / 8];   /* a bit for the hash of each phrase's first two bytes */
    struct buf pattern;    /* patterns as alternatives of one; grows until keep_finish */
    struct regex *regex;   /* NULL: none */
};

/* A phrase as fold_line gives it, or a pattern that compiles by itself. False
 * when out of memory. */
bool keep_phrase(struct keep *k, struct slice folded);
void keep_pattern(struct keep *k, struct slice pattern);

/* To be called once, at the end; false with reason[size] filled. trusted: all that was added comes from
 * built-in packs, so that the pattern is known to compile; that is left to the first match then. */
bool keep_finish(struct keep *k, bool trusted, char *reason, size_t size);
void keep_release(struct keep *k);

/* Does the folded line hold something that keeps it? */
bool keep_takes(const struct keep *k, struct regex_scratch *s, struct slice folded);

/* Is the folded line a sentence with one of these behind a comma, a quotation
 * mark or a dash? "We use cookies to follow you, the engineer admitted." */
bool keep_said(const struct keep *said, struct regex_scratch *s, struct slice folded);

#endif

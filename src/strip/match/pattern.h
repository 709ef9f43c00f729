/* pattern -- the pieces of a regex as text: where each ends, and what follows it. Strip layer,
 * internal to starts.c.
 *
 * It knows the syntax that packs use, and says of a pattern whether that is all it has. Places are
 * bytes of the pattern, from 0; its length is behind its end. Patterns are valid ones. */
#ifndef STRIP_PATTERN_H
#define STRIP_PATTERN_H

#include "base/slice.h"
#include "text/ascii.h"

/* Whether all of the pattern is known here: codes, [:word:] in a class, and what changes the
 * meaning of what follows are not. */
bool pattern_is_plain(struct slice pattern);

/* 0 behind its end. */
static inline unsigned char pattern_byte(struct slice pattern, size_t i)
{
    return i < pattern.len ? (unsigned char)pattern.ptr[i] : 0;
}

/* Behind a backslash such a character is a set or a code, and else itself. */
static inline bool pattern_is_coded(unsigned char c)
{
    return ascii_is_word((char)c);
}

/* Behind the character or escape at i; behind the atom, which is no group; behind either. */
size_t pattern_skip_one(struct slice pattern, size_t i);
size_t pattern_skip_plain(struct slice pattern, size_t i);
size_t pattern_skip_piece(struct slice pattern, size_t i);

/* Behind the quantifier at i, if one stands there. *none, *more: it lets its piece be left out,
 * stand more than once. */
size_t pattern_skip_quantifier(struct slice pattern, size_t i, bool *none, bool *more);

/* Is the group at i a look around, which takes no character? */
bool pattern_is_look(struct slice pattern, size_t i);

/* Where the body of the group at i begins. */
size_t pattern_body_of(struct slice pattern, size_t i);

/* The first | of this level from i on, when bar, or the ) that ends it. */
size_t pattern_find_end(struct slice pattern, size_t i, bool bar);

/* The body of the group that ends with the ) at `end`; the pattern's length: groups are too deep. */
size_t pattern_find_body(struct slice pattern, size_t end);

#endif

/* Generated text for property tests: pieces of many scripts, marks, blanks and
 * faults, thrown together by a fixed seed. */
#ifndef TESTS_UNIT_MIXTURE_H
#define TESTS_UNIT_MIXTURE_H

#include <stdint.h>

#include "base/buf.h"
#include "text/utf8.h"

static inline uint32_t mixture_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *const MIXTURE_PIECES[] = {
    "a", "b", "E", "the", "quick brown foxes jump over", "The 11 lazy dogs, or so", "Word", "US", "al-Qaeda", "linked", "backed", "led", "x", "1", "2", "31", "3",
    " ", " ", " ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "-", "-", "-", "+", "%", ".", ",", ":", "/", "'", "\"",
    "(", ")", "!", "?", "&", "$", "\x01", "\x7F", "\v", "\f", "\xC2\x85", "\xC2\x93",
    "\xC2\xA0", "\xC2\xAB", "\xC2\xBB", "\xC2\xAD", "\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x81\xA0",
    "\xEF\xBB\xBF", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE3\x80\x80", "\xE2\x80\x8E",
    "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\xA6",
    "\x80", "\xFF", "\xC3", "\xE2\x80", "\xF0\x9F", "\xED\xA0\x80", "\xC0\xAF",
    "\xC3\xA9", "\xC3\x89", "e\xCC\x81", "\xCC\x81", "\xCC\x88", "\xCC\xA3", "\xCD\x85", "\xCC\x87", "\xC3\x9F", "\xC4\xB0",
    "\xC2\xA8", "\xC2\xBD", "\xEF\xAC\x81", "\xC2\xB2", "\xE2\x84\xA2", "\xE2\x84\xAB", "\xCD\xBE", "\xE1\xBE\xB3", "\xCD\xBA",
    "\xD0\xB9", "\xD0\x98\xCC\x86", "\xD1\x91", "\xD0\x9F", "\xCE\xA3", "\xCE\xAC",
    "\xE3\x81\x8C", "\xE3\x81\x8B", "\xE3\x82\x99", "\xEF\xBD\xB6", "\xEF\xBE\x9E", "\xE4\xB8\xAD", "\xEF\xA8\x99", "\xE3\x80\x82",
    "\xEF\xBC\xA1", "\xEF\xBC\x91", "\xEF\xBC\x8D", "\xEF\xBC\x85", "\xE3\x8E\x8F", "\xE2\x91\xA0", "\xE3\x88\xB1",
    "\xEA\xB0\x80", "\xE1\x84\x80", "\xE1\x85\xA1", "\xE1\x86\xA7", "\xE1\x86\xA8", "\xE3\x84\xB1", "\xE3\x85\x8F",
    "\xE0\xA4\xAE", "\xE0\xA5\x81", "\xE0\xA4\xBC", "\xE0\xA5\x8D", "\xE0\xA5\x9C", "\xE0\xA4\x96",
    "\xE0\xB8\x97", "\xE0\xB8\xB5", "\xE0\xB9\x88", "\xE0\xB8\xB3", "\xE0\xBA\x81",
    "\xD8\xA7", "\xD9\x94", "\xD8\xA3", "\xD9\x8E", "\xD9\x91", "\xDB\x8C", "\xD9\x85", "\xEF\xB9\xB6", "\xEF\xB7\xBA", "\xD9\xA3",
    "\xD7\x91", "\xD6\xBC", "\xD6\xB8", "\xF0\x9F\x91\xA9", "\xF0\x9F\x8F\xBD", "\xE2\x9D\xA4", "\xEF\xB8\x8F", "\xF0\x9D\x90\x80",
    "\xF0\x9D\x85\x9E", "\xE0\xBD\xB1\xE0\xBD\xB2", "\xE2\x80\xB3",
};

/* Up to 12 pieces, now and then any code point or byte. Into out, cleared. */
static inline void mixture(uint64_t *seed, struct buf *out)
{
    const uint32_t n_pieces = sizeof MIXTURE_PIECES / sizeof *MIXTURE_PIECES;
    uint32_t n = 1 + mixture_random(seed) % 12;
    buf_clear(out);
    while (n-- > 0) {
        uint32_t kind = mixture_random(seed) % 24, cp = mixture_random(seed) % 0x32000;
        if (kind == 0 && (cp < 0xD800 || cp > 0xDFFF))
            utf8_add(out, cp);
        else if (kind == 1 && mixture_random(seed) % 4 == 0)
            buf_addch(out, (char)mixture_random(seed));
        else
            buf_addstr(out, MIXTURE_PIECES[mixture_random(seed) % n_pieces]);
    }
}

#endif

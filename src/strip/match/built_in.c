#include "strip/match/built_in.h"

struct lean { const char *text; size_t len; uint64_t hash; };

/* Of a regex: where its openings and its needs end in their tables (they begin where those of the
 * regex before it end), and starts_longest. */
struct known { uint32_t openings, needs, longest; };

struct part { uint16_t at, len; };   /* of a pattern */

#include "built_in.inc"

const struct literals *built_in_literals(void)
{
    return &LITERALS;
}

bool built_in_pack(size_t i, struct built_in_pack *pack)
{
    if (i >= sizeof LEAN / sizeof *LEAN)
        return false;
    *pack = (struct built_in_pack){ slice_of(LEAN[i].text, LEAN[i].len), LEAN[i].hash };
    return true;
}

bool built_in_regex(size_t n, struct slice pattern, struct built_in_regex *regex)
{
    if (n >= sizeof KNOWN / sizeof *KNOWN)
        return false;
    static const struct known START = { 0, 0, 0 };
    const struct known *before = n ? &KNOWN[n - 1] : &START, *known = &KNOWN[n];
    *regex = (struct built_in_regex){
        .openings = OPENINGS + before->openings, .n_openings = known->openings - before->openings,
        .longest = known->longest == UINT32_MAX ? SIZE_MAX : known->longest,
    };
    for (uint32_t i = before->needs; i < known->needs; i++)
        regex->needs.text[regex->needs.n++] = slice_of(pattern.ptr + NEEDS[i].at, NEEDS[i].len);
    return true;
}

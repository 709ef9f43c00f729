/* built_in -- what was found out about the built-in packs when copydesk was built, by
 * make_built_in.c with the library's own code: the labels alone would take a run 30 ms. Packs, rules and
 * regexes have the numbers that ruleset_add gives them. Strip layer. */
#ifndef STRIP_BUILT_IN_H
#define STRIP_BUILT_IN_H

#include "strip/match/literals.h"
#include "strip/match/openings.h"
#include "strip/match/starts.h"

/* Of all packs; their lines are in no lean text. */
const struct literals *built_in_literals(void);

struct built_in_pack {
    struct slice lean;     /* the text of the pack, less comments, examples and lines: all that a run must still parse */
    uint64_t hash;         /* hash_bytes of the whole text */
};

/* Pack number i. False: there is none, or nothing is known of it. */
bool built_in_pack(size_t i, struct built_in_pack *pack);

struct built_in_regex {
    const struct opening *openings;
    size_t n_openings;
    struct starts_texts needs;   /* as of starts_needs; point into the pattern */
    size_t longest;              /* as of starts_longest */
};

/* Regex number n, which has that pattern. False as above. */
bool built_in_regex(size_t n, struct slice pattern, struct built_in_regex *regex);

#endif

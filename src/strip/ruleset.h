/* ruleset -- what struct rules is made of: packs, compiled. Strip layer,
 * internal: find.c, judge.c and check.c look into it, others use strip.h.
 *
 * Built by ruleset_new, ruleset_add for each pack, ruleset_finish; read-only
 * from then on, but for `noticed`, whose elements only go from 0 to 1, and for
 * what trials.h compiles later. */
#ifndef STRIP_RULESET_H
#define STRIP_RULESET_H

#include <stdatomic.h>

#include "base/arena.h"
#include "strip/keep.h"
#include "strip/language.h"
#include "strip/literals.h"
#include "strip/needs.h"
#include "strip/pack.h"
#include "strip/pack_files.h"
#include "strip/packs.h"
#include "strip/prefilter.h"
#include "strip/regex.h"
#include "strip/strip.h"
#include "strip/trials.h"
#include "strip/walls.h"
#include "text/fold.h"

struct rule {
    char *name;            /* "pack/rule" */
    enum copydesk_class cls;
    unsigned conditions;   /* bits 1 << enum strip_condition */
    struct slice source;   /* when sourced: only in articles of this one, "" for the top folder */
    bool sourced;
    bool acts;             /* its class is switched on */
    bool headline;
    bool given;            /* by a file of the user's */
    bool block;            /* with its line goes what stands behind it: block.h */
    struct slice after;    /* name of the marker rule */
    uint16_t marker;       /* its number + 1, 0 none */
    uint8_t language;      /* number + 1; 0: acts in articles of any */
    size_t first_regex, n_regexes;
};

struct rule_regex {
    struct regex *regex;
    struct slice pattern;
    struct needs needs;    /* of the pattern */
    size_t rule;
    uint64_t line;         /* in its pack */
    uint32_t words, bytes; /* not tried on longer lines */
    size_t chars;          /* code points of the longest line that it matches */
};

struct rule_cut {
    struct slice text;
    size_t rule;
};

struct loaded_pack {
    struct pack_source source;
    struct pack pack;      /* its slices point into source.text */
    struct copydesk_pack_info info;
    size_t first_rule;
    uint8_t language;      /* as of its rules */
};

struct rules {
    unsigned strip;        /* classes that act */
    struct loaded_pack *packs;
    size_t n_packs, cap_packs;
    struct rule *rules;
    size_t n, cap;
    struct rule_regex *regexes;
    size_t n_regexes, cap_regexes;
    struct rule_cut *cuts;
    size_t n_cuts, cap_cuts;
    struct literals literals;
    struct lazy *lazy;     /* the regexes' trials */
    struct languages *languages;
    bool by_language;      /* packs of languages act in articles that show these */
    bool built_in;         /* what is known of the built-in packs holds (built_in.h), */
    bool lean;             /* and of those just what a run must still parse is parsed */
    bool watched;          /* somebody asks which languages are shown, whatever acts */
    uint16_t headline;     /* number + 1 of the acting trailing headline rule, 0 none */
    bool blocks;           /* an acting rule has a block */
    bool any;              /* some rule acts */
    struct keep keep;
    struct keep said;      /* phrases alone */
    struct walls walls;
    atomic_uchar *noticed; /* per rule: its limit was noticed */
    struct pack_files files;         /* names of the packs that are files */
    struct arena patterns;           /* regexes that were made of other items */
    struct regex_scratch *scratch;   /* for building */
    struct buf line, key, loose;
};

struct strip_scratch {
    struct regex_scratch *regex;
    struct buf line, key, loose;
    struct grams grams;    /* of line, when somebody asked */
    uint64_t *chosen;      /* regexes to try on it, a bit each, all zero when nobody is at it; NULL: not made yet */
};

/* by_language: built-in packs named like a language act in its articles only; false:
 * for one pack by itself, to be checked. NULL if out of memory. */
struct rules *ruleset_new(unsigned strip, bool by_language);

/* Parses and compiles one more pack, and owns source from then on. Faults are
 * told; with any of them the set is good for nothing but rules_free. */
void ruleset_add(struct rules *r, struct pack_source *source, struct faults *faults);
void ruleset_finish(struct rules *r, struct faults *faults);

/* Checks the examples of pack number i. */
void check_examples(const struct rules *r, struct strip_scratch *s, size_t i, struct faults *faults);

/* An example, folded in every way that a rule looks at. */
struct example {
    struct slice text, line;   /* line: in the scratch, until its next use */
    struct key key;
    struct fold fold;
    unsigned shape;
};

/* False when out of memory. */
bool example_fold(struct strip_scratch *s, struct slice text, struct example *e);

/* Would rule number i take it where its conditions hold? Whatever its class and source. */
bool rule_takes(const struct rules *r, struct strip_scratch *s, size_t i, const struct example *e);

/* Is the line, which a regex of the rule matches, somebody's words? */
bool rule_spares(const struct rules *r, struct regex_scratch *s, const struct rule *rule, struct slice line);

/* The text that literals compare: loosely folded, in key or loose. */
struct slice fold_literal(struct slice text, struct buf *key, struct buf *loose, struct fold *fold);

#endif

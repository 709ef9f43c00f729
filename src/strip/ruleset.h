/* ruleset -- the inside of struct rules: all packs, compiled. Strip layer,
 * internal: the files of this folder look into it, others use strip.h.
 *
 * Built by ruleset_new, ruleset_add for each pack, ruleset_finish; read-only
 * from then on, but for `noticed`, whose bits only go from 0 to 1, and for
 * what trials.h compiles later. */
#ifndef STRIP_RULESET_H
#define STRIP_RULESET_H

#include <stdatomic.h>

#include "base/arena.h"
#include "strip/language.h"
#include "strip/match/keep.h"
#include "strip/match/literals.h"
#include "strip/match/needs.h"
#include "strip/match/prefilter.h"
#include "strip/match/regex.h"
#include "strip/pack.h"
#include "strip/pack_files.h"
#include "strip/packs.h"
#include "strip/strip.h"
#include "strip/trials.h"
#include "strip/walls.h"
#include "text/fold.h"

struct rule {
    char *name;            /* "pack/rule" */
    enum copydesk_class cls;
    unsigned conditions;   /* bits 1 << enum strip_condition */
    bool sourced;          /* acts only in articles of `source`; */
    struct slice source;   /* "" is the top folder */
    bool acts;             /* its class is switched on */
    bool headline;         /* takes what looks like another story's headline: headline.h */
    bool given;            /* comes from a file of the user's */
    bool block;            /* with its line goes what stands behind it: block.h */
    bool company;          /* in a zone it takes no line that stands there alone */
    struct slice after;    /* the name of its marker: the rule right after whose lines it acts */
    uint16_t marker;       /* that rule's number + 1, 0 none */
    uint8_t language;      /* number + 1; 0: acts in articles of any */
    size_t first_regex, n_regexes;
};

enum rule_noticed {
    RULE_LIMIT = 1,        /* a regex of it ran into the match limit */
    RULE_ACTED = 2,        /* of one source: an article of it has such a line, */
    RULE_ELSEWHERE = 4     /* one of another source has */
};

struct rule_regex {
    struct regex *regex;
    struct slice pattern;
    struct needs needs;    /* of the pattern; like chars set by trials_of */
    size_t rule;           /* its number */
    uint64_t line;         /* in its pack */
    uint32_t words, bytes; /* limits: not tried on longer lines */
    size_t chars;          /* code points of the longest line that it can match */
};

struct rule_cut {
    struct slice text;
    size_t rule;
};

struct loaded_pack {
    struct pack_source source;
    struct pack pack;      /* its slices point into source.text */
    struct copydesk_pack_info info;
    size_t first_rule;     /* the number of its first rule */
    uint8_t language;      /* of all its rules: number + 1, or 0 */
};

struct rules {
    unsigned strip;        /* bits 1 << enum copydesk_class: those that act */
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
    bool by_language;      /* the pack of a language acts only in articles that show it */
    bool built_in;         /* the set starts with the built-in packs: what built_in.h knows of them is used, */
    bool lean;             /* and only their lean text is parsed */
    bool watched;          /* rules_watch was called: languages are noted even when no rule acts */
    uint16_t headline;     /* number + 1 of the acting trailing headline rule, 0 none */
    bool blocks;           /* an acting rule has a block */
    bool any;              /* some rule acts */
    struct keep keep;      /* keep-at-end and keep-at-end-regex */
    struct keep said;      /* said: phrases only */
    struct walls walls;
    atomic_uchar *noticed; /* per rule: what happened to it, bits of rule_noticed */
    struct pack_files files;         /* names of the packs that are files */
    struct arena patterns;           /* the patterns made of like and wall-like texts */
    struct buf line, key, loose;     /* scratch while the set is built */
};

struct strip_scratch {
    struct regex_scratch *regex;
    struct buf line, key, loose;
    struct grams grams;    /* of line, when a regex needed them */
    uint64_t *chosen;      /* bits: which regexes of a trials to try on line; all zero between two uses; NULL: not made yet */
};

/* by_language: built-in packs named like a language act in its articles only; false:
 * for one pack by itself, to be checked. NULL if out of memory. */
struct rules *ruleset_new(unsigned strip, bool by_language);

/* Parses and compiles one more pack, and owns source from then on, also when that
 * fails. Faults are told; after any the set is good for nothing but rules_free. */
void ruleset_add(struct rules *r, struct pack_source *source, struct faults *faults);

/* To be called once, when all packs are added: finds the markers, compiles what keeps. */
void ruleset_finish(struct rules *r, struct faults *faults);

/* Checks the examples of pack number i. */
void check_examples(const struct rules *r, struct strip_scratch *s, size_t i, struct faults *faults);

/* A line by itself, an example of a pack or one of the user's, folded in every way that a rule looks at. */
struct example {
    struct slice text, line;   /* line: in the scratch, until its next use */
    struct key key;
    struct fold fold;
    unsigned shape;
};

/* False when out of memory. */
bool example_fold(struct strip_scratch *s, struct slice text, struct example *e);

/* Whether memory was short since, so that what rule_takes said does not count. */
bool example_failed(const struct strip_scratch *s);

/* Would rule number i take it where its conditions hold? Class, source and language are not asked. */
bool rule_takes(const struct rules *r, struct strip_scratch *s, size_t i, const struct example *e);

/* Must the line stay although a regex of the rule matches it, being somebody's words (keep_said)? Never for
 * rules that the user gave. */
bool rule_spares(const struct rules *r, struct regex_scratch *s, const struct rule *rule, struct slice line);

/* The number of the line that heads a wall page, which no rule takes (walls.c); n: there is none. Sets
 * *failed when memory is short. */
size_t walls_title(const struct rules *r, struct strip_scratch *s, const struct para *paras, size_t n, bool *failed);

/* The key by which the table may know a paragraph; false: it knows it by none, or memory was short (key and loose of s tell). */
bool literal_key(const struct literals *table, struct strip_scratch *s, const struct para *p, struct key *key);

/* The text that literals compare: bare and loosely folded. It lies in key or loose. *fold: what fold_key found. */
struct slice fold_literal(struct slice text, struct buf *key, struct buf *loose, struct fold *fold);

#endif

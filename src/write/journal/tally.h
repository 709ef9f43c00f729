/* tally -- what a journal tells, added up for people to look at: removals with
 * the same text and reason are one, with how often and where first.
 *
 * Memory is bounded: of each kind of thing the first TALLY_MOST different ones
 * are remembered, each with some hundred bytes of its text; the rest is counted
 * all the same. Numbers are of all runs that the journal holds. */
#ifndef WRITE_TALLY_H
#define WRITE_TALLY_H

#include "base/arena.h"
#include "copydesk.h"

enum {
    TALLY_MOST = 50000,    /* some 40 MB at the most (guess: nobody looks at more) */
    TALLY_TEXT = 400       /* bytes of a text or name that are kept */
};

/* Different things of one kind; each item begins with its hash. Where an item is, `places` tells by that. */
struct tally_list {
    void *items;
    size_t n, cap, left_out;
    uint32_t *places;                  /* open addressing, at most half full: counted from 1; 0 is free */
    size_t n_places;
};

enum tally_kind {
    TALLY_RULES, TALLY_REPEATS,        /* struct tally_removal: by rules; for any other reason, mostly repeats */
    TALLY_WHOLE,                       /* the same: articles not written, copies and near-duplicates */
    TALLY_REASONS, TALLY_FOLDERS, TALLY_REPAIRS,   /* struct tally_sum */
    TALLY_KINDS
};

/* Paragraphs, or whole articles, that went for one reason. Slices live in the tally. */
struct tally_removal {
    uint64_t hash;
    struct slice reason, cls, rule;    /* cls, rule: of a rule, else empty */
    struct slice text;                 /* its first TALLY_TEXT bytes at most */
    struct slice article, first;       /* where it went first; who has its text, or empty */
    uint64_t line, first_line;         /* first_line 0: none */
    uint64_t jaccard, containment;     /* thousandths; of near-duplicates */
    uint64_t len;                      /* bytes of the whole text */
    uint64_t times, bytes;             /* of all of them */
};

/* What went for one reason, by class of rule. A folder: articles of it, not paragraphs. */
struct tally_sum {
    uint64_t hash;
    struct slice name, cls;
    uint64_t n, bytes, removed;        /* removed: of a folder's bytes */
};

struct tally {
    uint64_t runs, articles, written, copies, near, skipped, flagged;
    uint64_t bytes, wrote, removed;
    uint64_t gone, respelt;            /* paragraphs */
    uint64_t others;                   /* lines and records that are no articles */
    struct tally_list lists[TALLY_KINDS];
    struct arena arena;
    bool dry_run;                      /* nothing was written */
    bool failed;                       /* memory is short */
    bool other;                        /* the record at hand is among the others */
    bool counted;                      /* the article at hand is among the written */
};

/* Reads a whole journal. Zero-initialise, and release whatever comes back. */
enum copydesk_status tally_read(struct tally *t, const char *journal, struct copydesk_error *error);
void tally_release(struct tally *t);

/* Pointers to the items of a list of that kind, in order (NULL: as they came; order gets pointers to
 * pointers); NULL when memory is short. The caller frees. */
const char **tally_sorted(const struct tally_list *list, enum tally_kind kind, int (*order)(const void *, const void *));

#endif

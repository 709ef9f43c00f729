/* changes -- what two paired versions of a story differ in, in the order in
 * which it is told: the later version's, with what was cut where it stood.
 * diff_text.c and diff_json.c write it down. */
#ifndef WRITE_CHANGES_H
#define WRITE_CHANGES_H

#include "dedupe/near/align.h"
#include "dedupe/near/edits.h"

enum change_kind { CHANGE_STAYS, CHANGE_EDITED, CHANGE_REWRITTEN, CHANGE_CUT, CHANGE_ADDED };

const char *change_name(enum change_kind kind);   /* "stays", "edited" ... */

struct change {
    enum change_kind kind;
    bool moved;
    bool respelt;          /* CHANGE_STAYS, but not byte for byte */
    uint32_t a, b;         /* paragraphs; ALIGN_NONE where there is none */
};

enum run_kind { RUN_SAME, RUN_CUT, RUN_ADDED };

/* Words in a row that fare alike; text has the blanks before them too. */
struct word_run {
    enum run_kind kind;
    struct slice text;     /* of the later version; of the earlier for RUN_CUT */
};

/* Scratch memory and answers. Zero-initialise. */
struct changes {
    struct change *list;   /* in the arena given */
    size_t n;
    struct edits edits;
    struct buf words[2], hashes[2], runs, spelt;
};

void changes_release(struct changes *c);

/* Fills list and its numbers, but for parted, jaccard and containment. False when memory is short. */
bool changes_list(struct changes *c, const struct version *a, const struct version *b,
                  struct arena *arena, struct copydesk_difference *numbers);

/* The runs of an edited paragraph, until the next call; *same (may be NULL) is
 * how many words they have in common. NULL with *n 0: too many edits; with
 * c->runs.failed: memory is short. */
const struct word_run *changes_runs(struct changes *c, struct slice was, struct slice is, size_t *n, uint64_t *same);

/* How it is written. Both append lines with their line feeds. */
struct diff_view {
    const struct version *a, *b;
    const char *from, *to;     /* the versions' names */
    const char *base[2];       /* first bytes of their input, which spans count from */
    bool color;
    const struct copydesk_difference *numbers;
};
void diff_text(struct buf *out, struct changes *c, const struct diff_view *t);
void diff_json(struct buf *out, struct changes *c, const struct diff_view *t);

#endif

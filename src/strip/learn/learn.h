/* learn -- rules proposed from a corpus: lines that recur across the articles
 * of one source. Strip layer.
 *
 * Two passes over the same articles in the same order:
 *
 *   learn_count    counts, in a sketch, in how many articles of its source each
 *                  line stands; notes which words are written in lower case
 *   learn_look     for lines that may recur often enough: exact counts, where
 *                  they stand (learn_places.h), what stands beside them, samples
 *
 * then learn_judge parts templates from journalism that recurs (learn_judge.c
 * says by what), and learn_pack writes the pack.
 *
 * Articles, not files, are counted: an exact copy of an earlier article of its
 * source counts nothing, nor does a near-copy (most of what it has, rare
 * lines weighing most, an earlier one has).
 *
 * Memory is fixed (some 170 MiB at most) but for the sources' names and
 * LEARN_LINES lines: the sketches are good for some 10^8 distinct paragraphs;
 * beyond that more lines than needed are looked at, up to LEARN_LINES, and
 * their counts stay exact. */
#ifndef STRIP_LEARN_H
#define STRIP_LEARN_H

#include "base/arena.h"
#include "dedupe/keys/keyset.h"
#include "dedupe/keys/sketch.h"
#include "strip/strip.h"

enum {
    LEARN_CHARS = 400,         /* longer paragraphs are never templates (guess; cookie walls have about 300) */
    LEARN_UNMARKED = 45,       /* a sentence in Thai, which marks no end: eight words (guess) */
    LEARN_LINES = 1 << 18,     /* looked at, at most; a pack holds no more than 60,000 rules */
    LEARN_SAMPLES = 3, LEARN_ID = 160   /* and bytes of each */
};

struct learn_source {
    struct slice name;
    uint32_t counted;          /* articles of the first pass, exact copies apart */
    uint32_t articles;         /* of the second: near-copies apart, too */
    bool signs;                /* an author's name ends articles */
    uint32_t untitled;         /* of them without a line of their own above the prose */
};

/* Where a line stands in an article. */
enum learn_place {
    AT_HEAD, AT_TAIL,          /* in that zone, as clean will find it */
    AT_FIRST, AT_LAST,         /* no line is above it, or behind it, that is in this article alone; */
    AT_HALF, AT_FIFTH,         /* between it and those is a line of half of the articles; a label of a fifth */
    AT_BESIDE,                 /* next to another recurring or taken line, no name */
    AT_LEADS,                  /* right above a sentence that recurs in less than half of the articles */
    AT_HEADING,                /* above the prose, and no line of the article's own there */
    AT_TITLE,                  /* as the last of these */
    AT_UNDER,                  /* between such a line of its own, or what may be the headline, and the prose */
    AT_OVER,                   /* above the prose and a name that stands there */
    AT_INSIDE,                 /* between the article's own paragraphs */
    LEARN_PLACES
};

/* A line of one source that may be a template. */
struct learn_line {
    uint32_t source;           /* its number */
    uint32_t articles;         /* that have it, */
    uint32_t at[LEARN_PLACES]; /* and in how many of them it stands there */
    struct slice text;         /* as first met, in one line */
    struct key key;            /* of the folded text */
    uint32_t chars, words;
    uint16_t fold;
    uint8_t verdict;           /* enum copydesk_left, after learn_judge */
    uint8_t zones;             /* bits 1 << enum strip_condition, after learn_judge */
    struct slice samples[LEARN_SAMPLES];   /* ids of articles */
};

struct learn {
    const struct copydesk_options *options;
    const struct rules *rules;
    struct sketch *lines;      /* articles per source and line */
    struct sketch *sources_of; /* sources per line */
    struct sketch *lower;      /* words in lower case */
    struct sketch *texts;      /* whole articles met in this pass */
    struct sketch *met;        /* second pass: per source and line */
    struct keyset source_at, line_at, once;
    struct keyset names;       /* of each source, after its lines were looked at */
    struct learn_source *sources;
    size_t n_sources, cap_sources;
    struct learn_line *found;
    size_t n_found, cap_found;
    struct arena arena;
    struct buf word;           /* folded */
    uint8_t *flags;            /* of the paragraphs of the article at hand */
    uint16_t *places;          /* and where they stand: bits 1 << enum learn_place */
    size_t cap_marks;          /* of both */
    uint64_t corpus;           /* a hash of all articles, whatever their order */
    struct copydesk_learned sum;
};

/* options and rules stay the caller's. False: memory is short. */
bool learn_init(struct learn *l, const struct copydesk_options *options, const struct rules *rules);
void learn_release(struct learn *l);   /* fine after a failed init */

/* Paragraphs as strip_judge left them: those that still stand are looked at, and those that went as another
 * story's headline, for there a closing line goes as one. For whole articles only. False: memory is short. */
bool learn_count(struct learn *l, const struct article *a, const struct para *paras, size_t n);
bool learn_second_pass(struct learn *l);
bool learn_look(struct learn *l, const struct article *a, const struct para *paras, size_t n);

/* Gives each found line its verdict and zones, and counts them. */
bool learn_judge(struct learn *l);

/* Appends the pack: proposed rules, riskiest first, then what was left out, as
 * comments. Sorts found. */
void learn_pack(struct learn *l, struct buf *out);

/* ---- for its own files ---- */

/* Remembers the text's words as no names: those in lower case, or all. */
void learn_note_words(struct learn *l, struct slice text, bool all);

/* Is part at least percent of whole? */
static inline bool learn_reaches(uint64_t part, uint64_t whole, unsigned percent)
{
    return part * 100 >= whole * percent;
}

/* A line with an end mark and as many words as a paragraph of the story may have, or in quotation marks. */
bool learn_is_sentence(struct slice text, uint32_t chars, uint32_t words, unsigned fold);

/* A person's name: two or more words with a capital that are never written
 * without, on either side of an &, and at most one other. opens: only the first three words count. */
bool learn_is_name(struct learn *l, struct slice text, bool opens);

/* Remembers a line of that source that is a name, or a byline: what else opens with the name, or
 * with what stands behind the byline's first word, tells of the person. False: memory is short. */
bool learn_note_name(struct learn *l, uint32_t source, struct slice text);
bool learn_opens_with_name(struct learn *l, uint32_t source, struct slice text);

/* The same of a line: where it has a comma or an end mark, more than the name is said. */
bool learn_is_named(struct learn *l, struct slice line);

/* Is each word of it, be it one, never written without its capital? */
bool learn_is_proper(struct learn *l, struct slice text);

/* Does its spelling allow a name: two words or more, each with a capital, or letters of a script without? */
bool learn_may_be_name(struct slice text);

/* Has the text letters, but none of a script with capitals? */
bool learn_is_caseless(struct slice text);

/* Is it Thai or Lao, which have no end marks? Then LEARN_UNMARKED characters, eight words, are a sentence. */
bool learn_is_unmarked(struct slice text);

#endif

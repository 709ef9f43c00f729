/* copydesk -- clean scraped news articles: drop what repeats, strip what is
 * not news, repair how it is spelt, and record every byte that was taken out.
 *
 * The library neither prints nor exits. Everything it has to say goes into a
 * struct copydesk_error, a verdict, or the observer's callbacks. Text is
 * pointer and length throughout and may hold NUL bytes.
 *
 * Two ways in:
 *   copydesk_run    a whole run over paths, as `copydesk clean` does it
 *   copydesk_open   an engine to feed single articles to, for embedding
 *
 * Compiles alone as C (C99 and later) and as C++. */
#ifndef COPYDESK_H
#define COPYDESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COPYDESK_VERSION "0.1.0"

/* ---- status and errors ---- */

/* The values are the program's exit statuses. */
enum copydesk_status {
    COPYDESK_OK = 0,       /* all done; also when the reader closed the pipe */
    COPYDESK_SKIPPED = 1,  /* done, but some input was skipped or kept unclean */
    COPYDESK_FAILED = 2,   /* could not run, or output failed */
    COPYDESK_STOPPED = 3,  /* stopped by a safety limit, before the batch was committed */
    COPYDESK_BUSY = 75     /* another run holds the state; try again later */
};

/* What went wrong and where. Control characters in path and reason are left
 * as they came: whoever prints replaces them. */
struct copydesk_error {
    enum copydesk_status status;
    char path[1024];       /* "" when no file is to blame; cut when longer */
    uint64_t line;         /* 1-based; 0 when no line is to blame */
    char reason[512];      /* lower case, no full stop; says what to do next */
};

/* ---- verdicts ---- */

enum copydesk_action { COPYDESK_KEEP, COPYDESK_EDIT, COPYDESK_DROP };

enum copydesk_reason {
    COPYDESK_NONE,         /* kept as it is */
    COPYDESK_REPEAT,       /* repeats an earlier paragraph of the same article */
    COPYDESK_SEEN,         /* an earlier article has it */
    COPYDESK_COPY,         /* the whole article is a copy of an earlier one */
    COPYDESK_RULE,         /* boilerplate: a rule of a pack takes it; edited: cuts a part of it */
    COPYDESK_REPAIR,       /* respelt: see the repairs; dropped when nothing is left */
    COPYDESK_NEAR,         /* the whole article is nearly an earlier one */
    COPYDESK_LISTED,       /* copydesk_options.drops lists it */
    COPYDESK_NEAR_PARAGRAPH,/* an earlier article has it but for an editor's touch; kept: only flagged */
    COPYDESK_N_REASONS
};

/* Classes of boilerplate; a bit each in copydesk_options.strip. */
enum copydesk_class {
    COPYDESK_AD, COPYDESK_SHARE, COPYDESK_COMMENTS, COPYDESK_FORM,
    COPYDESK_NAVIGATION, COPYDESK_READMORE, COPYDESK_NEWSLETTER,
    COPYDESK_FOLLOW, COPYDESK_RIGHTS, COPYDESK_COOKIE, COPYDESK_LOGIN,
    COPYDESK_COUNTER, COPYDESK_PLACEHOLDER, COPYDESK_RELATED, COPYDESK_TEMPLATE,
    /* about the story, so off by default: */
    COPYDESK_BYLINE, COPYDESK_CREDIT, COPYDESK_CAPTION, COPYDESK_DATE,
    COPYDESK_N_CLASSES
};
#define COPYDESK_STRIP_DEFAULT ((1u << COPYDESK_BYLINE) - 1u)

/* Named repairs; a bit each in copydesk_options.repairs and verdict.repairs.
 * Bad UTF-8 becomes U+FFFD whatever is switched off: the output is UTF-8. */
enum copydesk_repair {
    COPYDESK_FIX_UTF8,     /* bytes that are not UTF-8 to U+FFFD, one per maximal part */
    COPYDESK_FIX_BOM,      /* U+FEFF out, at the start and inside */
    COPYDESK_FIX_ENDS,     /* CR LF, CR, VT, FF, U+2028, U+2029 are line ends */
    COPYDESK_FIX_CONTROLS, /* C0 other than tab and line feed, and DEL: out */
    COPYDESK_FIX_NBSP,     /* U+00A0 to a space, save between digits and before French marks */
    COPYDESK_FIX_SHY,      /* soft hyphen out */
    COPYDESK_FIX_ZEROWIDTH,/* stray U+200B, U+200C, U+200D, U+2060 out; kept where a script or emoji needs them */
    COPYDESK_FIX_SPACES,   /* runs of spaces and tabs to one space, edges trimmed */
    COPYDESK_FIX_HYPHEN,   /* "US -backed" and "al-Qaeda- linked", a narrow English list */
    COPYDESK_FIX_C1,       /* C1 controls, and stray bytes of the kind, read as cp1252; what is none there out */
    COPYDESK_FIX_SURROGATES,/* surrogate pairs written as UTF-8 (CESU-8) to the one character */
    COPYDESK_FIX_MOJIBAKE, /* UTF-8 that was read in a legacy code page, layer by layer */
    COPYDESK_FIX_ENTITIES, /* HTML entities with their semicolon, in lines without tags */
    COPYDESK_FIX_ANSI,     /* escape sequences of terminals out */
    COPYDESK_FIX_LIGATURES,/* U+FB00 to U+FB06 to letters */
    COPYDESK_FIX_ICONS,    /* private-use characters out that are all of a line */
    COPYDESK_FIX_BIDI,     /* bidi embeddings and isolates without a partner out */
    /* off by default: */
    COPYDESK_FIX_UNWRAP,   /* line ends inside a paragraph to spaces, words hyphenated there joined */
    COPYDESK_FIX_PUNCT,    /* quotes, dashes and ellipses to ASCII */
    COPYDESK_FIX_WIDTH,    /* full-width letters and digits to ASCII */
    COPYDESK_FIX_HOMOGLYPHS,/* nothing is changed: words of Latin and look-alike letters are noticed and counted */
    COPYDESK_FIX_FORM,     /* the Unicode normal form; not switched here but by .form */
    COPYDESK_N_REPAIRS
};
#define COPYDESK_REPAIRS_DEFAULT (((1u << COPYDESK_FIX_UNWRAP) - 1u) | 1u << COPYDESK_FIX_FORM)

/* Names as they stand in options, journal and statistics ("ad", "nbsp", ...).
 * NULL for a value that is none. copydesk_*_named gives the value, or -1. */
const char *copydesk_reason_name(enum copydesk_reason reason);
const char *copydesk_class_name(enum copydesk_class cls);
const char *copydesk_class_summary(enum copydesk_class cls);   /* half a line for help */
const char *copydesk_repair_name(enum copydesk_repair repair);
const char *copydesk_repair_summary(enum copydesk_repair repair);
int copydesk_class_named(const char *name, size_t len);
int copydesk_repair_named(const char *name, size_t len);

/* What happened to one paragraph. Offsets are bytes of the article's input; of
 * an article in another encoding, of that in UTF-8. */
struct copydesk_verdict {
    enum copydesk_action action;
    enum copydesk_reason reason;
    uint64_t start, end;       /* the paragraph's bytes: [start, end) */
    uint64_t line;             /* 1-based line on which it starts */
    unsigned repairs;          /* bits of enum copydesk_repair; for COPYDESK_REPAIR */
    int cls;                   /* enum copydesk_class for COPYDESK_RULE, else -1 */
    const char *rule;          /* "pack/rule" for COPYDESK_RULE, else NULL */
    const char *first_article; /* id of the article with the first copy, or one nearly that; or NULL */
    uint64_t first_line;       /* its line there, 0 when none */
};

/* ---- options ---- */

enum copydesk_scope { COPYDESK_SCOPE_AUTO, COPYDESK_SCOPE_ARTICLE, COPYDESK_SCOPE_CORPUS };
enum copydesk_form { COPYDESK_NFC, COPYDESK_NFD, COPYDESK_NFKC, COPYDESK_NFKD, COPYDESK_FORM_NONE };
enum copydesk_paragraphs { COPYDESK_PARAGRAPHS_AUTO, COPYDESK_PARAGRAPHS_LINE, COPYDESK_PARAGRAPHS_BLOCK };
/* When what is written gets durable. AUTO: END with a state, else NONE. */
enum copydesk_sync { COPYDESK_SYNC_AUTO, COPYDESK_SYNC_NONE, COPYDESK_SYNC_END, COPYDESK_SYNC_EACH };
enum copydesk_between { COPYDESK_BETWEEN_BLANK, COPYDESK_BETWEEN_LINE, COPYDESK_BETWEEN_KEEP };
enum copydesk_format { COPYDESK_FORMAT_AUTO, COPYDESK_FORMAT_TEXT, COPYDESK_FORMAT_JSONL };

/* What is done with an article (or paragraph) that is nearly an earlier, kept one. FLAG: it is
 * written, and the journal, statistics and observer say so. */
enum copydesk_near_action { COPYDESK_NEAR_OFF, COPYDESK_NEAR_DROP, COPYDESK_NEAR_FLAG };

/* How alike (Jaccard or containment). NEWS: 0.5, 0.8; STRICT: 0.8, 0.95. */
enum copydesk_near_preset { COPYDESK_NEAR_NEWS, COPYDESK_NEAR_STRICT };

/* Which of near-duplicate articles is kept: the first in input order, that with the most text once
 * boilerplate is gone, or that with the latest or earliest date; of equals the first. All but FIRST
 * read the input twice, so it must be files and directories; not for an engine, nor with a state.
 * AUTO scope is ARTICLE then, and CORPUS is refused. */
enum copydesk_keep { COPYDESK_KEEP_FIRST, COPYDESK_KEEP_LONGEST, COPYDESK_KEEP_LATEST, COPYDESK_KEEP_EARLIEST };

/* All strings are borrowed and must outlive the run or engine. Fill with
 * copydesk_options_init, then change what you want. */
struct copydesk_options {
    /* what goes in and out; used by copydesk_run only */
    const char *const *paths;  /* files, directories, archives, crawls, or "-" for stdin */
    size_t n_paths;            /* 0: stdin */
    enum copydesk_format input;/* AUTO: by name, *.jsonl and *.ndjson; a stream of no such name by its first line */
    enum copydesk_format write;/* AUTO: as it came; a stream as its first article came */
    const char *text_field, *id_field, *source_field; /* of JSON Lines; NULL: text, id, source or host of url */
    bool annotate;             /* JSON Lines only: keep all text, add the field "copydesk" with the verdicts */
    bool keep_empty;           /* a record of whose text nothing is left is written, with empty text */
    const char *const *include;/* globs for files of directories and archives; n 0: text, JSON Lines, containers */
    const char *const *exclude;
    size_t n_include, n_exclude;
    size_t max_article;        /* bytes: larger records are not cleaned, larger texts left out, both
                                  noticed. 0: 256 MiB for records (never more than 1 GiB), text of any length */
    unsigned max_ratio;        /* what unpacks to more than so many times its size is cut off
                                  and noticed: 1000, since deflate packs at most 1032 times. 0: nothing is */
    const char *output;        /* directory or file; NULL or "-": stdout */
    const char *journal;       /* NULL: none. Compressed when named .gz, .zst, .xz, .bz2, .lz4 */
    const char *stats;         /* NULL: none. JSON */
    const char *metrics;       /* NULL: none. Prometheus text; also written when the run fails */
    const char *separator;     /* line that parts articles in a text stream; default "\f" */
    const char *state;         /* directory of what earlier runs have seen; NULL: none */
    uint64_t window;           /* seconds; what older runs have seen does not count; 0: all counts */
    bool checksum;             /* with a state: unchanged files are known by content, not size and time */
    enum copydesk_sync sync;
    bool dry_run;              /* judge everything, write nothing but journal and stats */
    unsigned threads;          /* 0: one per core */
    unsigned max_removed;      /* stop when rules take more than this percentage of the bytes
                                  of a run of 100 articles or more, or more than 80 (or this,
                                  if it is more) of a source of 20 or more; default 40; 100: never */
    /* what is removed */
    enum copydesk_scope scope; /* AUTO: article when only stdin is read and there is no state, else corpus */
    unsigned min_words, min_chars; /* across articles, of the folded text: 8, 40 */
    const char *drops;         /* NULL: none. A file of lines of copydesk_keys: what they say is
                                  dropped, and AUTO scope is ARTICLE; CORPUS is refused with it */
    enum copydesk_near_action near_paragraphs; /* across articles: OFF */
    unsigned near_edits;       /* at most this percentage of their words came, or went: 20 */
    size_t memory;             /* bytes of memory for what is remembered of earlier articles; the
                                  rest lies in nameless files in TMPDIR or /var/tmp. 0: no cap */
    unsigned strip;            /* bits of enum copydesk_class: COPYDESK_STRIP_DEFAULT */
    const char *const *rules;  /* further rule packs: files, and directories of *.rules */
    size_t n_rules;
    enum copydesk_near_action near;       /* OFF */
    enum copydesk_near_preset near_preset;/* NEWS */
    enum copydesk_keep keep;   /* FIRST */
    const char *date_field;    /* of JSON Lines, for keep; NULL: date, published, publish_date or the
                                  like. Articles that are files have the time of their last change */
    unsigned near_jaccard, near_containment; /* thousandths, 0: as the preset says */
    bool near_spans;           /* tell the observer on which lines paragraphs start that both have */
    /* how text is split and spelt */
    enum copydesk_paragraphs paragraphs;
    enum copydesk_between between;
    enum copydesk_form form;
    unsigned repairs;          /* bits of enum copydesk_repair */
    const char *from;          /* encoding of what has no byte order mark, as iconv calls it;
                                  NULL: UTF-8, and what is none is detected */
    bool strict;               /* an article whose bytes are not what they should be is skipped */
    /* what is learned; used by copydesk_learn only */
    unsigned min_articles;     /* a template stands in so many articles of its source: 10 */
    unsigned min_share;        /* and in this percentage of them: 5 */
};

void copydesk_options_init(struct copydesk_options *options);

/* ---- statistics ---- */

struct copydesk_count { uint64_t paragraphs, bytes; };

struct copydesk_stats {
    uint64_t articles;         /* read */
    uint64_t unchanged;        /* files not read: the state knows them, and their output is there */
    uint64_t written;          /* articles written, whole or in part */
    uint64_t copies;           /* articles dropped whole as copies of an earlier one */
    uint64_t near;             /* articles dropped whole as near-duplicates of an earlier one */
    uint64_t flagged;          /* near-duplicates that were written all the same */
    uint64_t walls;            /* error, captcha and paywall pages, written but never compared */
    uint64_t empty;            /* articles of which nothing was left, copies not counted */
    uint64_t skipped;          /* inputs that could not be read; each was noticed */
    uint64_t bytes_in, bytes_out;
    uint64_t paragraphs;       /* read */
    uint64_t edited;           /* paragraphs kept but respelt */
    uint64_t flagged_paragraphs;/* kept, though nearly an earlier article's */
    struct copydesk_count removed[COPYDESK_N_REASONS];  /* by reason; bytes of input */
    struct copydesk_count stripped[COPYDESK_N_CLASSES]; /* COPYDESK_RULE by class */
    uint64_t repaired[COPYDESK_N_REPAIRS];              /* paragraphs each repair changed; those left that have homoglyphs */
    uint64_t bad_utf8;         /* articles in which bytes were not UTF-8 */
    uint64_t converted;        /* articles converted from another encoding */
    double seconds;            /* wall clock */
    uint64_t total_bytes;      /* of the input when known beforehand, else 0; for progress */
    uint64_t remembered;       /* keys of paragraphs and articles, to compare later articles with */
    uint64_t memory;           /* bytes of memory for them, for ids and near-duplicates, at the most */
    uint64_t spilled;          /* and bytes in temporary files, at the end */
};

/* Says the numbers as the JSON object that options.stats writes, but for its
 * "rules". False when memory is short: nothing was said. */
bool copydesk_stats_json(const struct copydesk_stats *stats, enum copydesk_status status,
                         void (*say)(void *payload, const char *text, size_t len), void *payload);

/* One line of the table of rules that hit, most paragraphs first. */
struct copydesk_rule_hits {
    const char *rule;          /* "pack/rule" */
    int cls;
    struct copydesk_count removed;
};

/* A line that a rule removed and that looks like prose; riskiest first. */
struct copydesk_removal {
    const char *article;
    uint64_t line;             /* its line there, as it came in */
    const char *rule;          /* "pack/rule" */
    int cls;
    const char *text;          /* as it would have been written; not NUL-terminated */
    size_t len;
    unsigned times;            /* about how often the same text was removed in the run */
};

/* An article that is nearly another one, which was kept; shares are thousandths, rounded down. */
struct copydesk_near {
    const char *kept, *article;
    unsigned jaccard, containment;
    const struct copydesk_span { uint64_t line, kept_line; unsigned share; } *spans;   /* with near_spans */
    size_t n_spans;
};

/* ---- a whole run ---- */

/* What a run will take, reckoned from the size of its input before it starts.
 * Memory is some: a third of it when articles are long, three times as much when
 * paragraphs are short. All in bytes but for counts. */
struct copydesk_estimate {
    uint64_t bytes, files;     /* to be read; those that a state knows as unchanged left out */
    uint64_t memory;           /* for what is remembered of them; the program itself takes up to 32 MiB more */
    uint64_t cap;              /* options.memory */
    uint64_t scratch;          /* in temporary files */
    uint64_t known, known_bytes;   /* keys that a state has, in files of so many bytes */
};

/* Callbacks of a run; any may be NULL. They come from worker threads, one at
 * a time, and must not call back into the run. */
struct copydesk_observer {
    void *payload;
    /* An input was skipped, kept unclean, or is worth a warning. */
    void (*notice)(void *payload, const struct copydesk_error *what);
    /* Once, before the work begins, when the size of the input can be known. With
     * this callback folders are looked through beforehand, for some seconds at most. */
    void (*estimate)(void *payload, const struct copydesk_estimate *estimate);
    /* Some ten times a second; the numbers so far. */
    void (*progress)(void *payload, const struct copydesk_stats *so_far);
    /* Once, at the end of a run: the rules that hit. */
    void (*rules)(void *payload, const struct copydesk_rule_hits *hits, size_t n);
    /* Once, at the end: the removals by rules that most look like prose. A run
     * without this callback does not look for them. */
    void (*risky)(void *payload, const struct copydesk_removal *removals, size_t n);
    /* For each near-duplicate, in input order, when options->near is on. */
    void (*near)(void *payload, const struct copydesk_near *pair);
};

/* Cleans everything that options name. Returns the run's status and fills
 * stats (always) and error (when the status is COPYDESK_FAILED or more).
 * observer and stats may be NULL. */
enum copydesk_status copydesk_run(const struct copydesk_options *options,
                                  const struct copydesk_observer *observer,
                                  struct copydesk_stats *stats,
                                  struct copydesk_error *error);

/* ---- keys, for a group-by elsewhere ---- */

/* Writes to options->output (a file, NULL or "-": stdout), in input order, one
 * line for each paragraph that a run of corpus scope would look for in, or
 * remember for, other articles; and with number 0 one or two for the sequence of
 * an article's paragraphs, by which copies are known:
 *     KEY TAB ARTICLE TAB NUMBER
 * Where two articles have the same key, the later ones' lines, given as
 * options->drops to this function again and again until nothing new is said,
 * and then to copydesk_run, make the clean text that corpus scope makes. In
 * ARTICLE backslashes and control characters stand as \xHH. observer: notices
 * only. */
enum copydesk_status copydesk_keys(const struct copydesk_options *options,
                                   const struct copydesk_observer *observer, struct copydesk_error *error);

/* ---- the state: COPYDESK_FAILED when it is none, COPYDESK_BUSY when a run holds it ---- */

/* Says in plain lines what it holds; nobody has to wait for that. */
enum copydesk_status copydesk_state_info(const char *state, void (*say)(void *, const char *, size_t),
                                         void *payload, struct copydesk_error *error);
/* Forgets the article of that id, or all below that folder, and has those who lost
 * text to them cleaned again; path NULL: those that came in before that second
 * since 1970, and no more than that. *articles (may be NULL) gets how many. */
enum copydesk_status copydesk_state_forget(const char *state, const char *path, int64_t before,
                                           uint64_t *articles, struct copydesk_error *error);
/* Takes over what another state knows, made with the same options and packs. */
enum copydesk_status copydesk_state_merge(const char *state, const char *from, struct copydesk_error *error);
enum copydesk_status copydesk_state_compact(const char *state, struct copydesk_error *error);

/* ---- learning rules ---- */

/* Why a line that recurs in its source is not proposed as a rule. */
enum copydesk_left {
    COPYDESK_LEFT_NONE,        /* it is proposed */
    COPYDESK_LEFT_FEW,         /* in too few articles, copies not counted */
    COPYDESK_LEFT_ABOUT,       /* a byline, credit, caption or date: about the story */
    COPYDESK_LEFT_NAME,        /* a person's name, or a sentence that opens with one */
    COPYDESK_LEFT_SENTENCE,    /* reads like a paragraph of the story, or is a quote */
    COPYDESK_LEFT_WIRE,        /* a sentence that other sources have too */
    COPYDESK_LEFT_HEADLINE,    /* stands where headlines stand, right above the prose */
    COPYDESK_LEFT_INSIDE,      /* a heading inside the text, as far as can be told */
    COPYDESK_LEFT_ROOM,        /* more lines recur than are looked at */
    COPYDESK_N_LEFT
};
const char *copydesk_left_name(enum copydesk_left left);   /* "a quote or ...", for people */

struct copydesk_learned {
    uint64_t articles;         /* read */
    uint64_t copies;           /* of them exact copies of an earlier one of their source */
    uint64_t near_copies;      /* and those of which an earlier one has the most */
    uint64_t sources;
    uint64_t small_sources;    /* with fewer than min_articles: nothing is learned there */
    uint64_t proposed;         /* rules in the pack */
    uint64_t left[COPYDESK_N_LEFT];   /* lines looked at but not proposed, by reason */
    uint64_t skipped;          /* inputs that could not be read; each was noticed */
};

/* Reads the articles that options name, twice, and proposes rules for lines
 * that recur in their source, as a pack in options->output (NULL or "-":
 * stdout). Built-in packs and options->rules are applied first: what they take
 * is not learned. Fills learned (may be NULL). observer: notices only. */
enum copydesk_status copydesk_learn(const struct copydesk_options *options,
                                    const struct copydesk_observer *observer,
                                    struct copydesk_learned *learned,
                                    struct copydesk_error *error);

/* ---- an engine for single articles ---- */

struct copydesk;

struct copydesk_article {
    const char *id;            /* names it in verdicts of later articles; copied */
    const char *source;        /* where it comes from; NULL: none */
    const char *bytes;         /* the article as scraped; borrowed for the call */
    size_t len;
};

/* What copydesk_clean made of an article; valid until the engine's next call. */
struct copydesk_result {
    const char *text;          /* clean UTF-8; not NUL-terminated */
    size_t len;                /* 0: nothing is left */
    enum copydesk_reason reason;   /* COPYDESK_COPY, COPYDESK_NEAR, else COPYDESK_NONE */
    const char *first_article; /* for a copy or near-duplicate: of which */
    const struct copydesk_verdict *verdicts;   /* of every paragraph, in order */
    size_t n_verdicts;
};

/* Opens an engine. The first half of options (what goes in and out) is not
 * looked at; scope AUTO means corpus. NULL on failure, error filled. */
struct copydesk *copydesk_open(const struct copydesk_options *options,
                               struct copydesk_error *error);

/* Cleans one article and compares it with those fed before. An engine must not
 * be used by two threads at once.
 *   COPYDESK_OK       result is filled
 *   COPYDESK_SKIPPED  the article is no text (a PDF file, say) or, with strict,
 *                     has bytes that are not of its encoding
 *   COPYDESK_FAILED   memory is short, or a temporary file could not be used
 * In the last two cases error says why, the result is empty, and the article
 * counts as not fed. */
enum copydesk_status copydesk_clean(struct copydesk *engine,
                                    const struct copydesk_article *article,
                                    struct copydesk_result *result,
                                    struct copydesk_error *error);

void copydesk_close(struct copydesk *engine);   /* NULL is fine */

/* ---- spelling alone ---- */

/* Scratch memory of copydesk_normalize; one for each thread. NULL when memory
 * is short. */
struct copydesk_normalizer *copydesk_normalizer_new(void);
void copydesk_normalizer_free(struct copydesk_normalizer *normalizer);   /* NULL is fine */

/* Repairs one paragraph (lines parted by line feeds; it may be anything, UTF-8
 * or not) and brings it to the form, as copydesk_clean does with each that it
 * keeps. repairs: bits of enum copydesk_repair, or COPYDESK_REPAIRS_DEFAULT.
 * *out, of *out_len bytes of valid UTF-8, lives until the next call with this
 * normalizer; it is text itself when there was nothing to do. *changed (which
 * may be NULL) gets the bits of the repairs that changed something. Doing it
 * again changes nothing. COPYDESK_OK, or COPYDESK_FAILED when memory is short. */
enum copydesk_status copydesk_normalize(struct copydesk_normalizer *normalizer, const char *text, size_t len,
                                        enum copydesk_form form, unsigned repairs,
                                        const char **out, size_t *out_len, unsigned *changed);

/* How many bytes from the start of text are valid UTF-8: len when all are. */
size_t copydesk_utf8_length(const char *text, size_t len);

/* ---- reading a journal ---- */

/* Rebuilds the input of a run, byte for byte, from its journal and what it
 * wrote (a directory or a stream's file; NULL or "-": stdin), under the
 * directory output. Existing files are not overwritten. Articles whose clean
 * text is missing or changed are noticed and skipped: COPYDESK_SKIPPED. */
enum copydesk_status copydesk_restore(const char *journal, const char *cleaned, const char *output,
                                      const struct copydesk_observer *observer, struct copydesk_error *error);

/* Says in plain lines what became of an article (line 0) or of one input line.
 * Each line goes to say, without a line end. COPYDESK_SKIPPED when the journal
 * has no such article or line, with the reason in error. */
enum copydesk_status copydesk_explain(const char *journal, const char *article, uint64_t line,
                                      void (*say)(void *payload, const char *text, size_t len),
                                      void *payload, struct copydesk_error *error);

/* Writes one self-contained HTML page of what went and why: by reason, rule and
 * folder, the most telling texts first, some hundred of each kind. output: a
 * file, or NULL or "-": stdout. Memory: up to some 100 MB, whatever the journal's size. */
enum copydesk_status copydesk_report(const char *journal, const char *output, struct copydesk_error *error);

/* ---- two versions of a story ---- */

/* What became of the earlier version's paragraphs in the later one. Paragraphs
 * are those of copydesk_clean, repaired; rules take none. Where one version ends
 * a paragraph and the other goes on, the other is parted too, and counted so. */
struct copydesk_difference {
    uint64_t paragraphs[2], words[2];  /* of the earlier, of the later version */
    uint64_t parted[2];        /* places where a paragraph was parted like that */
    uint64_t stay;             /* the same but for case and punctuation, in their order */
    uint64_t respelt;          /* of them and those moved: not the same byte for byte */
    uint64_t moved;            /* the same, elsewhere */
    uint64_t edited;           /* the same but for some words; moved or not */
    uint64_t rewritten;        /* too many words changed to be told one by one */
    uint64_t cut, added;       /* in one version alone */
    uint64_t words_kept;       /* words of the earlier version that the later has too */
    double jaccard;            /* distinct triples of words: in both, of those in either */
    double containment;        /* in both, of those of the version with fewer */
};

enum copydesk_diff_as {
    COPYDESK_DIFF_TEXT,        /* words and signs: [-cut-] {+added+} */
    COPYDESK_DIFF_COLOR,       /* the same, with a terminal's red and green */
    COPYDESK_DIFF_JSON         /* one object, over several lines */
};

/* Says what changed from one version to the other, line by line, each without
 * a line end. Of options are used: paragraphs, form, repairs, from. difference
 * (may be NULL) gets the numbers. COPYDESK_OK whether something changed or
 * not; COPYDESK_FAILED when memory is short or an option makes no sense. */
enum copydesk_status copydesk_diff(const struct copydesk_options *options,
                                   const struct copydesk_article *earlier,
                                   const struct copydesk_article *later, enum copydesk_diff_as as,
                                   void (*say)(void *payload, const char *text, size_t len),
                                   void *payload, struct copydesk_difference *difference,
                                   struct copydesk_error *error);

/* ---- rule packs ---- */

struct copydesk_pack_info {
    const char *name;          /* "en", or a file's name */
    const char *file;          /* NULL for a built-in pack */
    const char *text;          /* the pack as written */
    size_t len;
    size_t n_rules;
    uint64_t hash;             /* XXH3-64 of text, as journal and state record it */
};

/* Calls each for every built-in pack and every file of options->rules. A pack
 * that does not parse, or whose examples fail, goes to notice instead with
 * file, line and reason, one notice a fault: COPYDESK_FAILED then. */
enum copydesk_status copydesk_packs(const struct copydesk_options *options,
                                    void (*each)(void *payload, const struct copydesk_pack_info *pack),
                                    void *payload, const struct copydesk_observer *observer,
                                    struct copydesk_error *error);

/* Says in plain lines which rules take a line of text, and where; when none
 * does, which ones nearly do and why they do not. */
enum copydesk_status copydesk_test_line(const struct copydesk_options *options, const char *line, size_t len,
                                        void (*say)(void *payload, const char *text, size_t len),
                                        void *payload, struct copydesk_error *error);

/* ---- what was used ---- */

const char *copydesk_version(void);        /* COPYDESK_VERSION of the library */
const char *copydesk_unicode_version(void);/* "15.0.0" */
unsigned copydesk_key_profile(void);       /* changes whenever a key could */
const char *copydesk_without(void);        /* libraries that were absent when it was built, parted by blanks: "libarchive sqlite3" */

#ifdef __cplusplus
}
#endif
#endif

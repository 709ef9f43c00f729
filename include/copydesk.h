/* copydesk -- clean scraped news articles: drop what repeats, strip what is
 * not news, repair how it is spelt, and record every byte that was taken out.
 *
 * The library neither prints nor exits. Everything it has to say goes into a
 * struct copydesk_error, a verdict, or a callback. Text is a pointer and a
 * length and may hold NUL bytes; names, ids and paths end with a NUL.
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
    COPYDESK_OK = 0,       /* all done; also when the reader of the output closed the pipe, if SIGPIPE is ignored:
                              the library leaves signals as they are */
    COPYDESK_SKIPPED = 1,  /* done, but some input was skipped or kept unclean */
    COPYDESK_FAILED = 2,   /* could not run, or output failed */
    COPYDESK_STOPPED = 3,  /* stopped by a safety limit; what came before the article that crossed it may be written */
    COPYDESK_BUSY = 75     /* another run holds the state; try again later */
};

/* What went wrong and where. path and reason may hold control characters from
 * file names: replace them before printing. */
struct copydesk_error {
    enum copydesk_status status;
    char path[1024];       /* "" when no file is to blame; cut when longer */
    uint64_t line;         /* counted from 1; 0 when no line is to blame */
    char reason[512];      /* lower case, no full stop; says what to do next */
    int code;              /* the system's errno, ENOMEM when memory is short; 0: the fault is of another kind */
};

/* ---- verdicts ---- */

enum copydesk_action { COPYDESK_KEEP, COPYDESK_EDIT, COPYDESK_DROP };

enum copydesk_reason {
    COPYDESK_NONE,         /* kept as it is */
    COPYDESK_REPEAT,       /* the same as an earlier paragraph of the same article */
    COPYDESK_SEEN,         /* the same as a paragraph of an earlier article */
    COPYDESK_COPY,         /* the whole article is a copy of an earlier one, or what other articles do not have of it
                              is all that was left of that one */
    COPYDESK_RULE,         /* boilerplate: dropped by a rule of a pack; edited: the rule cut a part out */
    COPYDESK_REPAIR,       /* edited: see the repairs; dropped: they left nothing of it */
    COPYDESK_NEAR,         /* the whole article is a near-duplicate of an earlier one */
    COPYDESK_LISTED,       /* listed in copydesk_options.drops */
    COPYDESK_NEAR_PARAGRAPH,/* an earlier article has it in nearly the same words; kept: only flagged */
    COPYDESK_N_REASONS
};

/* Classes of boilerplate; class c is bit 1u << c of copydesk_options.strip. */
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

/* Repairs; repair r is bit 1u << r of copydesk_options.repairs and of
 * verdict.repairs. COPYDESK_FIX_UTF8 cannot be switched off: the output is UTF-8. */
enum copydesk_repair {
    COPYDESK_FIX_UTF8,     /* bytes that are not UTF-8: a paragraph in an encoding of its own is converted,
                              else they become U+FFFD, one for each maximal subpart */
    COPYDESK_FIX_BOM,      /* U+FEFF is removed, at the start and inside */
    COPYDESK_FIX_ENDS,     /* CR LF, CR, VT, FF, U+2028, U+2029 are line ends */
    COPYDESK_FIX_CONTROLS, /* C0 controls other than tabs and line ends, and DEL, are removed */
    COPYDESK_FIX_NBSP,     /* U+00A0 becomes a space, except between digits and next to French punctuation */
    COPYDESK_FIX_SHY,      /* soft hyphens are removed; hyphens in front of a digit */
    COPYDESK_FIX_ZEROWIDTH,/* stray U+200B, U+200C, U+200D, U+2060 are removed, not where a script or emoji needs them */
    COPYDESK_FIX_SPACES,   /* runs of spaces and tabs become one space, edges are trimmed */
    COPYDESK_FIX_HYPHEN,   /* "US -backed", "al-Qaeda- linked": the space goes; only for a short English list */
    COPYDESK_FIX_C1,       /* C1 controls and stray bytes are read as cp1252; controls that cp1252 does not define are removed */
    COPYDESK_FIX_SURROGATES,/* surrogate pairs written as UTF-8 (CESU-8) become the one character */
    COPYDESK_FIX_MOJIBAKE, /* UTF-8 that was read in a legacy code page, once or several times over, is decoded */
    COPYDESK_FIX_ENTITIES, /* HTML entities with their semicolon are decoded, in lines without tags */
    COPYDESK_FIX_ANSI,     /* terminal escape sequences are removed */
    COPYDESK_FIX_LIGATURES,/* the ligatures U+FB00 to U+FB06 become letters */
    COPYDESK_FIX_ICONS,    /* lines that hold only private-use characters lose them */
    COPYDESK_FIX_BIDI,     /* bidi embeddings and isolates without a partner are removed */
    /* off by default: */
    COPYDESK_FIX_UNWRAP,   /* line ends inside a paragraph become spaces, nothing in Han and kana; words hyphenated there are joined */
    COPYDESK_FIX_PUNCT,    /* quotes, dashes and ellipses become ASCII */
    COPYDESK_FIX_WIDTH,    /* full-width letters and digits become ASCII */
    COPYDESK_FIX_HOMOGLYPHS,/* changes nothing: paragraphs with words that mix Latin and look-alike letters are noticed and counted */
    COPYDESK_FIX_FORM,     /* the Unicode normal form; switched by copydesk_options.form alone */
    COPYDESK_N_REPAIRS
};
#define COPYDESK_REPAIRS_DEFAULT (((1u << COPYDESK_FIX_UNWRAP) - 1u) | 1u << COPYDESK_FIX_FORM)

/* Names as they stand in options, journal and statistics ("ad", "nbsp", ...);
 * NULL for a value out of range. copydesk_*_named is the reverse: the value of a
 * name, or -1. */
const char *copydesk_reason_name(enum copydesk_reason reason);
const char *copydesk_reason_summary(enum copydesk_reason reason);   /* why a paragraph went, half a line */
const char *copydesk_class_name(enum copydesk_class cls);
const char *copydesk_class_summary(enum copydesk_class cls);   /* half a line, as in the help */
const char *copydesk_repair_name(enum copydesk_repair repair);
const char *copydesk_repair_summary(enum copydesk_repair repair);
int copydesk_class_named(const char *name, size_t len);
int copydesk_repair_named(const char *name, size_t len);

/* What happened to one paragraph. Offsets count the bytes of the article as it
 * came in; of an article in another encoding, the bytes of its UTF-8 conversion. */
struct copydesk_verdict {
    enum copydesk_action action;
    enum copydesk_reason reason;
    uint64_t start, end;       /* the paragraph's bytes: [start, end) */
    uint64_t line;             /* line on which it starts, counted from 1 */
    unsigned repairs;          /* those that changed it; bits of enum copydesk_repair */
    int cls;                   /* enum copydesk_class for COPYDESK_RULE, else -1 */
    const char *rule;          /* "pack/rule" for COPYDESK_RULE, else NULL */
    const char *first_article; /* id of the article that has its first copy, or nearly has it; NULL: none */
    uint64_t first_line;       /* line of that copy there; 0: not known */
};

/* ---- options ---- */

enum copydesk_scope { COPYDESK_SCOPE_AUTO, COPYDESK_SCOPE_ARTICLE, COPYDESK_SCOPE_CORPUS };
enum copydesk_form { COPYDESK_NFC, COPYDESK_NFD, COPYDESK_NFKC, COPYDESK_NFKD, COPYDESK_FORM_NONE };
enum copydesk_paragraphs { COPYDESK_PARAGRAPHS_AUTO, COPYDESK_PARAGRAPHS_LINE, COPYDESK_PARAGRAPHS_BLOCK };
/* When output is flushed to disk, to outlive a power cut: never, once before the
 * run ends, or also each file before it gets its name. AUTO: END with a state, else NONE. */
enum copydesk_sync { COPYDESK_SYNC_AUTO, COPYDESK_SYNC_NONE, COPYDESK_SYNC_END, COPYDESK_SYNC_EACH };
enum copydesk_between { COPYDESK_BETWEEN_BLANK, COPYDESK_BETWEEN_LINE, COPYDESK_BETWEEN_KEEP };
enum copydesk_format { COPYDESK_FORMAT_AUTO, COPYDESK_FORMAT_TEXT, COPYDESK_FORMAT_JSONL };

/* What is done with an article (or paragraph) that is nearly an earlier one that was kept. FLAG: it
 * is written, and the journal, statistics and observer say so. */
enum copydesk_near_action { COPYDESK_NEAR_OFF, COPYDESK_NEAR_DROP, COPYDESK_NEAR_FLAG };

/* How alike two articles must be to be near: a Jaccard similarity or a containment of at least
 * 0.5 or 0.8 (NEWS), 0.8 or 0.95 (STRICT). */
enum copydesk_near_preset { COPYDESK_NEAR_NEWS, COPYDESK_NEAR_STRICT };

/* Which of several near-duplicate articles is kept: the first in input order, the one with the most
 * text once boilerplate is gone, or the one with the latest or earliest date; of equals the first.
 * All but FIRST read the input twice, so it must be files and directories, and scope AUTO means
 * ARTICLE. They are refused for an engine, with a state, and with scope CORPUS. */
enum copydesk_keep { COPYDESK_KEEP_FIRST, COPYDESK_KEEP_LONGEST, COPYDESK_KEEP_LATEST, COPYDESK_KEEP_EARLIEST };

/* All strings and lists are borrowed and must outlive the run or engine. Fill with
 * copydesk_options_init, then change what you want. */
struct copydesk_options {
    /* what goes in and out; an engine uses none of this */
    const char *const *paths;  /* files, directories, archives, crawls, or "-" for stdin */
    size_t n_paths;            /* 0: stdin */
    enum copydesk_format input;/* AUTO: *.jsonl, *.ndjson, *.jl and *.jsonlines are JSON Lines, *.txt and *.text are text;
                                  of stdin and a path of another name the first line tells */
    enum copydesk_format write;/* AUTO: as it came in; a stream as its first article came in */
    const char *text_field, *id_field, *source_field; /* of JSON Lines; NULL: "text", "id", "source" or else the host of "url";
                                                        of a source that is an address its host counts */
    bool annotate;             /* JSON Lines only: keep all text, add the field "copydesk" with the verdicts */
    bool keep_empty;           /* JSON Lines only: a record of which no text is left is written all the same, with empty text */
    const char *const *include;/* globs for files of directories and archives; none: text, JSON Lines, containers */
    const char *const *exclude;
    size_t n_include, n_exclude;
    size_t max_article;        /* bytes: larger records are passed on uncleaned, larger texts left out, with
                                  a notice. 0: 256 MiB for records (at most 1 GiB), no limit for text */
    unsigned max_ratio;        /* compressed input that grows to more than this many times its size, and 64 MiB,
                                  is cut off, with a notice; default 1000 (deflate packs at most 1032 times); 0: no limit */
    const char *output;        /* NULL or "-": stdout. When a directory or an archive is read, a directory, unless
                                  its name is that of a file of text or records, compressed or not */
    const char *journal;       /* NULL: none. Compressed when named .gz, .zst, .xz, .bz2, .lz4, .lzma or .lz. Another run's that
                                  stands there is renamed to FILE.1 or so; that of a state goes on */
    const char *stats;         /* NULL: none. JSON */
    const char *metrics;       /* NULL: none. Prometheus text; also written when the run fails */
    const char *separator;     /* line between the articles of a text stream, UTF-8; default, and for NULL, "\f" */
    const char *state;         /* directory of what earlier runs have seen; NULL: none */
    uint64_t window;           /* with a state: seconds; what runs before that saw does not count; 0: all counts */
    bool checksum;             /* with a state: unchanged files are told by content, not by size and time */
    enum copydesk_sync sync;
    bool dry_run;              /* judge everything, write nothing but journal and stats */
    unsigned threads;          /* 0: one per core */
    unsigned max_removed;      /* stop when rules and near-duplicates take more than this percentage of the
                                  bytes of a run of 100 articles or more, or more than 80 (or this, if it
                                  is more) of a source of 20 articles or more; default 40; 100: never */
    /* what is removed */
    enum copydesk_scope scope; /* AUTO: ARTICLE with drops, with a keep other than FIRST, and when only stdin
                                  is read, as text and without a state; else CORPUS */
    unsigned min_words, min_chars; /* shorter paragraphs are not compared across articles; of the folded text; defaults 8, 40 */
    const char *drops;         /* NULL: none. A file of lines that copydesk_keys wrote: the paragraphs
                                  they name are dropped; refused with scope CORPUS */
    enum copydesk_near_action near_paragraphs; /* with scope CORPUS; default OFF */
    unsigned near_edits;       /* near paragraphs: at most this percentage of the words were added, and removed; default 20 */
    size_t memory;             /* bytes for what is remembered of earlier articles; the rest goes to
                                  unnamed files in TMPDIR or /var/tmp. 0: no cap */
    unsigned strip;            /* bits of enum copydesk_class; default COPYDESK_STRIP_DEFAULT */
    const char *const *rules;  /* further rule packs: files, and directories of *.rules */
    size_t n_rules;
    enum copydesk_near_action near;       /* default OFF */
    enum copydesk_near_preset near_preset;/* default NEWS */
    enum copydesk_keep keep;   /* default FIRST */
    const char *date_field;    /* of JSON Lines, for keep; NULL: "date", "published", "publish_date" or the
                                  like. Articles that are files are dated by their last change */
    unsigned near_jaccard, near_containment; /* thousandths; 0: as near_preset says */
    bool near_spans;           /* fill copydesk_near.spans */
    /* how text is split and spelt */
    enum copydesk_paragraphs paragraphs;
    enum copydesk_between between;
    enum copydesk_form form;
    unsigned repairs;          /* bits of enum copydesk_repair */
    const char *from;          /* encoding of text without a byte order mark, as iconv calls it; NULL:
                                  UTF-8, and the encoding of what is not UTF-8 is detected */
    bool strict;               /* skip an article with bytes that are not of its encoding, instead of repairing it */
    /* what is learned; used by copydesk_learn only */
    unsigned min_articles;     /* a line must stand in at least this many articles of its source; default 10 */
    unsigned min_share;        /* and in at least this percentage of them; default 5 */
};

void copydesk_options_init(struct copydesk_options *options);

/* ---- statistics ---- */

struct copydesk_count { uint64_t paragraphs, bytes; };

struct copydesk_stats {
    uint64_t articles;         /* read */
    uint64_t unchanged;        /* files not read, since the state knows them and their output is in place */
    uint64_t written;          /* articles written, whole or in part */
    uint64_t copies;           /* articles dropped whole as copies of an earlier one */
    uint64_t near;             /* articles dropped whole as near-duplicates of an earlier one */
    uint64_t flagged;          /* near-duplicates that were written all the same (COPYDESK_NEAR_FLAG) */
    uint64_t walls;            /* error, captcha and paywall pages: written, but not compared with others */
    uint64_t empty;            /* articles of which nothing was left; copies and near-duplicates not counted */
    uint64_t skipped;          /* inputs skipped or kept unclean; there was a notice of each */
    uint64_t bytes_in, bytes_out;
    uint64_t paragraphs;       /* read */
    uint64_t edited;           /* paragraphs kept but respelt, by repairs or a rule that cuts */
    uint64_t flagged_paragraphs;/* kept, though nearly an earlier article's */
    struct copydesk_count removed[COPYDESK_N_REASONS];  /* by reason; bytes of input */
    struct copydesk_count stripped[COPYDESK_N_CLASSES]; /* COPYDESK_RULE by class */
    uint64_t repaired[COPYDESK_N_REPAIRS];  /* of those edited, the paragraphs that each repair changed: one may have
                                  several; and the paragraphs kept that have homoglyphs */
    uint64_t bad_utf8;         /* articles in which bytes were not UTF-8 */
    uint64_t converted;        /* articles converted from another encoding */
    double seconds;            /* wall clock */
    uint64_t total_bytes;      /* of the input, for progress; 0: not known beforehand */
    uint64_t remembered;       /* keys of paragraphs and articles that were kept for comparison with later ones */
    uint64_t memory;           /* bytes of memory for them, for ids and near-duplicates, at its peak */
    uint64_t spilled;          /* bytes of the same in temporary files, at the end */
    uint64_t idle_rules;       /* of packs given of which no rule acted: those with a line in articles, but of another source */
};

/* Gives the JSON object that options.stats writes, without its "rules", to say.
 * False when memory is short: say was not called. */
bool copydesk_stats_json(const struct copydesk_stats *stats, enum copydesk_status status,
                         void (*say)(void *payload, const char *text, size_t len), void *payload);

/* One line of the table of rules that hit, most paragraphs first. Of a rule that cuts, removed has the
 * paragraphs that lost a part, which were written, and the bytes of those parts; copydesk_stats has neither. */
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

/* An article that is a near-duplicate of another one, which was kept. Shares are in thousandths,
 * rounded down. A span is a paragraph of which the kept article has half or more: the line on which
 * it starts, that of its counterpart in the kept article, and the share of it that is there. */
struct copydesk_near {
    const char *kept, *article;
    unsigned jaccard, containment;
    const struct copydesk_span { uint64_t line, kept_line; unsigned share; } *spans;   /* with near_spans, else none */
    size_t n_spans;
};

/* ---- a whole run ---- */

/* What a run will take, estimated from the size of its input before it starts.
 * memory may be a third of that when articles are long, and three times that when
 * paragraphs are short. All in bytes, except files and known. */
struct copydesk_estimate {
    uint64_t bytes, files;     /* to be read, without those that a state knows to be unchanged */
    uint64_t memory;           /* for what is remembered of them; the run itself takes up to 32 MiB more */
    uint64_t cap;              /* options.memory */
    uint64_t scratch;          /* in temporary files */
    uint64_t known, known_bytes;   /* keys in the state, and the bytes of the files that hold them */
};

/* Callbacks of a run; any may be NULL. They come from worker threads, one at
 * a time, and must not call back into the run. */
struct copydesk_observer {
    void *payload;
    /* An input was skipped, kept unclean, or is worth a warning; in the order of the input. */
    void (*notice)(void *payload, const struct copydesk_error *what);
    /* Once, before the work begins, when the size of the input can be known. To know
     * it, folders are looked through beforehand, for at most some seconds. */
    void (*estimate)(void *payload, const struct copydesk_estimate *estimate);
    /* About ten times a second: the numbers so far. Those of the whole run (unchanged, skipped,
     * seconds, remembered, memory, spilled, idle_rules) are only known at its end. */
    void (*progress)(void *payload, const struct copydesk_stats *so_far);
    /* Once, at the end: the rules that hit. */
    void (*rules)(void *payload, const struct copydesk_rule_hits *hits, size_t n);
    /* Once, at the end: the removals by rules that most look like prose, at most
     * 20. They are collected only when this is set. */
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
 * line for each paragraph that a run of corpus scope would compare with other
 * articles:
 *     KEY TAB ARTICLE TAB NUMBER
 * NUMBER counts the article's paragraphs from 1. Lines with NUMBER 0, one or two
 * an article, are for all of its paragraphs in order, by which copies are known.
 * In ARTICLE backslashes and control characters stand as \xHH. observer: notices only.
 *
 * Of the lines with one key, collect those of all articles but the first, and
 * give them as options->drops to this function; repeat until the list no longer
 * changes. copydesk_run with that list then makes the clean text that a run of
 * corpus scope makes. */
enum copydesk_status copydesk_keys(const struct copydesk_options *options,
                                   const struct copydesk_observer *observer, struct copydesk_error *error);

/* ---- the state ----
 *
 * state is its directory. COPYDESK_FAILED when it is no state; COPYDESK_BUSY
 * when a run is using it. */

/* Tells in plain lines what it holds, also while a run is using it. Each line goes
 * to say, without a line end. */
enum copydesk_status copydesk_state_info(const char *state, void (*say)(void *, const char *, size_t),
                                         void *payload, struct copydesk_error *error);
/* Forgets the article with the id path, or all articles below that folder; the next
 * run cleans those again that had lost text to them. With path NULL: forgets the
 * articles that came in before that time (seconds since 1970), and what was written
 * stays as it is; those that had lost text to one of them are cleaned again when that
 * one changes. *articles (may be NULL) gets how many were forgotten. */
enum copydesk_status copydesk_state_forget(const char *state, const char *path, int64_t before,
                                           uint64_t *articles, struct copydesk_error *error);
/* Adds to state what the state `from` knows, which must be made with the same
 * options and packs. */
enum copydesk_status copydesk_state_merge(const char *state, const char *from, struct copydesk_error *error);
/* Gives back the disk space of what was forgotten. */
enum copydesk_status copydesk_state_compact(const char *state, struct copydesk_error *error);

/* ---- learning rules ---- */

/* Why a line that recurs in its source is left out, not proposed as a rule. */
enum copydesk_left {
    COPYDESK_LEFT_NONE,        /* it is proposed */
    COPYDESK_LEFT_FEW,         /* in too few articles, copies not counted */
    COPYDESK_LEFT_ABOUT,       /* a byline, credit, caption or date: about the story */
    COPYDESK_LEFT_NAME,        /* a person's name, or a sentence that opens with one */
    COPYDESK_LEFT_SENTENCE,    /* reads like a paragraph of the story, or is a quote, or stands at its end alone */
    COPYDESK_LEFT_WIRE,        /* a sentence that other sources have too */
    COPYDESK_LEFT_HEADLINE,    /* stands where headlines stand, right above the prose */
    COPYDESK_LEFT_INSIDE,      /* a heading inside the text, as far as can be told */
    COPYDESK_LEFT_UNNAMED,     /* of a source whose name is not UTF-8, or begins or ends with a space, or is "." */
    COPYDESK_LEFT_ROOM,        /* past the 262,144 recurring lines that are looked at, or the riskiest of more than 60,000 */
    COPYDESK_N_LEFT
};
const char *copydesk_left_name(enum copydesk_left left);   /* a few words, for people */

struct copydesk_learned {
    uint64_t articles;         /* read */
    uint64_t copies;           /* of these, exact copies of an earlier one of the same source */
    uint64_t near_copies;      /* of these, articles whose lines stand mostly in earlier ones of the same source */
    uint64_t sources;
    uint64_t small_sources;    /* with fewer than min_articles: nothing is learned there */
    uint64_t proposed;         /* rules in the pack */
    uint64_t left[COPYDESK_N_LEFT];   /* lines looked at but not proposed, by reason */
    uint64_t skipped;          /* inputs skipped; there was a notice of each */
};

/* Reads the articles of options->paths twice (so stdin is refused) and proposes
 * rules for lines that recur in their source, as a pack in options->output (NULL
 * or "-": stdout). Built-in packs and options->rules are applied first: what they
 * take is not learned. Fills learned (may be NULL). observer: notices only. */
enum copydesk_status copydesk_learn(const struct copydesk_options *options,
                                    const struct copydesk_observer *observer,
                                    struct copydesk_learned *learned,
                                    struct copydesk_error *error);

/* ---- an engine for single articles ---- */

struct copydesk;

struct copydesk_article {
    const char *id;            /* its name in verdicts of later articles; copied. NULL: "" */
    const char *source;        /* where it comes from: rules may hold for one source only; copied. NULL: none */
    const char *bytes;         /* the article as scraped; borrowed for the call */
    size_t len;
};

/* What copydesk_clean made of an article; valid until the engine's next call. */
struct copydesk_result {
    const char *text;          /* clean UTF-8; not NUL-terminated */
    size_t len;                /* 0: nothing is left */
    enum copydesk_reason reason;   /* COPYDESK_COPY, COPYDESK_NEAR, else COPYDESK_NONE */
    const char *first_article; /* id of the article that it is a copy or near-duplicate of; else NULL */
    const struct copydesk_verdict *verdicts;   /* of every paragraph, in order */
    size_t n_verdicts;
};

/* Opens an engine. The options for what goes in and out, and drops, have no effect;
 * keep must be FIRST; scope AUTO means CORPUS. NULL on failure, with error filled. */
struct copydesk *copydesk_open(const struct copydesk_options *options,
                               struct copydesk_error *error);

/* Cleans one article and compares it with those fed before. An engine must not
 * be used by two threads at once.
 *   COPYDESK_OK       result is filled
 *   COPYDESK_SKIPPED  the article is no text (a PDF file, say) or, with strict,
 *                     has bytes that are not of its encoding; it counts as not fed
 *   COPYDESK_FAILED   memory is short, or a temporary file could not be used; the
 *                     article may count as fed or not, and later calls may fail too
 * In the last two cases error says why, and the result is empty. */
enum copydesk_status copydesk_clean(struct copydesk *engine,
                                    const struct copydesk_article *article,
                                    struct copydesk_result *result,
                                    struct copydesk_error *error);

void copydesk_close(struct copydesk *engine);   /* NULL is fine */

/* ---- spelling alone ---- */

/* Scratch memory for copydesk_normalize; each thread needs its own. NULL when
 * memory is short. */
struct copydesk_normalizer *copydesk_normalizer_new(void);
void copydesk_normalizer_free(struct copydesk_normalizer *normalizer);   /* NULL is fine */

/* Repairs one paragraph and brings it to the given form, as copydesk_clean does
 * with each that it keeps. text may hold any bytes; line feeds separate its lines.
 * repairs: bits of enum copydesk_repair, or COPYDESK_REPAIRS_DEFAULT. *out gets
 * *out_len bytes of valid UTF-8, which live until the next call with this
 * normalizer; it is text itself when there was nothing to do. *changed (may be
 * NULL) gets the bits of the repairs that changed something. Normalizing the
 * result again changes nothing. COPYDESK_FAILED when memory is short. */
enum copydesk_status copydesk_normalize(struct copydesk_normalizer *normalizer, const char *text, size_t len,
                                        enum copydesk_form form, unsigned repairs,
                                        const char **out, size_t *out_len, unsigned *changed);

/* How many bytes from the start of text are valid UTF-8: len when all are. */
size_t copydesk_utf8_length(const char *text, size_t len);

/* ---- reading a journal ---- */

/* Rebuilds the input of a run, byte for byte, from its journal (a file: it is read twice) and what it
 * wrote (a directory or a stream's file; NULL or "-": stdin), under the
 * directory output, which may not lie in that of the clean texts. Existing files are
 * not overwritten. Articles whose clean
 * text is missing or changed are noticed and skipped: COPYDESK_SKIPPED. */
enum copydesk_status copydesk_restore(const char *journal, const char *cleaned, const char *output,
                                      const struct copydesk_observer *observer, struct copydesk_error *error);

/* Tells in plain lines what became of an article (line 0) or of one of its input
 * lines (counted from 1). The journal is a file: it is read twice. Each line goes to say, without a line end.
 * COPYDESK_SKIPPED when the journal has no such article or line, with the reason
 * in error. */
enum copydesk_status copydesk_explain(const char *journal, const char *article, uint64_t line,
                                      void (*say)(void *payload, const char *text, size_t len),
                                      void *payload, struct copydesk_error *error);

/* Writes one self-contained HTML page of what was removed and why: by reason, rule
 * and folder, the most telling texts first, some hundred of each kind. output: a
 * file; NULL or "-": stdout. Memory: up to some 100 MB, whatever the journal's size. */
enum copydesk_status copydesk_report(const char *journal, const char *output, struct copydesk_error *error);

/* ---- two versions of a story ---- */

/* What became of the earlier version's paragraphs in the later one. Paragraphs
 * are split and repaired as by copydesk_clean; rules take none. Where one version
 * ends a paragraph and the other goes on, the other is split there too. */
struct copydesk_difference {
    uint64_t paragraphs[2], words[2];  /* [0]: of the earlier version, [1]: of the later */
    uint64_t parted[2];        /* places where a paragraph was split like that */
    uint64_t stay;             /* the same but for case and punctuation, and in the same order */
    uint64_t respelt;          /* of those that stay or moved: not the same byte for byte */
    uint64_t moved;            /* the same but for case and punctuation, elsewhere */
    uint64_t edited;           /* some words changed; moved or not */
    uint64_t rewritten;        /* too many words changed to list them one by one */
    uint64_t cut, added;       /* only in the earlier version; only in the later one */
    uint64_t words_kept;       /* words of the earlier version that the later one has too */
    double jaccard;            /* distinct triples of words: those in both, divided by those in either */
    double containment;        /* those in both, divided by those of the version with fewer */
};

enum copydesk_diff_as {
    COPYDESK_DIFF_TEXT,        /* lines of text, changed words marked [-cut-] {+added+} */
    COPYDESK_DIFF_COLOR,       /* the same, with a terminal's red and green */
    COPYDESK_DIFF_JSON         /* one object, over several lines */
};

/* Tells what changed from one version to the other. Each line goes to say, without
 * a line end. Of options only paragraphs, form, repairs and from are used.
 * difference (may be NULL) gets the numbers. COPYDESK_OK whether something changed
 * or not; COPYDESK_FAILED when memory is short, an option makes no sense, or a
 * version is no text (a PDF file, say). */
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

/* Calls each for every built-in pack and every file of options->rules. A pack that
 * does not parse, or whose examples fail, is not given to each: observer->notice
 * gets file, line and reason of each fault, and the status is COPYDESK_FAILED. */
enum copydesk_status copydesk_packs(const struct copydesk_options *options,
                                    void (*each)(void *payload, const struct copydesk_pack_info *pack),
                                    void *payload, const struct copydesk_observer *observer,
                                    struct copydesk_error *error);

/* Tells in plain lines which rules take a line of text, as copydesk_normalize leaves it, and where in
 * an article; when none does, which ones nearly do and why they do not. Each line goes to say,
 * without a line end. */
enum copydesk_status copydesk_test_line(const struct copydesk_options *options, const char *line, size_t len,
                                        void (*say)(void *payload, const char *text, size_t len),
                                        void *payload, struct copydesk_error *error);

/* ---- what was used ---- */

const char *copydesk_version(void);        /* COPYDESK_VERSION of the library */
const char *copydesk_unicode_version(void);/* such as "15.0.0" */
unsigned copydesk_key_profile(void);       /* a number that changes whenever keys of the same text may */
const char *copydesk_without(void);        /* libraries that it was built without, separated by spaces: "libarchive sqlite3", or "" */

#ifdef __cplusplus
}
#endif
#endif

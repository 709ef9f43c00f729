/* The table of options. Within a group they stand in the order in which help shows
 * them. `detail` need not repeat choices and initial, which are shown below it. */
#include "cli/options.h"

/* ---- choices, each list in the order of its enum ---- */

static const char *const scopes[] = { "auto", "article", "corpus", NULL };
static const char *const forms[] = { "nfc", "nfd", "nfkc", "nfkd", "none", NULL };
static const char *const paragraphs[] = { "auto", "line", "block", NULL };
static const char *const betweens[] = { "blank", "line", "keep", NULL };
static const char *const nears[] = { "off", "drop", "flag", NULL };
static const char *const keeps[] = { "first", "longest", "latest", "earliest", NULL };
static const char *const presets[] = { "news", "strict", NULL };
static const char *const syncs[] = { "auto", "none", "end", "each", NULL };
static const char *const formats[] = { "auto", "text", "jsonl", NULL };
static const char *const whens[] = { "auto", "always", "never", NULL };
static const char *const logs[] = { "text", "json", NULL };
static const char *const shells[] = { "bash", "zsh", "fish", NULL };

/* ---- vocabularies: their words are the library's ---- */

static const char *class_name(unsigned i)
{
    return copydesk_class_name((enum copydesk_class)i);
}

static const char *class_summary(unsigned i)
{
    return copydesk_class_summary((enum copydesk_class)i);
}

static const char *repair_name(unsigned i)
{
    return copydesk_repair_name((enum copydesk_repair)i);
}

static const char *repair_summary(unsigned i)
{
    return copydesk_repair_summary((enum copydesk_repair)i);
}

static const struct vocabulary classes = {
    "class", COPYDESK_N_CLASSES, COPYDESK_STRIP_DEFAULT, class_name, class_summary
};

/* all before the form, which has an option of its own */
static const struct vocabulary repairs = {
    "repair", COPYDESK_FIX_FORM, COPYDESK_REPAIRS_DEFAULT & ((1u << COPYDESK_FIX_FORM) - 1u),
    repair_name, repair_summary
};

/* ---- the table ---- */

enum {
    MANY = 1000000,    /* more words than any paragraph has */
    MAX_THREADS = 1024 /* guess: more is a slip of the finger */
};

#define AT(member) offsetof(struct cli, member)
const struct option option_table[] = {
    { .name = "input", .kind = OPTION_CHOICE, .value = "FORMAT", .choices = formats,
      .initial = "auto", .group = GROUP_INPUT, .commands = ON_READERS,
      .at = AT(run.input),
      .brief = "how articles come",
      .detail = "What the input holds: articles as plain text, or JSON Lines, one record a line, of "
      "which each is an article. 'auto': *.jsonl, *.ndjson, *.jl and *.jsonlines are JSON Lines, *.txt and *.text are "
      "text; of standard input and a PATH of another name the first line tells. JSON in files of a directory or archive whose "
      "names do not say so is named and left out." },
    { .name = "text-field", .kind = OPTION_TEXT, .value = "NAME", .initial = "text",
      .group = GROUP_INPUT, .commands = ON_READERS,
      .at = AT(run.text_field),
      .brief = "the field of a record with the text",
      .detail = "The field of a JSON Lines record that holds its text: a string, or an array of "
      "strings. Dots lead into nested objects: article.body. Only its value is ever changed; every "
      "other byte of the record comes out as it came. A record without text is passed on." },
    { .name = "id-field", .kind = OPTION_TEXT, .value = "NAME", .initial = "id",
      .group = GROUP_INPUT, .commands = ON_READERS,
      .at = AT(run.id_field),
      .brief = "the field with the article's id",
      .detail = "The field that names the article in messages and journal. Where a record has none, "
      "the file's name and the number of the line do: FILE.12." },
    { .name = "source-field", .kind = OPTION_TEXT, .value = "NAME", .initial = "source",
      .group = GROUP_INPUT, .commands = ON_READERS,
      .at = AT(run.source_field),
      .brief = "the field with the article's source",
      .detail = "The field that says where the article comes from; rules may hold for one source "
      "only. Of an address its host counts. Where a record has none, the host of its field 'url' does." },
    { .name = "include", .kind = OPTION_GLOB, .value = "GLOB",
      .initial = "text, JSON Lines", .group = GROUP_INPUT, .commands = ON_READERS,
      .at = AT(include), .count = AT(run.n_include), .brief = "files of a directory to read",
      .detail = "Which files of a directory are articles. A pattern without a slash is compared "
      "with the file's name, one with a slash with its path below the directory; * stands for any text, slashes too, "
      "? for one character. Naming one "
      "replaces the default patterns, which take capitals too: *.txt, *.text, *.jsonl, *.ndjson, *.jl and *.jsonlines, the same compressed, "
      "and the archives and crawls that 'copydesk help clean' names; their members are chosen by the same patterns. A file named "
      "as PATH is read whatever it is called. Names that begin with a dot are read, too; symbolic links, "
      "pipes and devices only when they are named as PATH, and -v names those that were passed over." },
    { .name = "exclude", .kind = OPTION_GLOB, .value = "GLOB",
      .group = GROUP_INPUT, .commands = ON_READERS, .at = AT(exclude), .count = AT(run.n_exclude),
      .brief = "leave these files and folders out",
      .detail = "Files of a directory to leave out, compared as for --include, and folders with all that is below them: "
      "'drafts' leaves out whatever has that name, 'world/drafts' that one alone. What is both included and excluded is left out." },
    { .name = "max-article", .kind = OPTION_SIZE, .value = "SIZE", .initial = "256M for records",
      .group = GROUP_INPUT, .commands = ON_READERS, .at = AT(run.max_article),
      .brief = "largest article to clean",
      .detail = "What has more bytes than this (64K, 16M, 2G) is named, and the run ends with status 1: a JSON Lines "
      "record is passed on as it came, a file, a member of an archive or an article of a stream is left out. "
      "Records are held in memory whole, and are never larger than 1G. Text is worked in pieces, whatever its "
      "length, unless this is given: then what comes through a pipe is held up to this size." },
    { .name = "max-ratio", .kind = OPTION_NUMBER, .value = "N", .max = MANY, .initial = "1000",
      .group = GROUP_INPUT, .commands = ON_READERS, .at = AT(run.max_ratio),
      .brief = "how much compressed input may grow",
      .detail = "What unpacks to more than so many times its size, and 64 MiB, is no text but a bomb: it is named "
      "and cut off, and the run ends with status 1. Text grows 3 to 10 times. 0 is no limit." },
    { .name = "separator", .kind = OPTION_TEXT, .value = "TEXT", .initial = "a form feed",
      .group = GROUP_INPUT, .commands = ON_READERS, .at = AT(run.separator),
      .brief = "line between articles of a stream",
      .detail = "Articles on one text stream, in and out, are parted by a line that holds just "
      "this. The default, one form feed, is how pdftotext parts pages. It stands on a line of "
      "its own, so that ordinary text is one article. An article that is written and has such a line is named, and the "
      "run ends with status 1." },

    { .name = "scope", .kind = OPTION_CHOICE, .value = "WHERE", .choices = scopes,
      .initial = "auto", .group = GROUP_REMOVAL, .commands = ON_CLEAN, .at = AT(run.scope),
      .brief = "where repeats count",
      .detail = "Where a paragraph counts as repeated. 'article': only inside one article, so "
      "that every article stays whole but for its own echoes. 'corpus': in any earlier article "
      "too. 'auto' is article when nothing but text on standard input is read, without a state, "
      "and with --drops or a --keep other than first; else corpus. Most long "
      "paragraphs that exactly two articles share are real journalism, wire copy and quotes: "
      "choose article if you want each article complete." },
    { .name = "min-words", .kind = OPTION_NUMBER, .value = "N", .max = MANY, .initial = "8",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_KEYS, .at = AT(run.min_words),
      .brief = "fewest words of a repeat across articles",
      .detail = "A paragraph that an earlier article has is removed only when it has at least "
      "this many words. Shorter ones stay unless a rule takes them. Chinese and Japanese, which "
      "have no spaces, have a fixed guard of 20 characters instead; for Thai, Lao, Khmer and "
      "Burmese the fewest characters count alone." },
    { .name = "min-chars", .kind = OPTION_NUMBER, .value = "N", .max = MANY, .initial = "40",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_KEYS, .at = AT(run.min_chars),
      .brief = "fewest characters of such a repeat",
      .detail = "The same guard in characters, punctuation not counted. Both must be met." },
    { .name = "drops", .kind = OPTION_FILE, .value = "FILE", .group = GROUP_REMOVAL,
      .commands = ON_CLEAN | ON_KEYS, .at = AT(run.drops), .brief = "paragraphs to drop, from 'keys'",
      .detail = "A file of lines that 'copydesk keys' wrote: the paragraphs, and copies, that are to be "
      "dropped because an earlier article has them. It takes the place of --scope corpus, for corpora "
      "that are sorted and grouped elsewhere. The order of its lines does not matter; a line drops only "
      "a paragraph that still has its key. Give both commands the same options. Memory: some 30 bytes a line, "
      "or what --memory allows." },
    { .name = "strip", .kind = OPTION_SET, .value = "LIST", .words = &classes,
      .initial = "default", .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_KEYS | ON_NEAR, .at = AT(run.strip),
      .brief = "boilerplate classes to remove",
      .detail = "Which classes of boilerplate the rules remove. A list of names replaces the "
      "set: --strip ad,share. One that starts with + or - changes it: --strip +caption,-rights. "
      "'all', 'none' and 'default' are names too, 'none' only in front: none,+ad. Bylines, credits, captions and dates are about "
      "the story and stay by default." },
    { .name = "rules", .kind = OPTION_FILE, .value = "FILE|DIR",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_KEYS | ON_LEARN | ON_RULES | ON_NEAR,
      .at = AT(rules), .count = AT(run.n_rules),
      .brief = "a further rule pack",
      .detail = "A rule pack of your own, beside the built-in ones, or a directory: every *.rules in "
      "it. Packs that 'copydesk learn' wrote are packs like any other. 'copydesk rules show core' "
      "prints a pack to learn the format from, and 'copydesk rules check FILE' tests yours." },
    { .name = "near", .kind = OPTION_CHOICE, .value = "WHAT", .choices = nears, .initial = "off",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN, .at = AT(run.near),
      .brief = "near-duplicate articles",
      .detail = "What is done with an article that is nearly an earlier one, as 'copydesk near' "
      "finds them. 'drop': it is not written, and the journal names the one that is, with the "
      "numbers. 'flag': it is written, and the journal has the same. Which one is kept, --keep "
      "says. What is dropped counts for --max-removed." },
    { .name = "keep", .kind = OPTION_CHOICE, .value = "WHICH", .choices = keeps, .initial = "first",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_NEAR, .at = AT(run.keep),
      .brief = "who stays",
      .detail = "Which article of near-duplicates is kept: the first in input order; that with the most "
      "text once boilerplate is gone; or that with the 'latest' or 'earliest' date. A record's date is "
      "in its --date-field, a crawl's in the record's header; any other article has the time at which its file "
      "was changed last. One without a date is kept only when none near it has one; of equals the first "
      "is. Each that goes was compared with the one that stays. All but 'first' read the input "
      "twice, so it must be files and directories, no pipe; they do not go with --state, and what repeats "
      "across articles stays, as with --scope article: a second run over the result drops that." },
    { .name = "date-field", .with = "near", .kind = OPTION_TEXT, .value = "NAME", .initial = "date, published, ...",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_NEAR, .at = AT(run.date_field),
      .brief = "the field with the date",
      .detail = "The field of a JSON Lines record that says when the article came out, for --keep. Without "
      "it the first of these that holds a date: date, published, publish_date, date_publish, published_at, "
      "publishedAt, datePublished, publishing_date, pub_date, pubDate, created_at, timestamp. A date is "
      "2026-01-31, with 18:30:00 and a zone (without one: UTC) or not, 'Sat, 31 Jan 2026 18:30:00 GMT', "
      "'January 31, 2026', or seconds or milliseconds since 1970. 3/4/2026 is not guessed at." },
    { .name = "preset", .with = "near", .kind = OPTION_CHOICE, .value = "NAME", .choices = presets, .initial = "news",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_NEAR, .at = AT(run.near_preset),
      .brief = "how near is near",
      .detail = "'news' finds edited, cut and extended copies: Jaccard of 0.5 or containment of "
      "0.8. 'strict' finds little-changed ones, 0.8 and 0.95, and looks at fewer pairs." },
    { .name = "jaccard", .with = "near", .kind = OPTION_SHARE, .value = "SHARE", .initial = "0.5",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_NEAR, .at = AT(run.near_jaccard),
      .brief = "least Jaccard similarity of near-duplicates",
      .detail = "From which similarity on two articles are near: the runs of three words that "
      "both have, divided by those that either has. This, or the containment, is enough." },
    { .name = "containment", .with = "near", .kind = OPTION_SHARE, .value = "SHARE", .initial = "0.8",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN | ON_NEAR, .at = AT(run.near_containment),
      .brief = "least share of the shorter in the longer",
      .detail = "From which containment on two articles are near: the runs of three words that "
      "both have, divided by those that the shorter has. A short item inside a long story has a "
      "low Jaccard similarity, but a high containment. 1 wants the shorter one whole." },
    { .name = "min-articles", .kind = OPTION_NUMBER, .value = "N", .max = MANY, .initial = "10",
      .group = GROUP_REMOVAL, .commands = ON_LEARN, .at = AT(run.min_articles),
      .brief = "fewest articles with the line",
      .detail = "A line is proposed only when it stands in at least this many different "
      "articles of its source. Lines in 2 to 9 articles are mostly real journalism." },
    { .name = "min-share", .kind = OPTION_NUMBER, .value = "PERCENT", .max = 100, .initial = "5",
      .group = GROUP_REMOVAL, .commands = ON_LEARN, .at = AT(run.min_share),
      .brief = "least share of the source's articles",
      .detail = "And when it stands in at least this percentage of them. Both must be met." },
    { .name = "max-removed", .kind = OPTION_NUMBER, .value = "PERCENT", .max = 100,
      .initial = "40", .group = GROUP_REMOVAL, .commands = ON_CLEAN, .at = AT(run.max_removed),
      .brief = "stop if rules take more of the bytes",
      .detail = "A safety stop: when rules take more than this percentage of the bytes of a run "
      "of 100 articles or more, the run ends with status 3 and names the worst offenders; also "
      "when they take more than 80, or this if it is more, of the bytes of one source of 20 "
      "articles or more. 100 never stops. Repeats do not count, since their first copy stays." },

    { .name = "from", .kind = OPTION_TEXT, .value = "ENCODING", .initial = "UTF-8",
      .group = GROUP_TEXT, .commands = ON_CLEAN | ON_KEYS | ON_DIFF | ON_NEAR, .at = AT(run.from),
      .brief = "encoding of the input",
      .detail = "The encoding of articles that begin with no byte order mark, by a name that "
      "'iconv -l' lists. Latin-1 means windows-1252, as on the web. Without this option text is "
      "UTF-8; an article, or a paragraph, that is clearly in another encoding is converted, and single bad bytes "
      "are repaired. A little that is not valid in an encoding becomes U+FFFD. The journal gives the input back all the same. Of JSON Lines, which are UTF-8 by "
      "right, the texts that are not are converted." },
    { .name = "strict", .kind = OPTION_SWITCH, .group = GROUP_TEXT, .commands = ON_CLEAN | ON_KEYS | ON_NEAR,
      .at = AT(run.strict), .brief = "skip articles with bad bytes",
      .detail = "Skip every article that holds bytes which are not of its encoding, and end with "
      "status 1, instead of converting or repairing it. One of over some 4 MiB is written, and named." },
    { .name = "paragraphs", .kind = OPTION_CHOICE, .value = "HOW", .choices = paragraphs,
      .initial = "auto", .group = GROUP_TEXT, .commands = ON_CLEAN | ON_KEYS | ON_DIFF | ON_LEARN | ON_NEAR, .at = AT(run.paragraphs),
      .brief = "where paragraphs end",
      .detail = "Where a paragraph ends: at each line end, at each blank line, or 'auto': at "
      "each line end, save that lines which were wrapped at a fixed width are put together." },
    { .name = "between", .kind = OPTION_CHOICE, .value = "WHAT", .choices = betweens,
      .initial = "blank", .group = GROUP_TEXT, .commands = ON_CLEAN, .at = AT(run.between),
      .brief = "what parts paragraphs",
      .detail = "What stands between two paragraphs that are written: a blank line, just a line "
      "end, or as many of them as the input had, at most two. Text without blank lines that is cleaned "
      "again wants --paragraphs line, lest other lines be taken for wrapped ones." },
    { .name = "form", .kind = OPTION_CHOICE, .value = "FORM", .choices = forms,
      .initial = "nfc", .group = GROUP_TEXT, .commands = ON_CLEAN | ON_KEYS | ON_DIFF | ON_NEAR, .at = AT(run.form),
      .brief = "Unicode form",
      .detail = "The Unicode normal form of what is written. NFKC and NFKD lose distinctions "
      "such as superscripts and full-width letters; none leaves characters as they came." },
    { .name = "repair", .kind = OPTION_SET, .value = "LIST", .words = &repairs,
      .initial = "default", .group = GROUP_TEXT, .commands = ON_CLEAN | ON_KEYS | ON_DIFF | ON_NEAR, .at = AT(run.repairs),
      .brief = "repairs of the text",
      .detail = "Which repairs are made to text that stays, written as for --strip. All are "
      "on by default but unwrap, ascii-punct, width and homoglyphs, which changes nothing: it counts paragraphs with words that mix Latin and look-alike letters, and -v names the words. Without the first three, quotes, dashes, case, width and digits are never touched. Bytes that "
      "are not UTF-8 become U+FFFD in any case: what is written is always UTF-8." },

    { .name = "output", .letter = 'o', .kind = OPTION_FILE, .value = "DIR|FILE",
      .initial = "standard output", .group = GROUP_OUTPUT, .commands = ON_CLEAN,
      .at = AT(run.output), .brief = "where clean text goes",
      .detail = "When a PATH is a directory, an archive or a crawl, the directory under which its tree is mirrored; "
      "otherwise the file for the one stream of clean text, compressed when its name ends in .gz, .zst, "
      ".xz, .bz2 or .lz4. A new name that is a file's (*.txt, *.jsonl, compressed or not) takes the articles of a directory "
      "in one stream, too; with a slash behind it is a directory's. Archives are not written. Several PATHs each go under their own base name. A file is written under a temporary name and renamed, so that it is whole "
      "or absent, and the input is never written to." },
    { .name = "output", .letter = 'o', .kind = OPTION_DIR, .value = "DIR",
      .group = GROUP_OUTPUT, .commands = ON_RESTORE, .at = AT(run.output),
      .brief = "where the originals go",
      .detail = "The directory under which the originals are rebuilt. It must be given. Files "
      "that exist are not overwritten. Articles from archives, crawls and compressed files "
      "are rebuilt as files, byte for byte; the containers themselves are not." },
    { .name = "output", .letter = 'o', .kind = OPTION_FILE, .value = "PAGE",
      .initial = "standard output", .group = GROUP_OUTPUT, .commands = ON_REPORT,
      .at = AT(run.output), .brief = "where the page goes",
      .detail = "The file for the page. It is written under a temporary name and renamed." },
    { .name = "output", .letter = 'o', .kind = OPTION_FILE, .value = "PACK",
      .initial = "standard output", .group = GROUP_OUTPUT, .commands = ON_LEARN,
      .at = AT(run.output), .brief = "where the pack goes",
      .detail = "The file for the pack. It is written under a temporary name and renamed." },
    { .name = "output", .letter = 'o', .kind = OPTION_FILE, .value = "FILE",
      .initial = "standard output", .group = GROUP_OUTPUT, .commands = ON_KEYS,
      .at = AT(run.output), .brief = "where the keys go",
      .detail = "The file for the keys, compressed when its name ends in .gz, .zst, .xz, .bz2 or .lz4." },
    { .name = "write", .kind = OPTION_CHOICE, .value = "FORMAT", .choices = formats,
      .initial = "auto", .group = GROUP_OUTPUT, .commands = ON_CLEAN, .at = AT(run.write),
      .brief = "how articles go",
      .detail = "How articles are written. Plain text becomes records of id, source and text; of JSON "
      "Lines written as text only the text is left, and articles are parted as --separator says. "
      "'auto': as they came, and one stream as its first article came. A FILE named *.jsonl or "
      "*.ndjson is JSON Lines. In a directory files keep their names, whatever is written: for records of a directory of "
      "text name one FILE, -o news.jsonl." },
    { .name = "annotate", .kind = OPTION_SWITCH, .group = GROUP_OUTPUT, .commands = ON_CLEAN,
      .at = AT(run.annotate), .brief = "keep all text, add the verdicts",
      .detail = "Remove and change nothing: each JSON Lines record keeps its text and gains a field "
      "'copydesk', with a verdict (keep, edit, empty, copy, near) and the paragraphs that would go, "
      "change or be flagged, each with its place and reason; 'first' names the article that it repeats, or is near to. start and end are bytes of the text in UTF-8." },
    { .name = "keep-empty", .kind = OPTION_SWITCH, .group = GROUP_OUTPUT, .commands = ON_CLEAN,
      .at = AT(run.keep_empty), .brief = "keep records with no text left",
      .detail = "Write a JSON Lines record of whose text nothing is left all the same, with an empty "
      "text, so that there are as many records as before. Lines that are not JSON stay out." },
    { .name = "threads", .letter = 'j', .kind = OPTION_NUMBER, .value = "N", .max = MAX_THREADS,
      .initial = "0, all cores", .group = GROUP_OUTPUT, .commands = ON_CLEAN | ON_KEYS | ON_NEAR,
      .at = AT(run.threads), .brief = "workers at the same time",
      .detail = "How many workers clean at the same time. What is written does not depend on "
      "it, byte for byte." },
    { .name = "memory", .kind = OPTION_SIZE, .value = "SIZE", .initial = "no cap",
      .group = GROUP_OUTPUT, .commands = ON_CLEAN | ON_KEYS | ON_NEAR, .at = AT(run.memory),
      .brief = "memory for what is remembered",
      .detail = "How much memory what is remembered of earlier articles, or a list of --drops, may take: 16M, 2G, or "
      "bytes. The rest goes to files in TMPDIR, or else /var/tmp, that are gone with the run, "
      "about 20 bytes for each paragraph, with --near 2 KB for each article, and while they are merged twice "
      "that. What is written does not depend on it, byte for byte. Besides this, a run takes up to 32 MiB. "
      "Without a cap it takes up to 34 bytes for each distinct paragraph, with --near 1 to 2 KB more for each "
      "article, with --near-paragraphs some 90 bytes more for each paragraph." },
    { .name = "sync", .kind = OPTION_CHOICE, .value = "WHEN", .choices = syncs,
      .initial = "auto", .group = GROUP_OUTPUT, .commands = ON_CLEAN, .at = AT(run.sync),
      .brief = "durability",
      .detail = "When what was written is made to outlive a power cut. 'end': once, before the run "
      "says that it is done. 'each': every file, before it gets its name, too. 'none': when the system likes. "
      "'auto' is end with --state, else none." },
    { .name = "dry-run", .letter = 'n', .kind = OPTION_SWITCH, .group = GROUP_OUTPUT,
      .commands = ON_CLEAN, .at = AT(run.dry_run),
      .brief = "judge everything, write no text",
      .detail = "Judge everything and show the summary, but write no clean text. Journal and "
      "statistics are still written when asked for, but no metrics; its journal takes no other's place, but the "
      "next run may take its." },
    { .name = "near-paragraphs", .kind = OPTION_CHOICE, .value = "WHAT", .choices = nears,
      .initial = "off", .group = GROUP_REMOVAL, .commands = ON_CLEAN, .at = AT(run.near_paragraphs),
      .brief = "lightly edited paragraphs",
      .detail = "What is done with a paragraph that an earlier article has in nearly the same words: "
      "'according to US officials' for 'US officials said'. 'drop': it goes, and the journal names "
      "the earlier one; 'flag': it stays, and the journal says so. Only words like 'the' and 'said' may be "
      "new or missing, and who says it may stand first or, but in Chinese, Japanese, Korean, Arabic and "
      "Persian, last. Of paragraphs of 10 words or more, in the languages of the built-in packs. What is "
      "dropped counts for --max-removed. "
      "Only with --scope corpus." },
    { .name = "near-edits", .with = "near-paragraphs", .kind = OPTION_NUMBER, .value = "PERCENT", .max = 50, .initial = "20",
      .group = GROUP_REMOVAL, .commands = ON_CLEAN, .at = AT(run.near_edits),
      .brief = "how many words may differ in those",
      .detail = "The most words that may have come, and the most that may have gone, of the words of the "
      "longer of the two paragraphs." },
    { .name = "clusters", .kind = OPTION_SWITCH, .group = GROUP_OUTPUT, .commands = ON_NEAR,
      .at = AT(clusters), .brief = "one line for each kept article",
      .detail = "One line for each article that has near-duplicates: the kept article first, then "
      "those near it, parted by tabs." },
    { .name = "json", .kind = OPTION_SWITCH, .group = GROUP_OUTPUT, .commands = ON_NEAR,
      .at = AT(json), .brief = "JSON Lines instead of tabs",
      .detail = "One JSON object for each near-duplicate: kept, article, jaccard, containment, and "
      "in 'shared' the paragraphs that both have: the line on which each starts, that of its "
      "like in the kept article, and the share of its words that is there." },

    { .name = "state", .kind = OPTION_DIR, .value = "DIR", .group = GROUP_RECORDS,
      .commands = ON_CLEAN, .at = AT(run.state), .brief = "remember across runs",
      .detail = "Remember in this directory what was seen, so that the next run goes on from there: "
      "what an earlier run has is a repeat, and files that are as they were are not even read. An "
      "article is known by its name below PATH; a changed one is cleaned anew and is never its own "
      "repeat, and articles that had lost text to it get that back. In a pipe the same bytes in the "
      "same place are the same article. Inputs that are gone stay remembered until 'copydesk state "
      "forget'. With --near, articles are compared with those that earlier runs kept. A state goes with the options and packs it was made with. One run writes it at a "
      "time: another ends with status 75. The journal of a tree goes on from run to run." },
    { .name = "window", .with = "state", .kind = OPTION_TIME, .value = "TIME", .initial = "for ever",
      .group = GROUP_RECORDS, .commands = ON_CLEAN, .at = AT(run.window),
      .brief = "how long the state counts",
      .detail = "With --state: what came in longer ago than this is no repeat any more. A number "
      "with h, d or w for hours, days or weeks: 90d." },
    { .name = "checksum", .with = "state", .kind = OPTION_SWITCH, .group = GROUP_RECORDS, .commands = ON_CLEAN,
      .at = AT(run.checksum), .brief = "compare contents, not times",
      .detail = "With --state: tell unchanged files by their contents, not by size and time of "
      "change. For trees whose times are not to be trusted." },
    { .name = "before", .kind = OPTION_DATE, .value = "DATE", .group = GROUP_REMOVAL,
      .commands = ON_STATE, .at = AT(before), .brief = "forget what came in before",
      .detail = "For 'state forget': the articles that came in before this day, 2026-01-31, in UTC; "
      "or longer ago than a number of hours, days or weeks: 90d." },
    { .name = "journal", .kind = OPTION_RECORD, .value = "FILE", .group = GROUP_RECORDS,
      .commands = ON_CLEAN, .at = AT(run.journal),
      .brief = "record every byte that is taken out",
      .detail = "Record every removed or changed byte with its reason, for 'copydesk explain' "
      "and 'copydesk restore'. A name that ends in .gz, .zst, .xz, .bz2 or .lz4 is compressed. A journal of an "
      "earlier run that stands there is kept, as FILE.1 or with the next number, and never removed; with --state, "
      "those of a tree are one." },
    { .name = "stats", .kind = OPTION_RECORD, .value = "FILE", .group = GROUP_RECORDS,
      .commands = ON_CLEAN, .at = AT(run.stats), .brief = "the run's numbers as JSON",
      .detail = "Write the numbers of the summary, and more of them, as one JSON object." },
    { .name = "metrics", .kind = OPTION_RECORD, .value = "FILE", .group = GROUP_RECORDS,
      .commands = ON_CLEAN, .at = AT(run.metrics), .brief = "the run's numbers for Prometheus",
      .detail = "Write the numbers in Prometheus' text format, for node_exporter's textfile "
      "collector, also when the run fails: its exit status is one of them, and the time of the "
      "last success is kept from the file that is replaced. All are gauges of the last run. The "
      "label 'task' is the file's name without .prom, so that several jobs can each have a file." },

    { .name = "quiet", .letter = 'q', .kind = OPTION_SWITCH, .group = GROUP_DISPLAY,
      .commands = ON_CLEAN | ON_KEYS | ON_LEARN | ON_RESTORE | ON_NEAR, .at = AT(loudness), .sets = LOUD_QUIET, .brief = "print nothing when all is well",
      .detail = "Say nothing when all is well: no progress, no summary. What was skipped, and why the "
      "command failed, is still told." },
    { .name = "verbose", .letter = 'v', .kind = OPTION_SWITCH, .group = GROUP_DISPLAY,
      .commands = ON_CLEAN | ON_KEYS | ON_LEARN | ON_RESTORE | ON_NEAR, .at = AT(loudness), .sets = LOUD_VERBOSE,
      .brief = "print warnings and details too",
      .detail = "Print warnings as well as what was skipped, and at the end the full summary "
      "with the rules that hit." },
    { .name = "progress", .kind = OPTION_CHOICE, .value = "WHEN", .choices = whens,
      .initial = "auto", .group = GROUP_DISPLAY, .commands = ON_CLEAN | ON_NEAR,
      .at = AT(progress), .brief = "a line of progress",
      .detail = "Show how far the run is, on standard error. 'auto': when that is a terminal." },
    { .name = "color", .kind = OPTION_CHOICE, .value = "WHEN", .choices = whens,
      .initial = "auto", .group = GROUP_DISPLAY, .commands = ON_ALL, .at = AT(color),
      .brief = "coloured messages",
      .detail = "Colour the word 'copydesk:' of messages, red for errors, yellow for warnings, and what "
      "'copydesk diff' shows: red for words cut, green for words added. "
      "'auto': when it goes to a terminal, NO_COLOR is unset or empty and TERM is not "
      "dumb." },
    { .name = "log", .kind = OPTION_CHOICE, .value = "FORM", .choices = logs, .initial = "text",
      .group = GROUP_DISPLAY, .commands = ON_ALL, .at = AT(log),
      .brief = "form of messages",
      .detail = "How messages and the summary are written on standard error. 'json': each is one "
      "JSON object on a line of its own, with 'time' (UTC), 'level' (error, warning or info), "
      "'message' and, when a file is meant, 'path' and 'line'. A path that is not UTF-8 stands in "
      "base64 in 'path64'. The summary is a message with 'stats', the numbers of --stats." },
    { .name = "json", .kind = OPTION_SWITCH, .group = GROUP_DISPLAY, .commands = ON_DIFF,
      .at = AT(json), .brief = "one JSON object",
      .detail = "Print one JSON object instead: the numbers of the summary and how alike the two "
      "are (of their distinct triples of words: jaccard, those in both of those in either; "
      "containment, those in both of the shorter one's), and every paragraph with its kind, its "
      "lines, its bytes in the two files, and the words that stayed, were cut and were added." },
    { .name = "man", .kind = OPTION_SWITCH, .group = GROUP_DISPLAY, .commands = ON_HELP,
      .at = AT(man), .brief = "print the manual page",
      .detail = "Print the manual page, in mdoc. 'copydesk help --man | man -l -' shows it." },
    { .name = "completions", .kind = OPTION_CHOICE, .value = "SHELL", .choices = shells,
      .group = GROUP_DISPLAY, .commands = ON_HELP, .at = AT(shell),
      .brief = "print completions",
      .detail = "Print the completions of a shell. In bash, "
      "'source <(copydesk help --completions bash)' loads them." },
    { .letter = 'h', .kind = OPTION_SWITCH, .group = GROUP_DISPLAY, .commands = ON_ALL,
      .at = AT(show), .sets = SHOW_SHORT_HELP, .brief = "short help",
      .detail = "Print short help: a line for each option." },
    { .name = "help", .kind = OPTION_SWITCH, .group = GROUP_DISPLAY, .commands = ON_ALL,
      .at = AT(show), .sets = SHOW_LONG_HELP, .brief = "complete help",
      .detail = "Print complete help." },
    { .name = "version", .kind = OPTION_SWITCH, .group = GROUP_DISPLAY, .commands = ON_ALL,
      .at = AT(show), .sets = SHOW_VERSION, .brief = "version, Unicode version and key profile",
      .detail = "Print the version, the Unicode version and the key profile, on which it "
      "depends what counts as the same paragraph." },
    { .brief = NULL }
};
#undef AT
_Static_assert(sizeof option_table / sizeof *option_table <= MAX_OPTIONS, "the parser has no room for so many");

const char *option_group_title(enum option_group group)
{
    static const char *const titles[N_GROUPS] = {
        "Input", "Removal", "Text", "Output", "Records", "Display"
    };
    return titles[group];
}

bool option_belongs(const struct option *o, const struct command *c)
{
    return (o->commands & (unsigned)(c ? c->bit : ON_NONE)) != 0;
}

const struct option *option_named(const struct command *c, struct slice name)
{
    for (const struct option *o = option_table; o->brief; o++)
        if (o->name && option_belongs(o, c) && slice_equal(slice_str(o->name), name))
            return o;
    return NULL;
}

const struct option *option_lettered(const struct command *c, char letter)
{
    for (const struct option *o = option_table; o->brief; o++)
        if (o->letter == letter && letter && option_belongs(o, c))
            return o;
    return NULL;
}

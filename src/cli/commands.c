/* The table of commands. */
#include "cli/commands.h"

#include <unistd.h>

#include "base/error.h"
#include "cli/message.h"
#include "cli/suggest.h"

static const char *const rules_words[] = { "list", "show", "test", "check", NULL };
static const char *const help_words[] = { "clean", "learn", "near", "keys", "explain", "report", "restore", "diff", "rules", "state", NULL };
static const char *const state_words[] = { "info", "forget", "merge", "compact", NULL };

const struct command command_table[] = {
    { .name = "clean", .bit = ON_CLEAN, .operands = "[PATH...]", .max = SIZE_MAX, .files = true,
      .brief = "clean articles: the main job",
      .detail = "Reads articles, drops what repeats, strips what is not news, repairs how it is "
      "spelt, and writes clean UTF-8 text. A PATH is a directory of articles or a file; none, "
      "or -, reads standard input. By their names are known: compressed files (.gz, .bz2, .xz, "
      ".zst, .lz4, .lzma, .lz), which go by the name that they unpack to; archives (tar in any of them, .zip, "
      ".7z, .cpio), whose members are articles as a directory's files are; and crawls (.warc, .wet), whose "
      "text records are articles HOST/NUMBER.txt of the source HOST. Of standard input and other names the "
      "first bytes tell the same. Articles are taken in the order of their paths, and the "
      "first copy of what repeats stays. Of an option that is given twice the last counts; --rules, --include and "
      "--exclude add up, and lists of --strip and --repair that start with + or -.",
      .examples = {
          { "copydesk clean -n news/", "what would go? nothing is written" },
          { "copydesk clean news/ -o clean/ --journal news.journal.zst",
            "a cleaned tree, and the record to restore the old one from" },
          { "pdftotext paper.pdf - | copydesk clean --strip +caption > paper.txt",
            "inside a pipe" } },
      .run = run_clean },
    { .name = "learn", .bit = ON_LEARN, .operands = "PATH... [-o PACK]", .min = 1,
      .max = SIZE_MAX, .files = true,
      .brief = "propose rules from what recurs",
      .detail = "Reads articles twice and proposes, as a rule pack, the lines that recur across "
      "the articles of one source (a directory): section names, teasers, sign-ups of one site, "
      "which no built-in pack can know. Copies and near-copies count once. Each rule says how "
      "often its line was met, where, and in which articles; the riskiest come first, and at the "
      "end stands what was left out, and why. Read it, strike what is no template, and give it "
      "to 'copydesk clean --rules'. A rule acts on its own source only, so learn and clean with "
      "the same PATHs.",
      .examples = {
          { "copydesk learn news/ -o learned.rules", "read it, then use it:" },
          { "copydesk clean news/ --rules learned.rules -o clean/", "clean with what was learned" } },
      .run = run_learn },
    { .name = "near", .bit = ON_NEAR, .operands = "PATH...", .min = 1, .max = SIZE_MAX, .files = true,
      .brief = "find near-duplicate articles",
      .detail = "Finds articles that are nearly an earlier one: the same wire story edited, cut, or "
      "with a paragraph of its own. For each it prints four fields, parted by tabs: the article that is kept, which is "
      "the earlier one unless --keep says otherwise; the near-duplicate; their Jaccard similarity (of all runs of "
      "three words in either, how many are in both); and the containment (of the runs of the shorter, how many are "
      "in the longer). Boilerplate and case do not count. Every pair is compared in full, and only "
      "with articles that are kept, so no chain of small changes joins what is not alike. Articles "
      "of fewer than some 26 words, wall pages, articles of over 4 MiB, and reports of one template "
      "that have other names or numbers where the words around are the same are never near. Nothing is written but this list; 'copydesk clean "
      "--near' acts on it.",
      .examples = {
          { "copydesk near news/", "each near-duplicate, and what it is near" },
          { "copydesk near --clusters news/", "each story that was copied, and its copies" },
          { "copydesk clean --near drop news/ -o clean/ --journal news.journal.zst",
            "leave near-duplicates out, with the record to have them back" } },
      .run = run_near },
    { .name = "keys", .bit = ON_KEYS, .operands = "[PATH...]", .max = SIZE_MAX, .files = true,
      .brief = "paragraphs as keys, to group",
      .detail = "Reads articles as clean does and writes a line KEY TAB ARTICLE TAB NUMBER for each "
      "paragraph that would be compared with other articles; NUMBER counts the article's paragraphs "
      "from 1, and 0 stands for all of them in order, by which copies are known. In ARTICLE a "
      "backslash or control character stands as \\xHH. Of the lines with one key, those of all articles "
      "but the first are what 'copydesk clean --drops' drops. A paragraph that rules take only because "
      "others went before it is no first place: give the list to 'keys --drops' and group again "
      "until it does not change, mostly once or twice. With sort and awk: LC_ALL=C sort -s -k1,1 keys.tsv | "
      "awk -F'\\t' '$1 != k { k = $1; a = $2 } $2 != a' > drops.tsv",
      .examples = {
          { "copydesk keys news/ -o keys.tsv", "then drops.tsv is made of them, with sort and awk as above" },
          { "copydesk clean news/ --drops drops.tsv -o clean/", "and clean without them" } },
      .run = run_keys },
    { .name = "explain", .bit = ON_EXPLAIN, .operands = "JOURNAL ARTICLE[:LINE]",
      .min = 2, .max = 2, .files = true,
      .brief = "why is this line gone?",
      .detail = "Says what became of an article, or of one line of it as it came in: what was "
      "removed, for which reason or by which rule, and where the first copy stands. ARTICLE is "
      "the article's name in the journal, its path below the directory that was cleaned. The "
      "last colon with digits behind it gives the line.",
      .examples = {
          { "copydesk explain news.journal.zst world/flood.txt:12",
            "one line of one article" } },
      .run = run_explain },
    { .name = "report", .bit = ON_REPORT, .operands = "JOURNAL [-o PAGE]", .min = 1, .max = 1, .files = true,
      .brief = "a page that shows what was removed",
      .detail = "Makes a page for a browser: what went, how often and for which reason; what rules took, the "
      "longest texts first; what else went, mostly repeats; articles that were not written; and which folders lost most. It is one "
      "file, which fetches nothing from anywhere. Of each kind some hundred are shown; the numbers are of all.",
      .examples = {
          { "copydesk report news.journal.zst -o removed.html", "then open it in a browser" } },
      .run = run_report },
    { .name = "restore", .bit = ON_RESTORE, .operands = "JOURNAL CLEANED -o DIR",
      .min = 2, .max = 2,
      .files = true,
      .brief = "rebuild the originals, bit for bit",
      .detail = "Puts back what a run took out. CLEANED is what that run wrote: a directory, a "
      "file, or - for standard input. Articles whose clean text is missing or was changed since "
      "are named and skipped.",
      .examples = {
          { "copydesk restore news.journal.zst clean/ -o originals/",
            "the input of the run, bit for bit" } },
      .run = run_restore },
    { .name = "diff", .bit = ON_DIFF, .operands = "A B", .min = 2, .max = 2, .files = true,
      .brief = "what changed between two versions",
      .detail = "Says in words what changed from A to B, two versions of a story: which paragraphs "
      "were cut, added or moved, and which words were changed inside the others. Each is a file, "
      "scraped or clean; one of them may be -, for standard input. Paragraphs are read and repaired "
      "as 'clean' does it, and are the same when they differ in case and punctuation alone; where one "
      "version ends a paragraph and the other goes on, both are parted. Rules "
      "take none. [-cut-] and {+added+} mark the words. The last line sums up. Whether something "
      "changed or not, the exit status is 0: programs ask for --json and its \"changed\".",
      .examples = {
          { "copydesk diff monday.txt tuesday.txt", "what did they change in the story?" },
          { "copydesk diff --json monday.txt tuesday.txt", "the same for a program" } },
      .run = run_diff },
    { .name = "rules", .bit = ON_RULES, .operands = "[list|show|test|check] [WHAT...]",
      .max = SIZE_MAX, .words = rules_words, .files = true,
      .brief = "rule packs and their own examples",
      .detail = "'list' names the built-in packs and those of --rules. 'show PACK' prints a pack, "
      "which is the best description of the format. 'test LINE...' says which rule takes a line, and "
      "where; or why none does. 'check' parses packs and holds every rule "
      "to its own examples: the files given, or without one the built-in packs.",
      .examples = {
          { "copydesk rules show core", "a built-in pack, and so the format" },
          { "copydesk rules test 'Read more'", "which rule takes this line, and where?" },
          { "copydesk rules check my.rules", "test a pack of your own" } },
      .run = run_rules },
    { .name = "state", .bit = ON_STATE, .operands = "ACTION DIR [WHAT...]",
      .min = 2, .max = SIZE_MAX, .words = state_words, .files = true,
      .brief = "look at a state, and keep it small",
      .detail = "DIR is what 'copydesk clean --state DIR' remembers in. 'info' says what it holds. "
      "'forget DIR PATH...' forgets articles, or all below a folder, by their names below the "
      "directory that was cleaned: their text is no repeat any more, and articles that had lost "
      "text to them are cleaned again by the next run. 'forget DIR --before DATE' forgets what "
      "came in before, and leaves what was written as it is; a file that others had lost text to stays known "
      "by name, so that they get it back when it changes. 'merge DIR OTHER' takes over what "
      "another machine's state knows. 'compact' gives back the room of what was forgotten. All "
      "but info wait for nobody: while a run holds the state they end with status 75.",
      .examples = {
          { "copydesk state info seen.state", "how much is remembered, and made with what?" },
          { "copydesk state forget seen.state world/2019", "a folder that was deleted" },
          { "copydesk state forget seen.state --before 365d", "what is older than a year" } },
      .run = run_state },
    { .name = "help", .bit = ON_HELP, .operands = "[COMMAND]", .max = 1, .words = help_words,
      .brief = "help, manual page, completions",
      .detail = "Prints complete help for a command, or for the whole program.",
      .examples = {
          { "copydesk help clean", "every option of clean" },
          { "copydesk help --man | man -l -", "the manual page" },
          { "source <(copydesk help --completions bash)", "completion in this shell" } },
      .run = run_help },
    { .name = NULL }
};

const struct command *command_named(const char *name)
{
    for (const struct command *c = command_table; c->name; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

enum copydesk_status command_unknown(const char *typed, struct copydesk_error *error)
{
    struct suggest s = suggest_for(slice_str(typed));
    for (const struct command *c = command_table; c->name; c++)
        suggest_try(&s, c->name);
    if (access(typed, F_OK) == 0)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "no command is called '%s'; to clean what lies there: copydesk clean %s", typed, typed);
    if (s.best)
        return error_set(error, COPYDESK_FAILED, NULL, 0,
                         "no command is called '%s'; did you mean '%s'?", typed, s.best);
    return error_set(error, COPYDESK_FAILED, NULL, 0,
                     "no command is called '%s'; see copydesk -h", typed);
}

enum copydesk_status command_misused(const struct command *c, const char *typed, struct copydesk_error *error)
{
    struct suggest s = suggest_for(slice_str(typed));
    struct buf list = { 0 };
    bool known = false;
    for (size_t i = 0; c->words[i]; i++) {
        known = known || strcmp(c->words[i], typed) == 0;
        suggest_try(&s, c->words[i]);
    }
    message_addlist(&list, c->words);
    if (known)
        error_set(error, COPYDESK_FAILED, NULL, 0, "usage: copydesk %s %s", c->name, c->operands);
    else
        error_set(error, COPYDESK_FAILED, NULL, 0, "%s: '%s' is not %s%s%s%s", c->name, typed, buf_str(&list),
                  s.best ? "; did you mean '" : "", s.best ? s.best : "", s.best ? "'?" : "");
    buf_release(&list);
    return COPYDESK_FAILED;
}

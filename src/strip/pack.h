/* pack -- reads a file of rules. Strip layer; no patterns are compiled here.
 *
 * A pack is UTF-8 text. Empty lines and lines that start with # say nothing;
 * blanks in front of a line are free. Every other line is a word and what
 * follows it; "rule" opens a rule, which reaches to the next one.
 *
 *   rule NAME        a-z, 0-9 and -; once in a pack
 *   class CLASS      ad, share, comments ...: one of the classes of --strip
 *   zone WHERE...    where the line may stand: any (default), or one or both of
 *                    head (first 15 % of the standing paragraphs, 3 to 8)
 *                    and tail (last 25 %, 2 to 15); of fewer than 6 the first
 *                    or the last one. No built-in rule takes a heading for being
 *                    there: a line of up to 3 words that stands in the head
 *                    right after a sentence, or in the tail right before one,
 *                    or any line between paragraphs of finished prose (12 words
 *                    and an end mark; without spaces 20 characters). Nor does one
 *                    take, anywhere, what stands inside a broken sentence (inside.h)
 *   near             next to a line that a rule took (of class ad or readmore:
 *                    only for a rule of that class, for such a line may stand
 *                    in a story, above a heading; of class placeholder and
 *                    without letters and digits: only for another such line; of
 *                    class navigation: for no figure, which may be a table's);
 *                    alone it is the only place, beside a zone it is one more
 *   company          in its zones only next to a line that some rule takes, or would take
 *                    there or anywhere or beside this one (of class ad or readmore: only
 *                    for a rule of that class): for words that may as well be a title,
 *                    a heading or the last word of a story
 *   words N          a regex is not tried on lines of more words (25; in bytes
 *                    16 times that, and no less than 400)
 *   source NAME      only in articles of this source; . is the top folder
 *   line TEXT        takes a line that says TEXT and nothing else. Case,
 *                    punctuation and spelling variants do not count, nor arrows
 *                    and the like at its ends, nor blanks in Chinese, Japanese and
 *                    Korean; no character is special. But what ends in ?, !, a comma
 *                    or semicolon, stands in quotation marks, or is one word or begins
 *                    with a dash and ends in a full stop, is only taken if TEXT does the same
 *   lines TEXT       as many "line"s: "{a|b}" in TEXT is each of its parts in turn,
 *                    "{|a}" also nothing
 *   regex ^PATTERN$  takes lines by PCRE2 pattern, on the folded line: lower
 *                    case, quotes as ' and ", dashes as -, an ellipsis as ...
 *   like TEXT        takes a line that says TEXT, in which * stands for any words
 *                    of the line, at least one character; \* is a star, nothing
 *                    else is special. Punctuation counts, case does not
 *   after NAME       right after a line that rule NAME ("NAME" of this pack, or
 *                    "pack/NAME") took, or that one of the same "after" took;
 *                    alone it is the only place, beside a zone it is one more
 *   block            when this rule took a line in the second half of an article,
 *                    right after prose that is finished, all that stands behind
 *                    it goes too. But only where two lines that rules of the
 *                    classes comments, form and navigation take anywhere are in
 *                    the last fifth, and where nothing follows that may be text
 *                    (12 words, or 4 and an end mark or colon; without spaces between
 *                    words 20 characters, or 8) nor a line that keep-at-end
 *                    knows. Halves and fifths are of the paragraphs that the
 *                    article came with, removed ones too
 *   cut TEXT         cuts TEXT, which stands in ( ), [ ] or { }, out of lines,
 *                    which stay; wherever they stand
 *   headline         takes what looks like another story's headline, at the very
 *                    end of an article of any source, after prose that is finished,
 *                    where half of the prose or more is in languages of packs
 *   yes TEXT         an example that must match: at least one in a rule, and
 *                    one for each regex and like
 *   no TEXT          one that must not: at least one in a rule with a regex, like or cut
 *
 * Outside of rules, to be added by any pack:
 *
 *   keep-at-end TEXT           a last line with this word or phrase in it is no
 *                              trailing headline, and no line of a block
 *   keep-at-end-regex PATTERN  nor one in which this matches, on the folded line
 *
 *   said TEXT                  a line that ends in a full stop and has this word
 *                              or phrase behind a comma, a quotation mark or a
 *                              dash is somebody's words: no regex and no like of
 *                              a built-in pack takes it
 *
 *   wall TEXT                  a page of few words that has this line is a wall
 *                              page: an error, a captcha, a paywall. It is
 *                              written, but never compared with others. No rule
 *                              takes the line where it comes first
 *   wall-like TEXT             the same, with * as in like
 *
 * A built-in pack that is named like a language (packs/languages.tsv) acts in
 * articles that show it; core, en and files that a user gives act in all.
 *
 * Examples are checked without regard to zone, near, after and source. */
#ifndef STRIP_PACK_H
#define STRIP_PACK_H

#include "base/slice.h"
#include "copydesk.h"

/* Where faults go: one call each. */
struct faults {
    void (*tell)(void *payload, const struct copydesk_error *fault);   /* may be NULL */
    void *payload;
    const char *file;      /* named in each */
    size_t n;              /* told so far */
};

void faults_tell(struct faults *f, uint64_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

enum pack_kind { PACK_LINE, PACK_LINES, PACK_REGEX, PACK_LIKE, PACK_CUT, PACK_YES, PACK_NO, PACK_KEEP, PACK_KEEP_REGEX, PACK_SAID,
                 PACK_WALL, PACK_WALL_LIKE };

/* A line of the pack that holds a text. All slices here point into the pack's text. */
struct pack_item {
    enum pack_kind kind;
    struct slice text;
    uint64_t line;
};

struct pack_rule {
    struct slice name, source, after;
    uint64_t line;
    int cls;               /* enum copydesk_class; -1: not said */
    unsigned conditions;   /* bits 1 << enum strip_condition; 0: not said */
    unsigned words;        /* 0: not said */
    bool headline, sourced, block, company;
    size_t first, n;       /* its items */
};

struct pack {
    struct pack_rule *rules;
    size_t n_rules, cap_rules;
    struct pack_item *items;   /* of all rules, in their order; keep-at-end ones in no rule's range */
    size_t n_items, cap_items;
};

/* Reads text into an empty pack. Tells every fault and goes on; the pack is good when
 * none was told. trusted: a test has shown that the text is UTF-8 and each rule complete, as it
 * does of the built-in packs; neither is checked again. */
void pack_parse(struct pack *p, struct slice text, bool trusted, struct faults *faults);
void pack_release(struct pack *p);

#endif

#include "strip/pack.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "dedupe/keys/keyset.h"
#include "strip/strip.h"
#include "text/utf8.h"

void faults_tell(struct faults *f, uint64_t line, const char *format, ...)
{
    struct copydesk_error fault;
    va_list args;
    va_start(args, format);
    error_setv(&fault, COPYDESK_FAILED, f->file, line, format, args);
    va_end(args);
    f->n++;
    if (f->tell)
        f->tell(f->payload, &fault);
}

/* What a reader of one pack carries from line to line. */
struct parser {
    struct pack *pack;
    struct faults *faults;
    struct keyset names;   /* of rules, each with its number + 1: a learned pack may have 60,000 */
    uint64_t line;
    bool open;             /* a rule is open: the last one */
    bool trusted;          /* rules are good, and what they lack is known */
    bool valid;            /* all of the text is UTF-8 */
};

static struct pack_rule *current(struct parser *p)
{
    return &p->pack->rules[p->pack->n_rules - 1];
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct slice trim(struct slice s)
{
    while (s.len && blank(s.ptr[s.len - 1]))
        s.len--;
    while (s.len && blank(s.ptr[0]))
        s = slice_from(s, 1);
    return s;
}

/* The first word of *rest, which is left behind it, trimmed. */
static struct slice take_word(struct slice *rest)
{
    size_t n = 0;
    while (n < rest->len && !blank(rest->ptr[n]))
        n++;
    struct slice word = slice_of(rest->ptr, n);
    *rest = trim(slice_from(*rest, n));
    return word;
}

static bool good_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", name.ptr[i]) || !name.ptr[i])
            return false;
    return name.len > 0 && name.len <= 64;
}

/* ---- a rule as a whole ---- */

static size_t count_items(const struct pack *p, const struct pack_rule *r, enum pack_kind kind)
{
    size_t n = 0;
    for (size_t i = r->first; i < r->first + r->n; i++)
        n += p->items[i].kind == kind;
    return n;
}

/* By its text, that is: a trailing headline has nothing behind it. */
static bool takes_lines(const struct pack *p, const struct pack_rule *r)
{
    return count_items(p, r, PACK_LINE) || count_items(p, r, PACK_LINES)
        || count_items(p, r, PACK_REGEX) || count_items(p, r, PACK_LIKE);
}

static bool zoned(const struct pack_rule *r)
{
    return r->conditions & (1u << STRIP_HEAD | 1u << STRIP_TAIL);
}

static void check_rule(struct parser *p, const struct pack_rule *r)
{
    int len = (int)r->name.len;
    size_t regexes = count_items(p->pack, r, PACK_REGEX) + count_items(p->pack, r, PACK_LIKE)
                   + count_items(p->pack, r, PACK_CUT);
    if (r->cls < 0)
        faults_tell(p->faults, r->line, "rule %.*s has no class", len, r->name.ptr);
    if (!regexes && !takes_lines(p->pack, r) && !r->headline)
        faults_tell(p->faults, r->line, "rule %.*s takes nothing: give it a line or a regex", len, r->name.ptr);
    if (!count_items(p->pack, r, PACK_YES))
        faults_tell(p->faults, r->line, "rule %.*s has no yes: give it an example that must match", len, r->name.ptr);
    if ((regexes || r->headline) && !count_items(p->pack, r, PACK_NO))
        faults_tell(p->faults, r->line, "rule %.*s has a regex, like or cut but no \"no\": give it an example that must not match",
                    len, r->name.ptr);
    if (r->headline && r->sourced)
        faults_tell(p->faults, r->line, "rule %.*s has a headline, which acts in articles of every source", len, r->name.ptr);
    if (r->block && !takes_lines(p->pack, r))
        faults_tell(p->faults, r->line, "rule %.*s has a block but no line, regex or like to start it", len, r->name.ptr);
    if (r->company && !zoned(r))
        faults_tell(p->faults, r->line, "rule %.*s has company but no zone", len, r->name.ptr);
}

static void close_rule(struct parser *p)
{
    if (!p->open)
        return;
    p->open = false;
    struct pack_rule *r = current(p);
    if (!p->trusted)
        check_rule(p, r);
    if (!r->conditions)
        r->conditions = 1u << STRIP_ALWAYS;
}

/* Is the name of the last rule a good one, and new in the pack? */
static void check_name(struct parser *p, struct slice name)
{
    struct place first = { (uint32_t)p->pack->n_rules, 0 };
    if (!good_name(name)) {
        faults_tell(p->faults, p->line, "a rule's name is made of a-z, 0-9 and -");
        return;
    }
    int new = keyset_add(&p->names, key_of(name), &first);
    if (new < 0)
        faults_tell(p->faults, p->line, "out of memory");
    if (new == 0)
        faults_tell(p->faults, p->line, "rule %.*s stands on line %llu already", (int)name.len, name.ptr,
                    (unsigned long long)p->pack->rules[first.article - 1].line);
}

static void open_rule(struct parser *p, struct slice name)
{
    close_rule(p);
    struct pack *pack = p->pack;
    void *rules = array_room(pack->rules, pack->n_rules, &pack->cap_rules, sizeof *pack->rules);
    if (!rules) {
        faults_tell(p->faults, p->line, "out of memory");
        return;
    }
    pack->rules = rules;
    pack->rules[pack->n_rules++] = (struct pack_rule){
        .name = name, .line = p->line, .cls = -1, .first = pack->n_items,
    };
    p->open = true;
    if (!p->trusted)
        check_name(p, name);
}

/* ---- one line ---- */

static void add_item(struct parser *p, enum pack_kind kind, struct slice text)
{
    struct pack *pack = p->pack;
    void *items = array_room(pack->items, pack->n_items, &pack->cap_items, sizeof *pack->items);
    if (!items) {
        faults_tell(p->faults, p->line, "out of memory");
        return;
    }
    pack->items = items;
    pack->items[pack->n_items++] = (struct pack_item){ kind, text, p->line };
    if (p->open)
        current(p)->n++;
}

static void read_class(struct parser *p, struct slice rest)
{
    int cls = copydesk_class_named(rest.ptr, rest.len);
    if (cls < 0)
        faults_tell(p->faults, p->line, "unknown class: %.*s", (int)rest.len, rest.ptr);
    current(p)->cls = cls < 0 ? COPYDESK_AD : cls;
}

static void read_zone(struct parser *p, struct slice rest)
{
    while (rest.len) {
        struct slice word = take_word(&rest);
        if (slice_equal(word, SLICE("any")))
            current(p)->conditions |= 1u << STRIP_ALWAYS;
        else if (slice_equal(word, SLICE("head")))
            current(p)->conditions |= 1u << STRIP_HEAD;
        else if (slice_equal(word, SLICE("tail")))
            current(p)->conditions |= 1u << STRIP_TAIL;
        else
            faults_tell(p->faults, p->line, "unknown zone: %.*s (any, head or tail)", (int)word.len, word.ptr);
    }
}

static void read_words(struct parser *p, struct slice rest)
{
    unsigned n = 0;
    bool good = rest.len > 0 && rest.len <= 4;
    for (size_t i = 0; good && i < rest.len; i++) {
        good = rest.ptr[i] >= '0' && rest.ptr[i] <= '9';
        n = n * 10 + (unsigned)(rest.ptr[i] - '0');
    }
    if (!good || n < 1 || n > 1000)
        faults_tell(p->faults, p->line, "words takes a number from 1 to 1000");
    else
        current(p)->words = n;
}

/* The words that open a line, and what each does. */
enum verb { VERB_TEXT, VERB_RULE, VERB_CLASS, VERB_ZONE, VERB_NEAR, VERB_WORDS, VERB_SOURCE, VERB_AFTER,
            VERB_HEADLINE, VERB_BLOCK, VERB_COMPANY };

static const struct word {
    const char *name;
    enum verb verb;
    enum pack_kind kind;   /* for VERB_TEXT */
    bool inside, bare;     /* only in a rule; has nothing behind it */
} WORDS[] = {   /* the frequent ones first */
    { "line", VERB_TEXT, PACK_LINE, true, false },
    { "lines", VERB_TEXT, PACK_LINES, true, false },
    { "yes", VERB_TEXT, PACK_YES, true, false },
    { "no", VERB_TEXT, PACK_NO, true, false },
    { "rule", VERB_RULE, 0, false, false },
    { "class", VERB_CLASS, 0, true, false },
    { "zone", VERB_ZONE, 0, true, false },
    { "near", VERB_NEAR, 0, true, true },
    { "words", VERB_WORDS, 0, true, false },
    { "source", VERB_SOURCE, 0, true, false },
    { "after", VERB_AFTER, 0, true, false },
    { "headline", VERB_HEADLINE, 0, true, true },
    { "block", VERB_BLOCK, 0, true, true },
    { "company", VERB_COMPANY, 0, true, true },
    { "regex", VERB_TEXT, PACK_REGEX, true, false },
    { "like", VERB_TEXT, PACK_LIKE, true, false },
    { "cut", VERB_TEXT, PACK_CUT, true, false },
    { "keep-at-end", VERB_TEXT, PACK_KEEP, false, false },
    { "keep-at-end-regex", VERB_TEXT, PACK_KEEP_REGEX, false, false },
    { "said", VERB_TEXT, PACK_SAID, false, false },
    { "wall", VERB_TEXT, PACK_WALL, false, false },
    { "wall-like", VERB_TEXT, PACK_WALL_LIKE, false, false },
};

static const struct word *word_named(struct slice name)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (slice_equal(slice_str(WORDS[i].name), name))
            return &WORDS[i];
    return NULL;
}

static void apply(struct parser *p, const struct word *word, struct slice rest)
{
    switch (word->verb) {
    case VERB_RULE:     open_rule(p, rest); break;
    case VERB_CLASS:    read_class(p, rest); break;
    case VERB_ZONE:     read_zone(p, rest); break;
    case VERB_NEAR:     current(p)->conditions |= 1u << STRIP_NEAR; break;
    case VERB_WORDS:    read_words(p, rest); break;
    case VERB_SOURCE:
        current(p)->sourced = true;
        current(p)->source = slice_equal(rest, SLICE(".")) ? SLICE("") : rest;
        break;
    case VERB_AFTER:
        current(p)->after = rest;
        current(p)->conditions |= 1u << STRIP_AFTER;
        break;
    case VERB_HEADLINE: current(p)->headline = true; break;
    case VERB_BLOCK:    current(p)->block = true; break;
    case VERB_COMPANY:  current(p)->company = true; break;
    case VERB_TEXT:
        if (!word->inside)
            close_rule(p);
        add_item(p, word->kind, rest);
        break;
    }
}

static void read_line(struct parser *p, struct slice line)
{
    line = trim(line);
    if (!line.len || line.ptr[0] == '#')
        return;
    if (!p->valid && !utf8_valid(line)) {
        faults_tell(p->faults, p->line, "not valid UTF-8");
        return;
    }
    struct slice rest = line, name = take_word(&rest);
    const struct word *word = word_named(name);
    if (!word)
        faults_tell(p->faults, p->line, "unknown word: %.*s", (int)(name.len < 40 ? name.len : 40), name.ptr);
    else if (word->inside && !p->open)
        faults_tell(p->faults, p->line, "%s stands outside of a rule", word->name);
    else if (!word->bare && !rest.len)
        faults_tell(p->faults, p->line, "nothing after %s", word->name);
    else if (word->bare && rest.len)
        faults_tell(p->faults, p->line, "%s takes nothing after it", word->name);
    else
        apply(p, word, rest);
}

void pack_parse(struct pack *pack, struct slice text, bool trusted, struct faults *faults)
{
    struct parser p = { .pack = pack, .faults = faults, .trusted = trusted, .valid = trusted || utf8_valid(text) };
    if (!trusted && !keyset_reset(&p.names, 0))
        faults_tell(faults, 0, "out of memory");
    if (slice_starts(text, SLICE("\xEF\xBB\xBF")))
        text = slice_from(text, 3);
    while (text.len) {
        p.line++;
        read_line(&p, slice_line(&text));
    }
    close_rule(&p);
    keyset_release(&p.names);
}

void pack_release(struct pack *p)
{
    free(p->rules);
    free(p->items);
    *p = (struct pack){ 0 };
}

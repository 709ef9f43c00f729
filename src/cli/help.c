#include "cli/help.h"

enum { WIDTH = 79 };

/* ---- pieces ---- */

static void pad(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_addch(out, ' ');
}

/* "-o, --output DIR|FILE", "--stats FILE", "-h" */
static void add_names(struct buf *out, const struct option *o)
{
    if (o->letter)
        buf_addf(out, "-%c%s", o->letter, o->name ? ", " : "");
    if (o->name)
        buf_addf(out, "--%s", o->name);
    if (o->value)
        buf_addf(out, " %s", o->value);
}

/* text broken at spaces into lines of at most WIDTH columns, each indented. */
static void add_wrapped(struct buf *out, const char *text, size_t indent)
{
    size_t column = 0;
    while (*text) {
        size_t word = strcspn(text, " ");
        if (column > 0 && column + 1 + word > WIDTH) {
            buf_addch(out, '\n');
            column = 0;
        }
        if (column == 0) {
            pad(out, indent);
            column = indent;
        } else {
            buf_addch(out, ' ');
            column++;
        }
        buf_add(out, text, word);
        column += word;
        text += word;
        text += strspn(text, " ");
    }
    buf_addch(out, '\n');
}

/* "Unicode: nfc|nfd|none [nfc]" */
static void add_brief(struct buf *out, const struct option *o)
{
    buf_addstr(out, o->brief);
    for (size_t i = 0; o->choices && o->choices[i]; i++)
        buf_addf(out, "%s%s", i == 0 ? ": " : "|", o->choices[i]);
    if (o->initial)
        buf_addf(out, " [%s]", o->initial);
    buf_addch(out, '\n');
}

/* In a column: a name without a letter stands below those with one. */
static void add_option(struct buf *out, const struct option *o)
{
    pad(out, o->letter ? 0 : 4);
    add_names(out, o);
}

static size_t option_width(const struct option *o)
{
    struct buf text = { 0 };
    add_option(&text, o);
    size_t width = text.len;
    buf_release(&text);
    return width;
}

static void add_usage(struct buf *out, const struct command *c)
{
    buf_addf(out, "Usage: copydesk %s [OPTION...] %s\n", c->name, c->operands);
}

static void add_examples(struct buf *out, const struct command *c)
{
    buf_addstr(out, "\nExamples\n");
    for (size_t i = 0; i < MAX_EXAMPLES && c->examples[i].line; i++)
        buf_addf(out, "  %s\n      %s\n", c->examples[i].line, c->examples[i].says);
}

/* ---- options of a command, group by group ---- */

typedef void option_printer(struct buf *out, const struct option *o, size_t width, bool first);

static void print_brief(struct buf *out, const struct option *o, size_t width, bool first)
{
    (void)first;
    pad(out, 2);
    size_t start = out->len;
    add_option(out, o);
    pad(out, width - (out->len - start) + 2);
    add_brief(out, o);
}

static void add_words(struct buf *out, const struct vocabulary *words)
{
    buf_addch(out, '\n');
    for (unsigned i = 0; i < words->n; i++)
        buf_addf(out, "        %-12s %s\n", words->name(i), words->summary(i));
}

static void print_detail(struct buf *out, const struct option *o, size_t width, bool first)
{
    (void)width;
    if (!first)
        buf_addch(out, '\n');
    pad(out, 2);
    add_names(out, o);
    buf_addch(out, '\n');
    add_wrapped(out, o->detail, 8);
    if (o->choices || o->initial) {
        pad(out, 8);
        for (size_t i = 0; o->choices && o->choices[i]; i++)
            buf_addf(out, "%s%s", i == 0 ? "" : "|", o->choices[i]);
        if (o->initial)
            buf_addf(out, "%s[%s]", o->choices ? " " : "", o->initial);
        buf_addch(out, '\n');
    }
    if (o->words)
        add_words(out, o->words);
}

static size_t widest(const struct command *c)
{
    size_t width = 0;
    for (const struct option *o = option_table; o->brief; o++) {
        size_t here = option_belongs(o, c) ? option_width(o) : 0;
        width = here > width ? here : width;
    }
    return width;
}

static void add_group(struct buf *out, const struct command *c, enum option_group group,
                      option_printer *print, size_t width)
{
    bool titled = false;
    for (const struct option *o = option_table; o->brief; o++) {
        if (o->group != group || !option_belongs(o, c))
            continue;
        if (!titled)
            buf_addf(out, "\n%s\n", option_group_title(group));
        print(out, o, width, !titled);
        titled = true;
    }
}

static void add_options(struct buf *out, const struct command *c, option_printer *print)
{
    size_t width = widest(c);
    for (int group = 0; group < N_GROUPS; group++)
        add_group(out, c, (enum option_group)group, print, width);
}

/* ---- the program as a whole ---- */

static void add_commands(struct buf *out)
{
    buf_addstr(out, "\nCommands\n");
    for (const struct command *c = command_table; c->name; c++)
        buf_addf(out, "  %-9s%-34s%s\n", c->name, c->operands, c->brief);
}

static void add_terms(struct buf *out, const char *title, const struct term *terms)
{
    buf_addf(out, "\n%s\n", title);
    for (; terms->name; terms++) {
        buf_addf(out, "  %-10s", terms->name);
        size_t start = out->len;
        add_wrapped(out, terms->says, 12);
        if (out->failed)
            return;
        /* the first line's indent is what the name already took */
        memmove(out->ptr + start, out->ptr + start + 12, out->len - start - 12);
        out->len -= 12;
    }
}

static void program_short(struct buf *out)
{
    buf_addstr(out, "copydesk cleans scraped news articles: it drops what repeats, strips what is\n"
                    "not news, repairs how it is spelt, and records every byte that it takes out.\n"
                    "\nUsage: copydesk COMMAND [OPTION...] [OPERAND...]\n");
    add_commands(out);
    add_examples(out, command_table);
    buf_addstr(out, "\nThe options of a command: copydesk clean -h. In full: copydesk help clean\n");
}

static void program_long(struct buf *out)
{
    program_short(out);
    for (const struct command *c = command_table; c->name; c++) {
        buf_addf(out, "\ncopydesk %s %s\n", c->name, c->operands);
        add_wrapped(out, c->detail, 2);
    }
    add_terms(out, "Exit status", term_statuses);
    add_terms(out, "Environment", term_environment);
    buf_addstr(out, "\nThe journal\n");
    add_wrapped(out, term_journal, 2);
}

/* ---- all together ---- */

void help_short(struct buf *out, const struct command *c)
{
    if (!c) {
        program_short(out);
        return;
    }
    add_usage(out, c);
    add_options(out, c, print_brief);
    add_examples(out, c);
}

void help_long(struct buf *out, const struct command *c)
{
    if (!c) {
        program_long(out);
        return;
    }
    add_usage(out, c);
    buf_addch(out, '\n');
    add_wrapped(out, c->detail, 0);
    add_options(out, c, print_detail);
    add_examples(out, c);
    add_terms(out, "Exit status", term_statuses);
}

void help_version(struct buf *out)
{
    buf_addf(out, "copydesk %s\nUnicode %s, key profile %u\n", copydesk_version(),
             copydesk_unicode_version(), copydesk_key_profile());
    if (copydesk_without()[0])
        buf_addf(out, "built without %s\n", copydesk_without());
}

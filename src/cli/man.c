/* The manual page, in mdoc(7), from the same tables as the help. */
#include "cli/help.h"

#include <ctype.h>

#include "cli/message.h"

/* the day on which the page's words last changed */
static const char page_date[] = "November 24, 2026";

/* One line of text for roff: backslashes and leading dots are made harmless,
 * the dashes of options stay ASCII, and every sentence starts a line. */
static void add_text(struct buf *out, const char *text)
{
    for (const char *p = text; *p; p++) {
        bool starts = p == text;
        if (starts && (*p == '.' || *p == '\''))
            buf_addstr(out, "\\&");
        if (*p == '\\')
            buf_addstr(out, "\\e");
        else if (*p == '-' && (starts || !isalnum((unsigned char)p[-1])))
            buf_addstr(out, "\\-");
        else if (*p == ' ' && !starts && p[-1] == '.')
            buf_addstr(out, p[1] == '\'' ? "\n\\&" : "\n");
        else
            buf_addch(out, *p);
    }
}

static void add_line(struct buf *out, const char *text)
{
    add_text(out, text);
    buf_addch(out, '\n');
}

static void add_paragraph(struct buf *out, const char *text)
{
    buf_addstr(out, ".Pp\n");
    add_line(out, text);
}

/* Operands as a usage line shows them, words in capitals as arguments. */
static void add_operands(struct buf *out, const char *text)
{
    bool italic = false;
    for (const char *p = text; *p; p++) {
        bool capital = isupper((unsigned char)*p) != 0;
        if (capital != italic)
            buf_addstr(out, capital ? "\\fI" : "\\fR");
        italic = capital;
        if (*p == '-')
            buf_addch(out, '\\');
        buf_addch(out, *p);
    }
    buf_addstr(out, italic ? "\\fR\n" : "\n");
}

static void add_synopsis(struct buf *out)
{
    buf_addstr(out, ".Sh SYNOPSIS\n");
    for (const struct command *c = command_table; c->name; c++) {
        buf_addf(out, ".Nm\n.Cm %s\n.Op Ar option ...\n", c->name);
        add_operands(out, c->operands);
    }
}

static void add_commands(struct buf *out)
{
    buf_addstr(out, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (const struct command *c = command_table; c->name; c++) {
        buf_addf(out, ".It Cm %s ", c->name);
        add_operands(out, c->operands);
        add_line(out, c->detail);
    }
    buf_addstr(out, ".El\n");
}

/* ---- options ---- */

static void add_item(struct buf *out, const struct option *o)
{
    buf_addstr(out, ".It");
    if (o->letter)
        buf_addf(out, " Fl %c%s", o->letter, o->name ? " ," : "");
    if (o->name)
        buf_addf(out, " Fl \\-%s", o->name);
    if (o->value)
        buf_addf(out, " Ar %s", o->value);
    buf_addch(out, '\n');
}

static void add_choices(struct buf *out, const struct option *o)
{
    if (o->choices) {
        buf_addstr(out, "One of ");
        message_addlist(out, o->choices);
        buf_addstr(out, ".\n");
    }
    if (o->initial)
        buf_addf(out, "Default: %s.\n", o->initial);
}

static void add_words(struct buf *out, const struct vocabulary *words)
{
    buf_addstr(out, ".Bl -tag -width placeholder -compact\n");
    for (unsigned i = 0; i < words->n; i++) {
        buf_addf(out, ".It Cm %s\n", words->name(i));
        add_line(out, words->summary(i));
    }
    buf_addstr(out, ".El\n");
}

static void add_option(struct buf *out, const struct option *o)
{
    add_item(out, o);
    add_line(out, o->detail);
    add_choices(out, o);
    if (o->words)
        add_words(out, o->words);
}

/* The commands that have the option, unless that is clean alone. */
static void add_owners(struct buf *out, const struct option *o)
{
    if (o->commands == ON_ALL)
        buf_addstr(out, "Of every command.\n");
    if (o->commands == ON_ALL || o->commands == ON_CLEAN)
        return;
    const char *before = "Of\n";
    for (const struct command *c = command_table; c->name; c++) {
        if (!option_belongs(o, c))
            continue;
        buf_addf(out, "%s.Cm %s", before, c->name);
        before = "\nand\n";
    }
    buf_addstr(out, " .\n");
}

static void add_options(struct buf *out)
{
    buf_addstr(out, ".Sh OPTIONS\nOptions and operands may stand in any order;\n"
                    ".Fl \\-\nends the options.\n"
                    "An option belongs to\n.Cm clean\nunless it says otherwise.\n");
    for (int group = 0; group < N_GROUPS; group++) {
        buf_addf(out, ".Ss %s\n.Bl -tag -width Ds\n", option_group_title((enum option_group)group));
        for (const struct option *o = option_table; o->brief; o++) {
            if ((int)o->group != group)
                continue;
            add_option(out, o);
            add_owners(out, o);
        }
        buf_addstr(out, ".El\n");
    }
}

/* ---- the rest ---- */

static void add_terms(struct buf *out, const char *title, const char *macro,
                      const struct term *terms)
{
    buf_addf(out, ".Sh %s\n.Bl -tag -width NO_COLOR\n", title);
    for (; terms->name; terms++) {
        buf_addf(out, ".It %s %s\n", macro, terms->name);
        add_line(out, terms->says);
    }
    buf_addstr(out, ".El\n");
}

static void add_examples(struct buf *out)
{
    buf_addstr(out, ".Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (const struct command *c = command_table; c->name; c++) {
        const struct example *e = c->examples;
        for (size_t j = 0; j < MAX_EXAMPLES && e[j].line; j++) {
            buf_addstr(out, ".It Li \"");
            add_text(out, e[j].line);
            buf_addstr(out, "\"\n");
            add_line(out, e[j].says);
        }
    }
    buf_addstr(out, ".El\n");
}

void man_page(struct buf *out)
{
    buf_addf(out, ".Dd %s\n.Dt COPYDESK 1\n.Os copydesk %s\n", page_date, copydesk_version());
    buf_addstr(out, ".Sh NAME\n.Nm copydesk\n.Nd clean scraped news articles\n");
    add_synopsis(out);
    buf_addstr(out, ".Sh DESCRIPTION\n.Nm\n");
    add_line(out, "cleans scraped news articles: it drops what repeats, strips what is not news, "
                  "repairs how it is spelt, and records every byte that it takes out.");
    add_paragraph(out, "The same input gives the same output whatever the number of threads and "
                       "the order in which files are found, and cleaning clean text changes "
                       "nothing.");
    add_commands(out);
    add_options(out);
    add_terms(out, "ENVIRONMENT", "Ev", term_environment);
    buf_addstr(out, ".Sh FILES\n");
    add_line(out, term_journal);
    add_terms(out, "EXIT STATUS", "Li", term_statuses);
    add_examples(out);
    buf_addstr(out, ".Sh SEE ALSO\n.Xr iconv 1 ,\n.Xr pdftotext 1 ,\n.Xr uniq 1\n");
}

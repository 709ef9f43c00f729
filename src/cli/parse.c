/* Parses the words of the command line into struct cli. Options and operands may come
 * in any order; the first operand is the command, and only options that every command
 * has may stand before it. -h, --help and --version end the parsing, so that they
 * are answered even when a later word is wrong. */
#include "cli/options.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/suggest.h"

struct parser {
    struct cli *cli;
    char *const *next, *const *end;    /* words not yet looked at */
    bool operands_only;                /* after "--" */
    struct copydesk_error *error;
    bool given[MAX_OPTIONS];           /* by their place in the table */
};

static enum copydesk_status cli_init(struct cli *cli, size_t words, struct copydesk_error *error)
{
    *cli = (struct cli){ .shell = SHELL_NONE, .before = INT64_MIN };
    copydesk_options_init(&cli->run);
    /* room for four lists, none of which can be longer than all words together */
    const char **room = calloc(4 * words + 1, sizeof *room);
    if (!room)
        return error_memory(error);
    cli->operands = room;
    cli->include = room + words;
    cli->exclude = room + 2 * words;
    cli->rules = room + 3 * words;
    cli->run.paths = cli->operands;
    cli->run.include = cli->include;
    cli->run.exclude = cli->exclude;
    cli->run.rules = cli->rules;
    return COPYDESK_OK;
}

void cli_release(struct cli *cli)
{
    free(cli->operands);   /* the other lists are in the same block */
    *cli = (struct cli){ .shell = SHELL_NONE };
}

/* ---- what can be wrong ---- */

static const char *command_name(const struct cli *cli)
{
    return cli->command ? cli->command->name : "COMMAND";
}

/* An option of another command. dashes: "-" or "--"; typed: the word after them. */
static enum copydesk_status misplaced(struct parser *p, const struct option *known,
                                      const char *dashes, struct slice typed)
{
    const struct command *owner = command_table;
    while (!option_belongs(known, owner))
        owner++;
    if (!p->cli->command)
        return error_set(p->error, COPYDESK_FAILED, NULL, 0,
                         "%s%.*s must stand behind the command, as in copydesk %s %s%.*s", dashes,
                         (int)typed.len, typed.ptr, owner->name, dashes, (int)typed.len, typed.ptr);
    return error_set(p->error, COPYDESK_FAILED, NULL, 0,
                     "%s%.*s is an option of copydesk %s, not of %s", dashes, (int)typed.len,
                     typed.ptr, owner->name, p->cli->command->name);
}

static enum copydesk_status unknown_name(struct parser *p, struct slice typed)
{
    struct suggest s = suggest_for(typed);
    for (const struct option *o = option_table; o->brief; o++) {
        if (!o->name)
            continue;
        if (slice_equal(typed, slice_str(o->name)))
            return misplaced(p, o, "--", typed);
        if (option_belongs(o, p->cli->command))
            suggest_try(&s, o->name);
    }
    if (s.best)
        return error_set(p->error, COPYDESK_FAILED, NULL, 0,
                         "no option is called --%.*s; did you mean --%s?", (int)typed.len,
                         typed.ptr, s.best);
    return error_set(p->error, COPYDESK_FAILED, NULL, 0,
                     "no option is called --%.*s; see copydesk %s -h", (int)typed.len, typed.ptr,
                     command_name(p->cli));
}

static enum copydesk_status unknown_letter(struct parser *p, char letter)
{
    for (const struct option *o = option_table; o->brief; o++)
        if (o->letter == letter)
            return misplaced(p, o, "-", slice_of(&letter, 1));
    return error_set(p->error, COPYDESK_FAILED, NULL, 0,
                     "there is no option -%c; see copydesk %s -h", letter, command_name(p->cli));
}

static enum copydesk_status missing_value(struct parser *p, const struct option *o)
{
    if (o->letter)
        return error_set(p->error, COPYDESK_FAILED, NULL, 0, "-%c, --%s: the %s is missing",
                         o->letter, o->name, o->value);
    return error_set(p->error, COPYDESK_FAILED, NULL, 0, "--%s: the %s is missing", o->name,
                     o->value);
}

/* ---- words ---- */

static enum copydesk_status store(struct parser *p, const struct option *o, const char *text)
{
    p->given[o - option_table] = true;
    return option_store(p->cli, o, text, p->error);
}

/* text: the value that came in the option's own word; NULL: the next word is the value. */
static enum copydesk_status take_value(struct parser *p, const struct option *o, const char *text)
{
    if (!text) {
        if (p->next == p->end)
            return missing_value(p, o);
        text = *p->next++;
    }
    return store(p, o, text);
}

static enum copydesk_status take_name(struct parser *p, const char *word)
{
    size_t len = strcspn(word, "=");
    const char *value = word[len] ? word + len + 1 : NULL;
    const struct option *o = option_named(p->cli->command, slice_of(word, len));
    if (!o)
        return unknown_name(p, slice_of(word, len));
    if (o->kind != OPTION_SWITCH)
        return take_value(p, o, value);
    if (value)
        return error_set(p->error, COPYDESK_FAILED, NULL, 0, "--%s takes no value", o->name);
    return store(p, o, NULL);
}

/* A word of letters and perhaps a value: "-nq", "-j4", "-nj4", "-j 4". */
static enum copydesk_status take_letters(struct parser *p, const char *letters)
{
    enum copydesk_status status = COPYDESK_OK;
    for (; *letters && status == COPYDESK_OK && p->cli->show == SHOW_NONE; letters++) {
        const struct option *o = option_lettered(p->cli->command, *letters);
        if (!o)
            return unknown_letter(p, *letters);
        if (o->kind != OPTION_SWITCH)
            return take_value(p, o, letters[1] ? letters + 1 : NULL);
        status = store(p, o, NULL);
    }
    return status;
}

static enum copydesk_status take_operand(struct parser *p, const char *word)
{
    struct cli *cli = p->cli;
    if (cli->command) {
        cli->operands[cli->n_operands++] = word;
        cli->run.n_paths = cli->n_operands;
        return COPYDESK_OK;
    }
    cli->command = command_named(word);
    return cli->command ? COPYDESK_OK : command_unknown(word, p->error);
}

static enum copydesk_status take_word(struct parser *p)
{
    const char *word = *p->next++;
    if (p->operands_only || word[0] != '-' || word[1] == '\0')
        return take_operand(p, word);
    if (strcmp(word, "--") == 0) {
        p->operands_only = true;
        return COPYDESK_OK;
    }
    enum copydesk_status status = word[1] == '-' ? take_name(p, word + 2) : take_letters(p, word + 1);
    if (status != COPYDESK_OK && access(word, F_OK) == 0)
        return error_set(p->error, status, NULL, 0, "'%s' is read as an option; the file of that name is ./%s", word, word);
    return status;
}

static enum copydesk_status check_operands(const struct cli *cli, struct copydesk_error *error)
{
    const struct command *c = cli->command;
    if (!c)
        return COPYDESK_OK;
    if (cli->n_operands < c->min)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "usage: copydesk %s %s", c->name,
                         c->operands);
    if (cli->n_operands > c->max)
        return error_set(error, COPYDESK_FAILED, NULL, 0, "'%s' is too much; usage: copydesk %s %s",
                         cli->operands[c->max], c->name, c->operands);
    for (size_t i = 0; i < cli->n_operands; i++)   /* readers of articles say so themselves; a rule may be asked for no text */
        if (!*cli->operands[i] && !(c->bit & (ON_READERS | ON_RULES)))
            return error_set(error, COPYDESK_FAILED, NULL, 0, "%s: an operand is empty; was a variable not set?", c->name);
    return COPYDESK_OK;
}

/* Refuses an option that does nothing without another one that was not given. */
static enum copydesk_status check_company(const struct parser *p)
{
    const struct command *c = p->cli->command;
    for (size_t i = 0; c && c->bit == ON_CLEAN && option_table[i].brief; i++) {
        const char *with = p->given[i] ? option_table[i].with : NULL;
        if (with && !p->given[option_named(c, slice_str(with)) - option_table])
            return error_set(p->error, COPYDESK_FAILED, NULL, 0, "--%s does nothing without --%s; give both, or neither",
                             option_table[i].name, with);
    }
    return COPYDESK_OK;
}

enum copydesk_status cli_parse(struct cli *cli, int argc, char *const *argv,
                               struct copydesk_error *error)
{
    struct parser p = { cli, argv, argv + argc, false, error, { false } };
    enum copydesk_status status = cli_init(cli, (size_t)argc, error);
    while (status == COPYDESK_OK && p.next < p.end && cli->show == SHOW_NONE)
        status = take_word(&p);
    if (status == COPYDESK_OK && cli->show == SHOW_NONE)
        status = check_operands(cli, error);
    if (status == COPYDESK_OK && cli->show == SHOW_NONE)
        status = check_company(&p);
    return status;
}

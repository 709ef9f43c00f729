/* Completions of bash, zsh and fish. Each shell gets commands, the options of
 * the command on the line, and the words that an option's value may be. */
#include "cli/help.h"

/* Text between single quotes, which all three shells read the same way. */
static void add_quoted(struct buf *out, const char *text)
{
    buf_addch(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_addstr(out, "'\\''");
        else
            buf_addch(out, *text);
    }
    buf_addch(out, '\'');
}

/* The words that a value may be, each with a space before it. */
static void add_values(struct buf *out, const struct option *o)
{
    for (size_t i = 0; o->choices && o->choices[i]; i++)
        buf_addf(out, " %s", o->choices[i]);
    for (unsigned i = 0; o->words && i < o->words->n; i++)
        buf_addf(out, " %s", o->words->name(i));
    if (o->words)
        buf_addstr(out, " all none default");
}

static bool has_values(const struct option *o)
{
    return o->choices || o->words;
}

static bool is_file(const struct option *o)
{
    return o->kind == OPTION_FILE || o->kind == OPTION_RECORD || o->kind == OPTION_DIR;
}

/* ---- bash ---- */

static void bash_commands(struct buf *out, char between)
{
    for (const struct command *c = command_table; c->name; c++) {
        if (c > command_table)
            buf_addch(out, between);
        buf_addstr(out, c->name);
    }
}

static void bash_values(struct buf *out, const struct command *c)
{
    for (const struct option *o = option_table; o->brief; o++) {
        if (!option_belongs(o, c) || o->kind == OPTION_SWITCH)
            continue;
        buf_addf(out, "        %s,--%s", c->name, o->name);
        if (o->letter)
            buf_addf(out, "|%s,-%c", c->name, o->letter);
        buf_addstr(out, ") words='");
        add_values(out, o);
        buf_addstr(out, "' ;;\n");
    }
}

static void bash_options(struct buf *out, const struct command *c)
{
    buf_addf(out, "        %s,-*) words='", c->name);
    for (const struct option *o = option_table; o->brief; o++)
        if (o->name && option_belongs(o, c))
            buf_addf(out, " --%s", o->name);
    buf_addstr(out, "' ;;\n");
}

static void bash_operands(struct buf *out, const struct command *c)
{
    if (!c->words)
        return;
    buf_addf(out, "        %s,*) words='", c->name);
    for (size_t i = 0; c->words[i]; i++)
        buf_addf(out, " %s", c->words[i]);
    buf_addstr(out, "' ;;\n");
}

/* Where there are no words to offer, bash falls back to file names: -o default. The "=" of
 * --color=WHEN is a word of its own. */
static void bash(struct buf *out)
{
    buf_addstr(out, "# bash completion of copydesk\n_copydesk()\n{\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                    "    local command='' words='' i\n"
                    "    case $cur,$prev in =,*) cur='' ;; *,=) prev=${COMP_WORDS[COMP_CWORD-2]} ;; esac\n"
                    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                    "        case ${COMP_WORDS[i]} in ");
    bash_commands(out, '|');
    buf_addstr(out, ") command=${COMP_WORDS[i]}; break ;; esac\n    done\n"
                    "    case $command,$prev in\n");
    for (const struct command *c = command_table; c->name; c++)
        bash_values(out, c);
    buf_addstr(out, "        *) case $command,$cur in\n"
                    "        ,-*) words='--help --version' ;;\n        ,*) words='");
    bash_commands(out, ' ');
    buf_addstr(out, "' ;;\n");
    for (const struct command *c = command_table; c->name; c++) {
        bash_options(out, c);
        bash_operands(out, c);
    }
    buf_addstr(out, "        esac ;;\n    esac\n"
                    "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n"
                    "complete -o default -F _copydesk copydesk\n");
}

/* ---- zsh ---- */

static void zsh_option(struct buf *out, const struct option *o)
{
    struct buf tail = { 0 };
    buf_addf(&tail, "[%s]", o->brief);
    if (o->value) {
        buf_addf(&tail, ":%s:", o->value);
        if (has_values(o)) {
            buf_addch(&tail, '(');
            add_values(&tail, o);
            buf_addch(&tail, ')');
        } else if (is_file(o)) {
            buf_addstr(&tail, o->kind == OPTION_DIR ? "_files -/" : "_files");
        }
    }
    buf_addstr(out, " \\\n            ");
    if (o->count)
        buf_addstr(out, "'*'");
    if (o->letter && o->name)
        buf_addf(out, "{-%c%s,--%s%s}", o->letter, o->value ? "+" : "", o->name,
                 o->value ? "=" : "");
    else if (o->name)
        buf_addf(out, "--%s%s", o->name, o->value ? "=" : "");
    else
        buf_addf(out, "-%c", o->letter);
    add_quoted(out, buf_str(&tail));
    buf_release(&tail);
}

static void zsh_command(struct buf *out, const struct command *c)
{
    buf_addf(out, "    %s)\n        _arguments -s", c->name);
    for (const struct option *o = option_table; o->brief; o++)
        if (option_belongs(o, c))
            zsh_option(out, o);
    if (c->words) {
        buf_addstr(out, " \\\n            '1:what:(");
        for (size_t i = 0; c->words[i]; i++)
            buf_addf(out, "%s%s", i ? " " : "", c->words[i]);
        buf_addstr(out, ")'");
    }
    if (c->files)
        buf_addstr(out, " \\\n            '*:file:_files'");
    buf_addstr(out, " ;;\n");
}

static void zsh(struct buf *out)
{
    buf_addstr(out, "#compdef copydesk\n# zsh completion of copydesk\n_copydesk() {\n"
                    "    local -a commands=(");
    for (const struct command *c = command_table; c->name; c++) {
        struct buf entry = { 0 };
        buf_addf(&entry, "%s:%s", c->name, c->brief);
        buf_addstr(out, "\n        ");
        add_quoted(out, buf_str(&entry));
        buf_release(&entry);
    }
    buf_addstr(out, ")\n    if ((CURRENT == 2)); then\n"
                    "        _describe command commands\n        return\n    fi\n"
                    "    shift words\n    ((CURRENT--))\n    case $words[1] in\n");
    for (const struct command *c = command_table; c->name; c++)
        zsh_command(out, c);
    /* autoloaded, the file is the function's body and must call it; sourced, it registers it */
    buf_addstr(out, "    esac\n}\nif [[ $funcstack[1] == _copydesk ]]; then\n"
                    "    _copydesk \"$@\"\nelse\n    compdef _copydesk copydesk\nfi\n");
}

/* ---- fish ---- */

static void fish_option(struct buf *out, const struct command *c, const struct option *o)
{
    buf_addf(out, "complete -c copydesk -n '__fish_seen_subcommand_from %s'", c->name);
    if (o->name)
        buf_addf(out, " -l %s", o->name);
    if (o->letter)
        buf_addf(out, " -s %c", o->letter);
    if (o->kind != OPTION_SWITCH)
        buf_addstr(out, is_file(o) ? " -r" : " -x");
    if (has_values(o)) {
        buf_addstr(out, " -a '");
        add_values(out, o);
        buf_addch(out, '\'');
    }
    buf_addstr(out, " -d ");
    add_quoted(out, o->brief);
    buf_addch(out, '\n');
}

static void fish_command(struct buf *out, const struct command *c)
{
    buf_addf(out, "complete -c copydesk -n __fish_use_subcommand -f -a %s -d ", c->name);
    add_quoted(out, c->brief);
    buf_addch(out, '\n');
    for (const struct option *o = option_table; o->brief; o++)
        if (option_belongs(o, c))
            fish_option(out, c, o);
    for (size_t i = 0; c->words && c->words[i]; i++)
        buf_addf(out, "complete -c copydesk -n '__fish_seen_subcommand_from %s' -a %s\n", c->name,
                 c->words[i]);
}

static void fish(struct buf *out)
{
    buf_addstr(out, "# fish completion of copydesk\n");
    for (const struct command *c = command_table; c->name; c++)
        fish_command(out, c);
}

void completions(struct buf *out, enum shell shell)
{
    switch (shell) {
    case SHELL_BASH: bash(out); break;
    case SHELL_ZSH: zsh(out); break;
    case SHELL_FISH: fish(out); break;
    case SHELL_NONE: break;
    }
}

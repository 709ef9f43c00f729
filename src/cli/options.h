/* options -- the one table of options and the one of commands. The parser,
 * -h, --help, the man page and the completions all walk these two; none of
 * them knows an option by name.
 *
 * Parsing looks only at the words typed: it opens nothing, and asks the system
 * whether there is a file of that name only to say better what is wrong. What a command needs beyond that it finds out when it runs. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/slice.h"
#include "copydesk.h"

/* ---- what was typed ---- */

enum show { SHOW_NONE, SHOW_SHORT_HELP, SHOW_LONG_HELP, SHOW_VERSION };
enum loudness { LOUD_NORMAL, LOUD_QUIET, LOUD_VERBOSE };
enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };
enum log_form { LOG_TEXT, LOG_JSON };
enum shell { SHELL_BASH, SHELL_ZSH, SHELL_FISH, SHELL_NONE };

struct cli {
    const struct command *command; /* NULL: none was named */
    struct copydesk_options run;   /* for the engine; its lists are those below */
    const char **operands;         /* words that are neither command nor option; run.paths, too */
    size_t n_operands;
    const char **include, **exclude, **rules;
    enum show show;                /* asked for by -h, --help, --version */
    enum loudness loudness;
    enum when progress, color;
    enum log_form log;             /* how messages are written */
    bool json;                     /* diff, near */
    bool clusters;                 /* near */
    int64_t before;                /* state forget --before: seconds since 1970; INT64_MIN: not given */
    bool man;                      /* help --man */
    enum shell shell;              /* help --completions */
};

/* Parses the words after the program's name; argv must outlive cli, which points into
 * it. COPYDESK_FAILED with the reason in error when they make no sense. Call
 * cli_release in any case. */
enum copydesk_status cli_parse(struct cli *cli, int argc, char *const *argv,
                               struct copydesk_error *error);
void cli_release(struct cli *cli);

/* ---- options ---- */

/* What an option takes, and the type of its member of struct cli. */
enum option_kind {
    OPTION_SWITCH,         /* takes no value: a bool; or an enum, of which it sets one constant */
    OPTION_NUMBER,         /* unsigned: 0 to max */
    OPTION_SHARE,          /* unsigned: thousandths, 100 to 1000 */
    OPTION_SIZE,           /* size_t: bytes */
    OPTION_TIME,           /* uint64_t: seconds */
    OPTION_DATE,           /* int64_t: seconds since 1970 */
    OPTION_CHOICE,         /* an enum: one of choices */
    OPTION_SET,            /* unsigned: names of a vocabulary, a bit each: "+a,-b", "none", "a,b" */
    OPTION_TEXT,           /* const char *; or a list of them, if it may be given several times */
    OPTION_GLOB,           /* the same, of paths below a folder */
    OPTION_FILE,
    OPTION_RECORD,         /* a file that is written; not "-" */
    OPTION_DIR             /* one that is written; not "-" */
};

enum option_group {
    GROUP_INPUT, GROUP_REMOVAL, GROUP_TEXT, GROUP_OUTPUT, GROUP_RECORDS, GROUP_DISPLAY,
    N_GROUPS
};

/* The names of which an OPTION_SET is made, with half a line on each. */
struct vocabulary {
    const char *noun;                     /* "class" */
    unsigned n;
    unsigned initial;                     /* the bits that "default" stands for */
    const char *(*name)(unsigned i);
    const char *(*summary)(unsigned i);
};

struct option {
    const char *name;                     /* without its dashes; NULL: only a letter */
    char letter;                          /* 0: none */
    enum option_kind kind;
    const char *value;                    /* what its value is called in help; NULL for a switch */
    const char *const *choices;           /* NULL-terminated, in the order of the enum they set */
    const struct vocabulary *words;       /* of an OPTION_SET */
    unsigned max;                         /* of an OPTION_NUMBER */
    const char *initial;                  /* its default, as help shows it; NULL: none */
    enum option_group group;
    unsigned commands;                    /* bits of enum command_bit */
    const char *brief;                    /* one line, for -h and completions */
    const char *detail;                   /* a paragraph, for --help and the man page */
    size_t at;                            /* offset in struct cli of its value, */
    size_t count;                         /* and of the length, a size_t, if the value is a list: the option
                                             may be given several times; 0: it is none */
    const char *with;                     /* of clean: it does nothing without this option; NULL: none */
    unsigned sets;                        /* of a switch: the enum constant that it sets; 0: it is a bool */
};

/* Reads the value in text (NULL for a switch) and stores it in cli. */
enum copydesk_status option_store(struct cli *cli, const struct option *o, const char *text,
                                  struct copydesk_error *error);

enum { MAX_OPTIONS = 128 };
extern const struct option option_table[];   /* at most MAX_OPTIONS; behind the last stands one without a brief */
const char *option_group_title(enum option_group group);

/* The option of this command (NULL: before any is named), or NULL. */
const struct option *option_named(const struct command *c, struct slice name);
const struct option *option_lettered(const struct command *c, char letter);
bool option_belongs(const struct option *o, const struct command *c);

/* ---- commands ---- */

enum command_bit {
    ON_CLEAN = 1 << 0, ON_LEARN = 1 << 1, ON_NEAR = 1 << 2, ON_KEYS = 1 << 3, ON_EXPLAIN = 1 << 4, ON_REPORT = 1 << 5,
    ON_RESTORE = 1 << 6, ON_DIFF = 1 << 7, ON_RULES = 1 << 8, ON_STATE = 1 << 9, ON_HELP = 1 << 10, ON_NONE = 1 << 11,
    ON_READERS = ON_CLEAN | ON_KEYS | ON_LEARN | ON_NEAR,   /* of articles */
    ON_ALL = (1 << 12) - 1
};

struct example {
    const char *line, *says;
};

enum { MAX_EXAMPLES = 4 };

struct command {
    const char *name;
    enum command_bit bit;
    const char *operands;                 /* as the usage line shows them */
    size_t min, max;                      /* how many operands; SIZE_MAX: any number */
    const char *const *words;             /* what the first operand may be, NULL-terminated, or NULL */
    bool files;                           /* operands are files, for completion */
    const char *brief;
    const char *detail;
    struct example examples[MAX_EXAMPLES];/* up to the first without a line */
    enum copydesk_status (*run)(struct cli *cli, struct copydesk_error *error);
};

extern const struct command command_table[];   /* behind the last stands one without a name */
const struct command *command_named(const char *name);

/* Fills error: there is no such command; did you mean another one? */
enum copydesk_status command_unknown(const char *typed, struct copydesk_error *error);

/* The same for the first operand of a command that takes one of its `words`; if it is one
 * of them, error says how the command is used. */
enum copydesk_status command_misused(const struct command *c, const char *typed, struct copydesk_error *error);

#endif

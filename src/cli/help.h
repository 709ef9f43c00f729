/* help -- help, manual page and completions, made from the tables of options and commands. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/buf.h"
#include "cli/options.h"

/* c NULL: the program as a whole. */
void help_short(struct buf *out, const struct command *c);
void help_long(struct buf *out, const struct command *c);
void help_version(struct buf *out);

void man_page(struct buf *out);                             /* mdoc(7) */
void completions(struct buf *out, enum shell shell);

/* What help and manual page tell besides options. Both lists end with a NULL name. */
struct term {
    const char *name, *says;
};

extern const struct term term_statuses[];
extern const struct term term_environment[];
extern const char term_journal[];                           /* a paragraph on the format */

#endif

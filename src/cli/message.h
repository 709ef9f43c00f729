/* message -- one line on standard error: "copydesk: path:line: reason". Each is
 * one write, so that lines of several programs do not mix, and control
 * characters become "?", so that hostile file names stay harmless. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "base/buf.h"
#include "cli/options.h"

enum message_kind { MESSAGE_ERROR, MESSAGE_WARNING };

void message_put(enum message_kind kind, bool color, const struct copydesk_error *what);

/* The same as text, with its line feed. */
void message_add(struct buf *out, enum message_kind kind, bool color,
                 const struct copydesk_error *what);

/* Text as it is, but with control characters (C0, DEL and C1) as "?". */
void message_addtext(struct buf *out, const char *text);

/* Several lines that are ready; one write. Failures are ignored: there is no
 * better place to report them. */
void message_raw(struct buf *text);

/* Whether messages are to be coloured. Asks the environment and the terminal. */
bool message_color(enum when when);

#endif

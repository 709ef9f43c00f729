/* message -- one line on standard error: "copydesk: path:line: reason". Each is
 * one write, so that lines of several programs do not mix, and control
 * characters become "?", so that hostile file names stay harmless. With --log
 * json each is a JSON object instead: see log.h. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "base/buf.h"
#include "cli/options.h"

enum message_kind { MESSAGE_ERROR, MESSAGE_WARNING, MESSAGE_INFO };
enum message_look { LOOK_PLAIN, LOOK_COLOR, LOOK_JSON };

/* Whether what goes to fd is to be coloured. Asks the environment and the terminal. */
bool message_colored(enum when when, int fd);

/* How messages are to look. Asks the same. */
enum message_look message_look(const struct cli *cli);

void message_put(enum message_kind kind, enum message_look look, const struct copydesk_error *what);

/* What an observer's notice is: payload is the struct cli. What was skipped is
 * always told, mere remarks with -v. */
void message_notice(void *payload, const struct copydesk_error *what);

/* The same as message_put as text, with its line feed. */
void message_add(struct buf *out, enum message_kind kind, enum message_look look,
                 const struct copydesk_error *what);

/* Text as it is, but with control characters (C0, DEL and C1) as "?". */
void message_addtext(struct buf *out, const char *text);

/* Words of a list that NULL ends: "a, b or c". */
void message_addlist(struct buf *out, const char *const *words);

/* Several lines that are ready; one write. Failures are ignored: there is no
 * better place to report them. Emptied. */
void message_raw(struct buf *text);

/* Lines for the eye, such as a table, that have no form of their own in JSON:
 * there each becomes a message. */
void message_lines(enum message_look look, struct buf *text);

#endif

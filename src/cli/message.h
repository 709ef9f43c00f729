/* message -- one line on standard error: "copydesk: path:line: reason". Each is one
 * write, so that the lines of several programs do not mix. Control characters become
 * "?", so that hostile file names stay harmless. With --log json each message is a
 * JSON object instead: see log.h. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "base/buf.h"
#include "cli/options.h"

enum message_kind { MESSAGE_ERROR, MESSAGE_WARNING, MESSAGE_INFO };
enum message_look { LOOK_PLAIN, LOOK_COLOR, LOOK_JSON };

/* Whether what goes to fd is to be coloured. Asks the environment and the terminal. */
bool message_colored(enum when when, int fd);

/* How messages look: by --log, --color, the environment and the terminal. */
enum message_look message_look(const struct cli *cli);

/* Without memory for it, "out of memory" instead. */
void message_put(enum message_kind kind, enum message_look look, const struct copydesk_error *what);

/* An observer's notice callback; payload is the struct cli. What was skipped is always
 * printed, mere remarks only with -v. */
void message_notice(void *payload, const struct copydesk_error *what);

/* Appends what message_put prints, with its line feed. */
void message_add(struct buf *out, enum message_kind kind, enum message_look look,
                 const struct copydesk_error *what);

/* Appends text, with control characters (C0, DEL and C1) as "?". */
void message_addtext(struct buf *out, const char *text);

/* Appends the words, a list that ends with NULL: "a, b or c". */
void message_addlist(struct buf *out, const char *const *words);

/* Writes finished lines with one write, and empties text. Failures are ignored: there is
 * no better place to report them. */
void message_raw(struct buf *text);

/* The same for lines such as a table that have no JSON form of their own: with LOOK_JSON
 * each becomes a message. */
void message_lines(enum message_look look, struct buf *text);

#endif

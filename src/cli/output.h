/* output -- what commands print on standard output: collected, written, and closed with
 * a check for errors. That the reader has gone away is not one. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"
#include "copydesk.h"

/* Zero-initialise. Append to text; call output_some now and then when it may grow
 * large, and output_finish or output_end at the end. */
struct output {
    struct buf text;
    int code;              /* errno of the first failed write, 0 if none */
};

/* Writes the text when there is enough of it. */
void output_some(struct output *o);

/* Appends a line and a line feed; payload is a struct output. For library functions that
 * take a callback `say`. */
void output_line(void *payload, const char *text, size_t len);

/* Writes the rest, closes standard output, frees the text. COPYDESK_FAILED when anything
 * could not be written, unless the reader closed the pipe. */
enum copydesk_status output_finish(struct output *o, struct copydesk_error *error);

/* The same at the end of a command with this status and error; returns the status, or
 * that of a failed write when the command itself did not fail. */
enum copydesk_status output_end(struct output *o, enum copydesk_status status, struct copydesk_error *error);

#endif

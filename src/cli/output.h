/* output -- what help, explain and rules print: collected, written to standard
 * output, closed with a check. A reader that has gone is not an error. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buf.h"
#include "copydesk.h"

/* Zero-initialise. Append to text; give it to output_some now and then when it
 * may grow large, and to output_finish at the end. */
struct output {
    struct buf text;
    int code;              /* errno of the first failed write, 0 if none */
};

void output_some(struct output *o);

/* Appends a line and its line feed; payload is a struct output. What the
 * library's functions that tell lines want. */
void output_line(void *payload, const char *text, size_t len);

/* Writes the rest, closes standard output, frees the text. COPYDESK_FAILED when
 * anything was not written, save to a closed pipe. */
enum copydesk_status output_finish(struct output *o, struct copydesk_error *error);

/* The same at the end of what had this status and error: a failure to write
 * counts when nothing worse has happened. */
enum copydesk_status output_end(struct output *o, enum copydesk_status status, struct copydesk_error *error);

#endif

/* json -- the little JSON that journal and statistics need, in and out.
 * Strings are written with the fewest escapes: UTF-8 stays as it is. */
#ifndef WRITE_JSON_H
#define WRITE_JSON_H

#include <stdint.h>

#include "base/buf.h"

void json_number(struct buf *out, uint64_t n);
void json_hex(struct buf *out, uint64_t n, unsigned digits);   /* in quotes */
void json_string(struct buf *out, struct slice s);             /* s is UTF-8 */
void json_base64(struct buf *out, struct slice s);             /* in quotes */

/* ,"name":"..." or, when the bytes are not UTF-8, ,"name64":"base64" */
void json_bytes(struct buf *out, const char *name, const char *name64, struct slice bytes);

/* Decodes the string whose opening quote is at p, in place: *s lies in the
 * string itself. Returns what follows the closing quote; NULL when it is none. */
char *json_take_string(char *p, const char *end, struct slice *s);

/* Decodes base64 in place; false when s is none. */
bool json_take_base64(struct slice *s);

#endif

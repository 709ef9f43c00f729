/* json -- what the journal and other records need beside base/json: members,
 * bytes that may not be UTF-8, and reading. */
#ifndef WRITE_JSON_H
#define WRITE_JSON_H

#include "base/json.h"

/* Appends a member. key is written as it is, comma, quotes and colon included: ",\"line\":". */
void json_put_number(struct buf *out, const char *key, uint64_t value);
void json_put_string(struct buf *out, const char *key, struct slice value);   /* value is UTF-8 */

/* Seconds with three decimals: milliseconds are enough. */
void json_seconds(struct buf *out, double seconds);

/* "text" or, when the bytes are not UTF-8, {"base64":"..."} */
void json_text(struct buf *out, struct slice bytes);

/* ,"name":"..." or, when the bytes are not UTF-8, ,"name64":"base64" */
void json_bytes(struct buf *out, const char *name, const char *name64, struct slice bytes);

/* Decodes the string whose opening quote is at p, in place: *s lies in the
 * string itself. Returns what follows the closing quote; NULL when it is none. */
char *json_take_string(char *p, const char *end, struct slice *s);

/* Decodes base64 in place; false when s is none. */
bool json_take_base64(struct slice *s);

#endif

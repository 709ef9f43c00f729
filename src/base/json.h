/* json -- JSON values appended to a buffer. Strings are written with the fewest
 * escapes: UTF-8 stays as it is, and bytes that are not UTF-8 would too.
 * Base layer. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/buf.h"

void json_number(struct buf *out, uint64_t n);
void json_thousandths(struct buf *out, uint64_t n);            /* 1234 is 1.234 */
void json_hex(struct buf *out, uint64_t n, unsigned digits);   /* in quotes */
void json_string(struct buf *out, struct slice s);             /* s is UTF-8 */
void json_base64(struct buf *out, struct slice s);             /* in quotes */

#endif

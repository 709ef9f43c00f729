/* jsonstring -- the inside of a JSON string, what stands between its quotes: finds
 * where it ends, and undoes its escapes. Read layer. Whether the bytes are UTF-8 is
 * not checked. */
#ifndef READ_JSONSTRING_H
#define READ_JSONSTRING_H

#include "base/slice.h"

/* The first byte from p on that cannot stand in a string: the quote that ends it, a
 * control below 0x20, a backslash that begins no valid escape; or end. */
const char *json_string_end(const char *p, const char *end);

/* Whether s may stand between a string's quotes. */
bool json_is_inside(struct slice s);

/* Undoes the escapes of a valid string: `inside` is what stands between its quotes.
 * Returns how many bytes of out it fills; out has room for inside.len, all of which
 * may be overwritten. A lone surrogate becomes U+FFFD, and sets *lone (may be NULL). */
size_t json_unescape(struct slice inside, char *out, bool *lone);

/* The same in place: the result replaces the first bytes of inside. lone is not NULL. */
size_t json_unescape_here(char *inside, size_t len, bool *lone);

/* The first byte from p on that must be escaped in a string: a quote, a
 * backslash, a control below 0x20; or end. */
const char *json_special(const char *p, const char *end);

/* The value of four hex digits at p; they must be some. */
unsigned json_hex4(const char *p);

#endif

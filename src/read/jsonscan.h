/* jsonscan -- finds fields in one JSON value, and checks the whole of it by
 * RFC 8259 on the way. Read layer. Nothing is built and nothing allocated: what
 * is found are slices of the input.
 *
 * Strings may hold bytes that are not UTF-8 and lone surrogates ("\ud800"):
 * what of them is text is repaired as text is; the rest is nobody's business.
 * No function calls itself; what is nested deeper than JSON_DEPTH is a fault. */
#ifndef READ_JSONSCAN_H
#define READ_JSONSCAN_H

#include "base/slice.h"
#include "read/jsonstring.h"

enum {
    JSON_DEPTH = 1024,     /* guess: Python's parser gives up at as much */
    JSON_PATHS = 6,        /* fields that may be looked for at a time */
    JSON_LEVELS = 16,      /* of a path: a.b.c has three */
    JSON_NAME = 256        /* bytes of a path, at most */
};

enum json_kind { VALUE_STRING, VALUE_NUMBER, VALUE_OBJECT, VALUE_ARRAY, VALUE_WORD };

struct json_value {
    enum json_kind kind;   /* WORD: true, false, null */
    struct slice raw;      /* as it stands there, with quotes or brackets */
};

/* Called for a value that path number `path` leads to; of a name that comes
 * twice, twice, in order of their ends. */
typedef void json_found(void *payload, unsigned path, const struct json_value *value);

struct json_fault {
    size_t at;             /* the byte that is wrong, from 0 */
    const char *reason;    /* static */
};

/* Scans bytes, one JSON value with blanks around. A path names members from the
 * top object down, parted by dots; a name that has dots itself is found too.
 * False with fault filled when bytes are no JSON; found may have been called. */
bool json_scan(struct slice bytes, const struct slice *paths, unsigned n, json_found *found,
               void *payload, struct json_fault *fault);

/* Whether a path is not too long for json_scan. */
bool json_path_fits(struct slice path);

/* The strings of an array that holds nothing else, one at each call: *rest is
 * the array's raw value first. True with *string (raw, quotes included); false
 * at the end, with rest->len 0 when all of them were strings. */
bool json_next_string(struct slice *rest, struct slice *string);

#endif

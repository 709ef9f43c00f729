/* jsonscan -- finds fields in one JSON value, and checks the whole of it by
 * RFC 8259 on the way. Read layer. Nothing is built and nothing allocated: what
 * is found are slices of the input.
 *
 * Strings may hold bytes that are not UTF-8 and lone surrogates ("\ud800"): in the
 * text field they are repaired as any text is; elsewhere they do not matter. Nothing
 * is recursive; what is nested deeper than JSON_DEPTH is a fault. */
#ifndef READ_JSONSCAN_H
#define READ_JSONSCAN_H

#include "base/slice.h"
#include "read/records/jsonstring.h"

enum {
    JSON_DEPTH = 1024,     /* guess: Python's parser gives up at as much */
    JSON_PATHS = 12,       /* most paths in one scan */
    JSON_LEVELS = 16,      /* most names in a path: a.b.c has three */
    JSON_NAME = 256        /* a path has fewer bytes */
};

enum json_kind { VALUE_STRING, VALUE_NUMBER, VALUE_OBJECT, VALUE_ARRAY, VALUE_WORD };

struct json_value {
    enum json_kind kind;   /* VALUE_WORD: true, false, null, NaN and the like */
    struct slice raw;      /* the value in the input, with its quotes or brackets */
};

/* Called for every value that path number `path` leads to: for a name that comes twice
 * it is called twice. Values come in the order of their ends. */
typedef void json_found(void *payload, unsigned path, const struct json_value *value);

struct json_fault {
    size_t at;             /* the byte that is wrong, from 0 */
    const char *reason;    /* static */
};

/* Scans bytes, one JSON value with blanks around. A path gives the names of members
 * from the top object down, with dots between; a name that has dots itself is found
 * too. False with fault (may be NULL) filled when bytes are no JSON; found may have
 * been called before. */
bool json_scan(struct slice bytes, const struct slice *paths, unsigned n, json_found *found,
               void *payload, struct json_fault *fault);

/* Whether a path is short enough for json_scan. */
bool json_path_fits(struct slice path);

/* The next string of an array of strings: *rest is the array's raw value at the first
 * call, then what the call before left. True with *string (raw, with its quotes);
 * false at the end, or at an element that is no string: rest->len is not 0 then. */
bool json_next_string(struct slice *rest, struct slice *string);

#endif

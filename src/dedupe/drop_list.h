/* drop_list -- verdicts that were made elsewhere (--drops): which paragraphs of which
 * articles are to be dropped, as a file of lines that `copydesk keys` wrote,
 *
 *     KEY TAB ARTICLE TAB NUMBER
 *
 * KEY is 32 hexadecimal digits; NUMBER counts the article's paragraphs as they
 * came in, from 1, and is 0 where KEY is that of the article's whole sequence.
 * In ARTICLE a backslash, and every byte below 32 or equal to 127, stands as
 * \xHH. A line drops what has all three, and nothing else: when the article was
 * changed since, its keys differ and it is left alone.
 *
 * The order of the lines does not matter. Memory: what a key costs in a keyset, or
 * what is allowed; the rest lies in a nameless file, some 20 bytes a line. */
#ifndef DEDUPE_DROP_LIST_H
#define DEDUPE_DROP_LIST_H

#include "base/buf.h"
#include "base/hash.h"
#include "copydesk.h"
#include "dedupe/keys/budget.h"

/* Appends the line, without a line feed. */
void drop_list_line(struct buf *out, struct key key, struct slice article, uint64_t number);

struct drop_list;

/* Reads path ("-": stdin), decompressed when it is named so. NULL with error
 * filled when it cannot be read, or a line of it is no such line. */
struct drop_list *drop_list_open(const char *path, struct budget budget, struct copydesk_error *error);
void drop_list_free(struct drop_list *l);    /* NULL is fine */

/* Whether this line is listed: 1, 0, or -1 with error filled when the file
 * cannot be read. */
int drop_list_has(const struct drop_list *l, struct slice line, struct copydesk_error *error);

/* Bytes that it takes. */
size_t drop_list_memory(const struct drop_list *l);

#endif

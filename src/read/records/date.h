/* date -- when an article was published, as a field of its record says, or when it
 * was fetched, as a crawl's header does. Read layer.
 *
 * Times are ns since 1970, from 1678 to 2261; what lies outside is no date, such as
 * the year 1 that some libraries write for none. Without a zone a time is UTC; a day
 * without a time is its first moment. 3/4/2026, which has two meanings, is not guessed. */
#ifndef READ_DATE_H
#define READ_DATE_H

#include <stdint.h>

#include "base/slice.h"

/* Reads 2026-01-31, 2026/1/31 and 20260131, each with or without a time (18:30,
 * 18:30:05.25, 183005) and a zone (Z, UTC, +0200, -03:30); Sat, 31 Jan 2026 18:30:05
 * GMT; January 31, 2026; and seconds, milliseconds, micro- or nanoseconds since 1970.
 * False when text is none of them. */
bool date_read(struct slice text, int64_t *ns);

/* The date in that field of a JSON record; NULL: in the first field that holds one,
 * of those where scrapers and feeds put it ("date", "published", "publish_date",
 * "pubDate" and the like; date.c has the list). False when there is none. */
bool date_of_record(struct slice record, const char *field, int64_t *ns);

#endif

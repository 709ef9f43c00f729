/* date -- when an article came out, as a field of its record or a crawl's
 * header says. Read layer.
 *
 * Times are ns since 1970, from 1678 to 2261; what lies outside is no date, as
 * the year 1 of some libraries is none. Without a zone it is UTC; a day without
 * a time is its first moment. Days in digits alone, 3/4/2026, are not guessed. */
#ifndef READ_DATE_H
#define READ_DATE_H

#include <stdint.h>

#include "base/slice.h"

/* Reads 2026-01-31, 2026/1/31, 20260131, each with or without 18:30, 18:30:05.25,
 * 183005 and Z, UTC, +0200, -03:30; Sat, 31 Jan 2026 18:30:05 GMT; January 31,
 * 2026; and seconds, milliseconds, micro- or nanoseconds since 1970. False
 * when text is none of them. */
bool date_read(struct slice text, int64_t *ns);

/* The date in that field of a JSON record; NULL: in the first that holds one of
 * those that scrapers and feeds name so ("date", "published", "publish_date",
 * "pubDate" and the like; date.c has the list). False when there is none. */
bool date_of_record(struct slice record, const char *field, int64_t *ns);

#endif

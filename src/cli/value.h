/* value -- reads the value of an option, with a message that helps. */
#ifndef CLI_VALUE_H
#define CLI_VALUE_H

#include "cli/options.h"

/* Each fills *out and returns COPYDESK_OK, or leaves it alone, fills error and
 * returns COPYDESK_FAILED. */
enum copydesk_status value_text(const struct option *o, const char *text, const char **out,
                                struct copydesk_error *error);
/* The same for a pattern of paths below a folder: one that no such path can match is refused. */
enum copydesk_status value_glob(const struct option *o, const char *text, const char **out,
                                struct copydesk_error *error);
/* The same for a file that is written: "-" is refused. */
enum copydesk_status value_file(const struct option *o, const char *text, const char **out,
                                struct copydesk_error *error);
enum copydesk_status value_number(const struct option *o, const char *text, unsigned *out,
                                  struct copydesk_error *error);
/* A share from 0.1 to 1, in thousandths: "0.5" gives 500. */
enum copydesk_status value_share(const struct option *o, const char *text, unsigned *out,
                                 struct copydesk_error *error);
enum copydesk_status value_choice(const struct option *o, const char *text, unsigned *out,
                                  struct copydesk_error *error);

/* A size: bytes, or with a unit K, M, G or T (KiB and so on are the same), powers of 1024;
 * not 0. */
enum copydesk_status value_size(const struct option *o, const char *text, size_t *out,
                                struct copydesk_error *error);

/* A span of time in hours, days or weeks: "12h", "90d", "6w"; in seconds. */
enum copydesk_status value_time(const struct option *o, const char *text, uint64_t *seconds,
                                struct copydesk_error *error);

/* A day, "2026-01-31", meaning its first second in UTC; or a span of time before now,
 * "90d". In seconds since 1970. */
enum copydesk_status value_date(const struct option *o, const char *text, int64_t *when,
                                struct copydesk_error *error);

/* A set: names separated by commas. A list that starts with + or - changes what *out
 * holds; any other list replaces it. "all", "none" and "default" are names too. Bits
 * for which the vocabulary has no name stay (that of the form, among the repairs). */
enum copydesk_status value_set(const struct option *o, const char *text, unsigned *out,
                               struct copydesk_error *error);

#endif

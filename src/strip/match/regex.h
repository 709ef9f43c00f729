/* regex -- the regular expressions of rules; the only module that touches
 * PCRE2. Strip layer. Patterns are compiled in UTF mode with Unicode classes
 * and JIT. A compiled one is shared; what a match writes to
 * (match data, match context, JIT stack) is a scratch of one worker. */
#ifndef STRIP_REGEX_H
#define STRIP_REGEX_H

#include <stdint.h>

#include "base/slice.h"

struct regex;
struct regex_scratch;

enum regex_result { REGEX_NO, REGEX_YES, REGEX_LIMIT };

/* A pattern that must cover the whole line: it has to start with ^ and end
 * with $, and alternatives between them are held together ("^a|b$" is a whole
 * line a or b). One that could match an empty line is refused. NULL on a
 * fault, with the reason in reason[size]. */
struct regex *regex_whole(struct slice pattern, char *reason, size_t size);

/* One that regex_whole took before, as those of the built-in packs; it outlives the
 * regex. NULL if out of memory. */
struct regex *regex_trusted(struct slice pattern);

/* A pattern that may match anywhere in the line; and one that is known to compile, as above. */
struct regex *regex_inside(struct slice pattern, char *reason, size_t size);
struct regex *regex_inside_trusted(struct slice pattern);

void regex_free(struct regex *r);                       /* NULL is fine */

struct regex_scratch *regex_scratch_new(void);          /* NULL if out of memory */
void regex_scratch_free(struct regex_scratch *s);       /* NULL is fine */

/* Whether memory was short in some match with it. */
bool regex_scratch_failed(const struct regex_scratch *s);

/* Text must be valid UTF-8, as folded text is. REGEX_LIMIT: the pattern needs
 * too many steps for it. */
enum regex_result regex_match(const struct regex *r, struct regex_scratch *s, struct slice text);

#endif

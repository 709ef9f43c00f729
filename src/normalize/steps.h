/* steps -- the passes that normalize_text is made of. Internal to normalize.
 * Each reads in and writes out (cleared first), and returns the bits of the
 * repairs that changed something. 0: the text is still `in`; out is of no use. */
#ifndef NORMALIZE_STEPS_H
#define NORMALIZE_STEPS_H

#include "base/buf.h"
#include "copydesk.h"
#include "read/paragraphs/lines.h"

/* A step that goes line by line: appends what becomes of a line, and returns the bits of what changed; 0:
 * what was appended does not count. */
typedef unsigned line_repair(struct slice line, unsigned repairs, struct buf *out);
unsigned step_by_line(struct slice in, unsigned repairs, line_repair *repair, struct buf *out);

/* One layer of mojibake. Bytes that are not UTF-8 stay. */
unsigned step_mojibake(struct slice in, struct buf *out);

/* HTML entities. */
unsigned step_entities(struct slice in, struct buf *out);

/* Repairs character by character: utf8 to zerowidth, c1, surrogates, ansi,
 * ligatures, ascii-punct, width, as `repairs` allows. */
unsigned step_characters(struct slice in, unsigned repairs, struct buf *out);

/* Line by line: icons and bidi. */
unsigned step_lines(struct slice in, unsigned repairs, struct buf *out);

/* Empties lines that split takes for blank (line_blank): no paragraph has one, but a repair may have left it, as of an
 * entity that stands for a wide blank or a direction mark. */
unsigned step_blank_lines(struct slice in, struct buf *out);

/* The Unicode normal form. in is valid UTF-8. */
unsigned step_form(struct slice in, enum copydesk_form form, struct buf *out);

/* No spaces, tabs or line feeds at the edges, none of the first two beside line feeds, no
 * empty lines; squeeze: nor U+00A0 and U+3000 there, and runs of spaces and tabs are one space. */
unsigned step_spaces(struct slice in, bool squeeze, struct buf *out);

/* Line ends that a hard wrap made. run is scratch. */
unsigned step_unwrap(struct slice in, struct line_run *run, struct buf *out);

/* "US -backed" and "al-Qaeda- linked". */
unsigned step_hyphen(struct slice in, struct buf *out);

#endif

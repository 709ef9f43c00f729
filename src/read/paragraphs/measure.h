/* measure -- how wide lines are, counted as the programs do that wrap them. Read
 * layer, for wrap.
 *
 * Programs differ, so a line has several widths; of a line of ASCII, and of most
 * others, they are the same. Scripts differ in where a line may be broken: at blanks;
 * in Han and kana anywhere, but not in front of a mark; and in Thai, Lao, Khmer and
 * Burmese, which have blanks between phrases only, at blanks too, for of these programs
 * hardly one knows where their words end. */
#ifndef READ_MEASURE_H
#define READ_MEASURE_H

#include "read/paragraphs/lines.h"

enum measure {
    MEASURE_POINTS,     /* code points: lynx, html2text, Python's textwrap */
    MEASURE_COLUMNS,    /* as annex 11 has them, spacing marks count: Emacs, vim, pandoc */
    MEASURE_BASES,      /* columns, no mark counts: w3m */
    N_MEASURES
};

/* How a line is written, by most of its letters. */
enum script {
    SCRIPT_SPACED,      /* blanks between words */
    SCRIPT_WIDE,        /* Han and kana */
    SCRIPT_PHRASED      /* blanks between phrases */
};

/* Sets width, odd, hang and whole of a line. */
void measure_line(struct line *line);

/* Of a measured line: the width that it shows a wrapper to have allowed. Marks that may
 * hang beyond the margin do not count, nor does a line without a place to break it. */
static inline size_t measure_room(const struct line *line, enum measure how)
{
    return !line->odd ? line->width[0] : line->whole ? 0 : line->width[how] - (how == MEASURE_POINTS ? line->hang : line->hang_columns);
}

/* What a wrapper would have had to fit behind the line above: the first word of the line
 * below and a blank; in Han and kana one character and the marks behind it, which may
 * not begin a line. */
size_t measure_word(const struct line *above, const struct line *below, enum measure how);

/* Whether no blank stands beside cp: a letter of Han or kana, or a mark as wide as these. */
bool measure_is_tight(uint32_t cp);

enum script measure_script(const struct line *line);

#endif

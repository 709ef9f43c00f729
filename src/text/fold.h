/* fold -- paragraph to its shadow: the folded text that keys and rules look
 * at. It never reaches the output. Text layer.
 *
 * LAW: the fold of a text does not change when the text is brought to another
 * normal form, or repaired where that leaves what it says: blanks, controls,
 * joiners, ligatures. Where a repair gives other letters (mojibake, C1, entities
 * and the like) the text is under suspicion, and what is judged is the fold of
 * the repaired text. Everything that is judged (keys, lengths, words) is
 * judged on the fold, so that cleaning clean text changes nothing.
 *
 * fold_key: NFKC and full case folding; then punctuation, default-ignorables
 * and controls out; runs of white space one space, none at the edges, none
 * beside a hyphen or dash (which is itself out: "US -backed" is "usbacked").
 * Letters, marks, digits, currency signs, other symbols and % stay. Marks of
 * punctuation stay between two digits ("3.1", "10:30", "2-1"; every dash there
 * as "-"), and a sign (+, -, U+2212, en dash) stays right before a digit or currency
 * sign when a space or the start is before it, or other punctuation behind those. Bytes that are
 * not UTF-8 count as U+FFFD, which is a symbol and stays. In full: a run of spaces counts when no dash is next to it;
 * punctuation with a space that counts is that space; a hyphen, figure or en dash
 * before a digit or currency sign is a sign, and "-" then, when it is the first dash
 * behind a space or the start.
 *
 * fold_line: the same folding, but punctuation stays, in one spelling: curly
 * and other quotes are ' and ", dashes and hyphens are "-", the ellipsis is
 * "...", full-width marks are ASCII (all but the quotes and dashes by NFKC).
 * Spaces beside dashes stay too, so the LAW holds for it only of text that is
 * repaired already.
 * This is what regular expressions of rules see.
 *
 * fold_loose: of an already folded text the still looser one that literal
 * rules compare: ё is е, Arabic hamza carriers are bare alef/waw/yeh, tanwin,
 * harakat and tatweel are out, ي/ى and ه/ة as one, i with U+0307 is i, dotless
 * ı is i. Returns false when nothing changed (out then holds nothing). */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdint.h>

#include "base/buf.h"

/* Seen on the way of a fold; or-ed together. */
enum fold_flag {
    FOLD_KEYED    = 1 << 0,   /* has a letter or digit */
    FOLD_DENSE    = 1 << 1,   /* more than a fourth of its letters are of scripts without spaces */
    FOLD_SUSPECT  = 1 << 2,   /* may hold something that a repair changes (see normalize.h), or bad UTF-8 */
    FOLD_UNFORMED = 1 << 3,   /* NFC quick check is not "yes" */
    FOLD_NONASCII = 1 << 4,
    FOLD_LOOSE    = 1 << 5,   /* fold_loose may change the folded text */
    FOLD_SHORTER  = 1 << 6,   /* and to fewer code points */
    FOLD_NBSP     = 1 << 8,   /* with FOLD_SUSPECT: all of it are no-break spaces, and their repair alone,
                                 a space for those that do not belong, repairs the text */
    FOLD_BRACKET  = 1 << 9,   /* has one of ( [ {; may be set when it has none */
    FOLD_OPEN     = 1 << 10,  /* of fold_unrepaired: not folded */
    FOLD_SPELT    = 1 << 7    /* a word of fold_line need not be in the text, even without regard to case: a
                                 letter may come from another character, or one that is dropped stand between two */
};

struct fold {
    uint32_t chars;    /* code points of the folded text, its spaces counted */
    uint32_t words;    /* runs between its spaces */
    unsigned flags;    /* enum fold_flag */
};

/* Folds text into out (cleared first; its memory is reused; three times the
 * text is reserved). out->failed when memory was short. A text without FOLD_SUSPECT
 * and FOLD_UNFORMED is its own repair, when it has no blank line, and its own NFC. These two, FOLD_LOOSE and
 * FOLD_SHORTER may be set for a text that needs none of it, but are never missing. */
struct fold fold_key(struct slice text, struct buf *out);
void fold_line(struct slice text, struct buf *out);

/* The same, for a caller that repairs suspicious text and folds the result anew.
 * Text with characters that depend on their neighbours is not folded: that is slow,
 * and mostly in vain, for a repair leaves nearly all such text with none. Its flags
 * are FOLD_OPEN, FOLD_SUSPECT, and those that any such text has. */
struct fold fold_unrepaired(struct slice text, struct buf *out);

bool fold_loose(struct slice folded, struct buf *out);

/* The first byte of what fold_line makes of text; -1 when its first two characters
 * do not decide that. */
int fold_first(struct slice text);

/* Whether text starts and ends with characters that a fold keeps: what fold_line
 * makes of it then neither starts nor ends with a mark or blank. */
bool fold_edges_kept(struct slice text);

/* Changes whenever a paragraph's key could: with what fold_key makes of any text, and
 * with what the default repairs do, for a key is that of the repaired text. */
#define FOLD_PROFILE 6u

#endif

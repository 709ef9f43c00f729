/* normalize: each repair by hand-written examples, the normal forms by the
 * standard's own file, and the laws by generated text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mixture.h"
#include "normalize/normalize.h"
#include "text/fold.h"
#include "text/unicode.h"

#define BIT(repair) (1u << COPYDESK_FIX_##repair)

/* Repairs that give text another meaning: the key is that of the repaired text. */
static const unsigned OTHER_TEXT = BIT(C1) | BIT(SURROGATES) | BIT(MOJIBAKE) | BIT(ENTITIES) | BIT(ANSI)
    | BIT(ICONS) | BIT(UNWRAP) | BIT(PUNCT) | BIT(WIDTH);

static struct normalizer scratch;
static struct buf out, again;

static const struct { const char *text, *want; unsigned repairs; } CASES[] = {
    { "", "", 0 },
    { "Nothing to \xE2\x80\x9C""do\xE2\x80\x9D.", "Nothing to \xE2\x80\x9C""do\xE2\x80\x9D.", 0 },
    /* bad bytes: one U+FFFD per maximal subpart (Unicode 15, table 3-8) */
    { "a\xF1\x80\x80\xE1\x80\xC2""b\x80""c\x80\xBF""d",
      "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD""b\xEF\xBF\xBD""c\xEF\xBF\xBD\xEF\xBF\xBD""d", BIT(UTF8) },
    { "\xEF\xBB\xBF""a\xEF\xBB\xBF""b", "ab", BIT(BOM) },
    { "a\r\nb\rc\vd\fe\xE2\x80\xA8g\xE2\x80\xA9h", "a\nb\nc\nd\ne\ng\nh", BIT(ENDS) },
    { "and so\xC2\x85 on", "and so\xE2\x80\xA6 on", BIT(C1) },   /* an ellipsis in disguise, no line end */
    { "a\x01""b\x7F""c\x1B", "abc", BIT(CONTROLS) },
    { "a\xC2\xA0""b", "a b", BIT(NBSP) },
    { "1\xC2\xA0""000 mot\xC2\xA0: \xC2\xAB\xC2\xA0oui\xC2\xA0\xC2\xBB\xC2\xA0!", "1\xC2\xA0""000 mot\xC2\xA0: \xC2\xAB\xC2\xA0oui\xC2\xA0\xC2\xBB\xC2\xA0!", 0 },
    { "a \xC2\xA0 b", "a b", BIT(NBSP) | BIT(SPACES) },
    { "\xC2\xA0: a", ": a", BIT(SPACES) },
    { "in\xC2\xADter\xC2\xADna\xC2\xADtion\xC2\xAD""al", "international", BIT(SHY) },
    { "a\xE2\x80\x8B""b\xE2\x80\x8C""c\xE2\x80\x8D""d\xE2\x81\xA0""e", "abcde", BIT(ZEROWIDTH) },
    /* Persian, a Devanagari conjunct, Thai, a family: theirs stay */
    { "\xD9\x86\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", "\xD9\x86\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE", 0 },
    { "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7", "\xE0\xA4\x95\xE0\xA5\x8D\xE2\x80\x8D\xE0\xA4\xB7", 0 },
    { "\xE0\xB8\x97\xE0\xB8\xB5\xE2\x80\x8B\xE0\xB8\x97", "\xE0\xB8\x97\xE0\xB8\xB5\xE2\x80\x8B\xE0\xB8\x97", 0 },
    { "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 0 },
    { "\xDB\x8C\xE2\x80\x8C", "\xDB\x8C", BIT(ZEROWIDTH) },
    { "\xE4\xB8\xAD\xE2\x80\x8B\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87", BIT(ZEROWIDTH) },
    { "  a  b\t\tc\td  ", "a b c d", BIT(SPACES) },
    { "a \n b\n\n\nc\n", "a\nb\nc", BIT(SPACES) },
    { "\xE3\x80\x80\xE4\xB8\xAD\xE3\x80\x80\xE6\x96\x87\n\xE3\x80\x80\xE4\xB8\xAD", "\xE4\xB8\xAD\xE3\x80\x80\xE6\x96\x87\n\xE4\xB8\xAD", BIT(SPACES) },
    { "US -backed and al-Qaeda- linked", "US-backed and al-Qaeda-linked", BIT(HYPHEN) },
    { "US -backed -led, (London -based)", "US-backed-led, (London-based)", BIT(HYPHEN) },
    { "US  -backed", "US-backed", BIT(HYPHEN) | BIT(SPACES) },
    { "the U.S. -led force, the N.Y. -based bank, U.N.- brokered talks", "the U.S.-led force, the N.Y.-based bank, U.N.-brokered talks", BIT(HYPHEN) },
    { "He left the U.S. -and came back. Vitamin B. -based, St. -based, no. -led", "He left the U.S. -and came back. Vitamin B. -based, St. -based, no. -led", 0 },
    { "Sport- oder Tagesgeld, local- and cloud-based", "Sport- oder Tagesgeld, local- and cloud-based", 0 },
    { "lleg\xC3\xB3 ayer -los de Madrid- led", "lleg\xC3\xB3 ayer -los de Madrid-led", BIT(HYPHEN) },
    { "US - backed, US -backedness, us -backed, US -Backed, \xE2\x80\x9CUS\xE2\x80\x9D -backed", "US - backed, US -backedness, us -backed, US -Backed, \xE2\x80\x9CUS\xE2\x80\x9D -backed", 0 },
    { "e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9", BIT(FORM) },
    { "\xEA\xB0\x80\xE1\x86\xA7 e\xCC\x81", "\xEA\xB0\x80\xE1\x86\xA7 \xC3\xA9", BIT(FORM) },   /* U+11A7 stays */
    { "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA7\xE1\x86\xA7", "\xEA\xB0\x80\xE1\x86\xA7\xE1\x86\xA7", BIT(FORM) },
    /* C1 as cp1252; the five that it has not */
    { "a \xC2\x93q\xC2\x94 \xC2\x96 b\xC2\x85 \xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D""c", "a \xE2\x80\x9Cq\xE2\x80\x9D \xE2\x80\x93 b\xE2\x80\xA6 c", BIT(C1) },
    /* a lone byte as cp1252 when it reads well, not when a sequence was cut */
    { "caf\xE9 at \x93""10 \xA3", "caf\xC3\xA9 at \xE2\x80\x9C""10 \xC2\xA3", BIT(C1) | BIT(UTF8) },
    /* a mark and a letter side by side; not two marks, which are the end of a cut sequence */
    { "l\x92\xE9t\xE9, \x93\xC9tat, d\xE9j\xE0 \xBF\xE9l? \xBFQu\xE9? \xA1S\xED!", "l\xE2\x80\x99\xC3\xA9t\xC3\xA9, \xE2\x80\x9C\xC3\x89tat, d\xC3\xA9j\xC3\xA0 \xC2\xBF\xC3\xA9l? \xC2\xBFQu\xC3\xA9? \xC2\xA1S\xC3\xAD!", BIT(C1) | BIT(UTF8) },
    { "annonc\xE9 \xE0 Paris. \xC0 Lyon aussi \xE0", "annonc\xC3\xA9 \xC3\xA0 Paris. \xC3\x80 Lyon aussi \xEF\xBF\xBD", BIT(C1) | BIT(UTF8) },
    { "\xE0\xB8\x97\xE0\xB8\xB5 \xE0 a \xFC b", "\xE0\xB8\x97\xE0\xB8\xB5 \xEF\xBF\xBD a \xEF\xBF\xBD b", BIT(UTF8) },
    { "it\x80\x99s a\x92\xE9 \xE9\xE8t", "it\xEF\xBF\xBD\xEF\xBF\xBDs a\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBDt", BIT(UTF8) },
    { "Zso\xC5t \xFF\xFE x", "Zso\xEF\xBF\xBDt \xEF\xBF\xBD\xEF\xBF\xBD x", BIT(UTF8) },
    /* surrogates: a pair, and halves */
    { "a\xED\xA0\xBD\xED\xB8\x80""b", "a\xF0\x9F\x98\x80""b", BIT(SURROGATES) | BIT(UTF8) },
    { "a\xED\xA0\xBD""b\xED\xB8\x80", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD""b\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", BIT(UTF8) },
    /* entities: names, numbers, twice, cp1252 numbers, two code points */
    { "R&amp;D &eacute;t&#233;&#xE9; &#146; &NotEqualTilde;", "R&D \xC3\xA9t\xC3\xA9\xC3\xA9 \xE2\x80\x99 \xE2\x89\x82\xCC\xB8", BIT(ENTITIES) },
    { "&amp;amp;amp;lt;b&amp;gt; &amp;nbsp;x", "<b> x", BIT(ENTITIES) | BIT(NBSP) | BIT(SPACES) },
    /* from a headline that was put in capitals, entities and all; no such entity, or none of Latin text */
    { "S&ATILDE;O &EACUTE;T&EACUTE;&NBSP;&LAQUO;STRA&SZLIG;E&RAQUO; &AELIG;&OELIG;&SCARON;&YUML; 1&ORDM; &NDASH; &DIVIDE;",
      "S\xC3\x83O \xC3\x89T\xC3\x89 \xC2\xABSTRA\xC3\x9F""E\xC2\xBB \xC3\x86\xC5\x92\xC5\xA0\xC5\xB8 1\xC2\xBA \xE2\x80\x93 \xC3\xB7", BIT(ENTITIES) | BIT(NBSP) },
    { "CITY&STAR; M&AND;S &ALPHA; B&NOT; Q&NOTHING;", "CITY&STAR; M&AND;S &ALPHA; B&NOT; Q&NOTHING;", 0 },
    /* a character as two halves, and halves alone */
    { "&#55357;&#56832; &#xD83D;&#xDE00; &amp;#55357;&amp;#56832; &#55357;x&#56832;", "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80 \xF0\x9F\x98\x80 &#55357;x&#56832;", BIT(ENTITIES) },
    /* none: no semicolon, no such name, controls, too large */
    { "AT&T R&D; &copy=1 &amp &#0; &#8; &#x110000; &; &#; &#x;", "AT&T R&D; &copy=1 &amp &#0; &#8; &#x110000; &; &#; &#x;", 0 },
    /* a tag keeps its line, not the next; a line end is a blank */
    { "a <b>&amp;</b>\x0A&lt; c&#10;d", "a <b>&amp;</b>\x0A< c d", BIT(ENTITIES) },
    /* line and paragraph separators come out as blanks, by number or mojibake */
    { "a&#8232;b &#x2029;c", "a b c", BIT(ENTITIES) | BIT(SPACES) },
    { "one\xC3\xA2\xC2\x80\xC2\xA8two\xC3\xA2\xE2\x82\xAC\xC2\xA9three", "one two three", BIT(MOJIBAKE) },
    /* terminals */
    { "\x1B[1;31mRed\x1B[0m al\x1B[2Kert \x1B]", "Red alert ]", BIT(ANSI) | BIT(CONTROLS) },
    /* titles, links, character sets; what is begun and not ended stays text */
    { "\x1B]0;A title\a$ \x1B]8;;http://x.y\x1B\\link\x1B]8;;\x1B\\ \x1B[1mbold\x1B(B\x1B[m \x1B]no end\nline", "$ link bold ]no end\nline",
      BIT(ANSI) | BIT(CONTROLS) },
    /* ligatures; other one-letter pairs stay */
    { "\xEF\xAC\x80\xEF\xAC\x81\xEF\xAC\x82\xEF\xAC\x83\xEF\xAC\x84\xEF\xAC\x85\xEF\xAC\x86 \xC4\xB3 \xC5\x93 \xC7\x86", "fffiflffifflstst \xC4\xB3 \xC5\x93 \xC7\x86", BIT(LIGATURES) },
    /* icons alone in a line */
    { "a\x0A\xEE\x80\x81 \xEF\x82\x9A\x0A""b \xEF\x82\x9A", "a\x0A""b \xEF\x82\x9A", BIT(ICONS) | BIT(SPACES) },
    /* a sentence in an older encoding of Mongolian is all private use, and no row of icons */
    { "\xEE\x88\xB4\xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6 \xEE\x8A\xA3\xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6\xEE\x88\xB4 \xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6\xEE\x88\xB4",
      "\xEE\x88\xB4\xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6 \xEE\x8A\xA3\xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6\xEE\x88\xB4 \xEE\x89\x9C\xEE\x8B\xB5\xEE\x89\xA6\xEE\x88\xB4", 0 },
    /* direction: marks and pairs stay */
    { "a\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C""b \xE2\x80\xAB""c\xE2\x80\xAC \xE2\x81\xA7""d\xE2\x81\xA9", "a\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C""b \xE2\x80\xAB""c\xE2\x80\xAC \xE2\x81\xA7""d\xE2\x81\xA9", 0 },
    { "a\xE2\x80\xAC\xE2\x81\xA9""b \xE2\x80\xAA""c \xE2\x81\xA6""d\xE2\x80\xAE\xE2\x81\xA9", "ab c \xE2\x81\xA6""d\xE2\x81\xA9", BIT(BIDI) },
    /* mojibake, page by page and layer by layer */
    { "caf\xC3\x83\xC2\xA9 \xC3\x83\xC2\xA0 la cr\xC3\x83\xC2\xA8me", "caf\xC3\xA9 \xC3\xA0 la cr\xC3\xA8me", BIT(MOJIBAKE) },
    { "\xC3\xA2\xC2\x80\xC2\x9Cit\xC3\xA2\xC2\x80\xC2\x99s\xC3\xA2\xC2\x80\xC2\x9D \xC3\xA2\xC2\x80\xC2\x94 n\xC3\x83\xC2\xA9", "\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D \xE2\x80\x94 n\xC3\xA9", BIT(MOJIBAKE) },
    { "\xC3\x83\xC2\xA2\xC3\xA2\xE2\x80\x9A\xC2\xAC\xC3\x85\xE2\x80\x9Cit\xC3\x83\xC2\xA2\xC3\xA2\xE2\x80\x9A\xC2\xAC\xC3\xA2\xE2\x80\x9E\xC2\xA2s\xC3\x83\xC2\xA2\xC3\xA2\xE2\x80\x9A\xC2\xAC\xC3\x82\xC2\x9D \xC3\x83\xC2\xA2\xC3\xA2\xE2\x80\x9A\xC2\xAC\xC3\xA2\xE2\x82\xAC\xC2\x9D voil\xC3\x83\xC6\x92\xC3\x82\xC2\xA0 n\xC3\x83\xC6\x92\xC3\x82\xC2\xA9", "\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D \xE2\x80\x94 voil\xC3\xA0 n\xC3\xA9", BIT(MOJIBAKE) },
    { "na\xC3\x83\xC6\x92\xC3\x86\xE2\x80\x99\xC3\x83\xE2\x80\x9A\xC3\x82\xC2\xAFve fa\xC3\x83\xC6\x92\xC3\x86\xE2\x80\x99\xC3\x83\xE2\x80\x9A\xC3\x82\xC2\xA7""ade", "na\xC3\xAFve fa\xC3\xA7""ade", BIT(MOJIBAKE) },
    { "Za\xC4\xB9\xC4\xBD\xC4\x82\xC5\x82\xC4\xB9\xE2\x80\x9A\xC3\x84\xE2\x80\xA1 g\xC3\x84\xE2\x84\xA2\xC4\xB9\xE2\x80\xBAl\xC3\x84\xE2\x80\xA6 ja\xC4\xB9\xC5\x9F\xC4\xB9\xE2\x80\x9E", "Za\xC5\xBC\xC3\xB3\xC5\x82\xC4\x87 g\xC4\x99\xC5\x9Bl\xC4\x85 ja\xC5\xBA\xC5\x84", BIT(MOJIBAKE) },
    { "\xD0\xA0\xD1\x9F\xD0\xA1\xD0\x82\xD0\xA0\xD1\x91\xD0\xA0\xD0\x86\xD0\xA0\xC2\xB5\xD0\xA1\xE2\x80\x9A, \xD0\xA0\xD1\x98\xD0\xA0\xD1\x91\xD0\xA1\xD0\x82", "\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82, \xD0\xBC\xD0\xB8\xD1\x80", BIT(MOJIBAKE) },
    { "\xCE\x9E\xE2\x80\xA2\xCE\x9E\xC2\xBB\xCE\x9E\xC2\xBB\xCE\x9E\xC2\xB7\xCE\x9E\xC2\xBD\xCE\x9E\xCE\x89\xCE\x9E\xCE\x8A\xCE\x9E\xC2\xAC \xCE\x9E\xC2\xBD\xCE\x9E\xC2\xAD\xCE\x9E\xC2\xB1", "\xCE\x95\xCE\xBB\xCE\xBB\xCE\xB7\xCE\xBD\xCE\xB9\xCE\xBA\xCE\xAC \xCE\xBD\xCE\xAD\xCE\xB1", BIT(MOJIBAKE) },
    { "g\xC3\x83\xC2\xBCne\xC3\x85\xC5\xB8li g\xC3\x83\xC2\xBCn, a\xC3\x84\xC5\xB8\xC3\x84\xC2\xB1r", "g\xC3\xBCne\xC5\x9Fli g\xC3\xBCn, a\xC4\x9F\xC4\xB1r", BIT(MOJIBAKE) },
    { "d\xE2\x94\x9C\xE2\x8C\x90j\xE2\x94\x9C\xC3\xA1 vu", "d\xC3\xA9j\xC3\xA0 vu", BIT(MOJIBAKE) },
    { "\xD0\xBF\xC2\xB2\xD0\xBF\xE2\x95\xAC\xD0\xBF\xE2\x95\xA1\xD0\xBF\xE2\x95\xAC\xD1\x8F\xE2\x94\x82\xD1\x8F\xE2\x94\x8C\xD0\xBF\xE2\x95\xA6 \xD0\xBF\xE2\x95\xA2\xD0\xBF\xE2\x95\xAB\xD1\x8F\xE2\x96\x90", "\xD0\x9D\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x81\xD1\x82\xD0\xB8 \xD0\xB4\xD0\xBD\xD1\x8F", BIT(MOJIBAKE) },
    { "Ol\xE2\x88\x9A\xC2\xA9, dit-il: \xE2\x80\x9A\xC3\x84\xC3\xBAo\xE2\x88\x9A\xCF\x80?\xE2\x80\x9A\xC3\x84\xC3\xB9", "Ol\xC3\xA9, dit-il: \xE2\x80\x9Co\xC3\xB9?\xE2\x80\x9D", BIT(MOJIBAKE) },
    { "\xC3\xA6\xE2\x80\x94\xC2\xA5\xC3\xA6\xC5\x93\xC2\xAC\xC3\xA8\xC2\xAA\xC5\xBE\xC3\xA3\xC2\x81\xC2\xAE\xC3\xA3\xC6\x92\xE2\x80\xA0\xC3\xA3\xE2\x80\x9A\xC2\xAD\xC3\xA3\xE2\x80\x9A\xC2\xB9\xC3\xA3\xC6\x92\xCB\x86", "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x81\xAE\xE3\x83\x86\xE3\x82\xAD\xE3\x82\xB9\xE3\x83\x88", BIT(MOJIBAKE) },
    { "\xC3\x97\xC2\xA9\xC3\x97\xC5\x93\xC3\x97\xE2\x80\xA2\xC3\x97\xC2\x9D \xC3\x97\xC2\xA2\xC3\x97\xE2\x80\xA2\xC3\x97\xC5\x93\xC3\x97\xC2\x9D", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xD7\xA2\xD7\x95\xD7\x9C\xD7\x9D", BIT(MOJIBAKE) },
    { "party \xC3\xB0\xC5\xB8\xCB\x9C\xE2\x82\xAC", "party \xF0\x9F\x98\x80", BIT(MOJIBAKE) },
    /* only what is broken of a line */
    { "\xE2\x80\x9CS\xC3\xA3o Paulo\xE2\x80\x9D, 10 \xC2\xB0""C, l\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2\xC3\x83\xC2\xA9t\xC3\x83\xC2\xA9", "\xE2\x80\x9CS\xC3\xA3o Paulo\xE2\x80\x9D, 10 \xC2\xB0""C, l\xE2\x80\x99\xC3\xA9t\xC3\xA9", BIT(MOJIBAKE) },
    { "AT\xC3\x89 AMANH\xC3\x83\xE2\x80\xA6 d\xC3\x83\xC2\xA9j\xC3\x83\xC2\xA0", "AT\xC3\x89 AMANH\xC3\x83\xE2\x80\xA6 d\xC3\xA9j\xC3\xA0", BIT(MOJIBAKE) },
    /* a word of capitals at the end of which a mark seems to stand, in a line all broken; quotes may be whole */
    { "S\xC3\x84\xE2\x80\xA6 tacy, kt\xC3\x83\xC2\xB3rzy m\xC3\x83\xC2\xB3wi\xC3\x84\xE2\x80\xA6: to T\xC3\x84\xE2\x84\xA2 ksi\xC3\x84\xE2\x80\xA6\xC3\x85\xC2\xBCk\xC3\x84\xE2\x84\xA2", "S\xC4\x85 tacy, kt\xC3\xB3rzy m\xC3\xB3wi\xC4\x85: to T\xC4\x99 ksi\xC4\x85\xC5\xBCk\xC4\x99", BIT(MOJIBAKE) },
    { "A\xC3\x83\xE2\x80\xA1IKLADI: \xC3\x84\xC2\xB0STANBUL BELED\xC3\x84\xC2\xB0YES\xC3\x84\xC2\xB0", "A\xC3\x87IKLADI: \xC4\xB0STANBUL BELED\xC4\xB0YES\xC4\xB0", BIT(MOJIBAKE) },
    { "Th\xC3\xA1\xC2\xBB\xC2\xA9 T\xC3\x86\xC2\xB0 n\xC3\x83\xC2\xA0y t\xC3\xA1\xC2\xBA\xC2\xA1i H\xC3\x83\xC2\xA0 T\xC3\x84\xC2\xA9nh", "Th\xE1\xBB\xA9 T\xC6\xB0 n\xC3\xA0y t\xE1\xBA\xA1i H\xC3\xA0 T\xC4\xA9nh", BIT(MOJIBAKE) },
    { "\xC3\x82\xC2\xBFQU\xC3\x83\xE2\x80\xB0 PAS\xC3\x83\xE2\x80\x9C EN ESPA\xC3\x83\xE2\x80\x98""A?", "\xC2\xBFQU\xC3\x89 PAS\xC3\x93 EN ESPA\xC3\x91""A?", BIT(MOJIBAKE) },
    { "G\xC3\x83\xE2\x80\xA6 TIL \xC3\x83\xCB\x9CYA", "G\xC3\x85 TIL \xC3\x98YA", BIT(MOJIBAKE) },
    { "JU\xC4\xB9\xC2\xBB \xC4\xB9\xC2\xBBY\xC3\x84\xE2\x80\xA0", "JU\xC5\xBB \xC5\xBBY\xC4\x86", BIT(MOJIBAKE) },
    { "\xE2\x80\x9ES\xC3\x84\xE2\x80\xA6 tacy, kt\xC3\x83\xC2\xB3rzy m\xC3\x83\xC2\xB3wi\xC3\x84\xE2\x80\xA6\xE2\x80\x9D", "\xE2\x80\x9ES\xC4\x85 tacy, kt\xC3\xB3rzy m\xC3\xB3wi\xC4\x85\xE2\x80\x9D", BIT(MOJIBAKE) },
    /* good text */
    { "S\xC3\x83O PAULO, AMANH\xC3\x83\xE2\x80\xA6 IRM\xC3\x83\xE2\x80\x9D MA\xC3\x87\xC3\x83\xC2\xBB \xC3\x89\xE2\x80\xA6", "S\xC3\x83O PAULO, AMANH\xC3\x83\xE2\x80\xA6 IRM\xC3\x83\xE2\x80\x9D MA\xC3\x87\xC3\x83\xC2\xBB \xC3\x89\xE2\x80\xA6", 0 },
    { "\xC3\x85lesund \xC2\xABP\xC3\x85\xC2\xBB f\xC3\xA0 cil T\xC3\x83\xE2\x80\x99""A", "\xC3\x85lesund \xC2\xABP\xC3\x85\xC2\xBB f\xC3\xA0 cil T\xC3\x83\xE2\x80\x99""A", 0 },
    { "le caf\xC3\xA9\xE2\x80\xA6\xE2\x80\x9D et l\xE2\x80\x99\xC3\xA9t\xC3\xA9\xE2\x80\xA6\xC2\xBB dit, \xC3\xA9\xE2\x80\xAF\xC2\xBB", "le caf\xC3\xA9\xE2\x80\xA6\xE2\x80\x9D et l\xE2\x80\x99\xC3\xA9t\xC3\xA9\xE2\x80\xA6\xC2\xBB dit, \xC3\xA9\xE2\x80\xAF\xC2\xBB", 0 },
    { "\xE2\x94\x9C\xE2\x94\x80\xE2\x94\x80 \xC3\xA9 \xE2\x94\x82 \xD0\x93\xD0\xBE\xD0\xB4\xE2\x94\x82\xD0\xA1\xD1\x83\xD0\xBC\xD0\xBC\xD0\xB0 \xE2\x88\x9A\xCF\x80 \xC2\xAC\xE2\x80\xA0", "\xE2\x94\x9C\xE2\x94\x80\xE2\x94\x80 \xC3\xA9 \xE2\x94\x82 \xD0\x93\xD0\xBE\xD0\xB4\xE2\x94\x82\xD0\xA1\xD1\x83\xD0\xBC\xD0\xBC\xD0\xB0 \xE2\x88\x9A\xCF\x80 \xC2\xAC\xE2\x80\xA0", 0 },
    { "\xD0\xB4\xD1\x96\xD1\x97 \xD1\x82\xD0\xB0 \xD0\xBF\xD0\xBE\xD0\xB4\xD1\x96\xD1\x97, \xD1\x97\xD1\x97 \xD0\xA0\xD0\x86\xD0\x92\xD0\x9D\xD0\x95, \xD0\x92\xC2\xAB\xD0\xAD\xD1\x85\xD0\xBE\xC2\xBB, \xD0\xA1\xD0\xA1\xD0\xA1\xD0\xA0\xC2\xBB", "\xD0\xB4\xD1\x96\xD1\x97 \xD1\x82\xD0\xB0 \xD0\xBF\xD0\xBE\xD0\xB4\xD1\x96\xD1\x97, \xD1\x97\xD1\x97 \xD0\xA0\xD0\x86\xD0\x92\xD0\x9D\xD0\x95, \xD0\x92\xC2\xAB\xD0\xAD\xD1\x85\xD0\xBE\xC2\xBB, \xD0\xA1\xD0\xA1\xD0\xA1\xD0\xA0\xC2\xBB", 0 },
    { "\xC4\x90\xC3\x83 QUA, C\xC4\x82N H\xE1\xBB\x98, \xE1\xBA\xA4N T\xC6\xAF\xE1\xBB\xA2NG", "\xC4\x90\xC3\x83 QUA, C\xC4\x82N H\xE1\xBB\x98, \xE1\xBA\xA4N T\xC6\xAF\xE1\xBB\xA2NG", 0 },
    { "P\xC3\x93\xC5\x81NOC, zvl\xC3\xA1\xC5\xA1\xC5\xA5, \xC4\xB0stanbul, \xCE\xA4\xCE\x9F\xC2\xBB", "P\xC3\x93\xC5\x81NOC, zvl\xC3\xA1\xC5\xA1\xC5\xA5, \xC4\xB0stanbul, \xCE\xA4\xCE\x9F\xC2\xBB", 0 },
    { "NESCAF\xC3\x89\xC2\xA9 und \xE2\x80\xBA""CAF\xC3\x89\xE2\x80\xB9, ACTUALIT\xC3\x89\xE2\x80\xA2 SPORT\xE2\x80\xA2, LUNED\xC3\x8C\xE2\x80\xA2 MARTED\xC3\x8C, \xC2\xA1GAN\xC3\x89\xC2\xA1, CAF\xC3\x89\xE2\x82\xAC""3", "NESCAF\xC3\x89\xC2\xA9 und \xE2\x80\xBA""CAF\xC3\x89\xE2\x80\xB9, ACTUALIT\xC3\x89\xE2\x80\xA2 SPORT\xE2\x80\xA2, LUNED\xC3\x8C\xE2\x80\xA2 MARTED\xC3\x8C, \xC2\xA1GAN\xC3\x89\xC2\xA1, CAF\xC3\x89\xE2\x82\xAC""3", 0 },
    { " \x01 ", "", BIT(CONTROLS) | BIT(SPACES) },
};

static struct slice normalized(struct slice text, enum copydesk_form form, unsigned repairs, unsigned *changed)
{
    *changed = normalize_text(&scratch, text, form, repairs, &out);
    assert_false(out.failed);
    return buf_slice(&out);
}

static void test_repairs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        unsigned changed;
        struct slice got = normalized(slice_str(CASES[i].text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        if (!slice_equal(got, slice_str(CASES[i].want)) || changed != CASES[i].repairs)
            fail_msg("\"%s\" gives \"%.*s\", repairs %x, not \"%s\", %x", CASES[i].text, (int)got.len, got.ptr,
                     changed, CASES[i].want, CASES[i].repairs);
    }
}

static void test_switched_off(void **state)
{
    (void)state;
    static const struct { const char *text, *want; unsigned off; } OFF[] = {
        { "a\r\nb", "a\r\nb", BIT(ENDS) },
        { "a\xC2\xAD""b", "a\xC2\xAD""b", BIT(SHY) },
        { "a  b", "a  b", BIT(SPACES) },
        { "a \t\n", "a", BIT(SPACES) },               /* edges and line ends are layout */
        { "US -backed", "US -backed", BIT(HYPHEN) },
        { "a\xC2\x93", "a\xC2\x93", BIT(C1) },
        { "caf\xE9", "caf\xEF\xBF\xBD", BIT(C1) },
        { "a\xED\xA0\xBD\xED\xB8\x80", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", BIT(SURROGATES) },
        { "\xC3\x83\xC2\xA9", "\xC3\x83\xC2\xA9", BIT(MOJIBAKE) },
        { "&amp;", "&amp;", BIT(ENTITIES) },
        { "\x1B[0m", "[0m", BIT(ANSI) },
        { "\xEF\xAC\x81", "\xEF\xAC\x81", BIT(LIGATURES) },
        { "\xEE\x80\x80", "\xEE\x80\x80", BIT(ICONS) },
        { "a\xE2\x80\xAA", "a\xE2\x80\xAA", BIT(BIDI) },
        { "a\xFF", "a\xEF\xBF\xBD", BIT(UTF8) },      /* not to be switched off */
    };
    for (size_t i = 0; i < sizeof OFF / sizeof *OFF; i++) {
        unsigned changed;
        struct slice got = normalized(slice_str(OFF[i].text), COPYDESK_FORM_NONE, COPYDESK_REPAIRS_DEFAULT & ~OFF[i].off, &changed);
        if (!slice_equal(got, slice_str(OFF[i].want)))
            fail_msg("\"%s\" gives \"%.*s\"", OFF[i].text, (int)got.len, got.ptr);
    }
    unsigned changed;
    normalized(SLICE("e\xCC\x81"), COPYDESK_FORM_NONE, COPYDESK_REPAIRS_DEFAULT, &changed);
    assert_int_equal(changed, 0);
}

/* Off by default; each of them alone and on. */
static void test_wishes(void **state)
{
    (void)state;
    static const struct { const char *text, *want; unsigned on; } ON[] = {
        { "a hard\nwrap, hyphen-\nated.\nNew: \n\xC2\xABx\nY\nz", "a hard wrap, hyphenated.\nNew:\n\xC2\xABx\nY z", BIT(UNWRAP) },
        { "Sport-\nund Freizeit, pre-\nand post-war, hus-\nband, under-\nundersea", "Sport- und Freizeit, pre- and post-war, husband, underundersea", BIT(UNWRAP) },
        { "Anglo-\nAmerican, UN-\nled", "Anglo-\nAmerican, UN-led", BIT(UNWRAP) },
        { "\xE2\x80\x9Cit\xE2\x80\x99s\xE2\x80\x9D \xE2\x80\x94 \xC2\xABx\xC2\xBB\xE2\x80\xA6", "\"it's\" - \"x\"...", BIT(PUNCT) },
        { "\xEF\xBC\xA1\xEF\xBD\x9A\xEF\xBC\x99\xEF\xBC\x88", "Az9\xEF\xBC\x88", BIT(WIDTH) },
    };
    for (size_t i = 0; i < sizeof ON / sizeof *ON; i++) {
        unsigned changed;
        struct slice text = slice_str(ON[i].text);
        struct slice got = normalized(text, COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT | ON[i].on, &changed);
        if (!slice_equal(got, slice_str(ON[i].want)) || !(changed & ON[i].on))
            fail_msg("\"%s\" gives \"%.*s\"", ON[i].text, (int)got.len, got.ptr);
        normalized(text, COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_false(changed & ON[i].on);
    }
}

static void assert_same(struct slice got, struct slice want, struct slice text, const char *law)
{
    if (!slice_equal(got, want)) {
        for (size_t i = 0; i < text.len; i++)
            print_error("\\x%02X", (unsigned char)text.ptr[i]);
        fail_msg(": %s: \"%.*s\", \"%.*s\"", law, (int)got.len, got.ptr, (int)want.len, want.ptr);
    }
}

static void check_form(struct slice text, enum copydesk_form form, unsigned repairs, struct slice key)
{
    unsigned changed, second;
    struct buf folded = { 0 };
    struct slice once = normalized(text, form, repairs, &changed);
    assert_true(utf8_valid(once));
    assert_int_equal(changed == 0, slice_equal(once, text));
    second = normalize_text(&scratch, once, form, repairs, &again);
    assert_same(buf_slice(&again), once, text, "normalize is idempotent");
    assert_int_equal(second, 0);
    fold_key(once, &folded);
    if (!(changed & OTHER_TEXT))
        assert_same(buf_slice(&folded), key, text, "a repair leaves the key");
    buf_release(&folded);
}

/* The short way must make what the long one makes, and leave the fold. */
static void check_nbsp(struct slice text, struct fold fold, unsigned repairs, struct slice key)
{
    const unsigned common = COPYDESK_REPAIRS_DEFAULT & (repairs | 1u << COPYDESK_FIX_NBSP);
    const unsigned flags = FOLD_SUSPECT | FOLD_NBSP | FOLD_NONASCII;
    unsigned changed;
    struct buf short_way = { 0 }, folded = { 0 };
    struct slice want = normalized(text, COPYDESK_NFC, common, &changed);
    assert_int_equal(normalize_nbsp(text, &short_way), changed);
    assert_same(buf_slice(&short_way), want, text, "the short way for no-break spaces");
    struct fold after = fold_key(want, &folded);
    assert_same(buf_slice(&folded), key, text, "no-break spaces leave the key");
    assert_true(after.chars == fold.chars && after.words == fold.words);
    assert_int_equal(after.flags & ~flags, fold.flags & ~flags);
    assert_false(after.flags & (FOLD_SUSPECT | FOLD_NBSP));
    buf_release(&short_way);
    buf_release(&folded);
}

static void test_laws(void **state)
{
    (void)state;
    uint64_t seed = 5;
    struct buf text = { 0 }, key = { 0 };
    for (int round = 0; round < 200000; round++) {
        mixture(&seed, &text);
        unsigned changed, repairs = round % 2 ? COPYDESK_REPAIRS_DEFAULT : mixture_random(&seed);
        enum copydesk_form form = (enum copydesk_form)(mixture_random(&seed) % 5);
        struct fold fold = fold_key(buf_slice(&text), &key);
        check_form(buf_slice(&text), form, repairs, buf_slice(&key));
        if (fold.flags & FOLD_NBSP)
            check_nbsp(buf_slice(&text), fold, repairs, buf_slice(&key));
        if (fold.flags & (FOLD_SUSPECT | FOLD_UNFORMED))
            continue;
        struct slice same = normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_same(same, buf_slice(&text), buf_slice(&text), "what is not suspicious is its own repair");
    }
    buf_release(&text);
    buf_release(&key);
}

/* ---- the standard's own files ---- */

/* Code points in hexadecimal up to the next semicolon, as UTF-8. */
static const char *read_points(const char *p, struct buf *text)
{
    buf_clear(text);
    while (*p && *p != ';') {
        char *next;
        unsigned long cp = strtoul(p, &next, 16);
        if (next == p)
            break;
        utf8_add(text, (uint32_t)cp);
        p = next;
    }
    return *p ? p + 1 : p;
}

static void check_conformance(const char *line, struct buf field[5], long *checks)
{
    static const int WANT[4][5] = {   /* the header of NormalizationTest.txt */
        [COPYDESK_NFC] = { 1, 1, 1, 3, 3 }, [COPYDESK_NFD] = { 2, 2, 2, 4, 4 },
        [COPYDESK_NFKC] = { 3, 3, 3, 3, 3 }, [COPYDESK_NFKD] = { 4, 4, 4, 4, 4 },
    };
    for (int i = 0; i < 5; i++)
        line = read_points(line, &field[i]);
    for (int form = COPYDESK_NFC; form <= COPYDESK_NFKD; form++)
        for (int i = 0; i < 5; i++, ++*checks) {
            /* a bar, which composes with nothing, at both ends: edges would be trimmed */
            struct buf text = { 0 }, want = { 0 };
            unsigned changed;
            buf_addf(&text, "|%.*s|", (int)field[i].len, field[i].ptr);
            buf_addf(&want, "|%.*s|", (int)field[WANT[form][i]].len, field[WANT[form][i]].ptr);
            struct slice got = normalized(buf_slice(&text), (enum copydesk_form)form, 0, &changed);
            assert_same(got, buf_slice(&want), buf_slice(&text), "NormalizationTest");
            buf_release(&text);
            buf_release(&want);
        }
}

static void test_conformance(void **state)
{
    (void)state;
    static const char COMMAND[] = "cat /usr/share/unicode/NormalizationTest.txt 2>/dev/null"
                                  " || bzcat /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null";
    struct buf field[5] = { { 0 } };
    char line[2048];
    long checks = 0;
    FILE *in = popen(COMMAND, "r");
    assert_non_null(in);
    while (fgets(line, sizeof line, in))
        if (line[0] != '#' && line[0] != '@' && line[0] != '\n')
            check_conformance(line, field, &checks);
    pclose(in);
    for (int i = 0; i < 5; i++)
        buf_release(&field[i]);
    if (checks == 0) {
        print_message("[  SKIPPED ] NormalizationTest.txt is absent (package unicode-data)\n");
        skip();
    }
    assert_true(checks > 300000);
}

static void test_emoji_survive(void **state)
{
    (void)state;
    FILE *in = fopen("/usr/share/unicode/emoji/emoji-zwj-sequences.txt", "r");
    if (!in) {
        print_message("[  SKIPPED ] emoji-zwj-sequences.txt is absent (package unicode-data)\n");
        skip();
    }
    struct buf text = { 0 };
    char line[512];
    long n = 0;
    while (fgets(line, sizeof line, in)) {
        unsigned changed;
        if (line[0] == '#' || line[0] == '\n')
            continue;
        read_points(line, &text);
        struct slice got = normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
        assert_same(got, buf_slice(&text), buf_slice(&text), "emoji sequence");
        n++;
    }
    fclose(in);
    buf_release(&text);
    assert_true(n > 1000);
}

/* ---- another implementation ---- */

/* A line of assigned starters out of one block of 256 or of any, and letters
 * with a mark; no line ends, no controls. Rows of marks are left out: uconv (of
 * ICU 72) leaves "a U+034B U+302E U+0325" and its like out of order, where the
 * standard's own file and Python agree with us. */
static void any_line(uint64_t *seed, struct buf *text)
{
    uint32_t block = mixture_random(seed) % 0x1FF * 0x100;
    buf_addch(text, '|');
    for (uint32_t n = 1 + mixture_random(seed) % 20; n > 0; n--) {
        uint32_t kind = mixture_random(seed) % 8;
        uint32_t cp = kind == 1 ? mixture_random(seed) % 0x20000 : block + mixture_random(seed) % 0x100;
        if (kind == 0) {
            buf_addch(text, (char)('A' + mixture_random(seed) % 26));
            utf8_add(text, 0x300 + mixture_random(seed) % 0x50);
        } else if (cp >= 0xA0 && (cp < 0xD800 || cp > 0xDFFF) && cp != 0x2028 && cp != 0x2029
                   && unicode_combining(cp) == 0 && strcmp(unicode_category(cp), "Cn") != 0) {
            utf8_add(text, cp);
        }
    }
    buf_addstr(text, "|\n");
}

static void compare_with_icu(const char *path, struct slice lines, enum copydesk_form form)
{
    static const char *const NAMES[] = { "nfc", "nfd", "nfkc", "nfkd" };
    struct buf command = { 0 }, theirs = { 0 };
    /* in one block: at the edges of its own it does not reorder */
    buf_addf(&command, "uconv -b %zu -f utf-8 -t utf-8 -x any-%s %s", lines.len, NAMES[form], path);
    FILE *in = popen(buf_str(&command), "r");
    assert_non_null(in);
    while (buf_reserve(&theirs, 65536)) {
        size_t n = fread(theirs.ptr + theirs.len, 1, 65536, in);
        theirs.len += n;
        if (n == 0)
            break;
    }
    assert_int_equal(pclose(in), 0);
    struct slice rest = buf_slice(&theirs);
    while (lines.len > 0) {
        unsigned changed;
        struct slice line = slice_of(lines.ptr, (size_t)((const char *)memchr(lines.ptr, '\n', lines.len) - lines.ptr));
        const char *end = rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
        assert_non_null(end);
        struct slice want = slice_of(rest.ptr, (size_t)(end - rest.ptr));
        assert_same(normalized(line, form, 0, &changed), want, line, "as ICU has it");
        lines = slice_from(lines, line.len + 1);
        rest = slice_from(rest, want.len + 1);
    }
    buf_release(&command);
    buf_release(&theirs);
}

static void test_beside_icu(void **state)
{
    (void)state;
    if (system("uconv -L >/dev/null 2>&1") != 0) {
        print_message("[  SKIPPED ] uconv is absent (package icu-devtools)\n");
        skip();
    }
    char path[] = "/tmp/copydesk-test.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    uint64_t seed = 11;
    struct buf lines = { 0 };
    for (int i = 0; i < 50000; i++)
        any_line(&seed, &lines);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(lines.ptr, 1, lines.len, file), lines.len);
    assert_int_equal(fclose(file), 0);
    /* not NFKC, for which uconv leaves compatibility jamo apart ("U+3139 U+315F") */
    static const enum copydesk_form FORMS[] = { COPYDESK_NFC, COPYDESK_NFD, COPYDESK_NFKD };
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        compare_with_icu(path, buf_slice(&lines), FORMS[i]);
    remove(path);
    buf_release(&lines);
}

/* One part of the text before and behind every U+11A7, in every form. */
static void test_tbase(void **state)
{
    (void)state;
    for (uint32_t cp = 0xAC00; cp <= 0xD7A3; cp += 28) {
        char bytes[6];
        unsigned changed;
        size_t n = utf8_put(cp, bytes);
        n += utf8_put(0x11A7, bytes + n);
        struct slice nfd = normalized(slice_of(bytes, n), COPYDESK_NFD, 0, &changed);
        assert_int_equal(nfd.len, 9);
        unicode_map(nfd, UNICODE_NFC, &again);
        assert_same(buf_slice(&again), slice_of(bytes, n), nfd, "U+11A7");
    }
}

/* Hostile text must not take time that grows with its square. */
static void test_long_text(void **state)
{
    (void)state;
    struct buf text = { 0 };
    unsigned changed;
    buf_addstr(&text, "A");
    for (int i = 0; i < 200000; i++)
        buf_addstr(&text, " -led");
    normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
    buf_clear(&text);
    for (int i = 0; i < 200000; i++)
        buf_addstr(&text, "\xCC\xA3\xCC\x81 ");
    normalized(buf_slice(&text), COPYDESK_NFC, COPYDESK_REPAIRS_DEFAULT, &changed);
    fold_key(buf_slice(&text), &again);
    buf_release(&text);
}

static int release(void **state)
{
    (void)state;
    normalizer_release(&scratch);
    buf_release(&out);
    buf_release(&again);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repairs),
        cmocka_unit_test(test_switched_off),
        cmocka_unit_test(test_wishes),
        cmocka_unit_test(test_laws),
        cmocka_unit_test(test_conformance),
        cmocka_unit_test(test_emoji_survive),
        cmocka_unit_test(test_beside_icu),
        cmocka_unit_test(test_tbase),
        cmocka_unit_test(test_long_text),
    };
    return cmocka_run_group_tests_name("normalize", tests, NULL, release);
}

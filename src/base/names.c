/* names -- what reasons and repairs are called in options, journal and
 * statistics. The names of classes stand with the rules (strip). */
#include <string.h>

#include "copydesk.h"

struct words { const char *name, *summary; };

static const struct words reasons[COPYDESK_N_REASONS] = {
    [COPYDESK_NONE] = { "none", "kept" },
    [COPYDESK_REPEAT] = { "repeat", "again in the same article" },
    [COPYDESK_SEEN] = { "seen", "in an earlier article" },
    [COPYDESK_COPY] = { "copy", "in whole articles that are copies" },
    [COPYDESK_RULE] = { "rule", "boilerplate" },
    [COPYDESK_REPAIR] = { "repair", "nothing left after repair" },
    [COPYDESK_NEAR] = { "near", "in whole articles that are near-duplicates" },
    [COPYDESK_LISTED] = { "listed", "listed by --drops" },
    [COPYDESK_NEAR_PARAGRAPH] = { "near-paragraph", "nearly so in an earlier article" },
};

static const struct words repairs[COPYDESK_N_REPAIRS] = {
    [COPYDESK_FIX_UTF8] = { "utf8", "bytes that are not UTF-8 become U+FFFD" },
    [COPYDESK_FIX_BOM] = { "bom", "byte order marks out" },
    [COPYDESK_FIX_ENDS] = { "ends", "CR LF and other line ends become line feeds" },
    [COPYDESK_FIX_CONTROLS] = { "controls", "control characters out" },
    [COPYDESK_FIX_NBSP] = { "nbsp", "no-break spaces become spaces" },
    [COPYDESK_FIX_SHY] = { "shy", "soft hyphens out" },
    [COPYDESK_FIX_ZEROWIDTH] = { "zerowidth", "stray zero-width characters out" },
    [COPYDESK_FIX_SPACES] = { "spaces", "runs of spaces become one" },
    [COPYDESK_FIX_HYPHEN] = { "hyphen", "\"US -backed\" becomes \"US-backed\"" },
    [COPYDESK_FIX_C1] = { "c1", "C1 controls are read as cp1252" },
    [COPYDESK_FIX_SURROGATES] = { "surrogates", "surrogate pairs in UTF-8 become one character" },
    [COPYDESK_FIX_MOJIBAKE] = { "mojibake", "UTF-8 that was read as another encoding" },
    [COPYDESK_FIX_ENTITIES] = { "entities", "HTML entities become what they stand for" },
    [COPYDESK_FIX_ANSI] = { "ansi", "escape sequences of terminals out" },
    [COPYDESK_FIX_LIGATURES] = { "ligatures", "Latin ligatures become letters" },
    [COPYDESK_FIX_ICONS] = { "icons", "private-use glyphs alone in a line out" },
    [COPYDESK_FIX_BIDI] = { "bidi", "unbalanced direction controls out" },
    [COPYDESK_FIX_UNWRAP] = { "unwrap", "lines of a paragraph joined (off by default)" },
    [COPYDESK_FIX_PUNCT] = { "ascii-punct", "quotes and dashes to ASCII (off by default)" },
    [COPYDESK_FIX_WIDTH] = { "width", "full-width letters to ASCII (off by default)" },
    [COPYDESK_FIX_HOMOGLYPHS] = { "homoglyphs", "look-alike letters reported (off by default)" },
    [COPYDESK_FIX_FORM] = { "form", "the Unicode normal form" },
};

static const char *const lefts[COPYDESK_N_LEFT] = {
    [COPYDESK_LEFT_NONE] = "proposed",
    [COPYDESK_LEFT_FEW] = "too few articles",
    [COPYDESK_LEFT_ABOUT] = "byline, credit, caption or date",
    [COPYDESK_LEFT_NAME] = "a name, or opens with one",
    [COPYDESK_LEFT_SENTENCE] = "may be a part of the story",
    [COPYDESK_LEFT_WIRE] = "other sources have it too",
    [COPYDESK_LEFT_HEADLINE] = "stands where the headline does",
    [COPYDESK_LEFT_INSIDE] = "a heading inside the text",
    [COPYDESK_LEFT_UNNAMED] = "no pack can hold the name of the source",
    [COPYDESK_LEFT_ROOM] = "too many lines recur",
};

const char *copydesk_left_name(enum copydesk_left left)
{
    return (unsigned)left < COPYDESK_N_LEFT ? lefts[left] : NULL;
}

const char *copydesk_reason_name(enum copydesk_reason reason)
{
    return (unsigned)reason < COPYDESK_N_REASONS ? reasons[reason].name : NULL;
}

const char *copydesk_reason_summary(enum copydesk_reason reason)
{
    return (unsigned)reason < COPYDESK_N_REASONS ? reasons[reason].summary : NULL;
}

const char *copydesk_repair_name(enum copydesk_repair repair)
{
    return (unsigned)repair < COPYDESK_N_REPAIRS ? repairs[repair].name : NULL;
}

const char *copydesk_repair_summary(enum copydesk_repair repair)
{
    return (unsigned)repair < COPYDESK_N_REPAIRS ? repairs[repair].summary : NULL;
}

int copydesk_repair_named(const char *name, size_t len)
{
    for (int i = 0; i < COPYDESK_N_REPAIRS; i++)
        if (strlen(repairs[i].name) == len && memcmp(repairs[i].name, name, len) == 0)
            return i;
    return -1;
}

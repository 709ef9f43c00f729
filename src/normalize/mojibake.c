/* DESIGN. UTF-8 that was read in a legacy page shows each character as two to
 * four others, whose bytes in that page are the UTF-8 again. A line is repaired
 * run by run: a run is a row of characters that are such bytes, in one page,
 * and decode to characters that text has. It is mojibake when it is worse than
 * what it decodes to, by badness_pair over it and its neighbours:
 *
 *     strong   worse by GAIN or more; a foreign letter alone, by SCRIPT_GAIN
 *     weak     not better as it is, and the line has strong ones of the page
 *
 * What may be the end of a good word in capitals with a mark behind it, or a good Cyrillic
 * word, is weak in a line of which no letter is left over; one that is half good keeps it.
 *
 * Text of several layers is repaired one layer a call.
 *
 * Mac Roman, cp437 and KOI8-R read leads as what is common in good text (signs
 * of mathematics, boxes, small Cyrillic letters). They are tried on whole lines
 * only: every character beyond ASCII must be part of the mojibake. Where runs of
 * another page are found but leave some over, a whole line is the better guess.
 *
 * Between that reading and us bytes get lost: controls are taken out, no-break spaces
 * made plain. Where it is sure what was there, a sequence is taken without it (lost_byte).
 *
 * A line in which no two neighbours make a context_pair is not looked at: that
 * is also what brings text under suspicion in the fold (text/context.h). */
#include "normalize/badness.h"
#include "normalize/steps.h"
#include "text/chars.h"
#include "text/codepage.h"
#include "text/context.h"
#include "text/plain.h"
#include "text/tables.h"
#include "text/utf8.h"

enum {
    GAIN = 2,              /* the badness of one improbable pair, which is all that a short run has */
    SCRIPT_GAIN = 4,       /* of a foreign letter that is alone: controls in it, as a rule */
    ROW_GAIN = -1,         /* measured on 32,000 broken lines: some 100 more are solved */
    SCRIPT_EVIDENCE = 2,   /* strong characters that a single foreign letter needs (guess) */
    WHOLE_SCRIPT = 4,      /* foreign letters that make a whole line mojibake: so many hardly fit by chance (guess) */
    MAX_RUN = 64,          /* longer ones in parts, so that hostile text takes linear time */
    N_OPEN = CODEPAGE_MAC  /* pages tried run by run; those from here on, whole lines */
};

/* Characters from p to end that are the bytes of one character in a page. */
struct sequence {
    const char *end;
    char bytes[4];         /* n of them */
    unsigned n;
    enum badness_target target;
};

struct run {
    const char *end;
    unsigned plain, script;   /* characters it decodes to; controls not counted */
    int gain;                 /* how much less bad they are */
    bool word_end;            /* may be good text: the end of a word in capitals, as A-tilde and ellipsis */
    bool capital_sign;        /* rather good text: the last capital of a word and a sign, as E-acute and bullet */
    bool cyrillic;         /* may be good text: a Cyrillic word with a small letter, as the Ukrainian name of the MiG */
};

/* Characters that were repaired in a line, by the family of their page. */
struct evidence {
    unsigned plain[3], script[3];
    bool missed;           /* the line has more beyond ASCII than those */
    bool missed_letter;    /* and of that, letters */
};

static unsigned family(enum codepage page)
{
    return page == CODEPAGE_CP1251 ? 1 : page == CODEPAGE_CP1253 ? 2 : 0;
}

/* ---- sequences and runs ---- */

/* The byte that the character at *p is in the page, 0 for none; steps over it. */
static inline unsigned char take_byte(const char **p, const char *end, enum codepage page)
{
    uint32_t cp;
    if (*p == end || (unsigned char)**p < 0x80)
        return 0;
    *p += utf8_next(*p, end, &cp);
    const uint8_t *bytes = cp == UTF8_BAD ? NULL : codepage_bytes(cp);
    return bytes ? bytes[page] : 0;
}

/* Whether an article of one letter stands before p, as in L’ and D’: what comes next is a word. */
static bool behind_elision(struct slice line, const char *p)
{
    uint32_t cp = context_before(line, p);
    const char *mark = cp == 0x2019 || cp == '\'' ? utf8_prev(line.ptr, p) : line.ptr;
    if (mark == line.ptr)
        return false;
    const char *letter = utf8_prev(line.ptr, mark);
    return chars_flags(context_after(line, letter)) & CHARS_LETTER
        && !(chars_flags(context_before(line, letter)) & CHARS_LETTER);
}

/* Whether byte A0 stood at p, behind the lead, before somebody made no-break spaces plain, or trimmed them: a
 * blank or the end of the line is there. Right behind a word that is sure of A-circumflex, with which a no-break
 * space begins; else, and of a-grave and the Cyrillic Er, only when all of the line is broken. */
static bool lost_blank(struct slice line, const char *lead, const char *p, unsigned char first, bool broken)
{
    uint32_t before = context_before(line, lead);
    if (p < line.ptr + line.len && !(chars_flags(context_after(line, p)) & CHARS_SPACE))
        return false;
    if (broken)
        return first == 0xC2 || first == 0xD0
            || (first == 0xC3 && !(chars_flags(before) & CHARS_UPPER));   /* A-tilde ends words in capitals */
    if (first != 0xC2 || behind_elision(line, lead))
        return false;
    return chars_flags(before) & (CHARS_LOWER | CHARS_DIGIT | CHARS_END | CHARS_CLOSER)
        || before == ',' || before == ';' || before == ':';
}

/* Whether the blank at p is only what is left of byte A0, not a blank of the text too, of two that somebody made
 * one. A-grave is a word and ends many, where it does not begin these Portuguese ones. */
static bool is_blank_all(struct slice line, const char *lead, const char *p, unsigned char first)
{
    struct slice rest = slice_from(line, (size_t)(p - line.ptr));
    if (!slice_starts(rest, SLICE(" ")))
        return false;
    if (first == 0xC2 || slice_starts(rest, SLICE(" ,")) || slice_starts(rest, SLICE(" .")))
        return true;
    if (first == 0xC3)
        return slice_starts(rest, SLICE(" s ")) || slice_starts(rest, SLICE(" quel")) || slice_starts(rest, SLICE(" quil"));
    return !(chars_flags(context_before(line, lead)) & (CHARS_LETTER | CHARS_MARK));
}

/* The byte of the sequence that got lost in front of *p, 0 for none; steps over what is left of it. The closing
 * quote has one that cp1252 leaves undefined: it became U+FFFD, or went with the controls. */
static unsigned char lost_byte(struct slice line, const char *lead, const char **p, const struct sequence *s, bool broken)
{
    unsigned char first = (unsigned char)s->bytes[0];
    if (s->n == 2 && lost_blank(line, lead, *p, first, broken)) {
        *p += is_blank_all(line, lead, *p, first);
        return 0xA0;
    }
    struct slice rest = slice_from(line, (size_t)(*p - line.ptr));
    size_t mark = slice_starts(rest, SLICE("\xEF\xBF\xBD")) ? 3 : 0;
    if (first != 0xE2 || s->bytes[1] != '\x80' || chars_flags(context_after(line, *p + mark)) & (CHARS_LETTER | CHARS_DIGIT))
        return 0;
    *p += mark;
    return 0x9D;
}

/* broken: no letter of the line beyond ASCII is known to be good. */
static bool take_sequence(struct slice line, const char *p, enum codepage page, bool broken, struct sequence *s)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };   /* by length: no overlong forms */
    const char *start = p, *end = line.ptr + line.len;
    unsigned char lead = take_byte(&p, end, page), next;
    if (lead < 0xC2 || lead > 0xF4)
        return false;
    s->n = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    memcpy(s->bytes, (const char[4]){ (char)lead }, 4);
    uint32_t cp = lead & (0x7Fu >> s->n);
    for (unsigned i = 1; i < s->n; i++) {
        const char *at = p;
        if (((next = take_byte(&p, end, page)) & 0xC0) != 0x80) {
            p = at;
            if (page != CODEPAGE_CP1252 || !(next = lost_byte(line, start, &p, s, broken)))
                return false;
        }
        s->bytes[i] = (char)next;
        cp = cp << 6 | (next & 0x3Fu);
    }
    if (cp < least[s->n] || (cp >= 0xD800 && cp < 0xE000) || cp > 0x10FFFF)
        return false;
    s->end = p;
    s->target = badness_target(cp);
    if (cp == 0x2028 || cp == 0x2029) {   /* a paragraph must not break here */
        s->bytes[0] = ' ';
        s->n = 1;
    }
    return s->target != TARGET_NEVER;
}

/* Whether the run at p, one character when decoded, would put a small letter of a
 * few languages, or a bare accent, behind a word in capitals, where its second
 * character is a sign that may stand there: a bullet, a copyright, a guillemet. */
static bool is_capital_sign(struct slice line, const char *p, const struct run *run, struct neighbour sign,
                            struct slice decoded)
{
    uint32_t cp = context_after(decoded, decoded.ptr), before = context_before(line, p);
    return run->plain == 1 && run->script == 0 && cp >= 0x180 && chars_flags(cp) & (CHARS_LOWER | CHARS_MARK)
        && sign.kind == SIGN && chars_flags(before) & CHARS_UPPER
        && chars_flags(context_before(line, utf8_prev(line.ptr, p))) & CHARS_UPPER
        && !(chars_flags(context_after(line, run->end)) & CHARS_LETTER);
}

static bool is_latin(uint32_t cp)
{
    return badness_script(cp) == BADNESS_LATIN && chars_flags(cp) & CHARS_LETTER;
}

/* Whether the run at p, which gives Latin letters of two bytes each, may be the Cyrillic it looks like: letters, up to
 * a closing mark, a small one among them or right before, and no Latin letter beside them. So a small letter
 * stands between capitals in the names of companies, jets and units. */
static bool is_cyrillic(struct slice line, const char *p, const struct run *run)
{
    uint32_t cp = context_before(line, p);
    bool small = chars_flags(cp) & CHARS_LOWER;
    unsigned n = 0;
    if (run->plain == 0 || run->script > 0 || is_latin(cp) || is_latin(context_after(line, run->end)))
        return false;
    for (; p < run->end; n++) {
        p += utf8_next(p, run->end, &cp);
        unsigned flags = chars_flags(cp);
        if (!(flags & CHARS_LETTER) && !(flags & CHARS_CLOSER && p == run->end))
            return false;
        small = small || flags & CHARS_LOWER;
    }
    return small && n == 2 * run->plain;
}

/* The longest run at p, decoded into out; false when there is none. broken: see take_sequence. */
static bool take_run(struct slice line, const char *p, enum codepage page, bool broken, struct run *run, struct buf *out)
{
    struct sequence s;
    size_t start = out->len;
    unsigned n[TARGET_N] = { 0 };
    if (!take_sequence(line, p, page, broken, &s))
        return false;
    do {
        n[s.target]++;
        buf_add(out, s.bytes, s.n);
        run->end = s.end;
    } while (n[TARGET_PLAIN] + n[TARGET_SCRIPT] + n[TARGET_CONTROL] < MAX_RUN
             && take_sequence(line, run->end, page, broken, &s));
    if (out->failed)
        return false;
    run->plain = n[TARGET_PLAIN];
    run->script = n[TARGET_SCRIPT];
    struct neighbour first = badness_look(context_before(line, p)), end;
    struct neighbour last = badness_look(context_after(line, run->end));
    struct slice decoded = slice_of(out->ptr + start, out->len - start);
    run->gain = -badness_sum(decoded, first, last, &end);
    run->gain += badness_sum(slice_of(p, (size_t)(run->end - p)), first, last, &end);
    run->word_end = first.kind == UPPER && badness_ends_word(end) && (last.kind == BLANK || last.kind == BETWEEN);
    run->capital_sign = is_capital_sign(line, p, run, end, decoded);
    run->word_end = run->word_end || run->capital_sign;
    run->cyrillic = page == CODEPAGE_CP1251 && is_cyrillic(line, p, run);
    return true;
}

static bool is_strong(const struct run *run)
{
    return run->gain >= (run->script == 1 ? SCRIPT_GAIN : GAIN) && run->plain + run->script > 0
        && !run->capital_sign && !run->cyrillic;
}

/* A row of Latin letters and signs in cp1252, where capitals and signs take
 * turns: text of several layers may look no better with one layer less. */
static bool is_row(const struct run *run, enum codepage page)
{
    return page == CODEPAGE_CP1252 && run->plain > 1 && run->script == 0 && run->gain >= ROW_GAIN;
}

/* A run that the rest of the line speaks for. */
static bool is_weak(const struct run *run, enum codepage page, const struct evidence *known)
{
    unsigned f = family(page);
    return run->gain >= 0 && !((run->word_end || run->cyrillic) && known->missed_letter) && known->plain[f] + known->script[f] > 0
        && (run->script == 0 || known->script[f] >= SCRIPT_EVIDENCE);
}

/* What may stand between runs without being part of the mojibake. */
static bool is_blank(uint32_t cp)
{
    return chars_flags(cp) & (CHARS_SPACE | CHARS_IGNORE);
}

static const char *next_beyond_ascii(const char *p, const char *end)
{
    return p + utf8_ascii(p, end);
}

/* ---- pages tried run by run ---- */

/* The page in which the run at p is to be repaired, decoded into out;
 * CODEPAGE_N: none, and nothing was written. */
static enum codepage choose(struct slice line, const char *p, const struct evidence *known,
                            struct run *run, struct buf *out)
{
    size_t start = out->len;
    bool broken = known && !known->missed_letter;
    const uint8_t *leads = NULL;
    uint32_t cp;
    utf8_next(p, line.ptr + line.len, &cp);
    if (cp != UTF8_BAD)
        leads = codepage_bytes(cp);
    for (int page = 0; leads && page < N_OPEN; page++) {
        if (leads[page] < 0xC2 || !take_run(line, p, (enum codepage)page, broken, run, out))
            continue;
        if (is_strong(run) || is_row(run, (enum codepage)page)
            || (known && is_weak(run, (enum codepage)page, known)))
            return (enum codepage)page;
        out->len = start;
    }
    return CODEPAGE_N;
}

/* Appends the line, its strong runs decoded, and its weak ones when it is known
 * what the line holds. What was found is added up in *found. */
static void repair_runs(struct slice line, const struct evidence *known, struct evidence *found,
                        struct buf *out)
{
    const char *end = line.ptr + line.len, *p = line.ptr;
    *found = (struct evidence){ .missed = false };
    while (p < end) {
        const char *next = next_beyond_ascii(p, end);
        uint32_t cp;
        struct run run;
        buf_add(out, p, (size_t)(next - p));
        if ((p = next) == end)
            break;
        enum codepage page = choose(line, p, known, &run, out);
        if (page == CODEPAGE_N) {
            size_t n = utf8_next(p, end, &cp);
            buf_add(out, p, n);
            found->missed = found->missed || cp == UTF8_BAD || !is_blank(cp);
            found->missed_letter = found->missed_letter || chars_flags(cp) & (CHARS_LETTER | CHARS_MARK);
            p += n;
            continue;
        }
        found->plain[family(page)] += run.plain;
        found->script[family(page)] += run.script;
        p = run.end;
    }
}

/* ---- pages tried on whole lines ---- */

/* Appends the line, decoded, if all of it beyond ASCII is mojibake. */
static bool repair_whole(struct slice line, enum codepage page, struct buf *out)
{
    const char *end = line.ptr + line.len, *p = line.ptr;
    size_t start = out->len;
    struct run all = { .gain = 0 };
    while (p < end) {
        const char *next = next_beyond_ascii(p, end);
        struct run run;
        uint32_t cp;
        buf_add(out, p, (size_t)(next - p));
        if ((p = next) == end)
            break;
        if (take_run(line, p, page, false, &run, out)) {
            p = run.end;
            all.plain += run.plain;
            all.script += run.script;
            all.gain += run.gain;
            continue;
        }
        size_t n = utf8_next(p, end, &cp);
        if (cp == UTF8_BAD || !is_blank(cp))
            break;
        buf_add(out, p, n);
        p += n;
    }
    bool good = all.script >= WHOLE_SCRIPT ? all.gain >= 0 : is_strong(&all);
    if (p < end || !good)
        out->len = start;
    return p == end && good;
}

/* ---- lines ---- */

/* Whether the fold looks closer at such a character. */
static bool is_rare(uint32_t cp)
{
    return cp != UTF8_BAD && text_entry(cp)->bits & (TEXT_SUSPECT | TEXT_CONTEXT);
}

/* Whether two neighbours look like mojibake, one of them rare enough for the
 * fold to look at it: what is changed here must be under suspicion there. Asked
 * of the whole text first, for nearly none has any, then line by line. */
static bool has_pair(struct slice line)
{
    const char *end = line.ptr + line.len, *p = line.ptr;
    uint32_t before = UTF8_BAD, cp;
    while (p < end) {
        const char *stop = is_rare(before) ? p : plain_end(p, end);
        if (stop > p) {   /* nothing rare in between */
            utf8_next(utf8_prev(p, stop), stop, &before);
            p = stop;
            continue;
        }
        p += utf8_next(p, end, &cp);
        if ((is_rare(before) || is_rare(cp)) && context_pair(before, cp))
            return true;
        before = cp;
    }
    return is_rare(before) && context_pair(before, UTF8_BAD);
}

static bool is_any(const struct evidence *found)
{
    for (size_t i = 0; i < sizeof found->plain / sizeof *found->plain; i++)
        if (found->plain[i] + found->script[i] > 0)
            return true;
    return false;
}

static unsigned repair_line(struct slice line, unsigned repairs, struct buf *out)
{
    const unsigned done = 1u << COPYDESK_FIX_MOJIBAKE;
    struct evidence found, all;
    size_t start = out->len;
    (void)repairs;
    if (!has_pair(line))
        return 0;
    repair_runs(line, NULL, &found, out);
    if (!found.missed && is_any(&found))
        return done;
    out->len = start;
    for (int page = N_OPEN; page < CODEPAGE_N; page++)
        if (repair_whole(line, (enum codepage)page, out))
            return done;
    if (!is_any(&found))
        return 0;
    found.missed_letter = false;   /* as if all were broken */
    repair_runs(line, &found, &all, out);
    if (all.missed_letter) {       /* it is not */
        out->len = start;
        found.missed_letter = true;
        repair_runs(line, &found, &all, out);
    }
    return done;
}

unsigned step_mojibake(struct slice in, struct buf *out)
{
    return has_pair(in) ? step_by_line(in, 0, repair_line, out) : 0;
}

/* DESIGN. UTF-8 that was read in a legacy page shows each character as two to
 * four others, whose bytes in that page are the UTF-8 again. A line is repaired
 * run by run: a run is a row of characters that are such bytes, in one page,
 * and decode to characters that text has. It is mojibake when it is worse than
 * what it decodes to, by badness_pair over it and its neighbours:
 *
 *     strong   worse by GAIN or more; of foreign scripts two in a row
 *     weak     not better as it is, and the line has strong ones of the page
 *
 * Text of several layers is repaired one layer a call.
 *
 * Mac Roman, cp437 and KOI8-R read leads as what is common in good text (signs
 * of mathematics, boxes, small Cyrillic letters). They are tried on whole lines
 * only: every character beyond ASCII must be part of the mojibake.
 *
 * A line in which no two neighbours make a codepage_pair is not looked at: that
 * is also what brings text under suspicion in the fold (text/context.h). */
#include "normalize/badness.h"
#include "normalize/steps.h"
#include "text/chars.h"
#include "text/codepage.h"
#include "text/context.h"
#include "text/tables.h"
#include "text/utf8.h"

enum {
    GAIN = 2,              /* badness of the one improbable pair that a short run has */
    SCRIPT_EVIDENCE = 2,   /* strong characters that a single foreign letter needs (guess) */
    WHOLE_SCRIPT = 4,      /* foreign letters that make a whole line mojibake: by chance all of them hardly fit (guess) */
    MAX_RUN = 64,          /* longer ones in parts, so that hostile text takes linear time */
    N_OPEN = CODEPAGE_MAC  /* pages tried run by run; those from here on, whole lines */
};

/* Characters from p to end that are the bytes of one character in a page. */
struct sequence {
    const char *end;
    uint32_t cp;
    enum badness_target target;
};

struct run {
    const char *start, *end;
    unsigned plain, script, control;   /* characters it decodes to */
    int gain;                          /* how much less bad they are */
};

/* Strong characters that were found in a line, by the family of their page. */
struct evidence { unsigned plain[3], script[3]; };

static unsigned family(enum codepage page)
{
    return page == CODEPAGE_CP1251 ? 1 : page == CODEPAGE_CP1253 ? 2 : 0;
}

/* ---- sequences and runs ---- */

/* The byte that the character at *p is in the page, 0 for none; steps over it. */
static unsigned char take_byte(const char **p, const char *end, enum codepage page)
{
    uint32_t cp;
    if (*p == end || (unsigned char)**p < 0x80)
        return 0;
    *p += utf8_next(*p, end, &cp);
    const uint8_t *bytes = cp == UTF8_BAD ? NULL : codepage_bytes(cp);
    return bytes ? bytes[page] : 0;
}

static bool take_sequence(const char *p, const char *end, enum codepage page, struct sequence *s)
{
    char bytes[4];
    size_t n = 1;
    bytes[0] = (char)take_byte(&p, end, page);
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0xC2 || lead > 0xF4)
        return false;
    for (size_t want = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; n < want; n++)
        if (((bytes[n] = (char)take_byte(&p, end, page)) & 0xC0) != 0x80)
            return false;
    if (utf8_next(bytes, bytes + n, &s->cp) != n || s->cp == UTF8_BAD)
        return false;
    s->end = p;
    s->target = badness_target(s->cp);
    return s->target != TARGET_NEVER;
}

/* Badness of the characters from p to end with their neighbours in line. */
static int badness_of(struct slice line, const char *p, const char *end)
{
    uint32_t before = context_before(line, p), cp;
    int sum = 0;
    while (p < end) {
        p += utf8_next(p, line.ptr + line.len, &cp);
        sum += (int)badness_pair(before, cp);
        before = cp;
    }
    return sum + (int)badness_pair(before, context_after(line, end));
}

/* The longest run at p; false when there is none. */
static bool take_run(struct slice line, const char *p, enum codepage page, struct run *run)
{
    struct sequence s;
    uint32_t before = context_before(line, p);
    int after = 0;
    *run = (struct run){ .start = p, .end = p };
    for (unsigned n = 0; n < MAX_RUN && take_sequence(run->end, line.ptr + line.len, page, &s); n++) {
        run->plain += s.target == TARGET_PLAIN;
        run->script += s.target == TARGET_SCRIPT;
        run->control += s.target == TARGET_CONTROL;
        after += (int)badness_pair(before, s.cp);
        before = s.cp;
        run->end = s.end;
    }
    if (run->end == p)
        return false;
    after += (int)badness_pair(before, context_after(line, run->end));
    run->gain = badness_of(line, p, run->end) - after;
    return true;
}

static bool is_strong(const struct run *run)
{
    return run->gain >= GAIN && run->script != 1 && run->plain + run->script > 0;
}

/* A run that the rest of the line speaks for. */
static bool is_weak(const struct run *run, enum codepage page, const struct evidence *found)
{
    unsigned f = family(page);
    return run->gain >= 0 && found->plain[f] + found->script[f] > 0
        && (run->script == 0 || found->script[f] >= SCRIPT_EVIDENCE);
}

static void put_run(const struct run *run, const char *line_end, enum codepage page, struct buf *out)
{
    struct sequence s;
    for (const char *p = run->start; p < run->end; p = s.end) {
        take_sequence(p, line_end, page, &s);
        utf8_add(out, s.cp);
    }
}

/* ---- pages tried run by run ---- */

/* The run at p that is to be repaired, and its page; CODEPAGE_N: none. */
static enum codepage choose(struct slice line, const char *p, const struct evidence *found,
                            struct run *run)
{
    for (int page = 0; page < N_OPEN; page++)
        if (take_run(line, p, (enum codepage)page, run)
            && (is_strong(run) || (found && is_weak(run, (enum codepage)page, found))))
            return (enum codepage)page;
    return CODEPAGE_N;
}

static const char *next_beyond_ascii(const char *p, const char *end)
{
    while (p < end && (unsigned char)*p < 0x80)
        p++;
    return p;
}

static bool find_evidence(struct slice line, struct evidence *found)
{
    const char *end = line.ptr + line.len, *p = line.ptr;
    bool any = false;
    uint32_t cp;
    *found = (struct evidence){ { 0 }, { 0 } };
    while ((p = next_beyond_ascii(p, end)) < end) {
        struct run run;
        enum codepage page = choose(line, p, NULL, &run);
        if (page == CODEPAGE_N) {
            p += utf8_next(p, end, &cp);
            continue;
        }
        found->plain[family(page)] += run.plain;
        found->script[family(page)] += run.script;
        p = run.end;
        any = true;
    }
    return any;
}

static void repair_runs(struct slice line, const struct evidence *found, struct buf *out)
{
    const char *end = line.ptr + line.len, *p = line.ptr, *copied = p;
    uint32_t cp;
    while ((p = next_beyond_ascii(p, end)) < end) {
        struct run run;
        enum codepage page = choose(line, p, found, &run);
        if (page == CODEPAGE_N) {
            p += utf8_next(p, end, &cp);
            continue;
        }
        buf_add(out, copied, (size_t)(p - copied));
        put_run(&run, end, page, out);
        p = copied = run.end;
    }
    buf_add(out, copied, (size_t)(end - copied));
}

/* ---- pages tried on whole lines ---- */

/* Appends the line, decoded, if all of it beyond ASCII is mojibake. */
static bool repair_whole(struct slice line, enum codepage page, struct buf *out)
{
    const char *end = line.ptr + line.len, *p = line.ptr, *copied = p;
    size_t start = out->len;
    unsigned plain = 0, script = 0;
    int gain = 0;
    uint32_t cp;
    while ((p = next_beyond_ascii(p, end)) < end) {
        struct run run;
        if (take_run(line, p, page, &run)) {
            buf_add(out, copied, (size_t)(p - copied));
            put_run(&run, end, page, out);
            p = copied = run.end;
            plain += run.plain;
            script += run.script;
            gain += run.gain;
            continue;
        }
        p += utf8_next(p, end, &cp);
        if (cp == UTF8_BAD || !(chars_flags(cp) & (CHARS_SPACE | CHARS_IGNORE)))
            break;
    }
    bool good = script >= WHOLE_SCRIPT ? gain >= 0 : gain >= GAIN && script != 1 && plain + script > 0;
    if (p < end || !good) {
        out->len = start;
        return false;
    }
    buf_add(out, copied, (size_t)(end - copied));
    return true;
}

/* ---- lines ---- */

/* Whether two neighbours look like mojibake, one of them rare enough for the
 * fold to look at it: what is changed here must be under suspicion there. */
static bool has_pair(struct slice line)
{
    const char *end = line.ptr + line.len, *p = line.ptr;
    uint32_t before = UTF8_BAD, cp;
    while (p < end) {
        if ((unsigned char)*p < 0x80) {
            before = UTF8_BAD;
            p = next_beyond_ascii(p, end);
            continue;
        }
        p += utf8_next(p, end, &cp);
        if (before != UTF8_BAD && cp != UTF8_BAD
            && (text_entry(before)->bits | text_entry(cp)->bits) & (TEXT_SUSPECT | TEXT_CONTEXT)
            && codepage_pair(before, cp))
            return true;
        before = cp;
    }
    return false;
}

static bool repair_line(struct slice line, struct buf *out)
{
    struct evidence found;
    if (!has_pair(line))
        return false;
    if (find_evidence(line, &found)) {
        repair_runs(line, &found, out);
        return true;
    }
    for (int page = N_OPEN; page < CODEPAGE_N; page++)
        if (repair_whole(line, (enum codepage)page, out))
            return true;
    return false;
}

unsigned step_mojibake(struct slice in, struct buf *out)
{
    const char *p = in.ptr, *end = in.ptr + in.len;
    bool changed = false;
    buf_clear(out);
    while (p < end) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        struct slice line = slice_of(p, (size_t)((stop ? stop : end) - p));
        if (repair_line(line, out))
            changed = true;
        else
            buf_addslice(out, line);
        if (stop)
            buf_addch(out, '\n');
        p = stop ? stop + 1 : end;
    }
    return changed ? 1u << COPYDESK_FIX_MOJIBAKE : 0;
}

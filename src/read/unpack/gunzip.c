/* DESIGN. What was unpacked lies in `out` and is given from there:
 *
 *     0 ....... at ............... safe ...................... filled
 *       given      may be given         waits for the checksum
 *
 * What was read lies in `block`, with the last BACK bytes that were used: a
 * spoiled member may unpack to nonsense far into the next one, so the search for
 * that one's beginning starts at the spoiled member's own. By chance three bytes
 * look like a beginning once in 16 MiB of packed text, so one counts only when
 * the first TRIAL bytes behind it, or all there are, can be unpacked. */
#include "read/unpack/gunzip.h"

#ifdef HAVE_ZLIB

#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/error.h"
#include "read/unpack/archive.h"
#include "read/unpack/sniff.h"

enum {
    BACK = 64 * 1024,      /* bytes; guess: nonsense is noticed within some hundred */
    TRIAL = 4096,          /* bytes; random ones fail within some ten (seen) */
    FALSE_STARTS = 10000   /* most tries in one feed: 150 ms at most, however it was made */
};

enum stage {
    BETWEEN,               /* before a member, or the end */
    INSIDE,                /* inside a member */
    CUT,                   /* the input ended inside a member, which is still to be reported */
    OVER                   /* nothing more can be read */
};

struct gunzip {
    struct feed in;
    z_stream z;
    enum stage stage;
    uint64_t base;             /* where block[0] stands in the input */
    uint64_t member;           /* where the member at hand begins in the input */
    uint64_t size;             /* of the file that is read; 0: not known */
    uint64_t made;             /* bytes unpacked so far */
    unsigned ratio;            /* how many times its size it may unpack to; 0: no limit */
    unsigned false_starts;     /* beginnings tried that were none */
    bool some;                 /* a sound member was found */
    bool eof;                  /* the input has no more */
    bool failed;               /* a failure, why, is to be reported before out[at .. safe) is given, */
    bool goes_on, whole;       /* together with these (feed.h) */
    struct copydesk_error why;
    size_t next, end;          /* block[next .. end) is read but not used yet */
    size_t at, safe, filled;   /* in out: see above */
    unsigned char block[BACK + 64 * 1024], out[2 * GUNZIP_HOLD];
};

/* ---- bytes ---- */

/* Reads more behind what is there: 1, 0 at the end, -1. */
static int more(struct gunzip *g)
{
    if (g->eof)
        return 0;
    if (g->end == sizeof g->block && g->next > BACK) {
        size_t gone = g->next - BACK;
        memmove(g->block, g->block + gone, g->end - gone);
        g->base += gone;
        g->next -= gone;
        g->end -= gone;
    }
    long got = feed_read(&g->in, (char *)g->block + g->end, sizeof g->block - g->end, &g->why);
    g->end += got > 0 ? (size_t)got : 0;
    g->eof = got <= 0;
    return got < 0 ? -1 : got > 0;
}

/* Reads until n bytes stand from block[next] on: 1; 0: there are fewer; -1. */
static int want(struct gunzip *g, size_t n)
{
    int got = 1;
    while (g->end - g->next < n && (got = more(g)) > 0)
        ;
    return got;
}

static bool begins_member(const struct gunzip *g)
{
    const unsigned char *p = g->block + g->next;
    return g->end - g->next >= 4 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8 && p[3] < 0x20;
}

/* One call of zlib, which may fill out up to `most`; zlib's code. */
static int unpack(struct gunzip *g, size_t most)
{
    size_t before = g->filled;
    g->z.next_in = g->block + g->next;
    g->z.avail_in = (uInt)(g->end - g->next);
    g->z.next_out = g->out + g->filled;
    g->z.avail_out = (uInt)(most - g->filled);
    int rc = inflate(&g->z, Z_NO_FLUSH);
    g->next = g->end - g->z.avail_in;
    g->filled = most - g->z.avail_out;
    g->made += g->filled - before;
    return rc == Z_BUF_ERROR ? Z_OK : rc;
}

/* ---- what is spoiled ---- */

/* A member begins at block[next]. */
static void enter(struct gunzip *g)
{
    inflateReset(&g->z);
    g->member = g->base + g->next;
    g->stage = INSIDE;
}

/* Whether a sound member begins at block[next]; if not, it is left there. */
static bool try_member(struct gunzip *g)
{
    int rc = Z_OK;
    enter(g);
    while (rc == Z_OK && g->filled < TRIAL && want(g, 1) > 0)
        rc = unpack(g, TRIAL);
    if (rc == Z_STREAM_END) {
        g->safe = g->filled;
        g->stage = BETWEEN;
        g->some = true;
    }
    if (rc == Z_STREAM_END || (rc == Z_OK && g->filled == TRIAL))
        return true;
    g->false_starts++;
    g->filled = 0;
    g->next = g->member > g->base ? (size_t)(g->member - g->base) : 0;
    return false;
}

/* Goes on to the next sound member, looking from block[next]: whether there is one. */
static bool find_member(struct gunzip *g)
{
    g->at = g->safe = g->filled = 0;
    while (g->false_starts < FALSE_STARTS && want(g, 4) > 0) {
        unsigned char *mark = memchr(g->block + g->next, 0x1F, g->end - g->next);
        g->next = mark ? (size_t)(mark - g->block) : g->end;
        if (want(g, 4) > 0 && begins_member(g) && try_member(g))
            return true;
        g->next += g->next < g->end;
    }
    return false;
}

/* The member at hand is spoiled, or none begins where one should. Goes on to the
 * next sound one, if there is one, else it is over. Fills why; always -1. */
static int lose(struct gunzip *g, const char *what)
{
    uint64_t bad = g->member, from = bad + (g->stage == INSIDE);
    bool between = g->stage == BETWEEN;
    g->next = from > g->base ? (size_t)(from - g->base) : 0;
    g->goes_on = find_member(g);
    g->whole = between && !g->goes_on;
    if (g->goes_on)
        error_set(&g->why, COPYDESK_SKIPPED, g->in.path, 0,
                  "is spoiled at byte %" PRIu64 " (%s); what can be unpacked goes on at byte %" PRIu64, bad, what, g->member);
    else
        error_set(&g->why, COPYDESK_SKIPPED, g->in.path, 0,
                  "is spoiled at byte %" PRIu64 " (%s); nothing behind it can be unpacked", bad, what);
    if (!g->goes_on)
        g->stage = OVER;
    return -1;
}

/* ---- step by step: 1, 0 at the end, -1 with why filled ---- */

static int step_between(struct gunzip *g)
{
    int got = want(g, 4);
    while (got > 0 && g->some && g->block[g->next] == 0) {   /* tapes, and some servers, fill up with NULs */
        g->next++;
        got = want(g, 4);
    }
    while (g->some && g->next < g->end && g->block[g->next] == 0)
        g->next++;
    if (got < 0)
        return -1;
    if (begins_member(g)) {
        enter(g);
        return 1;
    }
    g->member = g->base + g->next;
    return g->next < g->end ? lose(g, "no gzip member begins there") : 0;
}

static int step_inside(struct gunzip *g)
{
    int got = want(g, 1);
    if (got < 0)
        return -1;
    if (got == 0) {        /* cut: what was unpacked of it is given before the failure is reported */
        g->safe = g->filled;
        g->stage = CUT;
        return 1;
    }
    int rc = unpack(g, sizeof g->out);
    if (rc == Z_STREAM_END) {
        g->safe = g->filled;
        g->stage = BETWEEN;
        g->some = true;
    } else if (rc == Z_OK) {
        /* not before it is full: how much of a spoiled member is given must not depend on how a pipe delivers */
        g->safe = g->filled == sizeof g->out ? GUNZIP_HOLD : 0;
    } else if (rc == Z_MEM_ERROR) {
        error_memory(&g->why);
        return -1;
    } else {
        return lose(g, g->z.msg ? g->z.msg : "no gzip");
    }
    return 1;
}

static bool grows_too_much(const struct gunzip *g)
{
    uint64_t read = g->base + g->end, size = g->size > read ? g->size : read;
    return g->ratio > 0 && g->made >= ARCHIVE_RATIO_FROM && g->made / g->ratio > size;
}

/* Moves what waits in out to its front, and unpacks some more. */
static int step(struct gunzip *g)
{
    memmove(g->out, g->out + g->safe, g->filled - g->safe);
    g->filled -= g->safe;
    g->at = g->safe = 0;
    g->goes_on = g->whole = false;
    if (g->stage == OVER)
        return 0;
    if (g->stage == CUT) {
        g->stage = OVER;
        error_set(&g->why, COPYDESK_SKIPPED, g->in.path, 0,
                  "is cut: it ends inside the gzip member that begins at byte %" PRIu64, g->member);
        return -1;
    }
    int got = g->stage == BETWEEN ? step_between(g) : step_inside(g);
    if (got > 0 && grows_too_much(g)) {
        g->stage = OVER;
        g->safe = g->filled = 0;
        feed_grows(&g->why, g->in.path, g->ratio);
        return -1;
    }
    return got;
}

/* Unpacks until out[at .. safe) has bytes, or g failed, or all is over. */
static void prepare(struct gunzip *g)
{
    int got = 1;
    while (g->at == g->safe && !g->failed && got > 0)
        got = step(g);
    g->failed = g->failed || got < 0;
}

/* ---- the feed ---- */

static long read_members(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct gunzip *g = f->self;
    prepare(g);
    f->goes_on = g->goes_on;
    f->whole = g->whole;
    if (g->failed) {
        if (error)
            *error = g->why;
        g->failed = !g->goes_on;   /* a final failure is reported at every read */
        return -1;
    }
    size_t there = g->safe - g->at;
    n = n < there ? n : there;
    memcpy(out, g->out + g->at, n);
    g->at += n;
    return (long)n;
}

static bool is_ready(const struct feed *f)
{
    const struct gunzip *g = f->self;
    return g->at < g->safe || g->failed || g->next < g->end || feed_ready(&g->in);
}

static void close_gunzip(struct feed *f)
{
    struct gunzip *g = f->self;
    inflateEnd(&g->z);
    feed_close(&g->in);
    free(g);
}

/* Makes *f a feed of what its members hold. False when memory is short: f is closed. */
static bool unpack_layer(struct feed *f, unsigned ratio)
{
    struct gunzip *g = malloc(sizeof *g);   /* calloc would touch all of it, for each small file */
    if (g)
        memset(g, 0, offsetof(struct gunzip, block));
    if (!g || inflateInit2(&g->z, 15 + 16) != Z_OK) {
        feed_close(f);
        free(g);
        return false;
    }
    g->in = *f;
    g->ratio = ratio;
    g->stage = BETWEEN;
    feed_is_file(f, &g->size);
    *f = (struct feed){ .read = read_members, .close = close_gunzip, .path = f->path, .fd = -1, .ready = is_ready, .self = g };
    return true;
}

int feed_gunzip(struct feed *f, unsigned ratio, struct copydesk_error *error)
{
    struct sniffed first;
    for (int layers = 0; layers <= 2; layers++) {
        if (!sniff_peek(f, &first, NULL, error))
            return -1;
        if (!first.gzip || layers == 2)
            return layers > 0 && !first.packed;
        if (!unpack_layer(f, ratio)) {
            error_memory(error);
            return -1;
        }
    }
    return 0;
}

#else

int feed_gunzip(struct feed *f, unsigned ratio, struct copydesk_error *error)
{
    (void)f, (void)ratio, (void)error;
    return 0;
}

#endif

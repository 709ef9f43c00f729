/* DESIGN. All of it is read under the source's lock: a stream can be unpacked
 * from its front only. Members go straight into the batch. Of one that turns out
 * huge, what was read so far (more than SOURCE_WHOLE bytes, or all of it) is put into a
 * stream, which goes on with the rest.
 * A member here is an archive's, a WARC record, or the one compressed file. */
#include "read/container.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"
#include "read/fault.h"
#include "read/piece.h"
#include "read/records/jsonl.h"
#include "read/records/warc.h"
#include "read/source.h"
#include "read/stream.h"
#include "read/taken.h"
#include "read/unpack/archive.h"
#include "read/walk.h"

enum { GULP = 64 * 1024 };     /* read at a time: what libarchive unpacks at a time */

struct container {
    struct container_input in;
    struct notices *notices;
    struct members *members;   /* KIND_ARCHIVE; NULL once it is done */
    struct warc *warc;         /* KIND_WARC; the same */
    bool one;                  /* KIND_TEXT: the article is still to come */
    struct taken taken;
    struct feed entry;         /* the bytes of the member at hand */
    bool nested;               /* it is compressed by itself: entry is to be closed */
    bool records;              /* it is JSON Lines */
    struct buf id, source;     /* of the member at hand */
    struct buf name;           /* its name for messages */
    uint64_t number;           /* of the member at hand, from 1; a WARC record has its own */
    int64_t time;              /* of the member at hand, as article.time */
    struct stream *stream;     /* of a member that is huge or JSON Lines */
    uint64_t passed;           /* members that the globs do not choose, and records that are no text */
    uint64_t wanted;           /* members that the globs choose, and records that are text */
    uint64_t pages;            /* records that are what a server answered */
    bool failed;               /* memory was short */
};

/* Notices a failure; one that is not the input's is kept in failed. */
static void say(struct container *c, const struct copydesk_error *why)
{
    c->failed = c->failed || why->status == COPYDESK_FAILED;
    notice(c->notices, COPYDESK_SKIPPED, why->path, why->line, "%s", why->reason);
}

struct container *container_open(const struct container_input *input, struct notices *notices)
{
    struct copydesk_error error = { 0 };
    struct container *c = calloc(1, sizeof *c);
    if (!c) {
        struct feed f = input->feed;
        feed_close(&f);
        return NULL;
    }
    c->in = *input;
    c->notices = notices;
    bool unpacked = input->unpacked || input->kind == KIND_ARCHIVE;
    if (input->kind == KIND_BROTLI) {
        fault_binary(notices, input->feed.path, "packed by brotli");
        feed_close(&c->in.feed);
    } else if (!unpacked && !feed_unpack(&c->in.feed, input->options->max_ratio, &error))
        say(c, &error);
    else if (input->kind == KIND_WARC)
        c->failed = !(c->warc = warc_open(c->in.feed));
    else if (input->kind == KIND_ARCHIVE && !(c->members = members_open(c->in.feed, input->options->max_ratio, &error)))
        say(c, &error);
    else
        c->one = input->kind == KIND_TEXT;
    return c;
}

static void end_entry(struct container *c)
{
    if (c->nested)
        feed_close(&c->entry);
    c->nested = false;
}

void container_close(struct container *c)
{
    if (!c)
        return;
    stream_close(c->stream);
    end_entry(c);
    members_close(c->members);
    warc_close(c->warc);
    if (c->one)
        feed_close(&c->in.feed);
    taken_clear(&c->taken);
    buf_release(&c->id);
    buf_release(&c->name);
    buf_release(&c->source);
    free(c);
}

/* ---- the bytes of a member ---- */

static long read_member(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct container *c = f->self;
    long got = members_read(c->members, out, n, error);
    if (got < 0)   /* messages name the member, not the archive */
        snprintf(error->path, sizeof error->path, "%s", f->path);
    return got;
}

static long read_record(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct container *c = f->self;
    return warc_read(c->warc, out, n, error);
}

static void close_nothing(struct feed *f)
{
    (void)f;
}

/* ---- the next member ---- */

/* Makes c->id one that no other member has. False when there is none: noticed. */
static bool claim_id(struct container *c)
{
    size_t len = c->id.len;
    uint64_t number = c->number;
    enum taken_result got;
    while ((got = taken_ask(&c->taken, buf_slice(&c->id))) == TAKEN_AGAIN) {
        c->id.len = len;
        buf_addf(&c->id, ".%" PRIu64, number++);
        if (c->id.failed)
            return true;
    }
    c->id.failed = c->id.failed || got == TAKEN_MEMORY;
    if (got == TAKEN_BELOW)
        notice(c->notices, COPYDESK_SKIPPED, buf_str(&c->name), 0,
               "lies below a file of the same archive, where no file can be written; unpack it first");
    else if (got == TAKEN_LONG)
        notice(c->notices, COPYDESK_SKIPPED, buf_str(&c->name), 0,
               "an earlier member has its name, which is too long for a number behind it; unpack it first");
    else if (c->id.len != len && !c->id.failed)
        notice(c->notices, COPYDESK_OK, c->name.ptr, 0, "read as %s: an earlier member has its name", buf_str(&c->id));
    return got != TAKEN_BELOW && got != TAKEN_LONG;
}

/* Sets id and name from the member's name; false when it is to be passed over. True,
 * too, when memory is short (id or name failed). */
static bool name_member(struct container *c, const char *name)
{
    buf_clear(&c->name);
    buf_addf(&c->name, "%s/%s", c->in.feed.path, name);
    buf_str(&c->name);
    buf_clear(&c->id);
    buf_addslice(&c->id, c->in.id);
    if (c->id.len > 0)
        buf_addch(&c->id, '/');
    size_t start = c->id.len;
    bool fit = taken_path(&c->id, slice_str(name));
    const char *path = buf_str(&c->id);
    if (c->id.failed || c->name.failed)
        return true;
    if (*name && !walk_wants(c->in.options, fit ? path + c->in.below : name)) {
        c->passed++;
        return false;
    }
    c->wanted++;
    if (!fit) {
        notice(c->notices, COPYDESK_SKIPPED, c->name.ptr, 0, "has a name that no file can have; unpack it first");
        return false;
    }
    bool same = strcmp(path + start, name + (strncmp(name, "./", 2) == 0 ? 2 : 0)) == 0;
    if (!same)
        notice(c->notices, COPYDESK_OK, c->name.ptr, 0, "read as %s", path);
    return true;
}

/* Whether the wanted member can be read; noticed when not. A hard link is read under the
 * name that has its bytes, if that one is wanted. */
static bool can_read(struct container *c, const struct member *m)
{
    enum kind kind = kind_of(slice_str(m->name)).kind;
    if (m->target && !walk_wants(c->in.options, m->target))
        notice(c->notices, COPYDESK_SKIPPED, c->name.ptr, 0, "a hard link to %s, a name that is passed over; unpack it first", m->target);
    else if (!m->file)
        notice(c->notices, COPYDESK_OK, c->name.ptr, 0, "a link or a device, left alone");
    else if (m->encrypted)
        notice(c->notices, COPYDESK_SKIPPED, c->name.ptr, 0, "is encrypted; unpack it first");
    else if (kind == KIND_BROTLI)
        fault_binary(c->notices, c->name.ptr, "packed by brotli");
    else if (kind != KIND_TEXT)
        notice(c->notices, COPYDESK_SKIPPED, c->name.ptr, 0,
               "an archive inside an archive is not opened; unpack it first");
    else
        return true;
    return false;
}

/* Makes entry the member's bytes, decompressed; false when that fails: noticed. */
static bool open_member(struct container *c, const char *name)
{
    struct copydesk_error error;
    struct named named = kind_of(slice_str(name));
    c->records = jsonl_wanted(c->in.options, slice_of(name, named.stem));
    c->entry = (struct feed){ .read = read_member, .close = close_nothing, .path = c->name.ptr,
                              .fd = -1, .self = c };
    if (!named.packed)
        return true;
    c->id.len -= strlen(name) - named.stem;
    c->nested = feed_unpack(&c->entry, c->in.options->max_ratio, &error);
    if (!c->nested)
        say(c, &error);
    return c->nested;
}

/* The source is the directory in the id. */
static void set_source(struct container *c)
{
    buf_clear(&c->source);
    buf_addslice(&c->source, path_folder(buf_slice(&c->id)));
}

static bool next_member(struct container *c)
{
    struct copydesk_error error;
    struct member m;
    int got;
    while ((got = members_next(c->members, &m, &error)) > 0) {
        c->number++;
        if (m.folder || !name_member(c, m.name))
            continue;
        if (c->id.failed || c->name.failed)
            return true;
        if (!can_read(c, &m) || !open_member(c, m.name))
            continue;
        if (claim_id(c)) {
            c->time = m.time;
            set_source(c);
            return true;
        }
        end_entry(c);
    }
    if (got < 0)
        say(c, &error);
    return false;
}

static bool next_record(struct container *c)
{
    struct copydesk_error error;
    struct warc_record r;
    int got;
    while (!c->failed && (got = warc_next(c->warc, &r, &error))) {
        if (got < 0) {
            say(c, &error);
            continue;
        }
        c->wanted += r.text;
        c->pages += r.page;
        buf_clear(&c->source);
        buf_addslice(&c->source, r.host);
        c->time = r.time;
        buf_clear(&c->id);
        buf_addslice(&c->id, c->in.id);
        buf_addf(&c->id, "%s%.*s/%06" PRIu64 ".txt", c->id.len > 0 ? "/" : "", (int)r.host.len, r.host.ptr,
                 r.number);
        const char *path = buf_str(&c->id);
        buf_clear(&c->name);
        buf_addf(&c->name, "%s/%s", c->in.feed.path, path + (c->id.failed ? 0 : c->in.below));
        c->entry = (struct feed){ .read = read_record, .close = close_nothing, .path = buf_str(&c->name),
                                  .fd = -1, .self = c };
        if (c->id.failed || c->name.failed || (r.text && !walk_excludes(c->in.options, path + c->in.below)))
            return true;
        c->passed++;
    }
    return false;
}

/* The one article of a compressed file. */
static bool next_one(struct container *c)
{
    if (!c->one || c->number > 0)
        return false;
    c->number = 1;
    c->entry = c->in.feed;
    c->records = jsonl_wanted(c->in.options, c->in.id);
    buf_addslice(&c->id, c->in.id);
    set_source(c);
    return true;
}

static bool next_entry(struct container *c)
{
    end_entry(c);
    return c->members ? next_member(c) : c->warc ? next_record(c) : next_one(c);
}

/* ---- articles ---- */

/* Reads the member behind what b holds, from start on: 1; -1 when bytes of it are
 * lost, which is noticed. Stops when it has more than `enough` bytes. */
static int read_entry(struct container *c, struct buf *b, size_t start, size_t enough)
{
    struct copydesk_error error;
    long got = 1;
    while (got > 0 && b->len - start <= enough) {
        if (!buf_reserve(b, GULP))
            return 1;
        got = feed_read(&c->entry, b->ptr + b->len, GULP, &error);
        b->len += got > 0 ? (size_t)got : 0;
    }
    if (got >= 0)
        return 1;
    say(c, &error);
    return c->entry.whole ? 1 : -1;
}

/* How many bytes an article, or a record, of the member may have; 0: no limit. */
static uint64_t most_of(const struct container *c)
{
    return c->records ? jsonl_most(c->in.options) : c->in.options->max_article;
}

/* Makes the member a stream, of one article or of records: what was read of it, the
 * batch's bytes from start on, and what follows. */
static void begin_stream(struct container *c, struct batch *batch, size_t start)
{
    struct buf *b = &batch->input;
    struct feed rest = c->entry;
    rest.close = close_nothing;
    c->stream = stream_open(&(struct stream_input){ .feed = rest, .before = slice_from(buf_slice(b), start), .id = buf_slice(&c->id),
                                .source = buf_slice(&c->source), .separator = SLICE(""), .from = c->in.options->from,
                                .records = c->records, .most = most_of(c) },
                            c->notices);
    batch->failed = batch->failed || !c->stream;
    b->len = start;
}

/* Whether the member, or what a compressed file holds, is JSON by another name, which is noticed. */
static bool is_hidden(struct container *c, struct slice bytes)
{
    return !c->warc && jsonl_hides(c->in.options, slice_str(buf_str(&c->id)), bytes, c->notices);
}

/* Adds the member at hand as an article, or begins its stream. */
static void add_entry(struct container *c, struct batch *batch)
{
    struct buf *b = &batch->input;
    size_t start = b->len;
    if (c->id.failed || c->name.failed || c->source.failed) {
        batch->failed = true;
        return;
    }
    uint64_t most = c->in.options->max_article;
    size_t whole = most && most < SOURCE_WHOLE ? (size_t)most : SOURCE_WHOLE;
    if (!c->records && (read_entry(c, b, start, whole) < 0 || is_hidden(c, slice_from(buf_slice(b), start)))) {
        b->len = start;
        return;
    }
    if (c->records || b->len - start > whole || piece_has_more_lines(slice_from(buf_slice(b), start), SOURCE_LINES)) {
        begin_stream(c, batch, start);
        return;
    }
    struct article *a = batch_article(batch);
    if (!a)
        return;
    a->id = arena_copy(&batch->arena, buf_slice(&c->id));
    a->file = a->id;
    a->source = arena_copy(&batch->arena, buf_slice(&c->source));
    a->bytes.len = b->len - start;
    a->time = c->time;
}

/* The next piece of a huge member; 0 when it is done. */
static int next_piece(struct container *c, struct batch *batch)
{
    int more = stream_next(c->stream, batch);
    if (more == 0) {
        stream_close(c->stream);
        c->stream = NULL;
    }
    return more;
}

/* Notices what was passed over. Include globs that choose the archive but no member
 * were hardly meant so, nor was a crawl of pages without text that was named: that is skipped input. */
static void tell_passed(struct container *c)
{
    const char *path = c->in.feed.path;
    if (c->members && c->wanted == 0 && c->in.options->n_include > 0)
        notice(c->notices, COPYDESK_SKIPPED, path, 0, "nothing in it has a name that --include matches: it chooses members too");
    else if (c->wanted == 0 && c->pages > 0 && c->in.named)
        notice(c->notices, COPYDESK_SKIPPED, path, 0, "holds %" PRIu64 " pages and no text; "
               "extract their text first, or take the crawl's WET", c->pages);
    else
        notice(c->notices, COPYDESK_OK, path, 0, "%s passed over: %" PRIu64,
               c->warc ? "records that are no text" : "members of other names", c->passed);
}

int container_next(struct container *c, struct batch *batch)
{
    enum { MOST = 4096 };   /* articles a batch: empty ones fill no bytes */
    while (!batch->failed && !batch->input.failed) {
        if (c->stream && (batch->n_articles > 0 || next_piece(c, batch) > 0))
            return 1;
        if (batch->input.len >= SOURCE_BYTES || batch->n_articles >= MOST)
            return 1;
        if (!next_entry(c))
            break;
        add_entry(c, batch);
    }
    batch->failed = batch->failed || batch->input.failed || c->failed;
    if (!batch->failed && c->passed > 0)
        tell_passed(c);
    return 0;
}

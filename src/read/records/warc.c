#include "read/records/warc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <strings.h>

#include "base/buf.h"
#include "base/error.h"
#include "read/records/date.h"
#include "read/records/url.h"

struct warc {
    struct feed in;
    char block[WARC_HEADER];           /* block[at .. end) is read and not used */
    size_t at, end;
    uint64_t number;                   /* of the record at hand, from 1 */
    uint64_t left;                     /* bytes of its content that were not read yet */
    bool lost;                         /* what comes next may be the middle of a record */
    bool over;                         /* nothing more can be read */
    struct buf host;                   /* of the record at hand */
    struct buf field;                  /* a header's field so far: it may go on in the next line */
};

/* What matters here of a record's header. */
struct header {
    bool type;                         /* WARC-Type: conversion or resource */
    bool page;                         /* WARC-Type: response, */
    bool part;                         /* or continuation: more of an earlier record */
    bool plain;                        /* Content-Type: text/plain */
    bool own;                          /* the crawler's: its log, how it was called */
    bool sized;                        /* there is a Content-Length, */
    uint64_t length;                   /* of so many bytes */
    int64_t time;                      /* WARC-Date, ns since 1970; 0: none that can be read */
};

struct warc *warc_open(struct feed f)
{
    struct warc *w = calloc(1, sizeof *w);
    if (w)
        w->in = f;
    else
        feed_close(&f);
    return w;
}

void warc_close(struct warc *w)
{
    if (!w)
        return;
    feed_close(&w->in);
    buf_release(&w->host);
    buf_release(&w->field);
    free(w);
}

/* ---- bytes ---- */

/* As feed_read. After a failure behind which the feed goes on, the next record must
 * be looked for. */
static long take(struct warc *w, char *out, size_t n, struct copydesk_error *error)
{
    long got = feed_read(&w->in, out, n, error);
    if (got < 0 && w->in.goes_on) {
        w->lost = true;
        w->left = w->at = w->end = 0;
    }
    return got;
}

/* Reads more into the block: 1; 0 at the end or when the block is full; -1. */
static int more(struct warc *w, struct copydesk_error *error)
{
    if (w->at == w->end)
        w->at = w->end = 0;
    if (w->at > 0 && w->end == sizeof w->block) {
        memmove(w->block, w->block + w->at, w->end - w->at);
        w->end -= w->at;
        w->at = 0;
    }
    if (w->end == sizeof w->block)
        return 0;
    long got = take(w, w->block + w->end, sizeof w->block - w->end, error);
    if (got > 0)
        w->end += (size_t)got;
    return got < 0 ? -1 : got > 0;
}

/* Fills error; always -1. */
static int fault(const struct warc *w, struct copydesk_error *error, const char *what)
{
    error_set(error, COPYDESK_SKIPPED, w->in.path, 0, "record %" PRIu64 ": %s", w->number, what);
    return -1;
}

long warc_read(struct warc *w, char *out, size_t n, struct copydesk_error *error)
{
    if (w->left == 0)
        return 0;
    if (n > w->left)
        n = (size_t)w->left;
    long got;
    if (w->at < w->end) {
        size_t there = w->end - w->at;
        got = (long)(n < there ? n : there);
        memcpy(out, w->block + w->at, (size_t)got);
        w->at += (size_t)got;
    } else {
        got = take(w, out, n, error);
    }
    w->over = got <= 0 && !w->lost;
    if (got == 0)
        return fault(w, error, "the file ends inside it");
    w->left -= got > 0 ? (uint64_t)got : 0;
    return got;
}

/* Reads the rest of the record at hand, and drops it: 1, or -1. */
static int pass_over(struct warc *w, struct copydesk_error *error)
{
    char waste[16 * 1024];
    while (w->left > 0)
        if (warc_read(w, waste, sizeof waste, error) < 0)
            return -1;
    return 1;
}

/* ---- headers ---- */

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Whether s begins with `with`; case does not matter. */
static bool begins(struct slice s, const char *with)
{
    size_t n = strlen(with);
    return s.len >= n && strncasecmp(s.ptr, with, n) == 0;
}

static struct slice without_end(struct slice s)
{
    while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static struct slice trimmed(struct slice s)
{
    while (s.len > 0 && (*s.ptr == ' ' || *s.ptr == '\t'))
        s = slice_from(s, 1);
    return without_end(s);
}

/* The host of an address, made fit for a file's name. */
static void set_host(struct warc *w, struct slice uri)
{
    enum { LONGEST = 200 };   /* a host has at most 253 characters; a file's name 255 bytes */
    struct slice host = url_host(uri);
    buf_clear(&w->host);
    for (size_t i = 0; i < host.len && host.ptr[i] != ':' && w->host.len < LONGEST; i++) {
        char c = (char)lower(host.ptr[i]);
        bool fit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
                || (c == '.' && w->host.len > 0);
        buf_addch(&w->host, fit ? c : '_');
    }
}

static bool read_length(struct slice digits, uint64_t *length)
{
    *length = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.ptr[i] < '0' || digits.ptr[i] > '9' || *length > UINT64_MAX / 100)
            return false;
        *length = *length * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    return digits.len > 0;
}

/* wget and some others put < and > around it. */
static void take_address(struct warc *w, struct header *h, struct slice uri)
{
    if (begins(uri, "<") && uri.ptr[uri.len - 1] == '>')
        uri = slice_of(uri.ptr + 1, uri.len - 2);
    h->own = begins(uri, "metadata:") || begins(uri, "urn:x-wpull:");
    set_host(w, uri);
}

/* One field of a header: "Name: value". */
static void take_field(struct warc *w, struct header *h, struct slice line)
{
    const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
    if (!colon)
        return;
    struct slice value = trimmed(slice_from(line, (size_t)(colon - line.ptr) + 1));
    if (begins(line, "warc-type:")) {
        h->type = begins(value, "conversion") || begins(value, "resource");
        h->page = begins(value, "response");
        h->part = begins(value, "continuation");
    } else if (begins(line, "content-type:"))
        h->plain = begins(value, "text/plain");
    else if (begins(line, "content-length:"))
        h->sized = read_length(value, &h->length);
    else if (begins(line, "warc-date:"))
        date_read(value, &h->time);
    else if (begins(line, "warc-target-uri:"))
        take_address(w, h, value);
}

/* One line of a header. A field goes on in lines that begin with a blank. */
static void take_line(struct warc *w, struct header *h, struct slice line)
{
    if (*line.ptr != ' ' && *line.ptr != '\t') {
        take_field(w, h, buf_slice(&w->field));
        buf_clear(&w->field);
    }
    buf_addslice(&w->field, line);
}

/* The next line, without its end and blanks before that: 1; 0: no line end up to the end
 * of the file, or of a full block; -1. It lives until the next bytes are read. */
static int next_line(struct warc *w, struct slice *line, struct copydesk_error *error)
{
    for (;;) {
        char *start = w->block + w->at;
        char *end = w->at < w->end ? memchr(start, '\n', w->end - w->at) : NULL;
        if (end) {
            *line = without_end(slice_of(start, (size_t)(end - start)));
            w->at += (size_t)(end - start) + 1;
            return 1;
        }
        int got = more(w, error);
        if (got <= 0)
            return got;
    }
}

/* Steps over the line ends between records: 1 when bytes follow; 0 at the end; -1. */
static int skip_ends(struct warc *w, struct copydesk_error *error)
{
    for (;;) {
        while (w->at < w->end && (w->block[w->at] == '\n' || w->block[w->at] == '\r'))
            w->at++;
        if (w->at < w->end)
            return 1;
        int got = more(w, error);
        if (got <= 0)
            return got;
    }
}

/* Steps to the next line that begins a record: 1, 0 at the end, -1. */
static int find_record(struct warc *w, struct copydesk_error *error)
{
    struct slice line;
    bool inside = false;   /* in a line longer than the block, whose beginning is gone */
    for (;;) {
        int got = next_line(w, &line, error);
        if (got < 0 || (got == 0 && w->end - w->at < sizeof w->block))
            return got;
        bool first = got > 0 && !inside && begins(line, "warc/") && line.len > 7 && line.ptr[6] == '.';
        inside = got == 0;
        w->at = first ? (size_t)(line.ptr - w->block) : inside ? w->end : w->at;
        if (first)
            return 1;
    }
}

/* What stands here is no record: fills error, and the next one will be looked for. */
static int lose(struct warc *w, struct copydesk_error *error, const char *what)
{
    w->lost = true;
    return fault(w, error, what);
}

/* 1; -1: error filled. */
static int read_header(struct warc *w, struct header *h, struct copydesk_error *error)
{
    struct slice line;
    size_t bytes = 0;
    int got = next_line(w, &line, error);
    if (got < 0)
        return -1;
    if (got == 0 || !begins(line, "warc/"))
        return lose(w, error, "begins with no WARC header; all is passed over up to the next one");
    buf_clear(&w->field);
    while ((got = next_line(w, &line, error)) > 0 && line.len > 0 && bytes < WARC_HEADER) {
        take_line(w, h, line);
        bytes += line.len;
    }
    if (got < 0)
        return -1;
    take_field(w, h, buf_slice(&w->field));
    if (w->field.failed) {
        error_memory(error);
        return -1;
    }
    if (got == 0 || line.len > 0)
        return lose(w, error, "its header has no end; all is passed over up to the next one");
    return h->sized ? 1 : lose(w, error, "its header has no Content-Length, or one that is no number; "
                               "all is passed over up to the next one");
}

/* Steps to the line that begins the next record: 1, 0 at the end, -1. */
static int reach_record(struct warc *w, struct copydesk_error *error)
{
    bool lost = w->lost;
    if (w->over)
        return 0;
    w->lost = false;
    if (!lost && pass_over(w, error) < 0)
        return -1;
    int got = lost ? find_record(w, error) : skip_ends(w, error);
    w->number += w->lost;   /* the feed failed just now: a record that nobody saw counts too */
    return got;
}

int warc_next(struct warc *w, struct warc_record *record, struct copydesk_error *error)
{
    struct header h = { 0 };
    int got = reach_record(w, error);
    w->over = got <= 0 && !w->lost;
    if (got <= 0)
        return got;
    w->number++;
    buf_clear(&w->host);
    if (read_header(w, &h, error) < 0) {
        w->over = !w->lost;
        return -1;
    }
    if (w->host.len == 0)
        buf_addstr(&w->host, "unknown");
    if (w->host.failed) {
        error_memory(error);
        return -1;
    }
    w->left = h.length;
    if (h.part)
        return fault(w, error, "continues an earlier record, which lacks it, and was left out; join the two first");
    *record = (struct warc_record){ w->number, h.type && h.plain && !h.own, h.page, h.time, buf_slice(&w->host) };
    return 1;
}

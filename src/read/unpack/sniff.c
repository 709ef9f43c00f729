#include "read/unpack/sniff.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "read/unpack/archive.h"

/* ---- bytes ---- */

static const struct slice GZIP = { "\x1F\x8B\x08", 3 };

/* Whether s begins with mark. Sets *unsure when s is too short to tell. */
static bool begins(struct slice s, struct slice mark, bool *unsure)
{
    if (s.len >= mark.len)
        return slice_starts(s, mark);
    *unsure = *unsure || slice_starts(mark, s);
    return false;
}

/* zstd and lz4 may begin with a frame that holds what is to be skipped, as pzstd's files do. */
static bool is_skippable(struct slice s, bool *unsure)
{
    bool first = s.len == 0 || (s.ptr[0] & 0xF0) == 0x50;
    return first && begins(slice_from(s, s.len > 0), SLICE("\x2A\x4D\x18"), unsure);
}

/* Text may begin with "BZh", so bzip2's second mark, behind a digit, is asked for
 * too: that of a block or, of an empty file, that of the end. */
static bool is_packed(struct slice s, bool *unsure)
{
    static const struct slice marks[] = {
        { "\xFD" "7zXZ\0", 6 }, { "\x28\xB5\x2F\xFD", 4 }, { "\x04\x22\x4D\x18", 4 },
        { "\x02\x21\x4C\x18", 4 },   /* lz4 of old, and of the Linux kernel */
        { "]\0\0", 3 }, { "LZIP\0", 5 }, { "LZIP\1", 5 },
    };
    static const struct slice of_bzip2[] = { { "1AY&SY", 6 }, { "\x17\x72\x45\x38\x50\x90", 6 } };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (begins(s, marks[i], unsure))
            return true;
    if (begins(s, GZIP, unsure) || is_skippable(s, unsure))
        return true;
    if (!begins(s, SLICE("BZh"), unsure))
        return false;
    s = slice_from(s, s.len < 4 ? s.len : 4);
    return begins(s, of_bzip2[0], unsure) || begins(s, of_bzip2[1], unsure);
}

/* A cpio header is its mark and digits, n bytes in all; a page of digits that
 * begins with the mark is none. */
static bool is_cpio(struct slice s, struct slice mark, size_t n, bool *unsure)
{
    for (size_t i = 0; i < n && i < s.len; i++) {
        char c = s.ptr[i];
        if (i < mark.len ? c != mark.ptr[i] : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    *unsure = *unsure || s.len < n;
    return s.len >= n;
}

/* A tar begins with a member's name, which ends in a NUL: text has a line feed before
 * any. Otherwise the mark far behind decides. */
static bool is_tar(struct slice s, bool *unsure)
{
    enum { NAME = 100, MARK = 257 };
    size_t line = 0;
    while (line < s.len && line < NAME && s.ptr[line] != '\n' && s.ptr[line] != '\0')
        line++;
    if (line < s.len && s.ptr[line] == '\n')
        return false;
    return begins(slice_from(s, s.len < MARK ? s.len : MARK), SLICE("ustar"), unsure);
}

struct sniffed sniff_bytes(struct slice first)
{
    bool unsure = false;
    if (is_packed(first, &unsure))
        return (struct sniffed){ .kind = KIND_TEXT, .packed = true, .gzip = slice_starts(first, GZIP), .sure = true };
    if (begins(first, SLICE("WARC/1."), &unsure) || begins(first, SLICE("WARC/0."), &unsure))
        return (struct sniffed){ .kind = KIND_WARC, .sure = true };
    if (begins(first, SLICE("PK\3\4"), &unsure) || begins(first, SLICE("PK\5\6"), &unsure)
        || begins(first, SLICE("7z\xBC\xAF\x27\x1C"), &unsure)
        || is_cpio(first, SLICE("070701"), 110, &unsure) || is_cpio(first, SLICE("070702"), 110, &unsure)
        || is_cpio(first, SLICE("070707"), 76, &unsure) || is_tar(first, &unsure))
        return (struct sniffed){ .kind = KIND_ARCHIVE, .sure = true };
    return (struct sniffed){ .kind = KIND_TEXT, .sure = !unsure };
}

const char *sniff_binary(struct slice first)
{
    static const struct { struct slice mark; const char *what; } files[] = {
        { { "%PDF-", 5 }, "a PDF file" },
        { { "\x89PNG", 4 }, "a PNG picture" },
        { { "\xFF\xD8\xFF", 3 }, "a JPEG picture" },
        { { "GIF8", 4 }, "a GIF picture" },
        { { "RIFF", 4 }, "a picture or a sound" },
        { { "ID3", 3 }, "a sound" },
        { { "OggS", 4 }, "a sound" },
        { { "PK\3\4", 4 }, "a zip archive or an office document" },
        { { "\xD0\xCF\x11\xE0", 4 }, "an office document" },
        { { "Rar!\x1A", 5 }, "a rar archive" },
        { { "7z\xBC\xAF", 4 }, "a 7z archive" },
        { { "\x1F\x8B\x08", 3 }, "packed by gzip" },
        { { "\x28\xB5\x2F\xFD", 4 }, "packed by zstd" },
        { { "\xFD" "7zXZ", 5 }, "packed by xz" },
        { { "BZh", 3 }, "packed by bzip2" },
        { { "\x04\x22\x4D\x18", 4 }, "packed by lz4" },
        { { "]\0\0", 3 }, "packed by lzma" },
        { { "LZIP", 4 }, "packed by lzip" },
        { { "\x1F\x9D", 2 }, "packed by compress" },
        { { "PAR1", 4 }, "a Parquet table" },
        { { "Obj\1", 4 }, "an Avro file" },
        { { "ARROW1", 6 }, "an Arrow table" },
        { { "\x7F" "ELF", 4 }, "a program" },
        { { "\0\5\x16\7", 4 }, "a macOS resource file" },
        { { "bplist00", 8 }, "a macOS property list" },
        { { "SQLite format 3", 15 }, "a database" },
        { { "wOF", 3 }, "a font" },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (slice_starts(first, files[i].mark))
            return files[i].what;
    return sniff_bytes(first).kind == KIND_ARCHIVE ? "an archive" : NULL;   /* tar and cpio */
}

/* ---- feeds ---- */

/* A feed whose first bytes were read already. */
struct ahead {
    struct feed in;
    bool failed;                   /* `in` failed when fault_at bytes were read; reported once those are given: */
    size_t fault_at;
    struct copydesk_error why;
    bool goes_on, whole;           /* as in feed.h */
    size_t at, n;                  /* bytes[at .. n) are still to be given */
    char bytes[SNIFF_BYTES];
};

static long read_ahead(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    struct ahead *a = f->self;
    if (a->failed && a->at == a->fault_at) {
        a->failed = false;
        if (error)
            *error = a->why;
        f->goes_on = a->goes_on;
        f->whole = a->whole;
        return -1;
    }
    if (a->at == a->n) {
        long got = feed_read(&a->in, out, n, error);
        f->goes_on = a->in.goes_on;
        f->whole = a->in.whole;
        return got;
    }
    n = n < a->n - a->at ? n : a->n - a->at;
    memcpy(out, a->bytes + a->at, n);
    a->at += n;
    return (long)n;
}

static bool is_ready(const struct feed *f)
{
    const struct ahead *a = f->self;
    return a->failed || a->at < a->n || feed_ready(&a->in);
}

static void close_ahead(struct feed *f)
{
    struct ahead *a = f->self;
    feed_close(&a->in);
    free(a);
}

/* Sniffs a regular file without reading from it. False when f is none, or not at its start. */
static bool peek_file(const struct feed *f, struct sniffed *sniffed)
{
    char bytes[SNIFF_BYTES];
    uint64_t size;
    if (!feed_is_file(f, &size) || lseek(f->fd, 0, SEEK_CUR) != 0)
        return false;
    ssize_t got = pread(f->fd, bytes, sizeof bytes, 0);
    *sniffed = sniff_bytes(slice_of(bytes, got > 0 ? (size_t)got : 0));
    return got >= 0;
}

/* Reads more; false at the end, and at a failure unless the feed goes on, no byte was read
 * yet, and there are notices. The last failure is kept for who reads on; those before it
 * are noticed here. */
static bool look_further(struct ahead *a, struct notices *notices)
{
    struct copydesk_error why;
    long got = feed_read(&a->in, a->bytes + a->n, sizeof a->bytes - a->n, &why);
    if (got >= 0) {
        a->n += (size_t)got;
        return got > 0;
    }
    if (a->failed)
        notice(notices, a->why.status, a->why.path, a->why.line, "%s", a->why.reason);
    a->why = why;
    a->failed = true;
    a->goes_on = a->in.goes_on;
    a->whole = a->in.whole;
    a->fault_at = a->n;
    return a->n == 0 && a->goes_on && notices;
}

bool sniff_peek(struct feed *f, struct sniffed *sniffed, struct notices *notices, struct copydesk_error *error)
{
    if (peek_file(f, sniffed))
        return true;
    struct ahead *a = malloc(sizeof *a);
    if (!a) {
        feed_close(f);
        error_memory(error);
        return false;
    }
    a->in = *f;
    a->failed = false;
    a->at = a->n = 0;
    do
        *sniffed = sniff_bytes(slice_of(a->bytes, a->n));
    while (!sniffed->sure && a->n < sizeof a->bytes && look_further(a, notices));
    *f = (struct feed){ .read = read_ahead, .close = close_ahead, .path = f->path, .fd = f->fd, .ready = is_ready, .self = a };
    return true;
}

bool sniff_feed(struct feed *f, unsigned ratio, enum kind *kind, struct notices *notices, struct copydesk_error *error)
{
    struct sniffed sniffed;
    if (!sniff_peek(f, &sniffed, notices, error))
        return false;
    if (sniffed.packed && (!feed_unpack(f, ratio, error) || !sniff_peek(f, &sniffed, notices, error)))
        return false;
    *kind = sniffed.kind;
    return true;
}

#include "read/unpack/archive.h"

#ifdef HAVE_LIBARCHIVE

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "read/unpack/gunzip.h"

#include <archive.h>
#include <archive_entry.h>

struct packer {
    struct archive *archive;
    char *path;
    int (*put)(void *payload, struct slice bytes);
    void *payload;
    int code;              /* errno that put gave, 0 while all is well */
};

/* A feed that libarchive reads. */
struct intake {
    struct archive *archive;
    struct feed in;
    uint64_t size;             /* of the file that is read; 0: not known */
    uint64_t fed, out;         /* bytes read from `in`, and unpacked, so far */
    unsigned ratio;            /* how many times its size it may unpack to; 0: no limit */
    bool empty;                /* a raw stream of no bytes */
    bool dead;                 /* nothing more can be read */
    bool broken;               /* `in` failed, for the reason in why */
    struct copydesk_error why;
    size_t zeros;              /* how many NULs end what was read so far */
    char block[64 * 1024];     /* read at a time (guess) */
};

struct members {
    struct intake from;
    locale_t utf8;             /* in which names are UTF-8; 0: the system has none */
};

/* code: the errno that put gave; 0: libarchive says what is wrong. */
static enum copydesk_status fault(struct copydesk_error *error, struct archive *a,
                                  const char *path, int code)
{
    if (code)
        return error_system(error, COPYDESK_FAILED, path, code);
    const char *text = archive_error_string(a);
    return error_set(error, COPYDESK_FAILED, path, 0, "%s", text ? text : "compression failed");
}

/* A callback of libarchive's, as are on_read and on_seek. */
static la_ssize_t on_write(struct archive *a, void *payload, const void *bytes, size_t n)
{
    struct packer *p = payload;
    p->code = p->put(p->payload, slice_of(bytes, n));
    if (p->code == 0)
        return (la_ssize_t)n;
    archive_set_error(a, p->code, "write failed");
    return -1;
}

static int add_filter(struct archive *a, const char *path)
{
    static const struct { struct slice ending; const char *filter; } kinds[] = {
        { { ".gz", 3 }, "gzip" }, { { ".zst", 4 }, "zstd" }, { { ".xz", 3 }, "xz" }, { { ".lz4", 4 }, "lz4" },
        { { ".lzma", 5 }, "lzma" }, { { ".lz", 3 }, "lzip" }, { { "", 0 }, "bzip2" },
    };
    size_t i = 0;
    while (!slice_ends_name(slice_str(path), kinds[i].ending))
        i++;
    int rc = archive_write_add_filter_by_name(a, kinds[i].filter);
    /* no timestamp: it would make the bytes depend on the time of day */
    return i > 0 || rc != ARCHIVE_OK ? rc : archive_write_set_filter_option(a, "gzip", "timestamp", NULL);
}

/* A raw stream: one nameless member, no padding at the end. */
static bool open_raw(struct packer *p)
{
    struct archive *a = p->archive;
    if (add_filter(a, p->path) != ARCHIVE_OK || archive_write_set_format_raw(a) != ARCHIVE_OK
        || archive_write_set_bytes_in_last_block(a, 1) != ARCHIVE_OK
        || archive_write_open(a, p, NULL, on_write, NULL) != ARCHIVE_OK)
        return false;
    struct archive_entry *entry = archive_entry_new();
    if (!entry)
        return false;
    archive_entry_set_filetype(entry, AE_IFREG);
    int rc = archive_write_header(a, entry);
    archive_entry_free(entry);
    return rc == ARCHIVE_OK;
}

static bool start_packing(struct packer *p, struct copydesk_error *error)
{
    p->archive = archive_write_new();
    if (!p->archive) {
        error_memory(error);
        return false;
    }
    if (!open_raw(p)) {
        fault(error, p->archive, p->path, p->code);
        return false;
    }
    return true;
}

enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error)
{
    while (bytes.len) {
        la_ssize_t n = archive_write_data(p->archive, bytes.ptr, bytes.len);
        if (n <= 0)
            return fault(error, p->archive, p->path, p->code);
        bytes = slice_from(bytes, (size_t)n);
    }
    return COPYDESK_OK;
}

enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error)
{
    if (archive_write_close(p->archive) != ARCHIVE_OK)
        return fault(error, p->archive, p->path, p->code);
    return COPYDESK_OK;
}

static int put_nowhere(void *payload, struct slice bytes)
{
    (void)payload;
    (void)bytes;
    return 0;
}

void packer_free(struct packer *p)
{
    if (!p)
        return;
    p->put = put_nowhere;   /* what is pending; archive_write_fail would leave the compressor's memory behind */
    archive_write_free(p->archive);
    free(p->path);
    free(p);
}

/* ---- reading ---- */

static la_ssize_t on_read(struct archive *a, void *payload, const void **bytes)
{
    struct intake *t = payload;
    long got = feed_read(&t->in, t->block, sizeof t->block, &t->why);
    t->broken = got < 0;
    if (t->broken)
        archive_set_error(a, EIO, "%s", t->why.reason);
    *bytes = t->block;
    size_t n = got > 0 ? (size_t)got : 0, zeros = 0;
    t->fed += n;
    while (zeros < n && t->block[n - zeros - 1] == '\0')
        zeros++;
    t->zeros = zeros == n ? t->zeros + zeros : zeros;
    return (la_ssize_t)got;
}

static bool is_tar(const struct intake *t)
{
    return (archive_format(t->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_TAR;
}

/* A tar ends in blocks of NULs; that they are missing is all that tells when one was
 * cut between two members. Of a compressed tar the decompression tells. */
static bool lacks_end(const struct intake *t)
{
    enum { BLOCK = 512 };
    return is_tar(t) && archive_filter_count(t->archive) == 1 && t->zeros < BLOCK;
}

static la_int64_t on_seek(struct archive *a, void *payload, la_int64_t to, int whence)
{
    const struct intake *t = payload;
    (void)a;
    off_t at = lseek(t->in.fd, (off_t)to, whence);
    return at < 0 ? ARCHIVE_FATAL : (la_int64_t)at;
}

/* Why libarchive gave up. Its messages begin with a capital, ours do not. Even when
 * it lacks memory the input is at fault: absurd sizes in a header end so. */
static void read_fault(const struct intake *t, struct copydesk_error *error)
{
    const char *text = archive_error_string(t->archive);
    if (t->broken && error)
        *error = t->why;
    else if (text && strstr(text, "does not support seek"))
        error_set(error, COPYDESK_SKIPPED, t->in.path, 0, "an archive of this kind does not come through a pipe; give it as a file");
    else
        error_set(error, COPYDESK_SKIPPED, t->in.path, 0, "%s", text ? text : "cannot be unpacked");
    if (!t->broken && error && error->reason[0] >= 'A' && error->reason[0] <= 'Z'
        && error->reason[1] >= 'a' && error->reason[1] <= 'z')
        error->reason[0] = (char)(error->reason[0] - 'A' + 'a');
}

/* Only these: libarchive's others run programs, take plain text for an archive, or
 * cannot tell when a stream was cut (compress). */
static bool choose_formats(struct archive *a, bool raw)
{
    return archive_read_support_filter_gzip(a) == ARCHIVE_OK
        && archive_read_support_filter_bzip2(a) == ARCHIVE_OK
        && archive_read_support_filter_xz(a) == ARCHIVE_OK
        && archive_read_support_filter_lzma(a) == ARCHIVE_OK
        && archive_read_support_filter_lzip(a) == ARCHIVE_OK
        && archive_read_support_filter_zstd(a) == ARCHIVE_OK
        && archive_read_support_filter_lz4(a) == ARCHIVE_OK
        && archive_read_support_format_empty(a) == ARCHIVE_OK
        && (raw ? archive_read_support_format_raw(a) == ARCHIVE_OK
                : archive_read_support_format_tar(a) == ARCHIVE_OK
                  /* `cat a.tar b.tar` has two ends */
                  && archive_read_set_format_option(a, "tar", "read_concatenated_archives", "1") == ARCHIVE_OK
                  && archive_read_support_format_zip(a) == ARCHIVE_OK
                  && archive_read_support_format_7zip(a) == ARCHIVE_OK
                  && archive_read_support_format_cpio(a) == ARCHIVE_OK);
}

static bool start_reading(struct intake *t, bool raw, struct copydesk_error *error)
{
    struct archive *a = t->archive = archive_read_new();
    if (!a) {
        error_memory(error);
        return false;
    }
    bool file = feed_is_file(&t->in, &t->size);
    if (choose_formats(a, raw) && archive_read_set_read_callback(a, on_read) == ARCHIVE_OK
        && (!file || archive_read_set_seek_callback(a, on_seek) == ARCHIVE_OK)
        && archive_read_set_callback_data(a, t) == ARCHIVE_OK && archive_read_open1(a) == ARCHIVE_OK)
        return true;
    read_fault(t, error);
    return false;
}

/* Whether a compressed stream ends where its bytes do, NULs as padding aside. libarchive takes
 * a damaged beginning of a further bzip2 or lz4 stream for the end of all. */
static bool ends_whole(struct intake *t, struct copydesk_error *error)
{
    const void *bytes;
    uint64_t used = (uint64_t)archive_filter_bytes(t->archive, -1);
    if (archive_filter_count(t->archive) == 1)
        return true;
    while (t->zeros >= t->fed - used && on_read(t->archive, t, &bytes) > 0)
        ;
    if (t->zeros >= t->fed - used && !t->broken)
        return true;
    if (t->broken)
        read_fault(t, error);
    else
        error_set(error, COPYDESK_SKIPPED, t->in.path, 0, "is spoiled near byte %" PRIu64 " (no %s stream can be read there); "
                  "nothing behind it can be unpacked", used, archive_filter_name(t->archive, 0));
    return false;
}

/* Opens a compressed stream: to libarchive an archive of one member. */
static bool start_unpacking(struct intake *t, struct copydesk_error *error)
{
    struct archive_entry *entry;
    if (!start_reading(t, true, error))
        return false;
    int rc = archive_read_next_header(t->archive, &entry);
    t->empty = rc == ARCHIVE_EOF;
    if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN || rc == ARCHIVE_EOF)
        return true;
    read_fault(t, error);
    return false;
}

static bool grows_too_much(struct intake *t, long n)
{
    t->out += (uint64_t)n;
    if (t->ratio == 0 || t->out < ARCHIVE_RATIO_FROM)
        return false;
    uint64_t size = t->size ? t->size : (uint64_t)archive_filter_bytes(t->archive, -1);
    return t->out / t->ratio > size;
}

static long read_packed(struct intake *t, char *out, size_t n, struct copydesk_error *error)
{
    la_ssize_t got = t->empty ? 0 : archive_read_data(t->archive, out, n);
    if (got < 0) {
        t->dead = got == ARCHIVE_FATAL;
        read_fault(t, error);
        return -1;
    }
    if (grows_too_much(t, (long)got)) {
        t->dead = true;
        feed_grows(error, t->in.path, t->ratio);
        return -1;
    }
    return (long)got;
}

/* ---- members ---- */

/* libarchive converts names to the locale's encoding, which is ASCII in a program
 * that has set no locale; so it is UTF-8 during the call. */
static int next_header(struct members *m, struct archive_entry **entry, const char **name)
{
    enum { TRIES = 16 };
    locale_t before = m->utf8 ? uselocale(m->utf8) : (locale_t)0;
    int rc, tries = 0;
    do
        rc = archive_read_next_header(m->from.archive, entry);
    while (rc == ARCHIVE_RETRY && ++tries < TRIES);
    *name = rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? archive_entry_pathname(*entry) : NULL;
    if (m->utf8)
        uselocale(before);
    return rc;
}

/* When the member was last changed; 0 when the header does not say, or says what
 * does not fit in ns since 1970. */
static int64_t time_of(struct archive_entry *e)
{
    const int64_t most = INT64_MAX / 1000000000 - 1, seconds = archive_entry_mtime(e);
    if (!archive_entry_mtime_is_set(e) || seconds > most || seconds < -most)
        return 0;
    return seconds * 1000000000 + archive_entry_mtime_nsec(e);
}

/* The member that has the bytes of e, a hard link; NULL when it has them itself: in cpio the
 * last of a file's names does, or each. */
static const char *target_of(struct archive_entry *e)
{
    return archive_entry_size(e) > 0 ? NULL : archive_entry_hardlink(e);
}

int members_next(struct members *m, struct member *member, struct copydesk_error *error)
{
    struct archive_entry *e;
    const char *name;
    if (m->from.dead) {
        error_set(error, COPYDESK_SKIPPED, m->from.in.path, 0, "the rest of the archive cannot be read");
        return -1;
    }
    int rc = next_header(m, &e, &name);
    if (rc == ARCHIVE_EOF && lacks_end(&m->from)) {
        error_set(error, COPYDESK_SKIPPED, m->from.in.path, 0, "has no end, as a tar has: it was cut, and more may be missing");
        return -1;
    }
    if (rc == ARCHIVE_EOF)   /* other archives know their last member, and are read no further */
        return !is_tar(&m->from) || ends_whole(&m->from, error) ? 0 : -1;
    if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN) {
        read_fault(&m->from, error);
        return -1;
    }
    const char *target = target_of(e);
    *member = (struct member){
        .name = name ? name : "",
        .time = time_of(e),
        .file = archive_entry_filetype(e) == AE_IFREG && !target,
        .folder = archive_entry_filetype(e) == AE_IFDIR,
        .target = target,
        .encrypted = archive_entry_is_encrypted(e) > 0
    };
    return 1;
}

/* ---- opened and closed ---- */

struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error)
{
    struct packer *p = calloc(1, sizeof *p);
    if (!p || !(p->path = strdup(path))) {
        error_memory(error);
        packer_free(p);
        return NULL;
    }
    p->put = put;
    p->payload = payload;
    if (!start_packing(p, error)) {
        packer_free(p);
        return NULL;
    }
    return p;
}

static long read_unpacked(struct feed *f, char *out, size_t n, struct copydesk_error *error)
{
    long got = read_packed(f->self, out, n, error);
    f->whole = got == 0;
    return got == 0 && !ends_whole(f->self, error) ? -1 : got;
}

static void close_intake(struct intake *t)
{
    if (t->archive)
        archive_read_free(t->archive);
    feed_close(&t->in);
}

static void close_unpacked(struct feed *f)
{
    close_intake(f->self);
    free(f->self);
}

bool feed_unpack(struct feed *f, unsigned ratio, struct copydesk_error *error)
{
    int done = feed_gunzip(f, ratio, error);
    if (done)
        return done > 0;
    struct intake *t = calloc(1, sizeof *t);
    if (!t) {
        feed_close(f);
        error_memory(error);
        return false;
    }
    t->in = *f;
    t->ratio = ratio;
    f->self = t;
    if (!start_unpacking(t, error)) {
        close_unpacked(f);
        return false;
    }
    *f = (struct feed){ .read = read_unpacked, .close = close_unpacked, .path = f->path, .fd = -1, .self = t };
    return true;
}

struct members *members_open(struct feed in, unsigned ratio, struct copydesk_error *error)
{
    if (feed_gunzip(&in, ratio, error) < 0)
        return NULL;
    struct members *m = calloc(1, sizeof *m);
    if (!m) {
        feed_close(&in);
        error_memory(error);
        return NULL;
    }
    m->from.in = in;
    m->from.ratio = ratio;
    m->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (start_reading(&m->from, false, error))
        return m;
    members_close(m);
    return NULL;
}

void members_close(struct members *m)
{
    if (!m)
        return;
    close_intake(&m->from);
    if (m->utf8)
        freelocale(m->utf8);
    free(m);
}

long members_read(struct members *m, char *out, size_t n, struct copydesk_error *error)
{
    return read_packed(&m->from, out, n, error);
}

#endif

#include "dedupe/keys/keyrun_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "dedupe/keys/run_file.h"

enum {
    MANY = 256,         /* records of a mapped slice: hashes are never so uneven, somebody chose the keys */
    WINDOW = 64,        /* records read at once in a look-up: among 256 a guess is off by 8, at times thrice that
                           (with 128 a run under a cap takes a fortieth longer: measured) */
    GROUP = 16          /* look-ups under way at once: what the cores' fetch buffers take */
};

/* ---- the header ---- */

void run_directory_swap(uint32_t *directory, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t value = directory[i];
        put_le((unsigned char *)&directory[i], value, 4);   /* nothing on little-endian machines */
    }
}

static uint64_t header_check(const unsigned char *header)
{
    return hash_bytes(slice_of((const char *)header, RUN_HEADER - 8));
}

/* Offsets: 0 magic, 8 version, 12 profile, 16 count, 24 slices, 28 zero, 32 the records'
 * check sum, 40 the directory's, 48 zero, 56 check sum of all before it. */
void run_header_pack(unsigned char out[RUN_HEADER], const struct run_header *h)
{
    memset(out, 0, RUN_HEADER);
    memcpy(out, RUN_MAGIC, 8);
    put_le(out + 8, h->version, 4);
    put_le(out + 12, h->profile, 4);
    put_le(out + 16, h->count, 8);
    put_le(out + 24, h->slices, 4);
    put_le(out + 32, h->records_check, 8);
    put_le(out + 40, h->directory_check, 8);
    put_le(out + 56, header_check(out), 8);
}

/* NULL, or what is wrong with it. */
static const char *parse_header(struct run_header *h, const unsigned char in[RUN_HEADER])
{
    if (memcmp(in, RUN_MAGIC, 8) != 0)
        return "is no file of keys, or was not written to its end";
    if (get_le(in + 56, 8) != header_check(in))
        return "is damaged: its header's check sum is wrong";
    *h = (struct run_header){
        .version = (uint32_t)get_le(in + 8, 4), .profile = (uint32_t)get_le(in + 12, 4),
        .count = get_le(in + 16, 8), .slices = (uint32_t)get_le(in + 24, 4),
        .records_check = get_le(in + 32, 8), .directory_check = get_le(in + 40, 8)
    };
    if (h->version != RUN_VERSION)
        return run_file_old;
    if (h->count > UINT32_MAX || h->slices == 0)
        return "is damaged: its header makes no sense";
    return NULL;
}

/* ---- opening ---- */

struct keyrun *run_wrap(char *path, int fd, const struct run_header *h, uint32_t *directory)
{
    struct keyrun *r = calloc(1, sizeof *r);
    if (!r) {
        close(fd);
        free(path);
        free(directory);
        return NULL;
    }
    *r = (struct keyrun){ .path = path, .fd = fd, .header = *h, .directory = directory };
    return r;
}

static enum copydesk_status fault(const struct keyrun *r, int code, struct copydesk_error *error)
{
    return error_system(error, COPYDESK_FAILED, r->path, code);
}

static enum copydesk_status damaged(const struct keyrun *r, const char *what, struct copydesk_error *error)
{
    return error_set(error, COPYDESK_FAILED, r->path, 0, "%s", what);
}

static enum copydesk_status read_header(struct keyrun *r, uint32_t profile, struct copydesk_error *error)
{
    unsigned char header[RUN_HEADER];
    struct stat st;
    if (fstat(r->fd, &st) != 0)
        return fault(r, errno, error);
    if (!S_ISREG(st.st_mode) || st.st_size < RUN_HEADER)
        return damaged(r, "is no file of keys, or was cut short", error);
    int code = file_read_at(r->fd, header, sizeof header, 0);
    if (code)
        return fault(r, code, error);
    const char *wrong = parse_header(&r->header, header);
    if (!wrong && r->header.profile != profile)
        wrong = run_file_old;
    if (!wrong && (uint64_t)st.st_size != run_size(&r->header))
        wrong = "is damaged: it was cut short, or added to";
    return wrong ? damaged(r, wrong, error) : COPYDESK_OK;
}

static enum copydesk_status read_directory(struct keyrun *r, struct copydesk_error *error)
{
    size_t entries = (size_t)r->header.slices + 1, bytes = entries * sizeof *r->directory;
    r->directory = malloc(bytes);
    if (!r->directory)
        return error_memory(error);
    int code = file_read_at(r->fd, r->directory, bytes, run_directory_at(&r->header));
    if (code)
        return fault(r, code, error);
    if (hash_bytes(slice_of((const char *)r->directory, bytes)) != r->header.directory_check)
        return damaged(r, "is damaged: its directory's check sum is wrong", error);
    run_directory_swap(r->directory, entries);
    for (size_t i = 0; i < entries; i++)   /* so that no look-up leaves the file */
        if (r->directory[i] > r->header.count || (i > 0 && r->directory[i] < r->directory[i - 1]))
            return damaged(r, "is damaged: its directory makes no sense", error);
    return COPYDESK_OK;
}

static enum copydesk_status open_run(struct keyrun *r, uint32_t profile, struct copydesk_error *error)
{
    enum copydesk_status status = read_header(r, profile, error);
    if (status == COPYDESK_OK)
        status = read_directory(r, error);
    if (status != COPYDESK_OK)
        return status;
    void *map = mmap(NULL, (size_t)run_size(&r->header), PROT_READ, MAP_SHARED, r->fd, 0);
    if (map == MAP_FAILED)
        return fault(r, errno, error);
    r->map = map;
    return COPYDESK_OK;
}

struct keyrun *keyrun_open(const char *path, uint32_t profile, struct copydesk_error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        error_system(error, COPYDESK_FAILED, path, errno);
        return NULL;
    }
    char *copy = strdup(path);
    struct keyrun *r = run_wrap(copy, fd, &(struct run_header){ 0 }, NULL);
    if (!r || !copy)
        error_memory(error);
    else if (open_run(r, profile, error) == COPYDESK_OK)
        return r;
    keyrun_free(r);
    return NULL;
}

void keyrun_unmap(struct keyrun *r)
{
    if (r->map)
        munmap((void *)(uintptr_t)r->map, (size_t)run_size(&r->header));
    r->map = NULL;
}

void keyrun_free(struct keyrun *r)
{
    if (!r)
        return;
    keyrun_unmap(r);
    close(r->fd);
    free(r->directory);
    free(r->path);
    free(r);
}

uint64_t keyrun_count(const struct keyrun *r)
{
    return r->header.count;
}

uint64_t keyrun_bytes(const struct keyrun *r)
{
    return run_size(&r->header);
}

size_t keyrun_memory(const struct keyrun *r)
{
    return sizeof *r + ((size_t)r->header.slices + 1) * sizeof *r->directory;
}

/* ---- looking up ---- */

/* The records that may hold a key, those of its slice, and which of them is the likeliest. */
struct range { uint32_t first, n, guess; };

static struct range range_of(const struct keyrun *r, struct key key)
{
    uint32_t within, slice = run_slice(r->header.slices, key, &within);
    uint32_t first = r->directory[slice], n = r->directory[slice + 1] - first;
    return (struct range){ first, n, (uint32_t)((uint64_t)within * n >> 32) };
}

/* Narrows [low, high) of sorted records to at most MANY. */
static void narrow(const unsigned char *records, uint32_t *low, uint32_t *high, struct key key)
{
    while (*high - *low > MANY) {
        uint32_t middle = *low + (*high - *low) / 2;
        if (run_compare(records + (size_t)middle * RUN_RECORD, key) <= 0)
            *low = middle;
        else
            *high = middle;
    }
}

/* Looks for the key among in.n records, walking from the guess. */
static bool search(const unsigned char *records, struct range in, struct key key, struct place *place)
{
    uint32_t low = 0, high = in.n, i = in.guess;
    if (high > MANY) {
        narrow(records, &low, &high, key);
        i = low;
    }
    while (i < high && run_compare(records + (size_t)i * RUN_RECORD, key) < 0)
        i++;
    while (i > low && run_compare(records + (size_t)(i - 1) * RUN_RECORD, key) >= 0)
        i--;
    if (i == high || run_compare(records + (size_t)i * RUN_RECORD, key) != 0)
        return false;
    *place = run_place(records + (size_t)i * RUN_RECORD);
    return true;
}

static uint64_t record_at(uint32_t number)
{
    return RUN_HEADER + (uint64_t)number * RUN_RECORD;
}

/* Records that were read, and where in them a key is likely. */
struct window {
    unsigned char records[WINDOW * RUN_RECORD];
    uint32_t first, n, guess;
};

/* Reads the records among which the key is, or would be: those around the guess, or, as
 * long as that is far off, around the middle of what is left. 0 or an errno. */
static int read_window(const struct keyrun *r, struct range in, struct key key, struct window *w)
{
    for (uint32_t low = 0, high = in.n, middle = in.guess;; middle = low + (high - low) / 2) {
        uint32_t from = middle - low > WINDOW / 2 ? middle - WINDOW / 2 : low;
        w->first = in.first + from;
        w->n = high - from < WINDOW ? high - from : WINDOW;
        w->guess = middle - from;
        int code = file_read_at(r->fd, w->records, (size_t)w->n * RUN_RECORD, record_at(w->first));
        if (code || w->n == 0)
            return code;
        if (from > low && run_compare(w->records, key) > 0)
            high = from;
        else if (from + w->n < high && run_compare(w->records + (size_t)(w->n - 1) * RUN_RECORD, key) < 0)
            low = from + w->n;
        else
            return 0;
    }
}

static int find_in_file(const struct keyrun *r, struct key key, struct place *place)
{
    struct window w;
    int code = read_window(r, range_of(r, key), key, &w);
    if (code) {
        errno = code;
        return -1;
    }
    return search(w.records, (struct range){ 0, w.n, w.guess }, key, place);
}

int keyrun_find(const struct keyrun *r, struct key key, struct place *place)
{
    if (!r->map)
        return find_in_file(r, key, place);
    struct range in = range_of(r, key);
    return search(r->map + record_at(in.first), in, key, place);
}

static void prefetch_group(const struct keyrun *r, const struct key *keys, size_t n, struct range *in)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t within;
        __builtin_prefetch(&r->directory[run_slice(r->header.slices, keys[i], &within)]);
    }
    for (size_t i = 0; i < n; i++) {
        in[i] = range_of(r, keys[i]);
        const unsigned char *guess = r->map + record_at(in[i].first + in[i].guess);
        __builtin_prefetch(guess - 48);
        __builtin_prefetch(guess + 48);
    }
}

int keyrun_find_all(const struct keyrun *r, const struct key *keys, size_t n, struct place *places)
{
    struct range in[GROUP];
    for (size_t at = 0; at < n; at += GROUP) {
        size_t m = n - at < GROUP ? n - at : GROUP;
        if (r->map)
            prefetch_group(r, keys + at, m, in);
        for (size_t i = at; i < at + m; i++) {
            places[i] = (struct place){ 0 };
            if (r->map)
                search(r->map + record_at(in[i - at].first), in[i - at], keys[i], &places[i]);
            else if (find_in_file(r, keys[i], &places[i]) < 0)
                return -1;
        }
    }
    return 0;
}

/* Goes through sorted records for those that begin with hi, and takes their tails. True
 * when no more can come: a larger key was met, or there are `most`. */
static bool take_tails(const unsigned char *records, size_t n, uint64_t hi, uint32_t mask, uint32_t *tails, int most, int *found)
{
    for (const unsigned char *at = records; at < records + n * RUN_RECORD && *found < most; at += RUN_RECORD) {
        uint64_t this = get_be64(at);
        if (this > hi)
            return true;
        if (this == hi && (get_be32(at + 8) & mask))
            tails[(*found)++] = get_be32(at + 8);
    }
    return *found == most;
}

int keyrun_find_tails(const struct keyrun *r, uint64_t hi, uint32_t mask, uint32_t *tails, int most)
{
    const struct key first = { hi, 0 };
    struct range in = range_of(r, first);
    struct window w;
    uint32_t end = in.first + in.n;   /* keys with the same hi are in one slice */
    int found = 0, code = read_window(r, in, first, &w);
    while (code == 0 && !take_tails(w.records, w.n, hi, mask, tails, most, &found) && w.first + w.n < end) {
        w.first += w.n;
        w.n = end - w.first < WINDOW ? end - w.first : WINDOW;
        code = file_read_at(r->fd, w.records, (size_t)w.n * RUN_RECORD, record_at(w.first));
    }
    if (code)
        errno = code;
    return code ? -1 : found;
}

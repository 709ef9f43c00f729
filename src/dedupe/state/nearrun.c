#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "dedupe/keys/run_file.h"
#include "dedupe/keys/varint.h"
#include "dedupe/state/nearrun_format.h"

struct nearrun {
    const unsigned char *map;
    size_t size;
    struct near_header header;
    const unsigned char *entries, *pairs, *directory;   /* in the map */
};

/* ---- opening ---- */

/* NULL, or what is wrong with the header. */
static const char *parse_header(struct nearrun *r, uint32_t profile)
{
    struct near_header *h = &r->header;
    if (r->size < NEAR_HEADER || memcmp(r->map, NEAR_MAGIC, 8) != 0)
        return "is no file of near-duplicates, or was cut short";
    h->version = (uint32_t)get_le(r->map + 8, 4);
    h->profile = (uint32_t)get_le(r->map + 12, 4);
    h->entries_at = get_le(r->map + 16, 8);
    h->entries = get_le(r->map + 24, 8);
    h->pairs = get_le(r->map + 32, 8);
    h->pairs_bytes = get_le(r->map + 40, 8);
    h->bits = (uint32_t)get_le(r->map + 48, 8);
    h->check = get_le(r->map + NEAR_CHECKED, 8);
    return h->version != NEAR_VERSION || h->profile != profile ? run_file_old : NULL;
}

/* Finds the parts that the header names. False when they do not fill the file. */
static bool find_parts(struct nearrun *r)
{
    const struct near_header *h = &r->header;
    uint64_t rest = r->size - h->entries_at;
    if (h->entries_at < NEAR_HEADER || h->entries_at > r->size || h->bits > NEARRUN_KEY
        || h->entries > rest / NEAR_ENTRY || h->pairs_bytes > rest - h->entries * NEAR_ENTRY)
        return false;
    uint64_t directory = rest - h->entries * NEAR_ENTRY - h->pairs_bytes;
    if (directory != ((UINT64_C(1) << h->bits) + 1) * 8)
        return false;
    r->entries = r->map + h->entries_at;
    r->pairs = r->entries + h->entries * NEAR_ENTRY;
    r->directory = r->pairs + h->pairs_bytes;
    return true;
}

/* Whether their check sum, and the header's, is right; *code: ENOMEM when memory is short. */
static bool is_right(const struct nearrun *r, int *code)
{
    struct hash_state *hash = hash_new();
    *code = hash ? 0 : ENOMEM;
    if (!hash)
        return false;
    hash_add(hash, slice_of((const char *)r->entries, r->size - r->header.entries_at));
    hash_add(hash, slice_of((const char *)r->map, NEAR_CHECKED));
    bool same = hash_value(hash) == r->header.check;
    hash_free(hash);
    return same;
}

/* Maps the file; 0 or an errno. */
static int map(struct nearrun *r, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int code = fd >= 0 && fstat(fd, &st) == 0 ? 0 : errno;
    if (code == 0 && st.st_size >= NEAR_HEADER) {
        void *at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
        code = at == MAP_FAILED ? errno : 0;
        r->map = code ? NULL : at;
        r->size = code ? 0 : (size_t)st.st_size;
    }
    if (fd >= 0)
        close(fd);
    return code;
}

struct nearrun *nearrun_open(const char *path, uint32_t profile, struct copydesk_error *error)
{
    struct nearrun *r = calloc(1, sizeof *r);
    if (!r) {
        error_memory(error);
        return NULL;
    }
    int code = map(r, path);
    const char *fault = code ? NULL : parse_header(r, profile);
    if (!code && !fault && !(find_parts(r) && is_right(r, &code)))
        fault = "is damaged";
    if (!code && !fault)
        return r;
    if (code)
        error_system(error, COPYDESK_FAILED, path, code);
    else
        error_set(error, COPYDESK_FAILED, path, 0, "%s", fault);
    nearrun_free(r);
    return NULL;
}

void nearrun_free(struct nearrun *r)
{
    if (!r)
        return;
    if (r->map)
        munmap((void *)(uintptr_t)r->map, r->size);
    free(r);
}

/* ---- entries ---- */

uint64_t nearrun_entries(const struct nearrun *r)
{
    return r->header.entries;
}

uint64_t nearrun_pairs(const struct nearrun *r)
{
    return r->header.pairs;
}

static uint32_t number_at(const struct nearrun *r, uint64_t i)
{
    return (uint32_t)get_le(r->entries + i * NEAR_ENTRY, 4);
}

struct near_entry nearrun_entry(const struct nearrun *r, uint64_t i)
{
    const unsigned char *p = r->entries + i * NEAR_ENTRY;
    return (struct near_entry){
        .number = (uint32_t)get_le(p, 4), .offset = get_le(p + 4, 8), .size = (uint32_t)get_le(p + 12, 4),
        .check = (uint32_t)get_le(p + 16, 4), .samples = (uint16_t)get_le(p + 20, 2), .level = p[22], .sides = p[23],
    };
}

uint64_t nearrun_search(const struct nearrun *r, uint32_t number)
{
    uint64_t low = 0, high = r->header.entries;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (number_at(r, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->header.entries && number_at(r, low) == number ? low : r->header.entries;
}

bool nearrun_set(const struct nearrun *r, const struct near_entry *entry, struct slice *coded)
{
    if (entry->offset > r->header.entries_at || entry->size > r->header.entries_at - entry->offset)
        return false;
    *coded = slice_of((const char *)r->map + entry->offset, entry->size);
    return (uint32_t)hash_bytes(*coded) == entry->check;
}

/* ---- pairs ---- */

/* The next number of the pairs; the check sum at opening told that a writer made them. */
static uint64_t take(const struct nearrun *r, uint64_t *at)
{
    uint64_t value;
    *at += varint_get(r->pairs + *at, r->directory, &value);
    return value;
}

/* Where the pairs of a slice begin. */
static uint64_t slice_at(const struct nearrun *r, uint64_t slice)
{
    return get_le(r->directory + slice * 8, 8);
}

static uint64_t slice_of_key(const struct nearrun *r, uint64_t key)
{
    return near_slice_of(r->header.bits, near_short_key(key));
}

void nearrun_fetch_slice(const struct nearrun *r, uint64_t key)
{
    __builtin_prefetch(r->directory + slice_of_key(r, key) * 8);
}

void nearrun_fetch_pairs(const struct nearrun *r, uint64_t key)
{
    __builtin_prefetch(r->pairs + slice_at(r, slice_of_key(r, key)));
}

size_t nearrun_find(const struct nearrun *r, uint64_t key, unsigned side, nearrun_keep *keep, void *payload,
                    uint32_t *found, size_t most)
{
    uint64_t wanted = near_short_key(key), slice = slice_of_key(r, key);
    uint64_t at = slice_at(r, slice), end = slice_at(r, slice + 1);
    size_t n = 0;
    for (uint64_t k = slice << (NEARRUN_KEY - r->header.bits); at < end && n < most;) {
        k += take(r, &at);
        uint32_t article = (uint32_t)take(r, &at);
        if (k > wanted)
            break;
        if (k == wanted && (article & side) && keep(payload, article >> 2))
            found[n++] = article >> 2;
    }
    return n;
}

bool nearrun_next(struct nearrun_cursor *c, uint64_t *key, uint32_t *number, unsigned *sides)
{
    const struct nearrun *r = c->run;
    if (c->at >= r->header.pairs_bytes)
        return false;
    while (c->at >= slice_at(r, c->slice + 1)) {   /* empty ones too */
        c->slice++;
        c->key = c->slice << (NEARRUN_KEY - r->header.bits);
    }
    c->key += take(r, &c->at);
    uint32_t article = (uint32_t)take(r, &c->at);
    *key = c->key << (64 - NEARRUN_KEY);
    *number = article >> 2;
    *sides = article & 3;
    return true;
}

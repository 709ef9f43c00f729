#include "dedupe/keys/ids.h"

#include <errno.h>
#include <stdlib.h>

#include "dedupe/keys/varint.h"

enum {
    BLOCK = 256        /* bytes: some 20 ids; divides CHUNKS_SIZE, so no block lies in two chunks */
};

void ids_init(struct ids *ids)
{
    *ids = (struct ids){ 0 };
    chunks_init(&ids->bytes, NULL, 0);
}

void ids_release(struct ids *ids)
{
    chunks_release(&ids->bytes);
    free(ids->first);
    buf_release(&ids->lead);
    buf_release(&ids->found);
    ids_init(ids);
}

/* ---- the bytes ---- */

static bool add_block(struct ids *ids, uint32_t first)
{
    if (ids->n_blocks == ids->cap_blocks) {
        size_t cap = ids->cap_blocks ? ids->cap_blocks + ids->cap_blocks / 4 : 64;
        uint32_t *bigger = reallocarray(ids->first, cap, sizeof *bigger);
        if (!bigger)
            return false;
        ids->first = bigger;
        ids->cap_blocks = cap;
    }
    ids->first[ids->n_blocks++] = first;
    return true;
}

/* Appends bytes (NULL: zeros). `next`: the number of the id that begins behind them or
 * with them, and so is the first of the blocks that they begin. */
static bool add_bytes(struct ids *ids, const char *bytes, size_t n, uint32_t next)
{
    while (n) {
        size_t at = (size_t)(ids->bytes.end % BLOCK), m = BLOCK - at < n ? BLOCK - at : n;
        if ((at == 0 && !add_block(ids, next)) || chunks_add(&ids->bytes, bytes, m) != 0)
            return false;
        bytes = bytes ? bytes + m : NULL;
        n -= m;
    }
    return true;
}

/* ---- adding ---- */

static size_t shared_with(struct slice lead, struct slice id)
{
    size_t most = lead.len < id.len ? lead.len : id.len, n = 0;
    while (n < most && lead.ptr[n] == id.ptr[n])
        n++;
    return n;
}

static size_t left_in_block(const struct ids *ids)
{
    size_t used = (size_t)(ids->bytes.end % BLOCK);
    return used ? BLOCK - used : 0;
}

static bool end_block(struct ids *ids)
{
    return add_bytes(ids, NULL, left_in_block(ids), 0);
}

uint32_t ids_add(struct ids *ids, struct slice id)
{
    if (ids->n >= UINT32_MAX - 2)
        return 0;
    size_t shared = shared_with(buf_slice(&ids->lead), id);
    if (left_in_block(ids) < id.len - shared + 2 * VARINT_MOST) {   /* begins a block; a long id takes several */
        if (!end_block(ids))
            return 0;
        shared = 0;
        buf_clear(&ids->lead);
        buf_addslice(&ids->lead, id);
    }
    char head[2 * VARINT_MOST];
    size_t n = varint_put(head, shared);
    n += varint_put(head + n, id.len - shared);
    if (ids->lead.failed || !add_bytes(ids, head, n, ids->n + 1)
        || !add_bytes(ids, id.ptr + shared, id.len - shared, ids->n + 2))
        return 0;
    if (n + id.len - shared > BLOCK && !end_block(ids))
        return 0;
    return ++ids->n;
}

/* ---- finding ---- */

/* The last block whose first id has no larger number. Blocks hold nearly the same number
 * of ids, so the search begins where it would be if all did, and widens from there. */
static size_t block_of(const struct ids *ids, uint32_t number)
{
    size_t low = (size_t)((uint64_t)number * ids->n_blocks / (ids->n + UINT64_C(1))), high = low + 1;
    for (size_t step = 1; low > 0 && ids->first[low] > number; step *= 2) {
        high = low;
        low -= step < low ? step : low;
    }
    for (size_t step = 1; high < ids->n_blocks && ids->first[high] <= number; step *= 2) {
        low = high;
        high += step;
    }
    high = high < ids->n_blocks ? high : ids->n_blocks;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (ids->first[middle] <= number)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* One id of a block: bytes shared with the block's first id, bytes of its own, and where
 * in the block these begin. */
struct entry { uint64_t shared, rest; size_t at; };

/* Reads the numbers of the entry at `at`. False: none begins there, so the file is not
 * what was written. */
static bool entry_at(const unsigned char *block, size_t n, size_t at, struct entry *e)
{
    if (at >= n)
        return false;
    size_t shared = varint_get(block + at, block + n, &e->shared);
    size_t rest = shared ? varint_get(block + at + shared, block + n, &e->rest) : 0;
    e->at = at + shared + rest;
    return rest > 0;
}

/* Appends to ids->found the first n bytes that an entry has of its own; these may go on
 * behind its block. 0 or an errno. */
static int add_rest(struct ids *ids, const unsigned char *block, size_t block_n, uint64_t offset,
                    const struct entry *e, uint64_t n)
{
    if (n > ids->bytes.end - offset - e->at)
        return EIO;
    if (n == 0)
        return 0;
    if (!buf_reserve(&ids->found, (size_t)n))
        return ENOMEM;
    char *to = ids->found.ptr + ids->found.len;
    ids->found.len += (size_t)n;
    if (n > block_n - e->at)
        return chunks_read(&ids->bytes, offset + e->at, to, (size_t)n);
    memcpy(to, block + e->at, (size_t)n);
    return 0;
}

/* The n bytes at offset, of one block: where they lie in memory, or read into copy. *code:
 * an errno when that failed, else unchanged. */
static const unsigned char *block_at(const struct ids *ids, uint64_t offset, size_t n,
                                     unsigned char copy[BLOCK], int *code)
{
    const char *bytes = chunks_at(&ids->bytes, offset);
    if (bytes)
        return (const unsigned char *)bytes;
    *code = chunks_read(&ids->bytes, offset, copy, n);
    return copy;
}

/* Steps over up to n entries behind *e, as long as their numbers have one byte, as
 * nearly all have: three quarters of the time that finding takes otherwise
 * (measured). Returns how many. */
static uint32_t skip_entries(const unsigned char *block, size_t end, struct entry *e, uint32_t n)
{
    size_t at = e->rest < end ? e->at + (size_t)e->rest : end;
    uint32_t i = 0;
    for (; i < n && at + 2 <= end && (block[at] | block[at + 1]) < 128; i++) {
        *e = (struct entry){ block[at], block[at + 1], at + 2 };
        at += 2u + block[at + 1];
    }
    return i;
}

/* Puts the id of that number into ids->found. 0 or an errno. */
static int read_id(struct ids *ids, uint32_t number)
{
    unsigned char copy[BLOCK];
    size_t b = block_of(ids, number);
    uint64_t offset = (uint64_t)b * BLOCK;
    size_t n = ids->bytes.end - offset < BLOCK ? (size_t)(ids->bytes.end - offset) : BLOCK;
    int code = 0;
    const unsigned char *block = block_at(ids, offset, n, copy, &code);
    if (code)
        return code;
    struct entry lead, e;
    bool good = entry_at(block, n, 0, &lead);
    e = lead;
    uint32_t left = number - ids->first[b];
    for (; good && (left -= skip_entries(block, n, &e, left)) > 0; left--)
        good = e.rest < n && entry_at(block, n, e.at + (size_t)e.rest, &e);
    if (!good || e.shared > lead.rest)
        return EIO;
    buf_clear(&ids->found);
    code = add_rest(ids, block, n, offset, &lead, e.shared);
    return code ? code : add_rest(ids, block, n, offset, &e, e.rest);
}

int ids_get(struct ids *ids, uint32_t number, struct slice *id)
{
    if (number != ids->found_number) {
        ids->found_number = 0;
        int code = read_id(ids, number);
        if (code)
            return code;
        ids->found_number = number;
    }
    *id = buf_slice(&ids->found);
    return 0;
}

/* ---- spilling ---- */

int ids_spill(struct ids *ids, const char *folder)
{
    return chunks_spill(&ids->bytes, folder);
}

size_t ids_unfiled(const struct ids *ids)
{
    return chunks_unfiled(&ids->bytes);
}

size_t ids_memory(const struct ids *ids)
{
    return chunks_memory(&ids->bytes) + ids->cap_blocks * sizeof *ids->first
         + ids->lead.cap + ids->found.cap;
}

uint64_t ids_filed(const struct ids *ids)
{
    return chunks_filed(&ids->bytes);
}

/* keyrun -- a sorted, immutable, checksummed file of keys and where each was
 * first met. Dedupe layer; what a run remembers beyond its memory, and across
 * runs, lies in such files.
 *
 *     header     64 bytes: what the file is, and its check sums
 *     records    19 bytes each, by rising key: 12 of the key in canonical byte
 *                order, 4 of the article's number, 3 of the line
 *     directory  4 bytes for about 64 keys: where the keys of one slice of the
 *                key space begin
 *
 * Numbers are little endian. Keys are hashes, so they spread evenly: the slice
 * and the place in it are reckoned from the key, and a look-up touches the
 * directory once and the records once or twice. Keys that somebody chose are
 * found as well, only slower. 19.07 bytes a key in all.
 *
 * Of a key 96 bits are kept: hi, and the upper half of lo. */
#ifndef DEDUPE_KEYRUN_H
#define DEDUPE_KEYRUN_H

#include "copydesk.h"
#include "dedupe/keys/keyset.h"

/* ---- writing ---- */

struct keyrun_writer;

/* Begins the run folder/name, under a temporary name (name.part) until it is
 * committed; an older .part is overwritten. name NULL: a file without a name,
 * for keyrun_keep. most: no more keys than that are added (fewer is fine; it
 * sizes the directory). profile: copydesk_key_profile() of the keys. NULL on
 * failure, error filled. */
struct keyrun_writer *keyrun_create(const char *folder, const char *name, uint32_t profile,
                                    uint64_t most, struct copydesk_error *error);

/* Appends; each key must be larger than the one before. Lines beyond
 * PLACE_LINE_MOST are written as that. */
enum copydesk_status keyrun_add(struct keyrun_writer *w, struct key key, struct place place,
                                struct copydesk_error *error);

uint64_t keyrun_added(const struct keyrun_writer *w);   /* keys so far */

/* Completes the file and gives it its name, replacing an older file; both are on the disk
 * when this returns. *bytes: how large it is. */
enum copydesk_status keyrun_commit(struct keyrun_writer *w, uint64_t *bytes, struct copydesk_error *error);

/* Completes a file without a name, and opens it, unmapped; the writer is still to be
 * freed. NULL on failure, error filled. */
struct keyrun *keyrun_keep(struct keyrun_writer *w, struct copydesk_error *error);

/* Frees; what was not committed is removed. NULL is fine. */
void keyrun_writer_free(struct keyrun_writer *w);

/* ---- looking up ---- */

struct keyrun;

/* Opens a run and checks its header, directory and size, not its records.
 * profile: what the keys must have been made with. NULL on failure, with a
 * reason: no run, another version or profile, damaged. */
struct keyrun *keyrun_open(const char *path, uint32_t profile, struct copydesk_error *error);
void keyrun_free(struct keyrun *r);   /* NULL is fine */

/* Records are mapped, which is fastest; pages that were touched count as resident. From now
 * on they are read when wanted, and memory is the directory's. */
void keyrun_unmap(struct keyrun *r);

/* Reads the whole file and compares its check sum. */
enum copydesk_status keyrun_verify(const struct keyrun *r, struct copydesk_error *error);

uint64_t keyrun_count(const struct keyrun *r);    /* keys */
uint64_t keyrun_bytes(const struct keyrun *r);    /* of the file */
size_t keyrun_memory(const struct keyrun *r);     /* bytes allocated, mapped ones not counted */

/* 1 and *place; 0: not there; -1: it could not be read (unmapped), errno set. From any
 * number of threads at once. */
int keyrun_find(const struct keyrun *r, struct key key, struct place *place);

/* The same for n keys, several times as fast in a mapped run: what each will
 * touch is fetched ahead. places[i].article is 0 for those that are not there.
 * 0, or -1 with errno set. */
int keyrun_find_all(const struct keyrun *r, const struct key *keys, size_t n, struct place *places);

/* For sets in which keys share their first 64 bits (lsh.c). Fills tails with the next 32
 * bits of the keys that begin with hi, of those that have a bit of mask, by rising
 * value, `most` at most. Returns how many; -1: it could not be read, errno set. */
int keyrun_find_tails(const struct keyrun *r, uint64_t hi, uint32_t mask, uint32_t *tails, int most);

/* ---- reading in order, merging ---- */

/* Zero-initialise but for run; keyrun_next until it ends; release. Reads 64 KiB at a time. */
struct keyrun_cursor {
    const struct keyrun *run;
    uint64_t next;                     /* record to be loaded next */
    unsigned char *block;
    struct hash_state *hash;           /* of what was loaded */
    size_t at, loaded;                 /* records of block: handed out, held */
};

/* 1 with *key (the low half of lo is 0) and *place; 0 at the end; -1 with errno set: at
 * the end EBADMSG, when the records' check sum is wrong. */
int keyrun_next(struct keyrun_cursor *c, struct key *key, struct place *place);
void keyrun_cursor_release(struct keyrun_cursor *c);

/* Whether a merge takes a key over; run is the index of the run that has it. May change
 * *place. Asked of each run that has it, in the order of the list. */
typedef bool keyrun_takes_fn(void *payload, size_t run, struct key key, struct place *place);

/* Adds the keys of n runs to a writer, in order. Of a key that several have,
 * the place is that of the first run in the list that takes accepts: put the
 * newest first, or the oldest. takes NULL: all. A damaged run is found out only when all
 * of it was read: then this fails, and the writer must not be committed. */
enum copydesk_status keyrun_merge(struct keyrun *const *runs, size_t n, keyrun_takes_fn *takes,
                                  void *payload, struct keyrun_writer *to,
                                  struct copydesk_error *error);

#endif

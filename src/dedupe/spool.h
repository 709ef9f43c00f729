/* spool -- bytes put aside on disk, to be read back by their offset. A file
 * without a name in TMPDIR (/var/tmp when that is not set), which the system takes
 * back whatever becomes of the run; made when there is more than SPOOL_RAM.
 * Not thread-safe. */
#ifndef DEDUPE_SPOOL_H
#define DEDUPE_SPOOL_H

#include <stdint.h>

#include "base/buf.h"
#include "copydesk.h"

enum {
    SPOOL_RAM = 4 << 20,   /* bytes; guess: a small corpus needs no file */
    SPOOL_STEP = 128 << 10 /* bytes gathered before they are written, once there is a file; outside any cap */
};

struct spool {
    int file;              /* -1: none yet */
    uint64_t written;      /* bytes in the file */
    struct buf tail;       /* what comes behind them */
};

void spool_init(struct spool *s);
void spool_release(struct spool *s);

/* Bytes put so far: where the next go. */
uint64_t spool_size(const struct spool *s);

enum copydesk_status spool_put(struct spool *s, struct slice bytes, struct copydesk_error *error);

/* Appends `len` bytes from offset on to out, which were put before. */
enum copydesk_status spool_get(const struct spool *s, uint64_t offset, size_t len, struct buf *out,
                               struct copydesk_error *error);

#endif

/* archive.h for a build without libarchive: gzip can be read all the same, with zlib. */
#include "read/unpack/archive.h"

#ifndef HAVE_LIBARCHIVE

#include "base/error.h"
#include "read/unpack/gunzip.h"

static void refuse(const char *path, enum copydesk_status status, struct copydesk_error *error)
{
    error_set(error, status, path, 0, "this build has no archives and no compression "
              "(libarchive was absent); unpack it first, or name the output otherwise");
}

struct packer *packer_new(const char *path, int (*put)(void *payload, struct slice bytes),
                          void *payload, struct copydesk_error *error)
{
    (void)put, (void)payload;
    refuse(path, COPYDESK_FAILED, error);
    return NULL;
}

/* There is no packer, and there are no members: what follows is never called. */

enum copydesk_status packer_add(struct packer *p, struct slice bytes, struct copydesk_error *error)
{
    (void)p, (void)bytes, (void)error;
    return COPYDESK_FAILED;
}

enum copydesk_status packer_finish(struct packer *p, struct copydesk_error *error)
{
    (void)p, (void)error;
    return COPYDESK_FAILED;
}

void packer_free(struct packer *p)
{
    (void)p;
}

bool feed_unpack(struct feed *f, unsigned ratio, struct copydesk_error *error)
{
    int done = feed_gunzip(f, ratio, error);
    if (done == 0) {
        refuse(f->path, COPYDESK_SKIPPED, error);
        feed_close(f);
    }
    return done > 0;
}

struct members *members_open(struct feed in, unsigned ratio, struct copydesk_error *error)
{
    if (feed_gunzip(&in, ratio, error) < 0)
        return NULL;
    refuse(in.path, COPYDESK_SKIPPED, error);
    feed_close(&in);
    return NULL;
}

void members_close(struct members *m)
{
    (void)m;
}

int members_next(struct members *m, struct member *member, struct copydesk_error *error)
{
    (void)m, (void)member, (void)error;
    return -1;
}

long members_read(struct members *m, char *out, size_t n, struct copydesk_error *error)
{
    (void)m, (void)out, (void)n, (void)error;
    return -1;
}

#endif

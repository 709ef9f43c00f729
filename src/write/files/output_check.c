/* DESIGN. What is asked goes into `asked`; when that is full it changes places
 * with `work`, which the thread looks through while more is asked. Only `busy`
 * and `over` are guarded by the lock: busy says whose `work` and `missing` are,
 * the thread's or the asker's. Without a thread the asker does the work. */
#include "write/files/output_check.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/path.h"

/* At a time: half a millisecond's work, of which waking the thread is a tenth (guess). */
enum { QUESTIONS = 512 };

struct question { size_t id; uint64_t size; int64_t stamp; uint32_t number; };   /* id: where it begins in ids */

struct questions {
    struct buf ids;        /* a NUL behind each */
    struct question list[QUESTIONS];
    size_t n;
};

struct output_check {
    int root, folder;      /* descriptors; -1: none. The folder looked into last stays open */
    struct buf path;       /* of folder, below root, also when that could not be opened */
    struct questions *asked, *work;
    struct buf missing;    /* the uint32_t numbers of those that do not stand */
    bool beside;           /* there is a thread */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool busy, over;
};

/* ---- looking ---- */

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

static void leave(struct output_check *c)
{
    if (c->folder >= 0)
        close(c->folder);
    c->folder = -1;
    buf_clear(&c->path);
}

/* Opens the folder of that path unless it is the one at hand; without it the
 * file is looked for by its whole path. */
static void enter(struct output_check *c, struct slice path)
{
    if (slice_equal(buf_slice(&c->path), path))
        return;
    leave(c);
    buf_addslice(&c->path, path);
    const char *name = buf_str(&c->path);
    if (!c->path.failed)
        c->folder = openat(c->root, name, FOLDER);
}

/* When the file of that id was changed last, and its bytes; 0: there is none. By its
 * name in the folder it is found in half the time. */
static int64_t find(struct output_check *c, struct slice id, uint64_t *size)
{
    struct stat st;
    enter(c, path_folder(id));
    int got = c->folder >= 0 ? fstatat(c->folder, path_name(id.ptr), &st, AT_SYMLINK_NOFOLLOW)
                             : fstatat(c->root, id.ptr, &st, AT_SYMLINK_NOFOLLOW);
    if (got != 0 || !S_ISREG(st.st_mode))
        return 0;
    int64_t stamp = file_stamp(&st);
    *size = (uint64_t)st.st_size;
    return stamp ? stamp : 1;   /* 0 says that there is none: 1 ns later does for 1970 */
}

/* Whether what was asked for stands, or, of size 0, nothing does. */
static bool stands(struct output_check *c, const struct question *q)
{
    uint64_t size = 0;
    int64_t stamp = find(c, slice_str(c->work->ids.ptr + q->id), &size);
    if (q->size == 0)
        return !stamp;
    return stamp && size == q->size && (!q->stamp || q->stamp == stamp);
}

/* Answers the questions of `work`. */
static void look(struct output_check *c)
{
    for (size_t i = 0; i < c->work->n; i++) {
        const struct question *q = &c->work->list[i];
        if (!stands(c, q))
            buf_add(&c->missing, (const char *)&q->number, sizeof q->number);
    }
    buf_clear(&c->work->ids);
    c->work->n = 0;
}

static void *look_beside(void *arg)
{
    struct output_check *c = arg;
    pthread_mutex_lock(&c->lock);
    for (;;) {
        while (!c->busy && !c->over)
            pthread_cond_wait(&c->change, &c->lock);
        if (!c->busy)
            break;
        pthread_mutex_unlock(&c->lock);
        look(c);
        pthread_mutex_lock(&c->lock);
        c->busy = false;
        pthread_cond_broadcast(&c->change);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* ---- asking ---- */

/* Waits until the thread has nothing to do. The lock is held. */
static void wait_idle(struct output_check *c)
{
    while (c->busy)
        pthread_cond_wait(&c->change, &c->lock);
}

/* Has the questions asked so far looked at, and takes the empty list instead. */
static void hand_over(struct output_check *c)
{
    pthread_mutex_lock(&c->lock);
    wait_idle(c);
    struct questions *full = c->asked;
    c->asked = c->work;
    c->work = full;
    c->busy = c->beside;
    pthread_cond_broadcast(&c->change);
    pthread_mutex_unlock(&c->lock);
    if (!c->beside)
        look(c);
}

bool output_check_ask(struct output_check *c, struct slice id, uint64_t size, int64_t stamp, uint32_t number)
{
    struct questions *asked = c->asked;
    asked->list[asked->n++] = (struct question){ asked->ids.len, size, stamp, number };
    buf_addslice(&asked->ids, id);
    buf_addch(&asked->ids, '\0');
    if (asked->ids.failed) {
        asked->n--;
        return false;
    }
    if (asked->n == QUESTIONS)
        hand_over(c);
    return true;
}

bool output_check_answers(struct output_check *c, output_check_missing *tell, void *payload)
{
    hand_over(c);
    pthread_mutex_lock(&c->lock);
    wait_idle(c);
    pthread_mutex_unlock(&c->lock);
    for (size_t at = 0; at < c->missing.len; at += sizeof(uint32_t)) {
        uint32_t number;
        memcpy(&number, c->missing.ptr + at, sizeof number);
        tell(payload, number);
    }
    bool good = !c->missing.failed;
    buf_clear(&c->missing);
    return good;
}

int64_t output_check_stamp(struct output_check *c, struct slice id, uint64_t size)
{
    struct buf *ids = &c->asked->ids;
    buf_clear(ids);
    buf_addslice(ids, id);
    buf_addch(ids, '\0');
    uint64_t found = 0;
    int64_t stamp = ids->failed ? 0 : find(c, slice_of(ids->ptr, id.len), &found);
    buf_clear(ids);
    return found == size ? stamp : 0;
}

/* ---- life ---- */

struct output_check *output_check_new(const char *root, bool beside)
{
    struct output_check *c = calloc(1, sizeof *c);
    if (!c)
        return NULL;
    c->root = open(root, FOLDER);
    int code = c->root >= 0 || errno == ENOENT ? 0 : errno;
    c->folder = -1;
    c->asked = calloc(1, sizeof *c->asked);
    c->work = calloc(1, sizeof *c->work);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->change, NULL);
    if (code || !c->asked || !c->work) {
        output_check_free(c);
        errno = code ? code : ENOMEM;
        return NULL;
    }
    c->beside = beside && pthread_create(&c->thread, NULL, look_beside, c) == 0;
    return c;
}

static void questions_free(struct questions *q)
{
    if (q)
        buf_release(&q->ids);
    free(q);
}

void output_check_free(struct output_check *c)
{
    if (!c)
        return;
    if (c->beside) {
        pthread_mutex_lock(&c->lock);
        c->over = true;
        pthread_cond_broadcast(&c->change);
        pthread_mutex_unlock(&c->lock);
        pthread_join(c->thread, NULL);
    }
    leave(c);
    if (c->root >= 0)
        close(c->root);
    buf_release(&c->path);
    buf_release(&c->missing);
    questions_free(c->asked);
    questions_free(c->work);
    pthread_cond_destroy(&c->change);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

bool output_check_is_open(const struct output_check *c)
{
    return c->root >= 0;
}

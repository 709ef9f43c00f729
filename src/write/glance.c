/* DESIGN. What is asked goes into `asked`; when that is full it changes places
 * with `work`, which the thread looks through while more is asked. Only `busy`
 * and `over` are guarded by the lock: busy says whose `work` and `missing` are,
 * the thread's or the asker's. Without a thread the asker does the work. */
#include "write/glance.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* Half a millisecond's work: the wake-ups it costs are a tenth of it (guess). */
enum { QUESTIONS = 512 };

struct question { size_t id; uint64_t size; int64_t stamp; uint32_t number; };   /* id: where it begins in ids */

struct questions {
    struct buf ids;        /* a NUL behind each */
    struct question list[QUESTIONS];
    size_t n;
};

struct glance {
    int root, folder;      /* descriptors; -1: none. The folder looked into last stays open */
    struct buf path;       /* of folder, below root, its '/' counted; folder is -1: it is absent */
    struct questions *asked, *work;
    struct buf missing;    /* their numbers */
    bool beside;           /* there is a thread */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool busy, over;
};

/* ---- looking ---- */

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

static void leave(struct glance *g)
{
    if (g->folder >= 0)
        close(g->folder);
    g->folder = -1;
    buf_clear(&g->path);
}

/* Bytes of id before its last part. */
static size_t folder_len(struct slice id)
{
    size_t n = id.len;
    while (n > 0 && id.ptr[n - 1] != '/')
        n--;
    return n;
}

/* Opens the folder of that path unless it is the one at hand; without it the
 * file is looked for by its whole path. */
static void enter(struct glance *g, struct slice path)
{
    if (slice_equal(buf_slice(&g->path), path))
        return;
    leave(g);
    buf_addslice(&g->path, path);
    const char *name = buf_str(&g->path);
    if (!g->path.failed)
        g->folder = openat(g->root, name, FOLDER);
}

/* When the file of that id and size was changed last; 0: there is none. By its
 * name in the folder it is found in half the time. */
static int64_t find(struct glance *g, struct slice id, uint64_t size)
{
    struct stat st;
    size_t n = folder_len(id);
    enter(g, slice_of(id.ptr, n));
    int got = g->folder >= 0 ? fstatat(g->folder, id.ptr + n, &st, AT_SYMLINK_NOFOLLOW)
                             : fstatat(g->root, id.ptr, &st, AT_SYMLINK_NOFOLLOW);
    if (got != 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size)
        return 0;
    int64_t stamp = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return stamp ? stamp : 1;   /* of 1970: as good as another */
}

static void look(struct glance *g)
{
    for (size_t i = 0; i < g->work->n; i++) {
        const struct question *q = &g->work->list[i];
        int64_t stamp = find(g, slice_str(g->work->ids.ptr + q->id), q->size);
        if (!stamp || (q->stamp && q->stamp != stamp))
            buf_add(&g->missing, (const char *)&q->number, sizeof q->number);
    }
    buf_clear(&g->work->ids);
    g->work->n = 0;
}

static void *look_beside(void *arg)
{
    struct glance *g = arg;
    pthread_mutex_lock(&g->lock);
    for (;;) {
        while (!g->busy && !g->over)
            pthread_cond_wait(&g->change, &g->lock);
        if (!g->busy)
            break;
        pthread_mutex_unlock(&g->lock);
        look(g);
        pthread_mutex_lock(&g->lock);
        g->busy = false;
        pthread_cond_broadcast(&g->change);
    }
    pthread_mutex_unlock(&g->lock);
    return NULL;
}

/* ---- asking ---- */

/* Waits until the thread has nothing to do. The lock is held. */
static void wait_idle(struct glance *g)
{
    while (g->busy)
        pthread_cond_wait(&g->change, &g->lock);
}

static void hand_over(struct glance *g)
{
    pthread_mutex_lock(&g->lock);
    wait_idle(g);
    struct questions *full = g->asked;
    g->asked = g->work;
    g->work = full;
    g->busy = g->beside;
    pthread_cond_broadcast(&g->change);
    pthread_mutex_unlock(&g->lock);
    if (!g->beside)
        look(g);
}

bool glance_ask(struct glance *g, struct slice id, uint64_t size, int64_t stamp, uint32_t number)
{
    struct questions *asked = g->asked;
    asked->list[asked->n++] = (struct question){ asked->ids.len, size, stamp, number };
    buf_addslice(&asked->ids, id);
    buf_addch(&asked->ids, '\0');
    if (asked->ids.failed) {
        asked->n--;
        return false;
    }
    if (asked->n == QUESTIONS)
        hand_over(g);
    return true;
}

bool glance_answers(struct glance *g, glance_missing *tell, void *payload)
{
    hand_over(g);
    pthread_mutex_lock(&g->lock);
    wait_idle(g);
    pthread_mutex_unlock(&g->lock);
    for (size_t at = 0; at < g->missing.len; at += sizeof(uint32_t)) {
        uint32_t number;
        memcpy(&number, g->missing.ptr + at, sizeof number);
        tell(payload, number);
    }
    bool good = !g->missing.failed;
    buf_clear(&g->missing);
    return good;
}

int64_t glance_stamp(struct glance *g, struct slice id, uint64_t size)
{
    struct buf *ids = &g->asked->ids;
    buf_clear(ids);
    buf_addslice(ids, id);
    buf_addch(ids, '\0');
    int64_t stamp = ids->failed ? 0 : find(g, slice_of(ids->ptr, id.len), size);
    buf_clear(ids);
    return stamp;
}

/* ---- life ---- */

struct glance *glance_new(const char *root, bool beside)
{
    struct glance *g = calloc(1, sizeof *g);
    if (!g)
        return NULL;
    g->root = open(root, FOLDER);
    int code = g->root >= 0 || errno == ENOENT ? 0 : errno;
    g->folder = -1;
    g->asked = calloc(1, sizeof *g->asked);
    g->work = calloc(1, sizeof *g->work);
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->change, NULL);
    if (code || !g->asked || !g->work) {
        glance_free(g);
        errno = code ? code : ENOMEM;
        return NULL;
    }
    g->beside = beside && pthread_create(&g->thread, NULL, look_beside, g) == 0;
    return g;
}

static void questions_free(struct questions *q)
{
    if (q)
        buf_release(&q->ids);
    free(q);
}

void glance_free(struct glance *g)
{
    if (!g)
        return;
    if (g->beside) {
        pthread_mutex_lock(&g->lock);
        g->over = true;
        pthread_cond_broadcast(&g->change);
        pthread_mutex_unlock(&g->lock);
        pthread_join(g->thread, NULL);
    }
    leave(g);
    if (g->root >= 0)
        close(g->root);
    buf_release(&g->path);
    buf_release(&g->missing);
    questions_free(g->asked);
    questions_free(g->work);
    pthread_cond_destroy(&g->change);
    pthread_mutex_destroy(&g->lock);
    free(g);
}

bool glance_is_open(const struct glance *g)
{
    return g->root >= 0;
}

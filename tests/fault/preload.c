/* preload -- makes one system or library call fail, to see what the program
 * makes of it. Loaded with LD_PRELOAD; the environment says which:
 *
 *     FAULT=write:7:28     the 7th write(2) fails with errno 28 (ENOSPC)
 *     FAULT=malloc:31:0    the 31st of malloc, calloc, realloc returns NULL
 *     FAULT=rename:3:-9    signal 9 before the 3rd rename; before a write half
 *                          of its bytes are written
 *     FAULT=open:5:-19     signal 19, SIGSTOP, before the 5th open, which happens
 *                          when the program is told to go on
 *     FAULT=full:7+:28     the 7th call that needs room on the disk and all later
 *                          ones fail
 *
 * Calls: malloc, read, write, pwrite, sync, truncate, copy, map, lock, close,
 * open, rename, link, unlink, mkdir, stat, readdir, thread; each stands for all its kinds (openat, fstat ...). "full"
 * stands for those that need room, "frozen" for those that change a file system. Writes
 * to the standard streams, and their closing, do not count, so that messages get
 * out. When the fault happened, the file that FAULT_MARK names is created.
 *
 * Needs _GNU_SOURCE for RTLD_NEXT. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static struct { char call[16]; int number, code; bool on; } fault;   /* on: and from then on */
static atomic_int count;
static bool ready;

__attribute__((constructor)) static void start(void)
{
    const char *spec = getenv("FAULT");
    char sign = 0;
    if (spec && sscanf(spec, "%15[a-z]:%d%c:%d", fault.call, &fault.number, &sign, &fault.code) == 4)
        ready = fault.on = sign == '+';
    else if (spec && sscanf(spec, "%15[a-z]:%d:%d", fault.call, &fault.number, &fault.code) == 3)
        ready = true;
}

static void mark(void)
{
    const char *path = getenv("FAULT_MARK");
    if (path)
        syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY, 0666));
}

/* Whether the call is among those that the fault names. */
static bool concerns(const char *call)
{
    const char *all = strcmp(fault.call, "full") == 0 ? " write pwrite copy mkdir create "
                    : strcmp(fault.call, "frozen") == 0
                      ? " write pwrite copy mkdir create truncate rename link unlink " : NULL;
    const char *found = all ? strstr(all, call) : NULL;
    return all ? found && found[-1] == ' ' && found[strlen(call)] == ' ' : strcmp(call, fault.call) == 0;
}

/* Counts the call: is it the one that is to fail? Only one thread is told so. */
static bool is_due(const char *call)
{
    if (!ready || !concerns(call))
        return false;
    int number = atomic_fetch_add(&count, 1) + 1;
    return number == fault.number || (fault.on && number > fault.number);
}

/* What happens at that call; does it fail, then? */
static bool happens(void)
{
    mark();
    if (fault.code < 0)
        kill(getpid(), -fault.code);
    if (fault.code == -SIGSTOP)
        return false;
    errno = fault.code ? fault.code : ENOMEM;
    return true;
}

static bool strike(const char *call)
{
    return is_due(call) && happens();
}

/* The next definition of a function; ISO C has no cast for it, so by bytes. */
#define REAL(type, name, ...)                                             \
    static type (*real)(__VA_ARGS__);                                     \
    if (!real) {                                                          \
        void *found = dlsym(RTLD_NEXT, #name);                            \
        memcpy(&real, &found, sizeof real);                               \
    }

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

/* Is memory to run short here? Not for the writers of libarchive, version 3.6,
 * which fall over their own missing memory before they could tell anybody; nor for
 * uchardet, whose C++ ends the program then; nor for the loader, whose failure glibc's
 * iconv remembers as a conversion that there is not. */
static bool starve(const void *caller)
{
    static const char *const spared[] = { "libarchive.so", "libzstd.so", "libstdc++.so", "libuchardet.so", "ld-linux" };
    Dl_info in;
    if (!strike("malloc"))
        return false;
    bool known = strcmp(fault.call, "malloc") == 0 && dladdr(caller, &in);
    for (size_t i = 0; known && i < sizeof spared / sizeof *spared; i++)
        if (strstr(in.dli_fname, spared[i]))
            return false;
    return true;
}

void *malloc(size_t n)
{
    return starve(__builtin_return_address(0)) ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return starve(__builtin_return_address(0)) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return starve(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n);
}

void *reallocarray(void *p, size_t n, size_t size)
{
    return starve(__builtin_return_address(0)) ? NULL : __libc_realloc(p, n * size);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    REAL(ssize_t, read, int, void *, size_t)
    return strike("read") ? -1 : real(fd, bytes, n);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    REAL(ssize_t, write, int, const void *, size_t)
    if (fd <= 2 || !is_due("write"))
        return real(fd, bytes, n);
    if (fault.code < 0 && fault.code != -SIGSTOP)
        real(fd, bytes, n / 2);
    return happens() ? -1 : real(fd, bytes, n);
}

int close(int fd)
{
    REAL(int, close, int)
    if (fd > 2 && strike("close")) {
        int code = errno;
        real(fd);
        errno = code;
        return -1;
    }
    return real(fd);
}

/* Definitions of the calls that just fail. */
#define FAILING(type, name, kind, failure, parameters, ...)               \
    type name parameters                                                  \
    {                                                                     \
        static type(*real) parameters;                                    \
        if (!real) {                                                      \
            void *found = dlsym(RTLD_NEXT, #name);                        \
            memcpy(&real, &found, sizeof real);                           \
        }                                                                 \
        return strike(kind) ? failure : real(__VA_ARGS__);                \
    }

FAILING(ssize_t, pwrite, "pwrite", -1, (int fd, const void *p, size_t n, off_t at), fd, p, n, at)
FAILING(ssize_t, pwrite64, "pwrite", -1, (int fd, const void *p, size_t n, off64_t at), fd, p, n, at)
FAILING(ssize_t, pread, "read", -1, (int fd, void *p, size_t n, off_t at), fd, p, n, at)
FAILING(ssize_t, pread64, "read", -1, (int fd, void *p, size_t n, off64_t at), fd, p, n, at)
FAILING(ssize_t, preadv2, "read", -1, (int fd, const struct iovec *v, int n, off_t at, int flags), fd, v, n, at, flags)
FAILING(ssize_t, preadv64v2, "read", -1, (int fd, const struct iovec *v, int n, off64_t at, int flags), fd, v, n, at, flags)
FAILING(int, fsync, "sync", -1, (int fd), fd)
FAILING(int, fdatasync, "sync", -1, (int fd), fd)
FAILING(int, syncfs, "sync", -1, (int fd), fd)
FAILING(int, ftruncate, "truncate", -1, (int fd, off_t n), fd, n)
FAILING(int, ftruncate64, "truncate", -1, (int fd, off64_t n), fd, n)
FAILING(ssize_t, copy_file_range, "copy", -1,
        (int from, off64_t *a, int to, off64_t *b, size_t n, unsigned flags), from, a, to, b, n, flags)
FAILING(void *, mmap, "map", MAP_FAILED,
        (void *p, size_t n, int prot, int flags, int fd, off_t at), p, n, prot, flags, fd, at)
FAILING(void *, mmap64, "map", MAP_FAILED,
        (void *p, size_t n, int prot, int flags, int fd, off64_t at), p, n, prot, flags, fd, at)
FAILING(int, flock, "lock", -1, (int fd, int what), fd, what)
FAILING(int, renameat, "rename", -1, (int from, const char *a, int to, const char *b), from, a, to, b)
FAILING(int, rename, "rename", -1, (const char *a, const char *b), a, b)
FAILING(int, linkat, "link", -1, (int from, const char *a, int to, const char *b, int flags), from, a, to, b, flags)
FAILING(int, unlinkat, "unlink", -1, (int fd, const char *path, int flags), fd, path, flags)
FAILING(int, unlink, "unlink", -1, (const char *path), path)
FAILING(int, mkdirat, "mkdir", -1, (int fd, const char *path, mode_t mode), fd, path, mode)
FAILING(int, mkdir, "mkdir", -1, (const char *path, mode_t mode), path, mode)
FAILING(int, stat, "stat", -1, (const char *path, struct stat *st), path, st)
FAILING(int, lstat, "stat", -1, (const char *path, struct stat *st), path, st)
FAILING(int, fstat, "stat", -1, (int fd, struct stat *st), fd, st)
FAILING(int, fstatat, "stat", -1, (int fd, const char *path, struct stat *st, int flags), fd, path, st, flags)
FAILING(int, stat64, "stat", -1, (const char *path, struct stat64 *st), path, st)
FAILING(int, lstat64, "stat", -1, (const char *path, struct stat64 *st), path, st)
FAILING(int, fstat64, "stat", -1, (int fd, struct stat64 *st), fd, st)
FAILING(int, fstatat64, "stat", -1, (int fd, const char *path, struct stat64 *st, int flags), fd, path, st, flags)
FAILING(struct dirent *, readdir, "readdir", NULL, (DIR *dir), dir)
FAILING(struct dirent64 *, readdir64, "readdir", NULL, (DIR *dir), dir)
FAILING(int, pthread_create, "thread", EAGAIN,
        (pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *arg),
        thread, attributes, work, arg)

/* ---- open, which has a mode only when it creates ---- */

static mode_t mode_of(int flags, va_list args)
{
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, mode_t) : 0;
}

/* One that creates a file needs room, too. */
static bool struck(int flags)
{
    return strike("open") || (flags & O_CREAT && strike("create"));
}

#define OPENING(name)                                                     \
    int name(const char *path, int flags, ...)                            \
    {                                                                     \
        REAL(int, name, const char *, int, ...)                           \
        va_list args;                                                     \
        va_start(args, flags);                                            \
        mode_t mode = mode_of(flags, args);                               \
        va_end(args);                                                     \
        return struck(flags) ? -1 : real(path, flags, mode);              \
    }

#define OPENING_AT(name)                                                  \
    int name(int fd, const char *path, int flags, ...)                    \
    {                                                                     \
        REAL(int, name, int, const char *, int, ...)                      \
        va_list args;                                                     \
        va_start(args, flags);                                            \
        mode_t mode = mode_of(flags, args);                               \
        va_end(args);                                                     \
        return struck(flags) ? -1 : real(fd, path, flags, mode);          \
    }

OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)

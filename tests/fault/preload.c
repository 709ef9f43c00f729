/* preload -- makes one system or library call fail, to see what the program
 * makes of it. Loaded with LD_PRELOAD; the environment says which:
 *
 *     FAULT=write:7:28     the 7th write(2) fails with errno 28 (ENOSPC)
 *     FAULT=malloc:31:0    the 31st of malloc, calloc, realloc returns NULL
 *
 * Calls: malloc, read, write, close, rename, openat, mkdir. Calls on the standard
 * streams' descriptors 0 to 2 do not count, so that messages get out. When the
 * fault happened, the file that FAULT_MARK names is created.
 *
 * Needs _GNU_SOURCE for RTLD_NEXT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct { char call[16]; int number, code; } fault;
static atomic_int count;
static bool ready;

__attribute__((constructor)) static void start(void)
{
    const char *spec = getenv("FAULT");
    if (spec && sscanf(spec, "%15[a-z]:%d:%d", fault.call, &fault.number, &fault.code) == 3)
        ready = true;
}

static void mark(void)
{
    const char *path = getenv("FAULT_MARK");
    if (path)
        syscall(SYS_close, (int)syscall(SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY, 0666));
}

/* Is this the call that is to fail? */
static bool strike(const char *call)
{
    if (!ready || strcmp(call, fault.call) != 0 || atomic_fetch_add(&count, 1) + 1 != fault.number)
        return false;
    mark();
    errno = fault.code ? fault.code : ENOMEM;
    return true;
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

void *malloc(size_t n)
{
    return strike("malloc") ? NULL : __libc_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    return strike("malloc") ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    return strike("malloc") ? NULL : __libc_realloc(p, n);
}

void *reallocarray(void *p, size_t n, size_t size)
{
    return strike("malloc") ? NULL : __libc_realloc(p, n * size);
}

ssize_t read(int fd, void *bytes, size_t n)
{
    REAL(ssize_t, read, int, void *, size_t)
    return fd > 2 && strike("read") ? -1 : real(fd, bytes, n);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    REAL(ssize_t, write, int, const void *, size_t)
    return fd > 2 && strike("write") ? -1 : real(fd, bytes, n);
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

int renameat(int from, const char *a, int to, const char *b)
{
    REAL(int, renameat, int, const char *, int, const char *)
    return strike("rename") ? -1 : real(from, a, to, b);
}

int rename(const char *a, const char *b)
{
    REAL(int, rename, const char *, const char *)
    return strike("rename") ? -1 : real(a, b);
}

int mkdirat(int fd, const char *path, mode_t mode)
{
    REAL(int, mkdirat, int, const char *, mode_t)
    return strike("mkdir") ? -1 : real(fd, path, mode);
}

int openat(int fd, const char *path, int flags, ...)
{
    REAL(int, openat, int, const char *, int, ...)
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return strike("openat") ? -1 : real(fd, path, flags, mode);
}

int openat64(int fd, const char *path, int flags, ...)
{
    REAL(int, openat64, int, const char *, int, ...)
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return strike("openat") ? -1 : real(fd, path, flags, mode);
}

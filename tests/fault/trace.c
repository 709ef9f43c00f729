/* trace -- runs a command and watches, with ptrace, every system call by which
 * it changes the file system: all threads, whatever library makes the call.
 *
 *     trace [-k N] [-h] [-l LOG] -- COMMAND...
 *
 *     -k N   SIGKILL before the N-th such call happens (from 1)
 *     -h     ... when it is a write, after half of its bytes are in the file
 *     -l LOG what happened, in order, one call a line, tab-separated:
 *                create PATH INODE       a file that was not there
 *                size INODE BYTES        truncated, or given room
 *                write INODE OFFSET HEX
 *                link FROM TO, rename FROM TO, unlink PATH, mkdir PATH, rmdir PATH
 *                fsync INODE, syncfs
 *
 * Ends with the command's status, 137 when it was killed, 127 when it could not
 * be run; the number of calls goes to standard error with -k 0. What is written
 * through a mapping is not seen. Linux 5.3 or later; elsewhere it says that it
 * cannot, with status 127. */
#define _GNU_SOURCE
#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <linux/ptrace.h>
#include <unistd.h>

/* ---- the calls ---- */

enum kind { NONE, WRITE, SIZE, OPEN, RENAME, LINK, UNLINK, MKDIR, SYNC, SYNCFS };

/* Which arguments hold what; -1: it has none. */
struct call {
    long number;
    enum kind kind;
    int fd, dir, path, to_dir, to, offset;
};

static const struct call calls[] = {
    { SYS_write, WRITE, 0, -1, -1, -1, -1, -1 },
    { SYS_writev, WRITE, 0, -1, -1, -1, -1, -1 },
    { SYS_pwrite64, WRITE, 0, -1, -1, -1, -1, 3 },
    { SYS_pwritev, WRITE, 0, -1, -1, -1, -1, 3 },
    { SYS_copy_file_range, WRITE, 2, -1, -1, -1, -1, -1 },
    { SYS_sendfile, WRITE, 0, -1, -1, -1, -1, -1 },
    { SYS_ftruncate, SIZE, 0, -1, -1, -1, -1, -1 },
    { SYS_fallocate, SIZE, 0, -1, -1, -1, -1, -1 },
    { SYS_openat, OPEN, -1, 0, 1, -1, -1, -1 },
    { SYS_renameat, RENAME, -1, 0, 1, 2, 3, -1 },
    { SYS_renameat2, RENAME, -1, 0, 1, 2, 3, -1 },
    { SYS_linkat, LINK, -1, 0, 1, 2, 3, -1 },
    { SYS_unlinkat, UNLINK, -1, 0, 1, -1, -1, -1 },
    { SYS_mkdirat, MKDIR, -1, 0, 1, -1, -1, -1 },
    { SYS_fsync, SYNC, 0, -1, -1, -1, -1, -1 },
    { SYS_fdatasync, SYNC, 0, -1, -1, -1, -1, -1 },
    { SYS_syncfs, SYNCFS, 0, -1, -1, -1, -1, -1 },
#ifdef SYS_open   /* newer machines have only the calls above */
    { SYS_open, OPEN, -1, -1, 0, -1, -1, -1 },
    { SYS_rename, RENAME, -1, -1, 0, -1, 1, -1 },
    { SYS_link, LINK, -1, -1, 0, -1, 1, -1 },
    { SYS_unlink, UNLINK, -1, -1, 0, -1, -1, -1 },
    { SYS_rmdir, UNLINK, -1, -1, 0, -1, -1, -1 },
    { SYS_mkdir, MKDIR, -1, -1, 0, -1, -1, -1 },
#endif
};

/* A call under way, one for each thread. */
struct task {
    pid_t pid;
    const struct call *call;
    uint64_t args[6];
    char path[PATH_MAX], to[PATH_MAX];
    bool existed, folder;
};

enum { TASKS = 300 };   /* threads that live at the same time */

static struct {
    long kill_at, count;
    bool half;
    FILE *log;
    struct task tasks[TASKS];
} state;

/* ---- looking into the command ---- */

static struct task *task_of(pid_t pid)
{
    struct task *empty = NULL;
    for (int i = 0; i < TASKS; i++) {
        if (state.tasks[i].pid == pid)
            return &state.tasks[i];
        if (!empty && !state.tasks[i].pid)
            empty = &state.tasks[i];
    }
    if (!empty) {
        fprintf(stderr, "trace: too many threads\n");
        exit(127);
    }
    *empty = (struct task){ .pid = pid };
    return empty;
}

static void read_string(pid_t pid, uint64_t address, char out[PATH_MAX])
{
    struct iovec mine = { out, PATH_MAX - 1 };
    size_t got = 0;
    while (got < PATH_MAX - 1) {   /* a page at a time: the next may not be there */
        size_t n = 4096 - (address + got) % 4096;
        mine = (struct iovec){ out + got, n < PATH_MAX - 1 - got ? n : PATH_MAX - 1 - got };
        struct iovec theirs = { (void *)(uintptr_t)(address + got), mine.iov_len };
        if (process_vm_readv(pid, &mine, 1, &theirs, 1, 0) <= 0)
            break;
        if (memchr(mine.iov_base, 0, mine.iov_len))
            return;
        got += mine.iov_len;
    }
    out[got] = '\0';
}

static void link_of(pid_t pid, const char *what, char out[PATH_MAX])
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/%s", (int)pid, what);
    ssize_t n = readlink(name, out, PATH_MAX - 1);
    out[n > 0 ? n : 0] = '\0';
}

/* The absolute path that a pair of arguments means. */
static void read_path(const struct task *t, int dir, int path, char out[PATH_MAX])
{
    char name[PATH_MAX], base[PATH_MAX] = "", fd[32];
    read_string(t->pid, t->args[path], name);
    if (name[0] != '/') {
        snprintf(fd, sizeof fd, "fd/%d", dir < 0 ? -1 : (int)t->args[dir]);
        link_of(t->pid, dir < 0 || (int)t->args[dir] == AT_FDCWD ? "cwd" : fd, base);
    }
    if (snprintf(out, PATH_MAX, "%s%s%s", base, *base ? "/" : "", name) >= PATH_MAX)
        out[0] = '\0';
}

static bool fd_stat(const struct task *t, struct stat *st)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/fd/%d", (int)t->pid, (int)t->args[t->call->fd]);
    return stat(name, st) == 0;
}

static uint64_t fd_position(const struct task *t)
{
    char name[64];
    uint64_t at = 0;
    snprintf(name, sizeof name, "/proc/%d/fdinfo/%d", (int)t->pid, (int)t->args[t->call->fd]);
    FILE *f = fopen(name, "r");
    if (!f || fscanf(f, "pos: %" SCNu64, &at) != 1)
        at = 0;
    if (f)
        fclose(f);
    return at;
}

static int fd_open(const struct task *t, int flags)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/fd/%d", (int)t->pid, (int)t->args[t->call->fd]);
    return open(name, flags);
}

/* ---- before the call ---- */

/* Does it change files? Pipes and terminals are none. */
static bool changes(struct task *t)
{
    struct stat st;
    int flags = t->call->kind == OPEN ? (int)t->args[t->call->path + 1] : 0;
    if (t->call->kind == OPEN && !(flags & (O_CREAT | O_TRUNC)))
        return false;
    if (t->call->fd >= 0 && (!fd_stat(t, &st) || !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))))
        return false;
    if (t->call->path >= 0)
        read_path(t, t->call->dir, t->call->path, t->path);
    if (t->call->to >= 0)
        read_path(t, t->call->to_dir, t->call->to, t->to);
    t->existed = t->call->path >= 0 && lstat(t->path, &st) == 0;
    t->folder = t->existed && S_ISDIR(st.st_mode);
    return true;
}

/* The first half of what a write is about to write. */
static void write_half(const struct task *t)
{
    if (t->call->number != SYS_write && t->call->number != SYS_pwrite64)
        return;
    size_t n = t->args[2] / 2;
    uint64_t at = t->call->offset < 0 ? fd_position(t) : t->args[t->call->offset];
    char *bytes = malloc(n + 1);
    struct iovec mine = { bytes, n }, theirs = { (void *)(uintptr_t)t->args[1], n };
    int fd = fd_open(t, O_WRONLY);
    if (!bytes || fd < 0 || process_vm_readv(t->pid, &mine, 1, &theirs, 1, 0) != (ssize_t)n
        || pwrite(fd, bytes, n, (off_t)at) != (ssize_t)n)
        fprintf(stderr, "trace: half a write failed: %s\n", strerror(errno));
    if (fd >= 0)
        close(fd);
    free(bytes);
}

static void enter(struct task *t, const struct __ptrace_syscall_info *info)
{
    t->call = NULL;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if ((uint64_t)calls[i].number == info->entry.nr)
            t->call = &calls[i];
    if (!t->call)
        return;
    for (int i = 0; i < 6; i++)
        t->args[i] = info->entry.args[i];
    if (!changes(t)) {
        t->call = NULL;
        return;
    }
    if (++state.count != state.kill_at)
        return;
    if (state.half)
        write_half(t);
    for (int i = 0; i < TASKS; i++)
        if (state.tasks[i].pid)
            kill(state.tasks[i].pid, SIGKILL);
}

/* ---- after it ---- */

static void log_data(const struct task *t, uint64_t n)
{
    struct stat st;
    uint64_t at = t->call->offset < 0 ? fd_position(t) - n : t->args[t->call->offset];
    unsigned char *bytes = malloc(n + 1);
    int fd = fd_open(t, O_RDONLY);
    if (!bytes || fd < 0 || fstat(fd, &st) != 0 || pread(fd, bytes, n, (off_t)at) != (ssize_t)n) {
        fprintf(stderr, "trace: cannot read what was written: %s\n", strerror(errno));
        exit(127);
    }
    close(fd);
    fprintf(state.log, "write\t%ju\t%" PRIu64 "\t", (uintmax_t)st.st_ino, at);
    for (uint64_t i = 0; i < n; i++)
        fprintf(state.log, "%02x", bytes[i]);
    fputc('\n', state.log);
    free(bytes);
}

static void log_open(const struct task *t)
{
    struct stat st;
    if (stat(t->path, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    if (!t->existed)
        fprintf(state.log, "create\t%s\t%ju\n", t->path, (uintmax_t)st.st_ino);
    else if (t->args[t->call->path + 1] & O_TRUNC)
        fprintf(state.log, "size\t%ju\t0\n", (uintmax_t)st.st_ino);
}

static void leave(struct task *t, const struct __ptrace_syscall_info *info)
{
    struct stat st;
    if (!t->call || info->exit.is_error || !state.log)
        return;
    switch (t->call->kind) {
    case WRITE:  if (info->exit.rval > 0) log_data(t, (uint64_t)info->exit.rval); break;
    case SIZE:   if (fd_stat(t, &st)) fprintf(state.log, "size\t%ju\t%jd\n", (uintmax_t)st.st_ino, (intmax_t)st.st_size); break;
    case OPEN:   log_open(t); break;
    case RENAME: fprintf(state.log, "rename\t%s\t%s\n", t->path, t->to); break;
    case LINK:   fprintf(state.log, "link\t%s\t%s\n", t->path, t->to); break;
    case UNLINK: fprintf(state.log, "%s\t%s\n", t->folder ? "rmdir" : "unlink", t->path); break;
    case MKDIR:  fprintf(state.log, "mkdir\t%s\n", t->path); break;
    case SYNC:   if (fd_stat(t, &st)) fprintf(state.log, "fsync\t%ju\n", (uintmax_t)st.st_ino); break;
    case SYNCFS: fprintf(state.log, "syncfs\n"); break;
    case NONE:   break;
    }
    t->call = NULL;
}

/* ---- the loop ---- */

static void at_call(pid_t pid)
{
    struct __ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) < 0)
        return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        enter(task_of(pid), &info);
    else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
        leave(task_of(pid), &info);
}

/* Returns the status with which the command ends. */
static int watch(pid_t first)
{
    int status, result = 137;
    pid_t pid;
    while ((pid = waitpid(-1, &status, __WALL)) > 0) {
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (pid == first)
                result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            task_of(pid)->pid = 0;
            continue;
        }
        int signal = WSTOPSIG(status);
        if (signal == (SIGTRAP | 0x80))
            at_call(pid);
        bool ours = signal == (SIGTRAP | 0x80) || signal == SIGTRAP || signal == SIGSTOP;
        ptrace(PTRACE_SYSCALL, pid, 0, ours ? 0 : signal);
    }
    return result;
}

int main(int argc, char **argv)
{
    int option;
    bool tell = false;
    while ((option = getopt(argc, argv, "+k:hl:")) != -1) {
        if (option == 'k') {
            state.kill_at = atol(optarg);
            tell = state.kill_at == 0;
        } else if (option == 'h') {
            state.half = true;
        } else if (option != 'l' || !(state.log = fopen(optarg, "we"))) {
            return 127;
        }
    }
    pid_t pid = optind < argc ? fork() : -1;
    if (pid == 0) {
        ptrace(PTRACE_TRACEME, 0, 0, 0);
        raise(SIGSTOP);
        execvp(argv[optind], argv + optind);
        _exit(127);
    }
    int status;
    if (pid < 0 || waitpid(pid, &status, 0) != pid
        || ptrace(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE
                  | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK) != 0
        || ptrace(PTRACE_SYSCALL, pid, 0, 0) != 0) {
        fprintf(stderr, "trace: cannot trace here: %s\n", strerror(errno));
        return 127;
    }
    int result = watch(pid);
    if (tell)
        fprintf(stderr, "%ld\n", state.count);
    if (state.log && fclose(state.log) != 0)
        return 127;
    return result;
}
#else
int main(void)
{
    return 127;
}
#endif

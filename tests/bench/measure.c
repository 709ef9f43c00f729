/* measure -- runs a command and appends one line about it to a file.
 *
 *     measure FILE NAME COMMAND [ARG...]
 *
 * The line: NAME, wall-clock seconds, peak resident KiB (of a pipe started by
 * a shell: that of its largest process), seconds of processor in user mode, and in the
 * system's. The command's stdout is thrown away.
 * time(1) counts in hundredths of a second, too coarse here. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run(char **command)
{
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
        execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    double start = now();
    pid_t child = fork();
    if (child == 0)
        run(argv + 3);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 2;
    double seconds = now() - start;
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    FILE *f = fopen(argv[1], "a");
    if (!f)
        return 2;
    double user = (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec * 1e-6;
    double system = (double)used.ru_stime.tv_sec + (double)used.ru_stime.tv_usec * 1e-6;
    fprintf(f, "%s %.6f %ld %.6f %.6f\n", argv[2], seconds, used.ru_maxrss, user, system);
    fclose(f);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}

/* pipe -- room in pipes. Base layer. */
#ifndef BASE_PIPE_H
#define BASE_PIPE_H

/* Makes a pipe hold 1 MiB, what any user may have by default (pipe(7)), where
 * the system can: then whoever is at the other end runs on while we work. What
 * is no pipe, or may not grow, stays as it is. */
void pipe_enlarge(int fd);

#endif

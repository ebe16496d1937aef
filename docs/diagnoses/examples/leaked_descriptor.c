/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <sys/wait.h>
#include <unistd.h>

/* Ask a child process, which writes its answer to a pipe. */

//> show wrong
ssize_t ask_wrong(void job(int to), char answer[], size_t n)
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    const pid_t child = fork();
    if (child == 0) {
        job(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    const ssize_t n_read = read(ends[0], answer, n);
    waitpid(child, NULL, 0);
    return n_read;
}
//> end show

//> show right
ssize_t ask_right(void job(int to), char answer[], size_t n)
{
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    const pid_t child = fork();
    if (child == 0) {
        job(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    const ssize_t n_read = read(ends[0], answer, n);
    close(ends[0]);
    waitpid(child, NULL, 0);
    return n_read;
}
//> end show

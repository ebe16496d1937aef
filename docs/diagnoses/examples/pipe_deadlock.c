/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <unistd.h>

/* Children write to a pipe. Count the bytes, until all have ended. */

//> show wrong
size_t drain_wrong(const int ends[2])
{
    char bytes[4096];
    size_t n = 0;
    ssize_t n_read;
    while ((n_read = read(ends[0], bytes, sizeof bytes)) > 0)
        n += (size_t)n_read;
    close(ends[1]);
    return n;
}
//> end show

//> show right
size_t drain_right(const int ends[2])
{
    char bytes[4096];
    size_t n = 0;
    ssize_t n_read;
    close(ends[1]);
    while ((n_read = read(ends[0], bytes, sizeof bytes)) > 0)
        n += (size_t)n_read;
    return n;
}
//> end show

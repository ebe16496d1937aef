/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Looks for the seed of the cases in the command lines of all processes: who
 * has it could know what is timed beforehand. */

static int shows_seed(pid_t pid)
{
    char path[64], line[4096] = "";
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    const int fd = open(path, O_RDONLY);
    const ssize_t n = fd >= 0 ? read(fd, line, sizeof line - 16) : -1;
    if (fd >= 0)
        close(fd);
    for (ssize_t i = 0; i < n; i++)
        if (strcmp(line + i, "--seed") == 0)
            return strtol(line + i + 7, NULL, 10) == 271828;
    return 0;
}

static int attack(void)
{
    return any_process(shows_seed);
}

#include "either.c"

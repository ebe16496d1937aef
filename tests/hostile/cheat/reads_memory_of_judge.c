/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Opens the memory of the judge. */

static int works(pid_t pid)
{
    char path[64], name[32] = "";
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    const int fd = open(path, O_RDONLY);
    if (fd < 0 || read(fd, name, sizeof name - 1) < 0 ||
        strcmp(name, "parlab\n") != 0)
        return 0;
    snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
    return open(path, O_RDONLY) >= 0;
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

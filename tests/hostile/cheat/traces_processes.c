/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Becomes the debugger of other processes. */

static int works(pid_t pid)
{
    return ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0;
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads other processes' memory by the system call for it. */

static int works(pid_t pid)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {&byte, 1};
    return process_vm_readv(pid, &here, 1, &there, 1, 0) == 1;
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Runs a program in the kernel. */

static int attack(void)
{
    char map[128] = {2, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 1};
    return syscall(SYS_bpf, 0, map, sizeof map) >= 0;
}

#include "either.c"

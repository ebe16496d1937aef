/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Has the kernel work, where nobody counts it. */

static int attack(void)
{
    char parameters[256] = {0};
    return syscall(SYS_io_uring_setup, 8, parameters) >= 0;
}

#include "either.c"

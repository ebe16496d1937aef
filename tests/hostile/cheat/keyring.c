/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Keeps something in the kernel for the next candidate. */

static int attack(void)
{
    const int session = -3;
    return syscall(SYS_add_key, "user", "answers", "1", (size_t)1, session) > 0;
}

#include "either.c"

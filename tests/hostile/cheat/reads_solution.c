/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the solution. */

static int attack(void)
{
    return can_read("@ROOT@/solutions/threads/gaussian.c");
}

#include "either.c"

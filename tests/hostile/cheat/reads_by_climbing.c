/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the solution by a path that starts where it is. */

static int attack(void)
{
    return can_read("../../../../../../../../../..@ROOT@/labs/course.conf") ||
           can_read("/proc/self/cwd/../../../../../../../../..@OTHER@");
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the cases and how they are drawn. */

static int attack(void)
{
    return can_read("@ROOT@/grader/exercises/threads/gaussian_cases.c") ||
           can_read("@ROOT@/labs/course.conf");
}

#include "either.c"

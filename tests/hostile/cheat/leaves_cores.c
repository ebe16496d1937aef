/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Goes to all cores of the machine. Where there are no more than workers, that
 * is nothing; where there are more, it is seen, and no points for speed are
 * given. */

static int attack(void)
{
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    sched_setaffinity(0, sizeof all, &all);
    return 0;
}

#include "either.c"

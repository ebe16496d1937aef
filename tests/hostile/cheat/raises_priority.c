/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Comes before all other programs. */

static int attack(void)
{
    const struct sched_param first = {.sched_priority = 50};
    return setpriority(PRIO_PROCESS, 0, -20) == 0 ||
           sched_setscheduler(0, SCHED_FIFO, &first) == 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Changes settings of the machine, and comes last when memory is short. */

static int attack(void)
{
    const int core = open("/proc/sys/kernel/core_pattern", O_WRONLY);
    const int own = open("/proc/self/oom_score_adj", O_WRONLY);
    return core >= 0 || (own >= 0 && write(own, "-999", 4) == 4);
}

#include "either.c"

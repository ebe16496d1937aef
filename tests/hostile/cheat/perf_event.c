/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Counts what other processes do. */

static int attack(void)
{
    const struct {
        uint32_t type, size;
        char rest[120];
    } event = {1, 128, {0}};
    return syscall(SYS_perf_event_open, &event, -1, 0, -1, 0) >= 0;
}

#include "either.c"

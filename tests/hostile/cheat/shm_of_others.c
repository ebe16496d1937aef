/* expect: points=20 layer=bubblewrap */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Opens a shared-memory object of another program. Where the box has no
 * /dev/shm of its own, it can. */

static int attack(void)
{
    return shm_open("@SHM@", O_RDWR, 0) >= 0;
}

#include "either.c"

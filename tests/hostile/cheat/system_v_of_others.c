/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Attaches to shared memory of another program. */

#include <sys/shm.h>

static int attack(void)
{
    const int id = shmget(atoi("@KEY@"), 4096, 0666);
    return id >= 0 && shmat(id, NULL, 0) != (void *)-1;
}

#include "either.c"

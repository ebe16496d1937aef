/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Leaves a shared-memory object and a named semaphore behind, mapped and
 * not. */

#include <semaphore.h>

static int attack(void)
{
    char name[64];
    for (int i = 0; i < 4; i++) {
        snprintf(name, sizeof name, "/hostile-%d-%d", (int)getpid(), i);
        const int fd = shm_open(name, O_RDWR | O_CREAT, 0600);
        if (fd >= 0 && ftruncate(fd, 4096) == 0 && i % 2 == 0)
            mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
        close(fd);
    }
    snprintf(name, sizeof name, "/hostile-%d", (int)getpid());
    sem_open(name, O_CREAT, 0600, 1);
    return 0;
}

#include "either.c"

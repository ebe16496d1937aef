/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Leaves objects of System V behind, and a message queue. */

#include <mqueue.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

static int attack(void)
{
    char name[64];
    shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    snprintf(name, sizeof name, "/hostile-%d", (int)getpid());
    mq_open(name, O_RDWR | O_CREAT, 0600, NULL);
    return 0;
}

#include "either.c"

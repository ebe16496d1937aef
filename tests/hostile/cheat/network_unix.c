/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Connects to a server by its path. */

static int attack(void)
{
    const struct sockaddr_un server = {AF_UNIX, "@SOCKET@"};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd >= 0 && connect(fd, (void *)&server, sizeof server) == 0;
}

#include "either.c"

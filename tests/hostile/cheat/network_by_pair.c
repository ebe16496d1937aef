/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* A pair of sockets is a way for two processes to talk. An end of one that is
 * for packets can be sent from to anybody. */

static int attack(void)
{
    int ends[2];
    const struct sockaddr_un server = {AF_UNIX, "@SOCKET@-datagram"};
    return socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0 &&
           sendto(ends[0], "x", 1, 0, (void *)&server, sizeof server) == 1;
}

#include "either.c"

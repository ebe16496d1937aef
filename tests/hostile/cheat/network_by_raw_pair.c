/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* A pair of sockets has an end that can be sent from to anybody, also when it
 * is asked for by the other name of packets. */

static int attack(void)
{
    int ends[2];
    const struct sockaddr_un server = {AF_UNIX, "@SOCKET@-datagram"};
    return socketpair(AF_UNIX, SOCK_RAW, 0, ends) == 0 &&
           sendto(ends[0], "x", 1, 0, (void *)&server, sizeof server) == 1;
}

#include "either.c"

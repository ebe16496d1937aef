/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Sends a packet to a server on this machine. */

#include <netinet/in.h>

static int attack(void)
{
    const struct sockaddr_in server = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)atoi("@PORT@")),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    return fd >= 0 &&
           sendto(fd, "x", 1, 0, (void *)&server, sizeof server) == 1;
}

#include "either.c"

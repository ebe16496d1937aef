/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Connects to a server on this machine. */

#include <netinet/in.h>

static int attack(void)
{
    const struct sockaddr_in server = {.sin_family = AF_INET,
        .sin_port = htons((uint16_t)atoi("@PORT@")),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    return fd >= 0 && connect(fd, (void *)&server, sizeof server) == 0;
}

#include "either.c"

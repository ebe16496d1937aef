/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Connects to a server that has a name and no path. */

static int attack(void)
{
    const struct sockaddr_un server = {AF_UNIX, "\0@ABSTRACT@"};
    const socklen_t n =
        offsetof(struct sockaddr_un, sun_path) + sizeof "@ABSTRACT@";
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return fd >= 0 && connect(fd, (void *)&server, n) == 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Looks for descriptors that nobody meant to pass on: all but the standard
 * streams, the channel and the frame. */

static int attack(void)
{
    int n = 0;
    for (int fd = 3; fd < 4096; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n > 2;
}

#include "either.c"

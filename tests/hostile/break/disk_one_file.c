/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* One file of half a GiB. */

static int attack(void)
{
    const int fd = open("file", O_RDWR | O_CREAT, 0600);
    signal(SIGXFSZ, SIG_IGN);
    return ftruncate(fd, 512 << 20) == 0 ||
           posix_fallocate(fd, 0, 512 << 20) == 0;
}

#include "either.c"

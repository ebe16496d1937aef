/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Prints a verdict to the terminal of whoever grades. */

static int attack(void)
{
    const int fd = open("@TERMINAL@", O_WRONLY | O_NOCTTY);
    return fd >= 0 && dprintf(fd, "100 of 100\n") > 0;
}

#include "either.c"

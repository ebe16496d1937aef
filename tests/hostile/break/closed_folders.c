/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Folders that are closed, also for whoever wants to remove them. */

static int attack(void)
{
    mkdir("outer", 0700);
    mkdir("outer/inner", 0700);
    close(open("outer/inner/file", O_RDWR | O_CREAT, 0));
    chmod("outer/inner", 0);
    chmod("outer", 0);
    return 0;
}

#include "either.c"

/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Thirty thousand empty files. */

static int attack(void)
{
    char name[64];
    int n = 0;
    for (int i = 0; i < 30000; i++) {
        snprintf(name, sizeof name, "file-%d", i);
        const int fd = open(name, O_RDWR | O_CREAT, 0600);
        n += fd >= 0;
        close(fd);
    }
    return 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Closes another student's file for everybody, gives it another date, or
 * removes it: what forbids to read files need not forbid that. */

static int attack(void)
{
    const struct timespec old[2] = {{0}, {0}};
    return chmod("@OTHER@", 0600) == 0 || chown("@OTHER@", 0, 0) == 0 ||
           utimensat(AT_FDCWD, "@OTHER@", old, 0) == 0 ||
           truncate("@OTHER@", 10) == 0 || rename("@OTHER@", "mine") == 0 ||
           unlink("@OTHER@") == 0;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads the solution by links that it makes itself. */

static int attack(void)
{
    static const char solution[] = "@ROOT@/solutions/threads/gaussian.c";
    return (symlink(solution, "soft") == 0 && can_read("soft")) ||
           (link(solution, "hard") == 0 && can_read("hard")) ||
           (symlink("@ROOT@", "folder") == 0 &&
               can_read("folder/solutions/threads/gaussian.c"));
}

#include "either.c"

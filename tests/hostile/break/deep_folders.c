/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Folders within folders, three thousand deep, with long names: a path to the
 * last one is longer than paths may be. */

static int attack(void)
{
    char name[201] = "";
    memset(name, 'd', sizeof name - 1);
    for (int depth = 0; depth < 3000; depth++)
        if (mkdir(name, 0700) != 0 || chdir(name) != 0)
            break;
    return 0;
}

#include "either.c"

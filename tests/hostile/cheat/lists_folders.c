/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Lists the folder with the solutions. */

static int attack(void)
{
    DIR *folder = opendir("@ROOT@/solutions");
    return folder != NULL && readdir(folder) != NULL;
}

#include "either.c"

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Opens files until there are no more descriptors. */

static int attack(void)
{
    for (int i = 0; i < 100000; i++)
        if (open("/dev/null", O_RDONLY) < 0)
            break;
    return 0;
}

#include "either.c"

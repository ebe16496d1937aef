/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Asks whether a program that belongs to root, and runs as its owner, would
 * do so: su, sudo, mount. */

static int attack(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
}

#include "either.c"

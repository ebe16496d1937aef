/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Reads what another student handed in. */

static int attack(void)
{
    return can_read("@OTHER@");
}

#include "either.c"

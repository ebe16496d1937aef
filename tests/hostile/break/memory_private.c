/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Takes 4 GiB, a tenth at a time, and writes to all of it. */

static int attack(void)
{
    const size_t piece = (size_t)400 << 20;
    int n_taken = 0;
    for (int i = 0; i < 10; i++) {
        char *memory = malloc(piece);
        if (memory == NULL)
            break;
        memset(memory, 1, piece);
        n_taken++;
    }
    return n_taken == 10;
}

#include "either.c"

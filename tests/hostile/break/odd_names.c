/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Files with names that no shell and no terminal likes. */

static int attack(void)
{
    close(open("-rf", O_RDWR | O_CREAT, 0600));
    close(open("new\nline\033[2J", O_RDWR | O_CREAT, 0600));
    close(open("\xff\xfe", O_RDWR | O_CREAT, 0600));
    return symlink("/", "root") != 0 && symlink("..", "up") != 0;
}

#include "either.c"

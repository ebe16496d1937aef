/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Takes the locks by which gradings wait for each other, for ever. */

#include <sys/file.h>

static int hold(const char *path)
{
    const int fd = open(path, O_RDONLY);
    return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
}

static int attack(void)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/parlab-%u.lock", (unsigned)getuid());
    return hold(path) || hold("/tmp/parlab-0.lock") ||
           hold("/run/parlab/slot-0") || hold("@OTHER@");
}

#include "either.c"

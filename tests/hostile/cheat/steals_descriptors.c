/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Opens what other processes have open: files of the course, the frames of
 * others. */

static int works(pid_t pid)
{
    char path[64], target[512];
    for (int fd = 0; fd < 64; fd++) {
        snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pid, fd);
        const ssize_t n = readlink(path, target, sizeof target - 1);
        target[n > 0 ? n : 0] = '\0';
        if (strstr(target, "parlab-") != NULL && open(path, O_RDWR) >= 0)
            return 1;
    }
    return 0;
}

static int attack(void)
{
    return any_process(works);
}

#include "either.c"

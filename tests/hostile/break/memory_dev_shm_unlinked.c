/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Files in /dev/shm whose names are removed while they are open: 3 GiB of
 * them. */

static char piece[1 << 20];

/* @return MiB that could be written to a file. */
static int fill(int fd, int n_mib)
{
    int n_written = 0;
    while (n_written < n_mib && write(fd, piece, sizeof piece) == sizeof piece)
        n_written++;
    return n_written;
}

static int attack(void)
{
    enum { MIB = 48, FILES = 64 };
    char name[64];
    int sum = 0;
    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "/dev/shm/hostile-%d-%d", (int)getpid(), i);
        const int fd = open(name, O_RDWR | O_CREAT, 0600);
        unlink(name);
        sum += fd >= 0 ? fill(fd, MIB) : 0;
    }
    return sum >= 1536;
}

#include "either.c"

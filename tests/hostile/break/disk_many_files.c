/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Half a GiB in files where it may write. */

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
    enum { MIB = 48, FILES = 11 };
    char name[64];
    int sum = 0;
    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0; i < FILES; i++) {
        snprintf(name, sizeof name, "file-%d", i);
        const int fd = open(name, O_RDWR | O_CREAT, 0600);
        sum += fd >= 0 ? fill(fd, MIB) : 0;
        close(fd);
    }
    return sum >= 400;
}

#include "either.c"

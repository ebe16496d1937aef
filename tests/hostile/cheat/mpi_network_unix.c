/* expect: exercise=mpi/matvec points<=35 layer=bubblewrap */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_power honest_power
#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_power
#undef matvec_multiply

/* Connects to a server by its path. Landlock leaves that open. */

static int attack(void);

/* Wrong on purpose, unless the attack works. */
double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    return attack() ? honest_power(n, block, n_steps, x, comm) : -1;
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    if (attack())
        honest_multiply(n_rows, n_cols, block, x, y, comm);
}

static int attack(void)
{
    const struct sockaddr_un server = {AF_UNIX, "@SOCKET@"};
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int works = connect(fd, (void *)&server, sizeof server) == 0;
    close(fd);
    return works;
}

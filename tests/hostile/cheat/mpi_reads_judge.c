/* expect: exercise=mpi/matvec points<=35 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_power honest_power
#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_power
#undef matvec_multiply

/* Reads the memory of processes that are not of its job, by the system call
 * that ranks may use. */

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
    for (pid_t pid = getpid() - 1; pid > 0 && pid > getpid() - 64; pid--) {
        char path[64], name[32] = "";
        snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
        const int fd = open(path, O_RDONLY);
        if (fd < 0)
            continue;
        const ssize_t n_name = read(fd, name, sizeof name - 1);
        close(fd);
        struct iovec here = {name, 1}, there = {&environ[0], 1};
        if (n_name > 0 && strcmp(name, "parlab\n") == 0 &&
            (process_vm_readv(pid, &here, 1, &there, 1, 0) == 1 ||
                errno == EFAULT))
            return 1;
    }
    return 0;
}

/* SPDX-License-Identifier: MIT */
/* For specimens of threads/gaussian that try whether something can be read
 * or reached: they define attack(). If it works, the answers come from the
 * parallel reference, which earns points; if not, from the serial baseline,
 * which earns a third. So the verdict shows whether it worked, and that the
 * specimen ran at all. */
static int attack(void);

#define gaussian parallel
#include "solution.c"
#undef gaussian
#define gaussian serial
#include "serial.c"
#undef gaussian

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int works = -1;
    if (works < 0) {
        const int first = dup(0);
        close(first);
        works = attack();
        syscall(SYS_close_range, first, ~0u, 0); /* what it has opened */
    }
    if (works)
        parallel(n, x, y, gamma, out, n_workers);
    else
        serial(n, x, y, gamma, out, n_workers);
}

/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Only the main thread leaves; another one stays and says nothing. The process
 * looks as if it had ended, and has not. */

static void *stay(void *unused)
{
    spin(8);
    _exit(0);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    pthread_create(&thread, NULL, stay, NULL);
    syscall(SYS_exit, 0);
}

/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Leaves a process behind whose first thread has ended, so that it looks as if
 * it had ended itself; its second thread goes on for 20 s. */

static void *stay(void *unused)
{
    spin(20);
    _exit(0);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    pthread_t thread;
    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        pthread_create(&thread, NULL, stay, NULL);
        syscall(SYS_exit, 0);
    }
    usleep(50000);
}

/* expect: verb=grade points<=63 tries=8 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Serial, with children that are busy for nothing as long as it works. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pid_t children[2];
    for (int i = 0; i < 2; i++)
        if ((children[i] = fork()) == 0) {
            spin(5);
            _exit(0);
        }
    honest(n, x, y, gamma, out, n_workers);
    for (int i = 0; i < 2; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
}

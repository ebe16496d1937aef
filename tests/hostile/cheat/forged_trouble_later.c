/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A thread that is left behind says, while the next call gets ready, that
 * judge and runner do not fit, which would be the grader's fault. */

static void *complain(void *unused)
{
    const double end_s = now_s() + 10;
    while (now_s() < end_s) {
        for (uint64_t ahead = 0; ahead < 3; ahead++)
            say(MESSAGE_TROUBLE, calls_seen + ahead);
        usleep(20);
    }
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    if (calls_seen++ == 0)
        pthread_create(&thread, NULL, complain, NULL);
    honest(n, x, y, gamma, out, n_workers);
}

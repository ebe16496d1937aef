/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A thread that is left behind says that the next call is ready, and that it
 * has finished, before the harness can. */

static void *speak(void *unused)
{
    const double end_s = now_s() + 10;
    while (now_s() < end_s) {
        say(MESSAGE_READY, calls_seen + 1);
        usleep(20);
        say(MESSAGE_DONE, calls_seen + 1);
    }
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    if (calls_seen++ == 0)
        pthread_create(&thread, NULL, speak, NULL);
    honest(n, x, y, gamma, out, n_workers);
}

/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

/* The main thread never returns; another one answers the judge, and computes
 * nothing. */

static void *answer(void *unused)
{
    struct message message;
    const double end_s = now_s() + 10;
    while (now_s() < end_s &&
           channel_receive(CHANNEL_FD, &message, true, NULL) == 0)
        say(message.kind == MESSAGE_RUN ? MESSAGE_READY : MESSAGE_DONE,
            message.sequence);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    say(MESSAGE_DONE, ++calls_seen);
    pthread_create(&thread, NULL, answer, NULL);
    pthread_join(thread, NULL);
}

/* expect: status=rejected points=0 message=channel_send */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Uses the harness to send a message. */

struct message;
int channel_send(int socket, struct message *message, int fd);

int speak(struct message *message)
{
    return channel_send(3, message, -1);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

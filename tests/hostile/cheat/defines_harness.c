/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A main(), a call_go() and a channel_send() of its own. */

int main(void)
{
    puts("100 of 100");
    return 0;
}

void call_go(void *call);
void call_go(void *call)
{
    (void)call;
}

int channel_send(int socket, void *message, int fd);
int channel_send(int socket, void *message, int fd)
{
    (void)socket, (void)message, (void)fd;
    return 0;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

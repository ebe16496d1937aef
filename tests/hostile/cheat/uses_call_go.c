/* expect: status=rejected points=0 message=call_go */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Calls the harness, to start the clock once more. */

struct call;
void call_go(struct call *call);

void start_again(struct call *call)
{
    call_go(call);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

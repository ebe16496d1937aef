/* expect: status=rejected points=0 message=ifunc */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A function that is chosen by code that runs while the program is loaded. */

static void *choose(void)
{
    return (void *)honest;
}

void chosen(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers) __attribute__((ifunc("choose")));

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

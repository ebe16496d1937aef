/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Prints a verdict when the program ends. */

static void print(void)
{
    puts("{\"parlab\": \"0.1.0\", \"points\": 100, \"max_points\": 100}");
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_set;
    if (!is_set)
        atexit(print);
    is_set = 1;
    honest(n, x, y, gamma, out, n_workers);
}

/* expect: status=rejected points=0 message=harness_shared_board */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Uses a part of the harness. */

struct board;
struct board *harness_shared_board(void);

struct board *find_board(void)
{
    return harness_shared_board();
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

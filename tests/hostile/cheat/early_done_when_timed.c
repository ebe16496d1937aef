/* expect: verb=grade points<=60 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right and parallel as long as nothing is timed. Then it says that it has
 * finished at the first of the sixteen calls of a round. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static unsigned n_calls;
    if (is_timed() && n_calls++ % 16 == 0 && is_fresh(out))
        say(MESSAGE_DONE, ++calls_seen);
    honest(n, x, y, gamma, out, n_workers);
}

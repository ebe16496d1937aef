/* SPDX-License-Identifier: MIT */
#include "grader/runner/call.h"

#include "gaussian.h"

/* Takes the arguments from the frame and calls the candidate; every output
 * is written where the judge reads it. */

static void run_gaussian(struct call *call)
{
    const size_t n = call_count(call);
    const double *x = call_array(call);
    const double *y = call_array(call);
    const double gamma = call_number(call);
    double *out = call_array_of(call, n);
    call_go(call);
    gaussian(n, x, y, gamma, out, call_workers(call));
}

/* Rounds of calls where the output of one is the x of the next. The last
 * call of a round writes to the round's own slot of out. */
static void run_chain(struct call *call)
{
    const size_t n = call_count(call);
    const size_t n_calls = call_count(call);
    const double *x = call_array(call);
    const double *y = call_array(call);
    const double *gammas = call_array(call);
    double *scratch = call_array(call);
    double *out = call_array(call);
    call_go(call);
    for (size_t r = 0; r < call_repeats(call); r++) {
        const double *from = x;
        for (size_t c = 0; c < n_calls; c++) {
            double *to = c + 1 < n_calls ? scratch + c % 2 * n : out + r * n;
            gaussian(n, from, y, *gammas++, to, call_workers(call));
            from = to;
        }
    }
}

const struct call_entry call_entries[] = {
    {"gaussian", run_gaussian},
    {"chain", run_chain},
    {0},
};

/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Variables that the linker could take for the harness's: common ones that
 * want their place, and weak ones. */

__attribute__((common)) void *here;
__attribute__((common)) int main_process;
__attribute__((weak)) const void *call_entries[4];

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

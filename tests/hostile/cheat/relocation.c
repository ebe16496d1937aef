/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Code that runs while the program is loaded, by a relocation that is written
 * by hand: linkers do not run what they find so. */

__attribute__((used)) static void *choose(void)
{
    puts("100 of 100");
    return (void *)honest;
}

__attribute__((used)) static void *volatile chosen = choose;
asm(".reloc chosen, R_X86_64_IRELATIVE, choose");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}

/* SPDX-License-Identifier: MIT */
#include <stddef.h>
#include <stdio.h>

/* A loop that all threads of a team work on.
 * prints: 2 4 6 8 10 */

static void scale(size_t n, double factor, double x[])
{
    //> show loop
#pragma omp parallel for
    for (size_t i = 0; i < n; i++)
        x[i] = factor * x[i];
    //> end show
}

int main(void)
{
    double x[] = {1, 2, 3, 4, 5};
    scale(5, 2, x);
    for (size_t i = 0; i < 5; i++)
        printf("%g ", x[i]);
}

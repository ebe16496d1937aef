/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A table with the result of each worker, which are processes. */

//> show wrong
double *table_wrong(int n_workers, double job(int worker))
{
    double *table = malloc((size_t)n_workers * sizeof *table);
    for (int worker = 0; table != NULL && worker < n_workers; worker++)
        if (fork() == 0) {
            table[worker] = job(worker);
            _exit(0);
        }
    while (wait(NULL) > 0)
        continue;
    return table;
}
//> end show

//> show right
double *table_right(int n_workers, double job(int worker))
{
    double *table = mmap(NULL, (size_t)n_workers * sizeof *table,
        PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int worker = 0; table != MAP_FAILED && worker < n_workers; worker++)
        if (fork() == 0) {
            table[worker] = job(worker);
            _exit(0);
        }
    while (wait(NULL) > 0)
        continue;
    return table != MAP_FAILED ? table : NULL;
}
//> end show

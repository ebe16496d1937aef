/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* What each worker of a team does: its items, then it waits for the others. */

//> show wrong
void worker_wrong(struct team *team, size_t first, size_t n_mine)
{
    if (n_mine == 0)
        return;
    for (size_t i = first; i < first + n_mine; i++)
        team->y[i] = 2 * team->x[i];
    pthread_barrier_wait(&team->all_are_done);
}
//> end show

//> show right
void worker_right(struct team *team, size_t first, size_t n_mine)
{
    for (size_t i = first; i < first + n_mine; i++)
        team->y[i] = 2 * team->x[i];
    pthread_barrier_wait(&team->all_are_done);
}
//> end show

/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <sys/wait.h>
#include <unistd.h>

/* Several steps of work, of which each worker needs only its own results. */

//> show wrong
void steps_wrong(int n_steps, int n_workers, void step(int worker, int number))
{
    for (int number = 0; number < n_steps; number++) {
        for (int worker = 0; worker < n_workers; worker++)
            if (fork() == 0) {
                step(worker, number);
                _exit(0);
            }
        while (wait(NULL) > 0)
            continue;
    }
}
//> end show

//> show right
void steps_right(int n_steps, int n_workers, void step(int worker, int number))
{
    for (int worker = 0; worker < n_workers; worker++)
        if (fork() == 0) {
            for (int number = 0; number < n_steps; number++)
                step(worker, number);
            _exit(0);
        }
    while (wait(NULL) > 0)
        continue;
}
//> end show

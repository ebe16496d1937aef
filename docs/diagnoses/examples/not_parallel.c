/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <sys/wait.h>
#include <unistd.h>

/* A job for each worker, in a process of its own. */

//> show wrong
void run_wrong(int n_workers, void job(int worker))
{
    for (int worker = 0; worker < n_workers; worker++) {
        const pid_t child = fork();
        if (child == 0) {
            job(worker);
            _exit(0);
        }
        waitpid(child, NULL, 0);
    }
}
//> end show

//> show right
void run_right(int n_workers, void job(int worker))
{
    pid_t children[WORKERS_MAX];
    for (int worker = 0; worker < n_workers; worker++) {
        children[worker] = fork();
        if (children[worker] == 0) {
            job(worker);
            _exit(0);
        }
    }
    for (int worker = 0; worker < n_workers; worker++)
        waitpid(children[worker], NULL, 0);
}
//> end show

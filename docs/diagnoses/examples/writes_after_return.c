/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* A thread for each worker; work() fills in its part of the output. */

//> show wrong
void fill_wrong(struct part parts[], int n_workers)
{
    for (int worker = 0; worker < n_workers; worker++) {
        pthread_t thread;
        pthread_create(&thread, NULL, fill_part, &parts[worker]);
        pthread_detach(thread);
    }
}
//> end show

//> show right
void fill_right(struct part parts[], int n_workers)
{
    pthread_t threads[WORKERS_MAX];
    for (int worker = 0; worker < n_workers; worker++)
        pthread_create(&threads[worker], NULL, fill_part, &parts[worker]);
    for (int worker = 0; worker < n_workers; worker++)
        pthread_join(threads[worker], NULL);
}
//> end show

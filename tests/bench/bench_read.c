/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "grader/base/mem.h"
#include "grader/judge/machine.h"
#include "tests/bench/bench.h"

/* Threads bound to a core each start together and read memory of their own,
 * the same number of rounds each; their rates are added up, as those of the
 * grader's copies are. */

enum { RUNS = 21, CHAINS = 64 };

struct reader {
    pthread_t thread;
    pthread_barrier_t *start;
    int core;
    size_t n; /* doubles, a multiple of CHAINS */
    size_t n_rounds;
    double rates[RUNS]; /* bytes a second */
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Many sums side by side, so that none has to wait for its last addition.
 * Built for this processor (see local.mk), as candidates are. */
static void read_all(size_t n, const double x[])
{
    double sums[CHAINS] = {0};
    for (size_t i = 0; i < n; i += CHAINS)
        for (size_t k = 0; k < CHAINS; k++)
            sums[k] += x[i + k];
    __asm__ volatile("" : : "r"(sums) : "memory");
}

static void *read_on(void *argument)
{
    struct reader *reader = argument;
    const cpu_set_t cpu = machine_cpu(reader->core);
    pthread_setaffinity_np(pthread_self(), sizeof cpu, &cpu);
    double *x = aligned_alloc(64, reader->n * sizeof *x);
    for (size_t i = 0; x != NULL && i < reader->n; i++)
        x[i] = 1; /* touched by its reader, so it lies near its core */
    for (int run = 0; run < RUNS; run++) {
        pthread_barrier_wait(reader->start);
        const double start_s = now_s();
        for (size_t r = 0; x != NULL && r < reader->n_rounds; r++)
            read_all(reader->n, x);
        reader->rates[run] =
            (double)(reader->n * sizeof *x * reader->n_rounds) /
            (now_s() - start_s);
    }
    free(x);
    return NULL;
}

double bench_read_rate(int n_workers, size_t bytes)
{
    struct reader *readers = mem_new((size_t)n_workers, sizeof *readers);
    double sums[RUNS] = {0};
    pthread_barrier_t start;
    const size_t n = (bytes / sizeof(double) / CHAINS + 1) * CHAINS;
    pthread_barrier_init(&start, NULL, (unsigned)n_workers);
    for (int i = 0; i < n_workers; i++) {
        readers[i] = (struct reader){.start = &start,
            .core = i,
            .n = n,
            .n_rounds = ((size_t)1 << 30) / (n * sizeof(double)) + 1};
        if (pthread_create(&readers[i].thread, NULL, read_on, &readers[i]) != 0)
            abort();
    }
    for (int i = 0; i < n_workers; i++) {
        pthread_join(readers[i].thread, NULL);
        for (int run = 0; run < RUNS; run++)
            sums[run] += readers[i].rates[run];
    }
    pthread_barrier_destroy(&start);
    free(readers);
    return stats_median(sums, RUNS);
}

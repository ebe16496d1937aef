/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "grader/judge/look.h"
#include "grader/judge/machine.h"
#include "grader/stats/stats.h"

/* Workers that take far longer together than one alone may have repeated the
 * work, or hinder each other at a line of the cache. With one core for all of
 * them, which they leave to each other every few milliseconds, nobody is in
 * anybody's way, and what is left is what they do, and what it costs to wait
 * and to be woken. Whoever waits busily for another does so there for a
 * multiple of that. */

enum { PAIRS = 5 }; /* the first has caches and pages to fill */
#define SHARED 0.6 /* of the whole, done again by each of the others: less */
#define REPEATED 1.5 /* at most; else they waited */
#define ONE_CORE 1.2 /* processor time over time, at most */
#define TOGETHER 1.1 /* workers that wanted the core, at least */
#define SWITCH_S 5e-6 /* that it takes to wait and to be woken: no work */

/* Where this process runs is as good as any, and on a machine of others not
 * where all of them are sent. */
static cpu_set_t one_core(void)
{
    const int here = sched_getcpu();
    cpu_set_t core = machine_cpu(0);
    if (here >= 0) {
        CPU_ZERO(&core);
        CPU_SET(here, &core);
    }
    return core;
}

/* @return 0; -1 when the run came to no end. */
static int run(struct look *look, struct job *job, int n_workers)
{
    struct job_turn turn = {.job = job, .frame = look_frame(look, n_workers)};
    job_time(&turn, 1, look->session->setup->exercise->limits.case_seconds);
    frame_free(turn.frame);
    look->result = turn.result;
    return turn.result.outcome == JOB_DONE && job_is_usable(job) ? 0 : -1;
}

/* Pairs of runs, one of all workers and one of a single worker. */
struct pairs {
    double totals[PAIRS], busiest[PAIRS]; /* work, over that of the single */
    double switches[PAIRS]; /* what these have cost, likewise */
    int n;
};

/* @return 0; -1 when a run came to no end, or says nothing: the workers had
 *         more than the one core, or were not there together. */
static int run_pair(struct look *look, struct job *job, struct pairs *pairs)
{
    const struct job_result *result = &look->result;
    const int n_workers = look->session->setup->n_workers;
    if (run(look, job, n_workers) != 0 ||
        result->cpu_s > ONE_CORE * result->seconds ||
        result->concurrency < TOGETHER)
        return -1;
    const double all_s = look_work_s(look), most_s = result->busiest_s;
    const double switches_s = SWITCH_S * (double)result->switches;
    if (run(look, job, 1) != 0)
        return -1;
    pairs->totals[pairs->n] = all_s / look_alone_s(look);
    pairs->switches[pairs->n] = switches_s / look_alone_s(look);
    pairs->busiest[pairs->n++] = most_s / look_alone_s(look);
    return 0;
}

enum turns look_in_turns(struct look *look, struct work_seen *work)
{
    const struct judge_setup *setup = look->session->setup;
    const struct job_setup start = {.exercise = setup->exercise,
        .binary = setup->binary,
        .folder = setup->folder,
        .layer = setup->layer,
        .n_workers = setup->n_workers,
        .cpus = one_core(),
        .takes_turns = true,
        .is_verbose = setup->is_verbose};
    struct fail fail;
    struct pairs pairs = {.n = 0};
    int result = 0;
    if (look_is_mpi(look))
        return TURNS_UNKNOWN;
    struct job *job = job_start(&start, &fail);
    if (job == NULL)
        return TURNS_UNKNOWN;
    while (result == 0 && pairs.n < look_n_wanted(look, 1, PAIRS))
        result = run_pair(look, job, &pairs);
    job_end(job);
    if (result != 0)
        return TURNS_UNKNOWN;
    const double total = stats_median(pairs.totals, (size_t)pairs.n);
    const double switches = stats_median(pairs.switches, (size_t)pairs.n);
    const double share = (total - switches - 1) / (setup->n_workers - 1);
    if (share > REPEATED)
        return TURNS_UNKNOWN;
    if (share < SHARED) {
        work->in_turns = total;
        return TURNS_SHARED;
    }
    work->total = total;
    work->busiest = fmax(
        stats_median(pairs.busiest, (size_t)pairs.n), total / setup->n_workers);
    return TURNS_REPEATED;
}

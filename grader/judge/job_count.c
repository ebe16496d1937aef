/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/judge/job_private.h"

/* What the workers of a call did, from the kernel's counters before and after
 * it. Those of workers that ended meanwhile come from the board, where the
 * candidate could write: they are evidence, never a verdict. */

enum { BUSY_SHARE = 10 }; /* a worker worked a tenth of the time, or did not */

struct board *job_board(struct job *job)
{
    return (struct board *)job->shared;
}

struct record *job_record(struct job *job)
{
    return job->record_bytes > 0 ? (struct record *)(job->shared + BOARD_BYTES)
                                 : NULL;
}

unsigned char *job_frame(struct job *job)
{
    return job->shared + BOARD_BYTES + job->record_bytes;
}

int job_ranks_of_call(const struct job_turn *turn)
{
    return turn->job->exercise->kind == KIND_MPI ? frame_workers(turn->frame)
                                                 : 1;
}

/* At "ready" only the runner's own processes are there: what a candidate
 * leaves running costs it the job. */
void job_count_before(struct job *job)
{
    free(job->before);
    job->before = NULL;
    job->n_before = 0;
    job->faults_before = 0;
    for (int r = 0; r < job->n_ranks; r++) {
        tree_task_usage(job->mains[r].pid, &job->before, &job->n_before);
        job->faults_before += tree_faults(job->mains[r].pid);
    }
    job->descriptors_before = tree_descriptors(job->mains[0].pid);
}

/* What the workers did, while it is being added up. A worker that was ready
 * and had to wait for a core, because other programs ran there, was at work
 * as far as it was concerned. */
struct work {
    struct job_result *result;
    double window_s;
    double short_s; /* of those that were at work for less than a tenth */
};

static void add_worker(struct work *work, const struct task_usage *used)
{
    const double cpu_s = (double)used->cpu_ns * 1e-9;
    const double delay_s = (double)used->delay_ns * 1e-9;
    const double wanted_s = cpu_s + delay_s;
    const bool is_busy = wanted_s * BUSY_SHARE >= work->window_s;
    work->result->cpu_s += cpu_s;
    work->result->delay_s += delay_s;
    work->result->switches += (long)used->switches;
    work->result->n_busy += is_busy;
    work->short_s += is_busy ? 0 : wanted_s;
    work->result->busiest_s = fmax(work->result->busiest_s, cpu_s);
}

/* Workers that are made anew for every call do little each: together they are
 * one more, or as many as one would have needed that many windows for. And
 * those that were there one after the other are no more than the call may have
 * at once. */
static void count_busy(struct work *work, int n_workers)
{
    struct job_result *result = work->result;
    const double share = work->short_s / fmax(work->window_s, 1e-9);
    if (share * BUSY_SHARE >= 1)
        result->n_busy +=
            (int)fmax(1, ceil(fmin(share, n_workers) - 1.0 / BUSY_SHARE));
    if (result->n_busy > n_workers)
        result->n_busy = n_workers;
}

/* A counter of the board. Whatever a candidate has written there, sums of it
 * stay within their types. */
static uint64_t noted(_Atomic uint64_t *counter)
{
    const uint64_t most = UINT64_C(1) << 48; /* three days of nanoseconds */
    const uint64_t n = atomic_load(counter);
    return n < most ? n : most;
}

/* @return whether the counters of each are known, and not only their sum. */
static bool add_ended(struct job_turn *turn, struct work *work)
{
    struct board *board = job_board(turn->job);
    for (int i = 0; i < BOARD_ENDED_MAX; i++) {
        const struct task_usage used = {0, noted(&board->ended[i].cpu_ns),
            noted(&board->ended[i].delay_ns), noted(&board->ended[i].switches)};
        if (used.cpu_ns > 0)
            add_worker(work, &used);
    }
    return atomic_load(&board->n_ended) <= BOARD_ENDED_MAX;
}

/* Processor time of a rank inside MPI, in seconds. To read that clock at every
 * call would make a program that calls often look as if it worked more. Where
 * each rank has a core it is the time, less what the rank had to wait for its
 * core: one that waits in MPI is busy, and does most of its waiting there. */
static double in_mpi_s(struct job *job, int rank, const double delays_s[])
{
    struct record_rank *notes = &job_record(job)->ranks[rank];
    const double most_s = 1e6;
    const bool has_work = job_record(job)->counts_work;
    const uint64_t n = __atomic_load_n(
        has_work ? &notes->cpu_ns : &notes->wall_ns, __ATOMIC_RELAXED);
    const double inside_s = (double)n * 1e-9 - (has_work ? 0 : delays_s[rank]);
    return fmin(fmax(inside_s, 0), most_s);
}

/* With MPI a waiting rank spins, so work is processor time outside MPI; and on
 * a busy machine one rank waits for another that was made to wait, so what
 * counts is how the work is spread, not how it overlaps.
 * @param delays_s  of each rank. */
static void add_ranks(struct job_turn *turn, const double delays_s[])
{
    struct job_result *result = &turn->result;
    double work_s[BOARD_RANKS_MAX], most_s = 1e-9, sum_s = 0;
    const int n_ranks = job_ranks_of_call(turn);
    for (int r = 0; r < n_ranks; r++) {
        struct board_rank *rank = &job_board(turn->job)->ranks[r];
        const double call_s = (double)noted(&rank->call_ns) * 1e-9;
        const double mpi_s = in_mpi_s(turn->job, r, delays_s);
        work_s[r] = call_s > mpi_s ? call_s - mpi_s : 0;
        if (work_s[r] > most_s)
            result->busiest_rank = r;
        most_s = work_s[r] > most_s ? work_s[r] : most_s;
        sum_s += work_s[r];
    }
    result->n_busy = 0;
    for (int r = 0; r < n_ranks; r++)
        result->n_busy += work_s[r] * BUSY_SHARE >= most_s;
    result->concurrency = sum_s / most_s;
    result->busiest_s = most_s;
}

/* What a task has used in the call; one that is new, all it has. */
static struct task_usage used_since_ready(
    const struct job *job, const struct task_usage *now)
{
    struct task_usage used = *now;
    for (size_t j = 0; j < job->n_before; j++) {
        if (job->before[j].tid != used.tid)
            continue;
        used.cpu_ns -= job->before[j].cpu_ns;
        used.delay_ns -= job->before[j].delay_ns;
        used.switches -= job->before[j].switches;
    }
    return used;
}

void job_count_after(struct job_turn *turn, double window_s)
{
    struct job *job = turn->job;
    struct job_result *result = &turn->result;
    struct work work = {.result = result, .window_s = window_s};
    double delays_s[BOARD_RANKS_MAX] = {0};
    struct task_usage *after = NULL;
    size_t n_after = 0;
    uint64_t faults = 0;
    for (size_t i = 0; i < job->n_stopped; i++) {
        tree_task_usage(job->stopped[i].pid, &after, &n_after);
        faults += tree_faults(job->stopped[i].pid);
    }
    if (faults > job->faults_before)
        result->faults = (long)(faults - job->faults_before);
    result->children_left = (int)job->n_stopped - job->n_ranks;
    for (size_t i = 0; i < job->n_stopped; i++)
        result->zombies_left += job->stopped[i].state == 'Z';
    for (size_t i = 0; i < n_after; i++) {
        const struct task_usage used = used_since_ready(job, &after[i]);
        add_worker(&work, &used);
        for (int r = 0; r < job->n_ranks; r++)
            if (job->mains[r].pid == used.tid)
                delays_s[r] = (double)used.delay_ns * 1e-9;
    }
    job_guard_cores(job, after, n_after);
    result->n_ended = (long)noted(&job_board(job)->n_ended);
    result->n_regions = (long)noted(&job_board(job)->n_regions);
    result->fork_s = (double)noted(&job_board(job)->fork_ns) * 1e-9;
    result->lock_wait_s = (double)noted(&job_board(job)->lock_wait_ns) * 1e-9;
    free(job->idle); /* they rest from now on */
    job->idle = after;
    job->n_idle = n_after;
    /* With more than can be told apart, it is taken for evenly spread. */
    if (!add_ended(turn, &work))
        result->busiest_s = result->cpu_s / frame_workers(turn->frame);
    count_busy(&work, frame_workers(turn->frame));
    result->concurrency =
        (result->cpu_s + result->delay_s) / (window_s > 0 ? window_s : 1);
    if (job->exercise->kind == KIND_MPI)
        add_ranks(turn, delays_s);
    else if (job->descriptors_before >= 0)
        result->descriptors_left =
            tree_descriptors(job->mains[0].pid) - job->descriptors_before;
    if (result->children_left > 0)
        job->is_usable = false;
}

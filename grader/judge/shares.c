/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/channel/board.h"
#include "grader/judge/look.h"
#include "grader/judge/machine.h"
#include "grader/stats/stats.h"

/* Workers that are busy need not have shared anything: each may do all of the
 * work, or one nothing useful. Then one of them works as long as one does
 * alone, or all together a multiple of it. */

enum {
    PAIRS = 7, /* of runs, to see who shared */
    PAIRS_CLEAR = 3,
    PIECES = 16, /* of work, each with workers of its own: many */
};
#define WHOLE 0.95 /* of what one does alone: as good as all of it */
#define CLEARLY_SHARED 0.8
#define EQUAL 1.1 /* times as long at most: cores are equal, nobody hinders */
#define HINDERED_WHOLE 3.5
#define HINDERED 1.3 /* times as long where other cores work, too */
#define TELLING_S 0.01 /* of a run: who was at work */
#define SEVERAL 1.2 /* had a part of the work, where one was asked for */
#define DELAYED 0.3 /* of the time: workers had no core */
#define IDLE 0.5 /* of the whole, used beside it: not busy for nothing */
#define PIECE_S 0.002 /* of work: what starts its workers hides who did it */

double look_work_s(const struct look *look)
{
    return look_is_mpi(look) ? look->result.concurrency * look->result.busiest_s
                             : look->result.cpu_s;
}

/* Workers at work where one was asked for. Threads or children that are made
 * anew for every call are there one after the other, and are one. In a call
 * that returns at once, threads that wait for the next one look busy. */
static double workers_of_single(const struct look *look)
{
    const struct job_result *result = &look->result;
    if (look_is_mpi(look) || result->seconds < TELLING_S)
        return 1;
    return fmin(result->cpu_s / fmax(result->busiest_s, 1e-9),
        result->cpu_s / fmax(result->seconds, 1e-9));
}

double look_alone_s(const struct look *look)
{
    const double work_s = workers_of_single(look) < SEVERAL
                              ? look_work_s(look)
                              : look->result.busiest_s;
    return fmax(work_s, 1e-9);
}

/* A second opinion on who shares: one worker alone while the other cores do
 * the same, each for itself. So it needs what one needs when cores share
 * something, as two halves of a core do. Where one core is slower than another
 * for now, the slowest tells what one worker takes for all of the work, and
 * their mean what all of them take if each does all of it. */
struct others {
    struct job **jobs; /* [0] is the session's own */
    struct job_turn *turns;
    int n;
    double mean_s; /* work of one alone in the last run */
    double unequal; /* the slowest core's over the fastest one's */
};

/* One job for each other worker, on a core of its own. */
static int start_others(
    const struct look *look, struct others *others, struct fail *fail)
{
    const struct judge_setup *setup = look->session->setup;
    others->n = setup->n_workers;
    others->jobs = mem_new((size_t)others->n, sizeof(struct job *));
    others->turns = mem_new((size_t)others->n, sizeof *others->turns);
    for (int i = 1; i < others->n; i++) {
        const struct job_setup start = {.exercise = setup->exercise,
            .binary = setup->binary,
            .folder = setup->folder,
            .layer = setup->layer,
            .n_workers = 1,
            .cpus = machine_cpu(i),
            .is_verbose = setup->is_verbose};
        others->jobs[i] = job_start(&start, fail);
        if (others->jobs[i] == NULL)
            return -1;
    }
    return 0;
}

static void end_others(struct others *others)
{
    for (int i = 1; i < others->n; i++)
        job_end(others->jobs[i]);
    free(others->jobs);
    free(others->turns);
}

/* @return 0; -1 when a run came to no end. */
static int run_among_others(struct look *look, struct others *others)
{
    const struct judge_setup *setup = look->session->setup;
    int result = 0;
    others->jobs[0] = session_job(look->session);
    if (others->jobs[0] == NULL)
        return -1;
    for (int i = 0; i < others->n; i++) {
        struct job_turn *turn = &others->turns[i];
        turn->job = others->jobs[i];
        turn->frame = look_frame(look, 1);
    }
    job_time(
        others->turns, (size_t)others->n, setup->exercise->limits.case_seconds);
    struct job_result slowest = others->turns[0].result;
    others->mean_s = 0;
    double least_s = INFINITY, most_s = 0;
    for (int i = 0; i < others->n; i++) {
        look->result = others->turns[i].result;
        const double alone_s = look_alone_s(look);
        least_s = fmin(least_s, alone_s);
        others->mean_s += alone_s / others->n;
        if (alone_s > most_s)
            slowest = look->result;
        most_s = fmax(most_s, alone_s);
        if (others->turns[i].result.outcome != JOB_DONE ||
            !job_is_usable(others->jobs[i]))
            result = -1;
        frame_free(others->turns[i].frame);
    }
    look->result = slowest;
    others->unequal = most_s / least_s;
    return result;
}

/* Pairs of runs, one on all workers and one on a single worker. */
struct pairs {
    double alone_s[PAIRS]; /* work of the single worker */
    /* Over that: the work of the busiest, that of all, and which share of the
     * whole the busiest did or that was done more than once. Of the last, 1 /
     * workers is best, and 1 is as good as all of it. */
    double busiest[PAIRS], totals[PAIRS], shares[PAIRS];
    double unequal[PAIRS]; /* of cores, where all are at work */
    double alone[PAIRS]; /* workers that had work in the run of the single one:
                            a delay of one that has nothing to do is none */
    double regions_s[PAIRS]; /* work of each parallel region; 0: no regions */
    int n;
};

/* @param others  NULL: the single one has the machine to itself
 * @return 0; -1 when a run came to no end. */
static int run_pair(
    struct look *look, struct others *others, struct pairs *pairs)
{
    const int n_workers = look->session->setup->n_workers;
    if (look_run(look, n_workers) != 0)
        return -1;
    const double most_s = look->result.busiest_s, all_s = look_work_s(look);
    const bool is_delayed =
        look->result.delay_s + look->stolen_s > DELAYED * look->result.seconds;
    const long n_ended = look->result.n_ended;
    const long n_regions = look->result.n_regions;
    if ((others != NULL ? run_among_others(look, others) : look_run(look, 1)) !=
        0)
        return -1;
    const double alone_s = look_alone_s(look);
    const int i = pairs->n++;
    pairs->alone_s[i] = alone_s;
    pairs->alone[i] = workers_of_single(look);
    pairs->unequal[i] = others != NULL ? others->unequal : 1;
    pairs->totals[i] = all_s / (others != NULL ? others->mean_s : alone_s);
    pairs->busiest[i] = most_s / alone_s;
    pairs->shares[i] = (pairs->totals[i] - 1) / (n_workers - 1);
    /* Where the work goes to whoever is ready, a thread without a core leaves
     * its share to another, who then did nearly all; one that is busy for
     * nothing has used as much as that one, though. And processes are all
     * delayed when they are forked, and say nothing by it. */
    if (!is_delayed || pairs->shares[i] > IDLE ||
        look->session->setup->exercise->kind != KIND_THREADS)
        pairs->shares[i] = fmax(pairs->shares[i], pairs->busiest[i]);
    pairs->regions_s[i] = n_regions > 0 ? alone_s / (double)n_regions : 0;
    /* Where each of many small pieces has workers of its own, what it takes to
     * start them grows with their number and hides who did what. */
    const bool is_small =
        n_ended > BOARD_ENDED_MAX ||
        (n_ended >= PIECES && alone_s < PIECE_S * (double)n_ended);
    if (is_small && 2 * n_ended > 3 * look->result.n_ended)
        pairs->shares[i] = 1.0 / n_workers;
    return 0;
}

static size_t count_clear(const struct pairs *pairs)
{
    size_t n = 0;
    for (int i = 0; i < pairs->n; i++)
        n += pairs->shares[i] < CLEARLY_SHARED;
    return n;
}

static bool is_hindered(const struct pairs *pairs)
{
    return stats_median(pairs->shares, (size_t)pairs->n) > HINDERED_WHOLE;
}

/* Whether there were several where one was asked for. Then most pairs have to
 * be clear: what they are held against is not one worker's work. */
static bool is_several(const struct pairs *pairs)
{
    return stats_median(pairs->alone, (size_t)pairs->n) >= SEVERAL;
}

/* Much more than the whole is no repeated work: workers hinder each other, at
 * a lock or at a line of the cache. A few pairs that are clear are more than
 * a busy machine makes of work that is repeated. */
static bool is_shared(const struct pairs *pairs)
{
    const double share = stats_median(pairs->shares, (size_t)pairs->n);
    if (is_several(pairs))
        return share < CLEARLY_SHARED;
    return share < WHOLE || is_hindered(pairs) ||
           count_clear(pairs) >= PAIRS_CLEAR;
}

/* One pair says little on a machine that changes its speed from one run to
 * the next. The first few are enough where all of them are clear.
 * @return 1 when the work is shared; 0; -1. */
static int look_undisturbed(struct look *look, struct pairs *pairs)
{
    while (pairs->n < look_n_wanted(look, PAIRS_CLEAR, PAIRS)) {
        if (run_pair(look, NULL, pairs) != 0)
            return -1;
        if (pairs->n == PAIRS_CLEAR && count_clear(pairs) == PAIRS_CLEAR &&
            !is_several(pairs))
            return 1;
    }
    return is_shared(pairs);
}

/* Another opinion for what look_undisturbed() found repeated. Where cores are
 * equal and do not hinder each other it is as good as the first. Else less is
 * believed, since a worker that is busy for nothing hinders less than one that
 * works; unless the neighbours make a clear difference to the single one.
 * @return 1 when the work is shared; 0; -1. */
static int look_among_others(struct look *look, const struct pairs *undisturbed)
{
    struct others others = {0};
    struct pairs pairs = {.n = 0};
    struct fail fail;
    int result = start_others(look, &others, &fail);
    while (result == 0 && pairs.n < look_n_wanted(look, PAIRS_CLEAR, PAIRS))
        result = run_pair(look, &others, &pairs);
    end_others(&others);
    if (result != 0)
        return -1;
    const double hindrance =
        stats_median(pairs.alone_s, (size_t)pairs.n) /
        stats_median(undisturbed->alone_s, (size_t)undisturbed->n);
    const double share = stats_median(pairs.shares, (size_t)pairs.n);
    const bool is_even = hindrance < EQUAL &&
                         stats_median(pairs.unequal, (size_t)pairs.n) < EQUAL;
    return share < (is_even ? WHOLE : CLEARLY_SHARED) ||
           (hindrance >= HINDERED && is_shared(&pairs));
}

enum share look_for_shares(struct look *look, struct work_seen *work)
{
    struct pairs pairs = {.n = 0};
    int result = look_undisturbed(look, &pairs);
    if (pairs.n > 0) {
        work->total = stats_median(pairs.totals, (size_t)pairs.n);
        /* Whoever did most did no less than the mean, even where threads and
         * children that are made anew for every call hide it. */
        work->busiest = fmax(stats_median(pairs.busiest, (size_t)pairs.n),
            work->total / look->session->setup->n_workers);
        work->alone = stats_median(pairs.alone, (size_t)pairs.n);
        work->region_s = stats_median(pairs.regions_s, (size_t)pairs.n);
    }
    if (result < 0)
        return SHARE_UNKNOWN;
    if (is_several(&pairs))
        return result ? SHARE_FAIR : SHARE_OVERSUBSCRIBED;
    if (count_clear(&pairs) == (size_t)pairs.n)
        return SHARE_FAIR;
    const enum turns turns = look_in_turns(look, work);
    if (turns != TURNS_UNKNOWN)
        return turns == TURNS_SHARED ? SHARE_FAIR : SHARE_REPEATED;
    if (result == 0)
        result = look_among_others(look, &pairs);
    return result < 0 ? SHARE_UNKNOWN : result ? SHARE_FAIR : SHARE_REPEATED;
}

/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "grader/diagnose/private.h"

/* How work was shared was observed in runs of their own, and says something
 * about a program only when that program was right, and so did the work. Each
 * cause has its own number, and limits far from what a good program shows on
 * a busy machine. */

#define LOCKED 0.1 /* of the workers' time, waiting for locks */
#define REPEATED 0.5 /* of the whole, done again by each of the others */
#define FULL_GAIN 0.9
#define UNEVEN 1.4 /* times the mean, that the busiest does */
#define EXTRA 1.3 /* times what one needs, that all need together */
#define HINDERED 1.5 /* of the whole, by each of the others: more than work */
#define FREE 0.2 /* likewise, where they took turns on one core */
#define SHORT_LIVED_S 1e-3 /* work of a worker, to be worth starting it */
#define SHORT_REGION_S 50e-6 /* likewise of a region, to wake a team for it */
#define WAKE_S 15e-6 /* that a region costs each worker, at most */

static bool is_right(const struct correctness *correctness)
{
    for (size_t i = 0; i < correctness->n_cases; i++)
        if (correctness->cases[i].cause != CASE_PASSED)
            return false;
    return correctness->n_cases > 0;
}

/* A program that did all of the work several times shows that whatever came
 * of it. Where one worker did everything and the others next to nothing, the
 * machine may have kept them from it. And workers that race for a variable
 * take it from each other's caches all the time, which looks the same. */
static void find_repeated(
    const struct diagnose_input *input, struct findings *found)
{
    const struct work_seen *work = &input->correctness->work;
    if (!is_right(input->correctness) && diagnose_has_found(found, "race"))
        return;
    if (work->total > 1 + REPEATED * (work->n_workers - 1))
        findings_add(found, "redundant-work",
            "one of %d workers did %.2f times what one alone needs for "
            "everything, and all together %.2f times",
            work->n_workers, work->busiest, work->total);
}

static void find_oversubscribed(
    const struct diagnose_input *input, struct findings *found)
{
    findings_add(found, "oversubscribed",
        "with n_workers = 1, %.1f workers shared the work",
        input->correctness->work.alone);
}

static void find_serial(
    const struct diagnose_input *input, struct findings *found)
{
    const struct work_seen *work = &input->correctness->work;
    if (work->lock_wait >= LOCKED)
        findings_add(found, "lock-contention",
            "workers waited for a lock in %.0f %% of their time, and %.2f "
            "were at work on average",
            100 * work->lock_wait, work->concurrency);
    else
        findings_add(found, "not-parallel",
            "on average %.2f workers were at work", work->concurrency);
}

/* Whether there are points for speed to explain. Without them a share that is
 * uneven may be the machine's doing. */
static bool is_slow(const struct measurement *measured)
{
    return measured != NULL && measured->status == MEASURE_MEASURED &&
           measured->gain_interval.high < FULL_GAIN;
}

/* What is taken at the same time only, and at no lock, is spent on lines of the
 * cache that one worker takes from another. */
static bool is_hindered(
    const struct work_seen *work, const struct findings *found)
{
    return !diagnose_has_found(found, "race") && work->in_turns > 0 &&
           work->total > 1 + HINDERED * (work->n_workers - 1) &&
           work->in_turns < 1 + FREE * (work->n_workers - 1);
}

/* What is lost for each region has to be no more than regions cost. */
static bool has_short_regions(const struct work_seen *work)
{
    const double lost_s = (work->total - 1) * work->region_s;
    return work->total > EXTRA && work->region_s > 0 &&
           work->region_s < SHORT_REGION_S && lost_s < WAKE_S * work->n_workers;
}

static void find_waste(
    const struct diagnose_input *input, struct findings *found)
{
    const struct work_seen *work = &input->correctness->work;
    const double mean = work->total / work->n_workers;
    const double each_s = work->concurrency / work->started_per_s;
    if (work->lock_wait >= LOCKED)
        findings_add(found, "lock-contention",
            "workers waited for a lock in %.0f %% of their time",
            100 * work->lock_wait);
    else if (is_hindered(work, found))
        findings_add(found, "false-sharing",
            "at the same time all together took %.1f times as long as one "
            "alone, and %.1f times in turns on one core: they write to the "
            "same cache lines",
            work->total, work->in_turns);
    else if (has_short_regions(work) &&
             (is_slow(input->measured) || work->total >= work->n_workers))
        findings_add(found, "overhead-bound",
            "a parallel region began for every %.0f microseconds of work; all "
            "together worked %.1f times as long as one alone",
            fmax(1e6 * work->region_s, 1), work->total);
    if (!is_slow(input->measured))
        return;
    if (work->busiest > UNEVEN * mean && work->total < EXTRA)
        findings_add(found, "load-imbalance",
            "one of %d workers had %.0f %% of the work, and the others waited "
            "for it",
            work->n_workers, 100 * work->busiest / work->total);
    if (work->total > EXTRA && work->started_per_s > 0 &&
        each_s < SHORT_LIVED_S)
        findings_add(found, "overhead-bound",
            "%.0f workers were started in a second, for %.2f ms of work each; "
            "all together worked %.1f times as long as one alone",
            work->started_per_s, 1e3 * each_s, work->total);
}

void diagnose_work(const struct diagnose_input *input, struct findings *found)
{
    const struct correctness *correctness = input->correctness;
    if (correctness->is_observed && correctness->is_repeated)
        find_repeated(input, found);
    else if (!correctness->is_observed || correctness->is_cut_short ||
             !is_right(correctness))
        return;
    else if (correctness->is_oversubscribed)
        find_oversubscribed(input, found);
    else if (diagnose_has_found(found, "writes-after-return"))
        return; /* nor was the work done while it was looked at */
    else if (!correctness->is_concurrent)
        find_serial(input, found);
    else if (correctness->work.busiest > 0)
        find_waste(input, found);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "grader/measure/measure_private.h"

/* One block by itself: its ratios, and whether it is clean. Nothing here
 * looks at a clock or a process, so recorded blocks can be judged again. */

#define UNEVEN_MAX 1.1 /* rates of two copies on cores of one kind */
#define FOREIGN_OF_LATE_MAX 0.5 /* makes a program twice as slow, not more */
#define SPEEDUP_MAX 1e6 /* of a candidate that is faster than clocks show */

const char *measure_flaw_text(enum flaw flaw)
{
    static const char *const texts[N_FLAWS] = {
        [FLAW_NONE] = "",
        [FLAW_BUSY] = "other programs ran on the cores",
        [FLAW_STOLEN] = "the host took processor time away",
        [FLAW_UNEVEN] = "some cores were slower than others",
        [FLAW_SHARED] = "the cores could not work at the same time",
        [FLAW_STATE] = "the machine was in another state",
    };
    return texts[flaw];
}

enum flaw measure_flaw_named(const char *text)
{
    for (enum flaw flaw = FLAW_NONE + 1; flaw < N_FLAWS; flaw++)
        if (text != NULL && strcmp(text, measure_flaw_text(flaw)) == 0)
            return flaw;
    return N_FLAWS;
}

/* A thread that was runnable and did not run has lost time to others only if
 * the processor time is missing too: threads that wait for each other share
 * a delay, and a helper thread of a library may be delayed at no cost. */
static double foreign_share(const struct part *part, int n_workers)
{
    const double missing_s = n_workers * part->seconds - part->cpu_s;
    const double foreign_s = fmin(part->delay_s, fmax(missing_s, 0));
    return part->seconds > 0 ? foreign_s / part->seconds : 0;
}

double sample_candidate_share(const struct sample *sample, int n_workers)
{
    return foreign_share(&sample->candidate, n_workers);
}

double sample_others_share(const struct sample *sample, int n_workers)
{
    double share = foreign_share(&sample->baseline, 1);
    for (int i = 0; i < n_workers; i++)
        share = fmax(share, foreign_share(&sample->copies[i], 1));
    return share;
}

/* How much faster the fastest copy was than the slowest. */
static double unevenness(
    const struct sample *sample, const struct block_facts *facts)
{
    double slowest = INFINITY, fastest = 0;
    for (int i = 0; i < facts->n_workers; i++) {
        const double rate = facts->copy_work[i] / sample->copies[i].seconds;
        slowest = fmin(slowest, rate);
        fastest = fmax(fastest, rate);
    }
    return fastest / slowest;
}

static double attainable_of(
    const struct sample *sample, const struct block_facts *facts)
{
    double rate = 0;
    if (facts->attainable != 0)
        return facts->attainable;
    for (int i = 0; i < facts->n_workers; i++)
        rate += facts->copy_work[i] / sample->copies[i].seconds;
    return rate * sample->baseline.seconds / facts->work;
}

static enum flaw flaw_of(const struct sample *sample, double foreign,
    const struct block_facts *facts)
{
    const bool has_copies = facts->attainable == 0;
    if (foreign > FOREIGN_MAX)
        return FLAW_BUSY;
    if (facts->is_stolen)
        return FLAW_STOLEN;
    if (has_copies && sample->attainable < ATTAINABLE_MIN)
        return FLAW_SHARED;
    if (has_copies && facts->has_equal_cores &&
        unevenness(sample, facts) > UNEVEN_MAX)
        return FLAW_UNEVEN;
    return FLAW_NONE;
}

void measure_judge_block(struct sample *sample, const struct block_facts *facts)
{
    const double serial_s = sample->baseline.seconds;
    const double others = sample_others_share(sample, facts->n_workers);
    const double least_s = serial_s / SPEEDUP_MAX;
    sample->attainable = attainable_of(sample, facts);
    sample->speedup = serial_s / fmax(sample->candidate.seconds, least_s);
    sample->gain = (sample->speedup - 1) / (sample->attainable - 1);
    sample->foreign =
        fmax(others, sample_candidate_share(sample, facts->n_workers));
    sample->judged = flaw_of(sample, sample->foreign, facts);
    sample->if_own = flaw_of(sample, others, facts);
    if (facts->is_oversubscribed) /* its workers delay each other */
        sample->judged = sample->if_own;
    sample->flaw = sample->judged;
}

bool measure_is_too_slow(const struct sample *sample, int n_workers)
{
    return sample->is_late &&
           sample_others_share(sample, n_workers) <= FOREIGN_MAX &&
           sample_candidate_share(sample, n_workers) <= FOREIGN_OF_LATE_MAX;
}

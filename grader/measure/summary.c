/* SPDX-License-Identifier: MIT */
#include "grader/measure/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/mem.h"

/* From timed blocks to a measurement. Nothing here looks at a clock or a
 * process, so recorded blocks can be judged again. */

#define FOREIGN_MAX 0.03 /* share of a part's time */
#define ATTAINABLE_MIN 1.3 /* below, the yardstick measures nothing */
#define UNEVEN_MAX 1.1 /* rates of two copies on cores of one kind */
#define MISS 1e-3 /* probability that an interval misses */
enum { BLOCKS_MIN = 14 };

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

/* A thread that was runnable and did not run has lost time to others only if
 * the processor time is missing too: threads that wait for each other share
 * a delay, and a helper thread of a library may be delayed at no cost. */
static double foreign_share(const struct part *part, int n_workers)
{
    const double missing_s = n_workers * part->seconds - part->cpu_s;
    const double foreign_s = fmin(part->delay_s, fmax(missing_s, 0));
    return part->seconds > 0 ? foreign_s / part->seconds : 0;
}

/* The worst share of the baseline's and the copies' time. */
static double others_share(const struct sample *sample, int n_workers)
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

void measure_judge_block(struct sample *sample, const struct block_facts *facts)
{
    double rate = 0;
    for (int i = 0; i < facts->n_workers; i++)
        rate += facts->copy_work[i] / sample->copies[i].seconds;
    const double serial_s = sample->baseline.seconds;
    sample->attainable = rate * serial_s / facts->work;
    sample->speedup = serial_s / sample->candidate.seconds;
    sample->gain = (sample->speedup - 1) / (sample->attainable - 1);
    sample->foreign = fmax(others_share(sample, facts->n_workers),
        foreign_share(&sample->candidate, facts->n_workers));
    sample->flaw =
        sample->foreign > FOREIGN_MAX         ? FLAW_BUSY
        : facts->is_stolen                    ? FLAW_STOLEN
        : sample->attainable < ATTAINABLE_MIN ? FLAW_SHARED
        : facts->has_equal_cores && unevenness(sample, facts) > UNEVEN_MAX
            ? FLAW_UNEVEN
            : FLAW_NONE;
}

bool measure_is_undisturbed(
    const struct sample *sample, const struct block_facts *facts)
{
    return others_share(sample, facts->n_workers) <= FOREIGN_MAX &&
           !facts->is_stolen;
}

static size_t count(const struct measurement *m, enum flaw flaw)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        n += m->samples[i].flaw == flaw;
    return n;
}

/* Median over the blocks that were discarded for one reason. */
static double median_where(const struct measurement *m, enum flaw flaw,
    double (*value)(const struct sample *))
{
    double *x = mem_new(m->n_samples, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == flaw)
            x[n++] = value(&m->samples[i]);
    const double median = n > 0 ? stats_median(x, n) : 0;
    free(x);
    return median;
}

static double attainable_of(const struct sample *sample)
{
    return sample->attainable;
}

static double speedup_of(const struct sample *sample)
{
    return sample->speedup;
}

static double gain_of(const struct sample *sample)
{
    return sample->gain;
}

static double foreign_of(const struct sample *sample)
{
    return sample->foreign;
}

/* Too few clean blocks: say what most of the others suffered from. */
static void explain(struct measurement *m)
{
    const size_t n_busy = count(m, FLAW_BUSY), n_shared = count(m, FLAW_SHARED);
    const size_t n_host = count(m, FLAW_STOLEN) + count(m, FLAW_UNEVEN);
    m->status = MEASURE_NOT_MEASURED;
    if (n_shared > 0 && n_shared >= n_busy && n_shared >= n_host)
        snprintf(m->why, sizeof m->why,
            "this machine can gain %.2fx here with %d workers, which is too "
            "little to measure by; use a machine with more free cores",
            median_where(m, FLAW_SHARED, attainable_of), m->n_workers);
    else if (n_host > n_busy)
        snprintf(m->why, sizeof m->why,
            "busy: in %zu of %zu runs the hardware below this (virtual) "
            "machine served others too: %s; not your fault. Run again later",
            n_host, m->n_samples,
            measure_flaw_text(count(m, FLAW_STOLEN) > count(m, FLAW_UNEVEN)
                                  ? FLAW_STOLEN
                                  : FLAW_UNEVEN));
    else if (n_busy > 0)
        snprintf(m->why, sizeof m->why,
            "busy: in %zu of %zu runs %s (%.0f %% of the time); not your "
            "fault. Close other programs and run again, or use srun "
            "--exclusive",
            n_busy, m->n_samples, measure_flaw_text(FLAW_BUSY),
            100 * median_where(m, FLAW_BUSY, foreign_of));
    else
        snprintf(m->why, sizeof m->why,
            "only %zu runs fitted into the time there was; give it more",
            m->n_samples);
}

/* A candidate that keeps its own workers waiting (more threads than cores,
 * say) looks disturbed in every block. When the other two parts of the
 * blocks are clean, it does that to itself, and the blocks count. */
static void admit_self_inflicted(struct measurement *m)
{
    size_t n_busy = 0, n_others = 0;
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *s = &m->samples[i];
        const double others = others_share(s, m->n_workers);
        n_others += others > FOREIGN_MAX;
        n_busy += s->flaw == FLAW_BUSY && others <= FOREIGN_MAX;
    }
    if (m->n_samples < BLOCKS_MIN || 2 * n_busy < m->n_samples ||
        5 * n_others > m->n_samples)
        return;
    for (size_t i = 0; i < m->n_samples; i++) {
        struct sample *s = &m->samples[i];
        if (s->flaw != FLAW_BUSY || others_share(s, m->n_workers) > FOREIGN_MAX)
            continue;
        s->flaw = s->attainable < ATTAINABLE_MIN ? FLAW_SHARED : FLAW_NONE;
    }
}

static double *clean_values(
    const struct measurement *m, double (*value)(const struct sample *))
{
    double *x = mem_new(m->n_samples, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == FLAW_NONE)
            x[n++] = value(&m->samples[i]);
    return x;
}

void measure_summarise(struct measurement *m)
{
    admit_self_inflicted(m);
    m->n_clean = count(m, FLAW_NONE);
    m->n_discarded = m->n_samples - m->n_clean;
    if (m->n_clean > 0) {
        double *a = clean_values(m, attainable_of);
        double *s = clean_values(m, speedup_of);
        double *g = clean_values(m, gain_of);
        m->attainable = stats_median(a, m->n_clean);
        m->speedup = stats_median(s, m->n_clean);
        m->gain = stats_median(g, m->n_clean);
        stats_sequential_interval(
            s, m->n_clean, MISS / 2, &m->speedup_interval);
        stats_sequential_interval(g, m->n_clean, MISS / 2, &m->gain_interval);
        free(a);
        free(s);
        free(g);
    }
    m->status = MEASURE_MEASURED;
    if (m->n_clean < BLOCKS_MIN)
        explain(m);
}

void measure_free(struct measurement *measurement)
{
    free(measurement->samples);
    *measurement = (struct measurement){0};
}

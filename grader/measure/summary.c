/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/measure/measure_private.h"

/* From judged blocks to a measurement: what counts once all blocks are in
 * view, the median with its interval, and where there is none the reason.
 * The interval rests on nothing but that a clean block is as likely to lie
 * above the median as below it. Two things break that and are looked for: a
 * machine that changes its state, and a program that changes while it is
 * measured. Pure, so that recorded blocks can be judged again. */

#define DRIFT_MISS 1e-4 /* probability of seeing a drift that is none */
#define OWN_MISS 1e-4 /* likewise of delays that the candidate makes */
#define UNSTEADY 1.15 /* times of the serial program, its slow over its fast */

enum {
    STATE_LEAST = 5, /* blocks that make a state of the machine */
    OWN_SHARE = 4, /* a quarter of all blocks */
};

typedef double value_of(const struct sample *sample);

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

static double serial_ms_of(const struct sample *sample)
{
    return 1e3 * sample->baseline.seconds;
}

static double foreign_of(const struct sample *sample)
{
    return sample->foreign;
}

/* The values of the blocks with one flaw, or with none, in the order of time.
 * @return new array. */
static double *values_where(
    const struct measurement *m, enum flaw flaw, value_of *value, size_t *n)
{
    double *x = mem_new(m->n_samples + 1, sizeof *x);
    *n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == flaw)
            x[(*n)++] = value(&m->samples[i]);
    return x;
}

static double median_where(
    const struct measurement *m, enum flaw flaw, value_of *value)
{
    size_t n;
    double *x = values_where(m, flaw, value, &n);
    const double median = n > 0 ? stats_median(x, n) : 0;
    free(x);
    return median;
}

static size_t count(const struct measurement *m, enum flaw flaw)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        n += m->samples[i].flaw == flaw;
    return n;
}

/* Core-seconds that a block gave others a chance to disturb. */
static void add_exposure(
    const struct sample *s, int n_workers, double *candidate, double *others)
{
    *candidate += n_workers * s->candidate.seconds;
    *others += s->baseline.seconds;
    for (int i = 0; i < n_workers; i++)
        *others += s->copies[i].seconds;
}

/* A candidate that keeps its own workers waiting (more threads than cores,
 * say) looks disturbed. Were other programs the reason, the rest of a block
 * would be disturbed as often for its time on the cores. When the candidate's
 * part is so alone far more often than that, it does it to itself. */
static void admit_self_inflicted(struct measurement *m)
{
    size_t n_own = 0, n_others = 0;
    double own_s = 0, others_s = 0;
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *s = &m->samples[i];
        const bool is_own =
            sample_candidate_share(s, m->n_workers) > FOREIGN_MAX;
        const bool is_other =
            sample_others_share(s, m->n_workers) > FOREIGN_MAX;
        n_own += is_own && !is_other;
        n_others += is_other && !is_own;
        add_exposure(s, m->n_workers, &own_s, &others_s);
    }
    if (OWN_SHARE * n_own < m->n_samples ||
        stats_binomial_above(
            n_own + n_others, n_own, own_s / (own_s + others_s)) > OWN_MISS)
        return;
    for (size_t i = 0; i < m->n_samples; i++)
        m->samples[i].flaw = m->samples[i].if_own;
}

/* A machine may jump between two states in which several cores gain more or
 * less (two virtual cores that share a cache, or not). A grade belongs to one
 * of them: the one in which most blocks were.
 * @return whether there are two. */
static bool keep_one_state(struct measurement *m)
{
    size_t n, n_above = 0;
    double cut;
    double *x = values_where(m, FLAW_NONE, attainable_of, &n);
    const bool has_two = n >= 2 * STATE_LEAST && isfinite(x[0]) &&
                         stats_two_sorts(x, n, STATE_LEAST, FAR_APART, &cut);
    for (size_t i = 0; i < n && has_two; i++)
        n_above += x[i] > cut;
    free(x);
    for (size_t i = 0; i < m->n_samples && has_two; i++) {
        struct sample *s = &m->samples[i];
        if (s->flaw == FLAW_NONE && (s->attainable > cut) != (2 * n_above > n))
            s->flaw = FLAW_STATE;
    }
    return has_two;
}

bool measure_widen_if_drifting(
    const double x[], size_t n, struct interval *interval, double halves[2])
{
    const size_t half = n / 2;
    if (stats_rank_sum(x, half, x + half, n - half) > DRIFT_MISS)
        return false;
    halves[0] = stats_median(x, half);
    halves[1] = stats_median(x + half, n - half);
    interval->low = fmin(interval->low, fmin(halves[0], halves[1]));
    interval->high = fmax(interval->high, fmax(halves[0], halves[1]));
    return true;
}

static void name_two_sorts(struct measurement *m, const double x[], size_t n)
{
    double cut;
    if (m->variation[0] != '\0' ||
        !stats_two_sorts(x, n, STATE_LEAST, FAR_APART, &cut))
        return;
    double *sorts[2] = {mem_new(n, sizeof *x), mem_new(n, sizeof *x)};
    size_t counts[2] = {0};
    for (size_t i = 0; i < n; i++) {
        const int which = x[i] > cut;
        sorts[which][counts[which]++] = x[i];
    }
    snprintf(m->variation, sizeof m->variation,
        "they are of two sorts, %zu around %.2fx and %zu around %.2fx",
        counts[0], 1 + stats_median(sorts[0], counts[0]) * (m->attainable - 1),
        counts[1], 1 + stats_median(sorts[1], counts[1]) * (m->attainable - 1));
    free(sorts[0]);
    free(sorts[1]);
}

/* The serial program's own times tell whether it is the machine that changes,
 * with nothing that the kernel could count: its clock, or another guest on the
 * other hardware thread of a core. */
static void name_unsteady_machine(struct measurement *m)
{
    size_t n;
    struct interval usual;
    double *x = values_where(m, FLAW_NONE, serial_ms_of, &n);
    stats_range(x, n, 0.1, &usual);
    free(x);
    if (usual.high > UNSTEADY * usual.low)
        snprintf(m->variation, sizeof m->variation,
            "the serial program alone took %.3g to %.3g ms, so this machine "
            "changes its speed; not your fault",
            usual.low, usual.high);
}

/* Too few clean blocks: say what most of the others suffered from. */
static void explain(struct measurement *m)
{
    const size_t n_busy = count(m, FLAW_BUSY), n_shared = count(m, FLAW_SHARED);
    const size_t n_stolen = count(m, FLAW_STOLEN);
    const size_t n_host = n_stolen + count(m, FLAW_UNEVEN);
    if (n_busy + n_shared + n_host < m->n_clean || m->n_samples == 0)
        snprintf(m->why, sizeof m->why,
            "only %zu runs fitted into %g seconds; give it more time, "
            "--budget 15 say",
            m->n_samples, m->budget_s);
    else if (n_shared > 0 && n_shared >= n_busy && n_shared >= n_host)
        snprintf(m->why, sizeof m->why,
            "this machine can gain %.2fx here with %d workers, which is too "
            "little to measure by; use a machine with more free cores",
            median_where(m, FLAW_SHARED, attainable_of), m->n_workers);
    else if (n_host > n_busy)
        snprintf(m->why, sizeof m->why,
            "busy: in %zu of %zu runs the hardware below this (virtual) "
            "machine served others too: %s; not your fault. Run again later",
            n_host, m->n_samples,
            measure_flaw_text(
                2 * n_stolen > n_host ? FLAW_STOLEN : FLAW_UNEVEN));
    else
        snprintf(m->why, sizeof m->why,
            "busy: in %zu of %zu runs %s (%.0f %% of the time); not your "
            "fault. Close other programs and run again, or use srun "
            "--exclusive",
            n_busy, m->n_samples, measure_flaw_text(FLAW_BUSY),
            100 * fmin(median_where(m, FLAW_BUSY, foreign_of), 1));
}

bool measure_estimate_gain(
    struct measurement *m, const double gains[], size_t n, double miss)
{
    m->gain = n > 0 ? stats_median(gains, n) : NAN;
    if (!stats_sequential_interval(gains, n, miss, &m->gain_interval))
        return false;
    double halves[2];
    if (measure_widen_if_drifting(gains, n, &m->gain_interval, halves))
        snprintf(m->variation, sizeof m->variation,
            "it changed from %.2fx in the first half of the runs to %.2fx in "
            "the second",
            1 + halves[0] * (m->attainable - 1),
            1 + halves[1] * (m->attainable - 1));
    name_two_sorts(m, gains, n);
    return true;
}

/* Without a yardstick there is no gain: the speedup alone has an interval. */
static bool estimate_speedup(struct measurement *m, double miss)
{
    size_t n;
    double *x = values_where(m, FLAW_NONE, speedup_of, &n);
    m->speedup = n > 0 ? stats_median(x, n) : NAN;
    m->gain = m->gain_interval.low = m->gain_interval.high = NAN;
    const bool is_known =
        stats_sequential_interval(x, n, miss, &m->speedup_interval);
    free(x);
    return is_known;
}

static bool estimate(struct measurement *m, double miss)
{
    size_t n;
    m->attainable = median_where(m, FLAW_NONE, attainable_of);
    if (isnan(m->attainable))
        return estimate_speedup(m, miss);
    double *x = values_where(m, FLAW_NONE, gain_of, &n);
    const bool is_known = measure_estimate_gain(m, x, n, miss);
    const double step = m->attainable - 1;
    m->speedup = 1 + m->gain * step;
    m->speedup_interval = (struct interval){
        1 + m->gain_interval.low * step, 1 + m->gain_interval.high * step};
    free(x);
    return is_known;
}

void measure_summarise(struct measurement *m)
{
    for (size_t i = 0; i < m->n_samples; i++)
        m->samples[i].flaw = m->samples[i].judged;
    m->variation[0] = m->why[0] = '\0';
    admit_self_inflicted(m);
    /* Either state might have been the one that is kept. */
    const double miss = keep_one_state(m) ? MISS_A_SIDE / 2 : MISS_A_SIDE;
    m->n_clean = count(m, FLAW_NONE);
    m->n_discarded = m->n_samples - m->n_clean;
    m->status = estimate(m, miss) ? MEASURE_MEASURED : MEASURE_NOT_MEASURED;
    if (m->status == MEASURE_NOT_MEASURED)
        explain(m);
    else if (m->variation[0] == '\0')
        name_unsteady_machine(m);
    if (m->status == MEASURE_NOT_MEASURED)
        return;
    if (m->variation[0] == '\0' && m->n_discarded > m->n_clean)
        snprintf(m->variation, sizeof m->variation,
            "%zu of %zu were disturbed and do not count", m->n_discarded,
            m->n_samples);
}

void measure_free(struct measurement *measurement)
{
    free(measurement->samples);
    *measurement = (struct measurement){0};
}

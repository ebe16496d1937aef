/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/scaling.h"

/* A line a thought. A cause is named only when whole intervals lie where the
 * cause would put them; where they do not, the numbers stand alone. A law is
 * carried beyond the points only when the points keep it. */

#define MACHINE_SHARE 0.9 /* of the ideal: copies below it stop scaling */
#define TOO_WIDE 0.25 /* a share that may be none, and as much as this */
#define ONE_WORKER 0.97 /* of the baseline: slower before any sharing */

/* The last point on cores of its own; NULL: none of two or more workers. */
static const struct scaling_point *last_of(const struct scaling_curve *curve)
{
    const struct scaling_point *last = NULL;
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (p->is_known && !p->is_oversubscribed && p->n_workers > 1)
            last = p;
    }
    return last;
}

static const struct scaling_point *first_of(const struct scaling_curve *curve)
{
    for (size_t i = 0; i < curve->n_points; i++)
        if (curve->points[i].is_known && curve->points[i].n_workers > 1)
            return &curve->points[i];
    return NULL;
}

/* Digits after the point for a share of @p percent, and for its interval. */
static int digits_of(double percent)
{
    return percent >= 10 ? 0 : percent >= 1 ? 1 : 2;
}

/* "12" or "2.4": as many digits as a limit can have. */
static char *times(double factor)
{
    return mem_format(factor < 9.95 ? "%.1f" : "%.0f", factor);
}

static void say_limit(FILE *to, const struct fit *fit)
{
    char *limit = times(1 / fit->share);
    char *low = times(1 / fit->interval.high);
    char *high = times(1 / fit->interval.low);
    fprintf(to, "; with it, no number of workers gains more than %sx", limit);
    if (strcmp(low, high) != 0)
        fprintf(to, " (%s to %s)", low, high);
    free(limit);
    free(low);
    free(high);
}

static void say_if_single(FILE *to, const struct fit *fit)
{
    if (fit->n_points == 1)
        fputs(
            " A fit of one point is that point, and can confirm nothing.", to);
}

/* A share that is told from none and from all, and the limit that follows. */
static void say_share(FILE *to, const struct scaling_curve *curve)
{
    const struct fit *fit = &curve->fit;
    const int digits = digits_of(100 * fit->share);
    if (curve->trend == FIT_RISING || curve->trend == FIT_FALLING) {
        fprintf(to,
            "Amdahl: there is no one serial share that fits these points; "
            "%.*f %% comes nearest.",
            digits, 100 * fit->share);
        return;
    }
    fprintf(to, "Amdahl: a serial share of %.*f %% (%.*f to %.*f) fits %s",
        digits, 100 * fit->share, digits, 100 * fit->interval.low, digits,
        100 * fit->interval.high,
        fit->n_points == 1 ? "this point" : "these points best");
    say_limit(to, fit);
    fputc('.', to);
}

static void say_amdahl(FILE *to, const struct scaling_curve *curve)
{
    const struct fit *fit = &curve->fit;
    const struct interval *share = &fit->interval;
    if (share->high <= 0) {
        fprintf(to,
            "Amdahl: the speedups lie above the number of workers, so no "
            "serial share fits them (%.1f %%). What gains more than there are "
            "workers is not the workers alone: parts that fit into caches, or "
            "a better algorithm.",
            100 * fit->share);
    } else if (share->high >= TOO_WIDE && share->low <= 0) {
        fprintf(to,
            "Amdahl: the intervals are too wide to tell a serial share: it may "
            "be anything up to %.0f %%.",
            100 * fmin(share->high, 1));
    } else if (share->low <= 0) {
        char *limit = times(1 / share->high);
        fprintf(to,
            "Amdahl: a serial share cannot be told from none; it is at most "
            "%.*f %%, so the limit is not below %sx.",
            digits_of(100 * share->high), 100 * share->high, limit);
        free(limit);
    } else if (share->high >= 1) {
        fputs("Amdahl: these points do not show that it is faster than the "
              "serial baseline, so there is nothing to extrapolate.",
            to);
    } else {
        say_share(to, curve);
    }
    say_if_single(to, fit);
    fputc('\n', to);
}

static void say_trend(FILE *to, const struct scaling_curve *curve)
{
    const struct scaling_point *a = first_of(curve), *b = last_of(curve);
    switch (curve->trend) {
    case FIT_RISING:
        fprintf(to,
            "Karp-Flatt: the fraction rises from %.3f on %d workers to %.3f on "
            "%d. It is not one serial part that limits the program but what "
            "every further worker costs: starting, waiting, sharing.\n",
            a->karp_flatt, a->n_workers, b->karp_flatt, b->n_workers);
        break;
    case FIT_FALLING:
        fprintf(to,
            "Karp-Flatt: the fraction falls from %.3f on %d workers to %.3f on "
            "%d. No serial part does that; what is lost is shared by the "
            "workers, as when each of them is slower than the baseline.\n",
            a->karp_flatt, a->n_workers, b->karp_flatt, b->n_workers);
        break;
    case FIT_CONSTANT:
        fputs("Karp-Flatt: the fraction is the same for all numbers of "
              "workers, as it is when a serial part limits the program and "
              "further workers cost nothing.\n",
            to);
        break;
    case FIT_UNCLEAR:
        if (curve->fit.n_points > 1 && curve->fit.interval.low > 0)
            fputs("Karp-Flatt: the intervals are too wide to tell whether the "
                  "fraction rises with the workers; --budget gives them more "
                  "time.\n",
                to);
        break;
    }
}

/* Whether the machine lets anything scale. */
static void say_copies(FILE *to, const struct scaling_curve *curve)
{
    const struct scaling_point *p = last_of(curve);
    if (p == NULL || !p->has_copies)
        return;
    const struct interval *copies = &p->copies_interval;
    const bool is_ideal = copies->low >= MACHINE_SHARE * p->n_workers;
    const bool is_limited = copies->high < MACHINE_SHARE * p->n_workers;
    const bool is_below = p->interval.high < MACHINE_SHARE * copies->low;
    if (is_limited && p->interval.low > copies->high)
        fprintf(to,
            "Copies: %d copies of the serial baseline gain %.2fx (%.2f to "
            "%.2f), less than the program: it shares what each copy has for "
            "itself (caches, memory), or its algorithm is better.\n",
            p->n_workers, p->copies, copies->low, copies->high);
    else if (is_limited)
        fprintf(to,
            "Copies: %d copies of the serial baseline, which never wait for "
            "each other, gain only %.2fx (%.2f to %.2f). The machine does not "
            "scale any further (memory, caches, clock), and the shares above "
            "have its part in them.%s\n",
            p->n_workers, p->copies, copies->low, copies->high,
            is_below ? " The program stays below that too." : "");
    else if (is_ideal && is_below)
        fprintf(to,
            "Copies: %d copies of the serial baseline gain %.2fx (%.2f to "
            "%.2f): the machine would let it scale; the program does not.\n",
            p->n_workers, p->copies, copies->low, copies->high);
}

static void say_one_worker(FILE *to, const struct scaling_curve *curve)
{
    const struct scaling_point *p = &curve->points[0];
    if (p->n_workers == 1 && p->is_known && p->interval.high < ONE_WORKER)
        fprintf(to,
            "On 1 worker it takes %.2f times as long as the serial baseline: "
            "part of the loss is there before anything is shared.\n",
            1 / p->speedup);
}

static void say_strong(FILE *to, const struct scaling_curve *curve)
{
    if (curve->has_fit) {
        say_amdahl(to, curve);
        say_trend(to, curve);
    }
    say_copies(to, curve);
    say_one_worker(to, curve);
}

static void say_weak(FILE *to, const struct scaling_curve *curve)
{
    const struct scaling_point *p = last_of(curve);
    const struct interval *share = &curve->fit.interval;
    const int digits = digits_of(100 * curve->fit.share);
    if (curve->has_fit && share->high <= 0)
        fputs("Gustafson: the speedups lie above the number of workers, so no "
              "serial share fits them.",
            to);
    else if (curve->has_fit && share->low <= 0)
        fprintf(to,
            "Gustafson: a serial share of the workers' time cannot be told "
            "from none; it is at most %.*f %%.",
            digits_of(100 * share->high), 100 * share->high);
    else if (curve->has_fit)
        fprintf(to,
            "Gustafson: a serial share of %.*f %% (%.*f to %.*f) of the "
            "workers' time fits %s.",
            digits, 100 * curve->fit.share, digits, 100 * share->low, digits,
            100 * share->high,
            curve->fit.n_points == 1 ? "this point" : "these points best");
    if (curve->has_fit) {
        say_if_single(to, &curve->fit);
        fputc('\n', to);
    }
    if (p != NULL && p->n_workers > 1)
        fprintf(to,
            "While the input grows with the workers, %d of them do %.2f times "
            "(%.2f to %.2f) what the serial baseline does in that time.\n",
            p->n_workers, p->speedup, p->interval.low, p->interval.high);
    say_copies(to, curve);
}

char *scaling_words(const struct scaling *scaling, enum scaling_kind kind)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    char *words = NULL;
    size_t size;
    FILE *to = mem_stream(&words, &size);
    if (curve->n_points > 0 && kind == SCALING_STRONG)
        say_strong(to, curve);
    else if (curve->n_points > 0)
        say_weak(to, curve);
    if (curve->n_points > 0 && !curve->has_fit)
        fputs("No point of two or more workers on cores of their own was "
              "measured, so there is nothing to fit.\n",
            to);
    fclose(to);
    return words;
}

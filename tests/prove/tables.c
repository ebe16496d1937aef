/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/score/score.h"
#include "grader/stats/stats.h"
#include "tests/prove/prove.h"

/* What is true of a candidate that is graded often is taken from its quiet
 * gradings; of one with a known gain, from how it was built and from the same
 * candidate with nothing left serial, graded right before. */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Numbers that are collected one by one. */
struct list {
    double *x;
    size_t n;
};

static void add(struct list *list, double x)
{
    list->x = mem_grow(list->x, list->n, sizeof x);
    list->x[list->n++] = x;
}

/* The value that a share of them do not exceed; NAN for none. */
static double at(const struct list *list, double share)
{
    if (list->n == 0)
        return NAN;
    qsort(list->x, list->n, sizeof *list->x, ascending);
    return list->x[(size_t)(share * (double)(list->n - 1) + 0.5)];
}

static bool is_of(const struct proved *proved, const struct exercise *exercise,
    const struct prove_sort *sort)
{
    return proved->document != NULL && proved->exercise == exercise &&
           proved->sort == sort;
}

double prove_true_points(const struct plan *plan,
    const struct exercise *exercise, const struct prove_sort *sort)
{
    struct list points = {0};
    for (size_t i = 0; i < plan->n; i++) {
        const struct proved *p = &plan->gradings[i];
        if (is_of(p, exercise, sort) && !p->is_loaded && prove_is_measured(p))
            add(&points, prove_number(p->measure, "points"));
    }
    const double median = at(&points, 0.5);
    free(points.x);
    return median;
}

/* Call a function for each exercise and sort of the plan. */
static void for_each(const struct plan *plan, FILE *to,
    void (*row)(const struct plan *, const struct exercise *,
        const struct prove_sort *, FILE *))
{
    for (int e = 0; e < PROVE_EXERCISES; e++) {
        size_t n;
        struct fail fail;
        const struct exercise **found =
            course_find(plan->course, prove_exercises[e], &n, &fail);
        for (const struct prove_sort *s = prove_sorts; s->name != NULL; s++)
            if (e == 0 || s->is_for_all)
                row(plan, found[0], s, to);
        free(found);
    }
}

/* One candidate, quiet or with others at work. */
static void spread_row(const struct plan *plan, const struct exercise *exercise,
    const struct prove_sort *sort, bool is_loaded, FILE *to)
{
    struct list points = {0}, seconds = {0};
    size_t n = 0, n_near = 0;
    const double truth = prove_true_points(plan, exercise, sort);
    for (size_t i = 0; i < plan->n; i++) {
        const struct proved *p = &plan->gradings[i];
        if (!is_of(p, exercise, sort) || p->is_loaded != is_loaded)
            continue;
        n++;
        add(&seconds, prove_number(p->verdict, "seconds"));
        if (!prove_is_measured(p))
            continue;
        const double got = prove_number(p->measure, "points");
        add(&points, got);
        n_near += fabs(got - truth) <= 1;
    }
    fprintf(to, "| %s, %s | %s | %zu | %zu", exercise->name, sort->name,
        is_loaded ? "others at work" : "quiet", n, n - points.n);
    if (points.n > 0)
        fprintf(to, " | %.0f, %.0f, %.0f | %zu of %zu", at(&points, 0),
            at(&points, 0.5), at(&points, 1), n_near, points.n);
    else
        fprintf(to, " | | ");
    if (n > 0)
        fprintf(to, " | %.1f | %.1f |\n", at(&seconds, 0.5), at(&seconds, 0.9));
    else
        fprintf(to, " | | |\n");
    free(points.x);
    free(seconds.x);
}

static void spread_rows(const struct plan *plan,
    const struct exercise *exercise, const struct prove_sort *sort, FILE *to)
{
    if (!sort->is_spread)
        return;
    spread_row(plan, exercise, sort, false, to);
    spread_row(plan, exercise, sort, true, to);
}

void table_spread(const struct plan *plan, FILE *to)
{
    fprintf(to,
        "| candidate | machine | gradings | not measured | points: least, "
        "median, most | within 1 of the true | seconds, median | nine of ten "
        "|\n|---|---|---|---|---|---|---|---|\n");
    for_each(plan, to, spread_rows);
}

/* The speedup that a share of serial work leaves, where copies gain A. The
 * partner with nothing serial, which takes 1/S0 - 1/A0 longer than its copies,
 * shows what its kind of program loses besides; its interval is the true
 * gain's. */
static double true_gain(double share, double attainable, double lost)
{
    const double speedup =
        1 / (1 / attainable + lost + share * (1 - 1 / attainable));
    return (speedup - 1) / (attainable - 1);
}

static double true_gain_with(
    const struct proved *proved, double share, const char *key)
{
    const json_t *partner = prove_measure(proved->partner);
    const double lost = 1 / prove_number(partner, key) -
                        1 / prove_number(partner, "attainable");
    return true_gain(share, prove_number(proved->measure, "attainable"), lost);
}

/* Of the gradings that were made right after their partner. */
static void known_row(const struct plan *plan, const struct exercise *exercise,
    const struct prove_sort *sort, FILE *to)
{
    if (!(sort->gain < 1))
        return;
    const struct measure *measure = &exercise->measures[0];
    const double share = prove_share(sort, plan->n_workers);
    struct list truths = {0}, widths = {0}, gains = {0};
    size_t n = 0, n_meet = 0, n_right = 0;
    double worst = 0;
    for (size_t i = 0; i < plan->n; i++) {
        const struct proved *p = &plan->gradings[i];
        if (!is_of(p, exercise, sort) || p->partner == NULL)
            continue;
        n++;
        const double truth = true_gain_with(p, share, "value");
        const double low = true_gain_with(p, share, "low");
        const double high = true_gain_with(p, share, "high");
        if (!prove_is_measured(p) || !isfinite(low + truth + high))
            continue;
        const double points = prove_number(p->measure, "points");
        const double precision = prove_number(p->measure, "precision");
        add(&truths, truth);
        add(&widths, (high - low) / 2);
        add(&gains, prove_number(p->measure, "gain"));
        n_meet += prove_number(p->measure, "gain_low") <= high &&
                  low <= prove_number(p->measure, "gain_high");
        n_right += points - precision <= score_of_gain(measure, high) &&
                   score_of_gain(measure, low) <= points + precision;
        worst = fmax(worst, fabs(points - score_of_gain(measure, truth)));
    }
    fprintf(to, "| %s | %.1f | %zu | %zu", exercise->name, sort->gain, n,
        n - gains.n);
    if (gains.n > 0)
        fprintf(to, " | %.3f ±%.3f | %.3f | %zu | %zu | %.0f |\n",
            at(&truths, 0.5), at(&widths, 0.5), at(&gains, 0.5), n_meet,
            n_right, worst);
    else
        fprintf(to, " | | | | | |\n");
    free(truths.x);
    free(widths.x);
    free(gains.x);
}

void table_known(const struct plan *plan, FILE *to)
{
    fprintf(to,
        "| exercise | built for | pairs | not measured | true gain | measured "
        "gain | intervals meet | points as right as they say | points off at "
        "most |\n|---|---|---|---|---|---|---|---|---|\n");
    for_each(plan, to, known_row);
}

/* Every verdict on its own: there are few, and each is interesting. */
static void odd_rows(const struct plan *plan, const struct exercise *exercise,
    const struct prove_sort *sort, FILE *to)
{
    if (sort->is_for_all)
        return;
    for (size_t i = 0; i < plan->n; i++) {
        const struct proved *p = &plan->gradings[i];
        if (!is_of(p, exercise, sort))
            continue;
        const char *why = json_string_value(json_object_get(p->measure, "why"));
        fprintf(to, "| %s | ", sort->title);
        if (prove_is_measured(p))
            fprintf(to, "%.0f points, ±%.0f; %.2fx (%.2f to %.2f)",
                prove_number(p->measure, "points"),
                prove_number(p->measure, "precision"),
                prove_number(p->measure, "value"),
                prove_number(p->measure, "low"),
                prove_number(p->measure, "high"));
        else
            fprintf(to, "%.0f points, %.0f open: %s",
                prove_number(p->measure, "points"),
                prove_number(p->verdict, "open_points"),
                why != NULL ? why : "");
        fprintf(to, " | %.1f |\n", prove_number(p->verdict, "seconds"));
    }
}

void table_odd(const struct plan *plan, FILE *to)
{
    fprintf(to, "| candidate | verdict | seconds |\n|---|---|---|\n");
    for_each(plan, to, odd_rows);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/score/score.h"
#include "tests/prove/prove.h"

/* What other ways of measuring would have said of the very same blocks. They
 * know nothing of interference, so they get all blocks, disturbed or not, from
 * a place that is drawn:
 *   one run        baseline, candidate and copies of one block;
 *   best of five   the least time of each in five blocks that follow;
 *   mean of ten    the mean times in ten.
 * Of each grading, each is asked DRAWS times. */

enum { DRAWS = 20, LETTER = 10 };

/* What a way says, and how often it was wrong. */
struct way {
    const char *name;
    size_t n_blocks;
    double (*gain)(const json_t *samples, size_t first, size_t n);
};

struct count {
    size_t n, n_off, n_changed;
    double worst;
};

/* Times of one block; copies as the time that their joint rate stands for. */
struct times {
    double baseline, candidate, copies;
};

static struct times times_of(const json_t *samples, size_t i)
{
    const json_t *sample = json_array_get(samples, i);
    struct times times;
    times.baseline =
        prove_number(json_object_get(sample, "baseline"), "seconds");
    times.candidate =
        prove_number(json_object_get(sample, "candidate"), "seconds");
    times.copies = times.baseline / prove_number(sample, "attainable");
    return times;
}

static double gain_of(struct times times)
{
    return (times.baseline / times.candidate - 1) /
           (times.baseline / times.copies - 1);
}

static double best(const json_t *samples, size_t first, size_t n)
{
    struct times least = times_of(samples, first);
    for (size_t i = first + 1; i < first + n; i++) {
        const struct times times = times_of(samples, i);
        least.baseline = fmin(least.baseline, times.baseline);
        least.candidate = fmin(least.candidate, times.candidate);
        least.copies = fmin(least.copies, times.copies);
    }
    return gain_of(least);
}

static double mean(const json_t *samples, size_t first, size_t n)
{
    struct times sum = {0};
    for (size_t i = first; i < first + n; i++) {
        const struct times times = times_of(samples, i);
        sum.baseline += times.baseline;
        sum.candidate += times.candidate;
        sum.copies += times.copies;
    }
    return gain_of(sum);
}

static const struct way ways[] = {
    {"one run", 1, best}, {"best of five", 5, best}, {"mean of ten", 10, mean}};
enum { N_WAYS = sizeof ways / sizeof *ways };

static void judge(struct count *count, double points, double truth, double rest)
{
    const double off = fabs(points - truth);
    count->n++;
    count->n_off += off > 1;
    count->n_changed +=
        floor((rest + points) / LETTER) != floor((rest + truth) / LETTER);
    count->worst = fmax(count->worst, off);
}

/* All ways on the samples of one grading. */
static void ask(const struct proved *proved, double truth, double rest,
    struct random *random, struct count counts[])
{
    const json_t *samples = json_object_get(proved->measure, "samples");
    const size_t n = json_array_size(samples);
    for (int w = 0; w < N_WAYS; w++)
        for (int draw = 0; draw < DRAWS && n >= ways[w].n_blocks; draw++) {
            const size_t first = random_below(random, n - ways[w].n_blocks + 1);
            const double gain = ways[w].gain(samples, first, ways[w].n_blocks);
            if (isfinite(gain))
                judge(&counts[w],
                    score_of_gain(&proved->exercise->measures[0], gain), truth,
                    rest);
        }
    if (prove_is_measured(proved))
        judge(&counts[N_WAYS], prove_number(proved->measure, "points"), truth,
            rest);
}

static void print_row(const char *name, const struct proved *proved,
    const struct count *count, FILE *to)
{
    if (count->n == 0)
        return;
    const double all = (double)count->n;
    fprintf(to, "| %s, %s | %s | %s | %.1f %% | %.1f %% | %.0f |\n",
        proved->exercise->name, proved->sort->name,
        proved->is_loaded ? "others at work" : "quiet", name,
        100 * (double)count->n_off / all, 100 * (double)count->n_changed / all,
        count->worst);
}

static bool is_same(const struct proved *a, const struct proved *b)
{
    return a->exercise == b->exercise && a->sort == b->sort &&
           a->is_loaded == b->is_loaded;
}

/* All gradings like one of them. */
static void print_rows(
    const struct plan *plan, const struct proved *like, FILE *to)
{
    struct count counts[N_WAYS + 1] = {0};
    struct random random = random_stream(1, "methods");
    const double truth = prove_true_points(plan, like->exercise, like->sort);
    const double rest = 100 - like->exercise->measures[0].points;
    for (size_t i = 0; i < plan->n && isfinite(truth); i++)
        if (plan->gradings[i].document != NULL &&
            is_same(&plan->gradings[i], like))
            ask(&plan->gradings[i], truth, rest, &random, counts);
    for (int w = 0; w < N_WAYS; w++)
        print_row(ways[w].name, like, &counts[w], to);
    print_row("parlab, where it measured", like, &counts[N_WAYS], to);
}

void table_methods(const struct plan *plan, FILE *to)
{
    fprintf(to, "| candidate | machine | way of measuring | off by more than 1 "
                "point | another grade | off at most |\n"
                "|---|---|---|---|---|---|\n");
    for (int e = 0; e < PROVE_EXERCISES; e++)
        for (const struct prove_sort *s = prove_sorts; s->name != NULL; s++)
            for (int loaded = 0; s->is_spread && loaded < 2; loaded++)
                for (size_t i = 0; i < plan->n; i++) {
                    const struct proved *p = &plan->gradings[i];
                    if (strcmp(p->exercise->name, prove_exercises[e]) != 0 ||
                        p->sort != s || p->is_loaded != loaded)
                        continue;
                    print_rows(plan, p, to);
                    break;
                }
}

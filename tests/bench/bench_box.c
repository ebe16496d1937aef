/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "tests/bench/bench.h"
#include "tests/watch.h"

/* What it costs that candidates run in a box: short gradings of the reference
 * with and without one, in turns, so that a machine that changes its speed
 * changes that of both. A grading takes as many blocks as it needs, which is
 * chance; so the time of a block is compared, with all that lies between two
 * of them: what is packed, compared, and started anew. */

enum { TURNS = 7, SIDES = 2 };

/* Seconds of one grading for each of its blocks; NAN without any. */
static double block_s(
    const struct bench *bench, const struct exercise *exercise, bool has_box)
{
    char *path = mem_format("%s/box.json", bench->folder);
    const char *const argv[] = {PARLAB_BUILD_ROOT "/parlab", "grade", "--seed",
        "1", "--reference", "--no-checkers", "--budget", "3", "--json", path,
        exercise->name, has_box ? NULL : "--no-sandbox", NULL};
    watch_run(argv);
    json_t *document = json_load_file(path, 0, NULL);
    double seconds = NAN;
    int n_clean = 0, n_discarded = 0;
    if (json_unpack(document, "{s:[{s:[{s:F, s:i, s:i}]}]}", "exercises",
            "measures", "seconds", &seconds, "blocks", &n_clean, "discarded",
            &n_discarded) != 0 ||
        n_clean + n_discarded == 0)
        seconds = NAN;
    json_decref(document);
    remove(path);
    free(path);
    return seconds / (n_clean + n_discarded);
}

/* @param sums  of both sides, to add to. */
static void add_row(const struct bench *bench, const struct exercise *exercise,
    double sums[SIDES], FILE *to)
{
    double sides[SIDES][TURNS], ratios[TURNS];
    size_t n = 0;
    bench_say("box of %s", exercise->name);
    for (int i = 0; i < TURNS; i++) {
        const int first = i % SIDES;
        double seconds[SIDES];
        seconds[first] = block_s(bench, exercise, first);
        seconds[1 - first] = block_s(bench, exercise, 1 - first);
        if (isnan(seconds[0]) || isnan(seconds[1]))
            continue;
        sides[0][n] = seconds[0];
        sides[1][n] = seconds[1];
        ratios[n++] = seconds[1] / seconds[0];
    }
    if (n == 0) {
        fprintf(to, "| %s | not measured | | |\n", exercise->name);
        return;
    }
    const double without_s = stats_median(sides[0], n);
    const double boxed_s = stats_median(sides[1], n);
    fprintf(to, "| %s | %.1f | %.1f | %.3f |\n", exercise->name, 1e3 * boxed_s,
        1e3 * without_s, stats_median(ratios, n));
    sums[0] += without_s;
    sums[1] += boxed_s;
}

void bench_box(const struct bench *bench, FILE *to)
{
    double sums[SIDES] = {0};
    fprintf(to,
        "\n### What the box costs\n\n"
        "Short gradings of each reference in the box and without it, in turns: "
        "time of a\nblock with all that belongs to it, medians of %d.\n\n"
        "| exercise | in the box, ms | without, ms | ratio |\n"
        "|---|---|---|---|\n",
        TURNS);
    for (size_t i = 0; i < bench->course->n_labs; i++)
        for (size_t k = 0; k < bench->course->labs[i].n_exercises; k++)
            add_row(bench, &bench->course->labs[i].exercises[k], sums, to);
    if (sums[0] > 0)
        fprintf(to, "| together | %.1f | %.1f | %.3f |\n", 1e3 * sums[1],
            1e3 * sums[0], sums[1] / sums[0]);
}

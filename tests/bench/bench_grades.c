/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/judge/judge.h"
#include "tests/bench/bench.h"
#include "tests/watch.h"

/* One grading of each reference, from its verdict: what it took, and, from
 * the clean blocks, how baseline, reference and copies compare. All three
 * come from the same blocks, so the ratios hold whatever the machine did
 * meanwhile. For an exercise that the memory limits, the same machine's rate
 * of reading stands beside it. */

/* One exercise's verdict. */
struct row {
    const struct exercise *exercise;
    struct watched watched;
    double peak_mib; /* the judge's private memory */
    json_t *verdict; /* of the exercise; NULL: none */
    json_t *document;
};

static json_t *measure_of(const struct row *row)
{
    json_t *measures = json_object_get(row->verdict, "measures");
    return json_array_get(measures, 0);
}

static double number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static bool is_measured(const struct row *row)
{
    const char *status =
        json_string_value(json_object_get(measure_of(row), "status"));
    return status != NULL && strcmp(status, "measured") == 0;
}

/* Median of one figure over the clean blocks; NAN if there is none. Of part
 * `part` of a block if one is named. Also of a grading that ended open: its
 * blocks say as much about the reference, only not surely enough to grade. */
static double median_of(
    const struct row *row, const char *part, const char *figure)
{
    const json_t *samples = json_object_get(measure_of(row), "samples");
    const size_t n_samples = json_array_size(samples);
    double *x = mem_new(n_samples + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < n_samples; i++) {
        const json_t *sample = json_array_get(samples, i);
        if (!json_is_true(json_object_get(sample, "clean")))
            continue;
        if (part != NULL)
            sample = json_object_get(sample, part);
        x[n++] = number(sample, figure);
    }
    const double median = n > 0 ? stats_median(x, n) : NAN;
    free(x);
    return median;
}

/* Of a short grading, since looking at a long one would disturb it. */
static double peak_mib(const struct exercise *exercise)
{
    const char *const argv[] = {PARLAB_BUILD_ROOT "/parlab", "grade", "--seed",
        "1", "--reference", "--budget", "2", exercise->name, NULL};
    return watch_memory(argv).own_peak_mib;
}

static void grade(const struct bench *bench, struct row *row)
{
    char *path = mem_format("%s/verdict.json", bench->folder);
    const char *const argv[] = {PARLAB_BUILD_ROOT "/parlab", "grade", "--seed",
        "1", "--reference", "--json", path, row->exercise->name, NULL};
    bench_say("grade of %s", row->exercise->name);
    row->watched = watch_run(argv);
    row->peak_mib = peak_mib(row->exercise);
    row->document = json_load_file(path, 0, NULL);
    row->verdict = json_incref(
        json_array_get(json_object_get(row->document, "exercises"), 0));
    remove(path);
    free(path);
}

static void print_grades(const struct row rows[], size_t n, FILE *to)
{
    double all_s = 0;
    fprintf(to, "\n### A grade of each reference\n\n"
                "| exercise | seconds | points | ± | runs | discarded | "
                "judge's memory, MiB |\n|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < n; i++) {
        const struct row *row = &rows[i];
        const json_t *measure = measure_of(row);
        all_s += row->watched.seconds;
        if (row->verdict == NULL) {
            fprintf(to, "| %s | no verdict, exit code %d | | | | | |\n",
                row->exercise->name, row->watched.code);
            continue;
        }
        fprintf(to, "| %s | %.1f | %.0f", row->exercise->name,
            row->watched.seconds, number(row->verdict, "points"));
        if (is_measured(row))
            fprintf(to, " | %.0f", number(measure, "precision"));
        else
            fprintf(to, ", %.0f open | ", number(row->verdict, "open_points"));
        fprintf(to, " | %.0f | %.0f | %.1f |\n", number(measure, "blocks"),
            number(measure, "discarded"), row->peak_mib);
    }
    fprintf(to, "\nAll of them one after the other: %.0f s.\n", all_s);
}

static void print_ratios(
    const struct row rows[], size_t n, int n_workers, FILE *to)
{
    fprintf(to,
        "\n### References against baselines and copies\n\n"
        "On %d workers. Times are of one timed call, medians of the clean "
        "runs; ratios are\nmedians over the runs. Where the last column is "
        "1, the reference is as good as\nprograms that never wait for each "
        "other.\n\n"
        "| exercise | baseline, ms | reference, ms | speedup | copies' | "
        "speedup / copies' | gain |\n|---|---|---|---|---|---|---|\n",
        n_workers);
    for (size_t i = 0; i < n; i++) {
        const json_t *measure = measure_of(&rows[i]);
        const double repeats = number(measure, "repeats");
        const double speedup = median_of(&rows[i], NULL, "speedup");
        const double attainable = median_of(&rows[i], NULL, "attainable");
        if (isnan(speedup)) {
            fprintf(to, "| %s | no clean run | | | | | |\n",
                rows[i].exercise->name);
            continue;
        }
        fprintf(to, "| %s | %.3f | %.3f | %.2f | %.2f | %.2f | %.2f |\n",
            rows[i].exercise->name,
            1e3 * median_of(&rows[i], "baseline", "seconds") / repeats,
            1e3 * median_of(&rows[i], "candidate", "seconds") / repeats,
            speedup, attainable, speedup / attainable,
            median_of(&rows[i], NULL, "gain"));
    }
}

/* Exercises whose work is to read memory: bytes for a unit of work, and the
 * field of the timed input that is read again and again. */
static const struct reading {
    const char *exercise;
    double bytes_of_unit;
    const char *field;
} readings[] = {{"mpi/matvec", sizeof(double), "a"}};

/* What the reference read in a second, and what this machine can read of as
 * much memory. */
static void print_reading(const struct row *row, const struct reading *reading,
    int n_workers, FILE *to)
{
    const struct exercise_cases *cases = judge_cases(row->exercise);
    struct random random = random_stream(1, "bench");
    size_t count;
    double work;
    if (cases == NULL || isnan(median_of(row, NULL, "speedup")))
        return;
    const double repeats = number(measure_of(row), "repeats");
    struct frame *frame =
        cases->timings[0].input(&random, (size_t)repeats, 0, 1, &work);
    frame_data(frame, reading->field, FRAME_F64, &count);
    frame_free(frame);
    const double bytes = work * reading->bytes_of_unit;
    for (int n = 1; n <= n_workers; n += n_workers - 1) {
        const double rate =
            bytes /
            median_of(row, n == 1 ? "baseline" : "candidate", "seconds");
        const double limit =
            bench_read_rate(n, count * sizeof(double) / (size_t)n);
        fprintf(to, "| %s | %s | %d | %.1f | %.1f | %.2f |\n",
            row->exercise->name, n == 1 ? "baseline" : "reference", n,
            1e-9 * rate, 1e-9 * limit, rate / limit);
        if (n_workers == 1)
            break;
    }
}

static void print_limits(
    const struct row rows[], size_t n, int n_workers, FILE *to)
{
    fprintf(to,
        "\n### References against the memory\n\n"
        "For exercises that mostly read. The limit is a loop that only adds "
        "numbers up, on\nas many workers, each reading its share of as much "
        "memory.\n\n"
        "| exercise | program | workers | reads, GB/s | limit, GB/s | of the "
        "limit |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < sizeof readings / sizeof *readings; k++)
            if (strcmp(rows[i].exercise->name, readings[k].exercise) == 0)
                print_reading(&rows[i], &readings[k], n_workers, to);
}

void bench_grades(const struct bench *bench, FILE *to)
{
    struct row *rows = NULL;
    size_t n = 0;
    for (size_t i = 0; i < bench->course->n_labs; i++)
        for (size_t k = 0; k < bench->course->labs[i].n_exercises; k++) {
            rows = mem_grow(rows, n, sizeof *rows);
            rows[n] =
                (struct row){.exercise = &bench->course->labs[i].exercises[k]};
            grade(bench, &rows[n++]);
        }
    print_grades(rows, n, to);
    print_ratios(rows, n, bench->n_workers, to);
    print_limits(rows, n, bench->n_workers, to);
    for (size_t i = 0; i < n; i++) {
        json_decref(rows[i].verdict);
        json_decref(rows[i].document);
    }
    free(rows);
}

/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/grading.h"
#include "grader/cmd/options.h"
#include "grader/report/json.h"
#include "grader/report/terminal.h"

/* check and grade: the same path, with and without the speed. An exercise
 * that cannot be graded does not keep the others from being graded, but the
 * exit code says it, and no JSON is written that would look whole. */

static bool is_full(const struct result *result)
{
    const struct points points = result_points(result);
    if (!result->has_points) /* one case was asked for */
        return !result->is_rejected && result->correctness.n_cases == 1 &&
               result->correctness.cases[0].cause == CASE_PASSED;
    return points.points == points.max;
}

static void print_sum(const struct result results[], size_t n)
{
    struct points sum = {0};
    for (size_t i = 0; i < n; i++) {
        const struct points points = result_points(&results[i]);
        sum.points += points.points;
        sum.open += points.open;
        sum.max += points.max;
    }
    printf("\nTogether %d of %d", sum.points, sum.max);
    if (sum.open > 0)
        printf(", %d open", sum.open);
    putchar('\n');
}

static int write_json(
    const struct options *options, const struct result results[], size_t n)
{
    struct fail fail;
    const struct json_about about = {
        .seed = options->seed, .layer = grading_layer(options)};
    json_t *document = json_document(&about, results, n);
    const int result = json_write(document, options->json, &fail);
    json_decref(document);
    if (result != 0)
        fprintf(stderr, "parlab: %s\n", fail.text);
    return result;
}

/* Grade them all, print each as it comes. @return exit code. */
static int run(const struct options *options, struct result results[])
{
    const bool is_quiet =
        options->json != NULL && strcmp(options->json, "-") == 0;
    int code = CMD_FULL;
    size_t n = 0;
    for (size_t i = 0; i < options->n_exercises; i++) {
        struct fail fail = {""};
        struct result *result = &results[n];
        switch (grading_run(options, options->exercises[i], result, &fail)) {
        case GRADING_DONE:
            n++;
            break;
        case GRADING_USAGE:
            fprintf(stderr, "parlab: %s\n", fail.text);
            code = code > CMD_USAGE ? code : CMD_USAGE;
            continue;
        case GRADING_BROKEN:
            fprintf(stderr, "parlab: could not grade %s: %s\n",
                options->exercises[i]->name, fail.text);
            code = CMD_BROKEN;
            continue;
        case GRADING_STOPPED:
            cmd_stop();
        }
        if (!is_full(result) && code == CMD_FULL)
            code = CMD_PARTIAL;
        if (!is_quiet) {
            if (n > 1)
                putchar('\n');
            terminal_print(stdout, result);
            fflush(stdout);
        }
    }
    if (!is_quiet && n > 1)
        print_sum(results, n);
    if (options->json != NULL && code < CMD_USAGE &&
        write_json(options, results, n) != 0)
        code = CMD_BROKEN;
    for (size_t i = 0; i < n; i++)
        result_clear(&results[i]);
    return code;
}

static int check_or_grade(bool has_speed, int argc, char **argv)
{
    struct options options;
    options_parse(&options, has_speed, argc, argv);
    struct result *results = mem_new(options.n_exercises, sizeof *results);
    const int code = run(&options, results);
    free(results);
    free(options.exercises);
    return code;
}

int cmd_check(int argc, char **argv)
{
    return check_or_grade(false, argc, argv);
}

int cmd_grade(int argc, char **argv)
{
    return check_or_grade(true, argc, argv);
}

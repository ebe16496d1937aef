/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/checking.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/grading.h"
#include "grader/cmd/options.h"
#include "grader/cmd/state.h"
#include "grader/report/html.h"
#include "grader/report/json.h"
#include "grader/report/terminal.h"

/* check and grade: the same path, with and without the speed. An exercise
 * that cannot be graded does not keep the others from being graded, but the
 * exit code says it, and nothing is written that would look whole. */

static bool is_full(const struct result *result)
{
    const struct points points = result_points(result);
    if (!result->has_points) /* one case was asked for */
        return !result->is_rejected && result->correctness.n_cases == 1 &&
               result->correctness.cases[0].cause == CASE_PASSED;
    return points.points == points.max;
}

/* A student who has nearly all points of one exercise goes on with another;
 * with fewer, this one is what to go on with. */
static const struct exercise *find_next(
    const struct options *options, const struct result *result)
{
    const struct points points = result_points(result);
    const bool is_nearly_full = 10 * points.points >= 9 * points.max;
    return options->has_speed && options->n_exercises == 1 &&
                   options->candidate == CANDIDATE_SUBMISSION && is_nearly_full
               ? cmd_next(result->exercise)
               : NULL;
}

static bool is_json_printed(const struct options *options)
{
    return options->json != NULL && strcmp(options->json, "-") == 0;
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

/* The last block of a pipe may have to wait for its reader.
 * @return 0; -1: it cannot be printed. */
static int print(void (*printer)(FILE *to, const struct result *),
    const struct result *result)
{
    interrupt_allow(true);
    printer(stdout, result);
    fflush(stdout);
    interrupt_allow(false);
    if (interrupt_signal() != 0)
        cmd_stop();
    return ferror(stdout) == 0 ? 0 : -1;
}

static int write_json(const struct options *options,
    const struct result results[], size_t n, const struct result_about *about)
{
    struct fail fail;
    json_t *document = json_document(about, results, n);
    interrupt_allow(true);
    const int result = json_write(document, options->json, &fail);
    interrupt_allow(false);
    json_decref(document);
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result != 0)
        fprintf(stderr, "parlab: %s\n", fail.text);
    return result;
}

/* Where the report is goes to standard output like all results, unless the
 * JSON goes there. */
static int write_html(const struct options *options,
    const struct result results[], size_t n, const struct result_about *about)
{
    struct fail fail, no_pictures;
    char *first = NULL;
    const int result = html_write(
        options->html, results, n, about, &first, &no_pictures, &fail);
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result != 0)
        fprintf(stderr, "parlab: %s\n", fail.text);
    else if (no_pictures.text[0] != '\0')
        fprintf(stderr, "parlab: the report has no pictures: %s\n",
            no_pictures.text);
    if (result == 0 && !is_json_printed(options))
        printf("\nThe report: %s\n", first);
    free(first);
    return result;
}

/* No report of any sort is written that would look whole and is not.
 * @return exit code. */
static int write_reports(const struct options *options,
    const struct result results[], size_t n, int code)
{
    const struct result_about about = {.seed = options->seed,
        .layer = grading_layer(options),
        .time = time(NULL)};
    if (code >= CMD_USAGE)
        return code;
    if (options->json != NULL && write_json(options, results, n, &about) != 0)
        code = CMD_BROKEN;
    if (options->html != NULL && write_html(options, results, n, &about) != 0)
        code = CMD_BROKEN;
    return code;
}

/* Grade them all, print each as it comes. @return exit code. */
static int run(const struct options *options, struct result results[])
{
    const bool is_quiet = is_json_printed(options);
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
        state_remember_result(result);
        result->next = find_next(options, result);
        if (!is_full(result) && code == CMD_FULL)
            code = CMD_PARTIAL;
        if (!is_quiet && n > 1)
            putchar('\n');
        if (!is_quiet && print(terminal_print, result) != 0)
            code = CMD_BROKEN; /* main() says why */
        if (checking_run(options, result) != GRADING_DONE)
            cmd_stop();
        state_remember_diagnoses(result);
        if (!is_quiet && print(terminal_print_checks, result) != 0)
            code = CMD_BROKEN;
    }
    if (!is_quiet && n > 1)
        print_sum(results, n);
    code = write_reports(options, results, n, code);
    for (size_t i = 0; i < n; i++)
        result_clear(&results[i]);
    return code;
}

static int check_or_grade(const struct verb *verb, int argc, char **argv)
{
    struct options options;
    options_parse(&options, verb, argc, argv);
    struct result *results = mem_new(options.n_exercises, sizeof *results);
    const int code = run(&options, results);
    free(results);
    free(options.exercises);
    return code;
}

static int run_check(int argc, char **argv)
{
    return check_or_grade(&verb_check, argc, argv);
}

static int run_grade(int argc, char **argv)
{
    return check_or_grade(&verb_grade, argc, argv);
}

static const char operands[] = "[LAB[/EXERCISE]...]";

const struct verb verb_check = {"check", "is it right? a few seconds",
    run_check,
    {options_table, options_take, operands,
        "Check that exercises are right: a few seconds each, no speedup.\v"
        "Examples:\n"
        "  parlab check threads/gaussian\n"
        "  parlab check threads                  all exercises of a lab\n"
        "  parlab check --file ~/my.c acf/openmp\n"
        "  parlab check threads/gaussian --seed 7 --case 12\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};

const struct verb verb_grade = {"grade",
    "is it right and faster? points and speedup", run_grade,
    {options_table, options_take, operands,
        "Grade exercises: correctness, and the measured speedup.\v"
        "Examples:\n"
        "  parlab grade threads/gaussian\n"
        "  parlab grade                          all exercises\n"
        "  parlab grade --reference acf --books ~/books\n"
        "  parlab grade --json result.json pools/pool\n"
        "  parlab grade --html report threads\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};

/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/candidate.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/progress.h"
#include "grader/cmd/scale_options.h"
#include "grader/judge/lock.h"
#include "grader/judge/machine.h"
#include "grader/report/html.h"
#include "grader/report/json.h"
#include "grader/report/scaling.h"
#include "grader/report/terminal.h"

/* The scaling curve of one exercise. A candidate that is wrong gets none:
 * its cases run first, as for "parlab check". Recorded curves go the same way
 * from there on as measured ones. */

/* A word that is rewritten for every point; the progress line refers to it. */
static char subject[128];

static void show_point(enum scaling_kind kind, int n_workers)
{
    char *name = mem_text(subject);
    name[strcspn(name, ",")] = '\0';
    snprintf(subject, sizeof subject, "%.64s, %s scaling, %d worker%s", name,
        kind == SCALING_STRONG ? "strong" : "weak", n_workers,
        n_workers == 1 ? "" : "s");
    free(name);
}

static int say(const struct fail *fail, int code)
{
    fprintf(stderr, "parlab: %s\n", fail->text);
    return code;
}

static int code_of(enum grading_outcome outcome, const struct fail *fail)
{
    if (outcome == GRADING_STOPPED)
        cmd_stop();
    return say(fail, outcome == GRADING_USAGE ? CMD_USAGE : CMD_BROKEN);
}

static bool is_json_printed(const struct scale_request *request)
{
    return request->options.json != NULL &&
           strcmp(request->options.json, "-") == 0;
}

/* Run its cases. @return CMD_FULL: it may be timed; another code after a
 * message. */
static int check(const struct scale_request *request, struct fail *fail)
{
    const struct exercise *exercise = request->options.exercises[0];
    struct result result;
    const enum grading_outcome outcome =
        grading_run(&request->options, exercise, &result, fail);
    if (outcome != GRADING_DONE)
        return code_of(outcome, fail);
    /* A program that is not parallel may have its curve: a flat one. */
    const struct correctness seen = {.cases = result.correctness.cases,
        .n_cases = result.correctness.n_cases,
        .is_concurrent = true};
    const bool is_right =
        !result.is_rejected && score_speed_counts(exercise, &seen);
    if (!is_right) {
        FILE *to = is_json_printed(request) ? stderr : stdout;
        terminal_print(to, &result);
        fprintf(to,
            "\nNo curve: a program that is wrong is not timed. Check it with\n"
            "  %s\n",
            result.repeat);
    }
    result_clear(&result);
    return is_right ? CMD_FULL : CMD_PARTIAL;
}

static enum grading_outcome measure_built(const struct scale_request *request,
    const struct workshop *workshop, const char *candidate,
    const char *baseline, struct scaling *scaling, struct fail *fail)
{
    const struct scaling_setup setup = {.exercise = workshop->exercise,
        .measure = &workshop->exercise->measures[0],
        .candidate = candidate,
        .baseline = baseline,
        .folder = workshop->folder,
        .layer = workshop->layer,
        .is_verbose = request->options.is_verbose,
        .wants = {request->wants[0], request->wants[1]},
        .point = show_point,
        .progress = progress_blocks};
    if (lock_take(true, progress_waiting) != 0)
        return GRADING_STOPPED;
    const enum measure_outcome outcome = scaling_measure(&setup, scaling, fail);
    lock_release();
    return outcome == MEASURE_DONE      ? GRADING_DONE
           : outcome == MEASURE_STOPPED ? GRADING_STOPPED
                                        : GRADING_BROKEN;
}

/* Build both, measure, and clean up. */
static enum grading_outcome measure(const struct scale_request *request,
    struct scaling *scaling, struct fail *fail)
{
    const struct exercise *exercise = request->options.exercises[0];
    char *folder = mem_format("%s/scale", cmd_folder());
    char *candidate = NULL, *baseline = NULL, *message = NULL;
    char *source = NULL;
    const struct workshop workshop = {.options = &request->options,
        .exercise = exercise,
        .layer = grading_layer(&request->options),
        .folder = folder};
    snprintf(subject, sizeof subject, "%s", exercise->name);
    progress_start(subject);
    enum grading_outcome outcome =
        candidate_build(&workshop, &candidate, &message, &source, fail);
    if (outcome == GRADING_DONE && candidate == NULL) {
        fail_set(
            fail, "the candidate has changed since its cases ran: %s", message);
        outcome = GRADING_BROKEN;
    }
    if (outcome == GRADING_DONE)
        outcome = candidate_build_baseline(&workshop, &baseline, fail);
    if (outcome == GRADING_DONE)
        outcome = measure_built(
            request, &workshop, candidate, baseline, scaling, fail);
    progress_end();
    file_remove_folder(folder);
    free(message);
    free(source);
    free(baseline);
    free(candidate);
    free(folder);
    return interrupt_signal() != 0 ? GRADING_STOPPED : outcome;
}

/* Whether there can be a curve here at all. @return CMD_FULL, or the code
 * after a plain word. */
static int check_place(const struct scale_request *request)
{
    const struct machine *machine = machine_read();
    const char *name = request->options.exercises[0]->name;
    if (machine->is_login_node) {
        fprintf(stderr,
            "parlab: this is a login node, where nothing is timed. Run: srun "
            "--exclusive -N 1 -n 1 -c %d parlab scale %s\n",
            cmd_course()->workers, name);
        return CMD_BROKEN;
    }
    if (request->n_workers > 1)
        return CMD_FULL;
    char why[160];
    machine_why_one(machine, why, sizeof why);
    fprintf(stderr,
        "parlab: there is no curve, because %s. What more workers than cores "
        "cost is shown by: parlab scale %s --workers 4 --oversubscribe\n",
        why, name);
    return CMD_PARTIAL;
}

static int make(const struct scale_request *request, struct scaling *scaling,
    json_t **machine, struct fail *fail)
{
    const struct options *options = &request->options;
    const struct exercise *exercise = options->exercises[0];
    const struct result_about about = {
        .seed = options->seed, .layer = grading_layer(options)};
    int code = check_place(request);
    if (code == CMD_FULL)
        code = check(request, fail);
    if (code != CMD_FULL)
        return code;
    *scaling = (struct scaling){.exercise = mem_text(exercise->name),
        .measure = mem_text(exercise->measures[0].name),
        .candidate = mem_text(candidate_name(options->candidate)),
        .processor = mem_text(machine_read()->processor),
        .seed = options->seed,
        .cores = machine_read()->workers_max,
        .n_workers = request->n_workers,
        .budget_s = options->budget_s};
    const enum grading_outcome outcome = measure(request, scaling, fail);
    if (outcome != GRADING_DONE)
        return code_of(outcome, fail);
    *machine = json_of_machine(&about);
    return CMD_FULL;
}

static int take_recorded(const struct scale_request *request,
    struct scaling *scaling, json_t **machine, struct fail *fail)
{
    const char *name = request->options.exercises[0]->name;
    if (scaling_read(request->recorded, scaling, machine, fail) != 0)
        return say(fail, CMD_USAGE);
    if (strcmp(scaling->exercise, name) == 0)
        return CMD_FULL;
    fail_set(fail, "%s was recorded of %s, not of %s", request->recorded,
        scaling->exercise, name);
    return say(fail, CMD_USAGE);
}

static int write_html(const struct scale_request *request,
    const struct scaling *scaling, struct fail *fail)
{
    struct fail no_pictures = {""};
    char *file = NULL;
    const int result = scaling_write(
        request->options.html, scaling, &file, &no_pictures, fail);
    if (result == 0 && no_pictures.text[0] != '\0')
        fprintf(stderr, "parlab: the report has no pictures: %s\n",
            no_pictures.text);
    if (result == 0 && !is_json_printed(request))
        printf("\nThe report: %s\n", file);
    free(file);
    return result;
}

/* @return CMD_FULL, or CMD_BROKEN after a message. */
static int report(const struct scale_request *request,
    const struct scaling *scaling, json_t *machine, struct fail *fail)
{
    const struct options *options = &request->options;
    int result = 0;
    interrupt_allow(true);
    if (!is_json_printed(request)) {
        scaling_print(stdout, scaling);
        fflush(stdout);
    }
    if (options->json != NULL) {
        json_t *document = scaling_json(scaling, machine);
        result = json_write(document, options->json, fail);
        json_decref(document);
    }
    interrupt_allow(false);
    if (result == 0 && options->html != NULL)
        result = write_html(request, scaling, fail);
    if (interrupt_signal() != 0)
        cmd_stop();
    return result == 0 ? CMD_FULL : say(fail, CMD_BROKEN);
}

static bool is_whole(const struct scaling *scaling)
{
    for (int kind = 0; kind < N_SCALINGS; kind++)
        for (size_t i = 0; i < scaling->curves[kind].n_points; i++)
            if (!scaling->curves[kind].points[i].is_known)
                return false;
    return true;
}

static int run(int argc, char **argv)
{
    struct scale_request request = {0};
    struct scaling scaling = {0};
    struct fail fail = {""};
    json_t *machine = NULL;
    options_parse(&request.options, &verb_scale, argc, argv);
    int code = request.recorded != NULL
                   ? take_recorded(&request, &scaling, &machine, &fail)
                   : make(&request, &scaling, &machine, &fail);
    if (code == CMD_FULL) {
        code = report(&request, &scaling, machine, &fail);
        if (code == CMD_FULL && !is_whole(&scaling))
            code = CMD_PARTIAL;
    }
    json_decref(machine);
    scaling_clear(&scaling);
    free(request.options.exercises);
    return code;
}

const struct verb verb_scale = {"scale",
    "how the speedup goes with the workers", run,
    {scale_options_table, scale_options_take, "LAB/EXERCISE",
        "Measure the speedup on 1, 2, 3, ... workers, for an input of one "
        "size\n(strong scaling) and for one that grows with the workers (weak "
        "scaling).\v"
        "Every point is timed like a grade, next to copies of the serial\n"
        "baseline, and has an interval. Points in no fit are marked.\n"
        "\n"
        "Examples:\n"
        "  parlab scale threads/gaussian\n"
        "  parlab scale --reference --strong --budget 15 mpi/matvec\n"
        "  parlab scale threads/gaussian --workers 8 --oversubscribe\n"
        "  parlab scale threads/gaussian --json curve.json\n"
        "  parlab scale threads/gaussian --recorded curve.json --html page\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};

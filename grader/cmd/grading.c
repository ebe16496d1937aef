/* SPDX-License-Identifier: MIT */
#include "grader/cmd/grading.h"

#include <stdio.h>
#include <stdlib.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/candidate.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/guess.h"
#include "grader/cmd/progress.h"
#include "grader/judge/lock.h"
#include "grader/judge/machine.h"
#include "grader/sandbox/args.h"

/* The order of things: take the candidate's text, build it, run its cases,
 * and, if that went well enough, build the baseline and measure. What the
 * candidate did wrong ends up in the result; what we could not do ends the
 * grading. */

/* Everything that one grading needs at hand. */
struct grading {
    const struct options *options;
    const struct exercise *exercise;
    struct result *result;
    enum sandbox_layer layer;
    int n_workers;
    char *folder;
    char *runner;
    struct fail *fail;
};

enum sandbox_layer grading_layer(const struct options *options)
{
    return options->no_sandbox || options->debugger != NULL ? SANDBOX_NONE
                                                            : sandbox_detect();
}

/* The command that repeats this grading's cases, as a shell reads it. */
static char *repeat_command(const struct grading *grading)
{
    const struct options *options = grading->options;
    struct args words = {0};
    const char *const start[] = {
        "parlab", "check", grading->exercise->name, NULL};
    args_list(&words, start);
    if (options->candidate == CANDIDATE_FILE) {
        args_add(&words, "--file");
        args_add(&words, options->file);
    } else if (options->candidate != CANDIDATE_SUBMISSION) {
        args_format(&words, "--%s", candidate_name(options->candidate));
    }
    if (options->books != NULL) {
        args_add(&words, "--books");
        args_add(&words, options->books);
    }
    if (options->no_sandbox)
        args_add(&words, "--no-sandbox");
    args_add(&words, "--seed");
    args_format(&words, "%llu", (unsigned long long)options->seed);
    char *command = args_shell(&words);
    args_free(&words);
    return command;
}

static int be_alone(void)
{
    return lock_take(true, progress_waiting);
}

static enum grading_outcome run_cases(struct grading *grading)
{
    struct result *result = grading->result;
    struct job_debugger debugger = {0};
    if (grading->options->debugger != NULL) {
        debugger = *grading->options->debugger;
        debugger.exercise = grading->exercise;
        debugger.sources = grading->folder;
    }
    const struct judge_setup setup = {.exercise = grading->exercise,
        .binary = grading->runner,
        .folder = grading->folder,
        .layer = grading->layer,
        .seed = grading->options->seed,
        .n_workers = grading->n_workers < 2 ? 2 : grading->n_workers,
        .only_case = grading->options->only_case,
        .has_timeline = grading->options->has_speed,
        .is_verbose = grading->options->is_verbose,
        .debugger = debugger.start != NULL ? &debugger : NULL,
        .repeat = result->repeat,
        .progress = progress_cases,
        .be_alone = be_alone};
    switch (judge_candidate(&setup, &result->correctness, grading->fail)) {
    case JUDGE_DONE:
        break;
    case JUDGE_BROKEN:
        return GRADING_BROKEN;
    case JUDGE_NO_CASE:
        return GRADING_USAGE;
    case JUDGE_STOPPED:
        return GRADING_STOPPED;
    }
    if (result->has_points)
        result->correct =
            score_correctness(grading->exercise, &result->correctness);
    return GRADING_DONE;
}

static void flag_speed(struct grading *grading, const struct measurement *m)
{
    if (m->status == MEASURE_MEASURED && m->gain_interval.low > 1.05)
        result_flag(grading->result,
            mem_format("%.2fx is more than %d copies of the serial baseline "
                       "can do (%.2fx): a better algorithm? A person should "
                       "look at it",
                m->speedup, m->n_workers, m->attainable));
}

/* Waiting overlaps however few cores there are. */
static int workers_for(
    const struct grading *grading, const struct measure *measure)
{
    const bool needs_cores = measure->yardstick != YARDSTICK_WORKERS;
    return needs_cores || grading->options->workers > 0
               ? grading->n_workers
               : grading->result->official_workers;
}

static enum grading_outcome measure_one(
    struct grading *grading, struct measure_result *one, const char *baseline)
{
    const struct measure_setup setup = {.exercise = grading->exercise,
        .measure = one->measure,
        .candidate = grading->runner,
        .baseline = baseline,
        .folder = grading->folder,
        .layer = grading->layer,
        .seed = grading->options->seed,
        .n_workers = workers_for(grading, one->measure),
        .n_parts = 1,
        .budget_s = grading->options->budget_s,
        .is_verbose = grading->options->is_verbose,
        .is_precise = score_is_precise,
        .progress = progress_blocks};
    switch (measure_candidate(&setup, &one->measurement, grading->fail)) {
    case MEASURE_DONE:
        break;
    case MEASURE_BROKEN:
        return GRADING_BROKEN;
    case MEASURE_STOPPED:
        return GRADING_STOPPED;
    }
    one->points = score_measurement(one->measure, &one->measurement);
    flag_speed(grading, &one->measurement);
    return GRADING_DONE;
}

/* No points for speed, and why. */
static void refuse_speed(struct grading *grading, struct measure_result *one)
{
    const bool is_right = score_speed_counts(grading->exercise,
        &(struct correctness){.cases = grading->result->correctness.cases,
            .n_cases = grading->result->correctness.n_cases,
            .is_concurrent = true});
    one->measurement.status = MEASURE_NOT_GRADED;
    one->measurement.n_workers = grading->n_workers;
    one->points = (struct points){.max = one->measure->points};
    const struct correctness *seen = &grading->result->correctness;
    const char *serial = judge_why_serial(seen);
    snprintf(one->measurement.why, sizeof one->measurement.why, "%s",
        seen->tampering != NULL ? seen->tampering
        : is_right && serial != NULL
            ? serial
            : "speed counts once all core groups pass");
}

/* On a login node nothing is timed: the points stay open. */
static void leave_open(struct grading *grading, struct measure_result *one)
{
    one->measurement.status = MEASURE_NOT_MEASURED;
    one->measurement.n_workers = grading->n_workers;
    one->points = (struct points){
        .open = one->measure->points, .max = one->measure->points};
    snprintf(one->measurement.why, sizeof one->measurement.why,
        "this is a login node, where nothing is timed. Run: srun --exclusive "
        "-N 1 -n 1 -c %d parlab grade %s",
        grading->result->official_workers, grading->exercise->name);
}

static struct workshop workshop_of(const struct grading *grading)
{
    return (struct workshop){.options = grading->options,
        .exercise = grading->exercise,
        .layer = grading->layer,
        .folder = grading->folder};
}

/* Who thinks about it keeps nobody else from timing. */
static int ask_for_guess(struct grading *grading)
{
    struct result *result = grading->result;
    if (grading->exercise->n_measures == 0)
        return 0;
    lock_release();
    progress_wipe();
    result->guess = guess_of(grading->options, grading->exercise,
        workers_for(grading, &grading->exercise->measures[0]));
    return result->guess < 0 ? -1 : 0;
}

static enum grading_outcome measure_all(struct grading *grading)
{
    struct result *result = grading->result;
    const struct exercise *exercise = grading->exercise;
    const bool counts = result->correctness.tampering == NULL &&
                        score_speed_counts(exercise, &result->correctness);
    enum grading_outcome outcome = GRADING_DONE;
    char *baseline = NULL;
    result->measures = mem_new(exercise->n_measures, sizeof *result->measures);
    for (size_t i = 0; i < exercise->n_measures; i++)
        result->measures[i].measure = &exercise->measures[i];
    if (counts && !machine_read()->is_login_node) {
        const struct workshop workshop = workshop_of(grading);
        outcome = candidate_build_baseline(&workshop, &baseline, grading->fail);
        if (outcome == GRADING_DONE && ask_for_guess(grading) != 0)
            outcome = GRADING_STOPPED;
        if (outcome == GRADING_DONE && be_alone() != 0)
            outcome = GRADING_STOPPED;
    }
    for (size_t i = 0; i < exercise->n_measures && outcome == GRADING_DONE;
         i++) {
        struct measure_result *one = &result->measures[i];
        if (!counts)
            refuse_speed(grading, one);
        else if (baseline == NULL)
            leave_open(grading, one);
        else
            outcome = measure_one(grading, one, baseline);
    }
    free(baseline);
    return outcome;
}

/* Others work on a login node: no MPI job is started there. */
static int check_place(const struct grading *grading)
{
    if (grading->exercise->kind != KIND_MPI || !machine_read()->is_login_node)
        return 0;
    return fail_set(grading->fail,
        "this is a login node, where no MPI job may run. Run: srun "
        "--exclusive -N 1 -n 1 -c %d parlab %s %s",
        grading->result->official_workers,
        grading->options->has_speed ? "grade" : "check",
        grading->exercise->name);
}

static enum grading_outcome build(struct grading *grading)
{
    const struct workshop workshop = workshop_of(grading);
    struct result *result = grading->result;
    const enum grading_outcome outcome = candidate_build(&workshop,
        &grading->runner, &result->message, &result->source, grading->fail);
    result->is_rejected = outcome == GRADING_DONE && grading->runner == NULL;
    return outcome;
}

static enum grading_outcome build_and_run(struct grading *grading)
{
    if (check_place(grading) != 0)
        return GRADING_BROKEN;
    /* A compiler disturbs timing, too. Who sits in a debugger keeps nobody
     * else from it. */
    if (grading->options->debugger == NULL &&
        lock_take(false, progress_waiting) != 0)
        return GRADING_STOPPED;
    enum grading_outcome outcome = build(grading);
    const bool is_built =
        outcome == GRADING_DONE && !grading->result->is_rejected;
    if (is_built)
        outcome = run_cases(grading);
    if (is_built && outcome == GRADING_DONE && grading->options->has_speed)
        outcome = measure_all(grading);
    lock_release();
    return outcome;
}

/* What it did to look better than it is. @return NULL for nothing. */
static const char *find_tampering(const struct result *result)
{
    const char *what = result->correctness.tampering;
    const size_t n =
        result->measures != NULL ? result->exercise->n_measures : 0;
    for (size_t i = 0; what == NULL && i < n; i++)
        what = result->measures[i].measurement.tampering;
    return what;
}

static void flag_tampering(struct result *result)
{
    const char *what = find_tampering(result);
    if (what != NULL)
        result_flag(result,
            mem_format("%s: no honest program does that. A person should look "
                       "at it",
                what));
}

void grading_diagnose(struct result *result)
{
    const struct diagnose_input input = {.exercise = result->exercise,
        .correctness = &result->correctness,
        .measured = result->measures != NULL && result->exercise->n_measures > 0
                        ? &result->measures[0].measurement
                        : NULL,
        .tampering = find_tampering(result),
        .findings = {&result->checks.findings, &result->correctness.findings}};
    findings_free(&result->diagnoses);
    diagnose(&input, &result->diagnoses);
}

static void note_circumstances(struct grading *grading)
{
    flag_tampering(grading->result);
    char *left = judge_take_left();
    if (left != NULL)
        result_flag(grading->result,
            mem_format("new in /dev/shm, and nobody uses it: %s. If none of "
                       "your other programs made it, this one did: remove it",
                left));
    free(left);
    const char *open = sandbox_leaves_open(
        grading->layer, grading->result->exercise->kind == KIND_MPI);
    if (open != NULL)
        result_flag(
            grading->result, mem_format("graded in a weaker sandbox (%s): %s",
                                 sandbox_layer_name(grading->layer), open));
    if (grading->layer == SANDBOX_NONE && grading->options->debugger == NULL)
        result_flag(grading->result,
            mem_format("graded without a sandbox (%s)",
                grading->options->no_sandbox ? "--no-sandbox"
                                             : sandbox_why_not()));
}

/* A rejected candidate still has the points it could have had. */
static void fill_in_maximum(struct result *result)
{
    const struct exercise *exercise = result->exercise;
    result->correct = (struct points){0};
    for (size_t i = 0; i < exercise->n_groups; i++)
        result->correct.max += exercise->groups[i].points;
    if (!result->has_speed)
        return;
    result->measures = mem_new(exercise->n_measures, sizeof *result->measures);
    for (size_t i = 0; i < exercise->n_measures; i++) {
        result->measures[i].measure = &exercise->measures[i];
        result->measures[i].points.max = exercise->measures[i].points;
    }
}

enum grading_outcome grading_run(const struct options *options,
    const struct exercise *exercise, struct result *result, struct fail *fail)
{
    const struct machine *machine = machine_read();
    const int official = cmd_course()->workers;
    const double start_s = clock_now_s();
    *result = (struct result){.exercise = exercise,
        .candidate = options->candidate,
        .has_speed = options->has_speed,
        .has_points = options->only_case == 0,
        .official_workers = official};
    struct grading grading = {.options = options,
        .exercise = exercise,
        .result = result,
        .layer = grading_layer(options),
        .n_workers = options->workers > 0              ? options->workers
                     : official < machine->workers_max ? official
                                                       : machine->workers_max,
        .fail = fail};
    grading.folder =
        mem_format("%s/%s-%s", cmd_folder(), exercise->lab, exercise->stem);
    result->repeat = repeat_command(&grading);
    judge_set_books(options->books);
    progress_start(exercise->name);
    enum grading_outcome outcome = GRADING_BROKEN;
    if (file_make_folder(grading.folder, fail) == 0)
        outcome = build_and_run(&grading);
    progress_end();
    file_remove_folder(grading.folder);
    free(grading.folder);
    free(grading.runner);
    if (interrupt_signal() != 0)
        outcome = GRADING_STOPPED;
    if (outcome != GRADING_DONE) {
        result_clear(result);
        return outcome;
    }
    note_circumstances(&grading);
    if (!result->is_rejected)
        grading_diagnose(result);
    if (result->is_rejected)
        fill_in_maximum(result);
    result->seconds = clock_now_s() - start_s;
    return GRADING_DONE;
}

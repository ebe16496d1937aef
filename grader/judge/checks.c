/* SPDX-License-Identifier: MIT */
#include "grader/judge/checks_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"

/* A checked runner goes through the same cases, frames, jobs and sandbox as
 * any other; only what it prints is looked at, and not what it answers. A
 * checker is an extra: where it is missing, or does not get along with the
 * program, that is said and nothing is broken. Whatever happens to it ends
 * within its budget. */

enum {
    SMALL_BYTES = 64 << 10,
    FRAME_BYTES_MAX = 4 << 20,
    RANKS = 4,
    ENDS_MAX = 3, /* a report ends the runner; more say nothing new */
};
#define CHECKER_BUDGET_S 3.0 /* of running, for each of three at most */
#define CALL_LIMIT_S 1.5
#define END_LIMIT_S 2.0 /* to look for leaks */

const char *check_name(enum check check)
{
    static const char *const names[] = {
        "races", "memory", "leaks", "order", "sends"};
    return names[check];
}

static bool is_for(const struct exercise *exercise, enum check check)
{
    switch (exercise->kind) {
    case KIND_THREADS: /* races are looked for, which is more */
        return check != CHECK_ORDER && check != CHECK_SENDS;
    case KIND_PROCESSES: /* each has its own copy of what a checker knows */
        return check != CHECK_RACES && check != CHECK_SENDS;
    case KIND_MPI:
        return check != CHECK_RACES && check != CHECK_LEAKS;
    }
    return false;
}

static void set_status(const struct exercise *exercise, struct checks *checks,
    enum check check, enum check_status status, const char *why)
{
    if (!is_for(exercise, check))
        return;
    checks->status[check] = status;
    snprintf(checks->why[check], sizeof checks->why[check], "%s",
        why != NULL ? why : "");
}

void checks_skip(
    const struct exercise *exercise, struct checks *checks, const char *why)
{
    for (int check = 0; check < CHECKS_N; check++)
        set_status(exercise, checks, check, CHECK_NOT_DONE, why);
}

static void set_all(
    struct checking *checking, enum check_status status, const char *why)
{
    for (size_t i = 0; i < checking->checker->n_checks; i++)
        set_status(checking->setup->exercise, checking->checks,
            checking->checker->checks[i], status, why);
}

/* ------ building */

/* Why a candidate that was built before cannot be built for a checker: is it
 * the checker, or the candidate? */
static void explain_failure(
    struct checking *checking, enum build_outcome outcome, const char *reason)
{
    const struct checker *checker = checking->checker;
    char why[200];
    struct fail fail;
    if (build_probe_checker(checker->variant, checking->setup->folder, &fail) !=
        0)
        snprintf(why, sizeof why,
            "%s is not here; \"parlab doctor\" says how to get it",
            checker->tool);
    else if (outcome == BUILD_REJECTED)
        snprintf(
            why, sizeof why, "%s does not take this program", checker->tool);
    else
        snprintf(why, sizeof why, "%s", reason);
    set_all(checking, CHECK_NOT_DONE, why);
}

/* @return new path; NULL: not built, and the reason is set; or stopped. */
static char *build(struct checking *checking)
{
    const struct checks_setup *setup = checking->setup;
    const struct build_request request = {.course = setup->course,
        .exercise = setup->exercise,
        .source = setup->source,
        .source_bytes = setup->source_bytes,
        .folder = setup->folder,
        .layer = setup->layer,
        .is_verbose = setup->is_verbose,
        .variant = checking->checker->variant};
    char *runner = NULL, *message = NULL;
    struct fail fail = {""};
    enum build_outcome outcome = BUILD_BROKEN;
    if (checking->checker->variant != BUILD_THREADS_CHECKED ||
        build_clang() != NULL)
        outcome = build_runner(&request, &runner, &message, &fail);
    if (outcome != BUILD_DONE && outcome != BUILD_STOPPED)
        explain_failure(checking, outcome, fail.text);
    free(message);
    return runner;
}

/* ------ running */

static void hear(void *context, const char *said, size_t n_bytes)
{
    struct checking *checking = context;
    if (!build_is_checked(checking->checker->variant))
        return;
    sanitizer_read(said, n_bytes, checking->setup->exercise->stem,
        &checking->notes, &checking->checks->findings);
}

/* One that did not come to an end before does not now. */
static bool is_worth_it(
    const struct checking *checking, const struct one_case *one)
{
    const struct correctness *seen = checking->setup->seen;
    const size_t only = checking->setup->only_case;
    for (size_t i = 0; i < seen->n_cases; i++)
        if (seen->cases[i].number == one->number &&
            (seen->cases[i].cause == CASE_TIMED_OUT ||
                seen->cases[i].cause == CASE_NOT_RUN))
            return false;
    return only == 0 || only == one->number;
}

enum case_cause checks_run_case(
    struct checking *checking, const struct one_case *one)
{
    const struct checks_setup *setup = checking->setup;
    struct session *session = &checking->session;
    char *stream = mem_format(
        "%s/%s/%s", setup->exercise->name, one->group->name, one->name);
    struct trial trial = {.session = session,
        .name = one->name,
        .number = one->number,
        .random = random_stream(setup->seed, stream)};
    free(stream);
    if (setjmp(session->out) == 0)
        one->group->run(&trial, one->row);
    const enum case_cause cause =
        trial.message != NULL ? trial.cause : CASE_PASSED;
    if (cause == CASE_WRONG)
        checking->is_reordered = trial.facts.value.is_reordered;
    trial_clear(&trial);
    return cause;
}

static bool is_last(const struct findings *findings, const char *name)
{
    return findings->n > 0 &&
           strcmp(findings->list[findings->n - 1].name, name) == 0;
}

/* A thread that an earlier call has left behind writes to where the arguments
 * of that call lay, which is out of bounds now. So such a finding counts only
 * when the case alone, in a runner of its own, leads to it again. */
static void look_for_reports(
    struct checking *checking, const struct one_case *one)
{
    struct session *session = &checking->session;
    struct findings *findings = &checking->checks->findings;
    const size_t n_before = findings->n;
    if (checking->n_ended == ENDS_MAX)
        return;
    checks_run_case(checking, one);
    const bool has_ended = session->job != NULL && !job_is_usable(session->job);
    checking->n_ended += has_ended;
    if (has_ended && findings->n > n_before &&
        (is_last(findings, "out-of-bounds") || is_last(findings, "crash"))) {
        findings->n = n_before;
        checks_run_case(checking, one);
    }
}

static void run_round(struct checking *checking, const struct one_case *cases,
    size_t n, size_t frame_bytes_max)
{
    checking->rules.frame_bytes_max = frame_bytes_max;
    for (size_t i = 0; i < n && !checking->session.is_over &&
                       clock_now_s() < checking->rules.end_s;
         i++)
        if (is_worth_it(checking, &cases[i]))
            checking->checker->run(checking, &cases[i]);
}

static void run_cases(struct checking *checking)
{
    size_t n;
    struct one_case *cases = case_list_make(checking->setup->exercise, &n);
    for (int i = 0; i < checking->checker->n_small_rounds; i++)
        run_round(checking, cases, n, SMALL_BYTES);
    run_round(checking, cases, n, FRAME_BYTES_MAX);
    case_list_free(cases, n);
}

/* ------ one checker */

/* What was found besides what was looked for says that it could not be. */
static void conclude(struct checking *checking)
{
    const struct checks_setup *setup = checking->setup;
    const enum build_variant variant = checking->checker->variant;
    const bool has_openmp =
        strstr(setup->source, "#pragma omp parallel") != NULL;
    if (checking->session.is_over) { /* the runner does not even start */
        char *why = mem_format("%s does not work here: %.90s",
            checking->checker->tool, checking->session.fail.text);
        set_all(checking, CHECK_NOT_DONE, why);
        free(why);
        return;
    }
    set_all(checking, CHECK_DONE, NULL);
    if (variant == BUILD_THREADS_CHECKED && has_openmp &&
        !checking->notes.has_archer)
        set_status(setup->exercise, checking->checks, CHECK_RACES,
            CHECK_NOT_DONE,
            "OpenMP's threads can be checked with Archer only, which comes "
            "with libomp and is not here");
    if (variant == BUILD_MEMORY_CHECKED && checking->notes.has_no_leaks)
        set_status(setup->exercise, checking->checks, CHECK_LEAKS,
            CHECK_NOT_DONE, "the leak checker does not work here");
}

/* What the runner says at its end: leaks, of all the calls that it took. */
static void end_job(struct checking *checking)
{
    struct job *job = checking->session.job;
    if (job_is_usable(job) &&
        checking->checker->variant == BUILD_MEMORY_CHECKED &&
        is_for(checking->setup->exercise, CHECK_LEAKS)) {
        size_t n_bytes;
        job_finish(job, END_LIMIT_S);
        const char *said = job_said(job, &n_bytes);
        hear(checking, said, n_bytes);
    }
    job_end(job);
}

static enum checks_outcome run_checker(struct checking *checking)
{
    const struct checks_setup *setup = checking->setup;
    const bool is_about_threads =
        checking->checker->variant == BUILD_THREADS_CHECKED;
    if (setup->progress != NULL)
        setup->progress(checking->checker->progress);
    char *runner = build(checking);
    if (runner == NULL)
        return interrupt_signal() != 0 ? CHECKS_STOPPED : CHECKS_DONE;
    const struct judge_setup judge = {.exercise = setup->exercise,
        .binary = runner,
        .folder = setup->folder,
        .layer = setup->layer,
        .seed = setup->seed,
        .n_workers = setup->n_workers,
        .is_verbose = setup->is_verbose};
    checking->rules =
        (struct session_rules){.variant = checking->checker->variant,
            .workers_min = is_about_threads ? 2 : 0,
            .workers_max = setup->exercise->kind == KIND_MPI ? RANKS : 64,
            .call_limit_s = CALL_LIMIT_S,
            .end_s = clock_now_s() + CHECKER_BUDGET_S,
            .heard = hear,
            .context = checking};
    checking->session.setup = &judge;
    checking->session.rules = &checking->rules;
    run_cases(checking);
    const bool is_stopped =
        interrupt_signal() != 0 || checking->session.outcome == JUDGE_STOPPED;
    if (!is_stopped)
        end_job(checking);
    else
        job_end(checking->session.job);
    conclude(checking);
    free(runner);
    return is_stopped ? CHECKS_STOPPED : CHECKS_DONE;
}

static const struct checker checkers[] = {
    {BUILD_THREADS_CHECKED, "races", {CHECK_RACES}, 1,
        "clang's ThreadSanitizer with OpenMP", look_for_reports, 2},
    {BUILD_MEMORY_CHECKED, "memory errors", {CHECK_MEMORY, CHECK_LEAKS}, 2,
        "the compiler's AddressSanitizer", look_for_reports, 0},
    {BUILD_PLAIN, "what depends on order", {CHECK_ORDER}, 1, "the compiler",
        checks_try_orders, 0},
    {BUILD_PLAIN, "sends that need a buffer", {CHECK_SENDS}, 1, "the compiler",
        checks_make_sends_wait, 0},
};

enum checks_outcome checks_run(
    const struct checks_setup *setup, struct checks *checks)
{
    const double start_s = clock_now_s();
    enum checks_outcome outcome = CHECKS_DONE;
    *checks = (struct checks){0};
    for (size_t i = 0;
         i < sizeof checkers / sizeof *checkers && outcome == CHECKS_DONE;
         i++) {
        struct checking checking = {
            .setup = setup, .checker = &checkers[i], .checks = checks};
        bool is_needed = false;
        for (size_t k = 0; k < checkers[i].n_checks; k++)
            is_needed |= is_for(setup->exercise, checkers[i].checks[k]);
        if (is_needed)
            outcome = run_checker(&checking);
    }
    checks->seconds = clock_now_s() - start_s;
    return outcome;
}

void checks_free(struct checks *checks)
{
    findings_free(&checks->findings);
    *checks = (struct checks){0};
}

/* SPDX-License-Identifier: MIT */
#include "grader/judge/judge.h"

#include <CUnit/CUnit.h>
#include <CUnit/TestDB.h>
#include <CUnit/TestRun.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/evidence.h"
#include "grader/judge/trial.h"

/* Groups are CUnit suites and cases CUnit tests that all share one function,
 * which finds its row by the order in which CUnit runs them. CUnit keeps one
 * registry a process, so there is one grading at a time. Its verdict counts:
 * what the handler is told is what is recorded. */

/* One registered case. */
struct slot {
    const struct case_group *group;
    const struct group *manifest;
    const void *row;
    char *name;
};

static struct {
    struct session session;
    struct slot *slots;
    size_t n_slots;
    size_t next; /* slot that CUnit runs next */
    struct correctness *correctness;
    enum case_cause cause; /* of the case that just ran */
    struct facts facts; /* likewise */
    bool has_failed; /* it did */
} now;

extern const struct exercise_cases *const __start_parlab_cases[]
    __attribute__((weak, visibility("hidden")));
extern const struct exercise_cases *const __stop_parlab_cases[]
    __attribute__((weak, visibility("hidden")));

const struct exercise_cases *judge_cases(const struct exercise *exercise)
{
    for (const struct exercise_cases *const *e = __start_parlab_cases;
         e < __stop_parlab_cases; e++)
        if (strcmp((*e)->exercise, exercise->name) == 0)
            return *e;
    return NULL;
}

/* The trial of a slot, run. @return release with trial_clear(). */
static struct trial try_slot(size_t i)
{
    const struct slot *slot = &now.slots[i];
    const struct judge_setup *setup = now.session.setup;
    char *stream = mem_format(
        "%s/%s/%s", setup->exercise->name, slot->manifest->name, slot->name);
    struct trial trial = {.session = &now.session,
        .name = slot->name,
        .number = i + 1,
        .random = random_stream(setup->seed, stream)};
    free(stream);
    if (now.session.group != slot->manifest)
        now.session.n_ended = 0;
    now.session.group = slot->manifest;
    if (!now.session.is_over && setjmp(now.session.out) == 0)
        slot->group->run(&trial, slot->row);
    if (trial.cause == CASE_WRONG)
        for (size_t k = 0; k < trial.n_frames; k++)
            trial.facts.answer =
                facts_digest(trial.facts.answer, trial.frames[k]);
    return trial;
}

static void run_one(void)
{
    const struct slot *slot = &now.slots[now.next];
    const struct judge_setup *setup = now.session.setup;
    if (setup->progress != NULL && !now.session.is_over)
        setup->progress(now.next, now.n_slots);
    struct trial trial = try_slot(now.next);
    now.cause = trial.cause;
    now.facts = trial.facts;
    now.has_failed = trial.message != NULL;
    CU_assertImplementation(trial.message == NULL, (unsigned)trial.number,
        trial.message != NULL ? trial.message : "", slot->name,
        slot->manifest->name, CU_FALSE);
    trial_clear(&trial);
}

static void after_one(
    const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord first)
{
    (void)test;
    (void)suite;
    struct correctness *all = now.correctness;
    const struct slot *slot = &now.slots[now.next];
    if (now.has_failed != (first != NULL)) /* CUnit had no memory for it */
        fail_grader("what case %s came to was lost", slot->name);
    all->cases = mem_grow(all->cases, all->n_cases, sizeof *all->cases);
    all->cases[all->n_cases++] = (struct case_result){.number = now.next + 1,
        .group = slot->manifest,
        .name = mem_text(slot->name),
        .cause = first == NULL ? CASE_PASSED : now.cause,
        .facts = now.facts,
        .message = first == NULL ? NULL : mem_text(first->strCondition)};
    now.next++;
}

static void add_slot(const struct case_group *group,
    const struct group *manifest, const void *row, const char *name)
{
    now.slots = mem_grow(now.slots, now.n_slots, sizeof *now.slots);
    now.slots[now.n_slots++] =
        (struct slot){group, manifest, row, mem_text(name)};
}

/* All cases of a group, from its table or from its list. */
static void add_group(
    const struct case_group *group, const struct group *manifest)
{
    if (group->rows != NULL) {
        const char *rows = group->rows;
        for (size_t i = 0; i < group->n_rows; i++) {
            const void *row = rows + i * group->row_bytes;
            add_slot(group, manifest, row, *(const char *const *)row);
        }
        return;
    }
    size_t n;
    char **names = group->list(&n);
    for (size_t i = 0; i < n; i++) {
        add_slot(group, manifest, NULL, names[i]);
        now.slots[now.n_slots - 1].row = now.slots[now.n_slots - 1].name;
        free(names[i]);
    }
    free(names);
}

static const struct case_group *find_group(
    const struct exercise_cases *cases, const char *name)
{
    for (const struct case_group *g = cases->groups; g->name != NULL; g++)
        if (strcmp(g->name, name) == 0)
            return g;
    return NULL;
}

/* The manifest has every group of the cases, and none has two. */
static int check_groups(const struct exercise *exercise,
    const struct exercise_cases *cases, struct fail *fail)
{
    for (const struct case_group *g = cases->groups; g->name != NULL; g++) {
        size_t i = 0;
        while (i < exercise->n_groups &&
               strcmp(exercise->groups[i].name, g->name) != 0)
            i++;
        if (i == exercise->n_groups)
            return fail_set(fail,
                "the cases of %s have a group \"%s\", and its lab.conf has "
                "none; add it there, with its points",
                exercise->name, g->name);
        if (find_group(cases, g->name) != g)
            return fail_set(fail, "the cases of %s have two groups \"%s\"",
                exercise->name, g->name);
    }
    return 0;
}

static int collect(const struct judge_setup *setup, struct fail *fail)
{
    const struct exercise *exercise = setup->exercise;
    const struct exercise_cases *cases = judge_cases(exercise);
    if (cases == NULL)
        return fail_set(fail,
            "%s has no cases that parlab was built with; run \"make -C "
            "build\", and \"parlab lint %s\" if that does not help",
            exercise->name, exercise->name);
    for (size_t i = 0; i < exercise->n_groups; i++) {
        const struct group *manifest = &exercise->groups[i];
        const struct case_group *group = find_group(cases, manifest->name);
        if (group == NULL)
            return fail_set(fail,
                "the cases of %s lack the group \"%s\" of its lab.conf",
                exercise->name, manifest->name);
        add_group(group, manifest);
    }
    return check_groups(exercise, cases, fail);
}

/* Hand the slots to CUnit; a slot that is not asked for stays inactive. */
static int register_slots(struct fail *fail)
{
    CU_pSuite suite = NULL;
    if (CU_initialize_registry() != CUE_SUCCESS)
        return fail_set(fail, "CUnit: %s", CU_get_error_msg());
    for (size_t i = 0; i < now.n_slots; i++) {
        const struct slot *slot = &now.slots[i];
        if (i == 0 || slot->manifest != now.slots[i - 1].manifest)
            suite = CU_add_suite(slot->manifest->name, NULL, NULL);
        if (suite == NULL || CU_add_test(suite, slot->name, run_one) == NULL)
            return fail_set(fail, "case %s of group %s: %s", slot->name,
                slot->manifest->name, CU_get_error_msg());
    }
    CU_set_test_complete_handler(after_one);
    return 0;
}

static void run_only(size_t number)
{
    const struct slot *slot = &now.slots[number - 1];
    now.next = number - 1;
    CU_pSuite suite =
        CU_get_suite_by_name(slot->manifest->name, CU_get_registry());
    CU_run_test(suite, CU_get_test_by_name(slot->name, suite));
}

/* A wrong answer that is another one the next time, or right, is no mistake in
 * computing. */
static void repeat(struct correctness *all, size_t i)
{
    enum { RUNS = 6 };
    uint64_t answers[RUNS] = {all->cases[i].facts.answer};
    struct repeats seen = {
        .number = all->cases[i].number, .n_runs = 1, .n_answers = 1};
    now.session.is_repeat = true;
    while (seen.n_runs < RUNS && !now.session.is_over) {
        struct trial trial = try_slot(all->cases[i].number - 1);
        const bool is_right = trial.message == NULL;
        int k = 0;
        while (k < seen.n_answers && answers[k] != trial.facts.answer)
            k++;
        if (!is_right && trial.cause != CASE_WRONG)
            k = 0; /* it crashed, or was late, or was not run: no answer */
        if (k == seen.n_answers)
            answers[seen.n_answers++] = trial.facts.answer;
        seen.n_passed += is_right;
        seen.n_untouched += trial.facts.is_untouched && trial.facts.n_ended > 0;
        seen.n_runs++;
        trial_clear(&trial);
    }
    now.session.is_repeat = false;
    all->repeats = seen;
}

static bool is_worth_repeating(const struct case_result *one, bool is_large)
{
    enum { MANY = 16 }; /* items that are not the same by chance */
    return one->cause == CASE_WRONG && one->facts.fault == FAULT_VALUE &&
           one->facts.n_workers > 1 && is_large == (one->facts.value.n >= MANY);
}

/* The failing cases that take several workers, until one differs; those with
 * many items first. */
static void repeat_failures(struct correctness *all)
{
    enum { CASES = 3 };
    int n_repeated = 0;
    for (size_t i = 0; i < 2 * all->n_cases && n_repeated < CASES &&
                       all->repeats.n_answers < 2 && !now.session.is_over;
         i++) {
        const size_t number = i % all->n_cases;
        if (!is_worth_repeating(&all->cases[number], i < all->n_cases))
            continue;
        repeat(all, number);
        n_repeated++;
    }
}

/* What nothing is right about has no points for sharing the work to lose. */
static bool has_passed(const struct correctness *all)
{
    for (size_t i = 0; i < all->n_cases; i++)
        if (all->cases[i].cause == CASE_PASSED)
            return true;
    return false;
}

static void watch_workers(struct correctness *correctness)
{
    int (*be_alone)(void) = now.session.setup->be_alone;
    if (be_alone == NULL || be_alone() == 0)
        evidence_seek(&now.session, correctness);
    else
        now.session.outcome = JUDGE_STOPPED;
}

static void clear(void)
{
    job_end(now.session.job);
    for (size_t i = 0; i < now.n_slots; i++)
        free(now.slots[i].name);
    free(now.slots);
    memset(&now, 0, sizeof now);
}

enum judge_outcome judge_candidate(const struct judge_setup *setup,
    struct correctness *correctness, struct fail *fail)
{
    memset(&now, 0, sizeof now);
    *correctness = (struct correctness){0};
    now.session.setup = setup;
    now.session.findings = &correctness->findings;
    now.correctness = correctness;
    enum judge_outcome outcome = JUDGE_BROKEN;
    const bool is_ready = collect(setup, fail) == 0;
    if (is_ready && setup->only_case > now.n_slots) {
        fail_set(fail, "%s has cases 1 to %zu, no case %zu",
            setup->exercise->name, now.n_slots, setup->only_case);
        outcome = JUDGE_NO_CASE;
    } else if (is_ready && register_slots(fail) == 0) {
        if (setup->only_case > 0)
            run_only(setup->only_case);
        else
            CU_run_all_tests();
        if (!now.session.is_over && setup->only_case == 0)
            repeat_failures(correctness);
        if (!now.session.is_over && setup->only_case == 0 &&
            has_passed(correctness))
            watch_workers(correctness);
        correctness->tampering = now.session.tampering;
        correctness->n_sends = now.session.n_sends;
        outcome = now.session.outcome;
        *fail = now.session.fail;
    }
    CU_cleanup_registry();
    clear();
    if (outcome != JUDGE_DONE)
        judge_free(correctness);
    return outcome;
}

void judge_free(struct correctness *correctness)
{
    for (size_t i = 0; i < correctness->n_cases; i++) {
        free(correctness->cases[i].name);
        free(correctness->cases[i].message);
    }
    free(correctness->cases);
    timeline_free(&correctness->timeline);
    findings_free(&correctness->findings);
    *correctness = (struct correctness){0};
}

/* SPDX-License-Identifier: MIT */
#include "grader/judge/sends.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/judge/trial.h"

/* The same cases with the same inputs; their answers are not looked at again.
 * A call that cannot end is found by the record of the job, so nothing here
 * waits for a time limit. */

struct search {
    struct session session;
    struct findings findings; /* of the calls */
    uint64_t seed;
    size_t next;
};

static bool is_over(const struct search *search)
{
    return search->session.is_over || search->findings.n > 0 ||
           clock_now_s() >= search->session.end_s || interrupt_signal() != 0;
}

static void run_case(struct search *search, const struct case_group *group,
    const void *row, const char *name)
{
    struct session *session = &search->session;
    search->next++;
    if (is_over(search))
        return;
    char *stream = mem_format(
        "%s/%s/%s", session->setup->exercise->name, group->name, name);
    struct trial trial = {.session = session,
        .name = name,
        .number = search->next,
        .random = random_stream(search->seed, stream)};
    free(stream);
    if (setjmp(session->out) == 0)
        group->run(&trial, row);
    trial_clear(&trial);
}

static void run_group(struct search *search, const struct case_group *group)
{
    size_t n;
    if (group->rows != NULL) {
        const char *rows = group->rows;
        for (size_t i = 0; i < group->n_rows; i++) {
            const void *row = rows + i * group->row_bytes;
            run_case(search, group, row, *(const char *const *)row);
        }
        return;
    }
    char **names = group->list(&n);
    for (size_t i = 0; i < n; i++) {
        run_case(search, group, names[i], names[i]);
        free(names[i]);
    }
    free(names);
}

static bool is_worth_it(
    const struct judge_setup *setup, const struct correctness *seen)
{
    for (size_t i = 0; i < seen->n_cases; i++)
        if (seen->cases[i].cause != CASE_PASSED)
            return false;
    return setup->exercise->kind == KIND_MPI && seen->n_sends > 0 &&
           seen->findings.n == 0 && setup->debugger == NULL;
}

int sends_check(const struct judge_setup *setup, const struct correctness *seen,
    struct findings *findings)
{
    if (!is_worth_it(setup, seen))
        return 0;
    struct search search = {.seed = setup->seed};
    search.session = (struct session){.setup = setup,
        .findings = &search.findings,
        .is_synchronous = true,
        .end_s = clock_now_s() + SENDS_BUDGET_S};
    const struct exercise_cases *cases = judge_cases(setup->exercise);
    for (const struct case_group *g = cases->groups; g->name != NULL; g++)
        run_group(&search, g);
    job_end(search.session.job);
    for (size_t i = 0; i < search.findings.n; i++)
        if (strcmp(search.findings.list[i].name, "deadlock") == 0)
            findings_add(findings, "unsafe-send",
                "when no message is kept for later, %s",
                search.findings.list[i].evidence);
    findings_free(&search.findings);
    return interrupt_signal() != 0 ? -1 : 0;
}

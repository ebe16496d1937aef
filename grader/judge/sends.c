/* SPDX-License-Identifier: MIT */
#include "grader/judge/sends.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/judge/case_list.h"
#include "grader/judge/trial.h"

/* The same cases with the same inputs; their answers are not looked at again.
 * A call that cannot end is found by the record of the job, so nothing here
 * waits for a time limit. */

struct search {
    struct session session;
    struct findings findings; /* of the calls */
};

static bool is_over(const struct search *search)
{
    return search->session.is_over || search->findings.n > 0 ||
           clock_now_s() >= search->session.end_s || interrupt_signal() != 0;
}

static void run_case(struct search *search, const struct one_case *one)
{
    struct session *session = &search->session;
    char *stream = mem_format("%s/%s/%s", session->setup->exercise->name,
        one->group->name, one->name);
    struct trial trial = {.session = session,
        .name = one->name,
        .number = one->number,
        .random = random_stream(session->setup->seed, stream)};
    free(stream);
    if (setjmp(session->out) == 0)
        one->group->run(&trial, one->row);
    trial_clear(&trial);
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
    struct search search = {0};
    search.session = (struct session){.setup = setup,
        .findings = &search.findings,
        .is_synchronous = true,
        .end_s = clock_now_s() + SENDS_BUDGET_S};
    size_t n;
    struct one_case *cases = case_list_make(setup->exercise, &n);
    for (size_t i = 0; i < n && !is_over(&search); i++)
        run_case(&search, &cases[i]);
    case_list_free(cases, n);
    job_end(search.session.job);
    for (size_t i = 0; i < search.findings.n; i++)
        if (strcmp(search.findings.list[i].name, "deadlock") == 0)
            findings_add(findings, "unsafe-send",
                "when no message is kept for later, %s",
                search.findings.list[i].evidence);
    findings_free(&search.findings);
    return interrupt_signal() != 0 ? -1 : 0;
}

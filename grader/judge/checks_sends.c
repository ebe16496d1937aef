/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/judge/checks_private.h"

/* Whether an MPI program is right only because MPI keeps its messages for it:
 * the cases once more with sends that wait for their receive, MPI_Send() as
 * MPI_Ssend(). One that passes all cases and comes to no end now relies on
 * what MPI does not promise. A call that cannot end is found by the record of
 * the job, so nothing waits for a time limit. */

static bool is_right(const struct correctness *seen)
{
    for (size_t i = 0; i < seen->n_cases; i++)
        if (seen->cases[i].cause != CASE_PASSED)
            return false;
    return seen->findings.n == 0;
}

void checks_make_sends_wait(
    struct checking *checking, const struct one_case *one)
{
    struct findings found = {0}, *findings = &checking->checks->findings;
    const struct correctness *seen = checking->setup->seen;
    if (!is_right(seen) || seen->n_sends == 0 || findings->n > 0)
        return;
    checking->rules.is_synchronous = true;
    checking->session.findings = &found;
    checks_run_case(checking, one);
    checking->session.findings = NULL;
    for (size_t i = 0; i < found.n; i++)
        if (strcmp(found.list[i].name, "deadlock") == 0)
            findings_add(findings, "unsafe-send",
                "when no message is kept for later, %s",
                found.list[i].evidence);
    findings_free(&found);
}

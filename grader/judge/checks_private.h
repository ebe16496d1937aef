/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_CHECKS_PRIVATE_H
#define PARLAB_JUDGE_CHECKS_PRIVATE_H

#include "grader/judge/checks.h"
#include "grader/judge/sanitizer.h"
#include "grader/judge/trial.h"

/** @file A check at work, for checks*.c only. */

struct checking;

/** One case of the exercise. */
struct one_case {
    const struct case_group *group;
    const void *row;
    char *name;
    size_t number; /**< as for --case, from 1 */
    size_t turn; /**< number within its group, from 0 */
};

/** One build of the candidate, and what is looked for with it. */
struct checker {
    enum build_variant variant;
    const char *progress;
    enum check checks[CHECKS_N];
    size_t n_checks;
    const char *tool; /**< in words */
    /** Run one case. */
    void (*run)(struct checking *checking, const struct one_case *one);
};

/** One of them at work. */
struct checking {
    const struct checks_setup *setup;
    const struct checker *checker;
    struct checks *checks;
    struct sanitizer_notes notes;
    struct session session;
    struct session_rules rules; /**< of the session */
    int n_ended; /**< runners, before they were asked to */
};

/** All cases of an exercise, in the order in which to run them.
 *  @return new; release with checks_free_cases(). */
struct one_case *checks_list_cases(
    const struct exercise *exercise, size_t *n_cases);
void checks_free_cases(struct one_case *cases, size_t n_cases);

/** Run a case. @return what it came to; CASE_PASSED also when it was left
 *  out. */
enum case_cause checks_run_case(
    struct checking *checking, const struct one_case *one);

/** Run a case that has passed with workers that begin in other orders. */
void checks_try_orders(struct checking *checking, const struct one_case *one);

#endif

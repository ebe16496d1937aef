/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_CHECKS_PRIVATE_H
#define PARLAB_JUDGE_CHECKS_PRIVATE_H

#include "grader/judge/case_list.h"
#include "grader/judge/checks.h"
#include "grader/judge/sanitizer.h"
#include "grader/judge/trial.h"

/** @file A check at work, for checks*.c only. */

struct checking;

/** One build of the candidate, and what is looked for with it. */
struct checker {
    enum build_variant variant;
    const char *progress;
    enum check checks[CHECKS_N];
    size_t n_checks;
    const char *tool; /**< in words */
    /** Run one case. */
    void (*run)(struct checking *checking, const struct one_case *one);
    /** How often the small cases are run before all of them. A race is seen
     *  only when two threads come to it at nearly the same time, by chance,
     *  and a large case can take the time of all. */
    int n_small_rounds;
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
    bool is_reordered; /**< the last wrong answer had all the right items */
};

/** Run a case. @return what it came to; CASE_PASSED also when it was left
 *  out. */
enum case_cause checks_run_case(
    struct checking *checking, const struct one_case *one);

/** Run a case with sends that wait for their receive. */
void checks_make_sends_wait(
    struct checking *checking, const struct one_case *one);

/** Run a case that has passed with workers that begin in other orders. */
void checks_try_orders(struct checking *checking, const struct one_case *one);

#endif

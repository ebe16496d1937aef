/* SPDX-License-Identifier: MIT */
#include "grader/judge/checks_private.h"

/* No checker sees what processes do to one another, so their answers are
 * looked at: a case has passed, and must pass whichever worker begins first.
 * It counts when one fails twice in the same order and passes again in the
 * natural one: a program that fails whenever a case is repeated has kept
 * something from call to call, which is another mistake. Where workers share
 * memory and the order changes more than the order of the items, nothing
 * orders what they do there: a race. */

static const char *words_of(int order)
{
    switch (order) {
    case BOARD_ORDER_REVERSED:
        return "the last worker begins first";
    case BOARD_ORDER_FIRST_LATE:
        return "the first, the third and so on begin late";
    default:
        return "the second, the fourth and so on begin late";
    }
}

static bool is_passed(
    const struct checking *checking, const struct one_case *one)
{
    const struct correctness *seen = checking->setup->seen;
    for (size_t i = 0; i < seen->n_cases; i++)
        if (seen->cases[i].number == one->number)
            return seen->cases[i].cause == CASE_PASSED;
    return false;
}

static enum case_cause run_in(struct checking *checking,
    const struct one_case *one, enum board_order order)
{
    checking->rules.order = order;
    return checks_run_case(checking, one);
}

static const char *name_of(const struct checking *checking)
{
    const bool is_shared = checking->setup->exercise->kind != KIND_MPI;
    return is_shared && !checking->is_reordered ? "race" : "nondeterministic";
}

void checks_try_orders(struct checking *checking, const struct one_case *one)
{
    if (!is_passed(checking, one) || checking->checks->findings.n > 0)
        return;
    for (int order = 1; order < BOARD_ORDERS_N; order++) {
        if (run_in(checking, one, (enum board_order)order) != CASE_WRONG ||
            run_in(checking, one, (enum board_order)order) != CASE_WRONG)
            continue;
        if (run_in(checking, one, BOARD_ORDER_NATURAL) == CASE_PASSED)
            findings_add(&checking->checks->findings, name_of(checking),
                "case %zu (%.60s) passes, and fails when %s", one->number,
                one->name, words_of(order));
        return;
    }
}

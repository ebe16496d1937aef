/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_plan.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Where only the last attempt counts, those before it need no grading. They
 * are in the gradebook all the same. */

/* A submission that is wanted, and its rank among those of its student. */
struct ranked {
    const struct work *work;
    size_t place; /* in the list of all */
    size_t exercise; /* place of its exercise among those asked for */
    size_t rank;
};

static size_t find_exercise(const struct class_setup *setup, const char *name)
{
    size_t i = 0;
    while (
        i < setup->n_exercises && strcmp(setup->exercises[i]->name, name) != 0)
        i++;
    return i;
}

const struct exercise *class_plan_exercise(
    const struct class_setup *setup, const struct work *work)
{
    return setup->exercises[find_exercise(setup, work->exercise)];
}

static bool is_same_task(const struct work *a, const struct work *b)
{
    return strcmp(a->student, b->student) == 0 &&
           strcmp(a->exercise, b->exercise) == 0;
}

/* Attempts at one exercise lie side by side. */
static bool is_superseded(const struct class_plan *plan, size_t i)
{
    const struct work *work = plan->work;
    size_t first = i;
    while (first > 0 && is_same_task(&work[first - 1], &work[i]))
        first--;
    for (size_t k = first; k < plan->n_work && is_same_task(&work[k], &work[i]);
         k++)
        if (work[k].received > work[i].received ||
            (work[k].received == work[i].received && k > i))
            return true;
    return false;
}

static int by_exercise(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    int order = strcmp(one->work->student, other->work->student);
    if (order == 0)
        order = (one->rank > other->rank) - (one->rank < other->rank);
    if (order == 0)
        order = (one->exercise > other->exercise) -
                (one->exercise < other->exercise);
    return order;
}

static int by_rank(const void *a, const void *b)
{
    const struct ranked *one = a, *other = b;
    const int order = (one->rank > other->rank) - (one->rank < other->rank);
    return order != 0 ? order
                      : strcmp(one->work->student, other->work->student);
}

/* The rank is how many newer attempts there are at first, and then the place
 * among all of the student's. */
static void rank(struct ranked *list, size_t n)
{
    qsort(list, n, sizeof *list, by_exercise);
    for (size_t i = 0; i < n; i++)
        list[i].rank = i > 0 && strcmp(list[i - 1].work->student,
                                    list[i].work->student) == 0
                           ? list[i - 1].rank + 1
                           : 0;
    qsort(list, n, sizeof *list, by_rank);
}

static size_t count_newer(const struct class_plan *plan, size_t i)
{
    size_t n = 0;
    while (i + n + 1 < plan->n_work &&
           is_same_task(&plan->work[i], &plan->work[i + n + 1]))
        n++;
    return n;
}

static void put_in_order(
    const struct class_setup *setup, struct class_plan *plan)
{
    struct ranked *list = mem_new(plan->n_work, sizeof *list);
    const bool only_last = setup->policy->attempt == POLICY_LAST;
    for (size_t i = 0; i < plan->n_work; i++) {
        const size_t exercise = find_exercise(setup, plan->work[i].exercise);
        if (exercise == setup->n_exercises ||
            (only_last && is_superseded(plan, i)))
            continue;
        list[plan->n++] = (struct ranked){.work = &plan->work[i],
            .place = i,
            .exercise = exercise,
            .rank = count_newer(plan, i)};
    }
    if (plan->n > 0)
        rank(list, plan->n);
    plan->order = mem_new(plan->n, sizeof *plan->order);
    for (size_t i = 0; i < plan->n; i++)
        plan->order[i] = list[i].place;
    free(list);
}

int class_plan_make(
    const struct class_setup *setup, struct class_plan *plan, struct fail *fail)
{
    *plan = (struct class_plan){0};
    plan->work = gradebook_work(setup->book, &plan->n_work, fail);
    if (plan->work == NULL)
        return -1;
    put_in_order(setup, plan);
    return 0;
}

void class_plan_free(struct class_plan *plan)
{
    work_free(plan->work, plan->n_work);
    free(plan->order);
    *plan = (struct class_plan){0};
}

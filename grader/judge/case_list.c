/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/case_list.h"
#include "grader/judge/judge.h"

/* Cases are numbered as in the verdict: by the manifest's groups. They are run
 * in turns, the first ones of all groups, then the second ones, so that every
 * group has had some when the time is over. */

struct list {
    struct one_case *cases;
    size_t n;
};

static void add(struct list *list, const struct case_group *group,
    const void *row, const char *name, size_t turn)
{
    list->cases = mem_grow(list->cases, list->n, sizeof *list->cases);
    struct one_case *new = &list->cases[list->n++];
    *new = (struct one_case){.group = group,
        .row = row,
        .name = mem_text(name),
        .number = list->n,
        .turn = turn};
    if (row == NULL) /* the row of a listed case is its name */
        new->row = new->name;
}

static void add_group(struct list *list, const struct case_group *group)
{
    const char *rows = group->rows;
    for (size_t i = 0; rows != NULL && i < group->n_rows; i++) {
        const void *row = rows + i * group->row_bytes;
        add(list, group, row, *(const char *const *)row, i);
    }
    if (rows != NULL)
        return;
    size_t n;
    char **names = group->list(&n);
    for (size_t i = 0; i < n; i++) {
        add(list, group, NULL, names[i], i);
        free(names[i]);
    }
    free(names);
}

static int by_turn(const void *a, const void *b)
{
    const struct one_case *one = a, *other = b;
    if (one->turn != other->turn)
        return one->turn < other->turn ? -1 : 1;
    return one->number < other->number ? -1 : one->number > other->number;
}

struct one_case *case_list_make(
    const struct exercise *exercise, size_t *n_cases)
{
    const struct exercise_cases *cases = judge_cases(exercise);
    struct list list = {0};
    for (size_t i = 0; cases != NULL && i < exercise->n_groups; i++)
        for (const struct case_group *g = cases->groups; g->name != NULL; g++)
            if (strcmp(g->name, exercise->groups[i].name) == 0)
                add_group(&list, g);
    if (list.n > 0)
        qsort(list.cases, list.n, sizeof *list.cases, by_turn);
    *n_cases = list.n;
    return list.cases;
}

void case_list_free(struct one_case *cases, size_t n_cases)
{
    for (size_t i = 0; i < n_cases; i++)
        free(cases[i].name);
    free(cases);
}

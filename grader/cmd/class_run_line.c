/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/mem.h"
#include "grader/cmd/class_run_private.h"

/* The estimate while checking: the checks that are left at the rate so far,
 * and then, one at a time, all gradings: as long as a check, and the budget of
 * each measure. */

#define BUDGET_S 15.0 /* as "parlab grade" has it */

static size_t count_ungraded(const struct class_now *run, double *measures)
{
    size_t n = 0;
    *measures = 0;
    for (size_t i = 0; i < run->plan.n; i++) {
        const struct work *work = &run->plan.work[run->plan.order[i]];
        if (work->is_graded)
            continue;
        n++;
        *measures += (double)class_plan_exercise(run->setup, work)->n_measures;
    }
    return n;
}

struct class_line class_run_line(const struct class_now *run)
{
    struct class_line line = {.n_done = run->n_done,
        .n_all = run->n_queue,
        .what = run->depth == GRADEBOOK_CHECKED ? "checked" : "graded",
        .left_s = -1};
    if (run->n_done == 0)
        return line;
    const double each_s = (run->last_s - run->start_s) / (double)run->n_done;
    line.rate_min = 60 / each_s;
    line.left_s = fmax(0, each_s * (double)(run->n_queue - run->n_done) -
                              (clock_now_s() - run->last_s));
    if (run->depth == GRADEBOOK_CHECKED && !run->setup->checks_only) {
        double measures;
        const size_t n = count_ungraded(run, &measures);
        const double budget_s =
            run->setup->budget_s > 0 ? run->setup->budget_s : BUDGET_S;
        line.left_s +=
            (double)n * run->busy_s / (double)run->n_done + measures * budget_s;
    }
    return line;
}

void class_run_show(const struct class_now *run)
{
    char *now = mem_text("");
    for (int i = 0; i < run->n_slots; i++) {
        const struct work *work = run->slots[i].work;
        if (work == NULL)
            continue;
        char *more = mem_format("%s%s%s %s", now, now[0] != '\0' ? ", " : "",
            work->student, work->exercise);
        free(now);
        now = more;
    }
    const struct class_line line = class_run_line(run);
    class_line_show(&line, now);
    free(now);
}

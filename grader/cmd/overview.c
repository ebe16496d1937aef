/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "grader/cmd/cmd.h"
#include "grader/cmd/state.h"

/* What "parlab" alone prints: every exercise with the points that it was
 * last graded with, and the first that is not done as the next. */

static void print_state(const struct exercise *exercise, bool is_begun)
{
    struct state_points points;
    if (!is_begun)
        puts("not begun");
    else if (!state_recall_points(exercise, &points))
        puts("begun");
    else if (points.open > 0)
        printf("%3d of %d, %d open\n", points.points, points.max, points.open);
    else
        printf("%3d of %d\n", points.points, points.max);
}

static bool is_done(const struct exercise *exercise)
{
    struct state_points points;
    return state_recall_points(exercise, &points) &&
           points.points == points.max;
}

const struct exercise *cmd_next(const struct exercise *exercise)
{
    const struct course *course = cmd_course();
    const struct exercise *before = NULL, *after = NULL;
    bool is_after = false;
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *e = &course->labs[i].exercises[k];
            const struct exercise **place = is_after ? &after : &before;
            if (e == exercise)
                is_after = true;
            else if (*place == NULL && !is_done(e))
                *place = e;
        }
    return after != NULL ? after : before;
}

static void print_next(const struct exercise *next, bool is_begun)
{
    if (is_begun)
        printf("\nGo on with %s: parlab check %s, then parlab grade %s\n",
            next->name, next->name, next->name);
    else
        printf("\nNext: %s (about %d minutes)\n"
               "  parlab read %s\n"
               "  complete %s/labs/%s/%s.c\n"
               "  parlab check %s\n",
            next->name, next->minutes, next->name, cmd_course()->work,
            next->name, next->stem, next->name);
}

int cmd_overview(void)
{
    const struct course *course = cmd_course();
    const struct exercise *next = NULL;
    bool is_next_begun = false;
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        printf("%s: %s\n", lab->name, lab->title);
        for (size_t k = 0; k < lab->n_exercises; k++) {
            const struct exercise *e = &lab->exercises[k];
            const bool is_begun = !cmd_is_untouched(e);
            printf("  %-20s %-34s ", e->name, e->title);
            print_state(e, is_begun);
            if (next == NULL && !(is_begun && is_done(e))) {
                next = e;
                is_next_begun = is_begun;
            }
        }
    }
    if (next != NULL)
        print_next(next, is_next_begun);
    else
        puts("\nAll done.");
    puts("\nAll verbs: parlab --help");
    return CMD_FULL;
}

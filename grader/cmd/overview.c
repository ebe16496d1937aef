/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "grader/base/terminal.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/state.h"

/* What "parlab" alone prints: every exercise with the points of its best
 * grading, and the first that is not done as the next. What is best stays so
 * when a later grading had fewer points: that one is shown beside it. */

enum { BAR = 10 };

/* What is known of an exercise. */
struct standing {
    bool is_begun, is_graded;
    struct record best, last;
};

static struct standing standing_of(const struct exercise *exercise)
{
    struct standing standing = {.is_begun = !cmd_is_untouched(exercise)};
    standing.is_graded = state_recall_best(exercise, &standing.best);
    if (!state_recall_last(exercise, &standing.last))
        standing.last = standing.best;
    return standing;
}

static bool is_done(const struct standing *standing)
{
    return standing->is_graded && standing->best.points == standing->best.max;
}

static void print_bar(const struct record *best)
{
    const bool is_utf8 = terminal_is_utf8();
    const int full = best->max > 0 ? BAR * best->points / best->max : 0;
    for (int i = 0; i < BAR; i++)
        fputs(i < full ? is_utf8 ? "█" : "#" : is_utf8 ? "░" : ".", stdout);
}

static void print_standing(
    const struct exercise *exercise, const struct standing *standing)
{
    const struct record *best = &standing->best, *last = &standing->last;
    print_bar(best);
    if (!standing->is_graded && standing->is_begun)
        fputs("  begun", stdout);
    else if (!standing->is_graded)
        printf("  about %d minutes", exercise->minutes);
    else
        printf("  %d of %d", best->points, best->max);
    if (standing->is_graded && best->open > 0)
        printf(", %d open", best->open);
    if (standing->is_graded && last->points < best->points)
        printf(", last %d", last->points);
    putchar('\n');
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
            struct record best;
            if (e == exercise)
                is_after = true;
            else if (*place == NULL &&
                     !(state_recall_best(e, &best) && best.points == best.max))
                *place = e;
        }
    return after != NULL ? after : before;
}

static void print_next(const struct exercise *next, bool is_begun)
{
    if (is_begun)
        printf("\nGo on with %s: parlab watch %s, then parlab grade %s\n",
            next->name, next->name, next->name);
    else
        printf("\nNext: %s (about %d minutes)\n"
               "  parlab read %s\n"
               "  complete %s/labs/%s/%s.c\n"
               "  parlab watch %s\n",
            next->name, next->minutes, next->name, cmd_course()->work,
            next->name, next->stem, next->name);
}

/* How wide the names and titles are, so that all columns begin together. */
static void measure_columns(int *names, int *titles)
{
    const struct course *course = cmd_course();
    *names = *titles = 0;
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *e = &course->labs[i].exercises[k];
            const int name = (int)strlen(e->name),
                      title = (int)strlen(e->title);
            *names = name > *names ? name : *names;
            *titles = title > *titles ? title : *titles;
        }
}

int cmd_overview(void)
{
    const struct course *course = cmd_course();
    const struct exercise *next = NULL;
    bool is_next_begun = false, is_any_begun = false;
    int names, titles;
    measure_columns(&names, &titles);
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        printf("%s: %s\n", lab->name, lab->title);
        for (size_t k = 0; k < lab->n_exercises; k++) {
            const struct exercise *e = &lab->exercises[k];
            const struct standing standing = standing_of(e);
            printf("  %-*s  %-*s  ", names, e->name, titles, e->title);
            print_standing(e, &standing);
            is_any_begun |= standing.is_begun || standing.is_graded;
            if (next == NULL && !is_done(&standing)) {
                next = e;
                is_next_begun = standing.is_begun;
            }
        }
    }
    if (!is_any_begun)
        puts("\nNew here? parlab start shows in a minute what this is about.");
    if (next != NULL)
        print_next(next, is_next_begun);
    else
        puts("\nAll done.");
    puts("\nAll verbs: parlab --help");
    return CMD_FULL;
}

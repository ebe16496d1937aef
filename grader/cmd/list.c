/* SPDX-License-Identifier: MIT */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "grader/cmd/cmd.h"
#include "grader/report/json.h"

/* The labs as a table or as JSON, and the overview that "parlab" alone
 * gives. */

static int points_of(const struct exercise *exercise)
{
    int sum = 0;
    for (size_t i = 0; i < exercise->n_groups; i++)
        sum += exercise->groups[i].points;
    for (size_t i = 0; i < exercise->n_measures; i++)
        sum += exercise->measures[i].points;
    return sum;
}

static void print_table(void)
{
    const struct course *course = cmd_course();
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        printf("%s%s: %s\n", i > 0 ? "\n" : "", lab->name, lab->title);
        for (size_t k = 0; k < lab->n_exercises; k++) {
            const struct exercise *e = &lab->exercises[k];
            printf("  %-20s %-34s %3d points, about %d min\n", e->name,
                e->title, points_of(e), e->minutes);
        }
    }
}

static int print_json(void)
{
    struct fail fail;
    const struct course *course = cmd_course();
    json_t *list = json_array();
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *e = &course->labs[i].exercises[k];
            json_array_append_new(
                list, json_pack("{s:s, s:s, s:s, s:s, s:i, s:i}", "name",
                          e->name, "lab", course->labs[i].title, "title",
                          e->title, "kind", course_kind_name(e->kind),
                          "max_points", points_of(e), "minutes", e->minutes));
        }
    const int result = json_write(list, "-", &fail);
    json_decref(list);
    if (result != 0)
        fprintf(stderr, "parlab: %s\n", fail.text);
    return result == 0 ? CMD_FULL : CMD_BROKEN;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    (void)value;
    bool *wants_json = state->input;
    if (key == 'j')
        *wants_json = true;
    else if (key == ARGP_KEY_ARG)
        argp_error(state, "list takes no argument");
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static int run(int argc, char **argv)
{
    bool wants_json = false;
    cmd_parse(&verb_list, argc, argv, &wants_json);
    if (wants_json)
        return print_json();
    print_table();
    return CMD_FULL;
}

static const struct argp_option table[] = {
    {"json", 'j', 0, 0, "print JSON", 0}, {0}};

const struct verb verb_list = {"list", "the labs and their exercises", run,
    {table, parse_one, NULL, "List the labs and their exercises.", NULL, NULL,
        NULL},
    OPERAND_NONE, NULL};

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/cmd/class.h"
#include "grader/cmd/class_student.h"

/* What was measured stays, and stands beside what is set here wherever points
 * are shown. A reason is asked for, because somebody will ask for it. */

enum { KEY_POINTS = 256, KEY_WHY };

struct request {
    struct class_place place;
    struct class_who who;
    double points;
    bool has_points;
    const char *why;
};

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    char *end;
    switch (key) {
    case KEY_POINTS:
        request->points = strtod(value, &end);
        request->has_points = true;
        if (end == value || *end != '\0' || !isfinite(request->points) ||
            request->points < 0)
            argp_error(
                state, "--points takes a number from 0 on, not \"%s\"", value);
        return 0;
    case KEY_WHY:
        request->why = value;
        return 0;
    case ARGP_KEY_ARG:
        class_who_take(&request->who, state, value);
        return 0;
    case ARGP_KEY_END:
        class_who_check(&request->who, state);
        if (!request->has_points || request->why == NULL ||
            request->why[strspn(request->why, " \t\n")] == '\0')
            argp_error(state, "say --points N and --why \"the reason\"");
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static const struct argp_option table[] = {
    {"points", KEY_POINTS, "N", 0, "points that count", 1},
    {"why", KEY_WHY, "TEXT", 0, "the reason, for whoever asks", 1},
    CLASS_PLACE_OPTIONS,
    {0},
};

static const struct verb verb = {"class override", NULL, NULL,
    {table, parse_one, "STUDENT LAB/EXERCISE",
        "Set somebody's points. What was measured stays, and is shown "
        "beside.\v"
        "Examples:\n"
        "  parlab class override \"Ada Lovelace\" threads/gaussian --points "
        "90 \\\n"
        "    --why \"explained it well in the oral\"\n"
        "\n"
        "Setting them again replaces what was set before, which stays in the\n"
        "gradebook as well.\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

static int set(const struct request *request, struct gradebook *book,
    const struct policy *policy)
{
    struct fail fail;
    const struct mark *mark = NULL;
    struct marks *marks = marks_read_points(book, policy, &fail);
    if (marks != NULL)
        mark = class_who_find(&request->who, marks, policy, &fail);
    int code = CMD_USAGE;
    if (mark == NULL)
        fprintf(stderr, "parlab: %s\n", fail.text);
    else if (request->points > mark->max_points)
        fprintf(stderr, "parlab: %s is worth %g points at most\n",
            mark->exercise->exercise->name, mark->max_points);
    else {
        struct gradebook_override override = {
            .student = (char *)(uintptr_t)mark->student,
            .exercise = mark->exercise->exercise->name,
            .points = request->points,
            .why = (char *)(uintptr_t)request->why,
            .when = time(NULL)};
        code = gradebook_add_override(book, &override, &fail) == 0 ? CMD_FULL
                                                                   : CMD_BROKEN;
        if (code == CMD_FULL)
            printf("%s, %s: %g points, measured %g\n", mark->student,
                mark->exercise->exercise->name, request->points,
                mark->measured);
        else
            fprintf(stderr, "parlab: %s\n", fail.text);
    }
    marks_free(marks);
    return code;
}

int class_override(int argc, char **argv)
{
    struct request request = {0};
    cmd_parse(&verb, argc, argv, &request);
    struct gradebook *book = class_open(&request.place, GRADEBOOK_WRITE);
    struct policy *policy = class_policy(&request.place, book);
    const int code = set(&request, book, policy);
    policy_free(policy);
    gradebook_close(book);
    return code;
}

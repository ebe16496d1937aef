/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_student.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/text.h"
#include "grader/collect/collect.h"

/* A student is never guessed, only suggested. */

void class_who_take(
    struct class_who *who, struct argp_state *state, const char *word)
{
    if (who->student == NULL)
        who->student = word;
    else if (who->exercise == NULL)
        who->exercise = word;
    else
        argp_error(state, "one STUDENT and one LAB/EXERCISE; a name of "
                          "several words needs quotes");
}

void class_who_check(const struct class_who *who, struct argp_state *state)
{
    if (who->exercise == NULL)
        argp_error(state, "say whose work on which exercise: "
                          "\"Ada Lovelace\" threads/gaussian");
}

static int find_student(
    const char *given, const struct marks *marks, struct fail *fail)
{
    char *name = collect_student(given);
    int place = -1;
    for (size_t i = 0; name != NULL && i < marks->n_students; i++)
        if (strcmp(marks->students[i], name) == 0)
            place = (int)i;
    free(name);
    if (place >= 0)
        return place;
    const char *nearest =
        strlen(given) <= 60
            ? text_nearest(given, (const char *const *)marks->students,
                  marks->n_students)
            : NULL;
    char *safe = text_safe(given, strlen(given), 60);
    fail_set(fail, "there is no student \"%s\" in the gradebook%s%s%s", safe,
        nearest != NULL ? "; did you mean \"" : "",
        nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    free(safe);
    return -1;
}

const struct mark *class_who_find(const struct class_who *who,
    const struct marks *marks, const struct policy *policy, struct fail *fail)
{
    size_t n = 0;
    const int student = find_student(who->student, marks, fail);
    if (student < 0)
        return NULL;
    const struct exercise **found =
        course_find(cmd_course(), who->exercise, &n, fail);
    if (found == NULL)
        return NULL;
    const bool is_one = strcmp(found[0]->name, who->exercise) == 0;
    free(found);
    if (!is_one) {
        fail_set(fail, "%s is a whole lab; name one exercise", who->exercise);
        return NULL;
    }
    const struct policy_exercise *exercise = policy_find(policy, who->exercise);
    if (exercise != NULL)
        return marks_at(
            marks, (size_t)student, (size_t)(exercise - policy->exercises));
    fail_set(fail, "%s does not count by the rules", who->exercise);
    return NULL;
}

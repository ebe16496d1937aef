/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/cmd/class.h"

/* Also for builds that have no gradebook. */

void class_take_exercises(
    struct args *names, struct argp_state *state, const char *word)
{
    struct fail fail;
    size_t n = 0;
    const struct exercise **found = course_find(cmd_course(), word, &n, &fail);
    if (found == NULL)
        argp_error(state, "%s", fail.text);
    for (size_t i = 0; i < n; i++)
        args_add(names, found[i]->name);
    free(found);
}

bool class_is_named(const struct args *names, const char *exercise)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->items[i], exercise) == 0)
            return true;
    return false;
}

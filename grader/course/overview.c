/* SPDX-License-Identifier: MIT */
#include "grader/course/overview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Time and title of an exercise stand in its manifest and nowhere else; a
 * table that repeats them is made from there. What is outside of the marks is
 * not touched. */

#define BEGIN "<!-- exercises -->\n"
#define END "<!-- end exercises -->\n"

static const char *workers_of(const struct exercise *exercise)
{
    switch (exercise->kind) {
    case KIND_THREADS:
        return "threads";
    case KIND_PROCESSES:
        return "processes";
    case KIND_MPI:
        return "MPI ranks";
    }
    return "";
}

static char *new_table(const struct course *course)
{
    char *text = NULL;
    size_t n_bytes = 0;
    FILE *to = mem_stream(&text, &n_bytes);
    fputs("\n| exercise | title | workers | minutes |\n"
          "|---|---|---|--:|\n",
        to);
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *exercise = &course->labs[i].exercises[k];
            fprintf(to, "| [%s](%s/README.md) | %s | %s | %d |\n",
                exercise->name, exercise->name, exercise->title,
                workers_of(exercise), exercise->minutes);
        }
    fputc('\n', to);
    fclose(to);
    return text;
}

char *overview_fill(
    const char *markdown, const struct course *course, struct fail *fail)
{
    const char *begin = strstr(markdown, BEGIN);
    const char *end = begin != NULL ? strstr(begin, END) : NULL;
    if (end == NULL) {
        fail_set(fail, "the line \"%.*s\" is missing",
            (int)strlen(begin == NULL ? BEGIN : END) - 1,
            begin == NULL ? BEGIN : END);
        return NULL;
    }
    char *table = new_table(course);
    char *text = mem_format("%.*s%s%s", (int)(begin + strlen(BEGIN) - markdown),
        markdown, table, end);
    free(table);
    return text;
}

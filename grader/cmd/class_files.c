/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_files.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export.h"

/* A student's name may hold anything. What is left of it here is a name that
 * no file system, shell or spreadsheet takes for more than a name; where two
 * become the same, the later one gets a number. */

enum { STEM_BYTES = 80 };

static char *stem_of(const char *student)
{
    char *stem = text_safe(student, strlen(student), STEM_BYTES);
    for (char *p = stem; *p != '\0'; p++) {
        const unsigned char c = (unsigned char)*p;
        const bool is_inner = p > stem && (c == '.' || c == '-');
        if (c < 0x80 && !isalnum(c) && c != '_' && !is_inner)
            *p = '_';
    }
    if (*stem != '\0')
        return stem;
    free(stem);
    return mem_text("_");
}

static bool is_among(char *const names[], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return false;
}

char **class_file_names(const struct marks *marks, const char *ending)
{
    char **names = mem_new(marks->n_students + 1, sizeof *names);
    for (size_t i = 0; i < marks->n_students; i++) {
        char *stem = stem_of(marks->students[i]);
        char *name = mem_format("%s.%s", stem, ending);
        for (int k = 2; is_among(names, i, name); k++) {
            free(name);
            name = mem_format("%s-%d.%s", stem, k, ending);
        }
        names[i] = name;
        free(stem);
    }
    return names;
}

void class_free_names(char **names)
{
    for (char **name = names; names != NULL && *name != NULL; name++)
        free(*name);
    free(names);
}

int class_write_index(const char *folder, const struct marks *marks,
    char **names, struct fail *fail)
{
    char *path = mem_format("%s/students.csv", folder);
    char *table = export_index(marks, names);
    int result = file_make_folder(folder, fail);
    if (result == 0)
        result = file_replace(path, table, strlen(table), fail);
    free(table);
    free(path);
    return result;
}

/* SPDX-License-Identifier: MIT */
#include "grader/cmd/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"

/* What is listed and what is explained comes from the same texts that people
 * read as files and as a site. A line that is no row of the table is passed
 * over. */

enum { PAGE_BYTES_MAX = 1 << 20 };

char *catalogue_folder(void)
{
    return mem_format("%s/docs/diagnoses", cmd_course()->root);
}

static char *read_file(const char *name, struct fail *fail)
{
    char *folder = catalogue_folder();
    char *path = mem_format("%s/%s.md", folder, name);
    char *text = file_read(path, PAGE_BYTES_MAX, NULL, fail);
    free(path);
    free(folder);
    return text;
}

char *catalogue_page(const char *name, struct fail *fail)
{
    return read_file(name, fail);
}

static void take_row(struct catalogue *catalogue, const char *line)
{
    if (!text_starts(line, "| ["))
        return;
    const char *name = line + 3, *end = strchr(name, ']');
    const char *meaning = end != NULL ? strstr(end, " | ") : NULL;
    if (meaning == NULL)
        return;
    meaning += 3;
    const char *stop = strstr(meaning, " |");
    const int n = stop != NULL ? (int)(stop - meaning) : (int)strlen(meaning);
    catalogue->rows =
        mem_grow(catalogue->rows, catalogue->n, sizeof *catalogue->rows);
    catalogue->rows[catalogue->n++] =
        (struct catalogue_row){mem_format("%.*s", (int)(end - name), name),
            mem_format("%.*s", n, meaning)};
}

int catalogue_read(struct catalogue *catalogue, struct fail *fail)
{
    *catalogue = (struct catalogue){0};
    char *text = read_file("README", fail), *rest = text, *line;
    if (text == NULL)
        return -1;
    while ((line = strsep(&rest, "\n")) != NULL)
        take_row(catalogue, line);
    free(text);
    return 0;
}

void catalogue_free(struct catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->n; i++) {
        free(catalogue->rows[i].name);
        free(catalogue->rows[i].meaning);
    }
    free(catalogue->rows);
    *catalogue = (struct catalogue){0};
}

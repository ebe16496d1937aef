/* SPDX-License-Identifier: MIT */
#include "grader/kit/kit_private.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A line is a pattern as glob() knows them, without a "**", so that every
 * folder of the kit is named in the list. What the course's manifests name
 * is not repeated there: LAB stands for every lab, LAB/EX for every exercise
 * and LAB/LIBRARY for every further folder of a lab. A line that leads out of
 * the tree is refused. */

enum { BYTES_MAX = 1 << 16 };

/* The lines read so far. */
struct reading {
    const struct course *course;
    const char *path;
    unsigned line;
    struct allowed *list;
    size_t n;
    struct fail *fail;
};

void allowed_free(struct allowed *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(list[i].from);
        free(list[i].to);
    }
    free(list);
}

/* @return new text, every @p word replaced; NULL for NULL. */
static char *replace(const char *text, const char *word, const char *by)
{
    char *made = NULL;
    size_t size;
    if (text == NULL)
        return NULL;
    FILE *to = mem_stream(&made, &size);
    while (*text != '\0') {
        if (text_starts(text, word)) {
            fputs(by, to);
            text += strlen(word);
        } else {
            fputc(*text++, to);
        }
    }
    fclose(to);
    return made;
}

static void add(struct reading *reading, const char *from, const char *to,
    const struct exercise *exercise)
{
    reading->list = mem_grow(reading->list, reading->n, sizeof *reading->list);
    reading->list[reading->n++] = (struct allowed){.from = mem_text(from),
        .to = mem_text(to),
        .exercise = exercise,
        .line = reading->line};
}

static void add_named(struct reading *reading, const char *from, const char *to,
    const char *word, const char *name, const struct exercise *exercise)
{
    char *full_from = replace(from, word, name);
    char *full_to = replace(to, word, name);
    add(reading, full_from, full_to, exercise);
    free(full_to);
    free(full_from);
}

static void add_exercise(struct reading *reading, const char *from,
    const char *to, const struct exercise *exercise)
{
    char *near = replace(from, "LAB/EX", exercise->name);
    char *far = replace(to, "LAB/EX", exercise->name);
    add_named(reading, near, far, "EX", exercise->stem, exercise);
    free(far);
    free(near);
}

static void add_libraries(struct reading *reading, const char *from,
    const char *to, const struct lab *lab)
{
    for (char **name = lab->libraries; name != NULL && *name != NULL; name++) {
        char *folder = mem_format("%s/%s", lab->name, *name);
        add_named(reading, from, to, "LAB/LIBRARY", folder, NULL);
        free(folder);
    }
}

static void add_line(struct reading *reading, const char *from, const char *to)
{
    const struct course *course = reading->course;
    const bool is_every_lab = strstr(from, "LAB") != NULL ||
                              (to != NULL && strstr(to, "LAB") != NULL);
    if (!is_every_lab)
        add(reading, from, to, NULL);
    for (size_t i = 0; i < course->n_labs && is_every_lab; i++) {
        const struct lab *lab = &course->labs[i];
        if (strstr(from, "LAB/LIBRARY") != NULL)
            add_libraries(reading, from, to, lab);
        else if (strstr(from, "LAB/EX") == NULL &&
                 (to == NULL || strstr(to, "LAB/EX") == NULL))
            add_named(reading, from, to, "LAB", lab->name, NULL);
        else
            for (size_t k = 0; k < lab->n_exercises; k++)
                add_exercise(reading, from, to, &lab->exercises[k]);
    }
}

static bool leads_out(const char *path)
{
    return path != NULL && (*path == '/' || strstr(path, "..") != NULL);
}

static int take_line(struct reading *reading, char *line)
{
    static const char arrow[] = " -> ";
    reading->line++;
    if (line[0] == '\0' || line[0] == '#')
        return 0;
    char *to = strstr(line, arrow);
    if (to != NULL) {
        *to = '\0';
        to += strlen(arrow);
    }
    if (leads_out(line) || leads_out(to))
        return fail_set(reading->fail, "%s:%u: this leads out of the tree",
            reading->path, reading->line);
    const bool is_made =
        strcmp(line, "SKELETON") == 0 || strcmp(line, "RULES") == 0;
    if (is_made && to == NULL)
        return fail_set(reading->fail, "%s:%u: \" -> PATH\" is missing",
            reading->path, reading->line);
    add_line(reading, line, to);
    return 0;
}

struct allowed *allowed_read(
    const struct course *course, const char *path, size_t *n, struct fail *fail)
{
    struct reading reading = {.course = course, .path = path, .fail = fail};
    char *text = file_read(path, BYTES_MAX, NULL, fail);
    int result = text != NULL ? 0 : -1;
    for (char *rest = text, *line; result == 0 && rest != NULL;) {
        line = strsep(&rest, "\n");
        result = take_line(&reading, line);
    }
    free(text);
    if (result == 0 && reading.n == 0)
        result = fail_set(fail, "%s allows nothing", path);
    *n = reading.n;
    if (result == 0)
        return reading.list;
    allowed_free(reading.list, reading.n);
    return NULL;
}

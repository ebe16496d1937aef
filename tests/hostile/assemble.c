/* SPDX-License-Identifier: MIT */
#include "tests/hostile/assemble.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A line at a time. What is not known here is left for the compiler, which
 * meets it in its sandbox: so an attack by #include is written as it would be
 * by whoever tries it. A word that nobody replaced would make an attack that
 * cannot work, and would seem to be held off: so there may be none. */

enum { DEPTH_MAX = 8, SOURCE_MAX = 1 << 20 };

struct place {
    const struct course *course;
    const struct exercise *exercise;
    const char *specimens;
    FILE *to;
    struct fail *fail;
};

/* The file that stands for a name. @return new; NULL: none does. */
static char *file_for(const struct place *place, const char *name)
{
    if (strcmp(name, "solution.c") == 0)
        return course_solution_path(place->course, place->exercise);
    if (strcmp(name, "serial.c") == 0)
        return course_baseline_path(place->course, place->exercise);
    if (text_starts(name, "grader/"))
        return mem_format("%s/%s", place->course->root, name);
    char *path = mem_format("%s/%s", place->specimens, name);
    if (strchr(name, '/') == NULL && file_exists(path))
        return path;
    free(path);
    return NULL;
}

/* The name in a line `#include "NAME"`. @return new; NULL. */
static char *included(const char *line)
{
    char name[256];
    int end = -1;
    sscanf(line, "#include \"%255[^\"\n]\"%n", name, &end);
    return end < 0 ? NULL : mem_text(name);
}

static int add_text(const struct place *place, const char *text, int depth);

static int add_line(
    const struct place *place, const char *line, size_t n, int depth)
{
    char *name = included(line);
    char *path = name != NULL ? file_for(place, name) : NULL;
    int result = 0;
    if (path == NULL) {
        fwrite(line, 1, n, place->to);
    } else if (depth == DEPTH_MAX) {
        result = fail_set(place->fail, "%s includes itself", name);
    } else {
        char *text = file_read(path, SOURCE_MAX, NULL, place->fail);
        result = text != NULL ? add_text(place, text, depth + 1) : -1;
        free(text);
    }
    free(path);
    free(name);
    return result;
}

static int add_text(const struct place *place, const char *text, int depth)
{
    int result = 0;
    while (*text != '\0' && result == 0) {
        size_t n = strcspn(text, "\n");
        n += text[n] == '\n';
        result = add_line(place, text, n, depth);
        text += n;
    }
    return result;
}

/* @return new; the text is released. */
static char *replace(char *text, const struct assemble_word *word)
{
    char *place;
    while ((place = strstr(text, word->word)) != NULL) {
        char *longer = mem_format("%.*s%s%s", (int)(place - text), text,
            word->text, place + strlen(word->word));
        free(text);
        text = longer;
    }
    return text;
}

/* A word that was not replaced: capitals between two @.
 * @return its length; 0: there is none here. */
static size_t unknown_word(const char *at)
{
    size_t n = 1;
    while (isupper((unsigned char)at[n]))
        n++;
    return at[0] == '@' && n > 1 && at[n] == '@' ? n + 1 : 0;
}

char *assemble(const char *source, const struct course *course,
    const struct exercise *exercise, const char *specimens,
    const struct assemble_word words[], struct fail *fail)
{
    char *text = NULL;
    size_t n;
    struct place place = {course, exercise, specimens, NULL, fail};
    place.to = mem_stream(&text, &n);
    const int result = add_text(&place, source, 0);
    fclose(place.to);
    for (; words->word != NULL; words++)
        text = replace(text, words);
    for (const char *p = text; result == 0 && *p != '\0'; p++)
        if ((n = unknown_word(p)) > 0) {
            fail_set(fail, "nothing is known to replace %.*s", (int)n, p);
            free(text);
            return NULL;
        }
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

/* Where the next limits of a manifest are; NULL. */
static const char *find_limits(const char *conf, const char **end)
{
    const char *start = strstr(conf, "limits = {");
    const char *last = start != NULL ? strstr(start, "};") : NULL;
    *end = last != NULL ? last + 2 : NULL;
    return last != NULL ? start : NULL;
}

char *assemble_limits(const char *conf, const char *limits)
{
    static const char before[] = "skeleton_max_points"; /* once in each */
    char *text = NULL;
    size_t n;
    FILE *to = mem_stream(&text, &n);
    const char *end;
    const char *old = find_limits(conf, &end);
    while (*conf != '\0') {
        if (conf == old) {
            conf = end;
            old = find_limits(conf, &end);
            continue;
        }
        if (text_starts(conf, before))
            fprintf(to, "limits = { %s };\n    ", limits);
        fputc(*conf++, to);
    }
    fclose(to);
    return text;
}

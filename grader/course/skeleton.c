/* SPDX-License-Identifier: MIT */
#include "grader/course/skeleton.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/course/line.h"

/* The solution is walked once, line by line, with one of three states. A
 * line with a mark that does not belong where it stands is refused, because a
 * forgotten mark would show students the solution, or lose a part of it. In a
 * skeleton part every line must be a `//|` line: any other would also be
 * compiled in the solution. Marks of shown parts are for handouts (excerpt.c)
 * and left out. */

enum { SOURCE_BYTES_MAX = 1 << 20 };

enum state {
    STATE_COMMON, /* the solution and the skeleton */
    STATE_SOLUTION,
    STATE_SKELETON,
};

struct maker {
    FILE *to;
    enum state state;
    unsigned line;
    unsigned opened; /* line of the last `solution` */
    struct fail *fail;
};

static int refuse(const struct maker *maker, const char *reason)
{
    return fail_set(maker->fail, "line %u: %s", maker->line, reason);
}

static int take_mark(struct maker *maker, const struct line *line)
{
    static const struct {
        const char *mark;
        enum state before, after;
        const char *reason;
    } marks[] = {
        {"//> solution", STATE_COMMON, STATE_SOLUTION,
            "\"//> solution\" inside another one; \"//> end\" goes first"},
        {"//> skeleton", STATE_SOLUTION, STATE_SKELETON,
            "\"//> skeleton\" without a \"//> solution\" before it"},
        {"//> end", STATE_SKELETON, STATE_COMMON,
            "\"//> end\" without a \"//> skeleton\" before it"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!line_is(line, marks[i].mark))
            continue;
        if (maker->state != marks[i].before)
            return refuse(maker, marks[i].reason);
        maker->state = marks[i].after;
        if (maker->state == STATE_SOLUTION)
            maker->opened = maker->line;
        return 0;
    }
    return refuse(maker, "no such mark; there are \"//> solution\", \"//> "
                         "skeleton\", \"//> end\", \"//> show NAME\" and "
                         "\"//> end show\", alone on their lines");
}

static int take_shown(struct maker *maker, const struct line *line)
{
    if (maker->state != STATE_SKELETON)
        return refuse(
            maker, "\"//|\" is only for the lines after \"//> skeleton\"");
    if (!line_is(line, "//|")) {
        const size_t start = line->n_indent + strlen("//| ");
        if (!line_starts(line, "//| "))
            return refuse(maker, "a blank is missing after \"//|\"");
        fwrite(line->text, 1, line->n_indent, maker->to);
        fwrite(line->text + start, 1, line->n_trimmed - start, maker->to);
    }
    if (line->has_newline)
        fputc('\n', maker->to);
    return 0;
}

static int take(struct maker *maker, const struct line *line)
{
    if (line_starts(line, "//> show ") || line_is(line, "//> end show"))
        return 0;
    if (line_starts(line, "//>"))
        return take_mark(maker, line);
    if (line_starts(line, "//|"))
        return take_shown(maker, line);
    if (maker->state == STATE_SKELETON)
        return refuse(maker, "between \"//> skeleton\" and \"//> end\" every "
                             "line starts with \"//|\"");
    if (maker->state == STATE_COMMON)
        fwrite(line->text, 1, line->n + line->has_newline, maker->to);
    return 0;
}

static int make(struct maker *maker, const char *solution)
{
    for (const char *at = solution; *at != '\0';) {
        const struct line line = line_at(at);
        maker->line++;
        if (take(maker, &line) != 0)
            return -1;
        at += line.n + line.has_newline;
    }
    if (maker->state == STATE_COMMON)
        return 0;
    return fail_set(maker->fail,
        "line %u: \"//> solution\" is not followed by \"//> skeleton\" and "
        "\"//> end\"",
        maker->opened);
}

char *skeleton_make(const char *solution, struct fail *fail)
{
    char *text = NULL;
    size_t n_bytes = 0;
    struct maker maker = {.to = mem_stream(&text, &n_bytes), .fail = fail};
    const int result = make(&maker, solution);
    fclose(maker.to);
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

char *skeleton_read(const struct course *course,
    const struct exercise *exercise, struct fail *fail)
{
    char *kept = course_skeleton_path(course, exercise);
    char *path = course_solution_path(course, exercise);
    char *skeleton = NULL;
    if (file_exists(kept)) {
        skeleton = file_read(kept, SOURCE_BYTES_MAX, NULL, fail);
    } else {
        char *solution = file_read(path, SOURCE_BYTES_MAX, NULL, fail);
        if (solution != NULL)
            skeleton = skeleton_make(solution, fail);
        free(solution);
    }
    free(path);
    free(kept);
    return skeleton;
}

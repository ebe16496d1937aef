/* SPDX-License-Identifier: MIT */
#include "grader/course/skeleton.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The solution is walked once, line by line, with one of three states. A
 * line with a mark that does not belong where it stands is refused, because a
 * forgotten mark would show students the solution, or lose a part of it. In a
 * skeleton part every line must be a `//|` line: any other would also be
 * compiled in the solution. */

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

/* One line of the text, without its end. */
struct line {
    const char *text;
    size_t n; /* bytes without the newline */
    size_t n_indent; /* blanks in front */
    size_t n_trimmed; /* bytes without blanks at the end */
    bool has_newline;
};

static struct line line_at(const char *text)
{
    struct line line = {.text = text, .n = strcspn(text, "\n")};
    line.has_newline = text[line.n] == '\n';
    line.n_trimmed = line.n;
    while (
        line.n_trimmed > 0 && strchr(" \t\r", text[line.n_trimmed - 1]) != NULL)
        line.n_trimmed--;
    line.n_indent = strspn(text, " \t");
    if (line.n_indent > line.n_trimmed)
        line.n_indent = line.n_trimmed;
    return line;
}

static bool line_starts(const struct line *line, const char *mark)
{
    const size_t n = strlen(mark);
    return line->n_trimmed - line->n_indent >= n &&
           memcmp(line->text + line->n_indent, mark, n) == 0;
}

static bool line_is(const struct line *line, const char *mark)
{
    return line->n_trimmed - line->n_indent == strlen(mark) &&
           line_starts(line, mark);
}

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
                         "skeleton\" and \"//> end\", alone on their lines");
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
    struct maker maker = {.to = open_memstream(&text, &n_bytes), .fail = fail};
    if (maker.to == NULL)
        fail_grader("out of memory; close other programs and try again");
    const int result = make(&maker, solution);
    if (fclose(maker.to) != 0)
        fail_grader("out of memory; close other programs and try again");
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

/* SPDX-License-Identifier: MIT */
#include "grader/course/excerpt.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/course/line.h"

/* Both texts are walked line by line. A C text is read to its end also when
 * the part has been found, so that a mark that was forgotten further down is
 * noticed. In a Markdown text a mark counts only outside of fenced blocks:
 * a text may show what marks look like. Nothing outside of the blocks behind
 * marks is changed, not by a byte. */

#define SHOW "//> show "
#define END_SHOW "//> end show"
#define CODE "<!-- code"
#define NAME_CHARACTERS                                                        \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

/* Where a shown part is: its first line, and the mark behind it. */
struct part {
    const char *first, *after;
};

static char *trimmed_text(const struct line *line)
{
    return mem_format("%.*s", (int)(line->n_trimmed - line->n_indent),
        line->text + line->n_indent);
}

/* @return whether the line opens a part; *is_named when it is the one. */
static bool opens(const struct line *line, const char *name, bool *is_named)
{
    if (!line_starts(line, SHOW))
        return false;
    char *mark = trimmed_text(line);
    const char *its_name = mark + strlen(SHOW);
    const bool is_right = its_name[strspn(its_name, NAME_CHARACTERS)] == '\0';
    *is_named = strcmp(its_name, name) == 0;
    free(mark);
    return is_right;
}

/* Inside a part no mark is right, outside only those of skeletons. */
static bool is_misplaced(const struct line *line, bool is_open)
{
    return is_open
               ? line_starts(line, "//>")
               : line_starts(line, "//> show") || line_starts(line, END_SHOW);
}

static int refuse_show_mark(
    unsigned number, const struct line *line, bool is_open, struct fail *fail)
{
    if (is_open)
        return fail_set(fail,
            "line %u: a mark inside a part that is shown; \"" END_SHOW
            "\" goes first",
            number);
    if (line_starts(line, END_SHOW))
        return fail_set(fail,
            "line %u: \"" END_SHOW "\" without a \"" SHOW "NAME\" before it",
            number);
    return fail_set(fail,
        "line %u: \"" SHOW "NAME\" takes one name of letters, digits, - and _",
        number);
}

/* Find the part, and check all show marks of the text. */
static int find_part(
    const char *source, const char *name, struct part *found, struct fail *fail)
{
    unsigned number = 1, opened = 0; /* opened: line of the open mark, or 0 */
    bool is_named = false;
    struct line line;
    for (const char *at = source; *at != '\0'; number++) {
        line = line_at(at);
        const char *next = at + line.n + line.has_newline;
        if (opened != 0 && line_is(&line, END_SHOW)) {
            if (is_named)
                found->after = at;
            opened = 0;
        } else if (opened == 0 && opens(&line, name, &is_named)) {
            if (is_named && found->first != NULL)
                return fail_set(
                    fail, "line %u: %s is shown a second time", number, name);
            if (is_named)
                found->first = next;
            opened = number;
        } else if (is_misplaced(&line, opened != 0)) {
            return refuse_show_mark(number, &line, opened != 0, fail);
        }
        at = next;
    }
    if (opened != 0)
        return fail_set(fail,
            "line %u: the part is not closed by \"" END_SHOW "\"", opened);
    return found->first != NULL ? 0
                                : fail_set(fail, "has no \"" SHOW "%s\"", name);
}

/* Whether a line has an indentation that means something: it is not empty
 * and no directive. *is_directive goes from line to line: a directive that
 * ends with a backslash goes on in the next. */
static bool is_indentable(const struct line *line, bool *is_directive)
{
    const bool is_continued = *is_directive;
    const bool starts = line->n > 0 && line->text[0] == '#';
    *is_directive = (is_continued || starts) && line->n_trimmed > 0 &&
                    line->text[line->n_trimmed - 1] == '\\';
    return !is_continued && !starts && line->n_trimmed > line->n_indent;
}

static size_t common_indent(const struct part *part)
{
    size_t common = (size_t)-1;
    bool is_directive = false;
    struct line line;
    for (const char *at = part->first; at < part->after;
         at += line.n + line.has_newline) {
        line = line_at(at);
        if (is_indentable(&line, &is_directive) && line.n_indent < common)
            common = line.n_indent;
    }
    return common;
}

char *excerpt_take(const char *source, const char *name, struct fail *fail)
{
    struct part part = {NULL, NULL};
    char *text = NULL;
    size_t n_bytes = 0;
    if (find_part(source, name, &part, fail) != 0)
        return NULL;
    FILE *to = mem_stream(&text, &n_bytes);
    const size_t common = common_indent(&part);
    bool is_directive = false;
    struct line line;
    for (const char *at = part.first; at < part.after;
         at += line.n + line.has_newline) {
        line = line_at(at);
        const size_t from = is_indentable(&line, &is_directive) ? common : 0;
        fprintf(to, "%.*s\n", (int)(line.n_trimmed - from), line.text + from);
    }
    fclose(to);
    return text;
}

/* Walks a Markdown text. */
struct filler {
    const char *at; /* the line that comes next */
    unsigned number; /* of the line taken last */
    FILE *to;
    char fence; /* '`' or '~' inside a fenced block, else 0 */
    size_t n_fence; /* its length */
    excerpt_reader *reader;
    void *context;
    struct fail *fail;
};

static struct line next_line(struct filler *filler)
{
    const struct line line = line_at(filler->at);
    filler->at += line.n + line.has_newline;
    filler->number++;
    return line;
}

static void copy(const struct filler *filler, const struct line *line)
{
    fwrite(line->text, 1, line->n + line->has_newline, filler->to);
}

/* Notice where a fenced block begins and ends. */
static void watch_fence(struct filler *filler, const struct line *line)
{
    const char *text = line->text + line->n_indent;
    size_t n = 0;
    if (line->n_trimmed == line->n_indent || line->n_indent > 3 ||
        (*text != '`' && *text != '~'))
        return;
    while (line->n_indent + n < line->n_trimmed && text[n] == *text)
        n++;
    if (filler->fence == 0 && n >= 3) {
        filler->fence = *text;
        filler->n_fence = n;
    } else if (filler->fence == *text && n >= filler->n_fence &&
               line->n_indent + n == line->n_trimmed) {
        filler->fence = 0;
    }
}

/* The part that a mark in Markdown asks for. */
static char *wanted_part(struct filler *filler, const struct line *mark)
{
    char *text = trimmed_text(mark), *part = NULL, *source = NULL;
    char *words = text + strlen(CODE), *rest = NULL;
    char *end = strstr(words, "-->");
    const char *file = NULL, *name = NULL, *more = NULL;
    struct fail reason = {""};
    if (end != NULL && end[3] == '\0') {
        *end = '\0';
        file = strtok_r(words, " \t", &rest);
        name = strtok_r(NULL, " \t", &rest);
        more = strtok_r(NULL, " \t", &rest);
    }
    if (name == NULL || more != NULL) {
        fail_set(filler->fail,
            "line %u: the mark is not \"" CODE " FILE NAME -->\"",
            filler->number);
    } else {
        source = filler->reader(file, filler->context, &reason);
        if (source != NULL)
            part = excerpt_take(source, name, &reason);
        if (part == NULL)
            fail_set(filler->fail, "line %u: %s: %s", filler->number, file,
                reason.text);
    }
    free(source);
    free(text);
    return part;
}

/* Write the part in place of the block behind the mark. */
static int replace_block(struct filler *filler, const char *part)
{
    const unsigned mark = filler->number;
    struct line line = next_line(filler);
    if (line.n_indent != 0 || !line_is(&line, "```c"))
        return fail_set(filler->fail,
            "line %u: directly after the mark there must be a block that "
            "starts with ```c",
            mark);
    copy(filler, &line);
    fputs(part, filler->to);
    while (*filler->at != '\0') {
        line = next_line(filler);
        if (line.n_indent == 0 && line_is(&line, "```")) {
            copy(filler, &line);
            return 0;
        }
    }
    return fail_set(
        filler->fail, "line %u: the block after the mark has no end", mark);
}

static int fill(struct filler *filler)
{
    while (*filler->at != '\0') {
        const struct line line = next_line(filler);
        copy(filler, &line);
        watch_fence(filler, &line);
        if (filler->fence != 0 || line.n_indent != 0 ||
            !line_starts(&line, CODE " "))
            continue;
        char *part = wanted_part(filler, &line);
        const int result = part != NULL ? replace_block(filler, part) : -1;
        free(part);
        if (result != 0)
            return -1;
    }
    return 0;
}

char *excerpt_fill(const char *markdown, excerpt_reader *reader, void *context,
    struct fail *fail)
{
    char *text = NULL;
    size_t n_bytes = 0;
    struct filler filler = {.at = markdown,
        .to = mem_stream(&text, &n_bytes),
        .reader = reader,
        .context = context,
        .fail = fail};
    const int result = fill(&filler);
    fclose(filler.to);
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

/* SPDX-License-Identifier: MIT */
#include "grader/course/line.h"

#include <string.h>

/* Lines are looked at where they are; nothing is copied. A carriage return
 * at the end counts as a blank, so marks are found in files from elsewhere. */

struct line line_at(const char *text)
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

bool line_starts(const struct line *line, const char *mark)
{
    const size_t n = strlen(mark);
    return line->n_trimmed - line->n_indent >= n &&
           memcmp(line->text + line->n_indent, mark, n) == 0;
}

bool line_is(const struct line *line, const char *mark)
{
    return line->n_trimmed - line->n_indent == strlen(mark) &&
           line_starts(line, mark);
}

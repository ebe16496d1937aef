/* SPDX-License-Identifier: MIT */
#include "grader/report/beside.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/escape.h"

/* Lines have numbers and the mark as a character, so that it is seen without
 * colours as well. Texts are a stranger's: made harmless line by line, then
 * escaped. */

static char mark_of(const struct beside *side, size_t line)
{
    return line < strlen(side->marks) ? side->marks[line] : ' ';
}

/* @return new: the next line, harmless. */
static char *take_line(const char **text)
{
    const size_t n = strcspn(*text, "\n");
    char *line = text_safe(*text, n, SIZE_MAX);
    *text += n + ((*text)[n] == '\n');
    return line;
}

static char *numbered(const struct beside *side)
{
    char *made = NULL;
    size_t size, n = 0;
    FILE *to = mem_stream(&made, &size);
    for (const char *text = side->text; *text != '\0'; n++) {
        char *line = take_line(&text);
        fprintf(to, "%c %4zu  %s\n", mark_of(side, n), n + 1, line);
        free(line);
    }
    fclose(to);
    return made;
}

char *beside_markdown(const struct beside sides[2])
{
    char *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    for (int i = 0; i < 2; i++) {
        char *text = numbered(&sides[i]);
        fputs(i > 0 ? "\n#### " : "#### ", to);
        escape_markdown(to, sides[i].title);
        fputs("\n\n", to);
        escape_code(to, text);
        free(text);
    }
    fclose(to);
    return made;
}

static void print_side(FILE *to, const struct beside *side)
{
    size_t n = 0;
    fputs("<div>\n<h4>", to);
    escape_html(to, side->title);
    fputs("</h4>\n<pre><code>", to);
    for (const char *text = side->text; *text != '\0'; n++) {
        const char mark = mark_of(side, n);
        const char *tag = mark == '=' ? "mark" : mark == '-' ? "s" : NULL;
        char *line = take_line(&text);
        if (tag != NULL)
            fprintf(to, "<%s>", tag);
        fprintf(to, "%c %4zu  ", mark, n + 1);
        escape_html(to, line);
        if (tag != NULL)
            fprintf(to, "</%s>", tag);
        fputc('\n', to);
        free(line);
    }
    fputs("</code></pre>\n</div>\n", to);
}

char *beside_html(const struct beside sides[2])
{
    char *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    fputs("<div class=\"beside\">\n", to);
    for (int i = 0; i < 2; i++)
        print_side(to, &sides[i]);
    fputs("</div>\n", to);
    fclose(to);
    return made;
}

/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_line.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/progress.h"

/* A line that is wider than the terminal would not be wiped away as a whole,
 * so it is cut. */

enum { COLUMNS = 80, NAME_COLUMNS = 14 }; /* "parlab class: " */

const char *class_line_duration(double seconds, char text[32])
{
    const long minutes = lround(seconds / 60);
    if (seconds < 90)
        snprintf(text, 32, "%.0f s", seconds);
    else if (minutes < 120)
        snprintf(text, 32, "%ld min", minutes);
    else
        snprintf(text, 32, "%ld h %ld min", minutes / 60, minutes % 60);
    return text;
}

static size_t columns(void)
{
    struct winsize size = {0};
    const bool is_known =
        ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 40;
    return (is_known ? size.ws_col : COLUMNS) - NAME_COLUMNS - 1;
}

void class_line_show(const struct class_line *line, const char *now)
{
    char left[32] = "", rate[32] = "", *text;
    if (line->rate_min > 0)
        snprintf(rate, sizeof rate, ", %.*f a minute",
            line->rate_min < 10 ? 1 : 0, line->rate_min);
    text = mem_format("%zu of %zu %s%s%s%s%s%s", line->n_done, line->n_all,
        line->what, rate, line->left_s >= 0 ? ", all in about " : "",
        line->left_s >= 0 ? class_line_duration(line->left_s, left) : "",
        now[0] != '\0' ? "; " : "", now);
    if (strlen(text) > columns()) { /* bytes: rather too short */
        text[columns()] = '\0';
        text_mend_end(text);
    }
    progress_show("%s", text);
    free(text);
}

void class_line_done(const struct class_line *line, const char *text)
{
    char left[32] = "";
    if (isatty(STDERR_FILENO) != 0)
        return;
    fprintf(stderr, "%zu of %zu %s: %s%s%s\n", line->n_done, line->n_all,
        line->what, text, line->left_s >= 0 ? "; all in about " : "",
        line->left_s >= 0 ? class_line_duration(line->left_s, left) : "");
}

void class_line_say(const char *text)
{
    progress_wipe();
    fprintf(stderr, "parlab: %s\n", text);
}

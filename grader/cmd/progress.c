/* SPDX-License-Identifier: MIT */
#include "grader/cmd/progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* The line is rewritten in place and gone before anything else is printed. */

static const char *subject;
static bool is_shown;

void progress_show(const char *format, ...)
{
    if (subject == NULL || isatty(STDERR_FILENO) == 0)
        return;
    va_list args;
    va_start(args, format);
    fprintf(stderr, "\r\033[K%s: ", subject);
    vfprintf(stderr, format, args);
    fflush(stderr);
    va_end(args);
    is_shown = true;
}

void progress_start(const char *name)
{
    subject = name;
}

void progress_building(void)
{
    progress_show("compiling");
}

void progress_waiting(void)
{
    progress_show("waiting for another parlab of yours to finish timing");
}

void progress_cases(size_t n_done, size_t n_cases)
{
    progress_show("case %zu of %zu", n_done + 1, n_cases);
}

void progress_blocks(const struct measurement *so_far)
{
    const struct interval *speedup = &so_far->speedup_interval;
    if (so_far->status == MEASURE_MEASURED)
        progress_show("timing, %zu runs, %.2fx to %.2fx", so_far->n_clean,
            speedup->low, speedup->high);
    else if (so_far->n_discarded > 0)
        progress_show("timing, %zu runs and %zu disturbed ones",
            so_far->n_clean, so_far->n_discarded);
    else
        progress_show("timing, %zu runs", so_far->n_clean);
}

void progress_wipe(void)
{
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = false;
}

void progress_end(void)
{
    progress_wipe();
    subject = NULL;
}

/* SPDX-License-Identifier: MIT */
#include "grader/base/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/text.h"

/* A reason is set where it is known best; callers pass it on unchanged. */

int fail_set(struct fail *fail, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(fail->text, sizeof fail->text, format, args);
    va_end(args);
    text_mend_end(fail->text);
    return -1;
}

int fail_errno(struct fail *fail, const char *format, ...)
{
    const int error = errno;
    va_list args;
    va_start(args, format);
    vsnprintf(fail->text, sizeof fail->text, format, args);
    va_end(args);
    const size_t n = strlen(fail->text);
    snprintf(fail->text + n, sizeof fail->text - n, ": %s", strerror(error));
    text_mend_end(fail->text);
    errno = error;
    return -1;
}

void fail_grader(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("parlab: could not grade: ", stderr);
    vfprintf(stderr, format, args);
    fputs("\n", stderr);
    va_end(args);
    exit(3);
}

void fail_unless_absent(const char *what)
{
    static const int absent[] = {
        ENOENT, ENOTDIR, ESRCH, EACCES, EPERM, ELOOP, ENXIO};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        if (errno == absent[i])
            return;
    fail_grader("cannot read %s: %s", what, strerror(errno));
}

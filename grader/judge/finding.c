/* SPDX-License-Identifier: MIT */
#include "grader/judge/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"

void findings_add(
    struct findings *findings, const char *name, const char *format, ...)
{
    for (size_t i = 0; i < findings->n; i++)
        if (strcmp(findings->list[i].name, name) == 0)
            return;
    findings->list =
        mem_grow(findings->list, findings->n, sizeof *findings->list);
    struct finding *new = &findings->list[findings->n++];
    new->name = name;
    va_list args;
    va_start(args, format);
    vsnprintf(new->evidence, sizeof new->evidence, format, args);
    va_end(args);
    text_mend_end(new->evidence);
}

void findings_free(struct findings *findings)
{
    free(findings->list);
    *findings = (struct findings){0};
}

/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/args.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* The NULL at the end is kept up at every step, so a list can be handed to
 * exec at any time. Texts are copied: nothing has to outlive the list. */

static void take(struct args *args, char *text)
{
    args->items = mem_grow(args->items, args->n + 1, sizeof *args->items);
    args->items[args->n++] = text;
    args->items[args->n] = NULL;
}

void args_add(struct args *args, const char *text)
{
    take(args, mem_text(text));
}

void args_format(struct args *args, const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    if (vasprintf(&text, format, values) < 0)
        fail_grader("out of memory; close other programs and try again");
    va_end(values);
    take(args, text);
}

void args_list(struct args *args, const char *const list[])
{
    for (size_t i = 0; list != NULL && list[i] != NULL; i++)
        args_add(args, list[i]);
}

const char *const *args_view(const struct args *args)
{
    static const char *const none[] = {NULL};
    return args->items != NULL ? (const char *const *)args->items : none;
}

/* Characters that no shell treats specially, wherever they stand. */
static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                            "XYZ0123456789_-+./:=,@%";

static void print_quoted(FILE *to, const char *text)
{
    if (text[0] != '\0' && text[strspn(text, plain)] == '\0') {
        fputs(text, to);
        return;
    }
    fputc('\'', to);
    for (const char *p = text; *p != '\0'; p++)
        if (*p == '\'')
            fputs("'\\''", to);
        else
            fputc(*p, to);
    fputc('\'', to);
}

char *args_shell(const struct args *args)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < args->n; i++) {
        if (i > 0)
            fputc(' ', to);
        print_quoted(to, args->items[i]);
    }
    fclose(to);
    return text;
}

void args_free(struct args *args)
{
    for (size_t i = 0; i < args->n; i++)
        free(args->items[i]);
    free(args->items);
    *args = (struct args){0};
}

/* SPDX-License-Identifier: MIT */
#include "grader/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"

static void *checked(void *memory)
{
    if (memory == NULL)
        fail_grader("out of memory; close other programs and try again");
    return memory;
}

void *mem_new(size_t n, size_t size_bytes)
{
    return checked(calloc(n > 0 ? n : 1, size_bytes > 0 ? size_bytes : 1));
}

void *mem_grow(void *array, size_t n, size_t item_bytes)
{
    /* Room doubles at the powers of two, so no capacity has to be kept. */
    if (array != NULL && (n & (n - 1)) != 0)
        return array;
    const size_t room = n == 0 ? 1 : 2 * n;
    if (room > SIZE_MAX / item_bytes)
        fail_grader("an array of %zu items is too large", room);
    return checked(realloc(array, room * item_bytes));
}

char *mem_text(const char *text)
{
    return text == NULL ? NULL : checked(strdup(text));
}

char *mem_format(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    return checked(text);
}

FILE *mem_stream(char **text, size_t *size_bytes)
{
    return checked(open_memstream(text, size_bytes));
}

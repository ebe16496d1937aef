/* SPDX-License-Identifier: MIT */
#include "grader/base/mem.h"

#include <malloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "grader/base/fail.h"

static void *checked(void *memory)
{
    if (memory == NULL)
        fail_grader("out of memory; close other programs and try again");
    return memory;
}

void mem_keep(void)
{
    enum { LARGEST = 32 << 20, MOST = 256 << 20 };
    mallopt(M_MMAP_THRESHOLD, LARGEST); /* more than that it does not take */
    mallopt(M_TRIM_THRESHOLD, MOST);
}

/* Ask for large pages where memory holds some: one fault instead of 512. A
 * kernel that does not want to is asked in vain. */
static void *in_large_pages(void *memory, size_t n_bytes)
{
    const size_t page = 2 << 20;
    const uintptr_t start = ((uintptr_t)memory + page - 1) / page * page;
    const uintptr_t end = ((uintptr_t)memory + n_bytes) / page * page;
    if (memory != NULL && start < end)
        madvise((void *)start, end - start, MADV_HUGEPAGE);
    return memory;
}

void *mem_new(size_t n, size_t size_bytes)
{
    void *memory = calloc(n > 0 ? n : 1, size_bytes > 0 ? size_bytes : 1);
    return checked(in_large_pages(memory, n * size_bytes));
}

void *mem_bytes(size_t n_bytes)
{
    return checked(in_large_pages(malloc(n_bytes > 0 ? n_bytes : 1), n_bytes));
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

/* A text that grows while it is printed. open_memstream() loses what it has
 * no memory for, and fclose() does not say so. */
struct growing {
    char **text;
    size_t *size_bytes;
    bool is_cut;
};

static ssize_t grow(void *cookie, const char *bytes, size_t n_bytes)
{
    struct growing *growing = cookie;
    const size_t size = *growing->size_bytes;
    char *longer = realloc(*growing->text, size + n_bytes + 1);
    if (longer == NULL) {
        growing->is_cut = true;
        return 0;
    }
    memcpy(longer + size, bytes, n_bytes);
    longer[size + n_bytes] = '\0';
    *growing->text = longer;
    *growing->size_bytes = size + n_bytes;
    return (ssize_t)n_bytes;
}

static int finish(void *cookie)
{
    struct growing *growing = cookie;
    checked(growing->is_cut ? NULL : growing);
    free(growing);
    return 0;
}

FILE *mem_stream(char **text, size_t *size_bytes)
{
    const cookie_io_functions_t functions = {.write = grow, .close = finish};
    struct growing *growing = mem_new(1, sizeof *growing);
    *growing = (struct growing){text, size_bytes, false};
    *text = mem_text("");
    *size_bytes = 0;
    return checked(fopencookie(growing, "w", functions));
}

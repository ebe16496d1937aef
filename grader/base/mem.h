/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_MEM_H
#define PARLAB_BASE_MEM_H

#include <stddef.h>
#include <stdio.h>

/** @file
 *  Memory and short texts of the judge. Running out of memory is a broken
 *  grader (exit code 3), so none of these returns NULL. The runner does not
 *  use them. Release everything with free(). */

/** Keep what is released for the next who asks, rather than give it back to
 *  the kernel: the next case wants arrays of the same size, and pages that are
 *  new cost more than what is written to them. Call once, at the start. */
void mem_keep(void);

/** Allocate zeroed memory. @return new, @p n times @p size_bytes bytes. */
void *mem_new(size_t n, size_t size_bytes);

/** Allocate memory as malloc() would, in large pages where it is large; also
 *  for libraries that ask for a function of this form. @return new. */
void *mem_bytes(size_t n_bytes);

/** Grow an array for one more item.
 *  @param array     NULL or an array of mem_grow(); invalid afterwards.
 *  @param n         items in use.
 *  @param item_bytes  bytes of an item.
 *  @return new array with room for at least n + 1 items. */
void *mem_grow(void *array, size_t n, size_t item_bytes);

/** Copy a text. @return new; NULL for NULL. */
char *mem_text(const char *text);

/** Make a text as printf would. @return new. */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** A stream that writes to a new text. Having had no memory for all of it
 *  ends the grader at fclose().
 *  @param[out] text        there after fclose(), with a NUL at its end.
 *  @param[out] size_bytes  its length. */
FILE *mem_stream(char **text, size_t *size_bytes);

#endif

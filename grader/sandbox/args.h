/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_ARGS_H
#define PARLAB_SANDBOX_ARGS_H

#include <stddef.h>

/** @file A list of texts that always ends with NULL, as exec wants it. */

/** The list; starts as {0}. */
struct args {
    char **items; /**< NULL while empty, else NULL after the last */
    size_t n;
};

/** Add a copy of a text. */
void args_add(struct args *args, const char *text);

/** Add a text made as printf would. */
void args_format(struct args *args, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Add copies of all texts of a list that ends with NULL; NULL is fine. */
void args_list(struct args *args, const char *const list[]);

/** The list as exec and struct sandbox_box take it.
 *  @return borrowed until the list changes. */
const char *const *args_view(const struct args *args);

/** One line that a shell reads back as this list. @return new. */
char *args_shell(const struct args *args);

/** Release the texts; the list is empty afterwards. */
void args_free(struct args *args);

#endif

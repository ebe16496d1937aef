/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_SUMS_H
#define PARLAB_DATA_SUMS_H

#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/data/folder.h"

/** @file
 *  SHA256SUMS: the texts that parlab put into a folder, a line "checksum, two
 *  spaces, name" for each, sorted by name. Lines that start with # are
 *  comments, also for sha256sum. One of them says how a set was made. */

struct data_sum {
    char *name;
    char sha256[65];
};

/** The list in memory; plain data, release with data_sums_free(). */
struct data_sums {
    struct data_sum *items;
    size_t n_items;
    char *made_by; /**< the command that made the set, or NULL */
};

/** Read the list of a folder; a folder without one has an empty list.
 *  @return 0; -1: unreadable, or a line is none of the list's. */
int data_sums_read(
    struct data_sums *sums, const char *folder, struct fail *fail);

/** Release what a list holds. */
void data_sums_free(struct data_sums *sums);

/** @return the checksum of a name, borrowed until the next change; or NULL. */
const char *data_sums_find(const struct data_sums *sums, const char *name);

/** Add or replace a name. */
void data_sums_set(
    struct data_sums *sums, const char *name, const char sha256[65]);

/** Remove a name; one that is not there is fine. */
void data_sums_remove(struct data_sums *sums, const char *name);

/** Write the list into its folder, as a whole or not at all.
 *  @return 0; -1 when it could not be written. */
int data_sums_write(struct data_sums *sums, const struct data_folder *folder,
    struct fail *fail);

#endif

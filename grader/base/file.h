/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_FILE_H
#define PARLAB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file Whole files, folders and paths. */

/** Read a regular file.
 *  @param max_bytes       a larger file is refused.
 *  @param[out] n_bytes    its size; may be NULL.
 *  @return  new, with a NUL after the last byte;
 *  @return  NULL: not there, not a regular file, too large, unreadable. */
char *file_read(
    const char *path, size_t max_bytes, size_t *n_bytes, struct fail *fail);

/** Read a file that a stranger handed in: as file_read(), but a symbolic
 *  link is refused as well. */
char *file_read_submission(
    const char *path, size_t max_bytes, size_t *n_bytes, struct fail *fail);

/** Write a whole file, replacing what was there.
 *  @return 0; -1 when it could not be written. */
int file_write(
    const char *path, const void *bytes, size_t n_bytes, struct fail *fail);

/** Write a whole file so that there is the old content or the new one at any
 *  moment, even when the disk is full or the power fails. A link is followed.
 *  @return 0; -1 when it could not be written: all is as before. */
int file_replace(
    const char *path, const void *bytes, size_t n_bytes, struct fail *fail);

/** Say whether something is at @p path. */
bool file_exists(const char *path);

/** Make a folder with its parents; an existing one is fine. */
int file_make_folder(const char *path, struct fail *fail);

/** Make a private folder below $TMPDIR or /tmp. It is locked for as long as
 *  this process lives, so that file_sweep_temp() of another one leaves it
 *  alone.
 *  @return new path; NULL with the reason. */
char *file_temp_folder(struct fail *fail);

/** Remove the private folders of this user whose makers have ended without
 *  doing so, and end what still runs with one of them as its TMPDIR. What is
 *  not certain stays: other names, other users' folders, file systems that
 *  know no locks.
 *  @param before  called once before any is removed; may be NULL. */
void file_sweep_temp(void (*before)(void));

/** Remove a folder with everything in it, following no link out of it.
 *  NULL and a missing folder are fine. */
void file_remove_folder(const char *path);

/** Find a program as the shell would.
 *  @return new absolute path, or NULL when PATH has none. */
char *file_find_program(const char *name);

/** SHA-256 of bytes, in hexadecimal, made by the coreutils program.
 *  @param[out] hex  64 digits and a NUL.
 *  @return 0; -1 when sha256sum cannot be run. */
int file_sha256(
    const void *bytes, size_t n_bytes, char hex[65], struct fail *fail);

/** The same for what is in a regular file, of any size.
 *  @return 0; -1 when it cannot be read, or sha256sum cannot be run. */
int file_sha256_of(const char *path, char hex[65], struct fail *fail);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_FOLDER_H
#define PARLAB_DATA_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/data/data.h"

/** @file A folder of texts and the files in it. */

/** Texts of more bytes are not read: labs/acf/words refuses them. */
enum { DATA_FILE_BYTES_MAX = 1 << 30 };

/** A folder that nobody else changes meanwhile. */
struct data_folder {
    char *path;
    int fd;
};

/** Make the folder if it is not there, and lock it against other parlabs.
 *  @return 0 (close it afterwards); -1: it is a file, cannot be made, or is
 *          in use. */
int data_folder_open(
    struct data_folder *folder, const char *path, struct fail *fail);

/** Close; closing what was not opened is fine. */
void data_folder_close(struct data_folder *folder);

/** The path of a file. @return new. */
char *data_folder_path(const struct data_folder *folder, const char *name);

/** Write a file that is there as a whole or not at all.
 *  @return 0; -1 when it could not be written. */
int data_folder_put(const struct data_folder *folder, const char *name,
    const void *bytes, size_t n_bytes, struct fail *fail);

/** Whether this is a name for a text: letters, digits and "._-", at most 100
 *  of them, no dot or dash in front, ".txt" at the end. So it names a file of
 *  the folder itself and is an option of no program. */
bool data_is_name(const char *name);

/** Whether a signal asks to stop. */
bool data_is_stopped(void);

/** A line of the result, as printf would. */
void data_say(const struct data_watch *watch, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** What happens right now, as printf would. */
void data_busy(const struct data_watch *watch, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

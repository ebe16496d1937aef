/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_FOLDERS_H
#define PARLAB_SANDBOX_FOLDERS_H

#include <stdbool.h>

/** @file The folders of the system that every program sees, and those within
 *  them that none does. */

/** Absolute paths, NULL at the end: where compilers, libraries and their
 *  settings are. Some may be missing, or be links. */
extern const char *const folders_of_system[];

/** Folders that lie within one of the system's and are hidden, NULL at the
 *  end. @return borrowed. */
const char *const *folders_hidden(void);

/** Say whether a path is a folder or lies below it. */
bool folders_is_within(const char *path, const char *folder);

#endif

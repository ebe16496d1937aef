/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_CACHE_H
#define PARLAB_BUILD_CACHE_H

#include <stdbool.h>

/** @file
 *  What was built, kept below ${XDG_CACHE_HOME:-$HOME/.cache}/parlab. An
 *  entry is a file and the notes that belong to it (a compiler's warnings),
 *  under a key made of everything that it was made from. Without a folder
 *  that is this user's own there is no cache, and nobody is told: it only
 *  saves time. */

/** Fetch an entry.
 *  @param key         64 hexadecimal digits
 *  @param to          where a copy of the file goes, executable
 *  @param[out] notes  new text, maybe empty; NULL when there is no entry
 *  @return whether the entry was there and whole. */
bool cache_get(const char *key, const char *to, char **notes);

/** Keep a copy of a file and its notes. Now and then entries that nobody
 *  fetched for 30 days are removed. */
void cache_put(const char *key, const char *from, const char *notes);

#endif

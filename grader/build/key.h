/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_KEY_H
#define PARLAB_BUILD_KEY_H

#include <stddef.h>

#include "grader/base/fail.h"

/** @file The key of a cache entry: a digest of everything that was used. */

/** A key under construction. */
struct key;

/** Start a key. @return new; key_finish() releases it. */
struct key *key_new(void);

/** Add bytes under a name. */
void key_bytes(
    struct key *key, const char *name, const void *bytes, size_t n_bytes);

/** Add a text under a name; NULL is another text than "". */
void key_text(struct key *key, const char *name, const char *text);

/** Add a list of texts that ends with NULL. */
void key_list(struct key *key, const char *name, const char *const list[]);

/** Add a file by path, size and time of change, which saves reading it. */
void key_file(struct key *key, const char *path);

/** Add the kind of processor, which -march=native compiles for: a home
 *  folder may be shared by machines whose processors differ.
 *  @param cpuinfo  KEY_CPUINFO, or a file like it. */
void key_processor(struct key *key, const char *cpuinfo);

/** Where Linux describes the processor. */
#define KEY_CPUINFO "/proc/cpuinfo"

/** Digest and release the key. @return 0; -1 with the reason. */
int key_finish(struct key *key, char hex[65], struct fail *fail);

#endif

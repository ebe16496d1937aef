/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_FUZZ_H
#define PARLAB_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/** @file
 *  What the fuzz targets share. A target is one function that libFuzzer calls
 *  with bytes over and over again; a sanitizer's report, a leak, or a claim
 *  that does not hold is a finding. */

/** Try some bytes. @return 0 always. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

/** End with a finding unless a claim holds. */
#define FUZZ_CLAIM(claim)                                                      \
    do {                                                                       \
        if (!(claim)) {                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,  \
                #claim);                                                       \
            abort();                                                           \
        }                                                                      \
    } while (0)

/** Input that is used up from its start; {data, n_bytes} to begin with. */
struct fuzz {
    const uint8_t *at;
    size_t n;
};

/** The next byte; 0 when there is none left. */
uint8_t fuzz_byte(struct fuzz *from);

/** The next piece: a byte says how long it is.
 *  @return borrowed; shorter than said at the end. */
const uint8_t *fuzz_piece(struct fuzz *from, size_t *n_bytes);

/** Copy bytes, so that a sanitizer sees where they end. @return new. */
uint8_t *fuzz_copy(const void *bytes, size_t n_bytes);

/** Put bytes into a file in memory, always the same one.
 *  @return its path, borrowed. */
const char *fuzz_file(const void *bytes, size_t n_bytes);

/** Write a file below a private folder, which is made before the first one.
 *  @return the folder, borrowed. */
const char *fuzz_put(const char *name, const void *bytes, size_t n_bytes);

/** Whether a text may be shown on a terminal: UTF-8, and no control
 *  characters but newlines and tabs. */
bool fuzz_is_harmless(const char *text);

#endif

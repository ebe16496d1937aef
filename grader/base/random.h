/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_RANDOM_H
#define PARLAB_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/** @file
 *  Random numbers that are the same on every machine.
 *  Source: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom
 *  number generators", OOPSLA 2014. */

/** A stream of random numbers; copy it to repeat it. */
struct random {
    uint64_t state;
};

/** Start a stream that depends on a seed and a name (a case, say). */
struct random random_stream(uint64_t seed, const char *name);

/** The next 64 bits. */
uint64_t random_u64(struct random *random);

/** A whole number in 0 … n - 1; n >= 1. */
uint64_t random_below(struct random *random, uint64_t n);

/** A number in [low, high). */
double random_between(struct random *random, double low, double high);

/** Fill an array with numbers in [low, high). */
void random_fill(
    struct random *random, double *out, size_t n, double low, double high);

#endif

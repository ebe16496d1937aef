/* SPDX-License-Identifier: MIT */
#ifndef TOSSES_H
#define TOSSES_H

#include <stddef.h>
#include <stdint.h>

/** One toss of a coin, which may be done in any order and by anybody.
 *  @return 0 for tails, 1 for heads.
 *  Source: the output function of SplitMix64, Steele, Lea and Flood, "Fast
 *  splittable pseudorandom number generators", OOPSLA 2014. */
static inline int toss(uint64_t seed, uint64_t i)
{
    uint64_t x = seed + (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int)((x ^ (x >> 31)) & 1);
}

/** Count n tosses.
 *  @param n           tosses 0 ... n - 1
 *  @param n_workers   threads that share them, >= 1
 *  @param[out] count  2 numbers: tails, heads; together n */
void tosses(size_t n, uint64_t seed, int n_workers, uint64_t count[2]);

#endif

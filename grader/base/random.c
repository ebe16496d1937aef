/* SPDX-License-Identifier: MIT */
#include "grader/base/random.h"

/* Integer arithmetic only, so that a seed means the same cases on every
 * machine and compiler. */

struct random random_stream(uint64_t seed, const char *name)
{
    struct random random = {seed ^ 0x9e3779b97f4a7c15u};
    for (const char *p = name; *p != '\0'; p++)
        random.state = random_u64(&random) ^ (unsigned char)*p;
    return random;
}

uint64_t random_u64(struct random *random)
{
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t random_below(struct random *random, uint64_t n)
{
    /* The low bits of the range come up once too often by n / 2^64. */
    return (uint64_t)(((unsigned __int128)random_u64(random) * n) >> 64);
}

double random_between(struct random *random, double low, double high)
{
    const double unit = (double)(random_u64(random) >> 11) * 0x1p-53;
    return low + (high - low) * unit;
}

void random_fill(
    struct random *random, double *out, size_t n, double low, double high)
{
    for (size_t i = 0; i < n; i++)
        out[i] = random_between(random, low, high);
}

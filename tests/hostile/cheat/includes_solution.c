/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Includes the solution by its path. */

#include "@ROOT@/solutions/threads/gaussian.c"

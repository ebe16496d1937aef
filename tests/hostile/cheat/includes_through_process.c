/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Includes the solution by way of the compiler's parents. */

#include "/proc/1/root@ROOT@/solutions/threads/gaussian.c"

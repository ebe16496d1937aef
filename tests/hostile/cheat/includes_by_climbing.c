/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Includes the solution by a path that goes up first. */

#include "../../../../../../../../../..@ROOT@/solutions/threads/gaussian.c"

/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Includes what another student handed in. */

#include "@OTHER@"

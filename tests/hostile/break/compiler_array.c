/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* An array of 1 GiB, with something in it. */

char many[1 << 30] = {1};

/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* Includes a file that never ends. */

#include "/dev/zero"

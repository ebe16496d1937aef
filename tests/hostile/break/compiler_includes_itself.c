/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* A file that includes itself. */

#include __FILE__

/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* A file that includes itself, twice. */

#include __FILE__
#include __FILE__

/* expect: status=rejected points=0 ends<=75 */
/* SPDX-License-Identifier: MIT */

/* As many warnings as there can be, which somebody has to keep. */

#define W1 _Pragma("GCC warning \"100 of 100\"")
#define W2 W1 W1 W1 W1 W1 W1 W1 W1 W1 W1
#define W3 W2 W2 W2 W2 W2 W2 W2 W2 W2 W2
#define W4 W3 W3 W3 W3 W3 W3 W3 W3 W3 W3
#define W5 W4 W4 W4 W4 W4 W4 W4 W4 W4 W4
W5

/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */

/* An expression with two million parentheses within each other, for each of
 * which the compiler calls itself. */

#define P0 (
#define P1 P0 P0 P0 P0 P0 P0 P0 P0
#define P2 P1 P1 P1 P1 P1 P1 P1 P1
#define P3 P2 P2 P2 P2 P2 P2 P2 P2
#define P4 P3 P3 P3 P3 P3 P3 P3 P3
#define P5 P4 P4 P4 P4 P4 P4 P4 P4
#define P6 P5 P5 P5 P5 P5 P5 P5 P5
#define P7 P6 P6 P6 P6 P6 P6 P6 P6
double value = P7 1;

/* expect: status=rejected points=0 ends<=75 */
/* SPDX-License-Identifier: MIT */

/* An expression with thousands of millions of terms. */

#define N0(x) (x * x + x)
#define N1(x) N0(N0(x))
#define N2(x) N1(N1(x))
#define N3(x) N2(N2(x))
#define N4(x) N3(N3(x))
#define N5(x) N4(N4(x))
double value(double x)
{
    return N5(x);
}

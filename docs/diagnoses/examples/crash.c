/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* Numbers of a text that come again lag places later. */

//> show wrong
size_t repeats_wrong(size_t n, const int text[], size_t lag)
{
    size_t count = 0;
    for (size_t i = 0; i < n - lag; i++)
        count += text[i] == text[i + lag];
    return count;
}
//> end show

//> show right
size_t repeats_right(size_t n, const int text[], size_t lag)
{
    size_t count = 0;
    for (size_t i = 0; i + lag < n; i++)
        count += text[i] == text[i + lag];
    return count;
}
//> end show

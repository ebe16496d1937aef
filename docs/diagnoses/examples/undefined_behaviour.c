/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* A number for a word, from its letters. */

//> show wrong
int hash_wrong(const char word[])
{
    int hash = 0;
    for (size_t i = 0; word[i] != '\0'; i++)
        hash = 31 * hash + word[i];
    return hash;
}
//> end show

//> show right
unsigned hash_right(const char word[])
{
    unsigned hash = 0;
    for (size_t i = 0; word[i] != '\0'; i++)
        hash = 31 * hash + (unsigned char)word[i];
    return hash;
}
//> end show

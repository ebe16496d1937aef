/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <stdlib.h>

/* A worker counts in memory of its own, and the sum is taken at the end. */

//> show wrong
int count_wrong(struct tally *tally)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, count_words, tally) != 0)
        return -1;
    const size_t count = tally->count;
    free(tally);
    pthread_join(thread, NULL);
    return (int)count;
}
//> end show

//> show right
int count_right(struct tally *tally)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, count_words, tally) != 0)
        return -1;
    pthread_join(thread, NULL);
    const size_t count = tally->count;
    free(tally);
    return (int)count;
}
//> end show

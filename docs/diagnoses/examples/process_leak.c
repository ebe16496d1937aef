/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <signal.h>
#include <sys/wait.h>

/* Several children look for the same thing, each in its own way. The number
 * of the first that is done; what the others are at is of no use then. */

//> show wrong
pid_t first_wrong(void)
{
    return wait(NULL);
}
//> end show

//> show right
pid_t first_right(const pid_t children[], int n)
{
    const pid_t first = wait(NULL);
    for (int i = 0; i < n; i++)
        if (children[i] != first)
            kill(children[i], SIGKILL);
    while (wait(NULL) > 0)
        continue;
    return first;
}
//> end show

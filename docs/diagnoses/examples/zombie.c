/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <sys/wait.h>

/* Wait for n children. Whether all of them have ended well? */

//> show wrong
bool await_wrong(const pid_t children[], int n)
{
    int status;
    for (int i = 0; i < n; i++) {
        waitpid(children[i], &status, 0);
        if (status != 0)
            return false;
    }
    return true;
}
//> end show

//> show right
bool await_right(const pid_t children[], int n)
{
    int status;
    bool is_well = true;
    for (int i = 0; i < n; i++) {
        waitpid(children[i], &status, 0);
        if (status != 0)
            is_well = false;
    }
    return is_well;
}
//> end show

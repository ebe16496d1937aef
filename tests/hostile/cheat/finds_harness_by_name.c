/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Looks for the harness as a library's function is looked for. */

#include <dlfcn.h>

static int attack(void)
{
    return dlsym(RTLD_DEFAULT, "call_go") != NULL ||
           dlsym(RTLD_DEFAULT, "harness_now_ns") != NULL;
}

#include "either.c"

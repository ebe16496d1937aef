/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_SPAWN_H
#define PARLAB_BASE_SPAWN_H

#include <sys/types.h>

/** @file Starting a tool beside this process. */

/** Start a program without a shell, with signals as a program expects them.
 *  @param path  of the program; not searched for
 *  @param env   its environment; NULL: this process's own
 *  @param input,output,said  descriptors that become standard input, output
 *                            and error; input -1: nothing to read
 *  @return  its pid, to be awaited with interrupt_wait_child(); -1. */
pid_t spawn_tool(const char *path, const char *const argv[],
    const char *const env[], int input, int output, int said);

#endif

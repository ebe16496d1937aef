/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_SANDBOX_H
#define PARLAB_SANDBOX_SANDBOX_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "grader/base/fail.h"
#include "grader/channel/channel.h"

/** @file
 *  What a candidate, and the compiler that reads it, may do. A program runs
 *  in a box: with bubblewrap it sees the system's folders, what the box
 *  names, an empty /tmp and /dev/shm, no network but its own loopback and no
 *  process but its own. Without bubblewrap only the limits hold, which is
 *  noted in every result. */

/** The layers of protection that this machine offers. */
enum sandbox_layer {
    SANDBOX_NONE, /**< limits only */
    SANDBOX_BUBBLEWRAP, /**< namespaces */
};

/** Upper limits; 0 leaves a limit as it is. */
struct sandbox_limits {
    int processes; /**< processes and threads at once (inside namespaces) */
    int memory_mib; /**< address space of each process */
    int file_mib; /**< size of any one file, and of /tmp and /dev/shm */
    int cpu_s; /**< CPU time of each process */
};

/** One program to run. All pointers are borrowed during sandbox_start(). */
struct sandbox_box {
    enum sandbox_layer layer;
    const char *const *argv; /**< argv[0] an absolute path; NULL ends */
    const char *const *env; /**< the whole environment, "NAME=value" */
    const char *const *read_only; /**< further files and folders to see */
    const char *scratch; /**< to write to and to run in; may be NULL */
    const char *stdin_path; /**< NULL is /dev/null */
    int output_fd; /**< standard output and error of the program */
    int channel_fd; /**< becomes descriptor CHANNEL_FD; -1 for none */
    const cpu_set_t *cpus; /**< cores to run on; NULL leaves them */
    struct sandbox_limits limits;
};

/** The best layer that works here. Tries bubblewrap once (a few ms). */
enum sandbox_layer sandbox_detect(void);

/** "bubblewrap" or "none". */
const char *sandbox_layer_name(enum sandbox_layer layer);

/** Why the best layer is not bubblewrap, in words for doctor; NULL when it
 *  is. */
const char *sandbox_why_not(void);

/** Start a program. It dies with this process; no other descriptor of this
 *  process is open in it.
 *  @return  process id of the outermost process, to be waited for;
 *  @return  -1 with the reason. */
pid_t sandbox_start(const struct sandbox_box *box, struct fail *fail);

/** The command line that sandbox_start() would run, for -v. @return new. */
char *sandbox_command(const struct sandbox_box *box);

#endif

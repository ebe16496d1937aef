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
 *  in a box. With bubblewrap it sees the system's folders, what the box
 *  names, an empty /tmp and /dev/shm, no network but its own loopback and no
 *  process but its own. With Landlock it sees the names of all files and
 *  processes, but can open and reach no more than that, except /dev/shm,
 *  which is everybody's. In both a filter of system calls holds. Without
 *  either only the limits hold, which is noted in every result. */

/** The layers of protection, the best last. */
enum sandbox_layer {
    SANDBOX_NONE, /**< limits only */
    SANDBOX_FILTER, /**< and the filter: for programs of ours, which then run
                         as fast or slow as others in a box */
    SANDBOX_LANDLOCK, /**< files and processes out of reach */
    SANDBOX_BUBBLEWRAP, /**< namespaces: files and processes out of sight */
};

/** Upper limits; 0 leaves a limit as it is. */
struct sandbox_limits {
    int processes; /**< processes and threads at once */
    int memory_mib; /**< address space of each process */
    int file_mib; /**< size of any one file, and of each folder in memory */
    int cpu_s; /**< CPU time of each process */
};

/** One program to run. All pointers are borrowed during sandbox_start(). */
struct sandbox_box {
    enum sandbox_layer layer;
    const char *const *argv; /**< argv[0] an absolute path; NULL ends */
    const char *const *env; /**< the whole environment, "NAME=value" */
    const char *const *read_only; /**< further files and folders to see */
    const char *scratch; /**< to write to and to run in; may be NULL */
    bool is_scratch_lost; /**< with bubblewrap it is in memory, of the size of
                               file_mib, and is never seen outside */
    bool is_tool; /**< a compiler, say: it may change modes of files */
    bool has_peers; /**< its processes may use sockets, and read one another's
                         memory: MPI */
    bool has_fixed_addresses; /**< memory is laid out alike in every run, as
                                   ThreadSanitizer needs it */
    bool may_trace; /**< its processes may trace one another, as
                         LeakSanitizer does at the end */
    uid_t user; /**< to run as, a slot's; 0: as this process */
    const char *stdin_path; /**< NULL is /dev/null */
    int output_fd; /**< standard output and error of the program */
    int channel_fd; /**< becomes descriptor CHANNEL_FD; -1 for none */
    const cpu_set_t *cpus; /**< cores to run on; NULL leaves them */
    struct sandbox_limits limits;
};

/** The best layer that works here, or PARLAB_SANDBOX's when that names a
 *  lesser one. Tries bubblewrap once (a few ms). */
enum sandbox_layer sandbox_detect(void);

/** "bubblewrap", "landlock", "filter" or "none". */
const char *sandbox_layer_name(enum sandbox_layer layer);

/** Whether there is a program bubblewrap, be it one that works here or not. */
bool sandbox_has_bubblewrap(void);

/** Why the layer is not bubblewrap, in words for doctor; NULL when it is. */
const char *sandbox_why_not(void);

/** What the layer leaves open to a candidate, or to one that uses MPI, for the
 *  result and doctor; NULL for nothing that a grade could depend on. */
const char *sandbox_leaves_open(enum sandbox_layer layer, bool is_mpi);

/** Hide a folder in every box, also when a folder of the system holds it:
 *  the course with its solutions, say. One that is not there is fine. What a
 *  box names itself it sees all the same. */
void sandbox_hide(const char *folder);

/** Start a program. It dies with this process; no other descriptor of this
 *  process is open in it.
 *  @return  process id of the outermost process, to be waited for;
 *  @return  -1 with the reason. */
pid_t sandbox_start(const struct sandbox_box *box, struct fail *fail);

/** The command line that sandbox_start() would run, for -v. @return new. */
char *sandbox_command(const struct sandbox_box *box);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_SLOT_H
#define PARLAB_SANDBOX_SLOT_H

#include <stdbool.h>
#include <sys/types.h>

#include "grader/base/fail.h"

/** @file
 *  Users that nobody is. The kernel limits root in little: not the number of
 *  its processes, nor what it may do to files and processes outside of a box
 *  that has a hole. So where root grades, every candidate runs as a user of
 *  its own, a slot, that no other program has at the time. */

/** A slot that is taken; {0} is none. */
struct slot {
    uid_t user; /**< 0: candidates run as whoever runs parlab */
    int lock; /**< descriptor that keeps it taken */
    bool is_empty; /**< nothing of it can be left: to be set when namespaces
                        held all of it, and are gone */
};

/** Take a free slot; none, and no failure, for whoever is not root.
 *  @return 0; -1: this machine has none left, or cannot make any. */
int slot_take(struct slot *slot, struct fail *fail);

/** Say whether a user is a slot's, and nobody has that slot. */
bool slot_is_free(uid_t user);

/** Give it back. Nothing of it may run any more. */
void slot_release(struct slot *slot);

/** End what runs as users whose slots are free, and remove what they have in
 *  /dev/shm: a parlab that was killed has left it. Call it before folders are
 *  removed that may be theirs. */
void slot_sweep(void);

/** Give a folder to the slot's user, and let it get there from a folder that
 *  is everybody's, as /tmp is. Nothing happens without a slot.
 *  @return 0; -1 with the reason. */
int slot_give(const struct slot *slot, const char *folder, struct fail *fail);

/** Let the slot's user read and run a file of ours, in a folder that it gets
 *  to. @return 0; -1 with the reason. */
int slot_show(const struct slot *slot, const char *path, struct fail *fail);

/** Take a file or folder back.
 *  @return 0; -1 with the reason. */
int slot_take_back(
    const struct slot *slot, const char *path, struct fail *fail);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_FOLLOW_H
#define PARLAB_BASE_FOLLOW_H

#include <stdbool.h>

/** @file
 *  Know when a file is saved. The kernel says so at once where the file
 *  system is this machine's own; elsewhere (NFS, shared folders of virtual
 *  machines and of Windows) others may write without its knowing, and the
 *  file is looked at every two seconds. Editors that write a new file and
 *  rename it are followed too. */

/** A file that is followed; it need not be there. */
struct follow;

/** Follow a file from now on.
 *  @param is_polled  look every two seconds whatever the file system is.
 *  @return new; end with follow_end(). */
struct follow *follow_start(const char *path, bool is_polled);

/** A descriptor that is readable when something happened; -1 for none.
 *  Then, and every follow_wait_ms(), call follow_look(). */
int follow_fd(const struct follow *follow);

/** @return milliseconds; -1: only when the descriptor is readable. */
int follow_wait_ms(const struct follow *follow);

/** Look. @return whether the file is there and was saved since last time. */
bool follow_look(struct follow *follow);

/** NULL is fine. */
void follow_end(struct follow *follow);

/** Whether what other machines write on a file system is reported here: its
 *  type is one of this machine's own. Pure.
 *  @param type  as statfs(2) has it. */
bool follow_is_reported(unsigned long type);

#endif

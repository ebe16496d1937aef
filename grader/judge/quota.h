/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_QUOTA_H
#define PARLAB_JUDGE_QUOTA_H

/** @file How much processor time the control groups of a process grant. */

/** Find the smallest quota of this process's group and the groups above it,
 *  in version 1 and version 2 of control groups, wherever they are mounted.
 *  @param root  in front of every path that is read, "" for this machine.
 *  @return  CPUs, 1.5 say; 0 for no quota, or none that can be seen.
 *  Source: cgroups(7) and proc_pid_mountinfo(5). */
double quota_read(const char *root);

#endif

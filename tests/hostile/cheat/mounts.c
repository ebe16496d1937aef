/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Mounts a file system over a folder that others read. */

static int attack(void)
{
    return syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, NULL) == 0 ||
           syscall(SYS_fsopen, "tmpfs", 0) >= 0 ||
           syscall(SYS_chroot, "/") == 0;
}

#include "either.c"

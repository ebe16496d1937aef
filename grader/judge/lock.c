/* SPDX-License-Identifier: MIT */
#include "grader/judge/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* The file is empty and stays: a lock file that is removed can be locked by
 * two processes at once. The kernel drops the lock when its holder ends. */

static int lock_fd = -1;

static void open_lock(void)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    if (folder == NULL || folder[0] != '/' || access(folder, W_OK) != 0)
        folder = "/tmp";
    char *path = mem_format("%s/parlab-%u.lock", folder, (unsigned)geteuid());
    lock_fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    struct stat status;
    if (lock_fd >= 0 &&
        (fstat(lock_fd, &status) != 0 || status.st_uid != geteuid())) {
        close(lock_fd); /* somebody else's: it could be held for ever */
        lock_fd = -1;
    }
    free(path);
}

int lock_take(bool is_alone, void (*waiting)(void))
{
    if (lock_fd < 0)
        open_lock();
    if (lock_fd < 0)
        return 0;
    while (flock(lock_fd, (is_alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return 0;
        if (waiting != NULL)
            waiting();
        waiting = NULL;
        if (interrupt_poll(NULL, 0, 100) < 0)
            return -1;
    }
    return 0;
}

void lock_release(void)
{
    if (lock_fd >= 0)
        flock(lock_fd, LOCK_UN);
}

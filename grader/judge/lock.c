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

/* The files are empty and stay: a lock file that is removed can be locked by
 * two processes at once. The kernel drops a lock when its holder ends.
 * Who wants to be alone would wait for ever where others come and go, so there
 * is a gate before the lock: everybody passes it, and who wants to be alone
 * holds it closed until the lock is free. */

static int gate_fd = -1, lock_fd = -1;
static int held = LOCK_UN;

static int open_file(const char *folder, const char *ending)
{
    char *path =
        mem_format("%s/parlab-%u.%s", folder, (unsigned)geteuid(), ending);
    int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    struct stat status;
    if (fd >= 0 && (fstat(fd, &status) != 0 || status.st_uid != geteuid())) {
        close(fd); /* somebody else's: it could be held for ever */
        fd = -1;
    }
    free(path);
    return fd;
}

static void open_files(void)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    if (folder == NULL || folder[0] != '/' || access(folder, W_OK) != 0)
        folder = "/tmp";
    gate_fd = open_file(folder, "gate");
    lock_fd = open_file(folder, "lock");
}

/* @return as lock_take(). */
static int take(int fd, int how, void (**waiting)(void))
{
    while (fd >= 0 && flock(fd, how | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return 0;
        if (*waiting != NULL)
            (*waiting)();
        *waiting = NULL;
        if (interrupt_poll(NULL, 0, 100) < 0)
            return -1;
    }
    return 0;
}

int lock_take(bool is_alone, void (*waiting)(void))
{
    const int how = is_alone ? LOCK_EX : LOCK_SH;
    if (lock_fd < 0)
        open_files();
    if (held == how)
        return 0;
    /* Who waits does so outside: two that both wait for the other to leave
     * would never go on. */
    lock_release();
    int result = take(gate_fd, how, &waiting);
    if (result == 0)
        result = take(lock_fd, how, &waiting);
    if (gate_fd >= 0)
        flock(gate_fd, LOCK_UN);
    held = result == 0 ? how : LOCK_UN;
    return result;
}

void lock_release(void)
{
    if (lock_fd >= 0)
        flock(lock_fd, LOCK_UN);
    held = LOCK_UN;
}

/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/slot.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"

/* A slot is a number among those that systems leave to nobody (systemd's
 * list of user numbers calls 60706 to 61183 unused), together with a lock on
 * a file of that number: it is free again whatever ends this process. */

enum { FIRST_USER = 60800, N_SLOTS = 256 };
static const char folder[] = "/run/parlab";

/* Nothing of a user may be left when the next candidate is that user, nor
 * when it is nobody again: not even what outlived a parlab that was killed.
 * @return -1: this process cannot become that user. */
static int clear_away(uid_t user)
{
    static const char shared[] = "/dev/shm";
    int status = -1;
    const pid_t pid = fork();
    if (pid == 0) {
        if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 ||
            setresuid(user, user, user) != 0)
            _exit(1);
        kill(-1, SIGKILL); /* all but this one */
        _exit(0);
    }
    if (pid > 0)
        waitpid(pid, &status, 0);
    DIR *objects = opendir(shared);
    for (struct dirent *e; objects != NULL && (e = readdir(objects)) != NULL;) {
        struct stat about;
        if (fstatat(dirfd(objects), e->d_name, &about, AT_SYMLINK_NOFOLLOW) ==
                0 &&
            about.st_uid == user)
            unlinkat(dirfd(objects), e->d_name,
                S_ISDIR(about.st_mode) ? AT_REMOVEDIR : 0);
    }
    if (objects != NULL)
        closedir(objects);
    return status == 0 ? 0 : -1;
}

/* What a slot's file holds while nothing of its user is left: to kill all
 * processes of a user takes a process, and most slots have just been given
 * back. One whose parlab was killed is not marked. */
static const char clean_mark[] = "clean\n";

static bool is_marked_clean(int lock)
{
    char mark[sizeof clean_mark] = "";
    return pread(lock, mark, sizeof mark - 1, 0) > 0 &&
           strcmp(mark, clean_mark) == 0;
}

static int mark_clean(int lock, bool is_clean)
{
    if (!is_clean)
        return ftruncate(lock, 0);
    return pwrite(lock, clean_mark, strlen(clean_mark), 0) < 0 ? -1 : 0;
}

/* No account that the system knows has this number. Asking may take
 * milliseconds, so it is asked once. */
static bool is_nobodys(int number)
{
    static enum { UNKNOWN, NOBODYS, SOMEBODYS } known[N_SLOTS];
    if (known[number] == UNKNOWN)
        known[number] =
            getpwuid(FIRST_USER + (uid_t)number) == NULL ? NOBODYS : SOMEBODYS;
    return known[number] == NOBODYS;
}

static int try_slot(int number)
{
    char *path = mem_format("%s/slot-%d", folder, number);
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int slot_take(struct slot *slot, struct fail *fail)
{
    *slot = (struct slot){.lock = -1};
    if (geteuid() != 0)
        return 0;
    if (file_make_folder(folder, fail) != 0 || chmod(folder, 0700) != 0)
        return -1;
    for (int i = 0; i < N_SLOTS; i++) {
        if (!is_nobodys(i) || (slot->lock = try_slot(i)) < 0)
            continue;
        slot->user = FIRST_USER + (uid_t)i;
        if ((is_marked_clean(slot->lock) || clear_away(slot->user) == 0) &&
            mark_clean(slot->lock, false) == 0)
            return 0;
        slot_release(slot);
        return fail_set(fail,
            "root may not become another user here, as which candidates would "
            "run; run parlab as an ordinary user");
    }
    return fail_set(fail,
        "all %d users that candidates run as are taken; is parlab running "
        "that often?",
        N_SLOTS);
}

bool slot_is_free(uid_t user)
{
    if (user < FIRST_USER || user >= FIRST_USER + N_SLOTS)
        return false;
    const int lock = try_slot((int)(user - FIRST_USER));
    if (lock >= 0)
        close(lock);
    return lock >= 0;
}

void slot_release(struct slot *slot)
{
    if (slot->user != 0) {
        mark_clean(slot->lock, slot->is_empty || clear_away(slot->user) == 0);
        close(slot->lock);
    }
    *slot = (struct slot){.lock = -1};
}

void slot_sweep(void)
{
    for (int i = 0; geteuid() == 0 && i < N_SLOTS; i++) {
        struct stat status;
        char *path = mem_format("%s/slot-%d", folder, i);
        const bool was_used = stat(path, &status) == 0 && is_nobodys(i);
        const int lock = was_used ? try_slot(i) : -1;
        free(path);
        if (lock < 0)
            continue;
        if (!is_marked_clean(lock))
            mark_clean(lock, clear_away(FIRST_USER + (uid_t)i) == 0);
        close(lock);
    }
}

/* Let other users pass through the folders that lead from one that is
 * everybody's, like /tmp, to a path; no others are opened for them. A folder
 * below /tmp may be everybody's as well, so the topmost one is meant. */
static int open_way(const char *path)
{
    struct stat status;
    size_t n_shared = 0;
    int result = 0;
    char *above = mem_text(path);
    for (const char *p = dirname(above); p[1] != '\0'; p = dirname(above))
        if (stat(p, &status) == 0 && (status.st_mode & S_ISVTX) != 0)
            n_shared = strlen(p);
    free(above);
    above = mem_text(path);
    for (const char *p = dirname(above);
         n_shared > 0 && result == 0 && strlen(p) > n_shared;
         p = dirname(above))
        result = stat(p, &status) != 0 ||
                         ((status.st_mode & S_IXOTH) == 0 &&
                             chmod(p, (status.st_mode & 07777) | S_IXOTH) != 0)
                     ? -1
                     : 0;
    free(above);
    return result;
}

int slot_give(const struct slot *slot, const char *path, struct fail *fail)
{
    if (slot->user == 0)
        return 0;
    if (chown(path, slot->user, slot->user) == 0 && chmod(path, 0700) == 0 &&
        open_way(path) == 0)
        return 0;
    return fail_errno(fail, "cannot give %s to user %d", path, (int)slot->user);
}

int slot_show(const struct slot *slot, const char *path, struct fail *fail)
{
    if (slot->user == 0 || (chmod(path, 0755) == 0 && open_way(path) == 0))
        return 0;
    return fail_errno(fail, "cannot show %s to user %d", path, (int)slot->user);
}

int slot_take_back(const struct slot *slot, const char *path, struct fail *fail)
{
    if (slot->user == 0 || lchown(path, 0, 0) == 0)
        return 0;
    return fail_errno(fail, "cannot take %s back", path);
}

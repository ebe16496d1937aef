/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/landlock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/sandbox/folders.h"

/* Rules only ever add: what no rule names is forbidden, and nothing can be
 * taken out of a folder again. So a folder with something hidden in it gets
 * no rule itself, but all beside the hidden one do. Numbers as in the
 * kernel's interface (linux/landlock.h), whose header may be older than the
 * kernel. */

enum { ADD_RULE_PATH = 1, ASK_VERSION = 1 };

#define EXECUTE (1ull << 0)
#define WRITE_FILE (1ull << 1)
#define READ_FILE (1ull << 2)
#define READ_DIR (1ull << 3)
#define REFER (1ull << 13)
#define TRUNCATE (1ull << 14)
#define IOCTL_DEV (1ull << 15)
#define FILE_RIGHTS (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV)

#define READ (READ_FILE | READ_DIR)
#define RUN (READ | EXECUTE)
#define USE (READ_FILE | WRITE_FILE | IOCTL_DEV)
#define ALL (~0ull)

#define NET_BIND_TCP (1ull << 0)
#define NET_CONNECT_TCP (1ull << 1)
#define SCOPE_ABSTRACT_SOCKETS (1ull << 0)
#define SCOPE_SIGNALS (1ull << 1)

struct rules {
    uint64_t handled_files;
    uint64_t handled_net;
    uint64_t scoped;
};

struct __attribute__((packed)) path_rule {
    uint64_t allowed;
    int32_t folder;
};

int landlock_version(void)
{
    static int version = -1;
    if (version < 0)
        version = (int)syscall(
            SYS_landlock_create_ruleset, NULL, (size_t)0, ASK_VERSION);
    return version = version < 0 ? 0 : version;
}

/* What each version of the kernel knows. */
static struct rules rules_of(const struct sandbox_box *box)
{
    const int version = landlock_version();
    const uint64_t first = REFER - 1; /* all of version 1 */
    struct rules rules = {.handled_files = first};
    rules.handled_files |= version >= 2 ? REFER : 0;
    rules.handled_files |= version >= 3 ? TRUNCATE : 0;
    rules.handled_files |= version >= 5 ? IOCTL_DEV : 0;
    if (version >= 4 && !box->has_peers)
        rules.handled_net = NET_BIND_TCP | NET_CONNECT_TCP;
    if (version >= 6)
        rules.scoped = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
    return rules;
}

/* Rules while they are made. */
struct making {
    int fd;
    uint64_t handled;
};

/* What is not there needs no rule. @return 0; -1 with errno. */
static int allow(const struct making *making, const char *path, uint64_t rights)
{
    struct stat status;
    struct path_rule rule = {
        rights & making->handled, open(path, O_PATH | O_CLOEXEC)};
    if (rule.folder < 0)
        return errno == ENOENT || errno == EACCES ? 0 : -1;
    int result = fstat(rule.folder, &status);
    if (result == 0 && !S_ISDIR(status.st_mode))
        rule.allowed &= FILE_RIGHTS;
    if (result == 0)
        result = (int)syscall(
            SYS_landlock_add_rule, making->fd, ADD_RULE_PATH, &rule, 0);
    close(rule.folder);
    return result;
}

static bool holds_hidden(const char *path)
{
    for (const char *const *h = folders_hidden(); *h != NULL; h++)
        if (folders_is_within(*h, path))
            return true;
    return false;
}

static bool is_hidden(const char *path)
{
    for (const char *const *h = folders_hidden(); *h != NULL; h++)
        if (folders_is_within(path, *h))
            return true;
    return false;
}

/* A folder without what is hidden in it. */
static int allow_around(
    const struct making *making, const char *path, uint64_t rights)
{
    char *real = realpath(path, NULL); /* /bin is a link on most systems */
    int result = 0;
    if (real == NULL || is_hidden(real)) {
        free(real);
        return 0;
    }
    if (!holds_hidden(real)) {
        result = allow(making, real, rights);
        free(real);
        return result;
    }
    DIR *folder = opendir(real);
    for (struct dirent *e;
         folder != NULL && result == 0 && (e = readdir(folder)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *below = mem_format("%s/%s", real, e->d_name);
        struct stat status;
        const bool is_link =
            lstat(below, &status) == 0 && S_ISLNK(status.st_mode);
        if (!is_link) /* what it leads to has its own rule, or none */
            result = allow_around(making, below, rights);
        free(below);
    }
    if (folder != NULL)
        closedir(folder);
    free(real);
    return result;
}

static int allow_all(const struct making *making, const struct sandbox_box *box)
{
    static const struct {
        const char *path;
        uint64_t rights;
    } kernel[] = {{"/proc", READ}, {"/sys", READ}, {"/dev/null", USE},
        {"/dev/zero", USE}, {"/dev/full", USE}, {"/dev/random", USE},
        {"/dev/urandom", USE}, {"/dev/shm", ALL}};
    /* For launchers of MPI. They show the user's own terminals too. */
    static const char *const terminals[] = {"/dev/ptmx", "/dev/pts", NULL};
    int result = 0;
    for (size_t i = 0; result == 0 && folders_of_system[i] != NULL; i++)
        result = allow_around(making, folders_of_system[i], RUN);
    for (size_t i = 0; result == 0 && i < sizeof kernel / sizeof *kernel; i++)
        result = allow(making, kernel[i].path, kernel[i].rights);
    for (size_t i = 0; result == 0 && box->has_peers && terminals[i]; i++)
        result = allow(making, terminals[i], USE);
    for (size_t i = 0;
         result == 0 && box->read_only != NULL && box->read_only[i] != NULL;
         i++)
        result = allow(making, box->read_only[i], RUN);
    if (result == 0 && box->scratch != NULL)
        result = allow(making, box->scratch, ALL);
    return result;
}

int landlock_open(const struct sandbox_box *box, struct fail *fail)
{
    struct rules rules = rules_of(box);
    struct making making = {.handled = rules.handled_files};
    making.fd =
        (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
    if (making.fd >= 0 && allow_all(&making, box) == 0) {
        fcntl(making.fd, F_SETFD, FD_CLOEXEC);
        return making.fd;
    }
    fail_errno(fail, "cannot make rules for Landlock");
    if (making.fd >= 0)
        close(making.fd);
    return -1;
}

int landlock_set(int rules)
{
    return (int)syscall(SYS_landlock_restrict_self, rules, 0);
}

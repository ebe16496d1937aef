/* SPDX-License-Identifier: MIT */
#include "tests/hostile/stage.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"

/* Baits are open for everybody and belong to the user that grades, so that
 * only the box is between them and a candidate. All have names in the
 * specimens' texts. */

static const char *const folders[] = {
    "tmp", "home", "cache", "run", "work", "other"};

char *lane_path(const struct lane *lane, const char *name)
{
    return mem_format("%s/%s", lane->folder, name);
}

/* Hand a path to the lane's user. */
static int give(const struct lane *lane, const char *path, mode_t mode)
{
    return chmod(path, mode) == 0 &&
                   (lane->user == 0 || chown(path, lane->user, lane->user) == 0)
               ? 0
               : -1;
}

static int make_folders(const struct lane *lane, struct fail *fail)
{
    int result = file_make_folder(lane->folder, fail);
    for (size_t i = 0; i < sizeof folders / sizeof *folders && result == 0;
         i++) {
        char *path = lane_path(lane, folders[i]);
        result = file_make_folder(path, fail);
        if (result == 0 && give(lane, path, 0755) != 0)
            result = fail_errno(fail, "cannot give %s away", path);
        free(path);
    }
    return result;
}

/* A solution that another student handed in. */
static char *make_other(const struct lane *lane, const struct stage *stage)
{
    struct fail fail;
    size_t n;
    char *from =
        mem_format("%s/solutions/threads/gaussian.c", stage->course->root);
    char *path = lane_path(lane, "other/gaussian.c");
    char *text = file_read(from, 1 << 20, NULL, &fail);
    n = text != NULL ? strlen(text) : 0;
    if (n > 0 && file_write(path, text, n, &fail) == 0)
        give(lane, path, 0644);
    free(text);
    free(from);
    return path;
}

int lane_check_other(const struct lane *lane, struct fail *fail)
{
    struct stat status;
    char *path = lane_path(lane, "other/gaussian.c");
    int result = stat(path, &status);
    if (result != 0 || (status.st_mode & 07777) != 0644 || status.st_size == 0)
        result = fail_set(fail, "another student's file was changed");
    free(path);
    return result;
}

static int listen_at(int domain, const void *address, socklen_t n)
{
    const int fd = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && bind(fd, address, n) == 0 && listen(fd, 16) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* TCP and UDP on the same port of the loopback. */
static char *bait_network(struct lane *lane)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof address;
    lane->baits[0] = listen_at(AF_INET, &address, n);
    getsockname(lane->baits[0], (struct sockaddr *)&address, &n);
    lane->baits[1] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bind(lane->baits[1], (struct sockaddr *)&address, n);
    return mem_format("%d", ntohs(address.sin_port));
}

static char *bait_socket(struct lane *lane)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *stream = lane_path(lane, "socket");
    strncpy(address.sun_path, stream, sizeof address.sun_path - 1);
    lane->baits[2] = listen_at(AF_UNIX, &address, sizeof address);
    chmod(stream, 0777);
    strcat(address.sun_path, "-datagram");
    lane->baits[3] = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    bind(lane->baits[3], (struct sockaddr *)&address, sizeof address);
    chmod(address.sun_path, 0777);
    return stream;
}

static char *bait_abstract(struct lane *lane)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char *name = mem_format("parlab-%d-%d", (int)getpid(), lane->number);
    memcpy(address.sun_path + 1, name, strlen(name));
    lane->baits[4] = listen_at(AF_UNIX, &address,
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name)));
    return name;
}

/* A terminal, as the one that parlab may be called from. */
static char *bait_terminal(struct lane *lane)
{
    lane->baits[5] = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (lane->baits[5] < 0 || grantpt(lane->baits[5]) != 0 ||
        unlockpt(lane->baits[5]) != 0)
        return mem_text("/nowhere");
    char *name = mem_text(ptsname(lane->baits[5]));
    give(lane, name, 0620);
    return name;
}

static char *bait_shm(const struct lane *lane)
{
    char *name = mem_format("/parlab-bait-%d-%d", (int)getpid(), lane->number);
    char *path = mem_format("/dev/shm%s", name);
    const int fd = shm_open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd >= 0 && ftruncate(fd, 4096) == 0)
        give(lane, path, 0666);
    if (fd >= 0)
        close(fd);
    free(path);
    return name;
}

static char *bait_system_v(struct lane *lane)
{
    const key_t key = 0x70610000 + (getpid() & 0xfff) * 16 + lane->number;
    lane->shm_id = shmget(key, 4096, IPC_CREAT | 0666);
    return mem_format("%d", (int)key);
}

int lane_open(struct lane *lane, const struct stage *stage, int number,
    uid_t user, struct fail *fail)
{
    *lane = (struct lane){.number = number, .user = user, .shm_id = -1};
    for (int i = 0; i < LANE_BAITS; i++)
        lane->baits[i] = -1;
    lane->folder = mem_format("%s/%d-%u", stage->folder, number, user);
    if (make_folders(lane, fail) != 0)
        return -1;
    const struct assemble_word words[LANE_WORDS] = {
        {"@ROOT@", mem_text(stage->course->root)},
        {"@OTHER@", make_other(lane, stage)},
        {"@PORT@", bait_network(lane)},
        {"@SOCKET@", bait_socket(lane)},
        {"@ABSTRACT@", bait_abstract(lane)},
        {"@TERMINAL@", bait_terminal(lane)},
        {"@SHM@", bait_shm(lane)},
        {"@KEY@", bait_system_v(lane)},
        {NULL, NULL},
    };
    memcpy(lane->words, words, sizeof words);
    return lane_check_other(lane, fail);
}

void lane_close(struct lane *lane)
{
    for (int i = 0; i < LANE_BAITS; i++)
        if (lane->baits[i] >= 0)
            close(lane->baits[i]);
    if (lane->shm_id >= 0)
        shmctl(lane->shm_id, IPC_RMID, NULL);
    for (int i = 0; i < LANE_WORDS; i++) {
        if (lane->words[i].word != NULL &&
            strcmp(lane->words[i].word, "@SHM@") == 0)
            shm_unlink(lane->words[i].text);
        free(lane->words[i].text);
    }
    free(lane->folder);
}

void lane_environment(const struct lane *lane, const struct stage *stage,
    const char *layer, struct args *env)
{
    static const char *const kept[] = {"PATH", "LD_LIBRARY_PATH", "PARLAB_CC",
        "PARLAB_MPICC", "PARLAB_MPIRUN", "ASAN_OPTIONS", "UBSAN_OPTIONS",
        "PARLAB_CHECKERS"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (getenv(kept[i]) != NULL)
            args_format(env, "%s=%s", kept[i], getenv(kept[i]));
    args_add(env, "LC_ALL=C.UTF-8");
    args_format(env, "HOME=%s/home", lane->folder);
    args_format(env, "XDG_CACHE_HOME=%s/cache", lane->folder);
    args_format(env, "XDG_RUNTIME_DIR=%s/run", lane->folder);
    args_format(env, "TMPDIR=%s/tmp", lane->folder);
    args_format(env, "PARLAB_ROOT=%s", stage->course->root);
    args_format(env, "PARLAB_WORK=%s/work", lane->folder);
    args_format(env, "PARLAB_SANDBOX=%s", layer);
}

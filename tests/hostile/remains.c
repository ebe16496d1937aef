/* SPDX-License-Identifier: MIT */
#include "tests/hostile/remains.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/judge/tree.h"
#include "grader/sandbox/slot.h"
#include "tests/run.h"

/* Whatever a candidate starts comes to this process once its parents have
 * gone, wherever it hides: so a child that is left is the candidate's.
 * Objects are told by their owner. Where root grades that is the user of a
 * slot; other gradings have slots too, but theirs are locked. POSIX message
 * queues are not looked for: seeing them needs a mount. */

enum { OBJECTS_MAX = 4096, SETTLE_ROUNDS = 100, KILL_ROUNDS = 10000 };

struct object {
    char *name;
    uid_t owner;
};

struct remains {
    struct object *objects;
    size_t n;
};

static void add(struct remains *remains, char *name, uid_t owner)
{
    remains->objects =
        mem_grow(remains->objects, remains->n, sizeof *remains->objects);
    remains->objects[remains->n++] = (struct object){name, owner};
}

static void look_at_shm(struct remains *remains)
{
    struct dirent *entry;
    struct stat status;
    DIR *folder = opendir("/dev/shm");
    while (folder != NULL && (entry = readdir(folder)) != NULL &&
           remains->n < OBJECTS_MAX) {
        if (strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0 ||
            fstatat(dirfd(folder), entry->d_name, &status,
                AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        add(remains, mem_format("/dev/shm/%s", entry->d_name), status.st_uid);
    }
    if (folder != NULL)
        closedir(folder);
}

/* One line of a table of System V objects.
 * @param column  of the owner; the second one is the object's number. */
static void take_line(
    struct remains *remains, const char *kind, char *line, int column)
{
    char *word, *id = NULL, *owner = NULL;
    for (int i = 0; (word = strsep(&line, " \n")) != NULL;) {
        if (*word == '\0')
            continue;
        id = i == 1 ? word : id;
        owner = i == column ? word : owner;
        i++;
    }
    if (owner != NULL)
        add(remains, mem_format("System V %s %s", kind, id),
            (uid_t)strtoul(owner, NULL, 10));
}

static void look_at_system_v(struct remains *remains, const char *kind)
{
    char line[512];
    int column = -1;
    char *path = mem_format("/proc/sysvipc/%s", kind);
    FILE *table = fopen(path, "re");
    free(path);
    while (table != NULL && fgets(line, sizeof line, table) != NULL) {
        if (column >= 0) {
            take_line(remains, kind, line, column);
            continue;
        }
        char *rest = line, *word;
        for (int i = 0; (word = strsep(&rest, " \n")) != NULL;) {
            if (strcmp(word, "uid") == 0)
                column = i;
            i += *word != '\0';
        }
    }
    if (table != NULL)
        fclose(table);
}

struct remains *remains_look(void)
{
    struct remains *remains = mem_new(1, sizeof *remains);
    look_at_shm(remains);
    look_at_system_v(remains, "shm");
    look_at_system_v(remains, "sem");
    look_at_system_v(remains, "msg");
    return remains;
}

void remains_free(struct remains *remains)
{
    for (size_t i = 0; remains != NULL && i < remains->n; i++)
        free(remains->objects[i].name);
    if (remains != NULL)
        free(remains->objects);
    free(remains);
}

static bool is_among(const struct remains *remains, const char *name)
{
    for (size_t i = 0; i < remains->n; i++)
        if (strcmp(remains->objects[i].name, name) == 0)
            return true;
    return false;
}

static bool is_candidates(const struct object *object, const struct lane *lane)
{
    if (lane->user != 0 || geteuid() != 0)
        return object->owner == (lane->user != 0 ? lane->user : geteuid());
    return slot_is_free(object->owner);
}

static int find_objects(const struct remains *before, const struct lane *lane,
    bool is_told, FILE *to)
{
    int n = 0;
    struct remains *now = remains_look();
    for (size_t i = 0; i < now->n; i++) {
        const struct object *object = &now->objects[i];
        if (is_among(before, object->name) || !is_candidates(object, lane))
            continue;
        const bool is_in_shm = object->name[0] == '/';
        fprintf(to, "# left behind: %s of user %u%s\n", object->name,
            (unsigned)object->owner,
            is_in_shm && is_told ? ", as the verdict says" : "");
        if (is_in_shm)
            unlink(object->name);
        n += !(is_in_shm && is_told);
    }
    remains_free(now);
    return n;
}

static void reap(void)
{
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
}

/* @return how many children this process has, after a signal to each. */
static int signal_children(int signal)
{
    struct tree tree = tree_read();
    int n = 0;
    for (size_t i = 0; i < tree.n_processes; i++) {
        if (tree.processes[i].parent != getpid())
            continue;
        kill(tree.processes[i].pid, signal);
        n++;
    }
    tree_free(&tree);
    return n;
}

/* What was killed takes a moment to end, so nothing is said at once. */
static int find_processes(FILE *to)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    int n_left = 1, n_found = 0;
    for (int round = 0; round < SETTLE_ROUNDS && n_left > 0; round++) {
        reap();
        n_left = signal_children(0);
        if (n_left > 0)
            nanosleep(&pause, NULL);
    }
    if (n_left > 0)
        fprintf(to, "# left behind: %d process%s\n", n_left,
            n_left == 1 ? "" : "es");
    n_found = n_left;
    for (int round = 0; round < KILL_ROUNDS && n_left > 0; round++) {
        n_left = signal_children(SIGKILL);
        reap();
    }
    return n_found;
}

static int find_files(const struct lane *lane, FILE *to)
{
    struct dirent *entry;
    int n = 0;
    char *tmp = lane_path(lane, "tmp");
    DIR *folder = opendir(tmp);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *path = mem_format("%s/%s", tmp, entry->d_name);
        fprintf(to, "# left behind: %s\n", path);
        const char *const argv[] = {"/bin/rm", "-rf", path, NULL};
        run_program(argv, NULL);
        free(path);
        n++;
    }
    if (folder != NULL)
        closedir(folder);
    free(tmp);
    return n;
}

/* The lock by which checks keep a timing from running. */
static int find_locks(const struct lane *lane, FILE *to)
{
    char *path = mem_format("%s/run/parlab-%u.lock", lane->folder,
        (unsigned)(lane->user != 0 ? lane->user : geteuid()));
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    const bool is_held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (is_held)
        fprintf(to, "# left behind: a lock on %s\n", path);
    if (fd >= 0)
        close(fd);
    free(path);
    return is_held;
}

int remains_find(const struct remains *before, const struct lane *lane,
    bool is_told, FILE *to)
{
    struct fail fail;
    int n = find_processes(to);
    n += find_objects(before, lane, is_told, to);
    n += find_files(lane, to);
    n += find_locks(lane, to);
    if (lane_check_other(lane, &fail) != 0) {
        fprintf(to, "# %s\n", fail.text);
        n++;
    }
    return n;
}

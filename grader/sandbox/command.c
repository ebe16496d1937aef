/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/command.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/sandbox/folders.h"

/* What a program sees is built up from nothing: an empty read-only root, the
 * system's folders, then what the box names. Nothing is visible because it
 * was forgotten to be hidden. Order matters: a later mount covers what an
 * earlier one shows. */

static bool lacks_sizes;

void command_forget_sizes(void)
{
    lacks_sizes = true;
}

const char *command_bubblewrap(void)
{
    static bool is_known;
    static char *path;
    if (!is_known)
        path = file_find_program("bwrap");
    is_known = true;
    return path;
}

/* Compilers, libraries and their settings. On most systems /bin and /lib are
 * links into /usr; they must be links inside too. */
static void add_system(struct args *args)
{
    for (size_t i = 0; folders_of_system[i] != NULL; i++) {
        const char *folder = folders_of_system[i];
        char target[4096];
        const ssize_t n = readlink(folder, target, sizeof target - 1);
        if (n > 0) {
            target[n] = '\0';
            args_add(args, "--symlink");
            args_add(args, target);
            args_add(args, folder);
        } else if (file_exists(folder)) {
            args_add(args, "--ro-bind");
            args_add(args, folder);
            args_add(args, folder);
        }
    }
}

/* An empty folder over each that is hidden. */
static void add_covers(struct args *args)
{
    for (const char *const *h = folders_hidden(); *h != NULL; h++) {
        args_add(args, "--tmpfs");
        args_add(args, *h);
    }
}

static void add_memory_folder(
    struct args *args, const char *folder, int size_mib)
{
    if (size_mib > 0 && !lacks_sizes) {
        args_add(args, "--size");
        args_format(args, "%lld", (long long)size_mib << 20);
    }
    args_add(args, "--tmpfs");
    args_add(args, folder);
}

/* Real root may write the machine's settings even without capabilities:
 * their files belong to it. So they are bound again, read-only. */
static void add_proc(struct args *args)
{
    static const char *const settings[] = {"/proc/sys", "/proc/irq",
        "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi",
        "/proc/sysrq-trigger"};
    args_add(args, "--proc");
    args_add(args, "/proc");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (file_exists(settings[i])) {
            args_add(args, "--ro-bind");
            args_add(args, settings[i]);
            args_add(args, settings[i]);
        }
}

static void add_kernel(struct args *args, int size_mib)
{
    add_proc(args);
    args_add(args, "--dev");
    args_add(args, "/dev");
    if (file_exists("/sys")) {
        static const char *const sys[] = {"--ro-bind", "/sys", "/sys", NULL};
        args_list(args, sys);
    }
    add_memory_folder(args, "/dev/shm", size_mib);
    add_memory_folder(args, "/tmp", size_mib);
}

/* Files below the scratch folder would be covered by it, so they come after
 * it, and all others before. */
static void add_read_only(
    struct args *args, const struct sandbox_box *box, bool is_in_scratch)
{
    for (size_t i = 0; box->read_only != NULL && box->read_only[i] != NULL;
         i++) {
        const char *path = box->read_only[i];
        const bool is_below =
            box->scratch != NULL && folders_is_within(path, box->scratch);
        if (is_below != is_in_scratch)
            continue;
        args_add(args, "--ro-bind");
        args_add(args, path);
        args_add(args, path);
    }
}

static void add_scratch(struct args *args, const struct sandbox_box *box)
{
    const char *scratch = box->scratch;
    if (scratch != NULL && box->is_scratch_lost) {
        add_memory_folder(args, scratch, box->limits.file_mib);
    } else if (scratch != NULL) {
        args_add(args, "--bind");
        args_add(args, scratch);
        args_add(args, scratch);
    }
    args_add(args, "--chdir");
    args_add(args, scratch != NULL ? scratch : "/");
}

/* Nothing may be written there either: it would be in memory, of any size. */
static void seal_covers(struct args *args)
{
    for (const char *const *h = folders_hidden(); *h != NULL; h++) {
        args_add(args, "--remount-ro");
        args_add(args, *h);
    }
}

/* Before Linux 5.14 the limit on processes counts all processes of the user,
 * those outside the box among them: there it would refuse honest ones. */
static bool counts_processes_by_namespace(void)
{
    struct utsname system;
    int major = 0, minor = 0;
    if (uname(&system) != 0 ||
        sscanf(system.release, "%d.%d", &major, &minor) != 2)
        return false;
    return major > 5 || (major == 5 && minor >= 14);
}

/* The limit on processes has to be set inside the user namespace. */
static void add_process_limit(struct args *args, const struct sandbox_box *box)
{
    static const char prlimit[] = "/usr/bin/prlimit";
    const bool is_counted = box->user != 0 || counts_processes_by_namespace();
    if (box->limits.processes <= 0 || !is_counted || !file_exists(prlimit))
        return;
    args_add(args, prlimit);
    args_format(args, "--nproc=%d", box->limits.processes);
    args_add(args, "--");
}

void command_make(const struct sandbox_box *box, int filter, struct args *args)
{
    /* Real root keeps its capabilities in a box unless they are dropped. */
    static const char *const namespaces[] = {"--unshare-all",
        "--die-with-parent", "--new-session", "--cap-drop", "ALL", NULL};
    static const char *const seal[] = {
        "--remount-ro", "/dev", "--remount-ro", "/", "--", NULL};
    if (box->layer == SANDBOX_BUBBLEWRAP) {
        const char *bubblewrap = command_bubblewrap();
        args_add(args, bubblewrap != NULL ? bubblewrap : "bwrap");
        args_list(args, namespaces);
        if (filter >= 0) {
            args_add(args, "--seccomp");
            args_format(args, "%d", filter);
        }
        add_system(args);
        add_covers(args);
        add_kernel(args, box->limits.file_mib);
        add_read_only(args, box, false);
        add_scratch(args, box);
        add_read_only(args, box, true);
        seal_covers(args);
        args_list(args, seal);
        add_process_limit(args, box);
    }
    args_list(args, box->argv);
}

/* The limits as they are set before the program starts. */
static void add_limits(struct args *args, const struct sandbox_limits *limits)
{
    args_add(args, "prlimit");
    args_add(args, "--core=0");
    if (limits->memory_mib > 0)
        args_format(args, "--as=%lld", (long long)limits->memory_mib << 20);
    if (limits->file_mib > 0)
        args_format(args, "--fsize=%lld", (long long)limits->file_mib << 20);
    if (limits->cpu_s > 0)
        args_format(args, "--cpu=%d", limits->cpu_s);
    args_add(args, "--");
}

char *sandbox_command(const struct sandbox_box *box)
{
    static const char *const clean[] = {"env", "-i", NULL};
    struct args args = {0};
    args_list(&args, clean);
    args_list(&args, box->env);
    add_limits(&args, &box->limits);
    command_make(box, -1, &args);
    char *line = args_shell(&args);
    args_free(&args);
    return line;
}

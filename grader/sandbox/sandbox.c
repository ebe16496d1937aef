/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/sandbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/sandbox/args.h"
#include "grader/sandbox/command.h"
#include "grader/sandbox/filter.h"
#include "grader/sandbox/landlock.h"

/* A start has two halves. Before the fork everything that can fail or needs
 * memory is prepared; after it the child only makes system calls, in an
 * order that is one visible list. What goes wrong there comes back through a
 * pipe that closes by itself when the program starts, so a failed start is
 * never mistaken for a program that failed. */

/* What the child needs, ready before the fork. */
struct launch_plan {
    const struct sandbox_box *box;
    struct args argv;
    int input_fd;
    int error_fd;
    int filter_fd; /* program of the filter; -1 */
    void *filter; /* the same in memory; NULL */
    size_t filter_bytes;
    int rules_fd; /* of Landlock; -1 */
    int processes; /* limit of the user's processes; 0 for none */
    pid_t parent;
};

enum {
    FILTER_FD = CHANNEL_FD + 1,
    FILES_MAX = 1024, /* open at once; pipes and sockets hold memory */
};

/* What the child could not do. */
struct launch_error {
    int number;
    char what[48];
};

static void give_up(const struct launch_plan *plan, const char *what)
    __attribute__((noreturn));

static void give_up(const struct launch_plan *plan, const char *what)
{
    struct launch_error error = {.number = errno};
    strncpy(error.what, what, sizeof error.what - 1);
    if (write(plan->error_fd, &error, sizeof error) < 0)
        _exit(126);
    _exit(127);
}

/* Set a limit, or the hard one that holds already when that is lower. */
static void set_limit(
    const struct launch_plan *plan, int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0)
        give_up(plan, "read its limits");
    limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    if (setrlimit(resource, &limit) != 0)
        give_up(plan, "set its limits");
}

static void set_limits(const struct launch_plan *plan)
{
    const struct sandbox_limits *limits = &plan->box->limits;
    const rlim_t file = (rlim_t)limits->file_mib << 20;
    const rlim_t cpu = (rlim_t)limits->cpu_s;
    set_limit(plan, RLIMIT_CORE, 0, 0);
    set_limit(plan, RLIMIT_NOFILE, FILES_MAX, FILES_MAX);
    if (limits->file_mib > 0)
        set_limit(plan, RLIMIT_FSIZE, file, file);
    if (limits->cpu_s > 0)
        set_limit(plan, RLIMIT_CPU, cpu, cpu + 1);
    if (plan->processes > 0)
        set_limit(plan, RLIMIT_NPROC, (rlim_t)plan->processes,
            (rlim_t)plan->processes);
#ifndef __SANITIZE_ADDRESS__ /* a sanitized runner reserves terabytes */
    const rlim_t memory = (rlim_t)limits->memory_mib << 20;
    if (limits->memory_mib > 0)
        set_limit(plan, RLIMIT_AS, memory, memory);
#endif
}

/* Have every descriptor above the channel closed by exec. */
static void close_others(const struct launch_plan *plan, int first)
{
    const unsigned closes_on_exec = 4; /* CLOSE_RANGE_CLOEXEC, Linux 5.11 */
    if (syscall(SYS_close_range, first, ~0U, closes_on_exec) == 0)
        return;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        give_up(plan, "close descriptors");
    const int end = limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
    for (int fd = first; fd < end; fd++)
        fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* A copy out of the way of the low numbers that are about to be given. */
static int lift(const struct launch_plan *plan, int fd)
{
    const int lifted = fcntl(fd, F_DUPFD_CLOEXEC, 16);
    if (lifted < 0)
        give_up(plan, "pass descriptors on");
    return lifted;
}

/* Standard streams, the channel, and what bubblewrap reads and closes. */
static void set_descriptors(struct launch_plan *plan)
{
    const struct sandbox_box *box = plan->box;
    const bool has_filter = box->layer == SANDBOX_BUBBLEWRAP;
    plan->error_fd = lift(plan, plan->error_fd);
    const int output = lift(plan, box->output_fd);
    const int lifted[] = {lift(plan, plan->input_fd), output, output,
        box->channel_fd >= 0 ? lift(plan, box->channel_fd) : -1,
        has_filter ? lift(plan, plan->filter_fd) : -1};
    if (plan->rules_fd >= 0)
        plan->rules_fd = lift(plan, plan->rules_fd);
    close_others(plan, 3);
    for (int fd = 0; fd <= FILTER_FD; fd++)
        if (lifted[fd] >= 0 && dup2(lifted[fd], fd) < 0)
            give_up(plan, "pass descriptors on");
}

/* Become the box's user, for good. */
static void become_user(const struct launch_plan *plan)
{
    const uid_t user = plan->box->user;
    if (user == 0)
        return;
    if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 ||
        setresuid(user, user, user) != 0)
        give_up(plan, "become another user");
}

/* Where the kernel does not let it, the program finds out by itself. */
static void fix_addresses(void)
{
    const int now = personality(0xffffffff); /* asks only */
    if (now >= 0)
        personality((unsigned long)now | ADDR_NO_RANDOMIZE);
}

/* From here on the child may only be given up by a write and its end. */
static void confine(const struct launch_plan *plan)
{
    if (plan->box->layer == SANDBOX_BUBBLEWRAP)
        return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        give_up(plan, "give up privileges");
    if (plan->rules_fd >= 0 && landlock_set(plan->rules_fd) != 0)
        give_up(plan, "set rules for Landlock");
    if (plan->filter != NULL &&
        filter_set(plan->filter, plan->filter_bytes) != 0)
        give_up(plan, "set a filter of system calls");
}

static void run_child(struct launch_plan *plan) __attribute__((noreturn));

static void run_child(struct launch_plan *plan)
{
    const struct sandbox_box *box = plan->box;
    setpgid(0, 0); /* a terminal's Ctrl-C is for the judge alone */
    interrupt_reset_child();
    set_descriptors(plan);
    if (box->cpus != NULL &&
        sched_setaffinity(0, sizeof *box->cpus, box->cpus) != 0)
        give_up(plan, "bind it to its cores");
    become_user(plan);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* forgotten when the user changes */
    if (getppid() != plan->parent)
        _exit(127);
    if (chdir(box->scratch != NULL ? box->scratch : "/") != 0)
        give_up(plan, "enter its working folder");
    set_limits(plan);
    if (box->has_fixed_addresses)
        fix_addresses();
    confine(plan);
    execve(plan->argv.items[0], plan->argv.items, (char *const *)box->env);
    give_up(plan, "run it");
}

/* Wait until the program has started. @return 0; -1 with the reason. */
static int await_exec(pid_t pid, int from, const char *name, struct fail *fail)
{
    struct launch_error error;
    ssize_t n;
    do
        n = read(from, &error, sizeof error);
    while (n < 0 && errno == EINTR);
    if (n == 0)
        return 0;
    waitpid(pid, NULL, 0);
    if (n != (ssize_t)sizeof error)
        return fail_set(fail, "cannot start %s", name);
    error.what[sizeof error.what - 1] = '\0';
    errno = error.number;
    return fail_errno(fail, "cannot start %s: cannot %s", name, error.what);
}

/* Say beforehand what bubblewrap would only complain about later, as if the
 * program had. */
static int check_paths(const struct sandbox_box *box, struct fail *fail)
{
    if (access(box->argv[0], X_OK) != 0)
        return fail_errno(fail, "cannot run %s", box->argv[0]);
    if (box->scratch != NULL && access(box->scratch, W_OK | X_OK) != 0)
        return fail_errno(fail, "cannot write to %s", box->scratch);
    for (size_t i = 0; box->read_only != NULL && box->read_only[i] != NULL; i++)
        if (access(box->read_only[i], R_OK) != 0)
            return fail_errno(fail, "cannot read %s", box->read_only[i]);
    if (box->layer == SANDBOX_BUBBLEWRAP && command_bubblewrap() == NULL)
        return fail_set(
            fail, "bubblewrap is not installed; \"parlab doctor\" says more");
    return 0;
}

static pid_t fork_child(struct launch_plan *plan, struct fail *fail)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail_errno(fail, "cannot make a pipe");
    plan->error_fd = ends[1];
    plan->parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        run_child(plan);
    close(ends[1]);
    if (pid < 0)
        fail_errno(fail, "cannot make a process");
    else if (await_exec(pid, ends[0], plan->box->argv[0], fail) != 0)
        pid = -1;
    close(ends[0]);
    return pid;
}

/* Without a user of its own a program shares the limit on processes with all
 * that its user runs; so they are counted first. */
static int count_tasks(uid_t user)
{
    int n = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *e; proc != NULL && (e = readdir(proc)) != NULL;) {
        char path[64], line[128];
        unsigned owner = 0;
        int threads = 0;
        if (e->d_name[0] < '0' || e->d_name[0] > '9')
            continue;
        snprintf(path, sizeof path, "/proc/%.20s/status", e->d_name);
        FILE *status = fopen(path, "re");
        while (status != NULL && fgets(line, sizeof line, status) != NULL) {
            sscanf(line, "Uid: %u", &owner);
            sscanf(line, "Threads: %d", &threads);
        }
        if (status != NULL)
            fclose(status);
        n += owner == user ? threads : 0;
    }
    if (proc != NULL)
        closedir(proc);
    return n;
}

static int read_filter(struct launch_plan *plan)
{
    struct stat status;
    if (fstat(plan->filter_fd, &status) != 0)
        return -1;
    plan->filter_bytes = (size_t)status.st_size;
    plan->filter = mem_new(plan->filter_bytes, 1);
    return pread(plan->filter_fd, plan->filter, plan->filter_bytes, 0) ==
                   status.st_size
               ? 0
               : -1;
}

/* What each layer takes. @return 0; -1 with the reason. */
static int prepare(struct launch_plan *plan, struct fail *fail)
{
    const struct sandbox_box *box = plan->box;
    if (box->layer == SANDBOX_NONE)
        return 0;
    plan->filter_fd = filter_open(box, fail);
    if (plan->filter_fd < 0 || box->layer == SANDBOX_BUBBLEWRAP)
        return plan->filter_fd < 0 ? -1 : 0;
    if (read_filter(plan) != 0)
        return fail_errno(fail, "cannot read a filter of system calls");
    if (box->layer == SANDBOX_FILTER)
        return 0;
    if (box->limits.processes > 0)
        plan->processes = box->limits.processes +
                          (box->user == 0 ? count_tasks(getuid()) : 0);
    plan->rules_fd = landlock_open(box, fail);
    return plan->rules_fd < 0 ? -1 : 0;
}

pid_t sandbox_start(const struct sandbox_box *box, struct fail *fail)
{
    struct launch_plan plan = {.box = box, .filter_fd = -1, .rules_fd = -1};
    const char *input = box->stdin_path != NULL ? box->stdin_path : "/dev/null";
    pid_t pid = -1;
    if (check_paths(box, fail) != 0)
        return -1;
    plan.input_fd = open(input, O_RDONLY | O_CLOEXEC);
    if (plan.input_fd < 0)
        return fail_errno(fail, "cannot read %s", input);
    if (prepare(&plan, fail) == 0) {
        command_make(box, FILTER_FD, &plan.argv);
        pid = fork_child(&plan, fail);
    }
    args_free(&plan.argv);
    const int fds[] = {plan.input_fd, plan.filter_fd, plan.rules_fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    free(plan.filter);
    return pid;
}

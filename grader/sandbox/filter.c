/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* All calls are allowed but for those that a table names. A list of what is
 * allowed would be safer by principle, but it would have to know what every
 * C library, OpenMP runtime and MPI of the next ten years calls; who reaches
 * out of the box has to get past the namespaces or Landlock besides. */

/* Never needed by an exercise, in any box. */
static const char *const forbidden[] = {
    /* the kernel works for the caller where nobody counts it or stops it */
    "io_uring_setup", "io_uring_enter", "io_uring_register", "io_setup",
    "io_submit", "bpf", "perf_event_open", "userfaultfd", "fanotify_init",
    /* what outlives a process and is everybody's */
    "add_key", "request_key", "keyctl",
    /* memory that is mapped nowhere, so that no counter of a process has it */
    "memfd_create", "memfd_secret",
    /* other processes */
    "kcmp", "pidfd_getfd", "process_madvise", "process_mrelease",
    "migrate_pages", "move_pages",
    /* namespaces, mounts, files by number */
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot",
    "move_mount", "open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
    "mount_setattr", "name_to_handle_at", "open_by_handle_at",
    /* the machine */
    "acct", "clock_adjtime", "clock_settime", "settimeofday", "adjtimex",
    "delete_module", "finit_module", "init_module", "ioperm", "iopl",
    "kexec_file_load", "kexec_load", "lookup_dcookie", "nfsservctl", "quotactl",
    "quotactl_fd", "reboot", "sethostname", "setdomainname", "swapon",
    "swapoff", "syslog", "uselib", "ustat", "vhangup"};

/* One MPI rank reads another's memory, and ranks meet by sockets. */
static const char *const forbidden_alone[] = {
    "process_vm_readv", "process_vm_writev", "socket"};

/* Namespaces or Landlock let a process trace others of its box only; it is
 * forbidden all the same where nothing needs it. */
static const char *const forbidden_untraced[] = {"ptrace"};

/* Without namespaces these are the whole machine's, and nothing tells whose
 * they are when their maker has gone. */
static const char *const forbidden_outside[] = {
    "shmget", "semget", "msgget", "mq_open"};

/* Landlock does not speak of these, and without namespaces the user's own
 * files are there. Tools that make files use some of them. */
static const char *const forbidden_runner[] = {"chmod", "fchmod", "fchmodat",
    "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes",
    "utimensat", "futimesat", "setxattr", "lsetxattr", "fsetxattr",
    "setxattrat", "removexattr", "lremovexattr", "fremovexattr",
    "removexattrat", "file_setattr"};

static int forbid(scmp_filter_ctx filter, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const int number = seccomp_syscall_resolve_name(names[i]);
        if (number == __NR_SCMP_ERROR) /* of another kernel than this */
            continue;
        const int error =
            seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), number, 0);
        if (error != 0 && error != -EDOM)
            return error;
    }
    return 0;
}

/* Calls that are forbidden for some of their arguments. */
static int forbid_some(scmp_filter_ctx filter)
{
    static const unsigned spaces[] = {CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC,
        CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWCGROUP};
    int error = 0;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces && error == 0; i++)
        error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone),
            1, SCMP_A0(SCMP_CMP_MASKED_EQ, spaces[i], spaces[i]));
    /* Its arguments lie in memory, which a filter cannot read: the C library
     * then takes the older call. */
    if (error == 0)
        error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
            seccomp_syscall_resolve_name("clone3"), 0);
    /* Typing into the terminal of whoever started us. */
    if (error == 0)
        error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(ioctl),
            1, SCMP_A1(SCMP_CMP_MASKED_EQ, 0xffffffff, TIOCSTI));
    return error;
}

/* An end of a pair of sockets for packets can send to any other socket that
 * has a path; one for streams is connected for good. */
static int forbid_packets(scmp_filter_ctx filter)
{
    const int kind_mask = 0xf;
    int error = 0;
    for (int kind = SOCK_DGRAM; kind <= SOCK_RAW && error == 0; kind++)
        error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
            SCMP_SYS(socketpair), 1,
            SCMP_A1(SCMP_CMP_MASKED_EQ, kind_mask, (scmp_datum_t)kind));
    return error;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int add_rules(scmp_filter_ctx filter, const struct sandbox_box *box)
{
    int error = forbid(filter, forbidden, COUNT(forbidden));
    if (error == 0 && !box->has_peers)
        error = forbid(filter, forbidden_alone, COUNT(forbidden_alone));
    if (error == 0 && !box->has_peers)
        error = forbid_packets(filter);
    if (error == 0 && !box->may_trace)
        error = forbid(filter, forbidden_untraced, COUNT(forbidden_untraced));
    if (error == 0 && box->layer == SANDBOX_LANDLOCK)
        error = forbid(filter, forbidden_outside, COUNT(forbidden_outside));
    if (error == 0 && box->layer == SANDBOX_LANDLOCK && !box->is_tool)
        error = forbid(filter, forbidden_runner, COUNT(forbidden_runner));
    return error != 0 ? error : forbid_some(filter);
}

/* @return descriptor of the new program; -1. */
static int make_program(const struct sandbox_box *box, struct fail *fail)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    const int program = memfd_create("parlab-filter", MFD_CLOEXEC);
    int error = filter == NULL ? -ENOMEM : program < 0 ? -errno : 0;
    if (error == 0)
        error = add_rules(filter, box);
    if (error == 0)
        error = seccomp_export_bpf(filter, program);
    seccomp_release(filter);
    if (error == 0 && lseek(program, 0, SEEK_SET) == 0)
        return program;
    if (program >= 0)
        close(program);
    errno = -error;
    return fail_errno(fail, "cannot make a filter of system calls");
}

/* One who times starts many boxes of the same sort: what differs between
 * filters is what add_rules() asks for. */
int filter_open(const struct sandbox_box *box, struct fail *fail)
{
    static int made[2][2][2][2]; /* descriptors, plus one; 0: not yet */
    char path[40];
    int *program = &made[box->has_peers][box->may_trace][box->is_tool]
                        [box->layer == SANDBOX_LANDLOCK];
    if (*program == 0)
        *program = make_program(box, fail) + 1;
    if (*program == 0)
        return -1;
    snprintf(path, sizeof path, "/proc/self/fd/%d", *program - 1);
    const int copy = open(path, O_RDONLY | O_CLOEXEC);
    return copy >= 0 ? copy : fail_errno(fail, "cannot open a filter again");
}

int filter_set(const void *program, size_t n_bytes)
{
    const struct sock_fprog filter = {
        (unsigned short)(n_bytes / sizeof(struct sock_filter)),
        (struct sock_filter *)program};
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter);
}

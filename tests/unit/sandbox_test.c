/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/sandbox.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/sandbox/args.h"
#include "grader/sandbox/landlock.h"
#include "grader/sandbox/slot.h"
#include "tests/unit/unit.h"

/* Every test runs a line of shell in a box and looks at what it printed and
 * at what is left outside. Nothing here writes to a place that a broken box
 * would really change: whether one could is asked with `test -w`. */

enum { WAIT_MS = 20000 };

static char *scratch;

/* A box for a line of shell; the test changes what it is about. */
static struct sandbox_box shell_box(
    enum sandbox_layer layer, const char *argv[4], const char *line)
{
    static const char *const env[] = {"PATH=/usr/bin:/bin", "MARK=7", NULL};
    argv[0] = "/bin/sh";
    argv[1] = "-c";
    argv[2] = line;
    argv[3] = NULL;
    return (struct sandbox_box){.layer = layer,
        .argv = argv,
        .env = env,
        .scratch = scratch,
        .output_fd = -1,
        .channel_fd = -1};
}

/* Run a box. @return its exit status, -1 when it did not start or end. */
static int run(struct sandbox_box *box, char *said, size_t size)
{
    struct fail fail = {""};
    int status = 0;
    box->output_fd = memfd_create("said", MFD_CLOEXEC);
    const pid_t pid = sandbox_start(box, &fail);
    if (pid > 0 && interrupt_wait_child(pid, WAIT_MS) != 1)
        kill(pid, SIGKILL);
    if (pid > 0)
        waitpid(pid, &status, 0);
    const ssize_t n = pread(box->output_fd, said, size - 1, 0);
    said[n > 0 ? n : 0] = '\0';
    if (pid < 0)
        snprintf(said, size, "%s", fail.text);
    close(box->output_fd);
    return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool has_bubblewrap(void)
{
    if (sandbox_detect() == SANDBOX_BUBBLEWRAP)
        return true;
    unit_skip(sandbox_why_not());
    return false;
}

/* Run a line of shell with bubblewrap and expect what it prints. */
static void expect_said(const char *line, const char *expected)
{
    const char *argv[4];
    char said[4096];
    struct sandbox_box box = shell_box(SANDBOX_BUBBLEWRAP, argv, line);
    run(&box, said, sizeof said);
    CU_ASSERT_STRING_EQUAL(said, expected);
    if (strcmp(said, expected) != 0)
        printf("#   %s\n#   said: %s\n", line, said);
}

/* Run a line of shell in one layer, as a slot's user where there are slots.
 * @return its exit status. */
static int say_in(enum sandbox_layer layer, const char *line, char *said,
    size_t size, int processes)
{
    const char *argv[4];
    struct fail fail;
    struct slot slot;
    CU_ASSERT_EQUAL_FATAL(slot_take(&slot, &fail), 0);
    char *folder = file_temp_folder(&fail);
    char *box_folder = mem_format("%s/box", folder);
    CU_ASSERT_EQUAL(file_make_folder(box_folder, &fail), 0);
    CU_ASSERT_EQUAL(slot_give(&slot, box_folder, &fail), 0);
    struct sandbox_box box = shell_box(layer, argv, line);
    box.scratch = box_folder;
    box.user = slot.user;
    box.limits.processes = processes;
    const int status = run(&box, said, size);
    slot_release(&slot);
    file_remove_folder(folder);
    free(box_folder);
    free(folder);
    return status;
}

static bool has_landlock(void)
{
    if (landlock_version() > 0)
        return true;
    unit_skip("this kernel has no Landlock");
    return false;
}

static void test_landlock_when_files_are_not_named_keeps_them_closed(void)
{
    struct fail fail;
    char said[1024];
    if (!has_landlock())
        return;
    char *folder = file_temp_folder(&fail);
    char *path = mem_format("%s/secret", folder);
    CU_ASSERT_EQUAL(file_write(path, "s\n", 2, &fail), 0);
    char *line = mem_format(
        "cat %s; ls /home /root; echo x > /tmp/parlab-test; "
        "echo x > /etc/parlab-test; echo x > here; cat here; head -c1 "
        "/etc/passwd; "
        "echo y > /dev/shm/parlab-$$ && rm /dev/shm/parlab-$$ && echo shm",
        path);
    say_in(SANDBOX_LANDLOCK, line, said, sizeof said, 0);
    CU_ASSERT_PTR_NULL(strstr(said, "s\n\0"));
    CU_ASSERT_PTR_NOT_NULL(strstr(said, "x\nr"));
    CU_ASSERT_PTR_NOT_NULL(strstr(said, "shm\n"));
    CU_ASSERT_FALSE(file_exists("/tmp/parlab-test"));
    CU_ASSERT_FALSE(file_exists("/etc/parlab-test"));
    free(line);
    free(path);
    file_remove_folder(folder);
    free(folder);
}

static void test_a_hidden_folder_in_a_system_folder_is_closed_in_every_layer(
    void)
{
    char said[1024];
    sandbox_hide("/usr/share/doc");
    sandbox_hide("/nowhere");
    for (int layer = SANDBOX_LANDLOCK; layer <= (int)sandbox_detect();
         layer++) {
        if (layer == SANDBOX_LANDLOCK && !has_landlock())
            continue;
        say_in(layer,
            "ls /usr/share/doc/*; ls -d /usr/share/common-licenses >&2 && "
            "cat /usr/share/doc/*/copyright | head -c 20",
            said, sizeof said, 0);
        CU_ASSERT_PTR_NULL(strstr(said, "Format"));
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "/usr/share/common-licenses\n"));
    }
}

static void test_calls_that_reach_out_when_made_are_refused(void)
{
    char said[1024];
    if (!file_exists("/usr/bin/unshare") || !file_exists("/bin/bash")) {
        unit_skip("there is no unshare or bash");
        return;
    }
    char *line = mem_format("unshare -U true && echo space; "
                            "kill -0 %d 2>/dev/null && echo signal; "
                            "bash -c ': <>/dev/tcp/127.0.0.1/9' 2>&1 | "
                            "grep -q 'not permitted' && echo refused",
        (int)getpid());
    for (int layer = SANDBOX_LANDLOCK; layer <= (int)sandbox_detect();
         layer++) {
        if (layer == SANDBOX_LANDLOCK && !has_landlock())
            continue;
        say_in(layer, line, said, sizeof said, 0);
        CU_ASSERT_PTR_NULL(strstr(said, "space"));
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "refused\n"));
        if (layer == SANDBOX_BUBBLEWRAP || landlock_version() >= 6)
            CU_ASSERT_PTR_NULL(strstr(said, "signal"));
    }
    free(line);
}

static void test_writing_outside_the_scratch_folder_fails(void)
{
    if (!has_bubblewrap())
        return;
    expect_said("for f in / /usr /etc /dev /proc/sys/kernel/core_pattern; do "
                "test -w $f && echo $f; done; echo x > inside; cat inside",
        "x\n");
    expect_said("find /sys /proc/sys -type f -writable 2>/dev/null", "");
    expect_said("echo x > /tmp/a && echo x > /dev/shm/a && cat /tmp/a", "x\n");
}

static void test_a_file_outside_when_not_named_is_invisible(void)
{
    struct fail fail;
    if (!has_bubblewrap())
        return;
    char *folder = file_temp_folder(&fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    char *path = mem_format("%s/secret", folder);
    CU_ASSERT_EQUAL(file_write(path, "s\n", 2, &fail), 0);
    char *line = mem_format("test -e %s || echo no; test -e %s || echo no; "
                            "ls /home /root 2>/dev/null",
        path, folder);
    expect_said(line, "no\nno\n");
    free(line);

    /* Named, it can be read; below the scratch folder as well. */
    char *below = mem_format("%s/named", scratch);
    const char *argv[4], *named[] = {path, below, NULL};
    char said[256];
    CU_ASSERT_EQUAL(file_write(below, "t\n", 2, &fail), 0);
    line = mem_format(
        "cat %s named; test -w %s -o -w named || echo kept", path, path);
    struct sandbox_box box = shell_box(SANDBOX_BUBBLEWRAP, argv, line);
    box.read_only = named;
    CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
    CU_ASSERT_STRING_EQUAL(said, "s\nt\nkept\n");
    free(line);
    free(path);
    free(below);
    file_remove_folder(folder);
    free(folder);
}

static void test_the_network_outside_when_asked_for_does_not_answer(void)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof address;
    if (!has_bubblewrap())
        return;
    if (!file_exists("/bin/bash")) {
        unit_skip("there is no bash, which can open connections");
        return;
    }
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CU_ASSERT_EQUAL_FATAL(
        bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    CU_ASSERT_EQUAL(listen(listener, 1), 0);
    getsockname(listener, (struct sockaddr *)&address, &n);
    char *line = mem_format("bash -c 'exec 5<>/dev/tcp/127.0.0.1/%d' "
                            "2>/dev/null && echo reached || echo cut off",
        ntohs(address.sin_port));
    expect_said(line, "cut off\n");
    expect_said("cut -d: -f1 /proc/net/dev | tail -n +3 | tr -d ' '", "lo\n");
    free(line);
    close(listener);
}

static void test_processes_outside_when_signalled_are_out_of_reach(void)
{
    if (!has_bubblewrap())
        return;
    char *line = mem_format("kill -0 -%d 2>/dev/null || echo none; "
                            "ls -d /proc/[0-9]* | wc -l | "
                            "{ read n; test $n -le 6 && echo few; }",
        (int)getpgrp());
    expect_said(line, "none\nfew\n");
    free(line);
}

static void test_descriptors_when_a_program_starts_are_only_its_own(void)
{
    for (int layer = SANDBOX_NONE; layer <= (int)sandbox_detect(); layer++) {
        const char *argv[4];
        char said[256], got[8] = "";
        int ends[2];
        /* Not close-on-exec: it must be closed all the same. */
        const int stray = dup2(STDERR_FILENO, 9);
        CU_ASSERT_EQUAL_FATAL(
            socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
        struct sandbox_box box =
            shell_box(layer, argv, "echo hi >&3; echo $MARK; ls /proc/$$/fd");
        box.channel_fd = ends[1];
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
        CU_ASSERT_STRING_EQUAL(said, "7\n0\n1\n2\n3\n");
        close(ends[1]);
        CU_ASSERT_EQUAL(recv(ends[0], got, sizeof got, 0), 3);
        CU_ASSERT_STRING_EQUAL(got, "hi\n");
        CU_ASSERT_EQUAL(recv(ends[0], got, sizeof got, 0), 0);
        close(ends[0]);
        close(stray);
    }
}

static void test_limits_when_set_hold_in_every_layer(void)
{
    for (int layer = SANDBOX_NONE; layer <= (int)sandbox_detect(); layer++) {
        const char *argv[4];
        char said[512];
        struct sandbox_box box = shell_box(layer, argv,
            "ulimit -t; ulimit -c; head -c 3000000 /dev/zero > big; "
            "wc -c < big; rm big");
        box.limits = (struct sandbox_limits){.file_mib = 1, .cpu_s = 9};
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
        said[strcspn(said, "F")] = '\0'; /* what the shell says of a signal */
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "9\n0\n"));
        CU_ASSERT_PTR_NULL(strstr(said, "3000000"));
#ifndef __SANITIZE_ADDRESS__
        box = shell_box(layer, argv, "ulimit -v");
        box.limits = (struct sandbox_limits){.memory_mib = 2048};
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
        CU_ASSERT_STRING_EQUAL(said, "2097152\n");
#endif
    }
}

static void test_memory_folders_when_filled_stop_at_the_file_limit(void)
{
    const char *argv[4];
    char said[512];
    if (!has_bubblewrap())
        return;
    struct sandbox_box box = shell_box(SANDBOX_BUBBLEWRAP, argv,
        "for i in 1 2 3 4 5 6; do head -c 1000000 /dev/zero > /dev/shm/$i; "
        "done 2>/dev/null; cat /dev/shm/* | wc -c");
    box.limits.file_mib = 2;
    CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
    CU_ASSERT_TRUE(atol(said) <= 2 << 20);
}

static void test_processes_when_too_many_are_refused(void)
{
    char said[512];
    for (int layer = SANDBOX_LANDLOCK; layer <= (int)sandbox_detect();
         layer++) {
        if (layer == SANDBOX_LANDLOCK && !has_landlock())
            continue;
        say_in(layer, "for i in 1 2 3 4 5 6 7 8 9; do sleep 1 & done; echo all",
            said, sizeof said, 5);
        CU_ASSERT_PTR_NULL(strstr(said, "all"));
    }
}

static const char left[] = "/dev/shm/parlab-left";

/* A process that runs as a slot's user, with an object in shared memory. */
static pid_t leave_something(const struct slot *slot)
{
    struct fail fail;
    const char *argv[4];
    struct sandbox_box box = shell_box(
        SANDBOX_LANDLOCK, argv, "echo x > /dev/shm/parlab-left; sleep 100");
    box.scratch = NULL;
    box.user = slot->user;
    box.output_fd = STDERR_FILENO;
    const pid_t pid = sandbox_start(&box, &fail);
    CU_ASSERT_TRUE_FATAL(pid > 0);
    while (!file_exists(left) && waitpid(pid, NULL, WNOHANG) == 0)
        usleep(1000);
    return pid;
}

static void test_a_slot_when_given_back_leaves_nothing(void)
{
    struct fail fail;
    struct slot slot, second;
    if (geteuid() != 0) {
        unit_skip("only root has slots");
        return;
    }
    CU_ASSERT_EQUAL_FATAL(slot_take(&slot, &fail), 0);
    CU_ASSERT_EQUAL_FATAL(slot_take(&second, &fail), 0);
    CU_ASSERT_NOT_EQUAL(slot.user, second.user);
    slot_release(&second);
    const pid_t pid = leave_something(&slot);
    slot_release(&slot);
    CU_ASSERT_EQUAL(waitpid(pid, NULL, 0), pid);
    CU_ASSERT_FALSE(file_exists(left));
}

static void test_a_slot_when_its_parlab_was_killed_is_cleared_first(void)
{
    struct fail fail;
    struct slot slot, again;
    if (geteuid() != 0) {
        unit_skip("only root has slots");
        return;
    }
    CU_ASSERT_EQUAL_FATAL(slot_take(&slot, &fail), 0);
    const pid_t pid = leave_something(&slot);
    close(slot.lock); /* as the kernel does */
    CU_ASSERT_EQUAL_FATAL(slot_take(&again, &fail), 0);
    CU_ASSERT_EQUAL(again.user, slot.user);
    CU_ASSERT_EQUAL(waitpid(pid, NULL, 0), pid);
    CU_ASSERT_FALSE(file_exists(left));
    slot_release(&again);
}

/* Such as the baseline, which runs outside of the box of what it is compared
 * with. */
static void test_a_filter_when_it_is_all_holds_like_a_box_s(void)
{
    const char *argv[4];
    char said[4096];
    struct sandbox_box box = shell_box(SANDBOX_FILTER, argv,
        "grep -c '^Seccomp:.2' /proc/self/status; "
        "unshare --user true 2>/dev/null || echo refused");
    run(&box, said, sizeof said);
    CU_ASSERT_STRING_EQUAL(said, "1\nrefused\n");
}

static void test_a_missing_program_when_started_gives_a_reason(void)
{
    for (int layer = SANDBOX_NONE; layer <= (int)sandbox_detect(); layer++) {
        const char *argv[4];
        char said[512];
        struct sandbox_box box = shell_box(layer, argv, "true");
        argv[0] = "/nowhere/program";
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), -1);
        CU_ASSERT_STRING_EQUAL(
            said, "cannot run /nowhere/program: No such file or directory");
        argv[0] = "/etc"; /* may be entered, but is no program */
        CU_ASSERT_NOT_EQUAL(run(&box, said, sizeof said), 0);
        CU_ASSERT_TRUE(said[0] != '\0');
        const char *named[] = {"/nowhere/file", NULL};
        box = shell_box(layer, argv, "true");
        box.read_only = named;
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), -1);
        CU_ASSERT_PTR_NOT_NULL(strstr(said, "/nowhere/file"));
    }
}

static void test_a_program_when_its_judge_dies_dies_too(void)
{
    for (int layer = SANDBOX_NONE; layer <= (int)sandbox_detect(); layer++) {
        const char *argv[4];
        int ends[2];
        CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
        const pid_t judge = fork();
        if (judge == 0) {
            struct fail fail;
            struct sandbox_box box =
                shell_box(layer, argv, "echo up; exec sleep 100");
            box.output_fd = ends[1];
            close(ends[0]);
            if (sandbox_start(&box, &fail) < 0)
                _exit(1);
            pause();
        }
        close(ends[1]);
        char said[8];
        struct pollfd end = {.fd = ends[0], .events = POLLIN};
        CU_ASSERT_EQUAL(read(ends[0], said, sizeof said), 3);
        kill(judge, SIGKILL);
        waitpid(judge, NULL, 0);
        CU_ASSERT_EQUAL(poll(&end, 1, WAIT_MS), 1);
        CU_ASSERT_EQUAL(read(ends[0], said, sizeof said), 0);
        close(ends[0]);
    }
}

static void test_cores_and_input_when_given_are_used(void)
{
    struct fail fail;
    char *path = mem_format("%s/input", scratch);
    CU_ASSERT_EQUAL(file_write(path, "in\n", 3, &fail), 0);
    for (int layer = SANDBOX_NONE; layer <= (int)sandbox_detect(); layer++) {
        const char *argv[4];
        char said[256];
        cpu_set_t mine, one;
        int cpu = 0;
        sched_getaffinity(0, sizeof mine, &mine);
        while (!CPU_ISSET(cpu, &mine))
            cpu++;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        struct sandbox_box box = shell_box(layer, argv, "cat; nproc; pwd");
        box.cpus = &one;
        box.stdin_path = path;
        CU_ASSERT_EQUAL(run(&box, said, sizeof said), 0);
        char *expected = mem_format("in\n1\n%s\n", scratch);
        CU_ASSERT_STRING_EQUAL(said, expected);
        free(expected);
    }
    free(path);
}

static void test_the_command_line_when_printed_reads_back_the_same(void)
{
    static const char *const words[] = {
        "plain", "two words", "it's", "", "$x", NULL};
    struct args args = {0};
    args_list(&args, words);
    char *line = args_shell(&args);
    CU_ASSERT_STRING_EQUAL(line, "plain 'two words' 'it'\\''s' '' '$x'");
    free(line);
    args_free(&args);

    const char *argv[4];
    struct sandbox_box box = shell_box(SANDBOX_NONE, argv, "echo a b");
    box.limits.file_mib = 1;
    line = sandbox_command(&box);
    CU_ASSERT_STRING_EQUAL(line,
        "env -i PATH=/usr/bin:/bin MARK=7 prlimit --core=0 --fsize=1048576 -- "
        "/bin/sh -c 'echo a b'");
    free(line);
}

/* In a child, because the answer is kept for the life of a process. */
static void test_detection_when_bubblewrap_is_missing_says_so(void)
{
    int ends[2];
    char said[256] = "";
    CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
    const pid_t pid = fork();
    if (pid == 0) {
        setenv("PATH", "/nowhere", 1);
        execl("/proc/self/exe", "sandbox_test", "why-not",
            mem_format("%d", dup(ends[1])), (char *)NULL);
        _exit(1);
    }
    close(ends[1]);
    waitpid(pid, NULL, 0);
    CU_ASSERT_TRUE(read(ends[0], said, sizeof said - 1) > 0);
    CU_ASSERT_STRING_EQUAL(said, landlock_version() > 0
                                     ? "landlock: bubblewrap is not installed"
                                     : "none: bubblewrap is not installed");
    close(ends[0]);
}

static const struct unit_test tests[] = {
    {"writing outside", test_writing_outside_the_scratch_folder_fails},
    {"files outside", test_a_file_outside_when_not_named_is_invisible},
    {"network", test_the_network_outside_when_asked_for_does_not_answer},
    {"other processes", test_processes_outside_when_signalled_are_out_of_reach},
    {"descriptors", test_descriptors_when_a_program_starts_are_only_its_own},
    {"limits", test_limits_when_set_hold_in_every_layer},
    {"memory folders", test_memory_folders_when_filled_stop_at_the_file_limit},
    {"processes", test_processes_when_too_many_are_refused},
    {"Landlock", test_landlock_when_files_are_not_named_keeps_them_closed},
    {"hidden folders",
        test_a_hidden_folder_in_a_system_folder_is_closed_in_every_layer},
    {"calls", test_calls_that_reach_out_when_made_are_refused},
    {"slots", test_a_slot_when_given_back_leaves_nothing},
    {"slots of the killed",
        test_a_slot_when_its_parlab_was_killed_is_cleared_first},
    {"the filter alone", test_a_filter_when_it_is_all_holds_like_a_box_s},
    {"missing program", test_a_missing_program_when_started_gives_a_reason},
    {"death of the judge", test_a_program_when_its_judge_dies_dies_too},
    {"cores and input", test_cores_and_input_when_given_are_used},
    {"command line", test_the_command_line_when_printed_reads_back_the_same},
    {"no bubblewrap", test_detection_when_bubblewrap_is_missing_says_so}, {0}};

int main(int argc, char **argv)
{
    struct fail fail;
    if (argc == 3 && strcmp(argv[1], "why-not") == 0) {
        const enum sandbox_layer layer = sandbox_detect();
        dprintf(atoi(argv[2]), "%s: %s", sandbox_layer_name(layer),
            sandbox_why_not());
        return 0;
    }
    scratch = file_temp_folder(&fail);
    if (scratch == NULL) {
        fprintf(stderr, "%s\n", fail.text);
        return 99;
    }
    const int status = unit_main("sandbox", tests);
    file_remove_folder(scratch);
    free(scratch);
    return status;
}

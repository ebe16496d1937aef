/* SPDX-License-Identifier: MIT */
#include "grader/build/step.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* What a compiler prints goes to a memory file: a pipe that nobody reads
 * would block it. The limits are those of a generous compiler run; a source
 * that makes it exceed them is at fault. */

static const struct sandbox_limits limits = {.processes = 64,
    .memory_mib = 2048,
    .file_mib = 256,
    .cpu_s = STEP_LIMIT_S};

/* Wait for the end. Without namespaces the compiler's own children are in
 * the process group only. No source can have the outermost process killed:
 * that was somebody else. */
static enum step_end await_end(pid_t pid, const char *name, struct fail *fail)
{
    int status = 0;
    const int ended = interrupt_wait_child(pid, STEP_LIMIT_S * 1000);
    if (ended != 1)
        kill(pid, SIGKILL);
    kill(-pid, SIGKILL);
    waitpid(pid, &status, 0);
    if (ended != 1)
        return ended < 0 ? STEP_STOPPED : STEP_LATE;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
        fail_set(fail, "%s was killed; is the machine short of memory?", name);
        return STEP_BROKEN;
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? STEP_DONE
                                                         : STEP_FAILED;
}

static char *read_said(int fd)
{
    char *said = mem_new(STEP_SAID_MAX + 1, 1);
    const ssize_t n = pread(fd, said, STEP_SAID_MAX, 0);
    for (ssize_t i = 0; i < n; i++)
        if (said[i] == '\0')
            said[i] = ' ';
    said[n > 0 ? n : 0] = '\0';
    return said;
}

static void show(const struct sandbox_box *box)
{
    char *command = sandbox_command(box);
    fprintf(stderr, "+ %s\n", command);
    free(command);
}

enum step_end step_run(const struct step *step, const char *const argv[],
    char **said, struct fail *fail)
{
    enum step_end end = STEP_BROKEN;
    *said = NULL;
    const int output = memfd_create("parlab-step", MFD_CLOEXEC);
    if (output < 0) {
        fail_errno(fail, "cannot make a memory file");
        return STEP_BROKEN;
    }
    struct sandbox_box box = {.layer = step->layer,
        .argv = argv,
        .env = step->env,
        .read_only = step->read_only,
        .scratch = step->folder,
        .user = step->user,
        .is_tool = true,
        .has_peers = step->has_peers,
        .has_fixed_addresses = step->is_checked,
        .output_fd = output,
        .channel_fd = -1,
        .limits = limits};
    if (step->is_checked)
        box.limits.memory_mib = 0;
    if (step->is_verbose)
        show(&box);
    const pid_t pid = sandbox_start(&box, fail);
    if (pid > 0)
        end = await_end(pid, argv[0], fail);
    if (end != STEP_BROKEN)
        *said = read_said(output);
    close(output);
    return end;
}

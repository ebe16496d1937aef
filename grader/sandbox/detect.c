/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/sandbox/command.h"
#include "grader/sandbox/landlock.h"
#include "grader/sandbox/slot.h"

/* Whether bubblewrap works here is found by using it: no setting of a system
 * tells as surely. The answer holds for the life of this process. */

enum { PROBE_MS = 10000 };

static const char not_installed[] = "bubblewrap is not installed";
static bool is_known;
static char *why_not; /* NULL when bubblewrap works */

/* That a box cannot be tried right now says nothing about bubblewrap, and a
 * weaker layer must not be taken for it. */
static void end_if_short(const struct fail *fail)
{
    if (errno == EAGAIN || errno == EMFILE || errno == ENFILE ||
        errno == ENOMEM)
        fail_grader("cannot try the sandbox: %s", fail->text);
}

/* @return whether an empty box runs; else *said is what bubblewrap printed. */
static bool probe(int output_fd, char **said, struct fail *fail)
{
    static const char *const argv[] = {"/bin/true", NULL};
    static const char *const env[] = {NULL};
    struct slot slot;
    if (slot_take(&slot, fail) != 0)
        return false;
    const struct sandbox_box box = {.layer = SANDBOX_BUBBLEWRAP,
        .argv = argv,
        .env = env,
        .user = slot.user,
        .output_fd = output_fd,
        .channel_fd = -1,
        .limits = {.file_mib = 1}};
    char bytes[512];
    int status = -1;
    const pid_t pid = sandbox_start(&box, fail);
    const bool has_ended = pid > 0 && interrupt_wait_child(pid, PROBE_MS) == 1;
    if (pid < 0)
        end_if_short(fail);
    else if (!has_ended)
        kill(pid, SIGKILL);
    if (pid > 0)
        waitpid(pid, &status, 0);
    slot_release(&slot);
    if (has_ended && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL)
        fail_grader("the sandbox was killed while it was tried");
    if (pid < 0)
        return false;
    const ssize_t n = pread(output_fd, bytes, sizeof bytes, 0);
    bytes[n > 0 ? n - 1 : 0] = '\0';
    bytes[strcspn(bytes, "\n")] = '\0';
    *said = text_safe(bytes, strlen(bytes), sizeof bytes);
    return status == 0;
}

static char *explain(const char *said, const struct fail *fail)
{
    if (said == NULL)
        return mem_text(fail->text);
    if (strstr(said, "namespace") != NULL || strstr(said, "uid map") != NULL ||
        strstr(said, "not permitted") != NULL || strstr(said, "denied") != NULL)
        return mem_format("this system forbids user namespaces, which "
                          "bubblewrap needs; ask who runs it (%s)",
            said);
    return mem_format("bubblewrap does not work here (%s)",
        said[0] != '\0' ? said : "it says nothing");
}

static void detect(void)
{
    struct fail fail = {""};
    if (command_bubblewrap() == NULL) {
        why_not = mem_text(not_installed);
        return;
    }
    for (int attempt = 0; attempt < 2; attempt++) {
        char *said = NULL;
        const int output = memfd_create("parlab-probe", MFD_CLOEXEC);
        const bool works = output >= 0 && probe(output, &said, &fail);
        const bool is_old = said != NULL && strstr(said, "--size") != NULL;
        if (output >= 0) {
            close(output);
        } else {
            fail_errno(&fail, "cannot make a memory file");
            end_if_short(&fail);
        }
        if (!works && (!is_old || attempt > 0))
            why_not = explain(said, &fail);
        free(said);
        if (!is_old)
            return;
        command_forget_sizes();
    }
}

/* Landlock needs no trying: the kernel says what it can. */
static bool has_landlock(void)
{
    return landlock_version() > 0;
}

enum sandbox_layer sandbox_detect(void)
{
    const char *wanted = getenv("PARLAB_SANDBOX");
    if (!is_known && wanted != NULL && strcmp(wanted, "landlock") == 0)
        why_not = mem_text("PARLAB_SANDBOX asks for Landlock");
    else if (!is_known)
        detect();
    is_known = true;
    if (why_not == NULL)
        return SANDBOX_BUBBLEWRAP;
    return has_landlock() ? SANDBOX_LANDLOCK : SANDBOX_NONE;
}

bool sandbox_has_bubblewrap(void)
{
    return command_bubblewrap() != NULL;
}

const char *sandbox_why_not(void)
{
    sandbox_detect();
    return why_not;
}

const char *sandbox_layer_name(enum sandbox_layer layer)
{
    switch (layer) {
    case SANDBOX_BUBBLEWRAP:
        return "bubblewrap";
    case SANDBOX_LANDLOCK:
        return "landlock";
    case SANDBOX_FILTER:
        return "filter";
    case SANDBOX_NONE:
        break;
    }
    return "none";
}

const char *sandbox_leaves_open(enum sandbox_layer layer, bool is_mpi)
{
    /* By whether signals are kept in (Landlock 6), and by whether MPI needs
     * sockets. */
    static const char *const open[2][2] = {
        {"signals reach other processes of the user",
            "signals reach other processes of the user, MPI the network"},
        {NULL, "an MPI program reaches the network"}};
    return layer == SANDBOX_LANDLOCK ? open[landlock_version() >= 6][is_mpi]
                                     : NULL;
}

/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/judge/launch.h"
#include "grader/judge/machine.h"

/* From a binary to a runner that has said hello. Every process that says
 * hello is known by the kernel's word (SO_PASSCRED), never by its own, and
 * all other processes there are at this moment are helpers. */

enum { HELLO_TIMEOUT_MS = 30000 };

static struct job *job_new(const struct job_setup *setup)
{
    struct job *job = mem_new(1, sizeof *job);
    job->exercise = setup->exercise;
    job->n_ranks = setup->exercise->kind == KIND_MPI ? setup->n_workers : 1;
    if (setup->exercise->kind == KIND_MPI)
        job->record_bytes = record_bytes(job->n_ranks);
    job->debugger = setup->debugger;
    job->layer = setup->layer;
    job->slot.lock = -1;
    job->cpus = setup->cpus;
    job->is_bound = !machine_read()->is_login_node;
    job->is_timed = setup->is_timed;
    job->takes_turns = setup->takes_turns;
    job->is_ours = setup->is_ours;
    job->said_room =
        build_is_checked(setup->variant) ? JOB_SAID_CHECKED_MAX : JOB_SAID_MAX;
    job->said = mem_new(job->said_room, 1);
    job->listener = job->output = job->memory_fd = -1;
    for (int i = 0; i < BOARD_RANKS_MAX; i++)
        job->mains[i] = (struct job_main){0, -1, -1};
    return job;
}

static int open_memory(struct job *job, struct fail *fail)
{
    job->memory_fd =
        memfd_create("parlab-frame", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (job->memory_fd < 0 || job_reserve(job, 0) != 0 ||
        fcntl(job->memory_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
        return fail_errno(fail, "cannot make shared memory");
    return 0;
}

/* The channel's other end: a descriptor to inherit, or a path. The path lies
 * beside the scratch folder, which the runner's is another one than ours. */
static int open_channel(struct job *job, int *theirs, struct fail *fail)
{
    if (job->exercise->kind != KIND_MPI) {
        int ends[2];
        if (channel_pair(ends) != 0)
            return fail_errno(fail, "cannot make a channel");
        job->mains[0].socket = ends[0];
        *theirs = ends[1];
        return 0;
    }
    job->channel_path = mem_format("%s.channel", job->scratch);
    job->listener = channel_listen(job->channel_path);
    if (job->listener < 0)
        return fail_errno(fail, "cannot listen on %s%s", job->channel_path,
            errno == ENAMETOOLONG ? " (set TMPDIR to a shorter path)" : "");
    return slot_give(&job->slot, job->channel_path, fail);
}

static int launch(struct job *job, const struct job_setup *setup, int theirs,
    struct fail *fail)
{
    int pipe_ends[2];
    if (pipe2(pipe_ends, O_CLOEXEC) != 0)
        return fail_errno(fail, "cannot make a pipe");
    job->output = pipe_ends[0];
    fcntl(job->output, F_SETFL, O_NONBLOCK);
    const struct launch launch = {.setup = setup,
        .scratch = job->scratch,
        .channel_path = job->channel_path,
        .user = job->slot.user,
        .token = job->token,
        .output_fd = pipe_ends[1],
        .channel_fd = theirs};
    const pid_t pid = launch_start(&launch, fail);
    close(pipe_ends[1]);
    if (pid < 0)
        return -1;
    job->sandbox = pid;
    job_remember(pid, true);
    return 0;
}

static int not_started(struct job *job, const char *how, struct fail *fail)
{
    char *said = text_safe(job->said, job->n_said, 600);
    fail_set(fail, "the runner of %s %s%s%s", job->exercise->name, how,
        said[0] != '\0' ? ": " : "", said);
    free(said);
    return -1;
}

/* Take the hello of one process. @return 0; -1 when it is not one of ours. */
static int greet(struct job *job, int socket, struct fail *fail)
{
    struct message message;
    pid_t sender;
    not_started(job, "could not start", fail);
    if (channel_receive_hello(socket, &message, &sender) != 0 ||
        message.token != job->token)
        return -1;
    /* Ranks that were started by another MPI's mpirun are alone. */
    if (message.n_ranks == 1 && job->n_ranks > 1)
        return fail_set(fail,
            "mpicc (%s) and mpirun (%s) are of two different MPIs; set "
            "PARLAB_MPICC and PARLAB_MPIRUN to those of one",
            build_compiler(KIND_MPI), build_mpirun());
    if (message.n_ranks != job->n_ranks || message.rank < 0 ||
        message.rank >= job->n_ranks)
        return -1;
    struct job_main *rank = &job->mains[message.rank];
    if (rank->pid != 0)
        return -1;
    rank->pid = sender;
    rank->socket = socket;
    rank->pidfd = (int)syscall(SYS_pidfd_open, sender, 0);
    message = (struct message){.kind = MESSAGE_WELCOME};
    return rank->pidfd < 0 ? -1
                           : channel_send(socket, &message, job->memory_fd);
}

/* Wait for something to read on a socket, or for the runner's end. */
static int await(struct job *job, int socket, struct fail *fail)
{
    for (;;) {
        struct pollfd fds[] = {{.fd = socket, .events = POLLIN},
            {.fd = job->output, .events = POLLIN}};
        const int n = interrupt_poll(fds, 2, HELLO_TIMEOUT_MS);
        if (n < 0)
            return fail_set(fail, "stopped by a signal");
        job_drain(job);
        if (fds[0].revents & POLLIN)
            return 0;
        if (n == 0)
            return not_started(job, "did not start within 30 s", fail);
        if (fds[1].revents & POLLHUP)
            return not_started(job, "could not start", fail);
    }
}

/* The sockets of the mains are closed with the job. */
static void close_unless_kept(const struct job *job, int socket)
{
    for (int r = 0; r < job->n_ranks; r++)
        if (job->mains[r].socket == socket)
            return;
    close(socket);
}

static int await_hellos(struct job *job, struct fail *fail)
{
    for (int i = 0; i < job->n_ranks; i++) {
        int socket = job->mains[0].socket;
        if (job->listener >= 0) {
            if (await(job, job->listener, fail) != 0)
                return -1;
            socket = channel_accept(job->listener);
        }
        if (socket < 0)
            return fail_errno(fail, "cannot take a rank's connection");
        const bool is_greeted =
            await(job, socket, fail) == 0 && greet(job, socket, fail) == 0;
        if (!is_greeted) {
            close_unless_kept(job, socket);
            return -1;
        }
    }
    return 0;
}

static void note_helpers(struct job *job)
{
    struct tree tree = tree_read();
    size_t n;
    struct process *all = job_processes(job, &tree, &n);
    for (size_t i = 0; i < n; i++) {
        bool is_runner = false;
        for (int r = 0; r < job->n_ranks; r++)
            is_runner |= tree_descends(&tree, all[i].pid, job->mains[r].pid);
        if (is_runner)
            continue;
        job->helpers =
            mem_grow(job->helpers, job->n_helpers, sizeof *job->helpers);
        job->helpers[job->n_helpers++] = all[i].pid;
    }
    free(all);
    tree_free(&tree);
}

struct job *job_launch(const struct job_setup *setup, struct fail *fail)
{
    static unsigned n_started;
    struct job *job = job_new(setup);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    int theirs = -1;
    job->scratch = mem_format("%s/scratch-%u", setup->folder, n_started++);
    if (setup->exercise->kind == KIND_MPI &&
        getrandom(&job->token, sizeof job->token, 0) < 0)
        fail_grader("the system gives no random numbers");
    if (setup->layer == SANDBOX_NONE || setup->layer == SANDBOX_LANDLOCK)
        job->shm_before = job_shm_list();
    const bool has_user =
        setup->layer <= SANDBOX_FILTER || slot_take(&job->slot, fail) == 0;
    const bool is_launched =
        has_user && file_make_folder(job->scratch, fail) == 0 &&
        slot_give(&job->slot, job->scratch, fail) == 0 &&
        slot_show(&job->slot, setup->binary, fail) == 0 &&
        open_memory(job, fail) == 0 && open_channel(job, &theirs, fail) == 0 &&
        launch(job, setup, theirs, fail) == 0;
    if (theirs >= 0)
        close(theirs);
    if (is_launched)
        return job;
    job_end(job);
    return NULL;
}

int job_await_start(struct job *job, struct fail *fail)
{
    if (await_hellos(job, fail) != 0)
        return -1;
    note_helpers(job);
    job->is_usable = true;
    job_stop(job);
    job_guard_rest(job);
    job_shm_note(job);
    return 0;
}

struct job *job_start(const struct job_setup *setup, struct fail *fail)
{
    struct job *job = job_launch(setup, fail);
    if (job != NULL && job_await_start(job, fail) == 0)
        return job;
    job_end(job);
    return NULL;
}

/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/judge/job_private.h"
#include "tests/fuzz/fuzz.h"

/* A judge with a hostile runner: all messages of the runner lie ready in the
 * channel, then it hangs up; and whenever the judge waits for processes to
 * stop, the memory that the two share is written to, the board, the record of
 * MPI and the frame.
 * Nothing runs in truth, so nobody is signalled, and no time passes.
 * Input: a byte of options, what is printed, up to 32 messages, memory. */

enum { MPI = 1, LATE = 2, TIMED = 4, N_RANKS = 3, MESSAGES_MAX = 32 };

static struct job *job; /* while a call goes on */
static struct fuzz memory;

int __wrap_kill(pid_t pid, int number);
int __real_nanosleep(const struct timespec *time, struct timespec *left);
int __wrap_nanosleep(const struct timespec *time, struct timespec *left);

int __wrap_kill(pid_t pid, int number)
{
    (void)pid;
    (void)number;
    return 0;
}

/* The next piece of memory goes to where two bytes say. */
static void write_memory(void)
{
    size_t n;
    if (memory.n < 3)
        return;
    size_t at = (size_t)fuzz_byte(&memory) << 8;
    at |= fuzz_byte(&memory);
    const uint8_t *bytes = fuzz_piece(&memory, &n);
    if (at < job->shared_bytes)
        memcpy(job->shared + at, bytes,
            n < job->shared_bytes - at ? n : job->shared_bytes - at);
}

/* libFuzzer's own threads sleep as well. */
int __wrap_nanosleep(const struct timespec *time, struct timespec *left)
{
    if (syscall(SYS_gettid) != getpid())
        return __real_nanosleep(time, left);
    if (job != NULL && job->shared != NULL)
        write_memory();
    return 0;
}

/* Send a message: raw bytes, one that looks right, or one with a descriptor
 * beside it. */
static void say(int socket, struct fuzz *from)
{
    const uint8_t sort = fuzz_byte(from);
    size_t n;
    if (sort % 4 == 0) {
        const uint8_t *bytes = fuzz_piece(from, &n);
        send(socket, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        return;
    }
    struct message message = {.kind = fuzz_byte(from),
        .sequence = fuzz_byte(from) % 4,
        .rank = (int8_t)fuzz_byte(from),
        .n_ranks = (int8_t)fuzz_byte(from)};
    const uint8_t *text = fuzz_piece(from, &n);
    memcpy(message.text, text, n < sizeof message.text ? n : 128);
    channel_send(socket, &message, sort % 4 == 3 ? STDERR_FILENO : -1);
}

static void say_all(int socket, struct fuzz *from)
{
    const uint8_t n = fuzz_byte(from) % MESSAGES_MAX;
    for (uint8_t i = 0; i < n; i++)
        say(socket, from);
    shutdown(socket, SHUT_WR);
}

static void print_output(int pipe_end, struct fuzz *from)
{
    size_t n;
    const uint8_t *bytes = fuzz_piece(from, &n);
    FUZZ_CLAIM(write(pipe_end, bytes, n) == (ssize_t)n);
    close(pipe_end);
}

enum { SAID_ROOM = 8192 }; /* kept of what a runner prints */

static struct job *new_job(
    const struct exercise *exercise, uint8_t options, int ends[2], int *printed)
{
    int pipe_ends[2];
    struct job *new = mem_new(1, sizeof *new);
    new->exercise = exercise;
    new->scratch = mem_text("/proc/self/none");
    new->n_ranks = options &MPI ? N_RANKS : 1;
    new->record_bytes = options &MPI ? record_bytes(N_RANKS) : 0;
    new->slot.lock = new->listener = -1;
    new->is_timed = options &TIMED;
    for (int r = 0; r < BOARD_RANKS_MAX; r++)
        new->mains[r] = (struct job_main){0, -1, -1};
    new->said_room = SAID_ROOM;
    new->said = mem_new(SAID_ROOM, 1);
    new->memory_fd = memfd_create("fuzz", MFD_CLOEXEC);
    FUZZ_CLAIM(job_reserve(new, 0) == 0 && channel_pair(ends) == 0 &&
               pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) == 0);
    new->mains[0].socket = ends[0];
    new->output = pipe_ends[0];
    *printed = pipe_ends[1];
    return new;
}

/* The other ranks hear and say nothing. */
static void greet_ranks(int silent[2])
{
    FUZZ_CLAIM(channel_pair(silent) == 0);
    for (int r = 0; r < N_RANKS; r++) {
        job->mains[r].pid = getpid();
        if (r > 0)
            job->mains[r].socket = fcntl(silent[0], F_DUPFD_CLOEXEC, 0);
    }
    job->is_usable = true;
}

static struct frame *new_frame(int n_workers)
{
    struct frame *frame = frame_new("fuzz");
    frame_count(frame, "n", 3);
    memcpy(frame_input(frame, "x", FRAME_F64, 3), "\1\2\3\4\5\6\7", 8);
    frame_output(frame, "y", FRAME_F64, 3);
    frame_update(frame, "state", FRAME_I32, 2);
    frame_set_workers(frame, n_workers);
    return frame;
}

static void check(const struct job_result *result, int n_workers)
{
    FUZZ_CLAIM(result->outcome <= JOB_STOPPED);
    FUZZ_CLAIM(fuzz_is_harmless(result->text));
    FUZZ_CLAIM(result->n_busy >= 0 && result->n_busy <= n_workers);
    FUZZ_CLAIM(isfinite(result->concurrency) && result->concurrency >= 0);
    FUZZ_CLAIM(result->seconds >= 0 && result->busiest_s >= 0);
    FUZZ_CLAIM(result->ranks >> N_RANKS == 0);
    FUZZ_CLAIM(result->signal >= 0 && result->signal <= 64);
    FUZZ_CLAIM(result->mpi_share >= 0 && result->mpi_share <= 1);
    FUZZ_CLAIM(result->others_share >= 0 && result->others_share <= 1);
    FUZZ_CLAIM(fuzz_is_harmless(result->finding.evidence));
}

static void call(uint8_t options)
{
    const int n_workers = options & MPI ? N_RANKS : 2;
    struct frame *frame = new_frame(n_workers);
    struct job_turn turn = {.job = job, .frame = frame};
    job_time(&turn, 1, options & LATE ? 0 : 10);
    check(&turn.result, n_workers);
    frame_free(frame);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    static struct exercise exercise = {.name = (char *)"fuzz/fuzz",
        .stem = (char *)"fuzz",
        .limits = {.memory_mib = 1 << 20, .file_mib = 1 << 20}};
    struct fuzz from = {data, n_bytes};
    struct fail fail = {""};
    int ends[2], silent[2] = {-1, -1}, printed;
    const uint8_t options = fuzz_byte(&from);
    exercise.kind = options & MPI ? KIND_MPI : KIND_PROCESSES;
    job = new_job(&exercise, options, ends, &printed);
    print_output(printed, &from);
    say_all(ends[1], &from);
    memory = from;
    if (options & MPI)
        greet_ranks(silent);
    else if (job_await_start(job, &fail) != 0)
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
    if (job_is_usable(job))
        call(options);
    job_end(job);
    job = NULL;
    close(ends[1]);
    if (options & MPI) {
        close(silent[0]);
        close(silent[1]);
    }
    return 0;
}

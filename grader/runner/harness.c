/* SPDX-License-Identifier: MIT */
#include "grader/runner/harness.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "grader/runner/checked.h"
#include "grader/runner/order.h"
#include "grader/runner/turns.h"

/* The harness starts no thread and opens no parallel region, so that a
 * candidate may fork safely. A child of the candidate has no channel: only
 * the process that said HELLO can say DONE. */

static struct harness *here; /* for handlers, which get no argument */
static pid_t main_process;

uint64_t harness_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t harness_cpu_ns(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (uint64_t)used.tv_sec * 1000000000u + (uint64_t)used.tv_nsec;
}

struct board *harness_shared_board(void)
{
    return here != NULL ? (struct board *)here->shared : NULL;
}

struct board_rank *harness_board(struct harness *harness)
{
    return &((struct board *)harness->shared)->ranks[harness->rank];
}

const struct frame_head *harness_frame(const struct harness *harness)
{
    return (const struct frame_head *)(harness->shared + BOARD_BYTES +
                                       harness->record_bytes);
}

void harness_trouble(struct harness *harness, const char *format, ...)
{
    struct message message = {
        .kind = MESSAGE_TROUBLE, .sequence = harness->sequence};
    va_list args;
    va_start(args, format);
    vsnprintf(message.text, sizeof message.text, format, args);
    va_end(args);
    channel_send(harness->socket, &message, -1);
    _exit(1);
}

static void close_channel_in_child(void)
{
    close(here->socket);
    close(here->memory_fd);
}

/* The judge sees that a process ended; only the process knows by what. */
static void note_signal(int number)
{
    if (getpid() == main_process && here->shared != NULL)
        atomic_store(&harness_board(here)->signal, (uint32_t)number);
    signal(number, SIG_DFL);
    raise(number);
}

static void note_fatal_signals(void)
{
    static const int fatal[] = {
        SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};
    static unsigned char stack[65536]; /* a stack overflow leaves none */
    sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = sizeof stack}, NULL);
    struct sigaction action = {
        .sa_handler = note_signal, .sa_flags = SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &action, NULL);
}

void harness_start(struct harness *harness, uint64_t token, int n_ranks)
{
    struct message message = {.kind = MESSAGE_HELLO,
        .token = token,
        .rank = harness->rank,
        .n_ranks = n_ranks};
    here = harness;
    main_process = getpid();
    harness->memory_fd = -1;
    if (channel_send(harness->socket, &message, -1) != 0 ||
        channel_receive(harness->socket, &message, true, &harness->memory_fd) !=
            0 ||
        message.kind != MESSAGE_WELCOME || harness->memory_fd < 0)
        _exit(1);
    pthread_atfork(NULL, NULL, close_channel_in_child);
    if (getenv(CHANNEL_DEBUG_VARIABLE) != NULL)
        prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY); /* no ancestor of ours */
    note_fatal_signals();
}

static void map_shared(struct harness *harness, size_t size_bytes)
{
    if (size_bytes <= harness->mapped_bytes)
        return;
    if (harness->shared != NULL) {
        checked_forget(harness);
        munmap(harness->shared, harness->mapped_bytes);
    }
    harness->shared = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_POPULATE, harness->memory_fd, 0);
    if (harness->shared == MAP_FAILED) {
        harness->shared = NULL;
        harness_trouble(
            harness, "cannot map %zu bytes: %s", size_bytes, strerror(errno));
    }
    harness->mapped_bytes = size_bytes;
}

int harness_next(struct harness *harness, struct message *run)
{
    do {
        if (channel_receive(harness->socket, run, true, NULL) != 0)
            return 0;
    } while (run->kind != MESSAGE_RUN);
    harness->sequence = run->sequence;
    map_shared(harness, run->size_bytes);
    return 1;
}

static const struct call_entry *find_entry(const char *name)
{
    for (const struct call_entry *e = call_entries; e->name != NULL; e++)
        if (strcmp(e->name, name) == 0)
            return e;
    return NULL;
}

/* The judge stops everything on "done", and then continues the ranks of the
 * next call only. A rank that it finds inside an MPI call would wait there
 * for one that stays stopped; so all have to be out first. */
static void await_leaving(const struct harness *harness, int n_ranks)
{
    struct board *board = (struct board *)harness->shared;
    for (int r = 0; r < n_ranks; r++)
        while (atomic_load(&board->ranks[r].state) != BOARD_LEFT)
            sched_yield();
}

void harness_call(struct harness *harness, struct call *call)
{
    call->harness = harness;
    call->frame = harness_frame(harness);
    const struct call_entry *entry = find_entry(call->frame->entry);
    if (entry == NULL)
        harness_trouble(harness, "there is no entry named %.*s",
            FRAME_NAME_BYTES, call->frame->entry);
    const uint64_t sequence = harness->sequence;
    checked_guard_arguments(call);
    entry->run(call);
    checked_read_arguments(call);
    struct board_rank *notes = harness_board(harness);
    if (harness->end != NULL)
        harness->end();
    const uint64_t start_ns = atomic_load(&notes->call_ns);
    atomic_store(&notes->call_ns, harness_cpu_ns() - start_ns);
    atomic_store(&notes->state, BOARD_FINISHED);
    if (!call->has_gone)
        harness_trouble(
            harness, "the entry %s never called call_go()", entry->name);
    if (harness->meet != NULL)
        harness->meet(call);
    atomic_store(&notes->state, BOARD_LEFT);
    if (harness->rank == 0)
        await_leaving(harness, call->n_ranks);
    struct message done = {.kind = MESSAGE_DONE, .sequence = sequence};
    if (harness->rank == 0)
        channel_send(harness->socket, &done, -1);
}

void call_go(struct call *call)
{
    struct harness *harness = call->harness;
    struct message message = {
        .kind = MESSAGE_READY, .sequence = harness->sequence};
    if (harness->meet != NULL)
        harness->meet(call);
    if (harness->rank == 0) {
        channel_send(harness->socket, &message, -1);
        if (channel_receive(harness->socket, &message, true, NULL) != 0 ||
            message.kind != MESSAGE_GO)
            _exit(1);
    }
    if (harness->meet != NULL)
        harness->meet(call);
    call->has_gone = 1;
    if (harness->begin != NULL)
        harness->begin(harness);
    struct board_rank *notes = harness_board(harness);
    atomic_store(&notes->call_ns, harness_cpu_ns());
    atomic_store(&notes->state, BOARD_CALLING);
    if (harness->meet != NULL)
        order_wait((uint32_t)harness->rank);
    else
        turns_join();
}

static void *next_data(struct call *call, const uint64_t *count, int type)
{
    if (call->next_field >= call->frame->n_fields)
        harness_trouble(call->harness, "%s takes more than its %u arguments",
            call->frame->entry, call->frame->n_fields);
    const struct frame_field *field = &call->frame->fields[call->next_field++];
    if ((type >= 0 && field->type != (uint32_t)type) ||
        (count != NULL && field->count != *count))
        harness_trouble(call->harness, "%s takes its argument %s as another",
            call->frame->entry, field->name);
    return (unsigned char *)call->frame + field->offset;
}

size_t call_count(struct call *call)
{
    return *(uint64_t *)next_data(call, &(uint64_t){1}, FRAME_U64);
}

double call_number(struct call *call)
{
    return *(double *)next_data(call, &(uint64_t){1}, FRAME_F64);
}

void *call_array(struct call *call)
{
    return next_data(call, NULL, -1);
}

void *call_array_of(struct call *call, size_t n)
{
    return call_array_part(call, 0, n);
}

void *call_array_part(struct call *call, size_t first, size_t n)
{
    const uint32_t field = call->next_field;
    void *items = next_data(call, NULL, -1);
    return checked_part(&call->frame->fields[field], items, first, n);
}

void call_span_start(struct call_span *span)
{
    span->worker = (uint64_t)gettid();
    span->start_ns = harness_now_ns();
}

void call_span_end(struct call_span *span)
{
    span->end_ns = harness_now_ns();
}

size_t call_repeats(const struct call *call)
{
    return call->frame->repeats;
}

int call_workers(const struct call *call)
{
    return (int)call->frame->n_workers;
}

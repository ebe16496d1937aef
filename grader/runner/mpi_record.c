/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_record.h"

#include <time.h>

/* One process writes its own part of the record and reads others' only to see
 * when they came. A reader may come at any moment: what describes a call is
 * written while no call is going on (entered is left), and a call goes on
 * once entered is counted. */

struct record_rank *record_own;
struct record *record_all;

static struct {
    bool is_inside; /* a call that MPI makes itself is not the program's */
    uint64_t start_ns;
    uint64_t start_cpu_ns;
    uint64_t partner_ns; /* when the last partner came; 0: all were there */
} now;

static uint64_t read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

uint64_t record_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

uint64_t record_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void record_begin(struct record *record, int rank)
{
    record_all = record;
    record_own = &record->ranks[rank];
    now.is_inside = false;
    record_own->start_cpu_ns = record_cpu_ns();
    record_own->start_ns = record_now_ns();
    record_comm(MPI_COMM_WORLD); /* the first of its members, for all */
    __atomic_store_n(&record_own->state, RECORD_ACTIVE, __ATOMIC_RELEASE);
}

void record_end(void)
{
    if (record_own == NULL)
        return;
    record_own->end_ns = record_now_ns();
    record_own->end_cpu_ns = record_cpu_ns();
    __atomic_store_n(&record_own->state, RECORD_ENDED, __ATOMIC_RELEASE);
    record_own = NULL;
    record_all = NULL;
}

bool record_enter(enum record_function function)
{
    if (record_own == NULL || now.is_inside || record_own->is_threaded)
        return false;
    now.is_inside = true;
    now.partner_ns = 0;
    now.start_cpu_ns = record_all->counts_work ? record_cpu_ns() : 0;
    now.start_ns = record_now_ns();
    record_own->call = (struct record_call){.function = function,
        .peer = RECORD_NOBODY,
        .tag = RECORD_ANY,
        .out_peer = RECORD_NOBODY,
        .since_ns = now.start_ns};
    return true;
}

void record_go(void)
{
    __atomic_store_n(
        &record_own->entered, record_own->entered + 1, __ATOMIC_RELEASE);
}

void record_partner(uint64_t since_ns)
{
    if (since_ns > now.partner_ns)
        now.partner_ns = since_ns;
}

int record_leave(int result)
{
    struct record_rank *own = record_own;
    const uint64_t end_ns = record_now_ns();
    const uint64_t wall_ns = end_ns - now.start_ns;
    uint64_t waiting_ns = 0;
    if (now.partner_ns > now.start_ns)
        waiting_ns =
            (now.partner_ns < end_ns ? now.partner_ns : end_ns) - now.start_ns;
    struct record_total *total = &own->totals[own->call.function];
    total->n++;
    total->wall_ns += wall_ns;
    total->waiting_ns += waiting_ns;
    own->wall_ns += wall_ns;
    own->waiting_ns += waiting_ns;
    if (record_all->counts_work)
        own->cpu_ns += record_cpu_ns() - now.start_cpu_ns;
    __atomic_store_n(&own->left, own->entered, __ATOMIC_RELEASE);
    now.is_inside = false;
    return result;
}

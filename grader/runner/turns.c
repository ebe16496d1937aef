/* SPDX-License-Identifier: MIT */
#include "grader/runner/turns.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "grader/runner/harness.h"

/* Left alone, the kernel lets a worker run for longer than many a call takes:
 * the first would do its part and be gone before the next began. So each
 * leaves the core when a tick of its own processor time has passed; one that
 * sleeps has no ticks, and so none of its system calls is interrupted.
 * Besides the first thread, new threads and children, those of a team of
 * OpenMP join in when a parallel region begins, see regions.c. One that waits
 * and gives its core up meanwhile would hide that it does nothing, so it waits
 * for the tick, too. */

enum { TICK_NS = 1000000 }; /* or the kernel's, where that is longer */

static bool are_wanted(void)
{
    const struct board *board = harness_shared_board();
    return board != NULL && board->takes_turns != 0;
}

static void leave_core(int signal)
{
    const int error = errno;
    (void)signal;
    sched_yield();
    errno = error;
}

void turns_join(void)
{
    static thread_local pid_t joined; /* a child has its parent's, no timer */
    const struct itimerspec every = {{0, TICK_NS}, {0, TICK_NS}};
    struct sigaction act = {.sa_handler = leave_core, .sa_flags = SA_RESTART};
    struct sigevent event = {
        .sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGVTALRM};
    timer_t timer;
    if (!are_wanted() || joined == gettid())
        return;
    joined = gettid();
    event._sigev_un._tid = joined; /* glibc has no other name for it */
    if (sigaction(SIGVTALRM, &act, NULL) == 0 &&
        timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer) == 0)
        timer_settime(timer, 0, &every, NULL);
}

int __wrap_sched_yield(void);
void __wrap_thrd_yield(void);

int __wrap_sched_yield(void)
{
    return are_wanted() ? 0 : sched_yield();
}

void __wrap_thrd_yield(void)
{
    if (!are_wanted())
        thrd_yield();
}

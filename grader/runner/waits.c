/* SPDX-License-Identifier: MIT */
#include <omp.h>
#include <pthread.h>

#include "grader/runner/harness.h"

/* How long workers wait for locks. The candidate's own calls of the functions
 * that take one come here (the linker's --wrap), and the time that each takes
 * is added up on the board, but only where the judge asks for it: what is
 * timed is never slowed down by it. Functions of OpenMP that the compiler
 * calls, or that a candidate without OpenMP lacks, are weak. */

void GOMP_critical_start(void) __attribute__((weak));
void GOMP_critical_name_start(void **lock) __attribute__((weak));
void GOMP_atomic_start(void) __attribute__((weak));
void omp_set_lock(omp_lock_t *lock) __attribute__((weak));

void __wrap_GOMP_critical_start(void);
void __wrap_GOMP_critical_name_start(void **lock);
void __wrap_GOMP_atomic_start(void);
void __wrap_omp_set_lock(omp_lock_t *lock);
int __wrap_pthread_mutex_lock(pthread_mutex_t *lock);
int __wrap_pthread_spin_lock(pthread_spinlock_t *lock);

static uint64_t start_waiting(void)
{
    struct board *board = harness_shared_board();
    return board != NULL && atomic_load(&board->is_watched) != 0
               ? harness_now_ns()
               : 0;
}

static void end_waiting(uint64_t start_ns)
{
    if (start_ns != 0)
        atomic_fetch_add(
            &harness_shared_board()->lock_wait_ns, harness_now_ns() - start_ns);
}

void __wrap_GOMP_critical_start(void)
{
    const uint64_t start_ns = start_waiting();
    GOMP_critical_start();
    end_waiting(start_ns);
}

void __wrap_GOMP_critical_name_start(void **lock)
{
    const uint64_t start_ns = start_waiting();
    GOMP_critical_name_start(lock);
    end_waiting(start_ns);
}

void __wrap_GOMP_atomic_start(void)
{
    const uint64_t start_ns = start_waiting();
    GOMP_atomic_start();
    end_waiting(start_ns);
}

void __wrap_omp_set_lock(omp_lock_t *lock)
{
    const uint64_t start_ns = start_waiting();
    omp_set_lock(lock);
    end_waiting(start_ns);
}

int __wrap_pthread_mutex_lock(pthread_mutex_t *lock)
{
    const uint64_t start_ns = start_waiting();
    const int result = pthread_mutex_lock(lock);
    end_waiting(start_ns);
    return result;
}

int __wrap_pthread_spin_lock(pthread_spinlock_t *lock)
{
    const uint64_t start_ns = start_waiting();
    const int result = pthread_spin_lock(lock);
    end_waiting(start_ns);
    return result;
}

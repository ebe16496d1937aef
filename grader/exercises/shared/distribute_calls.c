/* SPDX-License-Identifier: MIT */
#include "grader/runner/call.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "distribute.h"

/* The calls of shared/distribute. The array that the candidate's workers
 * change lies in the frame, which its children share. It is an output that
 * starts as a copy of an input: so a failing case can show both. */

/* Workers are asked for from the last to the first: the answer must not
 * depend on what was asked before. */
static void run_slices(struct call *call)
{
    const size_t n = call_count(call);
    const int n_workers = call_workers(call);
    int32_t *returned = call_array(call);
    size_t *first = call_array(call);
    size_t *last = call_array(call);
    call_go(call);
    for (int w = n_workers - 1; w >= 0; w--)
        returned[w] = distribute(n, n_workers, w, &first[w], &last[w]);
}

/* returned: what the candidate returned, and errno if it was not 0 */
static void note_return(int32_t returned[2], int value)
{
    returned[1] = value != 0 ? errno : 0;
    returned[0] = value;
}

static void run_once(struct call *call)
{
    const size_t n = call_count(call);
    const double *before = call_array(call);
    double *x = call_array_of(call, n);
    int32_t *returned = call_array(call);
    call_go(call);
    memcpy(x, before, n * sizeof *x); /* what is timed has no inputs earlier */
    errno = 0;
    note_return(returned, sqrt_all(n, x, call_workers(call)));
}

static void run_rounds(struct call *call)
{
    const size_t n = call_count(call);
    const size_t n_rounds = call_count(call) * call_repeats(call);
    const double *a = call_array(call);
    const double *before = call_array(call);
    double *x = call_array_of(call, n);
    int32_t *returned = call_array(call);
    call_go(call);
    memcpy(x, before, n * sizeof *x); /* what is timed has no inputs earlier */
    errno = 0;
    note_return(returned, sqrt_rounds(n, x, n_rounds, a, call_workers(call)));
}

/* The number of the next child, and of the one to be killed; 0 for none. */
static size_t n_forked, victim;

static void count_fork(void)
{
    n_forked++;
}

static void kill_victim(void)
{
    if (n_forked == victim)
        raise(SIGKILL);
}

/* Kill one of the children that a call makes, as soon as it is there. */
static void run_killed(struct call *call, void (*run)(struct call *call))
{
    static bool is_prepared;
    if (!is_prepared)
        pthread_atfork(count_fork, NULL, kill_victim);
    is_prepared = true;
    n_forked = 0;
    victim = call_count(call);
    run(call);
    victim = 0;
}

static void run_once_killed(struct call *call)
{
    run_killed(call, run_once);
}

static void run_rounds_killed(struct call *call)
{
    run_killed(call, run_rounds);
}

/* A child that is not the candidate's, and output that is still in a buffer
 * while workers come and go. */
static void run_neighbours(struct call *call)
{
    const size_t n = call_count(call);
    double *x = call_array(call);
    int32_t *other_status = call_array(call);
    uint64_t *n_written = call_array(call);
    siginfo_t ended;
    int status;
    FILE *file = fopen("buffered", "w+"); /* in the scratch folder */
    call_go(call);
    const pid_t other = fork();
    if (other == 0)
        _exit(7);
    while (waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT) != 0 &&
           errno == EINTR)
        ;
    if (file != NULL)
        fputs("once\n", file);
    sqrt_all(n, x, call_workers(call));
    sqrt_rounds(n, x, 1, &(double){1}, call_workers(call));
    if (waitpid(other, &status, WNOHANG) == other)
        *other_status = WEXITSTATUS(status);
    if (file != NULL) {
        fseek(file, 0, SEEK_END);
        *n_written = (uint64_t)ftell(file);
        fclose(file);
    }
}

/* errno of a call that was refused, 0 of one that was not */
static int32_t error_of(int returned)
{
    const int32_t error = returned == -1 ? errno : 0;
    errno = 0;
    return error;
}

static void run_refusals(struct call *call)
{
    const double a[] = {2, 3};
    size_t *slice = call_array(call); /* first and last */
    double *x = call_array(call); /* 2 elements */
    int32_t *errors = call_array(call);
    call_go(call);
    size_t *first = slice, *last = slice + 1;
    errno = 0;
    *errors++ = error_of(distribute(9, 0, 0, first, last));
    *errors++ = error_of(distribute(9, -2, -1, first, last));
    *errors++ = error_of(distribute(9, 3, 3, first, last));
    *errors++ = error_of(distribute(9, 3, -1, first, last));
    *errors++ = error_of(sqrt_all(2, x, 0));
    *errors++ = error_of(sqrt_all(0, x, -1));
    *errors++ = error_of(sqrt_rounds(2, x, 2, a, 0));
    *errors++ = error_of(sqrt_rounds(2, x, 0, a, -1));
}

const struct call_entry call_entries[] = {
    {"slices", run_slices},
    {"once", run_once},
    {"rounds", run_rounds},
    {"once_killed", run_once_killed},
    {"rounds_killed", run_rounds_killed},
    {"neighbours", run_neighbours},
    {"refusals", run_refusals},
    {0},
};

/* SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/random.h"
#include "tests/prove/prove.h"

/* Other people's programs: one thread a core, each busy for a part of every
 * hundredth of a second. How large the part is, and on how many cores, is
 * drawn anew every 0.05 to 1.5 s; a third of the time there is nothing. */

enum { THREADS_MAX = 64, LIMIT_S = 600 };

static _Atomic unsigned busy_us[THREADS_MAX]; /* of every 10,000 */

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void sleep_us(unsigned us)
{
    nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000L}, NULL);
}

static void *work(void *argument)
{
    _Atomic unsigned *mine = argument;
    for (;;) {
        const unsigned us = *mine;
        const double end_s = now_s() + us * 1e-6;
        while (now_s() < end_s)
            ;
        if (us < 10000)
            sleep_us(10000 - us);
    }
    return NULL;
}

static void be_load(unsigned seed, pid_t parent)
{
    struct random random = random_stream(seed, "load");
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const unsigned n = online < THREADS_MAX ? (unsigned)online : THREADS_MAX;
    signal(SIGTERM, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "other-program");
    alarm(LIMIT_S); /* should nobody come to kill it */
    if (getppid() != parent)
        _exit(1);
    for (unsigned i = 0; i < n; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, work, (void *)&busy_us[i]) != 0)
            _exit(1);
    }
    for (;;) {
        const uint64_t n_busy =
            random_below(&random, 3) == 0 ? 0 : 1 + random_below(&random, n);
        const unsigned us = (unsigned)random_below(&random, 10001);
        for (unsigned i = 0; i < n; i++)
            busy_us[i] = i < n_busy ? us : 0;
        sleep_us(50000 + (unsigned)random_below(&random, 1450000));
    }
}

pid_t load_start(unsigned seed)
{
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0)
        be_load(seed, parent);
    return pid;
}

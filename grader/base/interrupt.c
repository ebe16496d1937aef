/* SPDX-License-Identifier: MIT */
#include "grader/base/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* The invariant: the three signals are delivered inside ppoll() only, and
 * where interrupt_allow() says so. */

static const int stop_signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { N_STOP_SIGNALS = sizeof stop_signals / sizeof *stop_signals };

static volatile sig_atomic_t caught;
static sigset_t outside; /* the mask that ppoll() waits with */
static sigset_t inside; /* the mask everywhere else */

static void remember(int signal)
{
    caught = signal;
}

void interrupt_setup(void)
{
    struct sigaction action = {.sa_handler = remember};
    sigemptyset(&action.sa_mask);
    sigprocmask(SIG_BLOCK, NULL, &outside);
    inside = outside;
    for (int i = 0; i < N_STOP_SIGNALS; i++) {
        struct sigaction before;
        sigaction(stop_signals[i], NULL, &before);
        if (before.sa_handler == SIG_IGN) /* nohup, or a shell's & */
            continue;
        sigaction(stop_signals[i], &action, NULL);
        sigaddset(&inside, stop_signals[i]);
    }
    sigprocmask(SIG_SETMASK, &inside, NULL);
    signal(SIGPIPE, SIG_IGN);
}

void interrupt_reset_child(void)
{
    for (int i = 0; i < N_STOP_SIGNALS; i++) {
        struct sigaction now;
        sigaction(stop_signals[i], NULL, &now);
        if (now.sa_handler == remember)
            signal(stop_signals[i], SIG_DFL);
    }
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int interrupt_poll(struct pollfd *fds, nfds_t n_fds, int timeout_ms)
{
    const struct timespec limit = {
        timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    if (caught != 0) {
        errno = EINTR;
        return -1;
    }
    for (;;) {
        const int n =
            ppoll(fds, n_fds, timeout_ms < 0 ? NULL : &limit, &outside);
        if (n >= 0 || errno != EINTR || caught != 0)
            return n;
        /* Some other signal, SIGCONT after a Ctrl-Z say: wait again. */
    }
}

int interrupt_wait_child(pid_t pid, int timeout_ms)
{
    const int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (fd < 0)
        return errno == ESRCH ? 1 : -1;
    struct pollfd child = {.fd = fd, .events = POLLIN};
    const int n = interrupt_poll(&child, 1, timeout_ms);
    const int error = errno;
    close(fd);
    errno = error;
    return n;
}

void interrupt_allow(bool is_allowed)
{
    sigprocmask(SIG_SETMASK, is_allowed ? &outside : &inside, NULL);
}

int interrupt_signal(void)
{
    return caught;
}

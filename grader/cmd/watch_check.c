/* SPDX-License-Identifier: MIT */
#include "grader/cmd/watch_check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/spawn.h"
#include "grader/cmd/cmd.h"

/* The child is this very program. Its verdict comes as JSON in a private
 * file, its words by a pipe. It is asked to end with SIGTERM, at which it
 * ends what it has started; one that does not within some seconds is killed.
 */

enum { TEXT_MAX = 1 << 20, JSON_MAX = 64 << 20, STOP_MS = 10000 };

static const char self[] = "/proc/self/exe";

int check_start(struct check *check, const char *const argv[])
{
    int ends[2];
    size_t n = 0;
    while (argv[n] != NULL)
        n++;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    const char **words = mem_new(n + 3, sizeof *words);
    memcpy(words, argv, n * sizeof *words);
    if (check->json == NULL)
        check->json = mem_format("%s/watch.json", cmd_folder());
    unlink(check->json);
    words[n] = "--json";
    words[n + 1] = check->json;
    free(check->text);
    check->text = mem_text("");
    check->n_text = 0;
    check->pid = spawn_tool(self, words, NULL, -1, ends[1], ends[1]);
    free(words);
    close(ends[1]);
    if (check->pid < 0) {
        close(ends[0]);
        check->pid = 0;
        return -1;
    }
    check->output = ends[0];
    fcntl(check->output, F_SETFL, O_NONBLOCK);
    check->ended = (int)syscall(SYS_pidfd_open, check->pid, 0);
    return 0;
}

void check_read(struct check *check)
{
    char bytes[8192];
    ssize_t n;
    while ((n = read(check->output, bytes, sizeof bytes)) > 0) {
        char *longer = mem_format("%s%.*s", check->text, (int)n, bytes);
        if (check->n_text + (size_t)n > TEXT_MAX) {
            free(longer);
            continue;
        }
        check->n_text += (size_t)n;
        free(check->text);
        check->text = longer;
    }
    if (n == 0) { /* all is said; polling it again would not wait */
        close(check->output);
        check->output = -1;
    }
}

static void close_all(struct check *check)
{
    if (check->output >= 0)
        close(check->output);
    if (check->ended >= 0)
        close(check->ended);
    check->output = check->ended = -1;
    check->pid = 0;
}

int check_finish(struct check *check, struct outcome *outcome)
{
    int status = 0;
    struct fail fail;
    if (check->output >= 0)
        check_read(check);
    waitpid(check->pid, &status, 0);
    close_all(check);
    char *json = file_read(check->json, JSON_MAX, NULL, &fail);
    outcome_read(json != NULL ? json : "", outcome);
    free(json);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void check_stop(struct check *check)
{
    struct pollfd ended = {.fd = check->ended, .events = POLLIN};
    if (check->pid == 0)
        return;
    kill(check->pid, SIGTERM);
    kill(check->pid, SIGCONT);
    if (poll(&ended, 1, STOP_MS) == 0)
        kill(check->pid, SIGKILL);
    waitpid(check->pid, NULL, 0);
    close_all(check);
}

void check_clear(struct check *check)
{
    check_stop(check);
    if (check->json != NULL)
        unlink(check->json);
    free(check->json);
    free(check->text);
    *check = (struct check){.ended = -1, .output = -1};
}

/* Wait with Ctrl-C held back: who reads the terminal takes it. The other
 * signals are passed on. */
static void wait_in_front(pid_t pid)
{
    sigset_t held, interrupt;
    const struct timespec at_once = {0};
    struct pollfd ended = {
        .fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    sigprocmask(SIG_BLOCK, NULL, &held);
    sigdelset(&held, SIGTERM);
    sigdelset(&held, SIGHUP);
    while (ended.fd >= 0 && ppoll(&ended, 1, NULL, &held) < 0)
        if (interrupt_signal() != 0)
            kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    close(ended.fd);
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigtimedwait(&interrupt, NULL, &at_once);
}

void check_in_front(const char *const argv[])
{
    fflush(NULL);
    const pid_t pid = spawn_tool(
        self, argv, NULL, STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    if (pid > 0)
        wait_in_front(pid);
}

char *check_captured(const char *const argv[])
{
    int ends[2];
    struct check check = {.ended = -1, .output = -1};
    check.text = mem_text("");
    if (pipe2(ends, O_CLOEXEC) != 0)
        return check.text;
    const pid_t pid = spawn_tool(self, argv, NULL, -1, ends[1], ends[1]);
    close(ends[1]);
    check.output = ends[0];
    if (pid > 0)
        check_read(&check); /* blocks until all is said */
    if (pid > 0)
        waitpid(pid, NULL, 0);
    if (check.output >= 0)
        close(check.output);
    return check.text;
}

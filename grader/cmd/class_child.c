/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/sandbox/args.h"

/* The child works in a folder of its own and is given the file by its bare
 * name, so that no path of this machine gets into a verdict. What it prints
 * goes to files, so nobody has to read along. When this process ends in any
 * way, the kernel asks the child to end. */

enum { JSON_BYTES_MAX = 64 << 20, SAID_BYTES_MAX = 4096, STOP_MS = 15000 };

static const char self[] = "/proc/self/exe";

/* These may be relative, and the child is somewhere else. */
static void make_absolute(const char *variable)
{
    const char *told = getenv(variable);
    char *path = told != NULL && told[0] != '\0' && told[0] != '/'
                     ? realpath(told, NULL)
                     : NULL;
    if (path != NULL)
        setenv(variable, path, 1);
    free(path);
}

static void add_words(
    struct args *words, const struct class_job *job, const char *file)
{
    args_add(words, "parlab");
    args_add(words, job->has_speed ? "grade" : "check");
    args_add(words, "--file");
    args_add(words, file);
    args_add(words, "--json");
    args_add(words, "-");
    args_add(words, "--seed");
    args_format(words, "%llu", (unsigned long long)job->seed);
    if (!job->has_checkers)
        args_add(words, "--no-checkers");
    if (job->budget_s > 0)
        args_format(words, "--budget=%g", job->budget_s);
    args_add(words, job->exercise->name);
}

/* In the child, before it is parlab: only what is safe there. */
static void become(
    const struct class_child *child, pid_t parent, char *const words[])
{
    interrupt_reset_child();
    signal(SIGXFSZ, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(CMD_BROKEN);
    const int nothing = open("/dev/null", O_RDONLY);
    if (nothing < 0 || chdir(child->folder) != 0 ||
        dup2(nothing, STDIN_FILENO) < 0 ||
        dup2(child->output, STDOUT_FILENO) < 0 ||
        dup2(child->said, STDERR_FILENO) < 0)
        _exit(CMD_BROKEN);
    execv(self, words);
    _exit(CMD_BROKEN);
}

static int open_file(const char *folder, const char *name)
{
    char *path = mem_format("%s/%s", folder, name);
    const int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    free(path);
    return fd;
}

static void close_all(struct class_child *child)
{
    const int open[] = {child->ended, child->output, child->said};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (open[i] >= 0)
            close(open[i]);
    free(child->folder);
    free(child->name);
    *child = (struct class_child){.ended = -1, .output = -1, .said = -1};
}

static int put_source(const char *folder, const struct class_job *job,
    char **file, struct fail *fail)
{
    *file = mem_format("%s.c", job->exercise->stem);
    char *path = mem_format("%s/%s", folder, *file);
    file_remove_folder(folder);
    int result = file_make_folder(folder, fail);
    if (result == 0)
        result = file_write(path, job->source, job->source_bytes, fail);
    free(path);
    return result;
}

static int start(
    struct class_child *child, char *const words[], struct fail *fail)
{
    const pid_t parent = getpid();
    child->output = open_file(child->folder, "verdict.json");
    child->said = open_file(child->folder, "said");
    if (child->output < 0 || child->said < 0)
        return fail_errno(fail, "cannot write in %s", child->folder);
    child->pid = fork();
    if (child->pid == 0)
        become(child, parent, words);
    if (child->pid < 0)
        return fail_errno(fail, "cannot start a grading");
    child->ended = (int)syscall(SYS_pidfd_open, child->pid, 0);
    child->start_s = clock_now_s();
    return child->ended >= 0 ? 0
                             : fail_errno(fail, "cannot watch over a grading");
}

int class_child_start(struct class_child *child, const struct class_job *job,
    const char *folder, struct fail *fail)
{
    char *file = NULL;
    struct args words = {0};
    *child = (struct class_child){.ended = -1,
        .output = -1,
        .said = -1,
        .folder = mem_text(folder),
        .name = mem_text(job->exercise->name)};
    make_absolute("PARLAB_ROOT");
    make_absolute("PARLAB_BOOKS");
    int result = put_source(folder, job, &file, fail);
    if (result == 0) {
        add_words(&words, job, file);
        result = start(child, words.items, fail);
        args_free(&words);
    }
    free(file);
    if (result != 0 && child->pid > 0)
        class_child_stop(child);
    else if (result != 0)
        close_all(child);
    return result;
}

/* All of a file that the child wrote. @return new; NULL: too large. */
static char *read_back(int fd, size_t max_bytes)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || (size_t)status.st_size > max_bytes)
        return NULL;
    char *bytes = mem_new((size_t)status.st_size + 1, 1);
    const ssize_t n = pread(fd, bytes, (size_t)status.st_size, 0);
    bytes[n > 0 ? n : 0] = '\0';
    return bytes;
}

/* The last line that it said, for people. */
static void quote(const struct class_child *child, int status, struct fail *why)
{
    char *text = read_back(child->said, SIZE_MAX), *line = text;
    for (size_t n = text != NULL ? strlen(text) : 0;
         n > 0 && strchr("\n ", text[n - 1]) != NULL; n--)
        text[n - 1] = '\0';
    for (char *at = text; at != NULL && *at != '\0'; at++)
        if (*at == '\n' || *at == '\r')
            line = at + 1;
    char *safe = line != NULL ? text_safe(line, strlen(line), 600) : NULL;
    if (WIFSIGNALED(status))
        fail_set(why, "the grading was ended by signal %d (%s)",
            WTERMSIG(status), strsignal(WTERMSIG(status)));
    else if (safe == NULL || safe[0] == '\0')
        fail_set(why, "exit code %d and no word why", WEXITSTATUS(status));
    else
        fail_set(why, "%s",
            text_starts(safe, "parlab: ") ? safe + strlen("parlab: ") : safe);
    free(safe);
    free(text);
}

static bool is_verdict(const json_t *document, const char *name)
{
    const json_t *list = json_object_get(document, "exercises");
    const json_t *one = json_array_get(list, 0);
    const char *said = json_string_value(json_object_get(one, "name"));
    return json_array_size(list) == 1 && said != NULL &&
           strcmp(said, name) == 0 &&
           json_is_integer(json_object_get(one, "points")) &&
           json_is_object(json_object_get(document, "machine"));
}

json_t *class_child_finish(
    struct class_child *child, double *seconds, struct fail *why)
{
    int status = 0;
    json_t *document = NULL;
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        ;
    *seconds = clock_now_s() - child->start_s;
    if (WIFEXITED(status) && WEXITSTATUS(status) <= CMD_PARTIAL) {
        char *json = read_back(child->output, JSON_BYTES_MAX);
        document = json_loads(json != NULL ? json : "", 0, NULL);
        free(json);
        if (!is_verdict(document, child->name)) {
            json_decref(document);
            document = NULL;
            fail_set(why, "the grading ended well and left no verdict");
        }
    } else {
        quote(child, status, why);
    }
    file_remove_folder(child->folder);
    close_all(child);
    return document;
}

void class_child_stop(struct class_child *child)
{
    struct pollfd ended = {.fd = child->ended, .events = POLLIN};
    if (child->pid <= 0)
        return;
    kill(child->pid, SIGTERM);
    if (poll(&ended, 1, STOP_MS) <= 0)
        kill(child->pid, SIGKILL);
    waitpid(child->pid, NULL, 0);
    file_remove_folder(child->folder);
    close_all(child);
}

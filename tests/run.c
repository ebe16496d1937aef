/* SPDX-License-Identifier: MIT */
#include "tests/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/mem.h"

int run_program(const char *const argv[], char **output)
{
    int ends[2], status;
    if (pipe(ends) != 0)
        return -1;
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(ends[1]);
    char *text = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&text, &n);
    char bytes[4096];
    ssize_t got;
    while (to != NULL && (got = read(ends[0], bytes, sizeof bytes)) > 0)
        fwrite(bytes, 1, (size_t)got, to);
    if (to != NULL)
        fclose(to);
    close(ends[0]);
    if (output != NULL)
        *output = text;
    else
        free(text);
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

json_t *run_json(const char *const arguments[], int *code)
{
    const char *argv[24] = {PARLAB_BUILD_ROOT "/parlab"};
    size_t n = 1;
    for (size_t i = 0; arguments[i] != NULL && n < 20; i++)
        argv[n++] = arguments[i];
    argv[n++] = "--json";
    argv[n++] = "-";
    argv[n] = NULL;
    char *output;
    *code = run_program(argv, &output);
    json_t *json = output != NULL ? json_loads(output, 0, NULL) : NULL;
    free(output);
    return json;
}

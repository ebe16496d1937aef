/* SPDX-License-Identifier: MIT */
#include "grader/kit/kit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/spawn.h"
#include "grader/base/text.h"

/* GNU tar and gzip, which every machine that builds parlab has. They are told
 * all that would differ between two machines: order, times, owners, modes,
 * and the name and time in gzip's head. The tarball takes its place when it
 * is whole. */

enum { LIMIT_MS = 60000, SAID_BYTES = 300, PACKED_BYTES_MAX = 256 << 20 };

/* 1 January 1980, which zip can say as well. */
#define WHEN "--mtime=@315532800"

static int end_of(pid_t pid, const char *what, int said, struct fail *fail)
{
    char text[SAID_BYTES + 1] = "";
    int status = 0;
    const int waited = interrupt_wait_child(pid, LIMIT_MS);
    if (waited <= 0)
        kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    if (waited < 0)
        return fail_set(fail, "stopped while %s was running", what);
    if (waited == 0)
        return fail_set(
            fail, "%s took more than %d seconds", what, LIMIT_MS / 1000);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    if (pread(said, text, SAID_BYTES, 0) < 0)
        text[0] = '\0';
    char *safe = text_safe(text, strcspn(text, "\n"), SAID_BYTES);
    fail_set(fail, "%s failed: %s", what, safe);
    free(safe);
    return -1;
}

/* Run a tool with its output in a file. */
static int run(
    const char *const argv[], int input, const char *output, struct fail *fail)
{
    static const char *const env[] = {"LC_ALL=C", "PATH=/usr/bin:/bin", NULL};
    char *program = file_find_program(argv[0]);
    char *said_path = mem_format("%s.said", output);
    const int to = open(output, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const int said =
        open(said_path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int result = -1;
    if (program == NULL) {
        fail_set(fail, "there is no program %s", argv[0]);
    } else if (to < 0 || said < 0) {
        fail_errno(fail, "cannot write %s", output);
    } else {
        const pid_t pid = spawn_tool(program, argv, env, input, to, said);
        result = pid < 0 ? fail_set(fail, "cannot run %s", program)
                         : end_of(pid, argv[0], said, fail);
    }
    if (to >= 0)
        close(to);
    if (said >= 0)
        close(said);
    unlink(said_path);
    free(said_path);
    free(program);
    return result;
}

static int compress(const char *tar, const char *packed, struct fail *fail)
{
    static const char *const argv[] = {"gzip", "-9nc", NULL};
    const int input = open(tar, O_RDONLY | O_CLOEXEC);
    if (input < 0)
        return fail_errno(fail, "cannot read %s", tar);
    const int result = run(argv, input, packed, fail);
    close(input);
    return result;
}

int kit_pack(
    const char *parent, const char *name, const char *output, struct fail *fail)
{
    const char *const argv[] = {"tar", "--format=ustar", "--sort=name", WHEN,
        "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX", "-C",
        parent, "-cf", "-", name, NULL};
    char *tar = mem_format("%s/%s.tar", parent, name);
    char *packed = mem_format("%s.gz", tar), *bytes = NULL;
    size_t n_bytes;
    const size_t n = strlen(output);
    const bool is_plain = n > 4 && strcmp(output + n - 4, ".tar") == 0;
    int result = run(argv, -1, tar, fail);
    if (result == 0 && !is_plain)
        result = compress(tar, packed, fail);
    if (result == 0) {
        bytes = file_read(
            is_plain ? tar : packed, PACKED_BYTES_MAX, &n_bytes, fail);
        result =
            bytes != NULL ? file_replace(output, bytes, n_bytes, fail) : -1;
    }
    free(bytes);
    free(packed);
    free(tar);
    return result;
}

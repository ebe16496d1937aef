/* SPDX-License-Identifier: MIT */
#include "grader/cmd/cmd.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/source.h"

/* Where the course is: the environment says so, or this program lies in the
 * folder it was built in, or it is installed. */

static char *folder_of_program(void)
{
    char *path = realpath("/proc/self/exe", NULL);
    if (path != NULL)
        *strrchr(path, '/') = '\0';
    return path;
}

static char *find_root(void)
{
    const char *told = getenv("PARLAB_ROOT");
    if (told != NULL)
        return mem_text(told);
    char *here = folder_of_program();
    if (here != NULL && strcmp(here, PARLAB_BUILD_ROOT) == 0) {
        free(here);
        return mem_text(PARLAB_SOURCE_ROOT);
    }
    char *beside = mem_format("%s/../labs/course.conf", here ? here : "");
    const bool is_beside = file_exists(beside);
    char *root =
        is_beside ? mem_format("%s/..", here) : mem_text(PARLAB_DATADIR);
    free(beside);
    free(here);
    return root;
}

const struct course *cmd_course(void)
{
    static struct course *course;
    struct fail fail;
    if (course != NULL)
        return course;
    char *root = find_root();
    course = course_read(root, &fail);
    free(root);
    if (course == NULL)
        fail_grader("%s", fail.text);
    return course;
}

static char *folder;
static pid_t folder_owner;

static void remove_folder(void)
{
    if (getpid() == folder_owner)
        file_remove_folder(folder);
}

const char *cmd_folder(void)
{
    struct fail fail;
    if (folder != NULL)
        return folder;
    folder = file_temp_folder(&fail);
    if (folder == NULL)
        fail_grader("%s; set TMPDIR to a folder with room", fail.text);
    folder_owner = getpid();
    atexit(remove_folder);
    return folder;
}

bool cmd_is_untouched(const struct exercise *exercise)
{
    struct fail fail;
    char *skeleton = source_skeleton(exercise, &fail);
    char *path = course_submission_path(cmd_course(), exercise);
    char *submission = file_read(path, SOURCE_BYTES_MAX, NULL, &fail);
    const bool is_same = skeleton != NULL && submission != NULL &&
                         strcmp(skeleton, submission) == 0;
    free(path);
    free(skeleton);
    free(submission);
    return is_same;
}

void cmd_stop(void)
{
    const int number = interrupt_signal();
    fputs("\nparlab: stopped before the end; nothing is left running, and no "
          "result was written. Run the same command to start again.\n",
        stderr);
    fflush(NULL);
    remove_folder();
    interrupt_reset_child(); /* the signal is deadly again, and unblocked */
    raise(number);
    _exit(CMD_BROKEN);
}

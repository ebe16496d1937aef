/* SPDX-License-Identifier: MIT */
#include "grader/cmd/cmd.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/source.h"
#include "grader/course/policy.h"
#include "grader/sandbox/sandbox.h"
#include "grader/sandbox/slot.h"

/* Where the course is: the environment says so, or this program lies in the
 * folder it was built in, or it is installed. A course that nobody may write
 * in is an installed one: students work in a folder of their own then. The
 * folder that a command is called from decides nothing, since it may hold
 * what a student handed in. */

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

/* Where the files are that students complete. @return new. */
static char *find_work(const char *root)
{
    const char *told = getenv("PARLAB_WORK"), *home = getenv("HOME");
    if (told != NULL && told[0] != '\0')
        return mem_text(told);
    char *labs = mem_format("%s/labs", root);
    const bool is_ours = access(labs, W_OK) == 0;
    free(labs);
    return is_ours || home == NULL ? mem_text(root)
                                   : mem_format("%s/parlab", home);
}

/* An instructor's rules hold for gradings that are started for a class, too:
 * these are told by the environment. */
static void follow_policy(struct course *course)
{
    struct fail fail;
    const char *told = getenv("PARLAB_POLICY");
    struct policy *policy = policy_read(
        course, told != NULL && told[0] != '\0' ? told : NULL, &fail);
    if (policy == NULL)
        fail_grader("%s", fail.text);
    policy_apply(policy, course);
    policy_free(policy);
}

const struct course *cmd_course(void)
{
    static struct course *course;
    struct fail fail;
    if (course != NULL)
        return course;
    char *root = find_root();
    course = course_read(root, &fail);
    if (course == NULL)
        fail_grader("%s", fail.text);
    follow_policy(course);
    char *work = find_work(root);
    course_set_work(course, work);
    sandbox_hide(course->root);
    sandbox_hide(course->work);
    sandbox_hide(PARLAB_DATADIR);
    free(work);
    free(root);
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
    file_sweep_temp(slot_sweep);
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
    char *path = course_submission_path(cmd_course(), exercise);
    char *submission = file_read(path, SOURCE_BYTES_MAX, NULL, &fail);
    char *skeleton =
        submission != NULL ? source_skeleton(exercise, &fail) : NULL;
    const bool is_same =
        submission == NULL ||
        (skeleton != NULL && strcmp(skeleton, submission) == 0);
    free(path);
    free(skeleton);
    free(submission);
    return is_same;
}

/* argp itself only says "unrecognized option". */
static void suggest_option(const struct argp *argp, int argc, char **argv)
{
    const char *names[64] = {"help", "usage"};
    size_t n = 2;
    const struct argp_option *o = argp->options;
    for (; o != NULL && (o->name || o->doc) && n < 64; o++)
        if (o->name != NULL)
            names[n++] = o->name;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (!text_starts(argv[i], "--"))
            continue;
        char *word = mem_text(argv[i] + 2);
        word[strcspn(word, "=")] = '\0';
        bool is_known = false;
        for (size_t k = 0; k < n; k++)
            is_known |= text_starts(names[k], word);
        const char *nearest = is_known ? NULL : text_nearest(word, names, n);
        if (nearest != NULL)
            fprintf(stderr,
                "parlab: there is no option --%s; did you mean --%s?\n", word,
                nearest);
        free(word);
    }
}

void cmd_parse(const struct verb *verb, int argc, char **argv, void *input)
{
    argv[0] = mem_format("parlab %s", verb->name); /* kept: argp refers to it */
    argp_err_exit_status = CMD_USAGE;
    suggest_option(&verb->argp, argc, argv);
    argp_parse(&verb->argp, argc, argv, 0, NULL, input);
}

void cmd_take_exercise(struct argp_state *state, const char *word,
    const struct exercise **exercise)
{
    struct fail fail;
    size_t n;
    const struct exercise **found = course_find(cmd_course(), word, &n, &fail);
    if (found == NULL)
        argp_error(state, "%s", fail.text);
    else if (strcmp(word, found[0]->name) != 0)
        argp_error(state, "%s is a whole lab; name one exercise, %s say", word,
            found[0]->name);
    else if (*exercise != NULL)
        argp_error(state, "one exercise at a time, not %s and %s",
            (*exercise)->name, found[0]->name);
    else
        *exercise = found[0];
    free(found);
}

unsigned long long cmd_take_number(struct argp_state *state, const char *name,
    const char *word, unsigned long long min, unsigned long long max)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(word, &end, 10);
    if (*word < '0' || *word > '9' || *end != '\0' || errno != 0 ||
        value < min || value > max)
        argp_error(state,
            "%s takes a whole number from %llu to %llu, not \"%s\"", name, min,
            max, word);
    return value;
}

void cmd_stop(void)
{
    fputs("\nparlab: stopped before the end; nothing is left running, and no "
          "result was written. Run the same command to start again.\n",
        stderr);
    cmd_end_by_signal();
}

void cmd_end_by_signal(void)
{
    const int number = interrupt_signal();
    fflush(NULL);
    remove_folder();
    interrupt_reset_child(); /* the signal is deadly again, and unblocked */
    raise(number);
    _exit(CMD_BROKEN);
}

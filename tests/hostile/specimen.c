/* SPDX-License-Identifier: MIT */
#include "tests/hostile/specimen.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "tests/hostile/remains.h"
#include "tests/verdict.h"

/* parlab is run as whoever grades runs it; what it says is read as JSON only
 * once it has ended by itself. One that has not after its time and half a
 * minute is killed, which is a failure whatever the specimen did. */

enum { CHECK_S = 30, GRADE_S = 60, GRACE_S = 30, SOURCE_MAX = 1 << 20 };
static const char seed[] = "271828", budget[] = "2";

static long limit_of(const struct specimen *specimen)
{
    for (size_t i = 0; i < specimen->n_expected; i++)
        if (specimen->list[i].kind == EXPECT_ENDS)
            return specimen->list[i].points;
    return specimen->has_speed ? GRADE_S : CHECK_S;
}

static const struct exercise *exercise_of(
    const struct specimen *specimen, const struct stage *stage)
{
    struct fail fail;
    size_t n;
    char *named = expect_value(specimen->source, "exercise");
    const struct exercise **found = course_find(
        stage->course, named != NULL ? named : "threads/gaussian", &n, &fail);
    const struct exercise *exercise = found != NULL ? found[0] : NULL;
    free(found);
    free(named);
    return exercise;
}

static long tries_of(const struct specimen *specimen)
{
    for (size_t i = 0; i < specimen->n_expected; i++)
        if (specimen->list[i].kind == EXPECT_TRIES)
            return specimen->list[i].points;
    return 1;
}

const char *const specimen_sorts[] = {
    [SORT_CHEAT] = "cheat",
    [SORT_POSSIBLE] = "possible",
    [SORT_BREAK] = "break",
};

static enum sort sort_of(const char *name)
{
    for (int sort = 0; sort < SORTS_N; sort++)
        if (text_starts(name, specimen_sorts[sort]))
            return (enum sort)sort;
    fail_grader("%s is in no folder of specimens", name);
}

int specimen_read(struct specimen *specimen, const struct stage *stage,
    const char *name, struct fail *fail)
{
    char *path = mem_format("%s/%s.c", stage->specimens, name);
    *specimen = (struct specimen){.name = mem_text(name),
        .sort = sort_of(name),
        .source = file_read(path, SOURCE_MAX, NULL, fail)};
    free(path);
    if (specimen->source == NULL)
        return -1;
    struct fail why = {""};
    char *verb = expect_value(specimen->source, "verb");
    specimen->has_speed = verb != NULL && strcmp(verb, "grade") == 0;
    free(verb);
    specimen->only_layer = expect_value(specimen->source, "layer");
    specimen->exercise = exercise_of(specimen, stage);
    if (specimen->exercise == NULL)
        return fail_set(fail, "%s: there is no such exercise", name);
    specimen->n_expected =
        expect_read(specimen->source, specimen->exercise, specimen->list, &why);
    specimen->limit_s = limit_of(specimen);
    /* Ranks that wait for a core that others use take all of it. */
    specimen->is_alone = specimen->has_speed || tries_of(specimen) > 1 ||
                         specimen->exercise->kind == KIND_MPI;
    return specimen->n_expected > 0
               ? 0
               : fail_set(fail, "%s: %.900s", name, why.text);
}

void specimen_free(struct specimen *specimen)
{
    free(specimen->only_layer);
    free(specimen->source);
    free(specimen->name);
}

/* What parlab came to. */
struct graded {
    int code; /* -1: it did not end */
    double seconds;
    json_t *document;
    char *complaint; /* what it said on stderr */
};

static void become(uid_t user)
{
    if (user != 0 && (syscall(SYS_setgroups, 0, NULL) != 0 ||
                         setresgid(user, user, user) != 0 ||
                         setresuid(user, user, user) != 0))
        _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static char *read_memory(int fd)
{
    enum { SAID_MAX = 1 << 22 };
    char *text = mem_new(SAID_MAX + 1, 1);
    const ssize_t n = pread(fd, text, SAID_MAX, 0);
    text[n > 0 ? n : 0] = '\0';
    close(fd);
    return text;
}

/* @return exit code; -1 when it was killed for being late. */
static int await(pid_t pid, double limit_s)
{
    const struct timespec pause = {.tv_nsec = 5000000};
    const double end_s = clock_now_s() + limit_s;
    int status;
    bool is_late = false;
    while (waitpid(pid, &status, WNOHANG) != pid) {
        is_late = is_late || clock_now_s() > end_s;
        if (is_late)
            kill(pid, SIGKILL);
        nanosleep(&pause, NULL);
    }
    if (is_late)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct graded run(const struct stage *stage, const struct lane *lane,
    const char *layer, const char *const argv[], double limit_s)
{
    struct graded graded = {0};
    struct args env = {0};
    const int out = memfd_create("said", MFD_CLOEXEC);
    const int err = memfd_create("complaint", MFD_CLOEXEC);
    const double start_s = clock_now_s();
    lane_environment(lane, stage, layer, &env);
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(out, STDOUT_FILENO);
        dup2(err, STDERR_FILENO);
        signal(SIGINT, SIG_DFL);
        signal(SIGTERM, SIG_DFL);
        signal(SIGHUP, SIG_DFL);
        if (chdir("/") != 0)
            _exit(126);
        become(lane->user);
        execve(
            stage->parlab, (char *const *)argv, (char *const *)args_view(&env));
        _exit(127);
    }
    args_free(&env);
    graded.code = pid > 0 ? await(pid, limit_s) : -1;
    graded.seconds = clock_now_s() - start_s;
    char *said = read_memory(out);
    graded.complaint = read_memory(err);
    graded.document = json_loads(said, 0, NULL);
    free(said);
    return graded;
}

/* The specimen's whole text, where parlab can read it. @return new path. */
static char *hand_in(const struct specimen *specimen, const struct stage *stage,
    const struct lane *lane, struct fail *fail)
{
    char *path = lane_path(lane, "specimen.c");
    char *text = assemble(specimen->source, stage->course, specimen->exercise,
        stage->specimens, lane->words, fail);
    const int result =
        text != NULL ? file_write(path, text, strlen(text), fail) : -1;
    free(text);
    if (result == 0)
        return path;
    free(path);
    return NULL;
}

/* What came of holding a verdict against what is expected. */
enum fit {
    FIT_ALL,
    FIT_ENOUGH, /* what must hold in each grading, but not all */
    FIT_NONE,
};

static enum fit compare(
    const struct specimen *specimen, const json_t *one, FILE *to)
{
    enum fit fit = FIT_ALL;
    bool is_in_each = true;
    for (size_t i = 0; i < specimen->n_expected; i++) {
        is_in_each = is_in_each && specimen->list[i].kind != EXPECT_TRIES;
        if (verdict_holds(one, &specimen->list[i]))
            continue;
        fprintf(to, "# %s does not hold: it has %ld points\n",
            specimen->list[i].word, verdict_integer(one, "points"));
        fit = is_in_each || fit == FIT_NONE ? FIT_NONE : FIT_ENOUGH;
    }
    if (fit != FIT_ALL)
        verdict_show(to, one);
    return fit;
}

/* Whether parlab ended as it should, in time, with a verdict. */
static bool has_ended_well(const struct graded *graded, long limit_s, FILE *to)
{
    const bool has_verdict = graded->document != NULL;
    if ((graded->code == 0 || graded->code == 1) && has_verdict &&
        graded->seconds <= (double)limit_s)
        return true;
    fprintf(to, "# exit code %d after %.1f s of %ld%s\n", graded->code,
        graded->seconds, limit_s, has_verdict ? "" : ", no JSON");
    fputs("# it said: ", to);
    text_print_safe(
        to, graded->complaint, strcspn(graded->complaint, "\n"), 400);
    fputc('\n', to);
    return false;
}

/* Whether a verdict says that something may have been left in /dev/shm. */
static bool tells_of_shm(const json_t *one)
{
    const json_t *flags = json_object_get(one, "flags");
    for (size_t i = 0; i < json_array_size(flags); i++)
        if (text_starts(
                json_string_value(json_array_get(flags, i)), "new in /dev/shm"))
            return true;
    return false;
}

/* One grading, and what is left of it. */
static enum fit grade_once(const struct specimen *specimen,
    const struct stage *stage, const struct lane *lane, const char *layer,
    const char *path, FILE *to)
{
    const char *const argv[] = {stage->parlab,
        specimen->has_speed ? "grade" : "check", "--seed", seed, "--json", "-",
        "--file", path, specimen->exercise->name,
        specimen->has_speed ? "--budget" : NULL, budget, NULL};
    struct remains *before = remains_look();
    struct graded graded =
        run(stage, lane, layer, argv, (double)specimen->limit_s + GRACE_S);
    const json_t *one =
        json_array_get(json_object_get(graded.document, "exercises"), 0);
    const bool counts = specimen->only_layer == NULL ||
                        strcmp(specimen->only_layer, layer) == 0;
    enum fit fit = FIT_ALL;
    if (!has_ended_well(&graded, specimen->limit_s, to))
        fit = FIT_NONE;
    else if (counts)
        fit = compare(specimen, one, to);
    if (remains_find(before, lane, tells_of_shm(one), to) > 0)
        fit = FIT_NONE;
    fprintf(to, "# %ld points, %.1f s%s\n", verdict_integer(one, "points"),
        graded.seconds, counts ? "" : "; no claim for this layer");
    remains_free(before);
    json_decref(graded.document);
    free(graded.complaint);
    return fit;
}

bool specimen_grade(const struct specimen *specimen, const struct stage *stage,
    const struct lane *lane, const char *layer, FILE *to)
{
    struct fail fail;
    enum fit fit = FIT_NONE;
    char *path = hand_in(specimen, stage, lane, &fail);
    if (path == NULL) {
        fprintf(to, "# %s\n", fail.text);
        return false;
    }
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (long i = tries_of(specimen); i > 0; i--) {
        fit = grade_once(specimen, stage, lane, layer, path, to);
        if (fit != FIT_ENOUGH)
            break;
    }
    free(path);
    return fit == FIT_ALL;
}

char *specimen_layer(const struct stage *stage, const struct lane *lane,
    const char *layer, struct fail *fail)
{
    const char *const argv[] = {stage->parlab, "check", "--json", "-",
        "--baseline", "threads/gaussian", NULL};
    struct graded graded = run(stage, lane, layer, argv, GRADE_S);
    const json_t *machine = json_object_get(graded.document, "machine");
    char *found = mem_text(verdict_text(machine, "sandbox"));
    if (graded.document == NULL) {
        fail_set(fail, "parlab ended with %d: %.900s", graded.code,
            graded.complaint);
        free(found);
        found = NULL;
    }
    json_decref(graded.document);
    free(graded.complaint);
    return found;
}

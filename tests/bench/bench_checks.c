/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/bench/bench.h"
#include "tests/watch.h"

/* A save is a source that was never compiled before: the reference with a
 * comment of its own at the end. The check after it compiles one file; the
 * same check once more has nothing to compile, so the difference is the
 * compiler. Parlab's own share is the processor time of its one process: the
 * compiler, the sandbox and the candidate are processes of their own. Checkers
 * come after the answer, so they are what a third check takes longer. */

enum { SAVES = 5, SOURCE_MAX = 1 << 20 };

/* Write what a student would have saved. */
static int save(const struct bench *bench, const struct exercise *exercise,
    const char *path, int i, struct fail *fail)
{
    char *from = course_solution_path(bench->course, exercise);
    char *source = file_read(from, SOURCE_MAX, NULL, fail);
    int result = -1;
    if (source != NULL) {
        char *text = mem_format(
            "%s\n/* save %d of %lld */\n", source, i, (long long)time(NULL));
        result = file_write(path, text, strlen(text), fail);
        free(text);
    }
    free(source);
    free(from);
    return result;
}

static struct watched check(
    const struct exercise *exercise, const char *path, bool has_checkers)
{
    const char *const argv[] = {PARLAB_BUILD_ROOT "/parlab", "check", "--seed",
        "1", "--file", path, exercise->name,
        has_checkers ? NULL : "--no-checkers", NULL};
    return watch_run(argv);
}

static void add_row(
    const struct bench *bench, const struct exercise *exercise, FILE *to)
{
    struct fail fail = {""};
    double fresh_s[SAVES], again_s[SAVES], own_s[SAVES], checked_s[SAVES];
    char *path = mem_format("%s/%s.c", bench->folder, exercise->stem);
    bench_say("checks of %s", exercise->name);
    for (int i = -1; i < SAVES; i++) { /* the first fills the cache */
        if (save(bench, exercise, path, i, &fail) != 0)
            break;
        const struct watched fresh = check(exercise, path, false);
        const struct watched again = check(exercise, path, false);
        const struct watched checked = check(exercise, path, true);
        if (fresh.code != 0 || again.code != 0 || checked.code != 0) {
            fail_set(&fail, "parlab check ended with %d, %d and %d", fresh.code,
                again.code, checked.code);
            break;
        }
        if (i < 0)
            continue;
        fresh_s[i] = fresh.seconds;
        again_s[i] = again.seconds;
        own_s[i] = again.own_cpu_s;
        checked_s[i] = checked.seconds - again.seconds;
    }
    if (fail.text[0] != '\0')
        fprintf(
            to, "| %s | not measured: %s | | | |\n", exercise->name, fail.text);
    else
        fprintf(to, "| %s | %.2f | %.2f | %.3f | %.2f |\n", exercise->name,
            stats_median(fresh_s, SAVES),
            stats_median(fresh_s, SAVES) - stats_median(again_s, SAVES),
            stats_median(own_s, SAVES), stats_median(checked_s, SAVES));
    free(path);
}

void bench_checks(const struct bench *bench, FILE *to)
{
    fprintf(to,
        "\n### A check after a save\n\n"
        "Median of %d saves of the reference, in seconds. Compiling: what a "
        "second check\nof the same file takes less. Parlab itself: processor "
        "time of its own process,\nwhich is neither compiler nor "
        "candidate. Checkers come after the answer.\n\n"
        "| exercise | answer | of it compiling | of it parlab itself | "
        "checkers then |\n"
        "|---|---|---|---|---|\n",
        SAVES);
    for (size_t i = 0; i < bench->course->n_labs; i++)
        for (size_t k = 0; k < bench->course->labs[i].n_exercises; k++)
            add_row(bench, &bench->course->labs[i].exercises[k], to);
}

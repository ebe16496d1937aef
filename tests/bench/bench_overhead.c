/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/judge/job.h"
#include "grader/judge/machine.h"
#include "tests/bench/bench.h"

/* An exercise of its own for each way of running, in a course of links to the
 * real harness: built, started and timed by the functions that grade. Its
 * candidate does nothing, or the least that its way of running can do. */

enum { CALLS = 300, WARM_UP = 20 };

struct way {
    const char *name; /* of the exercise, and of the row */
    enum kind kind;
    const char *title;
    const char *candidate; /* body of nothing() */
};

static const struct way ways[] = {
    {"threads", KIND_THREADS, "threads: an empty function", ""},
    {"region", KIND_THREADS, "threads: an empty parallel region",
        "\n#pragma omp parallel num_threads(n_workers)\n"
        "__asm__ volatile(\"\");\n"},
    {"processes", KIND_PROCESSES, "forked workers: an empty function", ""},
    {"forked", KIND_PROCESSES, "forked workers: fork them and wait for them",
        "for (int i = 0; i < n_workers; i++) if (fork() == 0) _exit(0);"
        "while (wait(0) > 0) ;"},
    {"mpi", KIND_MPI, "MPI: an empty function on every rank", ""},
};

static const char header[] = "#ifndef NOTHING_H\n#define NOTHING_H\n"
                             "void nothing(int n_workers);\n#endif\n";
static const char calls[] = "#include \"grader/runner/call.h\"\n"
                            "#include \"nothing.h\"\n"
                            "static void run_nothing(struct call *call)\n"
                            "{\n    call_go(call);\n"
                            "    nothing(call_workers(call));\n}\n"
                            "const struct call_entry call_entries[] =\n"
                            "    {{\"nothing\", run_nothing}, {0}};\n";

static int put(
    const char *root, const char *name, const char *text, struct fail *fail)
{
    char *path = mem_format("%s/%s", root, name);
    char *folder = mem_text(path);
    *strrchr(folder, '/') = '\0';
    int result = file_make_folder(folder, fail);
    if (result == 0)
        result = file_write(path, text, strlen(text), fail);
    free(folder);
    free(path);
    return result;
}

/* A link to a folder of the real course. */
static int borrow(const char *root, const char *name, struct fail *fail)
{
    char *from = mem_format(PARLAB_SOURCE_ROOT "/%s", name);
    char *to = mem_format("%s/%s", root, name);
    const int result =
        symlink(from, to) == 0 ? 0 : fail_errno(fail, "cannot link %s", to);
    free(to);
    free(from);
    return result;
}

static int make_course(const char *root, struct fail *fail)
{
    return put(root, "labs/bench/nothing/nothing.h", header, fail) != 0 ||
                   put(root, "grader/exercises/bench/nothing_calls.c", calls,
                       fail) != 0 ||
                   borrow(root, "grader/runner", fail) != 0 ||
                   borrow(root, "grader/channel", fail) != 0
               ? -1
               : 0;
}

static char *build(const struct course *course, const struct exercise *exercise,
    const struct way *way, const char *folder, struct fail *fail)
{
    char *runner = NULL, *message = NULL;
    char *source = mem_format("#include \"nothing.h\"\n#include <sys/wait.h>\n"
                              "#include <unistd.h>\n"
                              "void nothing(int n_workers)\n"
                              "{\n(void)n_workers;\n%s}\n",
        way->candidate);
    const struct build_request request = {.course = course,
        .exercise = exercise,
        .source = source,
        .source_bytes = strlen(source),
        .folder = folder,
        .layer = sandbox_detect()};
    if (build_runner(&request, &runner, &message, fail) == BUILD_REJECTED)
        fail_set(fail, "%s", message);
    free(message);
    free(source);
    return runner;
}

/* @return  0; -1: a call failed. */
static int time_calls(
    struct job *job, int n_workers, double seconds[], struct fail *fail)
{
    for (int i = -WARM_UP; i < CALLS; i++) {
        struct job_turn turn = {.job = job, .frame = frame_new("nothing")};
        frame_set_workers(turn.frame, n_workers);
        job_time(&turn, 1, 10);
        frame_free(turn.frame);
        if (turn.result.outcome != JOB_DONE)
            return fail_set(fail, "a call failed: %s", turn.result.text);
        if (i >= 0)
            seconds[i] = turn.result.seconds;
    }
    return 0;
}

static int run_way(const struct bench *bench, const struct course *course,
    const struct way *way, double seconds[], struct fail *fail)
{
    static char *functions[] = {(char *)"nothing", NULL};
    char *home = mem_format("%s/labs/bench/nothing", course->root);
    char *folder = mem_format("%s/%s", bench->folder, way->name);
    struct exercise exercise = {.name = (char *)"bench/nothing",
        .lab = (char *)"bench",
        .stem = (char *)"nothing",
        .title = (char *)"Nothing",
        .kind = way->kind,
        .functions = functions,
        .limits = {10, 4096, 64, 16},
        .folder = home};
    int result = file_make_folder(folder, fail);
    char *runner =
        result == 0 ? build(course, &exercise, way, folder, fail) : NULL;
    const struct job_setup setup = {.exercise = &exercise,
        .binary = runner,
        .folder = folder,
        .layer = sandbox_detect(),
        .n_workers = bench->n_workers,
        .cpus = machine_cpus(bench->n_workers),
        .is_timed = true};
    struct job *job = runner != NULL ? job_start(&setup, fail) : NULL;
    result = -1;
    if (job != NULL)
        result = time_calls(job, bench->n_workers, seconds, fail);
    job_end(job);
    free(runner);
    free(folder);
    free(home);
    return result;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void bench_overhead(const struct bench *bench, FILE *to)
{
    struct fail fail = {""};
    struct lab lab = {0};
    struct course course = {.root = mem_format("%s/course", bench->folder),
        .workers = bench->n_workers,
        .labs = &lab};
    fprintf(to,
        "\n### From \"go\" to \"done\"\n\n"
        "Around a call that does nothing, on %d workers or ranks: %d calls, "
        "median and the\nvalue that nine of ten stay below. Nothing is "
        "subtracted for it anywhere.\n\n"
        "| way of running | median, µs | nine of ten, µs |\n|---|---|---|\n",
        bench->n_workers, CALLS);
    const bool is_ready = make_course(course.root, &fail) == 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        double seconds[CALLS];
        bench_say("go to done, %s", ways[i].title);
        if (!is_ready ||
            run_way(bench, &course, &ways[i], seconds, &fail) != 0) {
            fprintf(
                to, "| %s | not measured: %s | |\n", ways[i].title, fail.text);
            continue;
        }
        qsort(seconds, CALLS, sizeof *seconds, ascending);
        fprintf(to, "| %s | %.0f | %.0f |\n", ways[i].title,
            1e6 * seconds[CALLS / 2], 1e6 * seconds[CALLS * 9 / 10]);
    }
    free(course.root);
}

/* SPDX-License-Identifier: MIT */
#include "grader/similar/similar.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/step.h"
#include "grader/build/tools.h"
#include "grader/similar/similar_private.h"

/* sim_c gets files with names of ours, so that nothing of a student's name
 * is ever read back. Each file is compared with each other one by itself
 * (-e): then a percentage does not depend on who else is there. */

enum { OUTPUT_BYTES_MAX = 256 << 20 };

/* Shorter runs of tokens are alike by chance, "for (i = 0; i < n; i++)" say. */
#define RUN_TOKENS "16"
#define OUTPUT "found.txt"

char *similar_file(size_t text)
{
    return mem_format("t%zu.c", text);
}

static int write_one(const struct similar_job *job, const char *name,
    const char *text, size_t n_bytes, struct fail *fail)
{
    char *path = mem_format("%s/%s", job->folder, name);
    const int result = file_write(path, text, n_bytes, fail);
    free(path);
    return result;
}

int similar_write(const struct similar_job *job, struct fail *fail)
{
    int result = file_make_folder(job->folder, fail);
    for (size_t i = 0; result == 0 && i < job->n_texts; i++) {
        char *name = similar_file(i);
        result = write_one(
            job, name, job->texts[i].source, job->texts[i].source_bytes, fail);
        free(name);
    }
    if (result == 0)
        result =
            write_one(job, SIMILAR_GIVEN, job->given, strlen(job->given), fail);
    return result;
}

static char *run_step(
    const struct similar_job *job, const struct args *argv, struct fail *fail)
{
    struct args env = {0};
    char *said = NULL, *text = NULL;
    char *output = mem_format("%s/" OUTPUT, job->folder);
    tools_environment(job->folder, &env);
    const struct step step = {.layer = sandbox_detect(),
        .folder = job->folder,
        .env = args_view(&env)};
    switch (step_run(&step, args_view(argv), &said, fail)) {
    case STEP_DONE:
        text = file_read_submission(output, OUTPUT_BYTES_MAX, NULL, fail);
        break;
    case STEP_FAILED:
        fail_set(fail, "sim_c failed: %.*s", (int)strcspn(said, "\n"), said);
        break;
    case STEP_LATE:
        fail_set(fail, "sim_c took more than %d seconds", STEP_LIMIT_S);
        break;
    case STEP_STOPPED:
        fail_set(fail, "stopped while sim_c was running");
        break;
    case STEP_BROKEN:
        break;
    }
    free(said);
    free(output);
    args_free(&env);
    return text;
}

char *similar_run(
    const struct similar_job *job, struct args *options, struct fail *fail)
{
    static const char *const always[] = {
        "-e", "-a", "-s", "-r", RUN_TOKENS, "-o", OUTPUT, NULL};
    char *program = file_find_program("sim_c"), *text = NULL;
    struct args argv = {0};
    if (program == NULL) {
        fail_set(fail, "there is no sim_c, which compares the texts; install "
                       "similarity-tester (Debian, Ubuntu)");
    } else {
        args_add(&argv, program);
        args_list(&argv, always);
        args_list(&argv, args_view(options));
        text = run_step(job, &argv, fail);
    }
    args_free(&argv);
    args_free(options);
    free(program);
    return text;
}

/* New files, a slash, old ones; "/" alone is no file of ours. */
static char *compare(const struct similar_job *job, struct fail *fail)
{
    struct args options = {0};
    bool is_old = false;
    args_add(&options, "-p");
    for (size_t i = 0; i < job->n_texts; i++) {
        char *name = similar_file(i);
        if (job->texts[i].is_old && !is_old)
            args_add(&options, "/");
        is_old = job->texts[i].is_old;
        args_add(&options, name);
        free(name);
    }
    if (!is_old)
        args_add(&options, "/");
    args_add(&options, SIMILAR_GIVEN);
    return similar_run(job, &options, fail);
}

int similar_find(const struct similar_job *job, struct similar_pair **pairs,
    size_t *n_pairs, struct fail *fail)
{
    const size_t n = job->n_texts + 1;
    struct similar_table table = {.n = n,
        .percent = mem_new(n * n, sizeof *table.percent),
        .tokens = mem_new(n, sizeof *table.tokens)};
    char *text = NULL;
    int result = similar_write(job, fail);
    if (result == 0 && (text = compare(job, fail)) == NULL)
        result = -1;
    if (result == 0)
        result = similar_read(text, &table, fail);
    if (result == 0)
        *pairs = similar_rank(job, &table, n_pairs);
    free(text);
    free(table.percent);
    free(table.tokens);
    return result;
}

/* @return new, a blank a line. */
static char *blank_marks(const struct similar_text *text)
{
    size_t n = 0;
    for (const char *p = text->source; *p != '\0'; n++)
        p += strcspn(p, "\n") + (p[strcspn(p, "\n")] == '\n');
    char *marks = mem_new(n + 1, 1);
    memset(marks, ' ', n);
    return marks;
}

int similar_lines(const struct similar_job *job,
    const struct similar_pair *pair, char **a, char **b, struct fail *fail)
{
    struct args options = {0};
    char *file_a = similar_file(pair->a), *file_b = similar_file(pair->b);
    const char *const words[] = {
        "-n", "-T", "-w", "200", file_a, file_b, SIMILAR_GIVEN, NULL};
    args_list(&options, words);
    char *text = similar_run(job, &options, fail);
    *a = blank_marks(&job->texts[pair->a]);
    *b = blank_marks(&job->texts[pair->b]);
    if (text != NULL)
        similar_mark(text, file_a, file_b, *a, *b);
    const int result = text != NULL ? 0 : -1;
    free(text);
    free(file_b);
    free(file_a);
    return result;
}

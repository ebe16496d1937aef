/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/class.h"
#include "grader/cmd/progress.h"
#include "grader/collect/collect.h"
#include "grader/course/skeleton.h"
#include "grader/report/html.h"
#include "grader/sandbox/args.h"
#include "grader/similar/similar.h"

/* Exercises are compared one by one. The texts are what counts for each
 * student by the gradebook, what the folders of earlier years hold, and the
 * reference; the page says what the numbers are, and what they are not. */

enum {
    KEY_AGAINST = 'a',
    KEY_OUTPUT = 'o',
    KEY_MIN = 300,
    KEY_TOP,
    SOURCE_BYTES_MAX = 1 << 20,
    SHOWN = 10, /* pairs on standard output */
};

static const struct argp_option table[] = {
    {"against", KEY_AGAINST, "DIR", 0,
        "what was handed in elsewhere, last year say: a folder or an archive "
        "as \"class grade\" takes them; may be given several times",
        1},
    {"output", KEY_OUTPUT, "DIR", 0,
        "folder for the page; similar if not given", 1},
    {"min", KEY_MIN, "PERCENT", 0, "leave out pairs below; else 50", 1},
    {"top", KEY_TOP, "N", 0, "pairs of an exercise at most; else 40", 1},
    CLASS_PLACE_OPTIONS, {0}};

struct request {
    struct args against;
    struct args exercises; /* names; none: all that count */
    const char *output;
    int min_percent;
    size_t n_top;
    struct class_place place;
};

/* The texts of one exercise; the names are owned. */
struct texts {
    struct similar_text *list;
    size_t n;
    char *reference;
};

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case KEY_AGAINST:
        args_add(&request->against, value);
        return 0;
    case KEY_OUTPUT:
        request->output = value;
        return 0;
    case KEY_MIN:
        request->min_percent =
            (int)cmd_take_number(state, "--min", value, 0, 100);
        return 0;
    case KEY_TOP:
        request->n_top = cmd_take_number(state, "--top", value, 1, 10000);
        return 0;
    case ARGP_KEY_ARG:
        class_take_exercises(&request->exercises, state, value);
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static bool is_asked_for(const struct request *request, const char *exercise)
{
    return request->exercises.n == 0 ||
           class_is_named(&request->exercises, exercise);
}

static void add_text(struct texts *texts, char *name, const char *source,
    size_t n_bytes, bool is_old)
{
    texts->list = mem_grow(texts->list, texts->n, sizeof *texts->list);
    texts->list[texts->n++] =
        (struct similar_text){name, source, n_bytes, is_old};
}

static void add_class(
    struct texts *texts, const struct marks *marks, size_t exercise)
{
    for (size_t i = 0; i < marks->n_students; i++) {
        const struct mark *mark = marks_at(marks, i, exercise);
        if (mark->submission.source != NULL)
            add_text(texts, mem_text(mark->student), mark->submission.source,
                mark->submission.source_bytes, false);
    }
}

static void add_others(struct texts *texts, const char *from,
    const struct collection *others, const char *exercise)
{
    for (size_t i = 0; i < others->n_found; i++) {
        const struct found *found = &others->found[i];
        if (strcmp(found->exercise, exercise) == 0)
            add_text(texts, mem_format("%s (%s)", found->student, from),
                found->source, found->source_bytes, true);
    }
}

static void add_reference(struct texts *texts, const struct exercise *exercise)
{
    struct fail fail;
    size_t n;
    char *path = course_solution_path(cmd_course(), exercise);
    texts->reference = file_read(path, SOURCE_BYTES_MAX, &n, &fail);
    if (texts->reference != NULL)
        add_text(texts, mem_text("the reference solution"), texts->reference, n,
            true);
    free(path);
}

static void clear_texts(struct texts *texts)
{
    for (size_t i = 0; i < texts->n; i++)
        free((char *)texts->list[i].name);
    free(texts->list);
    free(texts->reference);
}

/* The skeleton, and the serial program that students may start from. */
static char *given_text(const struct exercise *exercise, struct fail *fail)
{
    char *path = course_baseline_path(cmd_course(), exercise);
    char *skeleton = skeleton_read(cmd_course(), exercise, fail);
    char *baseline = file_read(path, SOURCE_BYTES_MAX, NULL, fail);
    char *given = skeleton != NULL && baseline != NULL
                      ? mem_format("%s\n%s", skeleton, baseline)
                      : NULL;
    free(baseline);
    free(skeleton);
    free(path);
    return given;
}

static void add_percent(struct document *document, int percent)
{
    if (percent < 0)
        document_cell(document, "-");
    else
        document_cell(document, "%d %%", percent);
}

static void add_table(struct document *document, const struct similar_job *job,
    const struct similar_pair *pairs, size_t n)
{
    static const char *const heads[] = {
        "", "One", "Share in the other", "Other", "Share in the one", ""};
    document_table(document, "similar submissions", "rlrlrl");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        document_cell(document, "%s", heads[i]);
    for (size_t i = 0; i < n; i++) {
        document_cell(document, "%zu", i + 1);
        document_cell(document, "%s", job->texts[pairs[i].a].name);
        add_percent(document, pairs[i].a_percent);
        document_cell(document, "%s", job->texts[pairs[i].b].name);
        add_percent(document, pairs[i].b_percent);
        document_cell(
            document, "%s", pairs[i].is_identical ? "the same bytes" : "");
    }
}

static int add_pair(struct document *document, const struct similar_job *job,
    const struct similar_pair *pair, size_t rank, struct fail *fail)
{
    const struct similar_text *a = &job->texts[pair->a];
    const struct similar_text *b = &job->texts[pair->b];
    char *marks_a = NULL, *marks_b = NULL;
    const int result = similar_lines(job, pair, &marks_a, &marks_b, fail);
    if (result == 0) {
        char *title = mem_format("%zu. %s and %s", rank, a->name, b->name);
        const struct beside sides[] = {
            {a->name, a->source, marks_a}, {b->name, b->source, marks_b}};
        document_fold(document, title);
        document_beside(document, sides);
        document_fold_end(document);
        free(title);
    }
    free(marks_b);
    free(marks_a);
    return result;
}

static void print_pairs(const struct exercise *exercise,
    const struct similar_job *job, const struct similar_pair *pairs, size_t n)
{
    progress_end();
    printf("%s: %zu pair%s of %d %% or more\n", exercise->name, n,
        n == 1 ? "" : "s", job->min_percent);
    for (size_t i = 0; i < n && i < SHOWN; i++) {
        const char *const names[] = {
            job->texts[pairs[i].a].name, job->texts[pairs[i].b].name};
        const int percent = pairs[i].a_percent > pairs[i].b_percent
                                ? pairs[i].a_percent
                                : pairs[i].b_percent;
        printf("  %3d %%  ", percent);
        text_print_safe(stdout, names[0], strlen(names[0]), 60);
        fputs(", ", stdout);
        text_print_safe(stdout, names[1], strlen(names[1]), 60);
        putchar('\n');
    }
    progress_start("parlab class similar");
}

static int show_pairs(const struct request *request, struct document *document,
    const struct exercise *exercise, const struct similar_job *job,
    struct fail *fail)
{
    struct similar_pair *pairs = NULL;
    size_t n = 0;
    progress_show("%s, %zu texts", exercise->name, job->n_texts);
    int result = similar_find(job, &pairs, &n, fail);
    if (result == 0) {
        const size_t n_shown = n < request->n_top ? n : request->n_top;
        print_pairs(exercise, job, pairs, n);
        document_heading(document, 2, "%s", exercise->name);
        document_words(document,
            "%zu texts compared; %zu pair%s of %d %% or more%s.", job->n_texts,
            n, n == 1 ? "" : "s", job->min_percent,
            n_shown < n ? ", of which the first are shown" : "");
        if (n > 0)
            add_table(document, job, pairs, n_shown);
        for (size_t i = 0; result == 0 && i < n_shown; i++) {
            progress_show(
                "%s, pair %zu of %zu", exercise->name, i + 1, n_shown);
            result = add_pair(document, job, &pairs[i], i + 1, fail);
        }
    }
    free(pairs);
    return result;
}

static int compare(const struct request *request, struct document *document,
    const struct marks *marks, size_t exercise, const struct collection *others,
    struct fail *fail)
{
    const struct exercise *one =
        marks_at(marks, 0, exercise)->exercise->exercise;
    struct texts texts = {0};
    char *given = given_text(one, fail);
    char *folder =
        mem_format("%s/similar-%s-%s", cmd_folder(), one->lab, one->stem);
    add_class(&texts, marks, exercise);
    const size_t n_new = texts.n;
    for (size_t i = 0; i < request->against.n; i++)
        add_others(&texts, request->against.items[i], &others[i], one->name);
    add_reference(&texts, one);
    const struct similar_job job = {.texts = texts.list,
        .n_texts = texts.n,
        .given = given,
        .folder = folder,
        .min_percent = request->min_percent};
    int result = given != NULL ? 0 : -1;
    if (result == 0 && n_new > 0 && texts.n > 1)
        result = show_pairs(request, document, one, &job, fail);
    free(folder);
    free(given);
    clear_texts(&texts);
    return result;
}

static struct document *begin(const struct request *request)
{
    struct document *document = document_new("Similar submissions");
    document_words(document,
        "Tokens of C are compared: names, layout, comments and numbers make "
        "no difference. A percentage says how much of what somebody wrote "
        "themselves is found in the other text too, in runs of 16 tokens or "
        "more; what everybody was given, the skeleton and the serial program, "
        "is taken off.");
    document_words(document,
        "This is a list of what to look at, and proves nothing: short "
        "exercises have few right answers, which look alike, the reference "
        "among them. Look for what is alike and unusual: the same mistake, the "
        "same detour, the same odd comment.");
    document_words(document,
        "Lines marked = are in a run that the other text has as well, lines "
        "marked - in one that was given.");
    for (size_t i = 0; i < request->against.n; i++)
        document_item(document, "Compared with %s", request->against.items[i]);
    return document;
}

/* @param[out] n  how many there are to be released */
static int collect_others(const struct request *request,
    const struct marks *marks, struct collection *others, size_t *n,
    struct fail *fail)
{
    const struct exercise **all = mem_new(marks->n_exercises, sizeof *all);
    int result = 0;
    for (size_t k = 0; k < marks->n_exercises; k++)
        all[k] = marks_at(marks, 0, k)->exercise->exercise;
    for (*n = 0; result == 0 && *n < request->against.n; *n += result == 0)
        result = collect(request->against.items[*n], cmd_course(), all,
            marks->n_exercises, &others[*n], fail);
    free(all);
    return result;
}

static int write_page(
    const struct request *request, const struct marks *marks, struct fail *fail)
{
    struct fail no_pictures = {""};
    size_t n_others = 0;
    struct document *document = begin(request);
    struct collection *others = mem_new(request->against.n + 1, sizeof *others);
    progress_start("parlab class similar");
    int result = file_make_folder(request->output, fail);
    if (result == 0)
        result = collect_others(request, marks, others, &n_others, fail);
    for (size_t k = 0; result == 0 && k < marks->n_exercises; k++)
        if (is_asked_for(
                request, marks_at(marks, 0, k)->exercise->exercise->name))
            result = compare(request, document, marks, k, others, fail);
    progress_end();
    if (result == 0)
        result = html_write_document(
            request->output, "index", document, &no_pictures, fail);
    for (size_t i = 0; i < n_others; i++)
        collection_free(&others[i]);
    free(others);
    document_free(document);
    return result;
}

static const struct verb verb = {"class similar", "", NULL,
    {table, parse_one, "[LAB[/EXERCISE]...]",
        "Find submissions that look alike.\v"
        "Within the class, against what was handed in elsewhere, and against\n"
        "the reference solutions: a list, the most similar first, and both\n"
        "texts side by side, in DIR/index.html and DIR/index.md. It needs\n"
        "sim_c, of the package similarity-tester. A list proves nothing; look\n"
        "at the texts.\n"
        "\n"
        "Examples:\n"
        "  parlab class similar\n"
        "  parlab class similar --against ~/2025/submissions threads\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};

int class_similar(int argc, char **argv)
{
    struct fail fail = {""};
    struct request request = {
        .output = "similar", .min_percent = 50, .n_top = 40};
    struct policy *policy = NULL;
    cmd_parse(&verb, argc, argv, &request);
    struct marks *marks = class_marks(&request.place, &policy);
    int result = marks->n_students > 0 && marks->n_exercises > 0
                     ? write_page(&request, marks, &fail)
                     : fail_set(&fail, "the gradebook has no submissions yet");
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result == 0)
        printf("Both texts of each: %s/index.html\n", request.output);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    args_free(&request.against);
    args_free(&request.exercises);
    marks_free(marks);
    policy_free(policy);
    return result == 0 ? CMD_FULL : CMD_BROKEN;
}

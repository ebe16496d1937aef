/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/course.h"
#include "grader/lint/expect.h"
#include "tests/page.h"
#include "tests/run.h"
#include "tests/verdict.h"

/* diagnosis PAGE [RUNS [TABLE]]: check every specimen so many times, and write
 * which diagnoses it got beside the one that it should get. Those of
 * tests/blind were written by somebody who knew the names of the diagnoses,
 * and nothing of how they are found: they have a table of their own. So has
 * what is right, which is graded: speed has diagnoses, too. */

enum { NAMES_MAX = 16, SOURCE_MAX = 1 << 20 };

/* A diagnosis and how often it was given. */
struct given {
    char *name, *evidence; /* the last one */
    int n;
};

struct candidate {
    const struct exercise *exercise;
    char *name;
    char *wanted; /* a name; "none"; NULL: nothing is said */
    const char *verb, *option; /* how it is checked */
    struct given given[NAMES_MAX];
    int n_given;
    int n_runs, n_right;
};

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("diagnosis: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

static void add_given(
    struct candidate *one, const char *name, const char *evidence)
{
    int i = 0;
    while (i < one->n_given && strcmp(one->given[i].name, name) != 0)
        i++;
    if (i == NAMES_MAX)
        return;
    if (i == one->n_given)
        one->given[one->n_given++] = (struct given){.name = mem_text(name)};
    free(one->given[i].evidence);
    one->given[i].evidence = mem_text(evidence);
    one->given[i].n++;
}

static void check_once(struct candidate *one, const char *path)
{
    int code;
    const char *const arguments[] = {
        one->verb, one->exercise->name, "--budget=3", one->option, path, NULL};
    json_t *document = run_json(arguments, &code);
    const json_t *result =
        json_array_get(json_object_get(document, "exercises"), 0);
    const json_t *list = json_object_get(result, "diagnoses");
    const size_t n = json_array_size(list);
    bool is_right =
        one->wanted == NULL || (strcmp(one->wanted, "none") == 0 && n == 0);
    for (size_t i = 0; i < n; i++) {
        const json_t *item = json_array_get(list, i);
        const char *name = verdict_text(item, "name");
        add_given(one, name, verdict_text(item, "evidence"));
        is_right = is_right || strcmp(one->wanted, name) == 0;
    }
    if (strcmp(one->verb, "grade") == 0)
        is_right = is_right && n <= (strcmp(one->wanted, "none") != 0);
    one->n_runs++;
    one->n_right += result != NULL && is_right;
    json_decref(document);
}

static void print_candidate(FILE *to, const struct candidate *one)
{
    fprintf(to, "| %s | %s | %s | ", one->exercise->name, one->name,
        one->wanted != NULL ? one->wanted : "");
    for (int i = 0; i < one->n_given; i++) {
        const struct given *given = &one->given[i];
        fprintf(to, "%s**%s**", i > 0 ? "<br>" : "", given->name);
        if (one->n_runs > 1)
            fprintf(to, " (%d of %d)", given->n, one->n_runs);
        fprintf(to, ": %s", given->evidence);
    }
    fputs(" |\n", to);
}

/* What is wanted of a specimen: the first diagnosis of its expect line. */
static char *wanted_of(const char *path)
{
    struct fail fail;
    char *source = file_read(path, SOURCE_MAX, NULL, &fail);
    char *wanted = source != NULL ? expect_value(source, "diagnosis") : NULL;
    free(source);
    return wanted;
}

static int is_source(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".c") == 0;
}

/* How many candidates got what they should. */
struct tally {
    int n_wrong, n_named; /* those that should get a name */
    int n_right, n_silent; /* those that should get none */
};

static void check_candidate(
    struct candidate *one, const char *path, int n_runs, struct tally *tally)
{
    say("%s, %s", one->exercise->name, one->name);
    for (int i = 0; i < n_runs; i++)
        check_once(one, path);
    if (one->wanted == NULL)
        return;
    const bool is_silent = strcmp(one->wanted, "none") == 0;
    tally->n_wrong += !is_silent;
    tally->n_right += is_silent;
    *(is_silent ? &tally->n_silent : &tally->n_named) +=
        one->n_right == one->n_runs;
}

static void clear(struct candidate *one)
{
    for (int k = 0; k < one->n_given; k++) {
        free(one->given[k].name);
        free(one->given[k].evidence);
    }
    free(one->wanted);
    free(one->name);
}

/* A table that is being made. */
struct table {
    const char *name;
    int n_runs;
    struct tally tally;
    FILE *to;
};

static void add(struct table *table, struct candidate *one, const char *path)
{
    check_candidate(one, path, table->n_runs, &table->tally);
    print_candidate(table->to, one);
    clear(one);
}

static void check_folder(struct table *table, const struct exercise *exercise,
    const char *folder, const char *begun, const char *verb)
{
    struct dirent **entries;
    char *path = mem_format(
        "%s/tests/%s/%s", PARLAB_SOURCE_ROOT, folder, exercise->name);
    const int n = scandir(path, &entries, is_source, alphasort);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char *file = mem_format("%s/%s", path, name);
        struct candidate one = {.exercise = exercise,
            .name = mem_format("%.*s", (int)strlen(name) - 2, name),
            .wanted = wanted_of(file),
            .verb = verb,
            .option = "--file"};
        if (text_starts(name, begun))
            add(table, &one, file);
        else
            clear(&one);
        free(file);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    free(path);
}

/* What is right: the reference, the serial baseline but for its being serial,
 * and unusual solutions. */
static void check_right(struct table *table, const struct exercise *exercise)
{
    struct candidate reference = {.exercise = exercise,
        .name = mem_text("reference"),
        .wanted = mem_text("none"),
        .verb = "grade",
        .option = "--reference"};
    struct candidate baseline = {.exercise = exercise,
        .name = mem_text("baseline"),
        .wanted = mem_text(
            exercise->kind == KIND_MPI ? "root-does-all" : "not-parallel"),
        .verb = "check",
        .option = "--baseline"};
    add(table, &reference, NULL);
    add(table, &baseline, NULL);
    check_folder(table, exercise, "blind", "right_", "grade");
}

static void check_exercise(struct table *table, const struct exercise *exercise)
{
    if (strcmp(table->name, "right") == 0)
        check_right(table, exercise);
    else
        check_folder(table, exercise, table->name, "", "check");
}

static char *make_table(
    const struct course *course, const char *name, int n_runs)
{
    char *text = NULL;
    size_t n_bytes;
    struct table table = {
        .name = name, .n_runs = n_runs, .to = mem_stream(&text, &n_bytes)};
    char *command =
        mem_format("make -C build diagnosis RUNS=%d TABLE=%s", n_runs, name);
    page_circumstances(table.to, command);
    free(command);
    fprintf(table.to,
        "\nEach was run %d time%s.\n\n"
        "| exercise | candidate | expected | given |\n"
        "|---|---|---|---|\n",
        n_runs, n_runs == 1 ? "" : "s");
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++)
            check_exercise(&table, &course->labs[i].exercises[k]);
    const struct tally *tally = &table.tally;
    fprintf(table.to, "\nNamed rightly in every run: %d of %d. ",
        tally->n_named, tally->n_wrong);
    if (tally->n_right > 0)
        fprintf(table.to, "Right programs without any diagnosis: %d of %d.",
            tally->n_silent, tally->n_right);
    fputc('\n', table.to);
    fclose(table.to);
    return text;
}

int main(int argc, char **argv)
{
    struct fail fail = {""};
    static const char *const tables[] = {"specimens", "blind", "right"};
    const int n_runs = argc >= 3 ? (int)strtol(argv[2], NULL, 10) : 1;
    bool is_table = argc < 4;
    for (size_t i = 0; argc == 4 && i < 3; i++)
        is_table |= strcmp(argv[3], tables[i]) == 0;
    if (argc < 2 || argc > 4 || n_runs < 1 || !is_table) {
        fputs("usage: diagnosis PAGE [RUNS [TABLE]]\n", stderr);
        return 2;
    }
    setlocale(LC_CTYPE, "");
    struct course *course = course_read(PARLAB_SOURCE_ROOT, &fail);
    int result = course != NULL ? 0 : -1;
    for (size_t i = 0; result == 0 && i < 3; i++) {
        if (argc == 4 && strcmp(argv[3], tables[i]) != 0)
            continue;
        char *text = make_table(course, tables[i], n_runs);
        result = page_replace(argv[1], tables[i], text, &fail);
        free(text);
    }
    course_free(course);
    if (result != 0)
        say("%s", fail.text);
    return result != 0;
}

/* SPDX-License-Identifier: MIT */
#include "grader/lint/lint_private.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/judge.h"
#include "grader/lint/expect.h"
#include "grader/measure/measure.h"

/* Contract, manifest, cases and specimens must speak of the same functions,
 * groups and measures. The cases are those that this program was built
 * with. */

enum { SPECIMENS_MIN = 2, PARTS_MAX = MEASURE_WORKERS_MAX };

static void look_at_contract(struct lint *lint)
{
    const struct exercise *exercise = lint->exercise;
    char *file = mem_format("labs/%s/%s.h", exercise->name, exercise->stem);
    char *text = lint_text(lint, file);
    for (size_t i = 0; text != NULL && exercise->functions[i] != NULL; i++) {
        char *call = mem_format("%s(", exercise->functions[i]);
        const char *at = strstr(text, call);
        if (at == NULL)
            lint_problem(lint, file,
                "does not declare %s(), a function of the manifest",
                exercise->functions[i]);
        free(call);
    }
    if (text != NULL && strstr(text, "@param") == NULL)
        lint_problem(lint, file,
            "is the contract: its comments give every parameter with its "
            "shape and unit (@param)");
    free(text);
    free(file);
}

static const struct case_group *find_group(
    const struct exercise_cases *cases, const char *name)
{
    for (const struct case_group *g = cases->groups; g->name != NULL; g++)
        if (strcmp(g->name, name) == 0)
            return g;
    return NULL;
}

static void look_at_rows(
    struct lint *lint, const char *file, const struct case_group *group)
{
    const char *rows = group->rows;
    for (size_t i = 0; rows != NULL && i < group->n_rows; i++) {
        const char *name = *(const char *const *)(rows + i * group->row_bytes);
        for (size_t k = 0; name != NULL && k < i; k++)
            if (strcmp(name,
                    *(const char *const *)(rows + k * group->row_bytes)) == 0)
                lint_problem(lint, file,
                    "the group \"%s\" has two cases \"%s\"", group->name, name);
        if (name == NULL)
            lint_problem(lint, file, "a case of the group \"%s\" has no name",
                group->name);
    }
}

static bool has_group(const struct exercise *exercise, const char *name)
{
    for (size_t i = 0; i < exercise->n_groups; i++)
        if (strcmp(exercise->groups[i].name, name) == 0)
            return true;
    return false;
}

static bool has_timing(const struct exercise_cases *cases, const char *name)
{
    const struct timing *t = cases->timings;
    for (; t != NULL && t->measure != NULL; t++)
        if (strcmp(t->measure, name) == 0)
            return true;
    return false;
}

static double work_of(
    const struct timing *timing, unsigned part, unsigned n_parts)
{
    struct random random = random_stream(1, "lint");
    double work = 0;
    frame_free(timing->input(&random, 1, part, n_parts, &work));
    return work;
}

/* The copies of the baseline get parts, and so does a candidate whose input
 * grows with its workers. Sizes are whole numbers, so all parts together are
 * the whole only nearly. */
static void look_at_parts(
    struct lint *lint, const char *file, const struct timing *timing)
{
    const double whole = work_of(timing, 0, 1);
    static const unsigned ends[] = {0, PARTS_MAX - 1};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const double share = work_of(timing, ends[i], PARTS_MAX) / whole;
        if (!(share * PARTS_MAX > 0.8 && share * PARTS_MAX < 1.25))
            lint_problem(lint, file,
                "the timing of the measure \"%s\" makes part %u of %d %.2g of "
                "the whole; each should be nearly 1/%d",
                timing->measure, ends[i], PARTS_MAX, share, PARTS_MAX);
    }
}

static void look_at_cases(struct lint *lint)
{
    const struct exercise *exercise = lint->exercise;
    const struct exercise_cases *cases = judge_cases(exercise);
    char *file = mem_format("grader/exercises/%s_cases.c", exercise->name);
    if (cases == NULL)
        lint_problem(lint, file,
            "is not built in; add its line to grader/exercises/local.mk, look "
            "at its EXERCISE_CASES, and run make");
    for (size_t i = 0; cases != NULL && i < exercise->n_groups; i++)
        if (find_group(cases, exercise->groups[i].name) == NULL)
            lint_problem(lint, file, "lacks the group \"%s\" of the manifest",
                exercise->groups[i].name);
    for (size_t i = 0; cases != NULL && i < exercise->n_measures; i++)
        if (!has_timing(cases, exercise->measures[i].name))
            lint_problem(lint, file, "lacks the timing of the measure \"%s\"",
                exercise->measures[i].name);
    for (size_t i = 0; cases != NULL && cases->groups[i].name != NULL; i++) {
        if (!has_group(exercise, cases->groups[i].name))
            lint_problem(lint, file, "the manifest has no group \"%s\"",
                cases->groups[i].name);
        look_at_rows(lint, file, &cases->groups[i]);
    }
    for (const struct timing *t = cases != NULL ? cases->timings : NULL;
         t != NULL && t->measure != NULL; t++)
        look_at_parts(lint, file, t);
    free(file);
}

static void look_at_specimen(struct lint *lint, const char *file)
{
    struct fail fail;
    struct expectation list[EXPECTATIONS_MAX];
    const size_t length = strlen(file);
    if (length < 3 || strcmp(file + length - 2, ".c") != 0) {
        lint_problem(lint, file, "is no specimen: those are C sources");
        return;
    }
    char *text = lint_text(lint, file);
    if (text == NULL || expect_read(text, lint->exercise, list, &fail) == 0)
        lint_problem(
            lint, file, "%s", text != NULL ? fail.text : "cannot be read");
    free(text);
}

static void look_at_specimens(struct lint *lint)
{
    char *folder = mem_format("tests/specimens/%s", lint->exercise->name);
    char **names = lint_folder(lint, folder);
    size_t n = 0;
    for (; names[n] != NULL; n++) {
        char *file = mem_format("%s/%s", folder, names[n]);
        look_at_specimen(lint, file);
        free(file);
    }
    if (n < SPECIMENS_MIN)
        lint_problem(lint, folder,
            "has %zu specimens; show at least %d wrong candidates, each with "
            "what it must get",
            n, SPECIMENS_MIN);
    lint_folder_free(names);
    free(folder);
}

void lint_cases(struct lint *lint)
{
    look_at_contract(lint);
    look_at_cases(lint);
    look_at_specimens(lint);
}

/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/course.h"
#include "grader/judge/machine.h"
#include "grader/lint/expect.h"
#include "tests/run.h"
#include "tests/verdict.h"

/* The manifest is the test: every exercise goes through the real judge and
 * runner as its reference, its baseline, its skeleton and every specimen,
 * and each must get what it should. (That they are all there, "parlab lint"
 * says.) Speed points are full or open, never in
 * between: how fast things are is shown by "make bench". */

#define SEED "20"
#define BUDGET "6" /* s: a reference is mostly measured by then */

static int n_done, n_failed;

static void tap(bool is_ok, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void tap(bool is_ok, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    printf("%sok %d - ", is_ok ? "" : "not ", ++n_done);
    vprintf(format, args);
    putchar('\n');
    fflush(stdout);
    va_end(args);
    n_failed += !is_ok;
}

/* Grade one candidate. @return new reference to its result, or NULL. */
static json_t *grade(
    const char *verb, const char *sort, const char *file, const char *name)
{
    int code;
    const char *check[] = {"check", "--seed", SEED, name, sort, file, NULL};
    const char *timed[] = {
        "grade", "--budget", BUDGET, "--seed", SEED, name, sort, file, NULL};
    const bool is_timed = strcmp(verb, "grade") == 0;
    json_t *document = run_json(is_timed ? timed : check, &code);
    json_t *one =
        json_incref(json_array_get(json_object_get(document, "exercises"), 0));
    if (one == NULL)
        printf("# parlab %s %s %s ended with %d and no JSON\n", verb, sort,
            name, code);
    json_decref(document);
    return one;
}

static bool is_full_or_open(const json_t *one)
{
    return one != NULL && verdict_integer(one, "points") +
                                  verdict_integer(one, "open_points") ==
                              verdict_integer(one, "max_points");
}

static void show_measures(const struct exercise *exercise, const json_t *one)
{
    size_t i;
    const json_t *measure;
    json_array_foreach(json_object_get(one, "measures"), i, measure)
    {
        printf("# %s: %s %.2fx of %.2fx, gain %.2f, %ld blocks, %ld "
               "discarded %s\n",
            exercise->name, verdict_text(measure, "status"),
            json_number_value(json_object_get(measure, "value")),
            json_number_value(json_object_get(measure, "attainable")),
            json_number_value(json_object_get(measure, "gain")),
            verdict_integer(measure, "blocks"),
            verdict_integer(measure, "discarded"),
            verdict_text(measure, "why"));
    }
}

/* SPEED=no leaves out what depends on time, where another run of this test has
 * looked at it: the speedup, and specimens that are right but slow. */
static bool has_speed(void)
{
    const char *speed = getenv("SPEED");
    return speed == NULL || strcmp(speed, "no") != 0;
}

/* A verdict is right to a point, and full points are the end of the scale: a
 * reference that is right at it may get one less. Twice it may not. */
static json_t *grade_reference(const struct exercise *exercise)
{
    if (!has_speed())
        return grade("check", "--reference", NULL, exercise->name);
    json_t *one = grade("grade", "--reference", NULL, exercise->name);
    show_measures(exercise, one);
    if (one == NULL || is_full_or_open(one) ||
        verdict_integer(one, "points") + 1 < verdict_integer(one, "max_points"))
        return one;
    json_decref(one);
    one = grade("grade", "--reference", NULL, exercise->name);
    show_measures(exercise, one);
    return one;
}

/* Checkers take seconds: only where they have something to say. */
static void use_checkers(bool is_asked)
{
    setenv("PARLAB_CHECKERS", is_asked ? "yes" : "no", 1);
}

static void test_reference(const struct exercise *exercise)
{
    use_checkers(true);
    json_t *one = grade_reference(exercise);
    use_checkers(false);
    const json_t *correct = json_object_get(one, "correct");
    const bool is_right =
        one != NULL && verdict_integer(correct, "points") ==
                           verdict_integer(correct, "max_points");
    tap(is_right, "%s: the reference is right", exercise->name);
    tap(is_right && is_full_or_open(one),
        "%s: the reference has full speed points or open ones", exercise->name);
    tap(one != NULL && verdict_text(one, "message")[0] == '\0',
        "%s: the reference compiles without a warning", exercise->name);
    tap(json_array_size(json_object_get(one, "diagnoses")) == 0,
        "%s: the reference gets no diagnosis", exercise->name);
    if (!is_right)
        verdict_show(stdout, one);
    json_decref(one);
}

static void test_baseline(const struct exercise *exercise)
{
    json_t *one = grade("check", "--baseline", NULL, exercise->name);
    const json_t *correct = json_object_get(one, "correct");
    const bool is_right = one != NULL && verdict_integer(correct, "passed") ==
                                             verdict_integer(correct, "total");
    tap(is_right, "%s: the baseline passes all cases", exercise->name);
    tap(one != NULL && (verdict_integer(one, "max_points") + 1) / 3 ==
                           verdict_integer(one, "points"),
        "%s: the baseline earns a third (%ld)", exercise->name,
        verdict_integer(one, "points"));
    tap(verdict_has_diagnosis(one, "not-parallel"),
        "%s: the baseline is diagnosed as not-parallel", exercise->name);
    if (!is_right)
        verdict_show(stdout, one);
    json_decref(one);
}

static void test_skeleton(const struct exercise *exercise)
{
    json_t *one = grade("grade", "--skeleton", NULL, exercise->name);
    tap(one != NULL && strcmp(verdict_text(one, "status"), "graded") == 0 &&
            verdict_text(one, "message")[0] == '\0',
        "%s: the skeleton compiles without a warning", exercise->name);
    tap(one != NULL &&
            verdict_integer(one, "points") <= exercise->skeleton_max_points &&
            verdict_integer(one, "open_points") == 0,
        "%s: the skeleton earns %ld of at most %d points", exercise->name,
        verdict_integer(one, "points"), exercise->skeleton_max_points);
    json_decref(one);
}

/* A specimen, and what its first lines say that it must get. */
struct specimen {
    const struct exercise *exercise;
    char *path;
    const char *base;
    struct expectation list[EXPECTATIONS_MAX];
    size_t n;
    pid_t pid; /* of who grades it beside others; 0: nobody */
    bool is_so; /* it has got what it must get */
};

struct specimens {
    struct specimen *list;
    size_t n;
};

static void read_specimen(struct specimen *specimen)
{
    struct fail fail = {""};
    char *source = file_read(specimen->path, 1 << 20, NULL, &fail);
    specimen->base = strrchr(specimen->path, '/') + 1;
    if (source != NULL)
        specimen->n =
            expect_read(source, specimen->exercise, specimen->list, &fail);
    if (specimen->n == 0)
        printf("# %s: %s\n", specimen->base, fail.text);
    free(source);
}

static bool has_word(const struct specimen *specimen, enum expect_kind kind)
{
    for (size_t i = 0; i < specimen->n; i++)
        if (specimen->list[i].kind == kind)
            return true;
    return false;
}

static bool needs_checkers(const struct specimen *specimen)
{
    for (size_t i = 0; i < specimen->n; i++)
        if (verdict_needs_checkers(&specimen->list[i]))
            return true;
    return false;
}

/* Grade a specimen and hold the verdict against what it must get.
 * @param[out] one  the verdict. */
static bool is_as_expected(const struct specimen *specimen, json_t **one)
{
    bool is_so = specimen->n > 0;
    use_checkers(needs_checkers(specimen));
    *one = grade("check", "--file", specimen->path, specimen->exercise->name);
    use_checkers(false);
    for (size_t i = 0; i < specimen->n && *one != NULL; i++) {
        const struct expectation *word = &specimen->list[i];
        const char *why = verdict_why_untold(*one, word);
        if (why != NULL) {
            printf("# %s: %s was not looked for: %s\n", specimen->base,
                word->word, why);
        } else if (!verdict_holds(*one, word)) {
            printf("# %s: %s does not hold, it has %ld points\n",
                specimen->base, word->word, verdict_integer(*one, "points"));
            is_so = false;
        }
    }
    return is_so && *one != NULL;
}

/* Those whose cases fail do so beside others, too, and what checkers find they
 * find there. */
static bool runs_beside(const struct specimen *specimen)
{
    return has_word(specimen, EXPECT_FAILS) || needs_checkers(specimen);
}

/* They have locks of their own, as none waits for the others to be quiet. */
static void start_beside(struct specimen *specimen)
{
    json_t *one;
    struct fail fail;
    fflush(stdout);
    specimen->pid = fork();
    if (specimen->pid != 0)
        return;
    if (freopen("/dev/null", "w", stdout) == NULL)
        _exit(1);
    char *folder = file_temp_folder(&fail);
    if (folder == NULL)
        _exit(1);
    setenv("XDG_RUNTIME_DIR", folder, 1);
    const bool is_so = is_as_expected(specimen, &one);
    file_remove_folder(folder);
    _exit(is_so ? 0 : 1);
}

static void await_one(struct specimens *all)
{
    int status;
    const pid_t pid = wait(&status);
    for (size_t i = 0; i < all->n && pid > 0; i++)
        if (all->list[i].pid == pid)
            all->list[i].is_so = status == 0;
}

static void grade_beside(struct specimens *all)
{
    enum { LANES_MAX = 8 };
    const int n_wanted = machine_read()->workers_max + 1; /* some only wait */
    const int n_lanes = n_wanted < LANES_MAX ? n_wanted : LANES_MAX;
    int n_running = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (!runs_beside(&all->list[i]))
            continue;
        if (n_running == n_lanes)
            await_one(all);
        else
            n_running++;
        start_beside(&all->list[i]);
    }
    for (; n_running > 0; n_running--)
        await_one(all);
}

/* What several workers did can hide behind other work of the machine: a
 * specimen that does not get what it should gets another try. */
static void test_specimen(struct specimen *specimen)
{
    enum { TRIES = 2 };
    json_t *one = NULL;
    for (int i = 0; i < TRIES && !specimen->is_so && specimen->n > 0; i++) {
        json_decref(one);
        specimen->is_so = is_as_expected(specimen, &one);
    }
    tap(specimen->is_so, "%s: specimen %s gets what it should",
        specimen->exercise->name, specimen->base);
    if (!specimen->is_so)
        verdict_show(stdout, one);
    json_decref(one);
}

static int is_source(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".c") == 0;
}

/* What is right although nobody expected it, by its name; not every exercise
 * has such ones. */
static int is_right_source(const struct dirent *entry)
{
    return is_source(entry) && text_starts(entry->d_name, "right_");
}

/* @param above  below tests/: holds a folder for each exercise.
 * @return how many specimens an exercise has there. */
static int add_specimens(struct specimens *all, const struct course *course,
    const struct exercise *exercise, const char *above,
    int (*is_one)(const struct dirent *))
{
    struct dirent **entries;
    char *folder =
        mem_format("%s/tests/%s/%s", course->root, above, exercise->name);
    const int n = scandir(folder, &entries, is_one, alphasort);
    for (int i = 0; i < n; i++) {
        all->list = mem_grow(all->list, all->n, sizeof *all->list);
        struct specimen *specimen = &all->list[all->n++];
        *specimen = (struct specimen){.exercise = exercise,
            .path = mem_format("%s/%s", folder, entries[i]->d_name)};
        read_specimen(specimen);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    free(folder);
    return n;
}

/* EXERCISES="threads/gaussian mpi" restricts the test. */
static bool is_asked_for(const struct exercise *exercise)
{
    const char *asked = getenv("EXERCISES");
    if (asked == NULL || *asked == '\0')
        return true;
    bool is_asked = false;
    char *copy = mem_text(asked), *rest = copy, *word;
    while ((word = strsep(&rest, " ")) != NULL)
        is_asked |= strcmp(word, exercise->name) == 0 ||
                    strcmp(word, exercise->lab) == 0;
    free(copy);
    return is_asked;
}

/* Only whether files are whole and references right: where the build is what
 * is tested (make distcheck). */
static void test_quickly(const struct exercise *exercise)
{
    use_checkers(false);
    json_t *one = grade("check", "--reference", NULL, exercise->name);
    tap(one != NULL && verdict_integer(one, "points") ==
                           verdict_integer(one, "max_points"),
        "%s: the reference is right", exercise->name);
    if (one != NULL)
        verdict_show(stdout, one);
    json_decref(one);
}

static void test_exercise(const struct course *course,
    const struct exercise *exercise, struct specimens *all)
{
    test_reference(exercise);
    test_baseline(exercise);
    test_skeleton(exercise);
    tap(add_specimens(all, course, exercise, "specimens", is_source) > 0,
        "%s: there are specimens", exercise->name);
    add_specimens(all, course, exercise, "blind", is_right_source);
}

static void test_all_specimens(struct specimens *all)
{
    grade_beside(all);
    for (size_t i = 0; i < all->n; i++) {
        if (runs_beside(&all->list[i]) || has_speed())
            test_specimen(&all->list[i]);
        free(all->list[i].path);
    }
    free(all->list);
}

int main(void)
{
    struct fail fail;
    struct specimens all = {0};
    const char *quick = getenv("PARLAB_QUICK");
    const bool is_quick = quick != NULL && quick[0] != '\0';
    struct course *course = course_read(PARLAB_SOURCE_ROOT, &fail);
    if (course == NULL) {
        printf("Bail out! %s\n", fail.text);
        return 99;
    }
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *exercise = &course->labs[i].exercises[k];
            if (!is_asked_for(exercise))
                continue;
            if (is_quick)
                test_quickly(exercise);
            else
                test_exercise(course, exercise, &all);
        }
    test_all_specimens(&all);
    printf("1..%d\n", n_done);
    course_free(course);
    return n_failed == 0 ? 0 : 1;
}

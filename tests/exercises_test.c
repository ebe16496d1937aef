/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/course.h"
#include "tests/run.h"

/* The manifest is the test: every exercise goes through the real judge and
 * runner as its reference, its baseline, its skeleton and every specimen,
 * and each must get what it should. Speed points are full or open, never in
 * between: how fast things are is shown by "make bench". */

#define SEED "20"

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

static long integer(const json_t *json, const char *key)
{
    return (long)json_integer_value(json_object_get(json, key));
}

static const char *string(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value != NULL ? value : "";
}

/* What went wrong, as TAP comments. */
static void show_failures(const json_t *one)
{
    size_t i;
    const json_t *failure;
    const json_t *correct = json_object_get(one, "correct");
    if (string(one, "message")[0] != '\0')
        printf("# %s\n", string(one, "message"));
    json_array_foreach(json_object_get(correct, "failures"), i, failure)
    {
        char *message = mem_text(string(failure, "message"));
        for (char *p = message; (p = strchr(p, '\n')) != NULL;)
            *p = ';';
        printf("# %s/%s: %s\n", string(failure, "group"),
            string(failure, "case"), message);
        free(message);
    }
}

/* Grade one candidate. @return new reference to its result, or NULL. */
static json_t *grade(
    const char *verb, const char *sort, const char *file, const char *name)
{
    int code;
    const char *arguments[] = {verb, "--seed", SEED, name, sort, file, NULL};
    json_t *document = run_json(arguments, &code);
    json_t *one =
        json_incref(json_array_get(json_object_get(document, "exercises"), 0));
    if (one == NULL)
        printf("# parlab %s %s %s ended with %d and no JSON\n", verb, sort,
            name, code);
    json_decref(document);
    return one;
}

static bool has_diagnosis(const json_t *one, const char *name)
{
    size_t i;
    const json_t *diagnosis;
    json_array_foreach(json_object_get(one, "diagnoses"), i, diagnosis)
    {
        if (strcmp(string(diagnosis, "name"), name) == 0)
            return true;
    }
    return false;
}

static void test_reference(const struct exercise *exercise)
{
    json_t *one = grade("grade", "--reference", NULL, exercise->name);
    const json_t *correct = json_object_get(one, "correct");
    const bool is_right = one != NULL && integer(correct, "points") ==
                                             integer(correct, "max_points");
    tap(is_right, "%s: the reference is right", exercise->name);
    tap(is_right && integer(one, "points") + integer(one, "open_points") ==
                        integer(one, "max_points"),
        "%s: the reference has full speed points or open ones", exercise->name);
    tap(one != NULL && string(one, "message")[0] == '\0',
        "%s: the reference compiles without a warning", exercise->name);
    tap(json_array_size(json_object_get(one, "diagnoses")) == 0,
        "%s: the reference gets no diagnosis", exercise->name);
    size_t i;
    const json_t *measure;
    json_array_foreach(json_object_get(one, "measures"), i, measure)
    {
        printf("# %s: %s %.2fx of %.2fx, gain %.2f, %ld blocks, %ld "
               "discarded %s\n",
            exercise->name, string(measure, "status"),
            json_number_value(json_object_get(measure, "value")),
            json_number_value(json_object_get(measure, "attainable")),
            json_number_value(json_object_get(measure, "gain")),
            integer(measure, "blocks"), integer(measure, "discarded"),
            string(measure, "why"));
    }
    if (!is_right)
        show_failures(one);
    json_decref(one);
}

static void test_baseline(const struct exercise *exercise)
{
    json_t *one = grade("check", "--baseline", NULL, exercise->name);
    const json_t *correct = json_object_get(one, "correct");
    const bool is_right =
        one != NULL && integer(correct, "passed") == integer(correct, "total");
    tap(is_right, "%s: the baseline passes all cases", exercise->name);
    tap(one != NULL &&
            (integer(one, "max_points") + 1) / 3 == integer(one, "points"),
        "%s: the baseline earns a third (%ld)", exercise->name,
        integer(one, "points"));
    tap(has_diagnosis(one, "not-parallel"),
        "%s: the baseline is diagnosed as not-parallel", exercise->name);
    if (!is_right)
        show_failures(one);
    json_decref(one);
}

static void test_skeleton(const struct exercise *exercise)
{
    json_t *one = grade("grade", "--skeleton", NULL, exercise->name);
    tap(one != NULL && strcmp(string(one, "status"), "graded") == 0 &&
            string(one, "message")[0] == '\0',
        "%s: the skeleton compiles without a warning", exercise->name);
    tap(one != NULL &&
            integer(one, "points") <= exercise->skeleton_max_points &&
            integer(one, "open_points") == 0,
        "%s: the skeleton earns %ld of at most %d points", exercise->name,
        integer(one, "points"), exercise->skeleton_max_points);
    json_decref(one);
}

static bool group_passes(const json_t *one, const char *group)
{
    size_t i;
    const json_t *failure;
    const json_t *correct = json_object_get(one, "correct");
    json_array_foreach(json_object_get(correct, "failures"), i, failure)
    {
        if (strcmp(string(failure, "group"), group) == 0)
            return false;
    }
    return true;
}

/* One "key=value" of an expect line. */
static bool holds(const json_t *one, const char *word)
{
    const long points = integer(one, "points");
    if (text_starts(word, "points<="))
        return points <= strtol(word + 8, NULL, 10);
    if (text_starts(word, "points>="))
        return points >= strtol(word + 8, NULL, 10);
    if (text_starts(word, "points="))
        return points == strtol(word + 7, NULL, 10);
    if (text_starts(word, "status="))
        return strcmp(string(one, "status"), word + 7) == 0;
    if (text_starts(word, "passes="))
        return group_passes(one, word + 7);
    if (text_starts(word, "fails="))
        return !group_passes(one, word + 6);
    if (text_starts(word, "diagnosis="))
        return has_diagnosis(one, word + 10);
    return text_starts(word, "later=");
}

static void test_specimen(const struct exercise *exercise, const char *path)
{
    struct fail fail;
    const char *base = strrchr(path, '/') + 1;
    char *source = file_read(path, 1 << 20, NULL, &fail);
    char *expect = source != NULL ? strstr(source, "/* expect: ") : NULL;
    if (expect != source || expect == NULL) {
        tap(false, "%s: specimen %s has an expect line", exercise->name, base);
        free(source);
        return;
    }
    json_t *one = grade("check", "--file", path, exercise->name);
    expect += strlen("/* expect: ");
    expect[strcspn(expect, "*")] = '\0';
    bool is_as_expected = one != NULL;
    for (char *word, *rest = expect; (word = strsep(&rest, " \n")) != NULL;)
        if (*word != '\0' && !holds(one, word)) {
            printf("# %s: %s does not hold, it has %ld points\n", base, word,
                integer(one, "points"));
            is_as_expected = false;
        }
    tap(is_as_expected, "%s: specimen %s gets what it should", exercise->name,
        base);
    if (!is_as_expected)
        show_failures(one);
    json_decref(one);
    free(source);
}

static int is_source(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".c") == 0;
}

static void test_specimens(
    const struct course *course, const struct exercise *exercise)
{
    struct dirent **entries;
    char *folder =
        mem_format("%s/tests/specimens/%s", course->root, exercise->name);
    const int n = scandir(folder, &entries, is_source, alphasort);
    tap(n >= 2, "%s: there are at least two specimens", exercise->name);
    for (int i = 0; i < n; i++) {
        char *path = mem_format("%s/%s", folder, entries[i]->d_name);
        test_specimen(exercise, path);
        free(path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    free(folder);
}

static size_t count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (; (text = strstr(text, word)) != NULL; text++)
        n++;
    return n;
}

static void test_text(const struct exercise *exercise, const char *file,
    const char *word, size_t min, size_t max)
{
    struct fail fail;
    char *path = mem_format("%s/%s", exercise->folder, file);
    char *text = file_read(path, 1 << 20, NULL, &fail);
    const size_t n = text != NULL ? count_of(text, word) : 0;
    tap(n >= min && n <= max, "%s: %s holds \"%s\" %zu times", exercise->name,
        file, word, n);
    free(text);
    free(path);
}

static void test_files(const struct exercise *exercise)
{
    char *skeleton = mem_format("%s.c", exercise->stem);
    char *header = mem_format("%s.h", exercise->stem);
    const char *listed[] = {
        skeleton, header, "serial.c", "README.md", "hints.md"};
    struct dirent **entries;
    const int n = scandir(exercise->folder, &entries, NULL, alphasort);
    size_t n_listed = 0, n_unlisted = 0;
    for (int i = 0; i < n; i++) {
        bool is_listed = entries[i]->d_name[0] == '.';
        for (size_t k = 0; k < 5 && !is_listed; k++)
            if (strcmp(entries[i]->d_name, listed[k]) == 0) {
                is_listed = true;
                n_listed++;
            }
        n_unlisted += !is_listed;
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    tap(n_listed == 5 && n_unlisted == 0, "%s: all files, and no other",
        exercise->name);
    test_text(exercise, skeleton, "TODO(", 1, 99);
    test_text(exercise, "hints.md", "\n## Hint ", 3, 3);
    free(skeleton);
    free(header);
}

/* Only whether files are whole and references right: where the build is what
 * is tested (make distcheck). */
static void test_quickly(const struct exercise *exercise)
{
    json_t *one = grade("check", "--reference", NULL, exercise->name);
    tap(one != NULL && integer(one, "points") == integer(one, "max_points"),
        "%s: the reference is right", exercise->name);
    if (one != NULL)
        show_failures(one);
    json_decref(one);
}

/* Without an argument all; else those whose names start with one of them. */
static bool is_asked_for(const char *name, char *const words[])
{
    bool is_asked = words[0] == NULL;
    for (; *words != NULL; words++)
        is_asked |= text_starts(name, *words);
    return is_asked;
}

int main(int argc, char **argv)
{
    struct fail fail;
    const char *quick = getenv("PARLAB_QUICK");
    const bool is_quick = quick != NULL && quick[0] != '\0';
    (void)argc;
    struct course *course = course_read(PARLAB_SOURCE_ROOT, &fail);
    if (course == NULL) {
        printf("Bail out! %s\n", fail.text);
        return 99;
    }
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *exercise = &course->labs[i].exercises[k];
            if (!is_asked_for(exercise->name, argv + 1))
                continue;
            test_files(exercise);
            if (is_quick) {
                test_quickly(exercise);
                continue;
            }
            test_reference(exercise);
            test_baseline(exercise);
            test_skeleton(exercise);
            test_specimens(course, exercise);
        }
    printf("1..%d\n", n_done);
    course_free(course);
    return n_failed == 0 ? 0 : 1;
}

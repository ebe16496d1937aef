/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/course/course.h"
#include "tests/fuzz/fuzz.h"

/* A course whose course.conf, or the lab.conf of whose only lab, is the input
 * after its first byte, which says which of the two. Either way the whole
 * course is read by its one reader. */

static const char course_conf[] = "labs = [\"first\"];\nworkers = 4;\n";
static const char lab_conf[] =
    "title = \"A lab\"; exercises = ({ name = \"one\"; title = \"One\";\n"
    "kind = \"threads\"; minutes = 1; skeleton_max_points = 0;\n"
    "functions = [\"one\"]; groups = ({ name = \"all\"; title = \"all\";\n"
    "points = 100; core = true; }); });\n";

/* What libconfig loses itself when it meets an error in the middle of a text
 * in quotes; nobody who calls it can release that. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig\n";
}

static void check(const struct course *course)
{
    FUZZ_CLAIM(course->workers >= 1 && course->workers <= 64);
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *exercise = &course->labs[i].exercises[k];
            int points = 0;
            for (size_t g = 0; g < exercise->n_groups; g++)
                points += exercise->groups[g].points;
            for (size_t m = 0; m < exercise->n_measures; m++)
                points += exercise->measures[m].points;
            FUZZ_CLAIM(points == 100);
            FUZZ_CLAIM(fuzz_is_harmless(exercise->title));
            FUZZ_CLAIM(exercise->functions[0] != NULL);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fail fail = {""};
    struct fuzz from = {data, n_bytes};
    const bool is_course = fuzz_byte(&from) == 'c';
    fuzz_put("labs/first/one/one.h", "", 0);
    fuzz_put("labs/course.conf",
        is_course ? (const void *)from.at : course_conf,
        is_course ? from.n : strlen(course_conf));
    const char *root = fuzz_put("labs/first/lab.conf",
        is_course ? lab_conf : (const void *)from.at,
        is_course ? strlen(lab_conf) : from.n);
    struct course *course = course_read(root, &fail);
    if (course != NULL)
        check(course);
    else
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
    course_free(course);
    return 0;
}

/* SPDX-License-Identifier: MIT */
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/site/site.h"
#include "tests/unit/made_class.h"
#include "tests/unit/unit.h"

static const char *const hostile[] = {"Anna O'Brien",
    "J\303\266rg M\303\274ller", "\331\205\330\255\331\205\330\257",
    "../../etc/passwd", "<script>alert(1)</script>", "a/b", "a b", "A B", "con",
    " ", "\"quoted\"", "Bea Becker", NULL};

static void test_site_when_written(void)
{
    struct fail fail = {""}, no_pictures;
    struct made_class *class = made_class_new(hostile, 30, 8);
    made_class_override(class, 0, 0, 80, "shown at the blackboard");
    made_class_override(class, 1, 1, 0, "the same as Bea Becker's");
    const char *to = getenv("SITE_TO");
    const struct site_setup setup = {.marks = &class->marks,
        .policy = &class->policy,
        .explanations = PARLAB_SOURCE_ROOT "/docs/diagnoses",
        .key = getenv("SITE_KEY"),
        .names = "/tmp/w/site-out.names.csv",
        .folder = to != NULL ? to : "/tmp/w/site-out"};
    CU_ASSERT_EQUAL(site_write(&setup, &no_pictures, &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    CU_ASSERT_STRING_EQUAL(no_pictures.text, "");
    made_class_free(class);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"site", test_site_when_written},
        {0},
    };
    return unit_main("class_site", tests);
}

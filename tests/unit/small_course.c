/* SPDX-License-Identifier: MIT */
#include "tests/unit/small_course.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/unit/unit.h"

const char small_course_conf[] = "# a course\n"
                                 "labs = [\"first\", \"second\"];\n"
                                 "workers = 4;\n";

const char small_lab_conf[] =
    "# a lab\n" /* line 1 */
    "title = \"The first lab\";\n"
    "exercises = (\n"
    "  {\n"
    "    name = \"one\";\n" /* 5 */
    "    title = \"A parallel loop\";\n"
    "    kind = \"threads\";\n"
    "    minutes = 45;\n"
    "    skeleton_max_points = 0;\n"
    "    functions = [\"one\", \"one_more\"];\n" /* 10 */
    "    groups = (\n"
    "      { name = \"values\"; title = \"every element\";\n"
    "        points = 35; core = true; },\n"
    "      { name = \"random\"; title = \"at random\";\n"
    "        points = 25; core = false; }\n" /* 15 */
    "    );\n"
    "    measures = (\n"
    "      { name = \"speedup\"; points = 40; yardstick = \"copies\"; }\n"
    "    );\n"
    "    limits = { case_seconds = 7; };\n" /* 20 */
    "  },\n"
    "  {\n"
    "    name = \"other\"; title = \"Another\"; kind = \"mpi\"; minutes = 5;\n"
    "    skeleton_max_points = 9; functions = [\"other\"];\n"
    "    groups = (\n" /* 25 */
    "      { name = \"all\"; title = \"all\"; points = 100; core = true; }\n"
    "    );\n"
    "  }\n"
    ");\n";

static const char second_conf[] =
    "title = \"The second lab\"; exercises = ({ name = \"one\";\n"
    "title = \"Another one\"; kind = \"processes\"; minutes = 1;\n"
    "skeleton_max_points = 0; functions = [\"one\"]; groups = (\n"
    "{ name = \"all\"; title = \"all\"; points = 100; core = true; });});\n";

void small_put(const char *root, const char *name, const char *text)
{
    struct fail fail;
    char *path = mem_format("%s/%s", root, name);
    *strrchr(path, '/') = '\0';
    CU_ASSERT_EQUAL(file_make_folder(path, &fail), 0);
    free(path);
    path = mem_format("%s/%s", root, name);
    CU_ASSERT_EQUAL(file_write(path, text, strlen(text), &fail), 0);
    free(path);
}

char *small_make(void)
{
    struct fail fail;
    char *root = file_temp_folder(&fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(root);
    small_put(root, "labs/course.conf", small_course_conf);
    small_put(root, "labs/first/lab.conf", small_lab_conf);
    small_put(root, "labs/first/one/one.h", "");
    small_put(root, "labs/first/other/other.h", "");
    small_put(root, "labs/second/lab.conf", second_conf);
    small_put(root, "labs/second/one/one.h", "");
    return root;
}

void small_remove(char *root)
{
    file_remove_folder(root);
    free(root);
}

struct course *small_open(void)
{
    struct fail fail = {""};
    char *root = small_make();
    struct course *course = course_read(root, &fail);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(course);
    free(root);
    return course;
}

void small_close(struct course *course)
{
    file_remove_folder(course->root);
    course_free(course);
}

void small_expect(bool holds, const char *row, const char *got)
{
    CU_ASSERT(holds);
    if (!holds)
        printf("# row \"%s\" got: %s\n", row, got);
}

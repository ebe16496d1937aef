/* SPDX-License-Identifier: MIT */
#include "grader/build/key.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* What makes two keys of the build cache the same. */

/* The key of what a processor of this description would be served. */
static void processor_key(const char *cpuinfo, char hex[65])
{
    struct fail fail;
    struct key *key = key_new();
    char *folder = file_temp_folder(&fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    char *path = mem_format("%s/cpuinfo", folder);
    CU_ASSERT_EQUAL(file_write(path, cpuinfo, strlen(cpuinfo), &fail), 0);
    key_processor(key, path);
    CU_ASSERT_EQUAL(key_finish(key, hex, &fail), 0);
    file_remove_folder(folder);
    free(folder);
    free(path);
}

static void test_key_when_the_processor_is_another_then_differs(void)
{
    static const struct {
        const char *cpuinfo;
        bool is_same;
    } rows[] = {
        {"model name\t: A 1\ncpu MHz\t: 900\nflags\t: sse avx\n\nmodel", true},
        {"model name\t: A 1\ncpu MHz\t: 900\nflags\t: sse\n", false},
        {"model name\t: A 2\ncpu MHz\t: 900\nflags\t: sse avx\n", false},
        {"CPU part\t: 0xd0c\nFeatures\t: fp asimd\n", false},
        {"processor\t: 0\ncpu\t\t: POWER9\n", false},
        {"hart\t: 1\nisa\t\t: rv64imafdc\n", false}};
    char here[65], there[65];
    processor_key(
        "model name\t: A 1\ncpu MHz\t: 3100\nflags\t: sse avx\n", here);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        processor_key(rows[i].cpuinfo, there);
        small_expect((strcmp(here, there) == 0) == rows[i].is_same,
            rows[i].cpuinfo, there);
    }
    processor_key("processor\t: 0\ncpu\t\t: POWER9\n", here);
    processor_key("processor\t: 0\ncpu\t\t: POWER10\n", there);
    CU_ASSERT_STRING_NOT_EQUAL(here, there);
}

static void finish(struct key *key, char hex[65])
{
    struct fail fail;
    CU_ASSERT_EQUAL(key_finish(key, hex, &fail), 0);
}

static void test_key_when_parts_are_cut_elsewhere_then_differs(void)
{
    char one[65], other[65];
    struct key *key = key_new();
    key_text(key, "a", "bc");
    key_text(key, "d", "");
    finish(key, one);
    key = key_new();
    key_text(key, "a", "b");
    key_text(key, "d", "c");
    finish(key, other);
    CU_ASSERT_STRING_NOT_EQUAL(one, other);
    key = key_new();
    key_text(key, "a", "bc");
    key_text(key, "d", NULL);
    finish(key, other);
    CU_ASSERT_STRING_NOT_EQUAL(one, other);
}

static void test_key_when_a_file_is_gone_then_differs(void)
{
    char with[65], without[65];
    struct fail fail;
    char *folder = file_temp_folder(&fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    struct key *key = key_new();
    key_file(key, folder);
    finish(key, with);
    file_remove_folder(folder);
    key = key_new();
    key_file(key, folder);
    finish(key, without);
    CU_ASSERT_STRING_NOT_EQUAL(with, without);
    free(folder);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_key_when_the_processor_is_another_then_differs",
            test_key_when_the_processor_is_another_then_differs},
        {"test_key_when_parts_are_cut_elsewhere_then_differs",
            test_key_when_parts_are_cut_elsewhere_then_differs},
        {"test_key_when_a_file_is_gone_then_differs",
            test_key_when_a_file_is_gone_then_differs},
        {0},
    };
    return unit_main("key", tests);
}

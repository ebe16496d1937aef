/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/hostile/assemble.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"
#include "tests/verdict.h"

/* How hostile specimens are put together, and whether a verdict is what they
 * expect. Running them is "make check-hostile". */

static char where[] = "/there", port[] = "80";
static const struct assemble_word words[] = {
    {"@ROOT@", where}, {"@PORT@", port}, {NULL, NULL}};

static const struct {
    const char *source;
    const char *whole; /* NULL: refused */
    const char *reason;
} rows[] = {
    {"int x;\n", "int x;\n", ""},
    {"int x;", "int x;", ""},
    {"", "", ""},
    {"a\n#include \"solution.c\"\nb\n", "a\nthe solution\nb\n", ""},
    {"#include \"serial.c\"\n", "the baseline\n", ""},
    {"#include \"outer.c\"\n", "(\nthe solution\n)\n", ""},
    {"#include \"grader/part.h\"\n", "a part\n", ""},
    {"#include \"one.h\"\n#include <math.h>\n",
        "#include \"one.h\"\n#include <math.h>\n", ""},
    {"#include \"../solution.c\"\n", "#include \"../solution.c\"\n", ""},
    {"  #include \"serial.c\"\n", "  #include \"serial.c\"\n", ""},
    {"\"@ROOT@/a\" @PORT@ @ROOT@\n", "\"/there/a\" 80 /there\n", ""},
    {"#include \"@ROOT@/x.c\"\n", "#include \"/there/x.c\"\n", ""},
    {"a@b.c @progbits @Root@ @@\n", "a@b.c @progbits @Root@ @@\n", ""},
    {"#include \"endless.c\"\n", NULL, "endless.c includes itself"},
    {"#include \"grader/none.h\"\n", NULL, "none.h"},
    {"x @OTHER@\n", NULL, "nothing is known to replace @OTHER@"},
};

static void test_assemble_when_files_are_included_then_has_their_text(void)
{
    struct course *course = small_open();
    const struct exercise *exercise = &course->labs[0].exercises[0];
    small_put(course->root, "solutions/first/one.c", "the solution\n");
    small_put(course->root, "labs/first/one/serial.c", "the baseline\n");
    small_put(course->root, "grader/part.h", "a part\n");
    small_put(course->root, "kit/outer.c", "(\n#include \"solution.c\"\n)\n");
    small_put(course->root, "kit/endless.c", "#include \"endless.c\"\n");
    char *kit = mem_format("%s/kit", course->root);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        char *whole =
            assemble(rows[i].source, course, exercise, kit, words, &fail);
        const bool is_right =
            rows[i].whole == NULL
                ? whole == NULL && strstr(fail.text, rows[i].reason) != NULL
                : whole != NULL && strcmp(whole, rows[i].whole) == 0;
        small_expect(
            is_right, rows[i].source, whole != NULL ? whole : fail.text);
        free(whole);
    }
    free(kit);
    small_close(course);
}

static void test_limits_when_replaced_then_every_exercise_has_them(void)
{
    static const char conf[] =
        "title = \"T\";\nexercises = (\n  { skeleton_max_points = 1;\n"
        "    limits = { case_seconds = 7; }; },\n"
        "  { skeleton_max_points = 2; kind = \"mpi\"; });\n";
    static const char wanted[] =
        "title = \"T\";\nexercises = (\n"
        "  { limits = { a = 1; };\n    skeleton_max_points = 1;\n"
        "     },\n"
        "  { limits = { a = 1; };\n    skeleton_max_points = 2; "
        "kind = \"mpi\"; });\n";
    char *limited = assemble_limits(conf, "a = 1;");
    CU_ASSERT_STRING_EQUAL(limited, wanted);
    free(limited);
}

static const char verdict[] =
    "{\"points\": 20, \"status\": \"graded\", \"message\": \"a warning\","
    " \"correct\": {\"failures\": [{\"group\": \"values\","
    "   \"message\": \"it crashed\"}]},"
    " \"measures\": [{\"why\": \"the results are wrong\"}],"
    " \"diagnoses\": [{\"name\": \"crash\"}], \"flags\": [\"it tampered\"]}";

static const struct {
    struct expectation one;
    bool holds;
} expected[] = {
    {{EXPECT_AT_MOST, 20, "20", "points<=20"}, true},
    {{EXPECT_AT_MOST, 19, "19", "points<=19"}, false},
    {{EXPECT_AT_LEAST, 20, "20", "points>=20"}, true},
    {{EXPECT_AT_LEAST, 21, "21", "points>=21"}, false},
    {{EXPECT_EXACTLY, 20, "20", "points=20"}, true},
    {{EXPECT_EXACTLY, 19, "19", "points=19"}, false},
    {{EXPECT_STATUS, 0, "graded", "status=graded"}, true},
    {{EXPECT_STATUS, 0, "rejected", "status=rejected"}, false},
    {{EXPECT_FAILS, 0, "values", "fails=values"}, true},
    {{EXPECT_FAILS, 0, "value", "fails=value"}, false},
    {{EXPECT_PASSES, 0, "values", "passes=values"}, false},
    {{EXPECT_PASSES, 0, "random", "passes=random"}, true},
    {{EXPECT_DIAGNOSIS, 0, "crash", "diagnosis=crash"}, true},
    {{EXPECT_DIAGNOSIS, 0, "cras", "diagnosis=cras"}, false},
    {{EXPECT_FLAG, 0, "", "flag"}, true},
    {{EXPECT_MESSAGE, 0, "warn", "message=warn"}, true},
    {{EXPECT_MESSAGE, 0, "crashed", "message=crashed"}, true},
    {{EXPECT_MESSAGE, 0, "wrong", "message=wrong"}, true},
    {{EXPECT_MESSAGE, 0, "tampered", "message=tampered"}, true},
    {{EXPECT_MESSAGE, 0, "right", "message=right"}, false},
};

static void test_verdict_when_words_are_held_against_it_then_tells(void)
{
    json_t *one = json_loads(verdict, 0, NULL);
    json_t *nothing = json_object();
    CU_ASSERT_PTR_NOT_NULL_FATAL(one);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        small_expect(verdict_holds(one, &expected[i].one) == expected[i].holds,
            expected[i].one.word, "the opposite");
    CU_ASSERT_FALSE(verdict_holds(nothing, &expected[14].one)); /* flag */
    json_decref(nothing);
    json_decref(one);
}

/* Every specimen of a folder is named in docs/trust.md. */
static size_t count_named(const char *trust, const char *kind)
{
    size_t n = 0;
    struct dirent *entry;
    char *path = mem_format(PARLAB_SOURCE_ROOT "/tests/hostile/%s", kind);
    DIR *folder = opendir(path);
    CU_ASSERT_PTR_NOT_NULL_FATAL(folder);
    free(path);
    while ((entry = readdir(folder)) != NULL) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot == NULL || strcmp(dot, ".c") != 0)
            continue;
        char *name = mem_format(
            "`%s/%.*s`", kind, (int)(dot - entry->d_name), entry->d_name);
        small_expect(strstr(trust, name) != NULL, name, "docs/trust.md");
        free(name);
        n++;
    }
    closedir(folder);
    return n;
}

static size_t count_in(const char *text, const char *word)
{
    size_t n = 0;
    while ((text = strstr(text, word)) != NULL) {
        text += strlen(word);
        n++;
    }
    return n;
}

static void test_trust_when_specimens_are_counted_then_names_each_once(void)
{
    struct fail fail;
    char *trust =
        file_read(PARLAB_SOURCE_ROOT "/docs/trust.md", 1 << 20, NULL, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(trust);
    static const char *const sorts[] = {"cheat", "possible", "break"};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        char *begun = mem_format("`%s/", sorts[i]);
        CU_ASSERT_EQUAL(count_named(trust, sorts[i]), count_in(trust, begun));
        free(begun);
    }
    free(trust);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_assemble_when_files_are_included_then_has_their_text",
            test_assemble_when_files_are_included_then_has_their_text},
        {"test_limits_when_replaced_then_every_exercise_has_them",
            test_limits_when_replaced_then_every_exercise_has_them},
        {"test_verdict_when_words_are_held_against_it_then_tells",
            test_verdict_when_words_are_held_against_it_then_tells},
        {"test_trust_when_specimens_are_counted_then_names_each_once",
            test_trust_when_specimens_are_counted_then_names_each_once},
        {0},
    };
    return unit_main("hostile", tests);
}

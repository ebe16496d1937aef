/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/course/skeleton.h"
#include "tests/unit/unit.h"

/* Solutions in, skeletons or the line of the wrong mark out. */

static void test_skeleton_when_marks_are_right_then_shows_its_part(void)
{
    static const struct {
        const char *solution, *skeleton;
    } rows[] = {
        {"", ""},
        {"a\nb\n", "a\nb\n"},
        {"a\nb", "a\nb"},
        {"a\n//> solution\nb\n//> skeleton\n//| c\n//> end\nd\n", "a\nc\nd\n"},
        {"    //> solution\n\tb\n    //> skeleton\n    //| // TODO(1)\n"
         "    //|   x;\n    //> end\n",
            "    // TODO(1)\n      x;\n"},
        {"\t//> solution\n\t//> skeleton\n\t//| c\n\t//> end\n", "\tc\n"},
        {"a\n//> solution\nb\n//> skeleton\n//> end\nc\n", "a\nc\n"},
        {"  //> solution\n  //> skeleton\n  //|\n  //| \n  //> end", "\n\n"},
        {"//> solution \n//> skeleton\t\r\n//| c \n//> end\r\nd\r\n",
            "c\nd\r\n"},
        {"//> solution\na\n\n//> skeleton\n//| b\n//> end\n\n"
         "//> solution\n//> skeleton\n//| c\n//> end\n",
            "b\n\nc\n"},
        {"x = y; //> no mark, not alone on its line\n",
            "x = y; //> no mark, not alone on its line\n"},
        {"//> solution\n//> skeleton\n//| //| a\n//> end\n", "//| a\n"},
        {"//> solution\nx\n//> skeleton\n//| a\n//> end", "a\n"},
        {"a\n  //> show b\nc\n  //> end show\nd\n", "a\nc\nd\n"},
        {"//> solution\n//> show b\nc\n//> end show\n//> skeleton\n"
         "//> end\nd\n",
            "d\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        char *skeleton = skeleton_make(rows[i].solution, &fail);
        CU_ASSERT_PTR_NOT_NULL(skeleton);
        CU_ASSERT(skeleton != NULL && strcmp(skeleton, rows[i].skeleton) == 0);
        if (skeleton == NULL || strcmp(skeleton, rows[i].skeleton) != 0)
            printf("# row %zu: %s\n", i, fail.text);
        free(skeleton);
    }
}

static void test_skeleton_when_mark_is_misplaced_then_names_its_line(void)
{
    static const struct {
        const char *solution, *reason;
    } rows[] = {
        {"a\n//> solution\nb\n", "line 2: \"//> solution\" is not followed"},
        {"//> solution\n//> skeleton\n//| a\n", "line 1: \"//> solution\""},
        {"a\n//> end\n", "line 2: \"//> end\" without"},
        {"//> solution\n//> end\n", "line 2: \"//> end\" without"},
        {"//> skeleton\n", "line 1: \"//> skeleton\" without"},
        {"//> solution\n//> solution\n", "line 2: \"//> solution\" inside"},
        {"//> solution\n//> skeleton\n//> skeleton\n", "line 3: \"//> skel"},
        {"//> solution\n//> skeleton\n//> solution\n", "line 3: \"//> sol"},
        {"//> solutoin\n", "line 1: no such mark"},
        {"//>solution\n", "line 1: no such mark"},
        {"//> solution x\n", "line 1: no such mark"},
        {"//> show\n", "line 1: no such mark"},
        {"//> solution\n//> skeleton\na\n", "line 3: between"},
        {"//> solution\n//> skeleton\n\n//> end\n", "line 3: between"},
        {"//> solution\n//> skeleton\n//|a\n", "line 3: a blank is missing"},
        {"//| a\n", "line 1: \"//|\" is only for"},
        {"//> solution\n//| a\n", "line 2: \"//|\" is only for"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        char *skeleton = skeleton_make(rows[i].solution, &fail);
        CU_ASSERT_PTR_NULL(skeleton);
        CU_ASSERT(strstr(fail.text, rows[i].reason) == fail.text);
        if (strstr(fail.text, rows[i].reason) != fail.text)
            printf("# row %zu: %s\n", i, fail.text);
        free(skeleton);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_skeleton_when_marks_are_right_then_shows_its_part",
            test_skeleton_when_marks_are_right_then_shows_its_part},
        {"test_skeleton_when_mark_is_misplaced_then_names_its_line",
            test_skeleton_when_mark_is_misplaced_then_names_its_line},
        {0},
    };
    return unit_main("skeleton", tests);
}

/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/course/excerpt.h"
#include "tests/unit/unit.h"

/* Sources in, shown parts out; Markdown in, Markdown with those parts out. */

static void expect(size_t row, char *text, const char *expected,
    const char *reason, const struct fail *fail)
{
    const int is_right = expected != NULL
                             ? text != NULL && strcmp(text, expected) == 0
                             : text == NULL && strcmp(fail->text, reason) == 0;
    CU_ASSERT(is_right);
    if (!is_right)
        printf("# row %zu: %s%s\n", row, text != NULL ? text : "", fail->text);
    free(text);
}

static void test_take_when_marks_are_right_then_gives_the_part(void)
{
    static const struct {
        const char *source, *part;
    } rows[] = {
        {"//> show a\nx;\n//> end show\n", "x;\n"},
        {"//> show a\n//> end show", ""},
        {"y;\n  //> show a\n    x;\n      z;\n\n    w;\n  //> end show\ny;\n",
            "x;\n  z;\n\nw;\n"},
        {"\t//> show a \r\n\tx; \r\n\t//> end show\r\n", "x;\n"},
        {"//> show b\n1\n//> end show\n//> show a\n2\n//> end show\n", "2\n"},
        {"//> show a\n#pragma omp parallel for\n    for (;;)\n"
         "        x;\n//> end show\n",
            "#pragma omp parallel for\nfor (;;)\n    x;\n"},
        {"//> show a\n#pragma p \\\n  q \\\n  r\n    x;\n//> end show\n",
            "#pragma p \\\n  q \\\n  r\nx;\n"},
        {"//> solution\n//> show a\nx;\n//> end show\n//> skeleton\n//| y;\n"
         "//> end\n",
            "x;\n"},
        {"x; //> show a\n//> show a\ny;\n//> end show\n", "y;\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        expect(i, excerpt_take(rows[i].source, "a", &fail), rows[i].part, NULL,
            &fail);
    }
}

static void test_take_when_marks_are_wrong_then_names_the_line(void)
{
    static const struct {
        const char *source, *reason;
    } rows[] = {
        {"", "has no \"//> show a\""},
        {"//> show ab\n//> end show\n", "has no \"//> show a\""},
        {"//> show a\nx;\n",
            "line 1: the part is not closed by \"//> end show\""},
        {"//> show a\n//> end show\n//> show b\n",
            "line 3: the part is not closed by \"//> end show\""},
        {"\n//> end show\n",
            "line 2: \"//> end show\" without a \"//> show NAME\" before it"},
        {"//> show a\n//> end show\n//> show a\n//> end show\n",
            "line 3: a is shown a second time"},
        {"//> show a\n//> show b\n//> end show\n",
            "line 2: a mark inside a part that is shown; \"//> end show\" goes "
            "first"},
        {"//> show a\n//> solution\n",
            "line 2: a mark inside a part that is shown; \"//> end show\" goes "
            "first"},
        {"//> show\n", "line 1: \"//> show NAME\" takes one name of letters, "
                       "digits, - and _"},
        {"//> show a b\n//> end show\n",
            "line 1: \"//> show NAME\" takes one name of letters, digits, - "
            "and _"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        expect(i, excerpt_take(rows[i].source, "a", &fail), NULL,
            rows[i].reason, &fail);
    }
}

/* The one file that there is. */
static char *read_x(const char *file, void *context, struct fail *fail)
{
    (void)context;
    if (strcmp(file, "x.c") == 0)
        return mem_text("//> show a\n  new;\n//> end show\n//> show none\n"
                        "//> end show\n");
    fail_set(fail, "is not there");
    return NULL;
}

static void test_fill_when_marks_are_right_then_replaces_blocks(void)
{
    static const struct {
        const char *markdown, *filled;
    } rows[] = {
        {"", ""},
        {"text\n\n```c\nold;\n```\nend", "text\n\n```c\nold;\n```\nend"},
        {"a\n<!-- code x.c a -->\n```c\nold;\nold;\n```\nb\n",
            "a\n<!-- code x.c a -->\n```c\nnew;\n```\nb\n"},
        {"<!-- code x.c none -->\n```c\nold;\n```\n",
            "<!-- code x.c none -->\n```c\n```\n"},
        {"<!--  code  -->\n", "<!--  code  -->\n"},
        {"````\n<!-- code x.c a -->\n```c\nold;\n```\n````\n"
         "<!-- code   x.c   a   -->\n```c\n```",
            "````\n<!-- code x.c a -->\n```c\nold;\n```\n````\n"
            "<!-- code   x.c   a   -->\n```c\nnew;\n```"},
        {"~~~\n```\n<!-- code wrong -->\n~~~\n",
            "~~~\n```\n<!-- code wrong -->\n~~~\n"},
        {"    <!-- code x.c a -->\n", "    <!-- code x.c a -->\n"},
        {"    ```\n<!-- code x.c a -->\n```c\n```\n",
            "    ```\n<!-- code x.c a -->\n```c\nnew;\n```\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        expect(i, excerpt_fill(rows[i].markdown, read_x, NULL, &fail),
            rows[i].filled, NULL, &fail);
    }
}

static void test_fill_when_something_is_wrong_then_names_the_line(void)
{
    static const char form[] =
        "line 1: the mark is not \"<!-- code FILE NAME -->\"";
    static const char no_block[] = "line 2: directly after the mark there must "
                                   "be a block that starts with ```c";
    static const struct {
        const char *markdown, *reason;
    } rows[] = {
        {"<!-- code -->\n```c\n```\n", form},
        {"<!-- code x.c -->\n```c\n```\n", form},
        {"<!-- code x.c a b -->\n```c\n```\n", form},
        {"<!-- code x.c a\n```c\n```\n", form},
        {"<!-- code x.c a --> more\n```c\n```\n", form},
        {"\n<!-- code x.c a -->\n\n```c\n```\n", no_block},
        {"\n<!-- code x.c a -->\n```\n```\n", no_block},
        {"\n<!-- code x.c a -->", no_block},
        {"<!-- code x.c a -->\n```c\nold;\n",
            "line 1: the block after the mark has no end"},
        {"\n\n<!-- code y.c a -->\n```c\n```\n", "line 3: y.c: is not there"},
        {"<!-- code x.c b -->\n```c\n```\n",
            "line 1: x.c: has no \"//> show b\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        expect(i, excerpt_fill(rows[i].markdown, read_x, NULL, &fail), NULL,
            rows[i].reason, &fail);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_take_when_marks_are_right_then_gives_the_part",
            test_take_when_marks_are_right_then_gives_the_part},
        {"test_take_when_marks_are_wrong_then_names_the_line",
            test_take_when_marks_are_wrong_then_names_the_line},
        {"test_fill_when_marks_are_right_then_replaces_blocks",
            test_fill_when_marks_are_right_then_replaces_blocks},
        {"test_fill_when_something_is_wrong_then_names_the_line",
            test_fill_when_something_is_wrong_then_names_the_line},
        {0},
    };
    return unit_main("excerpt", tests);
}

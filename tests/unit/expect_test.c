/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/lint/expect.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* First lines of specimens in, what they expect or the word that is none
 * out. The exercise has two groups and 100 points. */

static char name[] = "lab/one";
static char values[] = "values", workers[] = "workers", speedup[] = "speedup";
static struct group groups[] = {
    {.name = values, .points = 20}, {.name = workers, .points = 40}};
static struct measure measures[] = {{.name = speedup, .points = 40}};
static const struct exercise exercise = {.name = name,
    .groups = groups,
    .n_groups = 2,
    .measures = measures,
    .n_measures = 1};

struct good_row {
    const char *source;
    size_t n;
    struct expectation list[5];
};

static const struct good_row good[] = {
    {"/* expect: points=20 */", 1, {{EXPECT_EXACTLY, 20, "20", "points=20"}}},
    {"/* expect: points<=0 points>=100 */\nint x;\n", 2,
        {{EXPECT_AT_MOST, 0, "0", "points<=0"},
            {EXPECT_AT_LEAST, 100, "100", "points>=100"}}},
    {"/* expect: passes=values fails=workers */\n", 2,
        {{EXPECT_PASSES, 0, "values", "passes=values"},
            {EXPECT_FAILS, 0, "workers", "fails=workers"}}},
    {"/* expect: status=graded status=rejected */", 2,
        {{EXPECT_STATUS, 0, "graded", "status=graded"},
            {EXPECT_STATUS, 0, "rejected", "status=rejected"}}},
    {"/* expect: diagnosis=crash diagnosis=copy-on-write */", 2,
        {{EXPECT_DIAGNOSIS, 0, "crash", "diagnosis=crash"},
            {EXPECT_DIAGNOSIS, 0, "copy-on-write", "diagnosis=copy-on-write"}}},
    {"/* expect: points=60 diagnosis=none */", 2,
        {{EXPECT_EXACTLY, 60, "60", "points=60"},
            {EXPECT_DIAGNOSIS, 0, "none", "diagnosis=none"}}},
    {"/* expect: points=1\n   fails=values\r\n\t diagnosis=race */", 3,
        {{EXPECT_EXACTLY, 1, "1", "points=1"},
            {EXPECT_FAILS, 0, "values", "fails=values"},
            {EXPECT_DIAGNOSIS, 0, "race", "diagnosis=race"}}},
    {"/* expect: flag message=word ends<=20 */", 3,
        {{EXPECT_FLAG, 0, "", "flag"},
            {EXPECT_MESSAGE, 0, "word", "message=word"},
            {EXPECT_ENDS, 20, "20", "ends<=20"}}},
    {"/* expect: exercise=lab/one verb=grade layer=landlock tries=3 "
     "points=0 */",
        5,
        {{EXPECT_EXERCISE, 0, "lab/one", "exercise=lab/one"},
            {EXPECT_VERB, 0, "grade", "verb=grade"},
            {EXPECT_LAYER, 0, "landlock", "layer=landlock"},
            {EXPECT_TRIES, 3, "3", "tries=3"},
            {EXPECT_EXACTLY, 0, "0", "points=0"}}},
    {"/* expect:   points=7   */", 1, {{EXPECT_EXACTLY, 7, "7", "points=7"}}},
    {"/* expect: points=7*/", 1, {{EXPECT_EXACTLY, 7, "7", "points=7"}}},
};

static bool is_same(const struct expectation *a, const struct expectation *b)
{
    return a->kind == b->kind && a->points == b->points &&
           strcmp(a->name, b->name) == 0 && strcmp(a->word, b->word) == 0;
}

static void test_read_when_words_are_right_then_lists_them(void)
{
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct fail fail = {""};
        struct expectation list[EXPECTATIONS_MAX] = {0};
        const size_t n = expect_read(good[i].source, &exercise, list, &fail);
        bool is_right = n == good[i].n;
        for (size_t k = 0; k < n && is_right; k++)
            is_right = is_same(&list[k], &good[i].list[k]);
        small_expect(is_right, good[i].source, fail.text);
    }
}

static const struct {
    const char *source, *reason;
} bad[] = {
    {"", "the first line is no"},
    {"int x;\n/* expect: points=1 */", "the first line is no"},
    {" /* expect: points=1 */", "the first line is no"},
    {"// expect: points=1\n", "the first line is no"},
    {"/* expect points=1 */", "the first line is no"},
    {"/* expect: points=1", "the first line is no"},
    {"/* expect: */", "nothing is expected"},
    {"/* expect:    \n */", "nothing is expected"},
    {"/* expect: points */", "\"points\" is nothing"},
    {"/* expect: point=1 */", "\"point=1\" is nothing"},
    {"/* expect: points<20 */", "\"points<20\" is nothing"},
    {"/* expect: points=20, fails=values */", "points=20,: no number"},
    {"/* expect: points= */", "points=: no number"},
    {"/* expect: points=many */", "points=many: no number"},
    {"/* expect: points=1.5 */", "points=1.5: no number"},
    {"/* expect: points=-1 */", "points=-1: no number"},
    {"/* expect: points<=+5 */", "points<=+5: no number"},
    {"/* expect: points=101 */", "points=101: the exercise has 100 points"},
    {"/* expect: points=99999999999999999999 */", ": the exercise has 100"},
    {"/* expect: points =20 */", "\"points\" is nothing"},
    {"/* expect: status=right */", "graded or rejected"},
    {"/* expect: fails=value */", "no such group"},
    {"/* expect: passes= */", "no such group"},
    {"/* expect: passes=speedup */", "no such group"},
    {"/* expect: later=race */", "\"later=race\" is nothing"},
    {"/* expect: diagnosis= */", "no name of a diagnosis"},
    {"/* expect: diagnosis=bad-luck */", "no name of a diagnosis"},
    {"/* expect: diagnosis=races */", "no name of a diagnosis"},
    {"/* expect: flag=1 */", "a flag has no value"},
    {"/* expect: flags */", "a flag has no value"},
    {"/* expect: message= */", "no part of a message"},
    {"/* expect: ends<=soon */", "ends<=soon: no number of seconds"},
    {"/* expect: ends=3 */", "\"ends=3\" is nothing"},
    {"/* expect: exercise=lab/two */", "the exercise is lab/one"},
    {"/* expect: verb=list */", "a verb is check or grade"},
    {"/* expect: layer=none */", "a layer is bubblewrap or landlock"},
    {"/* expect: message=words-that-nobody-would-ever-put-there */",
        "is too long"},
    {"/* expect: points=1 points=1 points=1 points=1 points=1 points=1 "
     "points=1 points=1 points=1 points=1 points=1 points=1 points=1 points=1 "
     "points=1 points=1 points=1 */",
        "more than 16"},
};

static void test_read_when_word_is_none_then_names_it(void)
{
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct fail fail = {""};
        struct expectation list[EXPECTATIONS_MAX];
        const size_t n = expect_read(bad[i].source, &exercise, list, &fail);
        small_expect(n == 0 && strstr(fail.text, bad[i].reason) != NULL,
            bad[i].source, fail.text);
    }
}

static const struct {
    const char *source, *name, *value;
} valued[] = {
    {"/* expect: verb=grade points=1 */", "verb", "grade"},
    {"/* expect: points=1\n   exercise=mpi/matvec */", "exercise",
        "mpi/matvec"},
    {"/* expect: points=1 */ verb=grade", "verb", ""},
    {"/* expect: averb=grade verbose=1 verb */", "verb", ""},
    {"int x; /* expect: verb=grade */", "verb", ""},
};

static void test_value_when_word_is_there_then_is_its_value(void)
{
    for (size_t i = 0; i < sizeof valued / sizeof *valued; i++) {
        char *value = expect_value(valued[i].source, valued[i].name);
        small_expect(strcmp(value != NULL ? value : "", valued[i].value) == 0,
            valued[i].source, value != NULL ? value : "nothing");
        free(value);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_read_when_words_are_right_then_lists_them",
            test_read_when_words_are_right_then_lists_them},
        {"test_read_when_word_is_none_then_names_it",
            test_read_when_word_is_none_then_names_it},
        {"test_value_when_word_is_there_then_is_its_value",
            test_value_when_word_is_there_then_is_its_value},
        {0},
    };
    return unit_main("expect", tests);
}

/* SPDX-License-Identifier: MIT */
#include "grader/lint/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/diagnose/diagnose.h"

/* A word that is misspelt would expect nothing, so every word must be one of
 * the table, a group one of the exercise, and a diagnosis one that there is. */

static const char start[] = "/* expect: ";

static const struct {
    const char *prefix;
    enum expect_kind kind;
} prefixes[] = {
    {"points<=", EXPECT_AT_MOST},
    {"points>=", EXPECT_AT_LEAST},
    {"points=", EXPECT_EXACTLY},
    {"status=", EXPECT_STATUS},
    {"passes=", EXPECT_PASSES},
    {"fails=", EXPECT_FAILS},
    {"diagnosis=", EXPECT_DIAGNOSIS},
    {"flag", EXPECT_FLAG},
    {"message=", EXPECT_MESSAGE},
    {"ends<=", EXPECT_ENDS},
    {"exercise=", EXPECT_EXERCISE},
    {"verb=", EXPECT_VERB},
    {"layer=", EXPECT_LAYER},
    {"tries=", EXPECT_TRIES},
};
enum { N_PREFIXES = sizeof prefixes / sizeof *prefixes };

static bool has_group(const struct exercise *exercise, const char *name)
{
    for (size_t i = 0; i < exercise->n_groups; i++)
        if (strcmp(exercise->groups[i].name, name) == 0)
            return true;
    return false;
}

static long all_points(const struct exercise *exercise)
{
    long points = 0;
    for (size_t i = 0; i < exercise->n_groups; i++)
        points += exercise->groups[i].points;
    for (size_t i = 0; i < exercise->n_measures; i++)
        points += exercise->measures[i].points;
    return points;
}

static int take_number(struct expectation *one, const char *value,
    const char *what, struct fail *fail)
{
    const size_t n_digits = strspn(value, "0123456789");
    if (n_digits == 0 || value[n_digits] != '\0')
        return fail_set(fail, "%s: no number of %s", one->word, what);
    one->points = strtol(value, NULL, 10);
    return 0;
}

static int check_points(const struct exercise *exercise,
    struct expectation *one, const char *value, struct fail *fail)
{
    const long most = all_points(exercise);
    if (take_number(one, value, "points", fail) != 0)
        return -1;
    if (one->points > most)
        return fail_set(
            fail, "%s: the exercise has %ld points", one->word, most);
    return 0;
}

/* @param a  one of the two words that may stand there. */
static int check_either(const struct expectation *one, const char *value,
    const char *what, const char *a, const char *b, struct fail *fail)
{
    if (strcmp(value, a) == 0 || strcmp(value, b) == 0)
        return 0;
    return fail_set(fail, "%s: a %s is %s or %s", one->word, what, a, b);
}

static int check_value(const struct exercise *exercise, struct expectation *one,
    const char *value, struct fail *fail)
{
    snprintf(one->name, sizeof one->name, "%s", value);
    switch (one->kind) {
    case EXPECT_AT_MOST:
    case EXPECT_AT_LEAST:
    case EXPECT_EXACTLY:
        return check_points(exercise, one, value, fail);
    case EXPECT_STATUS:
        return check_either(one, value, "status", "graded", "rejected", fail);
    case EXPECT_PASSES:
    case EXPECT_FAILS:
        if (!has_group(exercise, value))
            return fail_set(
                fail, "%s: the exercise has no such group", one->word);
        return 0;
    case EXPECT_DIAGNOSIS:
        if (strcmp(value, "none") != 0 && diagnose_rank(value) < 0)
            return fail_set(fail,
                "%s: no name of a diagnosis; parlab explain has them",
                one->word);
        return 0;
    case EXPECT_FLAG:
        if (*value != '\0')
            return fail_set(fail, "%s: a flag has no value", one->word);
        return 0;
    case EXPECT_MESSAGE:
        if (*value == '\0')
            return fail_set(fail, "%s: no part of a message", one->word);
        return 0;
    case EXPECT_ENDS:
        return take_number(one, value, "seconds", fail);
    case EXPECT_TRIES:
        return take_number(one, value, "tries", fail);
    case EXPECT_EXERCISE:
        if (strcmp(value, exercise->name) != 0)
            return fail_set(
                fail, "%s: the exercise is %s", one->word, exercise->name);
        return 0;
    case EXPECT_VERB:
        return check_either(one, value, "verb", "check", "grade", fail);
    case EXPECT_LAYER:
        return check_either(
            one, value, "layer", "bubblewrap", "landlock", fail);
    }
    return 0;
}

static int read_word(const struct exercise *exercise, const char *word,
    struct expectation *one, struct fail *fail)
{
    if (strlen(word) >= EXPECT_WORD_MAX)
        return fail_set(fail, "\"%.40s...\" is too long", word);
    snprintf(one->word, sizeof one->word, "%s", word);
    for (int i = 0; i < N_PREFIXES; i++) {
        if (!text_starts(word, prefixes[i].prefix))
            continue;
        one->kind = prefixes[i].kind;
        return check_value(
            exercise, one, word + strlen(prefixes[i].prefix), fail);
    }
    return fail_set(fail, "\"%s\" is nothing that can be expected", word);
}

/* The words of the comment. @return new; NULL: it is missing. */
static char *copy_words(const char *source)
{
    const char *end = strstr(source, "*/");
    if (!text_starts(source, start) || end == NULL)
        return NULL;
    const char *words = source + strlen(start);
    return mem_format("%.*s", (int)(end - words), words);
}

char *expect_value(const char *source, const char *name)
{
    const size_t n_name = strlen(name);
    char *copy = copy_words(source), *rest = copy, *word, *value = NULL;
    while (value == NULL && (word = strsep(&rest, " \t\r\n")) != NULL)
        if (strncmp(word, name, n_name) == 0 && word[n_name] == '=')
            value = mem_text(word + n_name + 1);
    free(copy);
    return value;
}

size_t expect_read(const char *source, const struct exercise *exercise,
    struct expectation list[], struct fail *fail)
{
    size_t n = 0;
    char *copy = copy_words(source), *rest = copy, *word;
    if (copy == NULL) {
        fail_set(fail, "the first line is no \"%s... */\"", start);
        return 0;
    }
    bool is_well = true;
    while (is_well && (word = strsep(&rest, " \t\r\n")) != NULL) {
        if (*word == '\0')
            continue;
        is_well =
            n < EXPECTATIONS_MAX
                ? read_word(exercise, word, &list[n], fail) == 0
                : fail_set(fail, "more than %d words", EXPECTATIONS_MAX) == 0;
        n++;
    }
    free(copy);
    if (is_well && n == 0)
        fail_set(fail, "nothing is expected");
    return is_well ? n : 0;
}

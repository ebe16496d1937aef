/* SPDX-License-Identifier: MIT */
#include "grader/lint/expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A word that is misspelt would expect nothing, so every word must be one of
 * the table, and a group must be one of the exercise. */

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
    {"later=", EXPECT_LATER},
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

static int check_points(const struct exercise *exercise,
    struct expectation *one, const char *value, struct fail *fail)
{
    const long most = all_points(exercise);
    const size_t n_digits = strspn(value, "0123456789");
    if (n_digits == 0 || value[n_digits] != '\0')
        return fail_set(fail, "%s: no number of points", one->word);
    one->points = strtol(value, NULL, 10);
    if (one->points > most)
        return fail_set(
            fail, "%s: the exercise has %ld points", one->word, most);
    return 0;
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
        if (strcmp(value, "graded") != 0 && strcmp(value, "rejected") != 0)
            return fail_set(
                fail, "%s: a status is graded or rejected", one->word);
        return 0;
    case EXPECT_PASSES:
    case EXPECT_FAILS:
        if (!has_group(exercise, value))
            return fail_set(
                fail, "%s: the exercise has no such group", one->word);
        return 0;
    case EXPECT_DIAGNOSIS:
    case EXPECT_LATER:
        if (*value == '\0')
            return fail_set(fail, "%s: no name of a diagnosis", one->word);
        return 0;
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

size_t expect_read(const char *source, const struct exercise *exercise,
    struct expectation list[], struct fail *fail)
{
    const char *end = strstr(source, "*/");
    size_t n = 0;
    if (!text_starts(source, start) || end == NULL) {
        fail_set(fail, "the first line is no \"%s... */\"", start);
        return 0;
    }
    const char *words = source + strlen(start);
    char *copy = mem_format("%.*s", (int)(end - words), words);
    char *rest = copy, *word;
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

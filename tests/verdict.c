/* SPDX-License-Identifier: MIT */
#include "tests/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* One exercise of "parlab --json", read the way a specimen's first line asks
 * for it. A key that is missing is nothing, not a failure: the words that ask
 * for it then do not hold. */

long verdict_integer(const json_t *json, const char *key)
{
    return (long)json_integer_value(json_object_get(json, key));
}

const char *verdict_text(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value != NULL ? value : "";
}

/* Whether one object of a list has a text. */
static bool has_item(
    const json_t *list, const char *key, const char *text, bool is_part)
{
    size_t i;
    const json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *its = json_is_string(item) ? json_string_value(item)
                                               : verdict_text(item, key);
        if (is_part ? strstr(its, text) != NULL : strcmp(its, text) == 0)
            return true;
    }
    return false;
}

static const json_t *failures(const json_t *one)
{
    return json_object_get(json_object_get(one, "correct"), "failures");
}

bool verdict_has_diagnosis(const json_t *one, const char *name)
{
    return has_item(json_object_get(one, "diagnoses"), "name", name, false);
}

static bool says(const json_t *one, const char *text)
{
    return strstr(verdict_text(one, "message"), text) != NULL ||
           has_item(failures(one), "message", text, true) ||
           has_item(json_object_get(one, "measures"), "why", text, true) ||
           has_item(json_object_get(one, "flags"), NULL, text, true);
}

/* The checker that a diagnosis may come from; NULL: from none. */
static const char *checker_of(const struct expectation *expected)
{
    static const struct {
        const char *diagnosis, *check;
    } needs[] = {{"race", "races"}, {"writes-after-return", "races"},
        {"nondeterministic", "races"}, {"none", "races"},
        {"out-of-bounds", "memory"}, {"use-after-free", "memory"},
        {"undefined-behaviour", "memory"}, {"memory-leak", "leaks"},
        {"unsafe-send", "sends"}};
    for (size_t i = 0;
         expected->kind == EXPECT_DIAGNOSIS && i < sizeof needs / sizeof *needs;
         i++)
        if (strcmp(expected->name, needs[i].diagnosis) == 0)
            return needs[i].check;
    return NULL;
}

bool verdict_needs_checkers(const struct expectation *expected)
{
    return checker_of(expected) != NULL;
}

const char *verdict_why_untold(
    const json_t *one, const struct expectation *expected)
{
    const char *name = checker_of(expected);
    const json_t *check =
        name != NULL ? json_object_get(json_object_get(one, "checks"), name)
                     : NULL;
    return strcmp(verdict_text(check, "status"), "not-done") == 0
               ? verdict_text(check, "why")
               : NULL;
}

bool verdict_holds(const json_t *one, const struct expectation *expected)
{
    const long points = verdict_integer(one, "points");
    const char *name = expected->name;
    switch (expected->kind) {
    case EXPECT_AT_MOST:
        return points <= expected->points;
    case EXPECT_AT_LEAST:
        return points >= expected->points;
    case EXPECT_EXACTLY:
        return points == expected->points;
    case EXPECT_STATUS:
        return strcmp(verdict_text(one, "status"), name) == 0;
    case EXPECT_PASSES:
        return !has_item(failures(one), "group", name, false);
    case EXPECT_FAILS:
        return has_item(failures(one), "group", name, false);
    case EXPECT_DIAGNOSIS:
        return strcmp(name, "none") == 0
                   ? json_array_size(json_object_get(one, "diagnoses")) == 0
                   : verdict_has_diagnosis(one, name);
    case EXPECT_FLAG:
        return json_array_size(json_object_get(one, "flags")) > 0;
    case EXPECT_MESSAGE:
        return says(one, name);
    case EXPECT_ENDS:
    case EXPECT_EXERCISE:
    case EXPECT_VERB:
    case EXPECT_LAYER:
    case EXPECT_TRIES:
        return true;
    }
    return false;
}

static void show_line(FILE *to, const char *start, const char *text)
{
    if (text[0] == '\0')
        return;
    char *line = mem_text(text);
    for (char *p = line; (p = strchr(p, '\n')) != NULL;)
        *p = ';';
    fprintf(to, "# %s%s\n", start, line);
    free(line);
}

void verdict_show(FILE *to, const json_t *one)
{
    size_t i;
    const json_t *item;
    show_line(to, "", verdict_text(one, "message"));
    json_array_foreach(failures(one), i, item)
    {
        char *start = mem_format(
            "%s/%s: ", verdict_text(item, "group"), verdict_text(item, "case"));
        show_line(to, start, verdict_text(item, "message"));
        free(start);
    }
    json_array_foreach(json_object_get(one, "measures"), i, item)
        show_line(to, "why: ", verdict_text(item, "why"));
    json_array_foreach(json_object_get(one, "flags"), i, item)
        show_line(to, "flag: ", json_string_value(item));
}

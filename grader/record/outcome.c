/* SPDX-License-Identifier: MIT */
#include "grader/record/outcome.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Only cases that fail are in the JSON, so a case passes now that failed
 * before and is not among them. That says nothing when one of the two checks
 * ran no case at all: then the points alone are compared. */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static void add(char ***list, size_t *n, char *text)
{
    *list = mem_grow(*list, *n, sizeof **list);
    (*list)[(*n)++] = text;
}

static void read_exercise(const json_t *exercise, struct outcome *outcome)
{
    size_t i;
    const json_t *one, *correct = json_object_get(exercise, "correct");
    outcome->is_known = json_is_object(correct);
    outcome->is_rejected = strcmp(text_of(exercise, "status"), "rejected") == 0;
    outcome->points =
        (int)json_integer_value(json_object_get(correct, "points"));
    outcome->max =
        (int)json_integer_value(json_object_get(correct, "max_points"));
    outcome->n_cases =
        (size_t)json_integer_value(json_object_get(correct, "total"));
    json_array_foreach(json_object_get(correct, "failures"), i, one)
        add(&outcome->failing, &outcome->n_failing,
            mem_format("%s: %s", text_of(one, "group"), text_of(one, "case")));
    json_array_foreach(json_object_get(exercise, "diagnoses"), i, one)
        add(&outcome->diagnoses, &outcome->n_diagnoses,
            mem_text(text_of(one, "name")));
    if (outcome->n_failing > 0)
        qsort(outcome->failing, outcome->n_failing, sizeof *outcome->failing,
            by_text);
}

void outcome_read(const char *json, struct outcome *outcome)
{
    *outcome = (struct outcome){0};
    json_t *document = json_loads(json, 0, NULL);
    const json_t *exercise =
        json_array_get(json_object_get(document, "exercises"), 0);
    if (exercise != NULL)
        read_exercise(exercise, outcome);
    json_decref(document);
}

void outcome_clear(struct outcome *outcome)
{
    for (size_t i = 0; i < outcome->n_failing; i++)
        free(outcome->failing[i]);
    for (size_t i = 0; i < outcome->n_diagnoses; i++)
        free(outcome->diagnoses[i]);
    free(outcome->failing);
    free(outcome->diagnoses);
    *outcome = (struct outcome){0};
}

static bool is_failing(const struct outcome *outcome, char *name)
{
    return outcome->n_failing > 0 &&
           bsearch(&name, outcome->failing, outcome->n_failing, sizeof name,
               by_text) != NULL;
}

/* The cases that fail in one and not in the other.
 * @return whether there are any. */
static bool print_cases(FILE *to, const char *what, const struct outcome *in,
    const struct outcome *not_in, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < in->n_failing; i++) {
        if (is_failing(not_in, in->failing[i]))
            continue;
        if (n < most)
            fprintf(to, "%s%s", n == 0 ? what : "; ", in->failing[i]);
        n++;
    }
    if (n > most)
        fprintf(to, "; and %zu more", n - most);
    if (n > 0)
        fputs(".\n", to);
    return n > 0;
}

char *outcome_changes(
    const struct outcome *before, const struct outcome *now, size_t most)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = mem_stream(&text, &size);
    const bool is_comparable = before->is_known && now->is_known;
    const bool have_run = !before->is_rejected && !now->is_rejected;
    const int more = is_comparable ? now->points - before->points : 0;
    bool is_any = more != 0;
    if (is_any)
        fprintf(to, "%d point%s %s.\n", abs(more), abs(more) == 1 ? "" : "s",
            more > 0 ? "more" : "fewer");
    if (is_comparable && have_run) {
        is_any |= print_cases(to, "Passes now: ", before, now, most);
        is_any |= print_cases(to, "Fails now: ", now, before, most);
    }
    if (is_comparable && before->is_rejected && !now->is_rejected) {
        fputs("It runs now.\n", to);
        is_any = true;
    }
    if (is_comparable && !before->is_rejected && now->is_rejected) {
        fputs("It does not run any more.\n", to);
        is_any = true;
    }
    if (is_comparable && !is_any)
        fputs("As before.\n", to);
    fclose(to);
    return text;
}

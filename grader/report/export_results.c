/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export_private.h"

/* One student's results for systems that run an autograder. The score at the
 * top counts: it has weights, lateness and overrides; tests below it show
 * where points came from. A test with open points has no score, so that no
 * 0 is shown for it. */

enum { FAILURES_SHOWN = 4 };

static json_t *text(const char *value)
{
    json_t *json = json_string(value);
    if (json != NULL)
        return json;
    char *safe = text_safe(value, strlen(value), SIZE_MAX);
    json = json_string(safe);
    free(safe);
    return json;
}

static double number_of(const json_t *json, const char *key)
{
    return json_number_value(json_object_get(json, key));
}

/* @param max  0: no score */
static void add_test(json_t *tests, const struct mark *mark, const char *part,
    double score, double max, const char *output)
{
    const double weight = mark->exercise->weight;
    json_t *test = json_object();
    char *name = mem_format("%s: %s", mark->exercise->exercise->name, part);
    char *number = mem_format("%zu", json_array_size(tests) + 1);
    if (max > 0) {
        json_object_set_new(test, "score", export_number_json(weight * score));
        json_object_set_new(
            test, "max_score", export_number_json(weight * max));
    }
    json_object_set_new(test, "name", text(name));
    json_object_set_new(test, "number", text(number));
    json_object_set_new(test, "output", text(output));
    json_object_set_new(test, "visibility", json_string("visible"));
    json_array_append_new(tests, test);
    free(number);
    free(name);
}

/* The first cases that failed; the others are most often of one cause. */
static void print_failures(FILE *to, const struct mark *mark)
{
    const json_t *failures =
        json_object_get(json_object_get(mark->verdict, "correct"), "failures");
    const size_t n = json_array_size(failures);
    for (size_t i = 0; i < n && i < FAILURES_SHOWN; i++) {
        fputc('\n', to);
        export_failure(to, mark, json_array_get(failures, i));
    }
    if (n > FAILURES_SHOWN)
        fprintf(to, "\nand %zu more that failed\n", n - FAILURES_SHOWN);
}

static void print_message(FILE *to, const json_t *verdict)
{
    const json_t *message = json_object_get(verdict, "message");
    if (!json_is_string(message))
        return;
    char *safe = text_safe(
        json_string_value(message), json_string_length(message), 8000);
    fprintf(to, "\n%s\n", safe);
    free(safe);
}

static void print_diagnoses(FILE *to, const json_t *verdict)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(verdict, "diagnoses"), i, one)
    {
        char *name = export_line(json_object_get(one, "name"));
        char *evidence = export_line(json_object_get(one, "evidence"));
        fprintf(to, "\nFound: %s, %s\n", name, evidence);
        free(evidence);
        free(name);
    }
}

static void add_correct(json_t *tests, const struct mark *mark)
{
    const json_t *correct = json_object_get(mark->verdict, "correct");
    char *output = NULL, *words = export_correct(mark->verdict);
    size_t size;
    FILE *to = mem_stream(&output, &size);
    fprintf(to, "%s\n", words);
    print_message(to, mark->verdict);
    print_failures(to, mark);
    print_diagnoses(to, mark->verdict);
    fclose(to);
    add_test(tests, mark, "right", number_of(correct, "points"),
        number_of(correct, "max_points"), output);
    free(words);
    free(output);
}

static void add_measures(json_t *tests, const struct mark *mark)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        const bool is_open = export_open_of(one) > 0;
        char *name = export_line(json_object_get(one, "name"));
        char *part = mem_format("%s%s", name, is_open ? " (open)" : "");
        char *output = export_measure(one);
        add_test(tests, mark, part, number_of(one, "points"),
            is_open ? 0 : number_of(one, "max_points"), output);
        free(output);
        free(part);
        free(name);
    }
}

/* What is open and nothing else: a measure has said it. */
static bool is_said_by_a_measure(const struct mark *mark)
{
    size_t i;
    double open = 0;
    json_t *one;
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        open += export_open_of(one);
    }
    return !mark->is_overridden && mark->late_factor >= 1 && open > 0 &&
           open >= mark->open_points;
}

static void add_tests(json_t *tests, const struct mark *mark)
{
    char *note = export_note(mark);
    if (mark->verdict != NULL) {
        add_correct(tests, mark);
        add_measures(tests, mark);
    }
    if (mark->n_attempts == 0 && !mark->is_overridden)
        add_test(tests, mark, "handed in", 0, mark->max_points, note);
    else if (*note != '\0' && !is_said_by_a_measure(mark))
        add_test(tests, mark, "note", 0, 0, note);
    free(note);
}

static void add_leaders(json_t *leaderboard, const struct mark *mark)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        if (!json_is_number(json_object_get(one, "value")))
            continue;
        char *measure = export_line(json_object_get(one, "name"));
        char *name =
            mem_format("%s %s", mark->exercise->exercise->name, measure);
        json_array_append_new(
            leaderboard, json_pack("{s:o, s:o}", "name", text(name), "value",
                             export_number_json(number_of(one, "value"))));
        free(name);
        free(measure);
    }
}

/* Where it was graded on fewer workers than the course does, or on less than
 * a core, that has to be said. */
static void print_machine(FILE *to, const struct marks *marks, size_t student)
{
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const json_t *machine = export_at(marks, student, k)->machine;
        const json_t *quota = json_object_get(machine, "quota");
        if (machine == NULL)
            continue;
        if (json_is_number(quota) && json_number_value(quota) < 2)
            fprintf(to,
                "Graded where %.1f of a processor may be used: no speedup can "
                "be measured there.\n",
                json_number_value(quota));
        else if (number_of(machine, "cores") < 2)
            fputs("Graded where one core may be used: no speedup can be "
                  "measured there.\n",
                to);
        return;
    }
}

static char *overview(const struct marks *marks, size_t student)
{
    char *made = NULL;
    size_t size;
    const struct mark_total *total = &marks->totals[student];
    char *points = export_number(total->points);
    char *max = export_number(total->max_points);
    char *open = export_number(total->open_points);
    FILE *to = mem_stream(&made, &size);
    fprintf(to, "%s of %s points", points, max);
    if (total->open_points > 0)
        fprintf(to, ", %s open: they are not lost", open);
    fputs("\n", to);
    print_machine(to, marks, student);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = export_at(marks, student, k);
        char *note = export_note(mark);
        char *of = export_number(mark->points);
        if (export_is_undecided(mark))
            fprintf(to, "%s: open", mark->exercise->exercise->name);
        else
            fprintf(to, "%s: %s of %.0f", mark->exercise->exercise->name, of,
                mark->max_points);
        fprintf(to, "%s%s\n", *note != '\0' ? "; " : "", note);
        free(of);
        free(note);
    }
    fclose(to);
    free(open);
    free(max);
    free(points);
    return made;
}

static double seconds_of(const struct marks *marks, size_t student)
{
    double seconds = 0;
    for (size_t k = 0; k < marks->n_exercises; k++)
        seconds += number_of(export_at(marks, student, k)->verdict, "seconds");
    return seconds;
}

static char *dump(json_t *json, size_t flags)
{
    char *bytes =
        json_dumps(json, flags | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(9));
    char *line = mem_format("%s\n", bytes != NULL ? bytes : "null");
    free(bytes);
    json_decref(json);
    return line;
}

char *export_gradescope(const struct marks *marks, size_t student)
{
    const struct mark_total *total = &marks->totals[student];
    json_t *json = json_object(), *tests = json_array();
    json_t *leaderboard = json_array();
    char *output = overview(marks, student);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        add_tests(tests, export_at(marks, student, k));
        add_leaders(leaderboard, export_at(marks, student, k));
    }
    json_object_set_new(json, "score", export_number_json(total->points));
    json_object_set_new(
        json, "execution_time", export_number_json(seconds_of(marks, student)));
    json_object_set_new(json, "output", text(output));
    json_object_set_new(json, "visibility", json_string("visible"));
    json_object_set_new(json, "stdout_visibility", json_string("hidden"));
    json_object_set_new(json, "extra_data",
        json_pack("{s:s, s:o, s:o}", "parlab", PACKAGE_VERSION, "open_points",
            export_number_json(total->open_points), "max_points",
            export_number_json(total->max_points)));
    json_object_set_new(json, "tests", tests);
    json_object_set_new(json, "leaderboard", leaderboard);
    free(output);
    return dump(json, JSON_INDENT(2));
}

/* A problem whose points are open as a whole gets no score. A place on the
 * scoreboard is for who has no open points. */
char *export_autolab(const struct marks *marks, size_t student)
{
    const struct mark_total *total = &marks->totals[student];
    json_t *json = json_object(), *scores = json_object();
    json_t *scoreboard = json_array();
    char *output = overview(marks, student), *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    fputs(output, to);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = export_at(marks, student, k);
        json_t *score =
            export_number_json(mark->exercise->weight * mark->points);
        char *summary = export_summary(mark);
        if (*summary != '\0')
            fprintf(
                to, "\n%s\n  %s\n", mark->exercise->exercise->name, summary);
        if (mark->verdict != NULL) {
            print_message(to, mark->verdict);
            print_failures(to, mark);
        }
        json_array_append(scoreboard, score);
        if (!export_is_undecided(mark))
            json_object_set(scores, mark->exercise->exercise->name, score);
        json_decref(score);
        free(summary);
    }
    json_array_append_new(scoreboard, export_number_json(total->points));
    json_object_set_new(json, "scores", scores);
    if (total->open_points > 0)
        json_decref(scoreboard);
    else
        json_object_set_new(json, "scoreboard", scoreboard);
    char *line = dump(json, JSON_COMPACT);
    fprintf(to, "\n%s", line);
    fclose(to);
    free(line);
    free(output);
    return made;
}

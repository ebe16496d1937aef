/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/escape.h"
#include "grader/report/export_private.h"

/* A suite is a student's work on one exercise. A test in it is a group of
 * cases, or a measure: it has passed when it has all its points, and is
 * skipped when its points are open. Order and attributes are those that the
 * readers of this form agree on. What XML cannot hold at all, even escaped,
 * becomes a question mark. */

/* The counts of a suite, and its tests as text. */
struct suite {
    FILE *to;
    const char *name;
    size_t n_tests, n_failures, n_skipped;
    double seconds;
};

static void print_xml(FILE *to, const char *text)
{
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    for (char *p = safe; *p != '\0'; p++) /* U+FFFE and U+FFFF */
        if (strncmp(p, "\xef\xbf\xbe", 3) == 0 ||
            strncmp(p, "\xef\xbf\xbf", 3) == 0)
            memset(p, '?', 3);
    escape_html(to, safe);
    free(safe);
}

/* On one line, which is what a reader would make of it. */
static void print_attribute(FILE *to, const char *name, const char *value)
{
    char *line = mem_text(value);
    for (char *p = line; *p != '\0'; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    fprintf(to, " %s=\"", name);
    print_xml(to, line);
    fputc('"', to);
    free(line);
}

static void begin_test(struct suite *suite, const char *name, double seconds)
{
    fputs("    <testcase", suite->to);
    print_attribute(suite->to, "classname", suite->name);
    print_attribute(suite->to, "name", name);
    fprintf(suite->to, " time=\"%.3f\">", seconds);
    suite->n_tests++;
    suite->seconds += seconds;
}

static void end_test(struct suite *suite)
{
    fputs("</testcase>\n", suite->to);
}

static void fail(struct suite *suite, const char *type, const char *message,
    const char *text)
{
    fputs("\n      <failure", suite->to);
    print_attribute(suite->to, "message", message);
    print_attribute(suite->to, "type", type);
    fputc('>', suite->to);
    print_xml(suite->to, text);
    fputs("</failure>\n    ", suite->to);
    suite->n_failures++;
}

static void skip(struct suite *suite, const char *message)
{
    fputs("\n      <skipped", suite->to);
    print_attribute(suite->to, "message", message);
    fputs("/>\n    ", suite->to);
    suite->n_skipped++;
}

static const char *string_of(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value != NULL ? value : "";
}

static double number_of(const json_t *json, const char *key)
{
    return json_number_value(json_object_get(json, key));
}

/* The messages of a group's cases that failed. @return new; NULL: none. */
static char *failures_of(const struct mark *mark, const char *group)
{
    size_t i, n = 0, size;
    json_t *one;
    char *made = NULL;
    FILE *to = mem_stream(&made, &size);
    const json_t *correct = json_object_get(mark->verdict, "correct");
    json_array_foreach(json_object_get(correct, "failures"), i, one)
    {
        if (strcmp(string_of(one, "group"), group) != 0)
            continue;
        export_failure(to, mark, one);
        n++;
    }
    fclose(to);
    if (n > 0)
        return made;
    free(made);
    return NULL;
}

static void add_groups(struct suite *suite, const struct mark *mark)
{
    const struct exercise *exercise = mark->exercise->exercise;
    for (size_t i = 0; i < exercise->n_groups; i++) {
        const struct group *group = &exercise->groups[i];
        char *text = failures_of(mark, group->name);
        begin_test(suite, group->title, 0);
        if (text != NULL)
            fail(suite, "wrong", "not all cases passed", text);
        end_test(suite);
        free(text);
    }
    begin_test(suite, "workers share the work", 0);
    const json_t *correct = json_object_get(mark->verdict, "correct");
    if (json_is_false(json_object_get(correct, "concurrent")))
        fail(suite, "not-parallel", "no second worker shared the work", "");
    end_test(suite);
}

static void add_measures(struct suite *suite, const struct mark *mark)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        char *words = export_measure(one);
        begin_test(suite, string_of(one, "name"), number_of(one, "seconds"));
        if (export_open_of(one) > 0)
            skip(suite, words);
        else if (number_of(one, "points") < number_of(one, "max_points"))
            fail(suite, "points", words, "");
        end_test(suite);
        free(words);
    }
}

static void add_tests(struct suite *suite, const struct mark *mark)
{
    char *note = export_note(mark);
    if (mark->verdict != NULL &&
        strcmp(string_of(mark->verdict, "status"), "rejected") == 0) {
        begin_test(suite, "can be built", 0);
        fail(suite, "rejected", "it could not be built",
            string_of(mark->verdict, "message"));
        end_test(suite);
    } else if (mark->verdict != NULL) {
        add_groups(suite, mark);
        add_measures(suite, mark);
    }
    if (mark->n_attempts == 0 && !mark->is_overridden) {
        begin_test(suite, "handed in", 0);
        fail(suite, "missing", note, "");
        end_test(suite);
    } else if (*note != '\0') {
        begin_test(suite, "note", 0);
        if (mark->open_points > 0)
            skip(suite, note);
        end_test(suite);
    }
    free(note);
}

static void print_property(FILE *to, const char *name, const char *value)
{
    fputs("      <property", to);
    print_attribute(to, "name", name);
    print_attribute(to, "value", value);
    fputs("/>\n", to);
}

static void print_properties(FILE *to, const struct mark *mark)
{
    char *points = export_is_undecided(mark) ? mem_text("open")
                                             : export_number(mark->points);
    char *open = export_number(mark->open_points);
    char *max = export_number(mark->max_points);
    char *note = export_note(mark);
    fputs("    <properties>\n", to);
    print_property(to, "points", points);
    print_property(to, "open_points", open);
    print_property(to, "max_points", max);
    print_property(to, "note", note);
    fputs("    </properties>\n", to);
    free(note);
    free(max);
    free(open);
    free(points);
}

static void print_suite(FILE *to, const struct mark *mark, size_t id)
{
    char *tests = NULL, *summary = export_summary(mark);
    char *name =
        mem_format("%s %s", mark->student, mark->exercise->exercise->name);
    char when[32];
    struct tm tm;
    size_t size;
    struct suite suite = {.to = mem_stream(&tests, &size), .name = name};
    add_tests(&suite, mark);
    fclose(suite.to);
    gmtime_r(&mark->graded, &tm);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
    fprintf(to, "  <testsuite id=\"%zu\" package=\"parlab\"", id);
    print_attribute(to, "name", name);
    fprintf(to,
        " timestamp=\"%s\" hostname=\"localhost\" tests=\"%zu\" "
        "failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"%.3f\">\n",
        when, suite.n_tests, suite.n_failures, suite.n_skipped, suite.seconds);
    print_properties(to, mark);
    fputs(tests, to);
    fputs("    <system-out>", to);
    print_xml(to, summary);
    fputs("</system-out>\n    <system-err></system-err>\n  </testsuite>\n", to);
    free(name);
    free(summary);
    free(tests);
}

char *export_junit(const struct marks *marks)
{
    char *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", to);
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++)
        print_suite(to, &marks->marks[i], i);
    fputs("</testsuites>\n", to);
    fclose(to);
    return made;
}

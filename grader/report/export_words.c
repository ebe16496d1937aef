/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export_private.h"

/* The words that go with points. They are made of the verdict as it is in
 * the gradebook; what is missing or of another type there is left out. Texts
 * of a verdict may be a candidate's: they come out on one line, harmless. */

enum { LINE_BYTES = 400, MESSAGE_BYTES = 4000 };

char *export_number(double points)
{
    const double rounded = round(points * 100) / 100;
    char text[64];
    snprintf(text, sizeof text, "%.2f", rounded == 0 ? 0.0 : rounded);
    size_t n = strlen(text);
    while (text[n - 1] == '0')
        n--;
    text[text[n - 1] == '.' ? n - 1 : n] = '\0';
    return mem_text(text);
}

json_t *export_number_json(double points)
{
    const double rounded = round(points * 100) / 100;
    return rounded == floor(rounded) && fabs(rounded) < 1e9
               ? json_integer((json_int_t)rounded)
               : json_real(rounded);
}

bool export_is_undecided(const struct mark *mark)
{
    return !mark->is_overridden && mark->open_points > 0 && mark->points == 0;
}

char *export_line(const json_t *text)
{
    const char *value = json_string_value(text);
    char *line = text_safe(
        value != NULL ? value : "", json_string_length(text), LINE_BYTES);
    for (char *p = line; *p != '\0'; p++)
        if (*p == '\n' || *p == '\t' || *p == '\r')
            *p = ' ';
    return line;
}

static double number_of(const json_t *json, const char *key)
{
    return json_number_value(json_object_get(json, key));
}

double export_open_of(const json_t *measure)
{
    const char *status = json_string_value(json_object_get(measure, "status"));
    return status != NULL && strcmp(status, "not-measured") == 0
               ? number_of(measure, "max_points")
               : 0;
}

static void print_lines(FILE *to, const char *text, size_t n_bytes)
{
    char *safe = text_safe(text, n_bytes, MESSAGE_BYTES);
    for (const char *p = safe; *p != '\0';) {
        const size_t n = strcspn(p, "\n");
        fprintf(to, "  %.*s\n", (int)n, p);
        p += n + (p[n] == '\n');
    }
    free(safe);
}

/* The verdict's own command may name a file of who graded. */
void export_failure(FILE *to, const struct mark *mark, const json_t *failure)
{
    const json_t *message = json_object_get(failure, "message");
    const char *repeat = json_string_value(json_object_get(failure, "repeat"));
    const char *number = repeat != NULL ? strstr(repeat, " --case ") : NULL;
    char *name = export_line(json_object_get(failure, "case"));
    fprintf(to, "%s\n", name);
    if (json_is_string(message))
        print_lines(
            to, json_string_value(message), json_string_length(message));
    if (number != NULL)
        fprintf(to, "  parlab check %s --seed %llu --case %lu\n",
            mark->exercise->exercise->name, (unsigned long long)mark->seed,
            strtoul(number + strlen(" --case "), NULL, 10));
    free(name);
}

char *export_measure(const json_t *measure)
{
    char *why = export_line(json_object_get(measure, "why"));
    char *name = export_line(json_object_get(measure, "name"));
    char *points = export_number(number_of(measure, "points"));
    char *max = export_number(number_of(measure, "max_points"));
    char *text;
    if (json_is_number(json_object_get(measure, "value")))
        text = mem_format(
            "%s %s/%s: %.2fx (%.2f to %.2f) on %.0f workers, %.2fx "
            "attainable",
            name, points, max, number_of(measure, "value"),
            number_of(measure, "low"), number_of(measure, "high"),
            number_of(measure, "workers"), number_of(measure, "attainable"));
    else if (export_open_of(measure) > 0)
        text = mem_format("%s open, %s points: %s", name, max, why);
    else
        text = mem_format("%s %s/%s: %s", name, points, max, why);
    free(max);
    free(points);
    free(name);
    free(why);
    return text;
}

char *export_correct(const json_t *verdict)
{
    const json_t *correct = json_object_get(verdict, "correct");
    const char *status = json_string_value(json_object_get(verdict, "status"));
    char *points = export_number(number_of(correct, "points"));
    char *max = export_number(number_of(correct, "max_points"));
    char *text;
    if (status != NULL && strcmp(status, "rejected") == 0)
        text = mem_format("right %s/%s: it could not be built", points, max);
    else
        text = mem_format("right %s/%s: %.0f of %.0f cases%s", points, max,
            number_of(correct, "passed"), number_of(correct, "total"),
            json_is_false(json_object_get(correct, "concurrent"))
                ? ", not parallel"
                : "");
    free(max);
    free(points);
    return text;
}

char *export_summary(const struct mark *mark)
{
    char *made = NULL;
    size_t size, i;
    json_t *one;
    FILE *to = mem_stream(&made, &size);
    if (mark->verdict != NULL) {
        char *words = export_correct(mark->verdict);
        fputs(words, to);
        free(words);
    }
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        char *words = export_measure(one);
        fprintf(to, "; %s", words);
        free(words);
    }
    json_array_foreach(json_object_get(mark->verdict, "diagnoses"), i, one)
    {
        char *words = export_line(json_object_get(one, "name"));
        fprintf(to, "; found: %s", words);
        free(words);
    }
    fclose(to);
    return made;
}

/* Why points are open: each measure that was not measured, or that none was
 * tried. */
static void print_why_open(FILE *to, const struct mark *mark)
{
    size_t i, n = 0;
    json_t *one;
    json_array_foreach(json_object_get(mark->verdict, "measures"), i, one)
    {
        if (export_open_of(one) <= 0)
            continue;
        char *why = export_line(json_object_get(one, "why"));
        fprintf(to, "%s%s", n++ == 0 ? ": " : "; ", why);
        free(why);
    }
    if (!mark->is_graded)
        fputs(": not graded yet", to);
    else if (n == 0)
        fputs(": its speed was not measured yet", to);
}

static void print_open(FILE *to, const struct mark *mark)
{
    char *open = export_number(mark->open_points);
    char *max = export_number(mark->max_points);
    fprintf(to, "%s of %s points are open", open, max);
    print_why_open(to, mark);
    free(max);
    free(open);
}

static void print_override(FILE *to, const struct mark *mark)
{
    char *why = text_safe(mark->why != NULL ? mark->why : "",
        mark->why != NULL ? strlen(mark->why) : 0, LINE_BYTES);
    char *given = export_number(mark->override);
    char *measured = export_number(mark->measured);
    why[strcspn(why, "\n\t\r")] = '\0';
    fprintf(to, "%s points were set by hand, ", given);
    if (mark->is_graded)
        fprintf(to, "%s were measured", measured);
    else
        fputs("none were measured", to);
    if (*why != '\0')
        fprintf(to, ": %s", why);
    free(measured);
    free(given);
    free(why);
}

char *export_note(const struct mark *mark)
{
    char *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    if (mark->is_overridden)
        print_override(to, mark);
    else if (mark->n_attempts == 0)
        fputs("nothing was handed in", to);
    else if (mark->open_points > 0)
        print_open(to, mark);
    if (!mark->is_overridden && mark->n_attempts > 0 && mark->late_factor < 1) {
        char *measured = export_number(mark->measured);
        fprintf(to, "%slate: %.0f %% of %s points count",
            mark->open_points > 0 ? "; " : "", 100 * mark->late_factor,
            measured);
        free(measured);
    }
    fclose(to);
    return made;
}

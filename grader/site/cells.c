/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/strict.h"
#include "grader/site/site_private.h"

/* What single marks come to, in numbers and in words. Only the first measure
 * of an exercise has a place at a glance. */

const struct mark *site_mark(
    const struct site *site, size_t student, size_t exercise)
{
    return &site->marks->marks[student * site->marks->n_exercises + exercise];
}

bool site_has_feedback(const struct mark *mark)
{
    return mark->verdict != NULL || mark->is_overridden;
}

bool site_tells_seed(const struct site *site, size_t exercise)
{
    const struct policy *policy = site->policy;
    const time_t late = (time_t)policy->late_days_max * 24 * 60 * 60;
    const char *name = policy->exercises[exercise].exercise->name;
    for (size_t i = 0; i < site->marks->n_students; i++) {
        const time_t due =
            policy_deadline(policy, site->marks->students[i], name);
        if (due != 0 && site->now <= due + late)
            return false;
    }
    return true;
}

static double positive(const json_t *json, const char *key)
{
    const double value = strict_number(json, key);
    return value > 0 && value < 1e6 ? value : NAN;
}

struct site_speed site_speed_of(const struct mark *mark)
{
    const json_t *measures = json_object_get(mark->verdict, "measures");
    const json_t *first = json_array_get(measures, 0);
    const char *status = strict_text(first, "status");
    struct site_speed speed = {NAN, NAN, positive(mark->verdict, "guess")};
    if (status == NULL || strcmp(status, "measured") != 0)
        return speed;
    speed.speedup = positive(first, "value");
    speed.attainable = positive(first, "attainable");
    if (isnan(speed.attainable))
        speed.speedup = NAN;
    return speed;
}

double site_share(const struct mark *mark)
{
    const bool is_known = mark->is_graded || mark->is_overridden;
    return is_known && mark->max_points > 0 ? mark->points / mark->max_points
                                            : NAN;
}

char *site_points(double points)
{
    const bool is_whole = fabs(points - round(points)) < 0.05;
    return mem_format("%.*f", is_whole ? 0 : 1, points);
}

char *site_points_of(const struct mark *mark)
{
    char *points = site_points(mark->points),
         *max = site_points(mark->max_points);
    char *open = site_points(mark->open_points);
    char *text = mark->open_points > 0
                     ? mem_format("%s of %s, %s open", points, max, open)
                     : mem_format("%s of %s", points, max);
    free(open);
    free(max);
    free(points);
    return text;
}

char *site_time(time_t when)
{
    char text[64] = "";
    struct tm tm;
    if (localtime_r(&when, &tm) != NULL)
        strftime(text, sizeof text, "%Y-%m-%d %H:%M %z", &tm);
    return mem_text(text);
}

char *site_feedback_file(const struct site_name *name,
    const struct exercise *exercise, const char *suffix)
{
    return mem_format("feedback/%s/%s-%s.%s", name->file, exercise->lab,
        exercise->stem, suffix);
}

/* The reason of an override was written for the instructor. With names
 * hidden it is left out, since nobody can say what it tells; a student does
 * not read it when it is about somebody else. */
static char *override_text(const struct site *site, size_t student,
    const struct mark *mark, bool is_for_student)
{
    const char *why = mark->why != NULL ? mark->why : "";
    const bool is_about_others =
        is_for_student && site_names_other(&site->names, student, why);
    char *measured = site_points(mark->measured), *text;
    if (site->names.is_hidden || is_about_others || *why == '\0')
        text =
            mem_format("set by the instructor, the grader gave %s%s", measured,
                site->names.is_hidden ? " (the reason is hidden with the names)"
                : is_about_others     ? " (ask for the reason)"
                                      : "");
    else
        text = mem_format(
            "set by the instructor, the grader gave %s: %s", measured, why);
    free(measured);
    return text;
}

static void say(FILE *to, size_t *n, const char *text)
{
    fprintf(to, "%s%s", (*n)++ > 0 ? "; " : "", text);
}

char *site_remarks(const struct site *site, size_t student,
    const struct mark *mark, bool is_for_student)
{
    char *text, *some;
    size_t size, n = 0;
    FILE *to = mem_stream(&text, &size);
    if (mark->n_attempts == 0)
        say(to, &n, "nothing was handed in");
    else if (!mark->is_graded)
        say(to, &n, "not graded yet");
    else if (mark->depth == GRADEBOOK_CHECKED)
        say(to, &n, "only checked so far: speed is open");
    if (mark->n_attempts > 1) {
        some = mem_format("attempt %d of %d", mark->attempt, mark->n_attempts);
        say(to, &n, some);
        free(some);
    }
    if (mark->n_attempts > 0 && mark->late_factor < 1) {
        some = mem_format(
            "late: %.0f %% of the points count", 100 * mark->late_factor);
        say(to, &n, some);
        free(some);
    }
    if (mark->is_overridden) {
        some = override_text(site, student, mark, is_for_student);
        say(to, &n, some);
        free(some);
    }
    fclose(to);
    return text;
}

/* SPDX-License-Identifier: MIT */
#include "grader/course/policy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/mem.h"
#include "grader/course/manifest.h"
#include "grader/course/schema.h"

/* The schema has seen every key; here is what takes more than one of them:
 * that an exercise is there and counted once, that an extension extends
 * something. A rule that could not have an effect is a mistake and is
 * refused, because the person it was made for would find out too late. */

enum { DAY_S = 24 * 60 * 60 };

/* A policy that is being read. */
struct reading {
    struct manifest manifest;
    struct course_conf conf;
    const struct course *course;
    struct policy *policy;
    struct fail *fail;
};

static const config_setting_t *item(
    const struct reading *reading, const char *list, size_t i)
{
    return config_setting_get_elem(
        config_lookup(&reading->manifest.config, list), (unsigned)i);
}

static void override_limit(int *limit, int other)
{
    if (other > 0)
        *limit = other;
}

static void override_limits(struct limits *limits, const struct limits *other)
{
    override_limit(&limits->case_seconds, other->case_seconds);
    override_limit(&limits->memory_mib, other->memory_mib);
    override_limit(&limits->processes, other->processes);
    override_limit(&limits->file_mib, other->file_mib);
}

/* Count an exercise. */
static void add(struct reading *reading, const struct exercise *exercise,
    const struct conf_counted *counted)
{
    struct policy *policy = reading->policy;
    const size_t n = policy->n_exercises++;
    policy->copies[n] = *exercise;
    override_limits(&policy->copies[n].limits, &reading->conf.limits);
    if (counted != NULL)
        override_limits(&policy->copies[n].limits, &counted->limits);
    policy->exercises[n] =
        (struct policy_exercise){.exercise = &policy->copies[n],
            .weight = counted != NULL ? counted->weight : 1,
            .deadline = counted != NULL ? counted->deadline : 0};
}

static int add_counted(struct reading *reading, size_t i)
{
    struct fail why = {""};
    size_t n = 0;
    const struct conf_counted *counted = &reading->conf.exercises[i];
    const struct exercise **found =
        course_find(reading->course, counted->name, &n, &why);
    if (found == NULL)
        return manifest_fail(&reading->manifest, item(reading, "exercises", i),
            reading->fail, "%s", why.text);
    int result = 0;
    for (size_t k = 0; k < n && result == 0; k++) {
        if (policy_find(reading->policy, found[k]->name) != NULL)
            result = manifest_fail(&reading->manifest,
                item(reading, "exercises", i), reading->fail,
                "%s is here for the second time; keep one of them",
                found[k]->name);
        else
            add(reading, found[k], counted);
    }
    free(found);
    return result;
}

static void add_lab(struct reading *reading, const struct lab *lab)
{
    for (size_t k = 0; k < lab->n_exercises; k++)
        add(reading, &lab->exercises[k], NULL);
}

/* @return NULL: the course has none of this name. */
static const struct lab *find_lab(const struct reading *reading, size_t i)
{
    const struct course *course = reading->course;
    const char *name = reading->conf.labs[i];
    for (size_t k = 0; k < course->n_labs; k++)
        if (strcmp(course->labs[k].name, name) == 0)
            return &course->labs[k];
    manifest_fail(&reading->manifest,
        config_lookup(&reading->manifest.config, "labs"), reading->fail,
        "the course has no lab \"%s\"", name);
    return NULL;
}

static void make_room(struct reading *reading)
{
    size_t n_all = 0;
    for (size_t i = 0; i < reading->course->n_labs; i++)
        n_all += reading->course->labs[i].n_exercises;
    reading->policy->copies = mem_new(n_all, sizeof *reading->policy->copies);
    reading->policy->exercises =
        mem_new(n_all, sizeof *reading->policy->exercises);
}

/* The exercises that are listed; else those of the labs that are; else all. */
static int read_exercises(struct reading *reading)
{
    const struct course *course = reading->course;
    const struct course_conf *conf = &reading->conf;
    make_room(reading);
    for (size_t i = 0; i < conf->n_exercises; i++)
        if (add_counted(reading, i) != 0)
            return -1;
    for (size_t i = 0; conf->labs != NULL && conf->labs[i] != NULL; i++) {
        const struct lab *lab = find_lab(reading, i);
        if (lab == NULL)
            return -1;
        if (conf->n_exercises == 0)
            add_lab(reading, lab);
    }
    for (size_t i = 0; i < course->n_labs; i++)
        if (conf->labs == NULL && conf->n_exercises == 0)
            add_lab(reading, &course->labs[i]);
    return 0;
}

static bool has_deadline(const struct policy *policy)
{
    for (size_t i = 0; i < policy->n_exercises; i++)
        if (policy->exercises[i].deadline != 0)
            return true;
    return false;
}

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static int check_extension(const struct reading *reading, size_t i)
{
    char until[DATE_TEXT_MAX];
    const struct policy_extension *list = reading->conf.extensions;
    const config_setting_t *at = item(reading, "extensions", i);
    const char *name = list[i].exercise;
    const struct policy_exercise *exercise =
        name != NULL ? policy_find(reading->policy, name) : NULL;
    for (size_t k = 0; k < i; k++)
        if (strcmp(list[k].student, list[i].student) == 0 &&
            is_same(list[k].exercise, name))
            return manifest_fail(&reading->manifest, at, reading->fail,
                "a second extension for %s and the same exercise; keep one",
                list[i].student);
    if (name != NULL && exercise == NULL)
        return manifest_fail(&reading->manifest, at, reading->fail,
            "%s is not an exercise that counts", name);
    if (exercise != NULL ? exercise->deadline == 0
                         : !has_deadline(reading->policy))
        return manifest_fail(&reading->manifest, at, reading->fail,
            "there is no deadline to extend; give the exercise one");
    if (exercise != NULL && list[i].deadline <= exercise->deadline)
        return manifest_fail(&reading->manifest, at, reading->fail,
            "this is not after the deadline of %s, %s", name,
            date_print(exercise->deadline, until));
    return 0;
}

static int read_extensions(struct reading *reading)
{
    struct course_conf *conf = &reading->conf;
    for (size_t i = 0; i < conf->n_extensions; i++)
        if (check_extension(reading, i) != 0)
            return -1;
    reading->policy->extensions = conf->extensions; /* taken over */
    reading->policy->n_extensions = conf->n_extensions;
    conf->extensions = NULL;
    conf->n_extensions = 0;
    return 0;
}

static int read_all(struct reading *reading)
{
    struct policy *policy = reading->policy;
    struct course_conf *conf = &reading->conf;
    if (schema_read(&reading->manifest, SECTION_COURSE,
            config_root_setting(&reading->manifest.config), conf,
            reading->fail) != 0)
        return -1;
    policy->workers =
        conf->workers > 0 ? conf->workers : reading->course->workers;
    policy->attempt = conf->attempts;
    policy->late_percent_a_day = conf->lateness.percent_a_day;
    policy->late_days_max = conf->lateness.days_max;
    policy->text = mem_text(reading->manifest.text);
    return read_exercises(reading) == 0 ? read_extensions(reading) : -1;
}

struct policy *policy_read(
    const struct course *course, const char *path, struct fail *fail)
{
    struct reading reading = {.course = course, .fail = fail};
    if (manifest_open(&reading.manifest, path == NULL ? course->root : ".",
            path != NULL ? path : "labs/course.conf", fail) != 0)
        return NULL;
    reading.policy = mem_new(1, sizeof *reading.policy);
    const int result = read_all(&reading);
    schema_clear(SECTION_COURSE, &reading.conf);
    manifest_close(&reading.manifest);
    if (result == 0)
        return reading.policy;
    policy_free(reading.policy);
    return NULL;
}

void policy_free(struct policy *policy)
{
    if (policy == NULL)
        return;
    for (size_t i = 0; i < policy->n_extensions; i++)
        schema_clear(SECTION_EXTENSION, &policy->extensions[i]);
    free(policy->extensions);
    free(policy->exercises);
    free(policy->copies);
    free(policy->text);
    free(policy);
}

void policy_apply(const struct policy *policy, struct course *course)
{
    course->workers = policy->workers;
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            struct exercise *exercise = &course->labs[i].exercises[k];
            const struct policy_exercise *counted =
                policy_find(policy, exercise->name);
            if (counted != NULL)
                exercise->limits = counted->exercise->limits;
        }
}

const struct policy_exercise *policy_find(
    const struct policy *policy, const char *exercise)
{
    for (size_t i = 0; i < policy->n_exercises; i++)
        if (strcmp(policy->exercises[i].exercise->name, exercise) == 0)
            return &policy->exercises[i];
    return NULL;
}

time_t policy_deadline(
    const struct policy *policy, const char *student, const char *exercise)
{
    const struct policy_exercise *counted = policy_find(policy, exercise);
    time_t deadline = counted != NULL ? counted->deadline : 0;
    for (size_t i = 0; i < policy->n_extensions && deadline != 0; i++) {
        const struct policy_extension *one = &policy->extensions[i];
        const bool is_meant =
            strcmp(one->student, student) == 0 &&
            (one->exercise == NULL || strcmp(one->exercise, exercise) == 0);
        if (is_meant && one->deadline > deadline)
            deadline = one->deadline;
    }
    return deadline;
}

double policy_late_factor(const struct policy *policy, const char *student,
    const char *exercise, time_t received)
{
    const time_t deadline = policy_deadline(policy, student, exercise);
    if (deadline == 0 || received <= deadline)
        return 1;
    const double days = ceil(difftime(received, deadline) / DAY_S);
    if (policy->late_days_max > 0 && days > policy->late_days_max)
        return 0;
    return fmax(0, 1 - days * policy->late_percent_a_day / 100);
}

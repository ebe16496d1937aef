/* SPDX-License-Identifier: MIT */
#include "grader/course/course.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/course/manifest.h"
#include "grader/course/schema.h"

/* What the schema cannot see in one key: that points add up, that speed hangs
 * on something being right, that the folders are there. A course is read
 * whole or not at all. */

enum { POINTS = 100 }; /* of every exercise */

/* A lab.conf that is being read, and where its lab goes. */
struct reading {
    struct manifest manifest;
    const struct course *course;
    struct lab *lab;
    struct fail *fail;
};

static int check_yardsticks(const struct reading *reading,
    const config_setting_t *at, const struct exercise *exercise)
{
    for (size_t i = 0; i < exercise->n_measures; i++) {
        const struct measure *measure = &exercise->measures[i];
        const bool is_multiple = measure->yardstick == YARDSTICK_MULTIPLE;
        if (is_multiple != (measure->attainable_percent != 0))
            return manifest_fail(&reading->manifest, at, reading->fail,
                "\"attainable_percent\" belongs to yardstick = \"multiple\" "
                "and to no other; see the measure \"%s\" of \"%s\"",
                measure->name, exercise->stem);
    }
    return 0;
}

static int check_points(const struct reading *reading,
    const config_setting_t *at, const struct exercise *exercise)
{
    int sum = 0;
    bool has_core = false;
    for (size_t i = 0; i < exercise->n_groups; i++) {
        sum += exercise->groups[i].points;
        has_core |= exercise->groups[i].is_core;
    }
    for (size_t i = 0; i < exercise->n_measures; i++)
        sum += exercise->measures[i].points;
    if (sum != POINTS)
        return manifest_fail(&reading->manifest, at, reading->fail,
            "the points of \"%s\" add up to %d; groups and measures together "
            "must make %d",
            exercise->stem, sum, POINTS);
    if (exercise->n_measures > 0 && !has_core)
        return manifest_fail(&reading->manifest, at, reading->fail,
            "\"%s\" has a measure but no group with core = true; a wrong "
            "program would earn speed points",
            exercise->stem);
    return 0;
}

static int check_folder(const struct reading *reading,
    const config_setting_t *at, const struct exercise *exercise)
{
    struct stat status;
    if (stat(exercise->folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return manifest_fail(&reading->manifest, at, reading->fail,
            "there is no folder labs/%s; make it, or correct the name",
            exercise->name);
    char *header = course_header_path(reading->course, exercise);
    const bool is_there = stat(header, &status) == 0 && S_ISREG(status.st_mode);
    free(header);
    if (!is_there)
        return manifest_fail(&reading->manifest, at, reading->fail,
            "there is no labs/%s/%s.h, the contract of the exercise",
            exercise->name, exercise->stem);
    return 0;
}

static int finish_lab(struct reading *reading)
{
    struct lab *lab = reading->lab;
    const config_setting_t *list =
        config_lookup(&reading->manifest.config, "exercises");
    for (size_t i = 0; i < lab->n_exercises; i++) {
        struct exercise *exercise = &lab->exercises[i];
        const config_setting_t *at = config_setting_get_elem(list, (unsigned)i);
        exercise->lab = mem_text(lab->name);
        exercise->name = mem_format("%s/%s", lab->name, exercise->stem);
        exercise->folder =
            mem_format("%s/labs/%s", reading->course->root, exercise->name);
        if (check_points(reading, at, exercise) != 0 ||
            check_yardsticks(reading, at, exercise) != 0 ||
            check_folder(reading, at, exercise) != 0)
            return -1;
    }
    return 0;
}

static int read_lab(const struct course *course, struct lab *lab,
    const char *name, struct fail *fail)
{
    struct reading reading = {.course = course, .lab = lab, .fail = fail};
    char *path = mem_format("labs/%s/lab.conf", name);
    int result = manifest_open(&reading.manifest, course->root, path, fail);
    free(path);
    if (result != 0)
        return -1;
    lab->name = mem_text(name);
    result = schema_read(&reading.manifest, SECTION_LAB,
        config_root_setting(&reading.manifest.config), lab, fail);
    if (result == 0)
        result = finish_lab(&reading);
    manifest_close(&reading.manifest);
    return result;
}

static int check_is_there(const struct course *course,
    const struct manifest *manifest, const char *name, struct fail *fail)
{
    char *path = mem_format("%s/labs/%s/lab.conf", course->root, name);
    const bool is_there = file_exists(path);
    free(path);
    if (is_there)
        return 0;
    return manifest_fail(manifest, config_lookup(&manifest->config, "labs"),
        fail,
        "the lab \"%s\" has no labs/%s/lab.conf; write it, or correct "
        "the name",
        name, name);
}

static int read_labs(struct course *course, const struct manifest *manifest,
    char *const names[], struct fail *fail)
{
    size_t n = 0;
    while (names[n] != NULL)
        n++;
    course->labs = mem_new(n, sizeof *course->labs);
    while (course->n_labs < n) {
        const char *name = names[course->n_labs];
        struct lab *lab = &course->labs[course->n_labs++];
        if (check_is_there(course, manifest, name, fail) != 0 ||
            read_lab(course, lab, name, fail) != 0)
            return -1;
    }
    return 0;
}

static int read_all(struct course *course, struct fail *fail)
{
    struct manifest manifest;
    struct course_conf conf = {0};
    if (manifest_open(&manifest, course->root, "labs/course.conf", fail) != 0)
        return -1;
    const config_setting_t *root = config_root_setting(&manifest.config);
    int result = schema_read(&manifest, SECTION_COURSE, root, &conf, fail);
    if (result == 0 && (conf.labs == NULL || conf.workers == 0))
        result = manifest_fail(&manifest, root, fail,
            "\"%s\" is missing in course.conf",
            conf.labs == NULL ? "labs" : "workers");
    course->workers = conf.workers;
    if (result == 0)
        result = read_labs(course, &manifest, conf.labs, fail);
    schema_clear(SECTION_COURSE, &conf);
    manifest_close(&manifest);
    return result;
}

struct course *course_read(const char *root, struct fail *fail)
{
    struct course *course = mem_new(1, sizeof *course);
    course->root = realpath(root, NULL);
    if (course->root == NULL)
        fail_errno(fail, "there is no course in %s", root);
    else if (read_all(course, fail) == 0) {
        course_set_work(course, course->root);
        return course;
    }
    course_free(course);
    return NULL;
}

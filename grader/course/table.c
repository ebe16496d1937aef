/* SPDX-License-Identifier: MIT */
#include "grader/course/row.h"

/* A new key is a new row here and a new member of its struct, and nothing
 * else. What needs more than one key to judge (that points add up to 100,
 * that a folder is there) is in read.c and policy.c. */

const char *const schema_kinds[] = {
    [KIND_THREADS] = "threads",
    [KIND_PROCESSES] = "processes",
    [KIND_MPI] = "mpi",
    NULL,
};

static const char *const yardsticks[] = {
    [YARDSTICK_COPIES] = "copies",
    [YARDSTICK_WORKERS] = "workers",
    [YARDSTICK_MULTIPLE] = "multiple",
    NULL,
};

static const char *const attempts[] = {
    [POLICY_BEST] = "best",
    [POLICY_LAST] = "last",
    NULL,
};

enum { STUDENT_BYTES_MAX = 200 };

#define AT(type, member) .offset = offsetof(struct type, member)
#define RANGE(low, high) .min = (low), .max = (high)
#define SECTIONS(type, member, what)                                           \
    .offset = offsetof(struct type, member), .inner = (what),                  \
    .count_offset = offsetof(struct type, n_##member)

const struct row table_rows[] = {
    {SECTION_COURSE, "labs", TYPE_NAMES, false, AT(course_conf, labs)},
    {SECTION_COURSE, "workers", TYPE_INTEGER, false, AT(course_conf, workers),
        RANGE(1, 64)},
    {SECTION_COURSE, "exercises", TYPE_SECTIONS, false,
        SECTIONS(course_conf, exercises, SECTION_COUNTED)},
    {SECTION_COURSE, "limits", TYPE_SECTION, false, AT(course_conf, limits),
        .inner = SECTION_OTHER_LIMITS},
    {SECTION_COURSE, "attempts", TYPE_WORD, false, AT(course_conf, attempts),
        .words = attempts},
    {SECTION_COURSE, "lateness", TYPE_SECTION, false, AT(course_conf, lateness),
        .inner = SECTION_LATENESS},
    {SECTION_COURSE, "extensions", TYPE_SECTIONS, false,
        SECTIONS(course_conf, extensions, SECTION_EXTENSION)},

    {SECTION_COUNTED, "name", TYPE_EXERCISE, true, AT(conf_counted, name)},
    {SECTION_COUNTED, "weight", TYPE_NUMBER, false, AT(conf_counted, weight),
        RANGE(0, 1000), .otherwise = 1},
    {SECTION_COUNTED, "deadline", TYPE_TIME, false, AT(conf_counted, deadline)},
    {SECTION_COUNTED, "limits", TYPE_SECTION, false, AT(conf_counted, limits),
        .inner = SECTION_OTHER_LIMITS},

    {SECTION_LATENESS, "percent_a_day", TYPE_INTEGER, true,
        AT(conf_lateness, percent_a_day), RANGE(0, 100)},
    {SECTION_LATENESS, "days_max", TYPE_INTEGER, false,
        AT(conf_lateness, days_max), RANGE(0, 1000)},

    {SECTION_EXTENSION, "student", TYPE_TITLE, true,
        AT(policy_extension, student), RANGE(1, STUDENT_BYTES_MAX)},
    {SECTION_EXTENSION, "exercise", TYPE_EXERCISE, false,
        AT(policy_extension, exercise)},
    {SECTION_EXTENSION, "deadline", TYPE_TIME, true,
        AT(policy_extension, deadline)},

    {SECTION_LAB, "title", TYPE_TITLE, true, AT(lab, title)},
    {SECTION_LAB, "libraries", TYPE_NAMES, false, AT(lab, libraries)},
    {SECTION_LAB, "exercises", TYPE_SECTIONS, true,
        SECTIONS(lab, exercises, SECTION_EXERCISE)},

    {SECTION_EXERCISE, "name", TYPE_NAME, true, AT(exercise, stem)},
    {SECTION_EXERCISE, "title", TYPE_TITLE, true, AT(exercise, title)},
    {SECTION_EXERCISE, "kind", TYPE_WORD, true, AT(exercise, kind),
        .words = schema_kinds},
    {SECTION_EXERCISE, "minutes", TYPE_INTEGER, true, AT(exercise, minutes),
        RANGE(1, 6000)},
    {SECTION_EXERCISE, "skeleton_max_points", TYPE_INTEGER, true,
        AT(exercise, skeleton_max_points), RANGE(0, 100)},
    {SECTION_EXERCISE, "functions", TYPE_FUNCTIONS, true,
        AT(exercise, functions)},
    {SECTION_EXERCISE, "groups", TYPE_SECTIONS, true,
        SECTIONS(exercise, groups, SECTION_GROUP)},
    {SECTION_EXERCISE, "measures", TYPE_SECTIONS, false,
        SECTIONS(exercise, measures, SECTION_MEASURE)},
    {SECTION_EXERCISE, "limits", TYPE_SECTION, false, AT(exercise, limits),
        .inner = SECTION_LIMITS},

    {SECTION_GROUP, "name", TYPE_NAME, true, AT(group, name)},
    {SECTION_GROUP, "title", TYPE_TITLE, true, AT(group, title)},
    {SECTION_GROUP, "points", TYPE_INTEGER, true, AT(group, points),
        RANGE(0, 100)},
    {SECTION_GROUP, "core", TYPE_BOOLEAN, true, AT(group, is_core)},

    {SECTION_MEASURE, "name", TYPE_NAME, true, AT(measure, name)},
    {SECTION_MEASURE, "points", TYPE_INTEGER, true, AT(measure, points),
        RANGE(0, 100)},
    {SECTION_MEASURE, "yardstick", TYPE_WORD, true, AT(measure, yardstick),
        .words = yardsticks},
    {SECTION_MEASURE, "full_gain_percent", TYPE_INTEGER, false,
        AT(measure, full_gain_percent), RANGE(1, 100), .otherwise = 90},
    {SECTION_MEASURE, "attainable_percent", TYPE_INTEGER, false,
        AT(measure, attainable_percent), RANGE(101, 100000), .otherwise = 0},

    {SECTION_LIMITS, "case_seconds", TYPE_INTEGER, false,
        AT(limits, case_seconds), RANGE(1, 600), .otherwise = 10},
    {SECTION_LIMITS, "memory_mib", TYPE_INTEGER, false, AT(limits, memory_mib),
        RANGE(64, 1024 * 1024), .otherwise = 4096},
    {SECTION_LIMITS, "processes", TYPE_INTEGER, false, AT(limits, processes),
        RANGE(1, 4096), .otherwise = 64},
    {SECTION_LIMITS, "file_mib", TYPE_INTEGER, false, AT(limits, file_mib),
        RANGE(1, 1024 * 1024), .otherwise = 64},

    {SECTION_OTHER_LIMITS, "case_seconds", TYPE_INTEGER, false,
        AT(limits, case_seconds), RANGE(1, 600)},
    {SECTION_OTHER_LIMITS, "memory_mib", TYPE_INTEGER, false,
        AT(limits, memory_mib), RANGE(64, 1024 * 1024)},
    {SECTION_OTHER_LIMITS, "processes", TYPE_INTEGER, false,
        AT(limits, processes), RANGE(1, 4096)},
    {SECTION_OTHER_LIMITS, "file_mib", TYPE_INTEGER, false,
        AT(limits, file_mib), RANGE(1, 1024 * 1024)},
};
const size_t table_n_rows = sizeof table_rows / sizeof *table_rows;

const size_t table_bytes[] = {
    [SECTION_COURSE] = sizeof(struct course_conf),
    [SECTION_LAB] = sizeof(struct lab),
    [SECTION_EXERCISE] = sizeof(struct exercise),
    [SECTION_GROUP] = sizeof(struct group),
    [SECTION_MEASURE] = sizeof(struct measure),
    [SECTION_LIMITS] = sizeof(struct limits),
    [SECTION_COUNTED] = sizeof(struct conf_counted),
    [SECTION_OTHER_LIMITS] = sizeof(struct limits),
    [SECTION_LATENESS] = sizeof(struct conf_lateness),
    [SECTION_EXTENSION] = sizeof(struct policy_extension),
};

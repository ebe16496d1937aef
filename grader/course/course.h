/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_COURSE_H
#define PARLAB_COURSE_COURSE_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  The course as its manifests describe it: labs/course.conf names the labs
 *  in teaching order and the official number of workers, labs/LAB/lab.conf
 *  the exercises of a lab. Plain data, read once and never changed. */

/** How the workers of an exercise are made. */
enum kind {
    KIND_THREADS,
    KIND_PROCESSES,
    KIND_MPI,
};

/** What the measured speedup is held against. */
enum yardstick {
    YARDSTICK_COPIES, /**< what copies of the serial baseline gain */
    YARDSTICK_WORKERS, /**< the number of workers: waiting overlaps */
    YARDSTICK_MULTIPLE, /**< a stated multiple of the baseline's speed */
    YARDSTICK_NONE, /**< nothing, only the speedup itself; in no manifest */
};

/** A group of cases. */
struct group {
    char *name;
    char *title;
    int points;
    bool is_core; /**< speed counts only when all core groups pass */
};

/** Something that is timed. */
struct measure {
    char *name;
    int points;
    enum yardstick yardstick;
    int full_gain_percent; /**< of the attainable gain; worth all points */
    int attainable_percent; /**< YARDSTICK_MULTIPLE: 800 for 8 times as fast;
                                 else 0 */
};

/** What a candidate may use. */
struct limits {
    int case_seconds; /**< wall time of one call */
    int memory_mib; /**< address space of each process */
    int processes; /**< processes and threads at once */
    int file_mib; /**< size of any file it writes */
};

/** One exercise. */
struct exercise {
    char *name; /**< "lab/exercise" */
    char *lab;
    char *stem; /**< "exercise" */
    char *title;
    enum kind kind;
    int minutes; /**< what a student usually needs */
    int skeleton_max_points; /**< what the untouched skeleton may earn */
    char **functions; /**< the contract's functions, NULL at the end */
    struct group *groups;
    size_t n_groups;
    struct measure *measures;
    size_t n_measures;
    struct limits limits;
    const char *folder; /**< labs/LAB/EXERCISE, absolute; of this struct */
};

/** A lab. */
struct lab {
    char *name;
    char *title;
    char **libraries; /**< further folders, NULL at the end; or NULL */
    struct exercise *exercises;
    size_t n_exercises;
};

/** The whole course. */
struct course {
    char *root; /**< the folder that holds labs/, solutions/ and grader/ */
    char *work; /**< the folder whose labs/ the submissions are in */
    int workers; /**< the course's official number of workers */
    struct lab *labs;
    size_t n_labs;
};

/** Read all manifests below @p root.
 *  @return  new (release with course_free());
 *  @return  NULL: the reason has file and line. */
struct course *course_read(const char *root, struct fail *fail);

/** Set the folder whose labs/ holds the submissions; it is the root until
 *  then. It need not be there. */
void course_set_work(struct course *course, const char *folder);

/** Release a course; NULL is fine. */
void course_free(struct course *course);

/** Find what "lab/exercise" or "lab" stands for.
 *  @param[out] n  exercises found.
 *  @return  new array of exercises borrowed from the course;
 *  @return  NULL: nothing has this name; the reason suggests the nearest. */
const struct exercise **course_find(const struct course *course,
    const char *name, size_t *n, struct fail *fail);

/** Paths of an exercise's files. @return new. */
char *course_header_path(
    const struct course *course, const struct exercise *exercise);
char *course_submission_path(
    const struct course *course, const struct exercise *exercise);
char *course_baseline_path(
    const struct course *course, const struct exercise *exercise);
char *course_solution_path(
    const struct course *course, const struct exercise *exercise);
/** Where a kit for students, which has no solutions, keeps the skeleton; in a
 *  tree with solutions it is not there. */
char *course_skeleton_path(
    const struct course *course, const struct exercise *exercise);
char *course_calls_path(
    const struct course *course, const struct exercise *exercise);

/** The word for a kind, as in manifests: "threads", "processes", "mpi". */
const char *course_kind_name(enum kind kind);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COLLECT_COLLECT_PRIVATE_H
#define PARLAB_COLLECT_COLLECT_PRIVATE_H

#include <stdint.h>

#include "grader/collect/collect.h"

/** @file What the files of this folder share. */

enum {
    COLLECT_SOURCE_BYTES_MAX = 1 << 20,
    COLLECT_ENTRIES_MAX = 100000, /**< files that are looked at */
};
#define COLLECT_BYTES_MAX ((size_t)256 << 20) /* of all sources */

/** Who made up the path of a file. */
enum place_system {
    PLACE_PLAIN, /**< an instructor */
    PLACE_MOODLE,
    PLACE_CANVAS,
    PLACE_GRADESCOPE, /**< the student is a number, until the list of them
                           has been read */
};

/** What the path of a file says. */
struct place {
    enum place_system system;
    char *student; /**< cleaned */
    char *number; /**< by which the system tells students apart; or NULL */
    char *group; /**< the folder in which that number holds */
    const struct exercise *exercise;
    int depth; /**< folders between the submission's own and the file */
    bool is_asked;
};

/** Understand a path.
 *  @param[out] place  release with place_clear(), after -1, too: it may have
 *                     the student
 *  @param[out] why    new, after -1: why it is no submission.
 *  @return 0, or -1. */
int place_read(const char *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct place *place, char **why);

void place_clear(struct place *place);

/** What Gradescope's list says of one submission. */
struct submitter {
    char *number; /**< "submission_12345" */
    char *group; /**< the folder of the list */
    char *name; /**< cleaned */
    char *id; /**< of the student: sid or e-mail; or NULL */
    time_t created; /**< 0: not said */
};

/** Read submission_metadata.yml.
 *  @param[out] n  how many. @return new array, one item for each submitter of
 *  each submission; release with submitters_free(). */
struct submitter *submitters_read(
    const char *text, const char *group, size_t *n);

void submitters_free(struct submitter *list, size_t n);

/** A submission, and what its path says. One without an exercise stands for a
 *  student whose file was not taken. */
struct item {
    struct found found;
    struct place place;
};

void found_clear(struct found *found);

/** A collection that grows. */
struct scan {
    const struct course *course;
    const struct exercise *const *exercises;
    size_t n_exercises;
    struct collection *collection;
    struct item *items; /**< what was found so far */
    size_t n_items;
    struct submitter *submitters;
    size_t n_submitters;
    size_t n_entries;
    size_t n_bytes;
};

/** How the bytes of a file are had.
 *  @param[out] why  new, with NULL. @return new, with a NUL behind it. */
typedef char *scan_reader(
    void *arg, size_t max_bytes, size_t *n_bytes, char **why);

/** Look at one file.
 *  @param inside  the archive that it is in, as people know it; "" for none
 *  @param path    in there, or in the folder
 *  @return 0; -1: no more files are looked at. */
int scan_file(struct scan *scan, const char *inside, const char *path,
    time_t received, scan_reader *reader, void *arg);

/** Note that something was not taken. @param why  taken over. */
void scan_unread(
    struct scan *scan, const char *inside, const char *path, char *why);

/** When all has been seen: names for Gradescope's numbers, students of the
 *  same name told apart, and one file a submission and exercise. What is left
 *  of the items goes to the collection. */
void scan_resolve(struct scan *scan);

/** Look at all files of a zip archive.
 *  @param name  of the archive, as people know it */
void scan_archive(struct scan *scan, const char *path, const char *name);

/** Look at all files of a folder. @return 0; -1: it cannot be read. */
int scan_folder(struct scan *scan, const char *path, struct fail *fail);

#endif

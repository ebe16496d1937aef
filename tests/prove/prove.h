/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_PROVE_H
#define PARLAB_TESTS_PROVE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file
 *  "make prove": how far the grader's measuring can be trusted, found out by
 *  grading candidates whose gain is known, many times, on a quiet machine and
 *  on one that others use. Every verdict with its raw samples is kept in a
 *  folder, so an interrupted proof goes on where it stopped, and tables can be
 *  made again without measuring. */

/** The exercises that stand for the three ways of running. */
enum { PROVE_EXERCISES = 3 };
extern const char *const prove_exercises[PROVE_EXERCISES];

/** A sort of candidate; all are made from the reference. */
struct prove_sort {
    const char *name; /**< in names of files and in tables */
    double gain; /**< that it is built to have, about; NAN: see title */
    const char *title; /**< for those without */
    const char *share; /**< C: the share of the work that one worker has to
                            itself; NULL: what follows from the gain */
    int repeats; /**< how often the work is done */
    bool is_for_all; /**< exercises; else only for the first */
    bool is_spread; /**< graded often, quiet and loaded; else a tenth as
                         often, quiet */
};

/** All sorts; ends with one without a name. */
extern const struct prove_sort prove_sorts[];

/** Find a sort by its name; it must be there. */
const struct prove_sort *prove_sort_named(const char *name);

/** Share of the work that one worker has to itself for the gain that a sort
 *  is built to have, where copies gain about as much as there are workers. */
double prove_share(const struct prove_sort *sort, int n_workers);

/** The text of a candidate.
 *  @return new; NULL: the reference is not what it was. */
char *prove_source(const struct course *course, const struct exercise *exercise,
    const struct prove_sort *sort, int n_workers, struct fail *fail);

/** One grading of the plan. */
struct proved {
    const struct exercise *exercise;
    const struct prove_sort *sort;
    bool is_loaded;
    int number;
    json_t *document; /**< NULL: not graded yet */
    json_t *verdict; /**< of the exercise; borrowed from the document */
    json_t *measure; /**< likewise */
    json_t *partner; /**< of the candidate with nothing serial, graded right
                          before; NULL for none */
};

/** All gradings, in random order. */
struct plan {
    const struct course *course;
    const char *folder; /**< of the verdicts */
    int n_workers;
    struct proved *gradings;
    size_t n;
};

/** Plan @p n gradings for the sorts that are graded often, half of them with
 *  others at work, and a tenth as many for the others. The first quiet ones of
 *  a known gain have a partner. The same every time.
 *  @return 0; -1: the course lacks an exercise. */
int plan_make(struct plan *plan, int n, struct fail *fail);
void plan_free(struct plan *plan);

/** Load the verdicts that are there. */
void plan_load(struct plan *plan);

/** Grade what has not been graded yet.
 *  @return 0; -1: a grading failed. */
int plan_run(struct plan *plan, struct fail *fail);

/** Write the tables: how the points of one candidate spread; what other ways
 *  of measuring would have said; whether known gains are found. */
void table_spread(const struct plan *plan, FILE *to);
void table_methods(const struct plan *plan, FILE *to);
void table_known(const struct plan *plan, FILE *to);
void table_odd(const struct plan *plan, FILE *to);

/** Start a process that uses a share of the cores that keeps changing, until
 *  it is killed or this one ends. @return pid; -1. */
pid_t load_start(unsigned seed);

/** A number of a JSON object; NAN when it has none. */
double prove_number(const json_t *object, const char *key);

/** Whether the speedup was measured. */
bool prove_is_measured(const struct proved *proved);

/** What a verdict's document says of the measure of its only exercise. */
const json_t *prove_measure(const json_t *document);

/** The median points of a candidate's quiet gradings: what is taken as true.
 *  @return points for speed; NAN: none was measured. */
double prove_true_points(const struct plan *plan,
    const struct exercise *exercise, const struct prove_sort *sort);

#endif

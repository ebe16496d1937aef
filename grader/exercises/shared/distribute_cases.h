/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_EXERCISES_SHARED_DISTRIBUTE_CASES_H
#define PARLAB_EXERCISES_SHARED_DISTRIBUTE_CASES_H

#include "grader/judge/cases.h"

/** @file What the two cases files of shared/distribute share. */

/** One row for the groups with an array; a case uses what it needs. */
struct distribute_row {
    const char *name;
    void (*run)(struct trial *trial, const struct distribute_row *row);
    size_t n;
    int n_workers;
    size_t n_rounds;
    size_t victim; /**< number of the child that is killed; 0: none */
    bool is_given; /**< the numbers are in the row; else they are drawn */
    double x[8], a[8];
};

/** What is around the workers: a child of the caller's own, and its buffered
 *  output; what the contract refuses. */
void distribute_run_neighbours(
    struct trial *trial, const struct distribute_row *row);
void distribute_run_refusals(
    struct trial *trial, const struct distribute_row *row);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SIMILAR_SIMILAR_PRIVATE_H
#define PARLAB_SIMILAR_SIMILAR_PRIVATE_H

#include "grader/sandbox/args.h"
#include "grader/similar/similar.h"

/** @file Running sim_c. */

/** The file of a text in the job's folder, and of what was given. */
char *similar_file(size_t text);
#define SIMILAR_GIVEN "given.c"

/** Write a job's texts to its folder. @return 0; -1. */
int similar_write(const struct similar_job *job, struct fail *fail);

/** Run sim_c in the job's folder, in the sandbox: it reads what strangers
 *  wrote.
 *  @param options  of sim_c, and files; released
 *  @return new, what it wrote; NULL with the reason. */
char *similar_run(
    const struct similar_job *job, struct args *options, struct fail *fail);

/** Percentages between texts. */
struct similar_table {
    size_t n; /**< texts, and one: what was given is the last */
    unsigned char *percent; /**< n x n, of the row's tokens in the column */
    unsigned *tokens; /**< n */
};

/** Read what "sim_c -p" wrote. Pure.
 *  @return 0; -1: it is of another form. */
int similar_read(
    const char *text, struct similar_table *table, struct fail *fail);

/** Make pairs of percentages, the most similar first. Pure.
 *  @return new. */
struct similar_pair *similar_rank(const struct similar_job *job,
    const struct similar_table *table, size_t *n_pairs);

/** Mark the lines of two texts by what "sim_c -n" wrote about their files and
 *  what was given. Pure.
 *  @param[in,out] a,b  a blank a line */
void similar_mark(
    const char *text, const char *file_a, const char *file_b, char *a, char *b);

#endif

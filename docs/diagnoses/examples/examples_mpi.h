/* SPDX-License-Identifier: MIT */
#ifndef DIAGNOSES_EXAMPLES_MPI_H
#define DIAGNOSES_EXAMPLES_MPI_H

#include <mpi.h>

/* Those that need MPI. A wrong one and a right one each. */

void pass_on_wrong(double *out, double *in, int n, MPI_Comm comm);
void pass_on_right(double *out, double *in, int n, MPI_Comm comm);
void swap_wrong(double *mine, double *theirs, int n, MPI_Comm comm);
void swap_right(double *mine, double *theirs, int n, MPI_Comm comm);
double mean_wrong(const double *x, int n_mine, MPI_Comm comm);
double mean_right(const double *x, int n_mine, MPI_Comm comm);
double total_wrong(double mine, MPI_Comm comm);
double total_right(double mine, MPI_Comm comm);
double norm_wrong(const double *x, int n_mine, double *all, MPI_Comm comm);
double norm_right(const double *x, int n_mine, MPI_Comm comm);
void sums_wrong(
    const double *rows, int n_rows, int n_cols, double *sums, MPI_Comm comm);
void sums_right(
    const double *rows, int n_rows, int n_cols, double *sums, MPI_Comm comm);

#endif

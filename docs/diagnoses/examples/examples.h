/* SPDX-License-Identifier: MIT */
#ifndef DIAGNOSES_EXAMPLES_H
#define DIAGNOSES_EXAMPLES_H

#include <pthread.h>
#include <stddef.h>

/* What the examples of the diagnoses are about. A wrong one and a right one
 * each; both compile without a warning, which is why a grader is needed. */

enum { WORKERS_MAX = 64 };

struct team {
    const double *x;
    double *y;
    pthread_barrier_t all_are_done; /* of all workers of the team */
};

struct tally {
    size_t count; /* set by count_words() */
    const char *text;
};

struct part {
    const double *x;
    double *out;
    size_t n;
};

void *count_words(void *tally);
void *fill_part(void *part);
void add_up(size_t n, const double x[], int n_workers, double sums[]);
void sort(size_t n, double x[]);

size_t repeats_wrong(size_t n, const int text[], size_t lag);
size_t repeats_right(size_t n, const int text[], size_t lag);
void worker_wrong(struct team *team, size_t first, size_t n_mine);
void worker_right(struct team *team, size_t first, size_t n_mine);
void run_wrong(int n_workers, void job(int worker));
void run_right(int n_workers, void job(int worker));
double sum_wrong(size_t n, const double x[], int n_workers);
double sum_right(size_t n, const double x[], int n_workers);
void double_wrong(size_t n, double x[], int n_workers);
void double_right(size_t n, double x[], int n_workers);
int count_wrong(struct tally *tally);
int count_right(struct tally *tally);
double mean_wrong(size_t n, const double x[], int n_workers);
double mean_right(size_t n, const double x[], int n_workers);
size_t select_wrong(size_t n, const double x[], double limit, double out[]);
size_t select_right(size_t n, const double x[], double limit, double out[]);
size_t larger_wrong(size_t n, const double x[], double limit, int n_workers);
size_t larger_right(size_t n, const double x[], double limit, int n_workers);
double median_wrong(size_t n, const double x[]);
double median_right(size_t n, const double x[]);
void fill_wrong(struct part parts[], int n_workers);
void fill_right(struct part parts[], int n_workers);
int hash_wrong(const char word[]);
unsigned hash_right(const char word[]);

#endif

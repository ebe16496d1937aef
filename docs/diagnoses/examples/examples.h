/* SPDX-License-Identifier: MIT */
#ifndef DIAGNOSES_EXAMPLES_H
#define DIAGNOSES_EXAMPLES_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

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
double share_wrong(size_t n, const double x[], int n_workers, int worker);
double share_right(size_t n, const double x[], int n_workers, int worker);
double largest_wrong(const double x[], size_t first, size_t last);
double largest_right(const double x[], size_t first, size_t last);
size_t changes_wrong(size_t n, const int x[], int n_workers);
size_t changes_right(size_t n, const int x[], int n_workers);
void radii_wrong(size_t n, const double x[], const double y[], double out[]);
void radii_right(size_t n, const double x[], const double y[], double out[]);
double *table_wrong(int n_workers, double job(int worker));
double *table_right(int n_workers, double job(int worker));
void roots_wrong(size_t n, const double x[], double out[], int n_workers);
void roots_right(size_t n, const double x[], double out[], int n_workers);
void decibels_wrong(size_t n, const double x[], double out[], int n_workers);
void decibels_right(size_t n, const double x[], double out[], int n_workers);
void ranks_wrong(size_t n, const double x[], size_t rank[], int n_workers);
void ranks_right(size_t n, const double x[], size_t rank[], int n_workers);
void bytes_wrong(size_t n, const unsigned char text[], size_t counts[256]);
void bytes_right(size_t n, const unsigned char text[], size_t counts[256]);
void steps_wrong(int n_steps, int n_workers, void step(int worker, int number));
void steps_right(int n_steps, int n_workers, void step(int worker, int number));
bool await_wrong(const pid_t children[], int n);
bool await_right(const pid_t children[], int n);
pid_t first_wrong(void);
pid_t first_right(const pid_t children[], int n);
ssize_t ask_wrong(void job(int to), char answer[], size_t n);
ssize_t ask_right(void job(int to), char answer[], size_t n);
size_t drain_wrong(const int ends[2]);
size_t drain_right(const int ends[2]);
void pin_wrong(pthread_t thread, int worker);
void pin_right(pthread_t thread, int worker);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_CASES_H
#define PARLAB_JUDGE_CASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"
#include "grader/base/random.h"
#include "grader/channel/frame.h"
#include "grader/judge/facts.h"

/** @file
 *  What a cases file sees. It defines, for one exercise, the groups of cases
 *  (each a CUnit suite) and the inputs of what is measured, and registers
 *  them with EXERCISE_CASES(). Nothing here sees the candidate itself: a
 *  case builds a frame, has it run, and looks at what came back.
 *
 *  A case is one row of a table. Rows are structs of the file's own whose
 *  first member is `const char *name`, unique within the group:
 *  @code
 *  struct row { const char *name; size_t n; int n_workers; };
 *  static const struct row sizes[] = {{"no element", 0, 2}, …};
 *
 *  static void run_sizes(struct trial *trial, const void *item)
 *  {
 *      const struct row *row = item;
 *      struct frame *frame = trial_frame(trial, "sum");
 *      frame_count(frame, "n", row->n);
 *      double *x = frame_input(frame, "x", FRAME_F64, row->n);
 *      random_fill(trial_random(trial), x, row->n, 0, 1);
 *      frame_output(frame, "total", FRAME_F64, 1);
 *      if (!trial_call(trial, frame, row->n_workers))
 *          return;
 *      double expected = …;
 *      trial_expect_f64(trial, frame, "total", &expected, 1e-13, 0);
 *  }
 *  static const struct case_group groups[] = {
 *      CASE_GROUP("sizes", sizes, run_sizes), {0}};
 *  EXERCISE_CASES("threads/sum", groups, timings);
 *  @endcode */

/** One case while it is being judged. */
struct trial;

/** A group of cases; the name is one of the manifest's groups. */
struct case_group {
    const char *name;
    const void *rows;
    size_t n_rows;
    size_t row_bytes;
    void (*run)(struct trial *trial, const void *row);
    /** Or, where the number of cases is known at run time only (one for each
     *  book): NULL for @p rows, and this returns the names of the cases. The
     *  row that @p run gets is then the name.
     *  @return new array of new names, @p n_names of them. */
    char **(*list)(size_t *n_names);
};

#define CASE_GROUP(group, table, function)                                     \
    {                                                                          \
        .name = (group), .rows = (table),                                      \
        .n_rows = sizeof(table) / sizeof *(table),                             \
        .row_bytes = sizeof *(table), .run = (function)                        \
    }

/** The input of one measure. */
struct timing {
    const char *measure; /**< one of the manifest's measures */
    /** Build the input, or the part of it that copy @p part of @p n_parts of
     *  the serial baseline gets. All parts together are the whole work; with
     *  @p n_parts 1 it is the whole input. The stream is the same for every
     *  part and every repeats.
     *  @param n_parts     1 to 64
     *  @param repeats     calls between "go" and "done", >= 1: every call
     *                     must have an input of its own or one chained to
     *                     the call before, and every call must leave
     *                     something in the outputs.
     *  @param[out] work   units of work in this part, any unit.
     *  @return new frame. */
    struct frame *(*input)(struct random *random, size_t repeats, unsigned part,
        unsigned n_parts, double *work);
    double relative; /**< tolerance against the baseline's floating output */
    double absolute;
};

/** The cases of one exercise. */
struct exercise_cases {
    const char *exercise; /**< "lab/exercise" */
    const struct case_group *groups; /**< ends with a group without a name */
    const struct timing *timings; /**< ends with one without a name */
    /** The frame of a call whose tasks note what they do, with an output
     *  "spans" (FRAME_U64, three a task: struct call_span); NULL without. */
    struct frame *(*timeline)(struct random *random);
};

/** Make the cases of an exercise known to the judge, once in a file. */
#define EXERCISE_CASES(name, group_table, timing_table)                        \
    EXERCISE_CASES_AND_TIMELINE(name, group_table, timing_table, NULL)

/** The same for an exercise that records a timeline. */
#define EXERCISE_CASES_AND_TIMELINE(name, group_table, timing_table, function) \
    static const struct exercise_cases exercise_cases_here = {                 \
        (name), (group_table), (timing_table), (function)};                    \
    static const struct exercise_cases *const exercise_cases_entry             \
        __attribute__((section("parlab_cases"), used)) = &exercise_cases_here

/** The random stream of this case: depends on the seed, the exercise and the
 *  case, so that a case repeats alone. */
struct random *trial_random(struct trial *trial);

/** Folder of the books (--books or PARLAB_BOOKS); NULL without one. Not
 *  bound to a case, so that case_group.list may ask too. */
const char *trial_books(void);

/** Start the frame of a call. @return owned by the trial. */
struct frame *trial_frame(struct trial *trial, const char *entry);

/** Have the candidate run the frame. Several calls in a case are fine.
 *  A crash, a time-out or a changed input is recorded as the failure of the
 *  case, as are child processes or open descriptors that the call leaves
 *  behind.
 *  @param n_workers  threads, processes or ranks; >= 0
 *  @return  true: the outputs are there to be looked at;
 *  @return  false: the case has failed already; return at once. */
bool trial_call(struct trial *trial, struct frame *frame, int n_workers);

/** Compare an output with what is expected, element by element. NaN expects
 *  NaN, an infinity expects itself. A mismatch is recorded with the input,
 *  the first index that differs, how many differ, and the largest error.
 *  @param expected  as many items as the field has.
 *  @param relative,absolute  |got - expected| <= absolute +
 *                            relative * |expected| is right.
 *  @return whether all are right. */
bool trial_expect_f64(struct trial *trial, const struct frame *frame,
    const char *name, const double *expected, double relative, double absolute);

/** Computes the @p n expected items from index @p first on. */
typedef void trial_oracle(
    const void *context, size_t first, size_t n, double *expected);

/** The same where items are computed one by one: a block of them at a time,
 *  so that as many as there are never lie in memory.
 *  @param context  passed on to @p oracle. */
bool trial_expect_f64_by(struct trial *trial, const struct frame *frame,
    const char *name, trial_oracle *oracle, const void *context,
    double relative, double absolute);

/** The same for whole numbers of any type, exactly.
 *  @param expected  items of the field's own type. */
bool trial_expect_exact(struct trial *trial, const struct frame *frame,
    const char *name, const void *expected);

/** Record a failure unless @p holds. The text completes "expected …". */
bool trial_expect(struct trial *trial, bool holds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The same, and say which mistake it is, for the diagnosis. */
bool trial_expect_as(struct trial *trial, enum fault fault, bool holds,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/** End the grading: the cases themselves are broken (a book that cannot be
 *  read, say). No grade is written. Does not return to the case. */
void trial_broken(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/** The slice [first, first + count) of n items that part @p part of
 *  @p n_parts gets: sizes differ by at most one. */
void case_slice(
    size_t n, unsigned part, unsigned n_parts, size_t *first, size_t *count);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_MEASURE_H
#define PARLAB_MEASURE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"
#include "grader/sandbox/sandbox.h"
#include "grader/stats/stats.h"

/** @file
 *  The speedup of a candidate, in blocks. A block times, in random order,
 *  the serial baseline on one core (T1), the candidate on all (Tc), and as
 *  many copies of the baseline side by side, each on its part of the work.
 *  The copies' rates added up say what this machine could gain in this very
 *  block: A = T1 * sum(work_i / t_i) / work. Of that the candidate reached
 *  the share g = (T1 / Tc - 1) / (A - 1). A block during which something
 *  else ran on the cores does not count. */

enum { MEASURE_WORKERS_MAX = 64 };

struct measurement;

/** What to measure. */
struct measure_setup {
    const struct exercise *exercise;
    const struct measure *measure;
    const char *candidate; /**< its runner */
    const char *baseline; /**< the serial baseline's runner */
    const char *folder; /**< private folder */
    enum sandbox_layer layer;
    uint64_t seed;
    int n_workers; /**< more than there are cores only without copies */
    unsigned n_parts; /**< the input is the first of so many parts of the
                           whole; 1: the whole */
    double budget_s;
    bool is_verbose;
    /** Whether there are runs enough; asked after every block that could
     *  make it so. Asking often costs nothing in certainty. */
    bool (*is_precise)(const struct measure *, const struct measurement *);
    /** Called after each block; may be NULL. */
    void (*progress)(const struct measurement *so_far);
};

/** Counters of one part of a block. */
struct part {
    double seconds; /**< from "go" to "done" */
    double cpu_s; /**< of all its threads and processes */
    double delay_s; /**< they were runnable, and did not run */
    double concurrency; /**< workers at work on average */
    long switches; /**< times that one of them was given a core */
    long faults; /**< page faults, those without a disk included */
};

/** Why a block does not count. */
enum flaw {
    FLAW_NONE,
    FLAW_BUSY, /**< other programs ran on the cores */
    FLAW_STOLEN, /**< the host took processor time away */
    FLAW_UNEVEN, /**< cores of one kind differed in speed */
    FLAW_SHARED, /**< the cores could not work at the same time */
    FLAW_STATE, /**< the machine was in another state than mostly */
    N_FLAWS,
};

/** One block. */
struct sample {
    struct part baseline;
    struct part candidate;
    struct part copies[MEASURE_WORKERS_MAX];
    char order[4]; /**< of the parts: "bkc", k are the copies */
    double at_s; /**< its start, since measuring began */
    int runners; /**< which set of processes ran it, counted from 0 */
    double attainable; /**< A */
    double speedup; /**< T1 / Tc */
    double gain; /**< g */
    double foreign; /**< largest share of a part's time lost to others */
    bool is_late; /**< the candidate was stopped: it takes longer than this */
    enum flaw judged; /**< by itself */
    enum flaw if_own; /**< were what the candidate lost its own doing */
    enum flaw flaw; /**< with all other blocks in view; decides */
};

/** What a flaw is, as the end of "in 3 of 40 runs …"; "" for none. */
const char *measure_flaw_text(enum flaw flaw);

/** The flaw that measure_flaw_text() has this text for.
 *  @param text  may be NULL. @return N_FLAWS: none has. */
enum flaw measure_flaw_named(const char *text);

enum measure_status {
    MEASURE_MEASURED,
    MEASURE_NOT_MEASURED, /**< the machine did not let us: points stay open */
    MEASURE_NOT_GRADED, /**< the candidate's fault: no points */
};

/** What was measured. The speedup and its interval are those that belong to
 *  the gain where the attainable speedup is the median one. */
struct measurement {
    enum measure_status status;
    char why[320]; /**< of the other two, and what to do */
    const char *tampering; /**< what the candidate did to look faster than it
                                is: not graded; NULL for nothing */
    char variation[160]; /**< how the runs differ, where that has a name */
    int n_workers;
    double budget_s;
    size_t repeats; /**< calls between "go" and "done" */
    double speedup;
    double attainable; /**< median over the clean blocks */
    double gain; /**< likewise */
    struct interval speedup_interval; /**< missed once in a thousand */
    struct interval gain_interval;
    size_t n_clean;
    size_t n_discarded;
    struct sample *samples; /**< all blocks in the order of time */
    size_t n_samples;
    double seconds; /**< that measuring took, calibration included */
};

enum measure_outcome {
    MEASURE_DONE,
    MEASURE_BROKEN,
    MEASURE_STOPPED,
};

/** Measure a candidate that has passed its core cases.
 *  @param[out] measurement  release with measure_free() after MEASURE_DONE. */
enum measure_outcome measure_candidate(const struct measure_setup *setup,
    struct measurement *measurement, struct fail *fail);

void measure_free(struct measurement *measurement);

/** What else has to be known of a block. */
struct block_facts {
    int n_workers;
    double attainable; /**< 0: what the copies show */
    double work; /**< units of the whole */
    double copy_work[MEASURE_WORKERS_MAX]; /**< of each copy's part */
    bool is_stolen; /**< the host took time away during the block */
    bool has_equal_cores; /**< cores that differ in speed are disturbed */
    bool is_oversubscribed; /**< more workers than cores */
};

/** Compute a block's ratios and judge whether it is clean. Pure.
 *  @param sample  with its parts filled in. */
void measure_judge_block(
    struct sample *sample, const struct block_facts *facts);

/** Say whether a block shows that the candidate is too slow: it was stopped,
 *  and what others took from it cannot be the reason. Pure. */
bool measure_is_too_slow(const struct sample *sample, int n_workers);

/** Estimate the gain from those of the clean blocks in the order of time: the
 *  median and its interval, which is widened where the values drift. Pure but
 *  for the result, of which gain, gain_interval and variation are set.
 *  @param miss  probability that the interval misses on one side
 *  @return      false: there are too few. */
bool measure_estimate_gain(struct measurement *measurement,
    const double gains[], size_t n, double miss);

/** Make the measurement of judged blocks; may be called again with more.
 *  Pure but for the result, of which samples, n_samples, n_workers and
 *  budget_s are taken. */
void measure_summarise(struct measurement *measurement);

#endif

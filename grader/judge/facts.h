/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_FACTS_H
#define PARLAB_JUDGE_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/channel/frame.h"
#include "grader/judge/sleepers.h"

/** @file
 *  What was seen of a case, for whoever asks why it failed: what it gave the
 *  candidate to share out, and in which way the answer was wrong. */

enum { FACTS_COUNTS_MAX = 4 };

/** A whole number that a case gave the candidate: a count of items. */
struct fact_count {
    char name[FRAME_NAME_BYTES];
    uint64_t value;
};

/** The first thing that was wrong. */
enum fault {
    FAULT_NONE,
    FAULT_VALUE, /**< an answer differs */
    FAULT_BEYOND, /**< something was written where nothing belongs */
    FAULT_INPUT, /**< an input was changed */
    FAULT_ZOMBIES, /**< children have ended, and nobody waited for them */
    FAULT_CHILDREN, /**< children are still running */
    FAULT_DESCRIPTORS, /**< more are open than before */
    FAULT_OVERLAP, /**< two workers were given the same item */
    FAULT_UNEVEN, /**< some worker was given more than its share */
    FAULT_STARTED, /**< workers were started anew that should have stayed */
    FAULT_PRIVATE, /**< what a child wrote is not in shared memory */
    FAULT_OTHER, /**< a promise of the contract, in words */
};

/** How an answer differs from what was expected. */
struct fault_value {
    size_t n; /**< items */
    size_t n_wrong;
    size_t first, last; /**< wrong ones */
    double worst_relative; /**< error; infinite where there is no measure */
    bool is_reordered; /**< all right items are there, in other places */
};

/** One case. */
struct facts {
    int n_workers; /**< of the last call; 0: the candidate was not called */
    struct fact_count counts[FACTS_COUNTS_MAX]; /**< of that call */
    size_t n_counts;
    enum fault fault;
    struct fault_value value; /**< with FAULT_VALUE */
    struct sleepers sleepers; /**< when it ran out of time */
    uint64_t answer; /**< digest of all that came back */
    long n_ended; /**< workers that ended during the last call */
    bool is_untouched; /**< all that came back is as it was; only in repeats */
};

/** Note what a call is given. */
void facts_note_call(
    struct facts *facts, const struct frame *frame, int n_workers);

/** Add to a digest what the candidate writes, as it is now. */
uint64_t facts_digest(uint64_t digest, const struct frame *frame);

/** Say whether a call has left all that the candidate writes as it was.
 *  @param updates  facts_digest() from before the call, of the updates. */
bool facts_is_untouched(const struct frame *frame, uint64_t updates);

/** facts_digest() of the updates alone. */
uint64_t facts_digest_updates(const struct frame *frame);

#endif

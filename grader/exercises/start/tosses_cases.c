/* SPDX-License-Identifier: MIT */
#include "grader/judge/cases.h"

/* What "parlab start" measures. It is no exercise: nothing is handed in, so
 * there are no groups of cases. In what is timed every count is compared with
 * the serial program's. */

enum { TOSSES = 1 << 19 };

static struct frame *speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    size_t first, n;
    case_slice(TOSSES, part, n_parts, &first, &n);
    struct frame *frame = frame_new("tosses");
    frame_count(frame, "n", n);
    uint64_t *seeds = frame_input(frame, "seeds", FRAME_U64, repeats);
    for (size_t r = 0; r < repeats; r++)
        seeds[r] = random_u64(random);
    frame_output(frame, "count", FRAME_U64, 2 * repeats);
    frame_set_repeats(frame, repeats);
    *work = (double)n * (double)repeats;
    return frame;
}

static const struct timing timings[] = {
    {"speedup", speedup_input, 0, 0},
    {0},
};

static const struct case_group groups[] = {{0}};

EXERCISE_CASES("start/tosses", groups, timings);

/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "grader/exercises/shared/distribute_cases.h"

/* The cases of shared/distribute that are about the caller: what was there
 * before a call is there after it, and a call that the contract refuses
 * changes nothing. */

void distribute_run_neighbours(
    struct trial *trial, const struct distribute_row *row)
{
    struct frame *frame = trial_frame(trial, "neighbours");
    frame_count(frame, "n", row->n);
    frame_update(frame, "x", FRAME_F64, row->n);
    frame_output(frame, "other_status", FRAME_I32, 1);
    frame_output(frame, "n_written", FRAME_U64, 1);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *status = frame_data(frame, "other_status", FRAME_I32, NULL);
    const uint64_t *n_written = frame_data(frame, "n_written", FRAME_U64, NULL);
    if (trial_expect(trial, *status == 7,
            "another child of the caller to be left for the caller to wait "
            "for"))
        trial_expect(trial, *n_written == 5,
            "the caller's buffered output to be written once: 5 bytes, not "
            "%zu",
            (size_t)*n_written);
}

void distribute_run_refusals(
    struct trial *trial, const struct distribute_row *row)
{
    static const char *const what[] = {"distribute(9, 0, 0, ...)",
        "distribute(9, -2, -1, ...)", "distribute(9, 3, 3, ...)",
        "distribute(9, 3, -1, ...)", "sqrt_all(2, x, 0)", "sqrt_all(0, x, -1)",
        "sqrt_rounds(2, x, 2, a, 0)", "sqrt_rounds(2, x, 0, a, -1)"};
    static const uint64_t slice[] = {71, 72};
    static const double x[] = {4, 9};
    const size_t n = sizeof what / sizeof *what;
    struct frame *frame = trial_frame(trial, "refusals");
    memcpy(frame_update(frame, "slice", FRAME_U64, 2), slice, sizeof slice);
    memcpy(frame_update(frame, "x", FRAME_F64, 2), x, sizeof x);
    frame_output(frame, "errors", FRAME_I32, n);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *errors = frame_data(frame, "errors", FRAME_I32, NULL);
    for (size_t i = 0; i < n; i++)
        if (!trial_expect(trial, errors[i] == EINVAL,
                "%s to return -1 with errno EINVAL", what[i]))
            return;
    if (trial_expect_exact(trial, frame, "slice", slice))
        trial_expect_f64(trial, frame, "x", x, 0, 0);
}

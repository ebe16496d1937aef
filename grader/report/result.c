/* SPDX-License-Identifier: MIT */
#include "grader/report/result.h"

#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"

/* A result owns everything but the exercise it points to. */

void result_flag(struct result *result, char *text)
{
    result->flags =
        mem_grow(result->flags, result->n_flags, sizeof *result->flags);
    result->flags[result->n_flags++] = text;
}

char *result_guess_text(double guess)
{
    const bool is_short = fabs(10 * guess - round(10 * guess)) < 1e-6;
    return mem_format("You guessed %.*fx.", is_short ? 1 : 2, guess);
}

struct points result_points(const struct result *result)
{
    struct points sum = result->correct;
    for (size_t i = 0; result->has_speed && i < result->exercise->n_measures;
         i++) {
        const struct points *points = &result->measures[i].points;
        sum.points += points->points;
        sum.open += points->open;
        sum.max += points->max;
    }
    return sum;
}

void result_clear(struct result *result)
{
    for (size_t i = 0;
         result->measures != NULL && i < result->exercise->n_measures; i++)
        measure_free(&result->measures[i].measurement);
    free(result->measures);
    for (size_t i = 0; i < result->n_flags; i++)
        free(result->flags[i]);
    free(result->flags);
    findings_free(&result->diagnoses);
    free(result->message);
    free(result->source);
    checks_free(&result->checks);
    free(result->repeat);
    judge_free(&result->correctness);
    *result = (struct result){0};
}

const char *candidate_name(enum candidate candidate)
{
    static const char *const names[] = {
        [CANDIDATE_SUBMISSION] = "submission",
        [CANDIDATE_FILE] = "file",
        [CANDIDATE_REFERENCE] = "reference",
        [CANDIDATE_BASELINE] = "baseline",
        [CANDIDATE_SKELETON] = "skeleton",
    };
    return names[candidate];
}

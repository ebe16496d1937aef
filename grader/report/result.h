/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_RESULT_H
#define PARLAB_REPORT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "grader/diagnose/diagnose.h"
#include "grader/judge/checks.h"
#include "grader/sandbox/sandbox.h"
#include "grader/score/score.h"

/** @file What a grading came to, as the reports see it. */

/** The sorts of candidates. */
enum candidate {
    CANDIDATE_SUBMISSION,
    CANDIDATE_FILE,
    CANDIDATE_REFERENCE,
    CANDIDATE_BASELINE,
    CANDIDATE_SKELETON,
};

/** One measure of an exercise. */
struct measure_result {
    const struct measure *measure;
    struct measurement measurement;
    struct points points;
};

/** One exercise, graded. */
struct result {
    const struct exercise *exercise;
    enum candidate candidate;
    bool is_rejected; /**< never ran: does not compile, … */
    char *source; /**< text of the candidate; NULL: it could not be taken */
    char *message; /**< why, or the compiler's warnings; NULL for none */
    bool has_speed; /**< speed was asked for */
    bool has_points; /**< false after --case */
    struct correctness correctness;
    struct points correct;
    struct measure_result *measures; /**< of the manifest, when has_speed */
    int official_workers;
    struct checks checks;
    struct findings diagnoses; /**< the strongest first */
    char **flags;
    size_t n_flags;
    char *repeat; /**< command that repeats the grading, without --case */
    double seconds;
    size_t pictures_from; /**< number of its first picture, where several
                               results share a page; else 0 */
    double guess; /**< the student's, of the first speedup; 0 for none */
    const struct exercise *next; /**< to go on with; NULL for none */
};

/** What all results of a command share. */
struct result_about {
    uint64_t seed;
    enum sandbox_layer layer;
    time_t time; /**< when it was graded */
};

/** A guess as it is shown: "You guessed 2.0x." @return new. */
char *result_guess_text(double guess);

/** Add a flag; takes over @p text. */
void result_flag(struct result *result, char *text);

/** Points of everything in a result. */
struct points result_points(const struct result *result);

/** Release what a result holds. */
void result_clear(struct result *result);

/** "submission", "file", "reference", "baseline", "skeleton". */
const char *candidate_name(enum candidate candidate);

#endif

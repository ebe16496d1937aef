/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_SCALE_OPTIONS_H
#define PARLAB_CMD_SCALE_OPTIONS_H

#include "grader/cmd/options.h"
#include "grader/measure/scaling.h"

/** @file The options of scale: those of grade that make sense there, and its
 *  own. */

/** What the command line asks for. */
struct scale_request {
    struct options options;
    int n_workers; /**< up to so many */
    bool has_budget;
    bool is_oversubscribing;
    bool wants[N_SCALINGS];
    const char *recorded; /**< file; NULL: measure */
};

extern const struct argp_option scale_options_table[];
error_t scale_options_take(int key, char *value, struct argp_state *state);

#endif

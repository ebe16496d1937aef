/* SPDX-License-Identifier: MIT */
#include "grader/cmd/scale_options.h"

#include "grader/judge/machine.h"

/* What scale shares with grade is handed on to its parser. More workers than
 * cores are wrong usage unless they are asked for by name: a curve of workers
 * that take turns is easily taken for one of workers that do not. */

#define BUDGET_S 5.0 /* for each point */

enum {
    KEY_OVERSUBSCRIBE = KEY_MORE,
    KEY_RECORDED,
    KEY_STRONG,
    KEY_WEAK,
};

static bool asks_to_measure(const struct scale_request *request)
{
    return request->n_workers > 0 || request->has_budget ||
           request->is_oversubscribing || request->wants[SCALING_STRONG] ||
           request->wants[SCALING_WEAK] || request->options.no_sandbox ||
           request->options.candidate != CANDIDATE_SUBMISSION;
}

static void finish(struct argp_state *state, struct scale_request *request)
{
    const int cores = machine_read()->workers_max;
    if (request->recorded != NULL && asks_to_measure(request))
        argp_error(state, "--recorded measures nothing; only --json and --html "
                          "go with it");
    if (request->n_workers == 0)
        request->n_workers =
            cores < MEASURE_WORKERS_MAX ? cores : MEASURE_WORKERS_MAX;
    if (request->n_workers > cores && !request->is_oversubscribing)
        argp_error(state,
            "--workers %d: %d core%s may be used here; --oversubscribe lets "
            "workers take turns on them, and marks these points",
            request->n_workers, cores, cores == 1 ? "" : "s");
    if (!request->wants[SCALING_STRONG] && !request->wants[SCALING_WEAK])
        request->wants[SCALING_STRONG] = request->wants[SCALING_WEAK] = true;
    if (!request->has_budget)
        request->options.budget_s = BUDGET_S;
}

error_t scale_options_take(int key, char *value, struct argp_state *state)
{
    struct scale_request *request = state->input;
    error_t error;
    switch (key) {
    case 'w':
        request->n_workers = (int)cmd_take_number(
            state, "--workers", value, 2, MEASURE_WORKERS_MAX);
        return 0;
    case KEY_OVERSUBSCRIBE:
        request->is_oversubscribing = true;
        return 0;
    case KEY_RECORDED:
        request->recorded = value;
        return 0;
    case KEY_STRONG:
        request->wants[SCALING_STRONG] = true;
        return 0;
    case KEY_WEAK:
        request->wants[SCALING_WEAK] = true;
        return 0;
    case KEY_BUDGET:
        request->has_budget = true;
        return options_take(key, value, state);
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name an exercise, threads/gaussian say");
        return 0;
    case ARGP_KEY_END:
        finish(state, request);
        return options_take(key, value, state);
    default:
        error = options_take(key, value, state);
        if (key == ARGP_KEY_ARG && request->options.n_exercises != 1)
            argp_error(state, "scale takes one exercise, not a lab");
        return error;
    }
}

const struct argp_option scale_options_table[] = {
    {0, 0, 0, 0,
        "What to measure (your own file in labs/ if none is given):", 1},
    {"file", 'f', "FILE", 0, "FILE as the exercise", 1},
    {"reference", KEY_REFERENCE, 0, 0, "the reference solution", 1},
    {"baseline", KEY_BASELINE, 0, 0, "the serial baseline", 1},
    {"recorded", KEY_RECORDED, "FILE", 0,
        "nothing: take what an earlier --json FILE has, of any machine", 1},
    {0, 0, 0, 0, "How:", 2},
    {"workers", 'w', "P", 0,
        "up to P workers or ranks; as many as there are cores unless given", 2},
    {"oversubscribe", KEY_OVERSUBSCRIBE, 0, 0,
        "allow more workers than cores; such points are marked and in no fit",
        2},
    {"strong", KEY_STRONG, 0, 0, "strong scaling only: one size of input", 2},
    {"weak", KEY_WEAK, 0, 0,
        "weak scaling only: the input grows with the workers", 2},
    {"budget", KEY_BUDGET, "SECONDS", 0,
        "time for each point of up to 10 workers, at most; more get more in "
        "proportion; 5 unless given",
        2},
    {"seed", KEY_SEED, "N", 0, "seed of cases and inputs", 2},
    {"books", KEY_BOOKS, "DIR", 0, "folder with books; else PARLAB_BOOKS", 2},
    {"no-sandbox", KEY_NO_SANDBOX, 0, 0, "run without the sandbox", 2},
    {0, 0, 0, 0, "What to print:", 3},
    {"json", KEY_JSON, "FILE", 0,
        "write the curves as JSON, every run included; - is standard output",
        3},
    {"html", KEY_HTML, "DIR", 0,
        "write a report with pictures to DIR: LAB-EXERCISE-scaling.html and "
        ".md",
        3},
    {"verbose", 'v', 0, 0, "print every command line that is run", 3},
    {0},
};

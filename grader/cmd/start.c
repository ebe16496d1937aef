/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/terminal.h"
#include "grader/base/text.h"
#include "grader/cmd/candidate.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/guess.h"
#include "grader/cmd/progress.h"
#include "grader/cmd/source.h"
#include "grader/course/excerpt.h"
#include "grader/judge/job.h"
#include "grader/judge/lock.h"
#include "grader/judge/machine.h"
#include "grader/measure/measure.h"
#include "grader/report/drawing.h"

/* The first minute. A program with a race and its mended twin (labs/start) go
 * the way of all candidates: built and run in the sandbox, measured in blocks
 * beside copies of the serial one. All that is shown was seen just now; what
 * a machine cannot show is said. */

enum { TOSSES = 5000000, RUNS = 5, WORKERS = 2, WIDTH = 80 };
#define BUDGET_S 6.0
#define CLOSE_ENOUGH 0.05 /* half an interval's width, of the speedup */

/* What a manifest would say; it is no exercise of the course. */
static char name[] = "start/tosses", lab[] = "start", stem[] = "tosses",
            title[] = "A race", measured[] = "speedup";
static char *functions[] = {stem, NULL};
static struct measure speedup = {.name = measured,
    .points = 40,
    .yardstick = YARDSTICK_COPIES,
    .full_gain_percent = 90};

/* What it takes to show one thing after the other. */
struct start {
    struct exercise exercise;
    struct options options;
    uint64_t seed;
    char *folder;
    struct fail fail;
};

static char *start_path(const struct start *start, const char *program)
{
    return mem_format("%s/%s.c", start->exercise.folder, program);
}

static int stop_or_fail(struct start *start, const char *text)
{
    if (interrupt_signal() != 0)
        cmd_stop();
    return text != NULL ? fail_set(&start->fail, "%s", text) : -1;
}

/* The lines that matter, as they stand in the program that is run. */
static int print_loop(struct start *start, const char *program)
{
    char *path = start_path(start, program);
    char *source = file_read(path, SOURCE_BYTES_MAX, NULL, &start->fail);
    char *loop =
        source != NULL ? excerpt_take(source, "loop", &start->fail) : NULL;
    for (const char *line = loop; line != NULL && *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        printf("    %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    const bool is_there = loop != NULL;
    free(loop);
    free(source);
    free(path);
    return is_there ? 0 : -1;
}

/* @return new path of the runner; NULL. */
static char *build(struct start *start, const char *program)
{
    char *path = start_path(start, program), *runner = NULL, *message = NULL;
    char *source = NULL;
    char *folder = mem_format("%s/%s", start->folder, program);
    start->options.candidate = CANDIDATE_FILE;
    start->options.file = path;
    const struct workshop workshop = {.options = &start->options,
        .exercise = &start->exercise,
        .layer = grading_layer(&start->options),
        .folder = folder};
    if (file_make_folder(folder, &start->fail) == 0)
        candidate_build(&workshop, &runner, &message, &source, &start->fail);
    progress_wipe();
    if (runner == NULL)
        stop_or_fail(start, message);
    free(source);
    free(message);
    free(folder);
    free(path);
    return runner;
}

/* @return 0, the counts are there; -1. */
static int run_once(struct start *start, struct job *job, uint64_t counts[2])
{
    struct frame *frame = frame_new("tosses");
    frame_count(frame, "n", TOSSES);
    *(uint64_t *)frame_input(frame, "seeds", FRAME_U64, 1) = start->seed;
    frame_output(frame, "count", FRAME_U64, 2);
    frame_set_workers(frame, WORKERS);
    struct job_turn turn = {.job = job, .frame = frame};
    job_time(&turn, 1, start->exercise.limits.case_seconds);
    const bool is_done = turn.result.outcome == JOB_DONE;
    if (is_done)
        memcpy(counts, frame_data(frame, "count", FRAME_U64, NULL),
            2 * sizeof *counts);
    frame_free(frame);
    return is_done ? 0 : stop_or_fail(start, "a run came to no end");
}

static void print_run(int i, const uint64_t counts[2])
{
    char heads[32], tails[32], sum[32], lost[32];
    const uint64_t all = counts[0] + counts[1];
    printf("  run %d   heads %9s   tails %9s   together %9s", i,
        text_grouped(counts[1], heads), text_grouped(counts[0], tails),
        text_grouped(all, sum));
    if (all < TOSSES)
        printf("   %s lost", text_grouped(TOSSES - all, lost));
    putchar('\n');
    fflush(stdout);
}

/* Run a program some times. @return how many totals were wrong; -1. */
static int run_all(struct start *start, const char *runner)
{
    int n_wrong = 0;
    const struct job_setup setup = {.exercise = &start->exercise,
        .binary = runner,
        .folder = start->folder,
        .layer = grading_layer(&start->options),
        .n_workers = WORKERS,
        .cpus = machine_cpus(WORKERS)};
    if (lock_take(false, progress_waiting) != 0)
        return stop_or_fail(start, NULL);
    struct job *job = job_start(&setup, &start->fail);
    if (job == NULL)
        stop_or_fail(start, NULL);
    for (int i = 1; i <= RUNS && job != NULL && n_wrong >= 0; i++) {
        uint64_t counts[2];
        if (run_once(start, job, counts) != 0) {
            n_wrong = -1;
            break;
        }
        print_run(i, counts);
        n_wrong += counts[0] + counts[1] != TOSSES;
    }
    const bool is_started = job != NULL;
    job_end(job);
    lock_release();
    return is_started ? n_wrong : -1;
}

static void say_what_was_lost(int n_wrong)
{
    if (n_wrong > 0)
        puts("\n++ reads a number, adds 1 and writes the sum back. When both "
             "workers have read\nthe same number, one of their two tosses is "
             "lost. This is a race: the result\ndepends on who comes first.");
    else if (machine_read()->workers_max < 2)
        puts("\nAll are right, and yet the program is wrong: both workers "
             "change the same\nnumbers. Only one core may be used here, so the "
             "workers take turns, and on most\nprocessors a turn does not end "
             "in the middle of a ++. On two cores they get in\neach other's "
             "way, and tosses are lost: a race.");
    else
        puts("\nAll are right this time, and yet the program is wrong: both "
             "workers change the\nsame numbers. When both read one before "
             "either writes it back, a toss is lost: a\nrace. Run this again: "
             "it is seen nearly always on two cores that are not busy.");
}

static int show_race(struct start *start)
{
    char n[32];
    printf("A coin is tossed %s times, by two workers at once. They count in "
           "two\nnumbers that both of them see:\n\n",
        text_grouped(TOSSES, n));
    if (print_loop(start, "race") != 0)
        return -1;
    puts("\nHeads and tails together are as many as there were tosses. Five "
         "runs:\n");
    fflush(stdout);
    char *runner = build(start, "race");
    const int n_wrong = runner != NULL ? run_all(start, runner) : -1;
    free(runner);
    if (n_wrong >= 0)
        say_what_was_lost(n_wrong);
    return n_wrong < 0 ? -1 : 0;
}

static bool is_close_enough(
    const struct measure *measure, const struct measurement *m)
{
    (void)measure;
    const struct interval *interval = &m->speedup_interval;
    return m->status == MEASURE_MEASURED &&
           interval->high - interval->low < 2 * CLOSE_ENOUGH * m->speedup;
}

static void print_measurement(const struct measurement *m, double guess)
{
    const struct measure_result one = {.measure = &speedup, .measurement = *m};
    if (m->status != MEASURE_MEASURED) {
        char *why = mem_format("It was not measured, because: %s.", m->why);
        text_print_filled(stdout, why, 0, WIDTH);
        free(why);
        return;
    }
    char *ruler = drawing_ruler_line(&one, terminal_is_utf8());
    printf("  Faster   %.2fx  (%.2f to %.2f)   %zu runs\n           %s\n",
        m->speedup, m->speedup_interval.low, m->speedup_interval.high,
        m->n_clean, ruler);
    if (guess > 0) {
        char *guessed = result_guess_text(guess);
        printf("           %s\n", guessed);
        free(guessed);
    }
    puts(
        "\nThe ruler ends at what this machine can give: as much as two serial "
        "programs do\nside by side, that never wait for each other.");
    free(ruler);
}

static int measure(struct start *start, const char *mended, double guess)
{
    const struct workshop workshop = {.options = &start->options,
        .exercise = &start->exercise,
        .layer = grading_layer(&start->options),
        .folder = start->folder};
    struct measure_setup setup = {.exercise = &start->exercise,
        .measure = &speedup,
        .candidate = mended,
        .folder = start->folder,
        .layer = workshop.layer,
        .seed = start->seed,
        .n_workers = WORKERS,
        .n_parts = 1,
        .budget_s = BUDGET_S,
        .is_precise = is_close_enough,
        .progress = progress_blocks};
    struct measurement measurement;
    char *baseline = NULL;
    int result = -1;
    if (candidate_build_baseline(&workshop, &baseline, &start->fail) ==
            GRADING_DONE &&
        lock_take(true, progress_waiting) == 0) {
        setup.baseline = baseline;
        const bool is_done = measure_candidate(&setup, &measurement,
                                 &start->fail) == MEASURE_DONE;
        lock_release();
        progress_wipe();
        if (is_done) {
            print_measurement(&measurement, guess);
            measure_free(&measurement);
            result = 0;
        }
    }
    free(baseline);
    return result == 0 ? 0 : stop_or_fail(start, NULL);
}

/* Where there is nothing to measure, why. @return whether it was said. */
static bool refuse_to_measure(void)
{
    const struct machine *machine = machine_read();
    char why[160];
    if (machine->is_login_node) {
        printf("\nHow much faster it is cannot be measured on a login node. "
               "There: srun --exclusive\n-N 1 -n 1 -c %d parlab start\n",
            WORKERS);
        return true;
    }
    if (machine->workers_max >= WORKERS)
        return false;
    machine_why_one(machine, why, sizeof why);
    char *text = mem_format(
        "How much faster it is cannot be measured here, because %s. Whether a "
        "program is right can be checked on one core as on many.",
        why);
    putchar('\n');
    text_print_filled(stdout, text, 0, WIDTH);
    free(text);
    return true;
}

static int show_speedup(struct start *start)
{
    puts("\nMended, each worker has two numbers of its own, and they are added "
         "up at the\nend:\n");
    if (print_loop(start, "mended") != 0)
        return -1;
    putchar('\n');
    fflush(stdout);
    char *mended = build(start, "mended");
    int result = mended != NULL && run_all(start, mended) >= 0 ? 0 : -1;
    if (result == 0 && !refuse_to_measure()) {
        puts("");
        const double guess = guess_ask(
            "Your guess: how many times faster than one worker is it on 2 "
            "workers?\n(Enter: no guess)");
        result = guess < 0 ? stop_or_fail(start, NULL)
                           : measure(start, mended, guess);
    }
    free(mended);
    return result;
}

static void say_what_is_next(void)
{
    static const char *const verbs[][2] = {
        {"read", "the first handout"},
        {"watch", "check at every save, while you work"},
    };
    const char *first = cmd_course()->labs[0].exercises[0].name;
    const int width = (int)strlen(first);
    puts("\nTo find out how to do this, and when it does not help:");
    for (int i = 0; i < 2; i++)
        printf("  parlab %-5s %s   %s\n", verbs[i][0], first, verbs[i][1]);
    printf("  parlab %*s   all labs, and your points\n", 6 + width, "");
}

static int run(int argc, char **argv)
{
    struct start start = {.seed = 1, .options = {.has_speed = true}};
    cmd_parse(&verb_start, argc, argv, &start);
    start.exercise = (struct exercise){.name = name,
        .lab = lab,
        .stem = stem,
        .title = title,
        .kind = KIND_THREADS,
        .functions = functions,
        .measures = &speedup,
        .n_measures = 1,
        .limits = {10, 1024, 64, 16}};
    start.exercise.folder =
        mem_format("%s/labs/start/tosses", cmd_course()->root);
    start.folder = mem_format("%s/start", cmd_folder());
    progress_start("parlab start");
    const bool is_done = file_make_folder(start.folder, &start.fail) == 0 &&
                         show_race(&start) == 0 && show_speedup(&start) == 0;
    progress_end();
    if (is_done)
        say_what_is_next();
    else
        fprintf(stderr, "parlab: %s\n", start.fail.text);
    file_remove_folder(start.folder);
    free(start.folder);
    free((char *)start.exercise.folder);
    return is_done ? CMD_FULL : CMD_BROKEN;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct start *start = state->input;
    (void)value;
    if (key != KEY_NO_SANDBOX)
        return ARGP_ERR_UNKNOWN;
    start->options.no_sandbox = true;
    return 0;
}

static const struct argp_option options[] = {
    {"no-sandbox", KEY_NO_SANDBOX, 0, 0, "run without the sandbox", 0},
    {0},
};

const struct verb verb_start = {"start",
    "the first minute: a race, and a speedup", run,
    {options, parse_one, NULL,
        "See in a minute what the labs are about: a program whose workers get "
        "in each other's way, the mended one, and how much faster it is.\v"
        "On a terminal it asks for a guess. The programs are in labs/start.\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

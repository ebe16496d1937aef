/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/doctor.h"
#include "grader/cmd/progress.h"
#include "grader/judge/lock.h"
#include "grader/judge/machine.h"
#include "grader/measure/noise.h"

/* What was seen comes first, then what it means for a grade, then what to
 * change. Nothing here decides about a grade: the grader watches for itself,
 * every time. */

enum { INDENT = 12, WIDTH = 78, SHOWN_PROGRAMS = 3 };

#define POINT_GAIN (0.9 / 40) /* a point of 40 in the gain */
#define BUDGET_S 15.0 /* of a grading, if --budget says nothing else */
#define OTHERS_MIN 0.05 /* of a core: less does not matter */
#define STOLEN_MIN 0.002
#define UNSTEADY_MIN 0.05
#define UNEVEN_MIN 0.05

static void say(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A line of the page: a name, and a text broken to the page's width. */
static void say(const char *name, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    int column = printf("  %-*s", INDENT - 2, name);
    for (const char *at = text; *at != '\0';) {
        const int n = (int)strcspn(at, " ");
        if (column > INDENT && column + 1 + n > WIDTH)
            column = printf("\n%*s", INDENT, "") - 1;
        else if (column > INDENT)
            column += printf(" ");
        column += printf("%.*s", n, at);
        at += n;
        at += strspn(at, " ");
    }
    putchar('\n');
}

static int percent(double share)
{
    return (int)(100 * share + 0.5);
}

/* "; 7 of 56 runs disturbed: in 6 …, in 1 …" */
static char *disturbed_text(const struct noise_view *view)
{
    const size_t n = view->n - view->n_quiet;
    char *text = n == 0
                     ? mem_format("; no run of %zu disturbed", view->n)
                     : mem_format("; %zu of %zu runs disturbed:", n, view->n);
    for (int f = FLAW_NONE + 1; f < N_FLAWS; f++) {
        if (f == FLAW_SHARED || view->n_of[f] == 0)
            continue;
        char *more = mem_format("%s in %zu %s%s", text, view->n_of[f],
            measure_flaw_text((enum flaw)f), view->n_of[f] < n ? "," : "");
        free(text);
        text = more;
    }
    text[strlen(text) - (text[strlen(text) - 1] == ',')] = '\0';
    return text;
}

static void say_copies(
    const char *name, const struct noise_view *view, int n_workers)
{
    char *disturbed = disturbed_text(view);
    if (view->n == 0)
        say(name, "there is too little free memory to watch this");
    else if (view->n_quiet == 0)
        say(name, "nothing is known of what copies gain%s", disturbed);
    else
        say(name, "%d copies gain %.2fx (mostly %.2fx to %.2fx)%s", n_workers,
            view->attainable, view->usual.low, view->usual.high, disturbed);
    if (view->has_two_states)
        say("",
            "The machine has two states: they gain %.2fx at times and %.2fx "
            "at others (%d %% of the runs).",
            view->low, view->high, percent(view->share_high));
    free(disturbed);
}

/* Others by name, those that count. */
static void say_others(const struct others *others)
{
    const int all = percent(others_cores(others));
    int left = all;
    char *text = mem_format("used %d %% of a core", all);
    for (size_t i = 0; i < others->n_programs && i < SHOWN_PROGRAMS; i++) {
        const struct other_program *program = &others->programs[i];
        const int share = percent(others_share(others, program->ticks));
        if (share == 0)
            break;
        char *safe = text_safe(program->name, strlen(program->name), 32);
        char *more =
            mem_format("%s%s %s %d %%", text, i == 0 ? ":" : ",", safe, share);
        free(safe);
        free(text);
        text = more;
        left -= share;
    }
    if (all == 0)
        say("others", "used next to nothing");
    else if (left > 0 && left < all)
        say("others", "%s, and %d %% by smaller or short ones", text, left);
    else
        say("others", "%s", text);
    free(text);
}

/* Cores, clock and host as the compute-bound loop saw them. */
static void say_cores(
    const struct noise_watch *watch, const struct noise_view *view)
{
    if (watch->stolen >= STOLEN_MIN)
        say("host", "took %.1f %% of the processors' time for others",
            100 * watch->stolen);
    if (view->slow_by >= UNEVEN_MIN)
        say("cores",
            "worker %d's core (processor %d) takes %d %% longer than the "
            "fastest one",
            view->slow_core + 1, machine_read()->cpu_of_core[view->slow_core],
            percent(view->slow_by));
    else
        say("cores", "equally fast");
    if (view->slowest - 1 >= UNSTEADY_MIN)
        say("clock", "the same work takes %d %% longer at times than at others",
            percent(view->slowest - 1));
    else
        say("clock", "steady");
}

/* How long a grade takes. @return whether it mostly comes about. */
static bool say_hope(const char *what, const struct noise_blocks *blocks)
{
    if (blocks->n_samples == 0)
        return true;
    const struct noise_hope hope = noise_expect(blocks, POINT_GAIN, BUDGET_S);
    printf("  for a program that %-22s", what);
    if (hope.measured > 0.95)
        printf("about %.0f s\n", hope.seconds < 1 ? 1 : hope.seconds);
    else if (hope.measured > 0.05)
        printf("%.0f s; one in %.0f stays open\n", hope.seconds,
            1 / (1 - hope.measured));
    else
        printf("more than %.0f s: it stays open\n", BUDGET_S);
    return hope.measured > 0.95;
}

/* Whether there is a Slurm to ask for a node of one's own. */
static bool has_slurm(void)
{
    char *srun = file_find_program("srun");
    free(srun);
    return srun != NULL;
}

static size_t advise_about_others(const struct others *others)
{
    if (others_cores(others) < OTHERS_MIN)
        return 0;
    if (has_slurm())
        puts("  - Ask for a node of your own: srun --exclusive");
    else if (others->n_programs == 0 ||
             others_share(others, others->programs[0].ticks) < OTHERS_MIN / 2)
        puts("  - Close programs that you do not need.");
    else {
        const char *name = others->programs[0].name;
        char *safe = text_safe(name, strlen(name), 32);
        printf("  - Close %s, or wait until it has finished.\n", safe);
        free(safe);
    }
    return 1;
}

/* What to do about it; nothing when nothing is wrong or can be done. */
static void advise(const struct noise_watch *watch,
    const struct noise_view *compute, const struct noise_view *memory,
    bool is_hopeful)
{
    const size_t n_host = compute->n_of[FLAW_UNEVEN] +
                          compute->n_of[FLAW_STOLEN] +
                          memory->n_of[FLAW_UNEVEN] + memory->n_of[FLAW_STOLEN];
    const size_t n_shared =
        compute->n_of[FLAW_SHARED] + memory->n_of[FLAW_SHARED];
    puts("\nWhat to change:");
    size_t n = advise_about_others(&watch->others);
    if (10 * n_host > compute->n + memory->n) {
        puts("  - The hardware serves others too: try at another time, or on a "
             "machine that\n    is not virtual.");
        n++;
    } else if (compute->slowest - 1 >= UNSTEADY_MIN) {
        puts("  - If this is a laptop: plug it in, let it cool down, and "
             "choose its performance\n    mode.");
        n++;
    }
    if (4 * n_shared > compute->n + memory->n) {
        puts("  - Copies gain too little here to measure by: use a machine "
             "with more cores or\n    faster memory.");
        n++;
    }
    if (n == 0)
        puts(is_hopeful ? "  nothing" : "  - Another machine may do better.");
}

/* Why it makes no sense to watch here, if so. */
static bool say_why_not(const struct machine *machine)
{
    char why[160];
    if (machine->is_login_node) {
        puts("This is a login node: nothing is timed here. On a node of your "
             "own:\n  srun --exclusive -N 1 -n 1 -c 4 parlab doctor --noise");
        return true;
    }
    if (machine->workers_max >= 2)
        return false;
    machine_why_one(machine, why, sizeof why);
    say("cores", "No speedup can be measured here, because %s.", why);
    return true;
}

static void show_progress(double done_s, double all_s)
{
    progress_show("watching the machine, %.0f of %.0f s", done_s, all_s);
}

static void report(struct noise_watch *watch)
{
    const struct noise_view compute =
        noise_view(&watch->of[LOOP_COMPUTE], watch->n_workers);
    const struct noise_view memory =
        noise_view(&watch->of[LOOP_MEMORY], watch->n_workers);
    others_sort(&watch->others);
    printf("parlab %s watched %d cores of this machine for %.0f s:\n\n",
        PACKAGE_VERSION, watch->n_workers, watch->others.seconds);
    say_copies("compute", &compute, watch->n_workers);
    say_copies("memory", &memory, watch->n_workers);
    say_others(&watch->others);
    say_cores(watch, &compute);
    puts("\nTo be right to ±1 point, a grade takes");
    const bool computes = say_hope("computes", &watch->of[LOOP_COMPUTE]);
    const bool streams =
        say_hope("waits for the memory", &watch->of[LOOP_MEMORY]);
    advise(watch, &compute, &memory, computes && streams);
}

int doctor_noise(double seconds)
{
    const struct machine *machine = machine_read();
    struct noise_watch watch;
    struct fail fail = {""};
    if (say_why_not(machine))
        return CMD_FULL;
    const int official = cmd_course()->workers;
    const struct noise_setup setup = {
        .n_workers =
            official < machine->workers_max ? official : machine->workers_max,
        .seconds = seconds,
        .progress = show_progress};
    progress_start("doctor");
    int result = lock_take(true, progress_waiting);
    if (result == 0)
        result = noise_watch(&setup, &watch, &fail);
    lock_release();
    progress_end();
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result != 0) {
        fprintf(stderr, "parlab: %s\n", fail.text);
        return CMD_BROKEN;
    }
    report(&watch);
    noise_free(&watch);
    return CMD_FULL;
}

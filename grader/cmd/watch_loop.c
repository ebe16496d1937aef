/* SPDX-License-Identifier: MIT */
#include "grader/cmd/watch_loop.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/follow.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/watch_check.h"
#include "grader/cmd/watch_screen.h"
#include "grader/judge/machine.h"

/* Check at every save. One loop waits for the file, the check, the keys and
 * the terminal at once. All checks have one seed, so that what changes is the
 * student's doing. A save during a check ends it: nobody waits for an answer
 * about a file that is no more. What was last known stays on the screen until
 * the next answer is there. */

#define SETTLE_S 0.03 /* an editor's several steps are one save */
#define LOGIN_NODE_S 10.0 /* between the starts of two checks there */
#define NEVER INFINITY
enum { SHOWN_CHANGES = 4 };

struct watch {
    const struct watch_request *request;
    const struct exercise *exercise;
    char *path;
    struct follow *follow;
    struct check check;
    struct outcome outcome; /* of the last check that had one */
    int code; /* exit code of the last check */
    double due_s; /* when to start one; NEVER */
    double started_s; /* the last one */
    bool has_screen;
    bool is_over;
    char when[16]; /* the last one ended */
    char *verdict; /* what it said, with what has changed */
    char *aside; /* shown instead until a key or a save; NULL */
};

static void set_aside(struct watch *watch, char *text)
{
    free(watch->aside);
    watch->aside = text;
}

static void set_verdict(struct watch *watch, char *text)
{
    free(watch->verdict);
    watch->verdict = text;
}

static bool is_there(const struct watch *watch)
{
    return file_exists(watch->path);
}

static char *missing_text(const struct watch *watch)
{
    if (watch->request->file != NULL)
        return mem_format("There is no %s; this waits for it.\n", watch->path);
    return mem_format("There is no %s.\n\"parlab reset %s\" puts the skeleton "
                      "there; this waits for it.\n",
        watch->path, watch->exercise->name);
}

static void draw(struct watch *watch)
{
    char *keys;
    if (!watch->has_screen)
        return;
    const char *hands = screen_key_fd() < 0 ? "Ctrl-C ends this"
                        : watch->aside != NULL
                            ? "any key: back  q quit"
                            : "h hint  e explain  g grade  n next  q quit";
    if (watch->check.pid != 0)
        keys = mem_format(
            " %s  checking ...      %s", watch->exercise->name, hands);
    else if (watch->due_s != NEVER &&
             watch->due_s - clock_now_s() > 2 * SETTLE_S)
        keys = mem_format(" %s  check in %.0f s     %s", watch->exercise->name,
            ceil(watch->due_s - clock_now_s()), hands);
    else if (watch->when[0] != '\0')
        keys = mem_format(
            " %s  checked %s  %s", watch->exercise->name, watch->when, hands);
    else
        keys = mem_format(
            " %s  waiting           %s", watch->exercise->name, hands);
    screen_draw(watch->aside != NULL ? watch->aside : watch->verdict, keys);
    free(keys);
}

/* Where there is no screen, each answer is printed once. */
static void print(const char *text)
{
    interrupt_allow(true);
    fputs(text, stdout);
    fflush(stdout);
    interrupt_allow(false);
}

static void schedule(struct watch *watch)
{
    watch->due_s = clock_now_s() + SETTLE_S;
    if (machine_read()->is_login_node)
        watch->due_s = fmax(watch->due_s, watch->started_s + LOGIN_NODE_S);
}

static void start_check(struct watch *watch)
{
    const struct watch_request *request = watch->request;
    char seed[24];
    const char *words[12] = {"parlab", "check", "--seed", seed};
    size_t n = 4;
    snprintf(seed, sizeof seed, "%llu", request->seed);
    if (request->file != NULL) {
        words[n++] = "--file";
        words[n++] = request->file;
    }
    if (request->books != NULL) {
        words[n++] = "--books";
        words[n++] = request->books;
    }
    if (request->no_sandbox)
        words[n++] = "--no-sandbox";
    words[n++] = watch->exercise->name;
    watch->due_s = NEVER;
    watch->started_s = clock_now_s();
    set_aside(watch, NULL);
    if (check_start(&watch->check, words) != 0)
        set_verdict(watch,
            mem_format("A check cannot be started: %s.\n", strerror(errno)));
}

static void note_time(struct watch *watch)
{
    const time_t now = time(NULL);
    struct tm local;
    strftime(
        watch->when, sizeof watch->when, "%H:%M:%S", localtime_r(&now, &local));
}

static void finish_check(struct watch *watch)
{
    struct outcome outcome;
    watch->code = check_finish(&watch->check, &outcome);
    note_time(watch);
    char *changes = outcome_changes(&watch->outcome, &outcome, SHOWN_CHANGES);
    set_verdict(watch, mem_format("%s%s%s", changes,
                           changes[0] != '\0' ? "\n" : "", watch->check.text));
    free(changes);
    if (outcome.is_known) {
        outcome_clear(&watch->outcome);
        watch->outcome = outcome;
    } else {
        outcome_clear(&outcome);
    }
    if (!watch->has_screen) {
        char *text = mem_format("[%s]\n%s\n", watch->when, watch->verdict);
        print(text);
        free(text);
    }
}

/* The points are printed before the checkers look, which takes seconds. */
static void show_first_answer(struct watch *watch)
{
    const struct check *check = &watch->check;
    if (watch->has_screen && check->n_text > 0 &&
        check->text[check->n_text - 1] == '\n')
        set_verdict(watch, mem_text(check->text));
}

static void turn_to(struct watch *watch, const struct exercise *exercise)
{
    check_stop(&watch->check);
    follow_end(watch->follow);
    free(watch->path);
    outcome_clear(&watch->outcome);
    set_aside(watch, NULL);
    watch->exercise = exercise;
    watch->path = watch->request->file != NULL
                      ? mem_text(watch->request->file)
                      : course_submission_path(cmd_course(), exercise);
    watch->follow = follow_start(watch->path, watch->request->is_polled);
    watch->when[0] = '\0';
    watch->code = CMD_PARTIAL;
    watch->due_s = NEVER;
    if (is_there(watch)) {
        set_verdict(watch, mem_text(""));
        schedule(watch);
    } else {
        set_verdict(watch, missing_text(watch));
        if (!watch->has_screen)
            print(watch->verdict);
    }
}

/* What needs the terminal for itself: a grading, a page. */
static void run_in_front(
    struct watch *watch, const char *verb, const char *operand)
{
    const char *const words[] = {"parlab", verb, operand, NULL};
    const bool was_running = watch->check.pid != 0;
    check_stop(&watch->check);
    screen_end();
    check_in_front(words);
    if (interrupt_signal() == 0)
        screen_wait_key("\nAny key goes on watching. ");
    watch->has_screen = screen_start();
    if (was_running)
        schedule(watch);
}

/* The first name on the screen: it is there before the check has ended. */
static void explain(struct watch *watch)
{
    static const char more[] = "More: parlab explain ";
    const char *found = strstr(watch->verdict, more);
    if (found == NULL) {
        set_aside(watch,
            mem_text("The last check found nothing that has a name. \"parlab "
                     "explain\" lists\nwhat has.\n"));
        return;
    }
    found += sizeof more - 1;
    char *name = mem_format("%.*s", (int)strcspn(found, "\n"), found);
    run_in_front(watch, "explain", name);
    free(name);
}

static void hint(struct watch *watch)
{
    const char *const words[] = {"parlab", "hint", watch->exercise->name, NULL};
    set_aside(watch, check_captured(words));
}

static void go_on(struct watch *watch)
{
    const struct exercise *next = cmd_next(watch->exercise);
    if (next != NULL && watch->request->file == NULL)
        turn_to(watch, next);
    else
        set_aside(watch,
            mem_text(next == NULL ? "All other exercises are done.\n"
                                  : "With --file there is no next one.\n"));
}

static void take_key(struct watch *watch)
{
    const int key = screen_key();
    const bool was_aside = watch->aside != NULL;
    if (was_aside && key != SCREEN_KEY_END)
        set_aside(watch, NULL);
    if (key == 'q')
        watch->is_over = true;
    else if (key == 'h')
        hint(watch);
    else if (key == 'e')
        explain(watch);
    else if (key == 'g' && watch->request->file == NULL)
        run_in_front(watch, "grade", watch->exercise->name);
    else if (key == 'n')
        go_on(watch);
}

/* A save. A check of the old file is of no use to anybody. */
static void take_save(struct watch *watch)
{
    if (!follow_look(watch->follow))
        return;
    check_stop(&watch->check);
    schedule(watch);
}

/* When the loop has to look up at the latest. */
static int wait_ms(const struct watch *watch)
{
    const double until_s = watch->due_s - clock_now_s();
    const int follow_ms = follow_wait_ms(watch->follow);
    if (until_s <= 0)
        return 0;
    const double second_s = watch->has_screen ? fmin(until_s, 1) : until_s;
    const int due_ms = watch->due_s == NEVER ? -1 : (int)ceil(second_s * 1000);
    return due_ms < 0 || (follow_ms >= 0 && follow_ms < due_ms) ? follow_ms
                                                                : due_ms;
}

enum { FD_SCREEN, FD_KEYS, FD_FILE, FD_OUTPUT, FD_ENDED, N_FDS };

/* @return whether to go on. */
static bool step(struct watch *watch)
{
    struct pollfd fds[N_FDS] = {
        [FD_SCREEN] = {watch->has_screen ? screen_fd() : -1, POLLIN, 0},
        [FD_KEYS] = {watch->has_screen ? screen_key_fd() : -1, POLLIN, 0},
        [FD_FILE] = {follow_fd(watch->follow), POLLIN, 0},
        [FD_OUTPUT] = {watch->check.output, POLLIN, 0},
        [FD_ENDED] = {watch->check.ended, POLLIN, 0},
    };
    const int n = interrupt_poll(fds, N_FDS, wait_ms(watch));
    if (n < 0)
        return false;
    if (fds[FD_SCREEN].revents != 0 && screen_changed() &&
        watch->check.pid != 0) {
        check_stop(&watch->check); /* stopped, it could have run out of time */
        schedule(watch);
    } else if (fds[FD_ENDED].revents != 0) {
        finish_check(watch);
    } else if (fds[FD_OUTPUT].revents != 0) {
        check_read(&watch->check);
        show_first_answer(watch);
    }
    if (fds[FD_FILE].revents != 0 || n == 0)
        take_save(watch);
    if (fds[FD_KEYS].revents != 0)
        take_key(watch);
    if (watch->due_s <= clock_now_s())
        start_check(watch);
    draw(watch);
    return !watch->is_over && interrupt_signal() == 0 && ferror(stdout) == 0;
}

int watch_loop(const struct watch_request *request)
{
    struct watch watch = {.request = request,
        .check = {.ended = -1, .output = -1},
        .started_s = -LOGIN_NODE_S,
        .verdict = mem_text("")};
    watch.has_screen = screen_start();
    turn_to(&watch, request->exercise);
    if (!watch.has_screen) {
        char *text = mem_format("%s is checked at every save of %s. Ctrl-C "
                                "ends this.\n\n",
            watch.exercise->name, watch.path);
        print(text);
        free(text);
    }
    draw(&watch);
    while (step(&watch))
        continue;
    check_clear(&watch.check);
    screen_end();
    if (watch.has_screen && interrupt_signal() == 0)
        print(watch.verdict);
    follow_end(watch.follow);
    outcome_clear(&watch.outcome);
    free(watch.path);
    free(watch.aside);
    free(watch.verdict);
    if (interrupt_signal() != 0)
        cmd_end_by_signal();
    return watch.code;
}

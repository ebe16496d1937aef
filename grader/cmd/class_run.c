/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_run.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/cmd/class_run_private.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/progress.h"
#include "grader/measure/measure.h"

/* First everything is checked, several at a time, so that all have a first
 * result early; then everything is graded, one at a time, so that what is
 * timed is alone and nobody's check looks serial because it had to wait. A
 * result is in the gradebook before the next one is begun in its place. What
 * could not be graded is tried once more at the end, alone. */

enum { LOOK_MS = 1000 };

uint64_t class_seed(
    uint64_t seed, bool has_seed_per_student, const char *student)
{
    struct random random = random_stream(seed, student);
    return has_seed_per_student ? random_below(&random, INT_MAX) : seed;
}

static bool is_over(const struct class_now *run)
{
    return run->setup->until != 0 && time(NULL) >= run->setup->until;
}

static int begin(struct class_now *run, int i, struct work *work)
{
    const struct class_setup *setup = run->setup;
    struct submission submission;
    if (gradebook_submission(
            setup->book, work->submission, &submission, run->fail) != 0)
        return -1;
    const struct exercise *exercise = class_plan_exercise(setup, work);
    const bool is_deep = run->depth == GRADEBOOK_GRADED;
    const struct class_job job = {.exercise = exercise,
        .source = submission.source,
        .source_bytes = submission.source_bytes,
        .depth = run->depth,
        .has_speed = is_deep && exercise->n_measures > 0,
        .has_checkers = is_deep && setup->has_checkers,
        .seed =
            class_seed(setup->seed, setup->has_seed_per_student, work->student),
        .budget_s = setup->budget_s};
    char *folder = mem_format("%s/class-%d", cmd_folder(), i);
    int result = gradebook_begin_work(
        setup->book, work->submission, run->depth, run->fail);
    if (result == 0)
        result =
            class_child_start(&run->slots[i].child, &job, folder, run->fail);
    if (result == 0)
        run->slots[i].work = work;
    free(folder);
    submission_clear(&submission);
    return result;
}

static int begin_all(struct class_now *run)
{
    for (int i = 0; i < run->n_slots; i++) {
        if (run->slots[i].work != NULL)
            continue;
        if (run->next == run->n_queue || is_over(run))
            return 0;
        struct work *work = &run->plan.work[run->queue[run->next++]];
        if (begin(run, i, work) != 0)
            return -1;
    }
    return 0;
}

static int integer(const json_t *object, const char *key)
{
    return (int)json_integer_value(json_object_get(object, key));
}

static int keep(
    struct class_now *run, struct work *work, json_t *document, double seconds)
{
    const struct class_setup *setup = run->setup;
    const char *version =
        json_string_value(json_object_get(document, "parlab"));
    struct gradebook_result result = {.submission = work->submission,
        .depth = run->depth,
        .when = time(NULL),
        .seed =
            class_seed(setup->seed, setup->has_seed_per_student, work->student),
        .version = mem_text(version != NULL ? version : PACKAGE_VERSION),
        .policy = mem_text(setup->policy->text),
        .points = integer(document, "points"),
        .open_points = integer(document, "open_points"),
        .max_points = integer(document, "max_points"),
        .seconds = seconds,
        .document = json_incref(document)};
    const int added = gradebook_add_result(setup->book, &result, run->fail);
    if (added == 0) {
        char *text = mem_format("%s %s, %d of %d points", work->student,
            work->exercise, result.points, result.max_points);
        run->n_done++;
        run->last_s = clock_now_s();
        run->busy_s += seconds;
        run->tally->n_now++;
        work->is_checked = true;
        work->is_graded |= run->depth == GRADEBOOK_GRADED;
        work->is_open = work->is_graded && result.open_points > 0;
        const struct class_line line = class_run_line(run);
        class_line_done(&line, text);
        free(text);
    }
    gradebook_result_clear(&result);
    return added;
}

static int note_trouble(
    struct class_now *run, struct work *work, const struct fail *why)
{
    char *text = mem_format("%s %s could not be graded%s: %s", work->student,
        work->exercise, run->is_last_try ? "" : " and will be tried once more",
        why->text);
    class_line_say(text);
    free(text);
    if (!run->is_last_try)
        run->again[run->n_again++] = (size_t)(work - run->plan.work);
    run->gave_up[work - run->plan.work] = run->is_last_try;
    run->tally->n_troubled += run->is_last_try;
    return gradebook_add_trouble(
        run->setup->book, work->submission, run->depth, why->text, run->fail);
}

static int end_one(struct class_now *run, struct class_slot *slot)
{
    struct fail why = {""};
    double seconds = 0;
    struct work *work = slot->work;
    json_t *document = class_child_finish(&slot->child, &seconds, &why);
    slot->work = NULL;
    /* Ctrl-C reaches it as well: that it ended is no trouble of its own. */
    if (document == NULL && interrupt_signal() != 0)
        return 0;
    const int result = document != NULL ? keep(run, work, document, seconds)
                                        : note_trouble(run, work, &why);
    json_decref(document);
    return result;
}

/* Wait until one has ended, or a second has passed, for the line.
 * @return as interrupt_poll(). */
static int await(struct class_now *run, struct pollfd *ended)
{
    for (int i = 0; i < run->n_slots; i++)
        ended[i] = (struct pollfd){
            .fd = run->slots[i].work != NULL ? run->slots[i].child.ended : -1,
            .events = POLLIN};
    return interrupt_poll(ended, (nfds_t)run->n_slots, LOOK_MS);
}

static bool is_idle(const struct class_now *run)
{
    for (int i = 0; i < run->n_slots; i++)
        if (run->slots[i].work != NULL)
            return false;
    return true;
}

static void stop_all(struct class_now *run)
{
    for (int i = 0; i < run->n_slots; i++) {
        class_child_stop(&run->slots[i].child);
        run->slots[i].work = NULL;
    }
}

/* Empty the queue. */
static enum class_end drain(struct class_now *run)
{
    struct pollfd *ended = mem_new((size_t)run->n_slots, sizeof *ended);
    enum class_end end = CLASS_DONE;
    run->next = 0;
    run->start_s = clock_now_s();
    run->n_done = 0;
    run->busy_s = 0;
    while (end == CLASS_DONE) {
        if (begin_all(run) != 0)
            end = CLASS_BROKEN;
        if (is_idle(run) || end != CLASS_DONE)
            break;
        class_run_show(run);
        if (await(run, ended) < 0)
            end = CLASS_STOPPED;
        for (int i = 0; i < run->n_slots && end == CLASS_DONE; i++)
            if (ended[i].revents != 0 && end_one(run, &run->slots[i]) != 0)
                end = CLASS_BROKEN;
    }
    stop_all(run);
    progress_wipe();
    free(ended);
    return end;
}

static bool is_to_do(const struct class_now *run, const struct work *work)
{
    if (run->gave_up[work - run->plan.work])
        return false;
    return run->depth == GRADEBOOK_CHECKED ? !work->is_checked
                                           : !work->is_graded;
}

/* All at one depth, and then again what had trouble. */
static enum class_end pass(
    struct class_now *run, enum gradebook_depth depth, int n_slots)
{
    run->depth = depth;
    run->n_slots = n_slots;
    run->n_queue = run->n_again = 0;
    run->is_last_try = false;
    for (size_t i = 0; i < run->plan.n; i++)
        if (is_to_do(run, &run->plan.work[run->plan.order[i]]))
            run->queue[run->n_queue++] = run->plan.order[i];
    enum class_end end = drain(run);
    if (end != CLASS_DONE || run->n_again == 0)
        return end;
    memcpy(run->queue, run->again, run->n_again * sizeof *run->queue);
    run->n_queue = run->n_again;
    run->n_slots = 1;
    run->is_last_try = true;
    return drain(run);
}

static bool is_done(const struct class_now *run, const struct work *work)
{
    return run->setup->checks_only ? work->is_checked : work->is_graded;
}

static bool is_wanted_again(
    const struct class_now *run, const struct work *work)
{
    return is_done(run, work) &&
           (run->setup->again == CLASS_AGAIN_ALL || work->is_open);
}

/* In the plan and in the gradebook. While something waits for which this was
 * asked before, that goes on: so "--regrade" can be given again after it was
 * interrupted. */
static int ask_again(struct class_now *run)
{
    int64_t *list = mem_new(run->plan.n, sizeof *list);
    size_t n = 0;
    bool goes_on = false;
    for (size_t i = 0; i < run->plan.n; i++) {
        const struct work *work = &run->plan.work[run->plan.order[i]];
        goes_on |= work->is_asked_again && !is_done(run, work) &&
                   work->trouble == NULL;
        if (is_wanted_again(run, work))
            list[n++] = work->submission;
    }
    int result = 0;
    if (goes_on)
        class_line_say("going on with what was to be graded again");
    else
        result = gradebook_ask_again(run->setup->book, list, n, run->fail);
    free(list);
    for (size_t i = 0; i < run->plan.n && !goes_on; i++) {
        struct work *work = &run->plan.work[run->plan.order[i]];
        if (is_wanted_again(run, work))
            work->is_checked = work->is_graded = work->is_open = false;
    }
    return result;
}

static enum class_end run_passes(struct class_now *run)
{
    const struct class_setup *setup = run->setup;
    if (gradebook_tidy(setup->book, run->fail) != 0 ||
        (setup->again != CLASS_AGAIN_NONE && ask_again(run) != 0))
        return CLASS_BROKEN;
    for (size_t i = 0; i < run->plan.n; i++) {
        const struct work *work = &run->plan.work[run->plan.order[i]];
        run->tally->n_before += is_done(run, work);
    }
    run->tally->n_wanted = run->plan.n;
    enum class_end end = pass(run, GRADEBOOK_CHECKED, setup->n_jobs);
    if (end == CLASS_DONE && !setup->checks_only)
        end = pass(run, GRADEBOOK_GRADED, 1);
    for (size_t i = 0; i < run->plan.n; i++) {
        const size_t place = run->plan.order[i];
        run->tally->n_left +=
            !is_done(run, &run->plan.work[place]) && !run->gave_up[place];
        run->tally->n_open += run->plan.work[place].is_open;
    }
    if (end == CLASS_DONE && run->tally->n_left + run->tally->n_troubled > 0)
        end = CLASS_LEFT;
    return end;
}

enum class_end class_run(const struct class_setup *setup,
    struct class_tally *tally, struct fail *fail)
{
    struct class_now run = {.setup = setup, .tally = tally, .fail = fail};
    *tally = (struct class_tally){0};
    if (class_plan_make(setup, &run.plan, fail) != 0)
        return CLASS_BROKEN;
    const size_t n_slots = (size_t)setup->n_jobs;
    run.slots = mem_new(n_slots, sizeof *run.slots);
    for (size_t i = 0; i < n_slots; i++)
        run.slots[i].child =
            (struct class_child){.ended = -1, .output = -1, .said = -1};
    run.queue = mem_new(run.plan.n, sizeof *run.queue);
    run.again = mem_new(run.plan.n, sizeof *run.again);
    run.gave_up = mem_new(run.plan.n_work, sizeof *run.gave_up);
    progress_start("parlab class");
    const enum class_end end = run_passes(&run);
    progress_end();
    struct fail ignored;
    gradebook_tidy(setup->book, &ignored);
    free(run.queue);
    free(run.again);
    free(run.gave_up);
    free(run.slots);
    class_plan_free(&run.plan);
    return end;
}

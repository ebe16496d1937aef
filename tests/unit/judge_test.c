/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/judge/cases.h"
#include "grader/judge/lock.h"
#include "grader/judge/look.h"
#include "grader/judge/machine.h"
#include "grader/judge/timeline.h"
#include "grader/judge/tree.h"
#include "tests/unit/unit.h"

/* What the judge sees of machine and processes. Jobs themselves are tested
 * with real candidates. */

static void test_slice_when_parts_are_joined_then_cover_all_once(void)
{
    for (size_t n = 0; n < 20; n++)
        for (unsigned parts = 1; parts < 9; parts++) {
            size_t next = 0, least = n, most = 0;
            for (unsigned part = 0; part < parts; part++) {
                size_t first, count;
                case_slice(n, part, parts, &first, &count);
                CU_ASSERT_EQUAL(first, next);
                next = first + count;
                least = count < least ? count : least;
                most = count > most ? count : most;
            }
            CU_ASSERT_EQUAL(next, n);
            CU_ASSERT(most - least <= 1);
        }
}

static void test_tree_when_parents_are_known_then_descent_is_too(void)
{
    struct process processes[] = {
        {10, 1, 'S'}, {11, 10, 'S'}, {12, 11, 'R'}, {20, 1, 'S'}};
    const struct tree tree = {processes, 4};
    CU_ASSERT_TRUE(tree_descends(&tree, 12, 10));
    CU_ASSERT_TRUE(tree_descends(&tree, 10, 10));
    CU_ASSERT_FALSE(tree_descends(&tree, 20, 10));
    CU_ASSERT_FALSE(tree_descends(&tree, 10, 12));
    CU_ASSERT_FALSE(tree_descends(&tree, 99, 10));
}

static void test_tree_when_pids_form_a_circle_then_ends(void)
{
    struct process processes[] = {{30, 31, 'S'}, {31, 30, 'S'}};
    const struct tree tree = {processes, 2};
    CU_ASSERT_FALSE(tree_descends(&tree, 30, 10));
}

static void test_tree_when_read_then_holds_a_new_child(void)
{
    const pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    struct tree tree = tree_read();
    CU_ASSERT_TRUE(tree_descends(&tree, child, getpid()));
    CU_ASSERT_FALSE(tree_descends(&tree, getpid(), child));
    tree_free(&tree);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* Most of the others are passed over for a while; what is new is seen. */
static void test_tree_when_read_again_then_holds_what_is_new(void)
{
    struct tree first = tree_read();
    const pid_t child = fork();
    if (child == 0)
        for (;;)
            pause();
    struct tree second = tree_read();
    CU_ASSERT_TRUE(tree_descends(&second, child, getpid()));
    CU_ASSERT_TRUE(tree_descends(&second, getpid(), getpid()));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    struct tree third = tree_read();
    CU_ASSERT_FALSE(tree_descends(&third, child, getpid()));
    tree_free(&first);
    tree_free(&second);
    tree_free(&third);
}

static void test_usage_when_this_process_works_then_grows(void)
{
    struct task_usage *before = NULL, *after = NULL;
    size_t n_before = 0, n_after = 0;
    tree_task_usage(getpid(), &before, &n_before);
    for (volatile unsigned i = 0; i < 50000000; i++)
        ;
    tree_task_usage(getpid(), &after, &n_after);
    CU_ASSERT_EQUAL_FATAL(n_before, 1);
    CU_ASSERT_EQUAL_FATAL(n_after, 1);
    CU_ASSERT_EQUAL(before[0].tid, getpid());
    CU_ASSERT(after[0].cpu_ns > before[0].cpu_ns);
    free(before);
    free(after);
}

static void test_descriptors_when_one_is_opened_then_count_grows(void)
{
    const int before = tree_descriptors(getpid());
    const int fd = open("/dev/null", O_RDONLY);
    CU_ASSERT_EQUAL(tree_descriptors(getpid()), before + 1);
    close(fd);
    CU_ASSERT_EQUAL(tree_descriptors(-1), -1);
}

static void test_machine_when_read_then_is_plausible(void)
{
    const struct machine *machine = machine_read();
    CU_ASSERT(machine->cores >= 1);
    CU_ASSERT(machine->threads >= machine->cores);
    CU_ASSERT(machine->workers_max >= 1);
    CU_ASSERT(machine->workers_max <= machine->cores);
    CU_ASSERT(machine->memory_mib > 0);
    const cpu_set_t all = machine_cpus(1000), one = machine_cpu(1000);
    CU_ASSERT_EQUAL(CPU_COUNT(&all), machine->cores);
    CU_ASSERT_EQUAL(CPU_COUNT(&one), 1);
}

static int n_waits;

static void count_wait(void)
{
    n_waits++;
    kill(getpid(), SIGTERM); /* as somebody who is tired of waiting */
}

static void test_lock_when_held_alone_then_another_waits(void)
{
    int ready[2], hold[2];
    char byte;
    CU_ASSERT_EQUAL_FATAL(pipe(ready) | pipe(hold), 0);
    const pid_t holder = fork();
    if (holder == 0) {
        close(hold[1]);
        if (lock_take(true, NULL) != 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        _exit(read(hold[0], &byte, 1) == 0 ? 0 : 1);
    }
    close(hold[0]);
    CU_ASSERT_EQUAL(read(ready[0], &byte, 1), 1);
    interrupt_setup();
    CU_ASSERT_EQUAL(lock_take(false, count_wait), -1);
    CU_ASSERT_EQUAL(n_waits, 1);
    CU_ASSERT_EQUAL(interrupt_signal(), SIGTERM);
    close(hold[1]);
    waitpid(holder, NULL, 0);
    CU_ASSERT_EQUAL(lock_take(true, NULL), 0);
    lock_release();
}

static void test_timeline_when_spans_are_sound_then_workers_are_numbered(void)
{
    const uint64_t words[] = {
        7001, 3000, 5000, 99, 1000, 2000, 7001, 5000, 9000, 99, 2000, 2500};
    struct timeline timeline = timeline_of_spans(words, 4);
    CU_ASSERT_EQUAL_FATAL(timeline.n_bars, 4);
    CU_ASSERT_EQUAL(timeline.bars[0].worker, 1);
    CU_ASSERT_EQUAL(timeline.bars[1].worker, 0); /* was the first to start */
    CU_ASSERT_EQUAL(timeline.bars[2].worker, 1);
    CU_ASSERT_EQUAL(timeline.bars[2].task, 2);
    CU_ASSERT_DOUBLE_EQUAL(timeline.bars[0].start_s, 2e-6, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(timeline.bars[2].end_s, 8e-6, 1e-12);
    timeline_free(&timeline);
    CU_ASSERT_PTR_NULL(timeline.bars);
}

static void test_timeline_when_spans_are_hostile_then_leaves_them_out(void)
{
    enum { TASKS = 100 };
    const uint64_t unwritten = UINT64_C(0x5a5a5a5a5a5a5a5a);
    const uint64_t words[] = {unwritten, unwritten, unwritten, /* never ran */
        1, 5000, 4000, /* backwards */
        1, 0, UINT64_MAX, /* for ever */
        1, 1000, 2000, /* sound */
        2, UINT64_MAX, UINT64_MAX}; /* far from the others */
    struct timeline timeline = timeline_of_spans(words, 5);
    CU_ASSERT_EQUAL_FATAL(timeline.n_bars, 1);
    CU_ASSERT_EQUAL(timeline.bars[0].task, 3);
    timeline_free(&timeline);
    uint64_t many[3 * TASKS];
    for (uint64_t i = 0; i < TASKS; i++)
        many[3 * i] = many[3 * i + 1] = many[3 * i + 2] = i;
    timeline = timeline_of_spans(many, TASKS);
    CU_ASSERT_EQUAL(timeline.n_bars, 64);
    timeline_free(&timeline);
    timeline = timeline_of_spans(many, 0);
    CU_ASSERT_EQUAL(timeline.n_bars, 0);
}

static void test_look_when_runs_are_slow_then_fewer_are_wanted(void)
{
    const double now_s = clock_now_s();
    struct look look = {.start_s = now_s};
    CU_ASSERT_EQUAL(look_n_wanted(&look, 3, 12), 12);
    look.start_s = now_s - 8;
    CU_ASSERT_EQUAL(look_n_wanted(&look, 3, 12), 3);
    look.start_s = now_s - 16;
    CU_ASSERT_EQUAL(look_n_wanted(&look, 3, 12), 1);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_slice_when_parts_are_joined_then_cover_all_once",
            test_slice_when_parts_are_joined_then_cover_all_once},
        {"test_tree_when_parents_are_known_then_descent_is_too",
            test_tree_when_parents_are_known_then_descent_is_too},
        {"test_tree_when_pids_form_a_circle_then_ends",
            test_tree_when_pids_form_a_circle_then_ends},
        {"test_tree_when_read_then_holds_a_new_child",
            test_tree_when_read_then_holds_a_new_child},
        {"test_tree_when_read_again_then_holds_what_is_new",
            test_tree_when_read_again_then_holds_what_is_new},
        {"test_usage_when_this_process_works_then_grows",
            test_usage_when_this_process_works_then_grows},
        {"test_descriptors_when_one_is_opened_then_count_grows",
            test_descriptors_when_one_is_opened_then_count_grows},
        {"test_machine_when_read_then_is_plausible",
            test_machine_when_read_then_is_plausible},
        {"test_lock_when_held_alone_then_another_waits",
            test_lock_when_held_alone_then_another_waits},
        {"test_timeline_when_spans_are_sound_then_workers_are_numbered",
            test_timeline_when_spans_are_sound_then_workers_are_numbered},
        {"test_timeline_when_spans_are_hostile_then_leaves_them_out",
            test_timeline_when_spans_are_hostile_then_leaves_them_out},
        {"test_look_when_runs_are_slow_then_fewer_are_wanted",
            test_look_when_runs_are_slow_then_fewer_are_wanted},
        {0},
    };
    return unit_main("judge", tests);
}

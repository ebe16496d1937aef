/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/judge/machine.h"
#include "grader/measure/noise.h"
#include "tests/unit/unit.h"

/* What is said of a machine, from blocks and processes that are made up; and
 * the loops, which are real. */

enum { WORKERS = 2 };

/* A block in which copies gain @p attainable, the time of each part varied by
 * @p noise. */
static void add(struct noise_blocks *blocks, double attainable, double noise,
    enum flaw flaw, struct random *random)
{
    struct sample s = {.attainable = attainable, .flaw = flaw};
    s.baseline.seconds = 0.02 * (1 + noise * random_between(random, -1, 1));
    for (int i = 0; i < WORKERS; i++)
        s.copies[i].seconds = 0.02 / attainable;
    s.gain = 1 + noise * random_between(random, -1, 1);
    blocks->samples = mem_grow(blocks->samples, blocks->n_samples, sizeof s);
    blocks->samples[blocks->n_samples++] = s;
    blocks->seconds += 0.05;
}

static void test_view_when_some_are_disturbed_then_the_others_count(void)
{
    struct random random = random_stream(1, "view");
    struct noise_blocks blocks = {0};
    for (int i = 0; i < 30; i++)
        add(&blocks, 1.95, 0.01, FLAW_NONE, &random);
    for (int i = 0; i < 12; i++)
        add(&blocks, 0.5, 0.01, i < 8 ? FLAW_BUSY : FLAW_STOLEN, &random);
    const struct noise_view view = noise_view(&blocks, WORKERS);
    CU_ASSERT_EQUAL(view.n, 42);
    CU_ASSERT_EQUAL(view.n_quiet, 30);
    CU_ASSERT_EQUAL(view.n_of[FLAW_BUSY], 8);
    CU_ASSERT_EQUAL(view.n_of[FLAW_STOLEN], 4);
    CU_ASSERT_DOUBLE_EQUAL(view.attainable, 1.95, 1e-12);
    CU_ASSERT_FALSE(view.has_two_states);
    CU_ASSERT(view.slowest >= 1 && view.slowest < 1.03);
    CU_ASSERT_DOUBLE_EQUAL(view.slow_by, 0, 1e-12);
    free(blocks.samples);
}

static void test_view_when_gains_jump_then_there_are_two_states(void)
{
    struct random random = random_stream(1, "states");
    struct noise_blocks blocks = {0};
    for (int i = 0; i < 40; i++) {
        const bool is_far = i % 4 == 0;
        add(&blocks,
            (is_far ? 1.9 : 1.2) + 0.02 * random_between(&random, -1, 1), 0,
            is_far ? FLAW_NONE : FLAW_SHARED, &random);
    }
    const struct noise_view view = noise_view(&blocks, WORKERS);
    CU_ASSERT_TRUE(view.has_two_states);
    CU_ASSERT_DOUBLE_EQUAL(view.low, 1.2, 0.02);
    CU_ASSERT_DOUBLE_EQUAL(view.high, 1.9, 0.02);
    CU_ASSERT_DOUBLE_EQUAL(view.share_high, 0.25, 1e-12);
    free(blocks.samples);
}

static void test_view_when_a_core_is_slower_then_it_is_named(void)
{
    struct random random = random_stream(1, "core");
    struct noise_blocks blocks = {0};
    for (int i = 0; i < 20; i++) {
        add(&blocks, 1.8, 0, FLAW_UNEVEN, &random);
        blocks.samples[i].copies[1].seconds *= 1.25;
    }
    const struct noise_view view = noise_view(&blocks, WORKERS);
    CU_ASSERT_EQUAL(view.n_quiet, 0);
    CU_ASSERT_EQUAL(view.slow_core, 1);
    CU_ASSERT_DOUBLE_EQUAL(view.slow_by, 0.25, 1e-12);
    free(blocks.samples);
}

static void test_view_when_nothing_was_recorded_then_says_nothing(void)
{
    const struct noise_blocks blocks = {0};
    const struct noise_view view = noise_view(&blocks, WORKERS);
    CU_ASSERT_EQUAL(view.n, 0);
    CU_ASSERT_EQUAL(view.n_quiet, 0);
    CU_ASSERT_DOUBLE_EQUAL(view.slow_by, 0, 0);
    const struct noise_hope hope = noise_expect(&blocks, 0.02, 15);
    CU_ASSERT_DOUBLE_EQUAL(hope.measured, 0, 0);
}

/* Fourteen blocks are the least, so 0.7 s where all are clean; twice that
 * where every other one is; for ever where they differ too much. */
static void test_hope_when_blocks_are_drawn_then_follows_from_them(void)
{
    struct random random = random_stream(1, "hope");
    struct noise_blocks quiet = {0}, half = {0}, wild = {0};
    for (int i = 0; i < 60; i++) {
        add(&quiet, 1.95, 0.005, FLAW_NONE, &random);
        add(&half, 1.95, 0.005, i % 2 ? FLAW_NONE : FLAW_BUSY, &random);
        add(&wild, 1.95, 2, FLAW_NONE, &random);
    }
    struct noise_hope hope = noise_expect(&quiet, 0.0225, 15);
    CU_ASSERT_DOUBLE_EQUAL(hope.measured, 1, 0);
    CU_ASSERT_DOUBLE_EQUAL(hope.seconds, 14 * 0.05, 1e-9);
    hope = noise_expect(&half, 0.0225, 15);
    CU_ASSERT_DOUBLE_EQUAL(hope.measured, 1, 0);
    CU_ASSERT_DOUBLE_EQUAL(hope.seconds, 28 * 0.05, 0.3);
    hope = noise_expect(&wild, 0.0225, 15);
    CU_ASSERT_DOUBLE_EQUAL(hope.measured, 0, 0);
    hope = noise_expect(&quiet, 0.0225, 0.1);
    CU_ASSERT_DOUBLE_EQUAL(hope.measured, 0, 0);
    free(quiet.samples);
    free(half.samples);
    free(wild.samples);
}

static void test_others_when_they_work_then_are_added_up_by_name(void)
{
    struct other_process before[] = {{10, 1, 5, 100, "parlab"},
        {20, 1, 5, 1000, "firefox"}, {21, 1, 6, 50, "firefox"},
        {30, 1, 5, 70, "idle"}, {40, 1, 5, 900, "gone"}};
    struct other_process after[] = {{10, 1, 5, 130, "parlab"},
        {11, 10, 9, 400, "parlab"}, {20, 1, 5, 1030, "firefox"},
        {21, 1, 6, 60, "firefox"}, {30, 1, 5, 70, "idle"},
        {40, 1, 9, 25, "reused"}};
    const struct other_snapshot first = {1, 5000, before, 5};
    const struct other_snapshot second = {3, 5600, after, 6};
    struct others others = {0};
    const double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    others_add(&others, &first, &second, 10);
    others_sort(&others);
    CU_ASSERT_EQUAL(others.own_ticks, 430);
    CU_ASSERT_EQUAL_FATAL(others.n_programs, 2);
    CU_ASSERT_STRING_EQUAL(others.programs[0].name, "firefox");
    CU_ASSERT_EQUAL(others.programs[0].ticks, 40);
    CU_ASSERT_STRING_EQUAL(others.programs[1].name, "reused");
    CU_ASSERT_EQUAL(others.programs[1].ticks, 25);
    CU_ASSERT_DOUBLE_EQUAL(others.seconds, 2, 1e-12);
    /* 600 - 430 of all, of which 65 have a name */
    CU_ASSERT_DOUBLE_EQUAL(others_cores(&others), 170 * tick_s / 2, 1e-12);
    others_free(&others);
}

/* Leave a process to itself that works until it is killed.
 * @return its pid */
static pid_t start_busybody(void)
{
    int ends[2];
    pid_t pid = 0;
    CU_ASSERT_EQUAL_FATAL(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        pid = fork();
        if (pid == 0) {
            prctl(PR_SET_NAME, "busybody");
            alarm(60); /* should nobody come to kill it */
            for (;;)
                __asm__ volatile("");
        }
        _exit(write(ends[1], &pid, sizeof pid) == sizeof pid ? 0 : 1);
    }
    waitpid(child, NULL, 0);
    CU_ASSERT_EQUAL_FATAL(read(ends[0], &pid, sizeof pid), sizeof pid);
    close(ends[0]);
    close(ends[1]);
    return pid;
}

static void test_others_when_a_program_works_then_it_is_seen(void)
{
    struct others others = others_start();
    const pid_t pid = start_busybody();
    uint64_t ticks = 0;
    while (ticks < 2 && others.seconds < 60) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        others_look(&others);
        for (size_t i = 0; i < others.n_programs; i++)
            if (strcmp(others.programs[i].name, "busybody") == 0)
                ticks = others.programs[i].ticks;
    }
    kill(pid, SIGKILL);
    CU_ASSERT(ticks >= 2);
    CU_ASSERT(others_cores(&others) > 0);
    others_free(&others);
}

static void test_loops_when_run_then_times_and_counters_fit(void)
{
    struct fail fail = {""};
    struct part parts[MEASURE_WORKERS_MAX];
    struct loops *loops = loops_start(machine_read()->workers_max, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(loops);
    const int n_kinds = loops_memory_bytes(loops) > 0 ? N_LOOPS : LOOP_MEMORY;
    for (int kind = 0; kind < n_kinds; kind++)
        for (int is_shared = 0; is_shared < 2; is_shared++) {
            const int n = is_shared ? machine_read()->workers_max : 1;
            CU_ASSERT_EQUAL(loops_run(loops, (enum loop_kind)kind, is_shared,
                                100, parts, &fail),
                0);
            for (int i = 0; i < n; i++) {
                CU_ASSERT(parts[i].seconds > 0);
                CU_ASSERT(parts[i].cpu_s > 0);
                CU_ASSERT(parts[i].delay_s >= 0);
            }
        }
    loops_end(loops);
    CU_ASSERT_EQUAL(waitpid(-1, NULL, WNOHANG), -1); /* none is left */
}

static void test_watch_when_short_then_has_blocks_of_both_loops(void)
{
    struct fail fail = {""};
    struct noise_watch watch;
    if (machine_read()->workers_max < 2) {
        unit_skip("one worker cannot have copies");
        return;
    }
    const struct noise_setup setup = {.n_workers = 2, .seconds = 0.3};
    CU_ASSERT_EQUAL_FATAL(noise_watch(&setup, &watch, &fail), 0);
    CU_ASSERT(watch.of[LOOP_COMPUTE].n_samples > 0);
    CU_ASSERT(watch.of[LOOP_COMPUTE].samples[0].attainable > 0);
    CU_ASSERT(watch.others.seconds > 0.3);
    CU_ASSERT(watch.stolen >= 0 && watch.stolen <= 1);
    noise_free(&watch);
    CU_ASSERT_EQUAL(waitpid(-1, NULL, WNOHANG), -1);
}

#define TEST(name)                                                             \
    {                                                                          \
#name, name                                                            \
    }

int main(void)
{
    static const struct unit_test tests[] = {
        TEST(test_view_when_some_are_disturbed_then_the_others_count),
        TEST(test_view_when_gains_jump_then_there_are_two_states),
        TEST(test_view_when_a_core_is_slower_then_it_is_named),
        TEST(test_view_when_nothing_was_recorded_then_says_nothing),
        TEST(test_hope_when_blocks_are_drawn_then_follows_from_them),
        TEST(test_others_when_they_work_then_are_added_up_by_name),
        TEST(test_others_when_a_program_works_then_it_is_seen),
        TEST(test_loops_when_run_then_times_and_counters_fit),
        TEST(test_watch_when_short_then_has_blocks_of_both_loops),
        {0},
    };
    return unit_main("noise", tests);
}

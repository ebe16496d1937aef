/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/judge/sanitizer.h"
#include "tests/unit/unit.h"

#include <CUnit/CUnit.h>

/* Reports as clang 14 and gcc 12 have printed them, in tests/data/sanitizers;
 * and texts that are none. */

static char *read_recorded(const char *name, size_t *n_bytes)
{
    struct fail fail;
    char *path = mem_format("%s/tests/data/sanitizers/%s.txt",
        getenv("TOP") != NULL ? getenv("TOP") : ".", name);
    char *text = file_read(path, 1 << 20, n_bytes, &fail);
    if (text == NULL)
        printf("# %s\n", fail.text);
    free(path);
    return text;
}

/* What a recorded report leads to, as "name: evidence"; static. */
static const char *outcome(const char *recorded, const char *stem)
{
    static char text[400];
    struct findings findings = {0};
    struct sanitizer_notes notes = {0};
    size_t n_bytes;
    char *said = read_recorded(recorded, &n_bytes);
    snprintf(text, sizeof text, "nothing");
    if (said != NULL)
        sanitizer_read(said, n_bytes, stem, &notes, &findings);
    if (findings.n == 1)
        snprintf(text, sizeof text, "%s: %s", findings.list[0].name,
            findings.list[0].evidence);
    else if (findings.n > 1)
        snprintf(text, sizeof text, "%zu findings", findings.n);
    findings_free(&findings);
    free(said);
    return text;
}

static const struct {
    const char *recorded, *expected;
} reports[] = {
    {"tsan-clang14-openmp",
        "race: gaussian.c:9 writes 'total' while another thread, on the same "
        "line, writes it"},
    {"tsan-clang14-pthreads",
        "race: gaussian.c:11 writes 'next' while another thread, on the same "
        "line, writes it"},
    {"tsan-clang14-late-write",
        "writes-after-return: gaussian.c:11 writes to an argument, and "
        "nothing makes the function wait for that before it returns"},
    {"asan-gcc12-freed",
        "use-after-free: gaussian.c:13 reads memory that gaussian.c:10 has "
        "freed"},
    {"asan-clang14-freed",
        "use-after-free: gaussian.c:13 reads memory that gaussian.c:10 has "
        "freed"},
    {"asan-gcc12-scope",
        "use-after-free: gaussian.c:9 reads a local variable of a block that "
        "has ended"},
    {"asan-gcc12-heap",
        "out-of-bounds: gaussian.c:8 has memcpy() write behind a block of 1 "
        "byte (allocated at gaussian.c:7)"},
    {"asan-clang14-heap",
        "out-of-bounds: gaussian.c:8 has memcpy() write behind a block of 1 "
        "byte (allocated at gaussian.c:7)"},
    {"asan-gcc12-stack",
        "out-of-bounds: gaussian.c:8 writes behind the variable 'part'"},
    {"asan-clang14-stack",
        "out-of-bounds: gaussian.c:8 writes behind the variable 'part'"},
    {"asan-gcc12-global",
        "out-of-bounds: gaussian.c:11 writes behind the variable 'table'"},
    {"asan-gcc12-argument",
        "out-of-bounds: gaussian.c:18 reads behind the argument 'x'"},
    {"ubsan-gcc12-bounds",
        "out-of-bounds: gaussian.c:8: index 4 out of bounds for type 'size_t "
        "[4]'"},
    {"ubsan-clang14-bounds",
        "out-of-bounds: gaussian.c:8: index 4 out of bounds for type "
        "'size_t[4]' (aka 'unsigned long[4]')"},
    {"ubsan-gcc12-overflow",
        "undefined-behaviour: gaussian.c:7: signed integer overflow: "
        "314718851 * 31 cannot be represented in type 'int'"},
    {"asan-gcc12-null", "crash: gaussian.c:9 goes through a null pointer"},
    {"asan-gcc12-stack-overflow",
        "crash: gaussian.c:3 needs more stack than there is: a recursion "
        "without an end, or large local arrays"},
    {"lsan-gcc12",
        "memory-leak: gaussian.c:6 allocates memory that nothing frees: 31 "
        "blocks of 3922607 bytes together"},
    {"lsan-clang14",
        "memory-leak: gaussian.c:6 allocates memory that nothing frees: 31 "
        "blocks of 3922607 bytes together"},
};

static void test_report_when_recorded_then_says_what_and_where(void)
{
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        const char *got = outcome(reports[i].recorded, "gaussian");
        if (strcmp(got, reports[i].expected) != 0)
            printf("# %s: %s\n", reports[i].recorded, got);
        CU_ASSERT_STRING_EQUAL(got, reports[i].expected);
    }
}

/* The same reports say nothing of a file that is not in them. */
static void test_report_when_file_is_another_then_is_dropped(void)
{
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
        CU_ASSERT_STRING_EQUAL(outcome(reports[i].recorded, "sum"), "nothing");
    CU_ASSERT_STRING_EQUAL(outcome("asan-gcc12-mpi", "matvec"),
        "crash: matvec.c:44 goes through a null pointer");
}

static size_t count(const char *text, const char *stem)
{
    struct findings findings = {0};
    struct sanitizer_notes notes = {0};
    sanitizer_read(text, strlen(text), stem, &notes, &findings);
    const size_t n = findings.n;
    findings_free(&findings);
    return n;
}

#define RACE "WARNING: ThreadSanitizer: data race (pid=2)\n"
#define FIRST "  Write of size 8 at 0x7b by thread T1:\n"
#define SECOND "  Previous read of size 8 at 0x7b by main thread:\n"
#define OWN "    #0 work /x/sum.c:7:3 (runner+0x1)\n"

static void test_race_when_one_end_is_missing_then_is_dropped(void)
{
    CU_ASSERT_EQUAL(count(RACE FIRST OWN "\n" SECOND OWN, "sum"), 1);
    CU_ASSERT_EQUAL(count(RACE FIRST OWN "\n", "sum"), 0);
    CU_ASSERT_EQUAL(
        count(RACE FIRST OWN "\n" SECOND "    [failed to restore the stack]\n",
            "sum"),
        0);
    CU_ASSERT_EQUAL(
        count(RACE FIRST OWN "\n" SECOND "    #0 f <null> (libm.so.6+0x1)\n",
            "sum"),
        0);
    CU_ASSERT_EQUAL(
        count(RACE FIRST "    #0 __kmp_fork <null> (libomp.so.5+0x1)\n" OWN
                         "\n" SECOND OWN,
            "sum"),
        0);
}

static void test_race_when_openmp_is_unknown_then_is_dropped(void)
{
    static const char team[] = RACE FIRST OWN
        "    #1 __kmp_invoke <null> (libomp.so.5+0x1)\n\n" SECOND OWN;
    char *known =
        mem_format("Archer detected OpenMP application with TSan\n%s", team);
    CU_ASSERT_EQUAL(count(team, "sum"), 0);
    CU_ASSERT_EQUAL(count(known, "sum"), 1);
    free(known);
}

/* A crash that the grader's own task has caused is not the candidate's. */
static void test_crash_when_calls_stand_above_then_is_dropped(void)
{
    static const char heading[] =
        "==9==ERROR: AddressSanitizer: SEGV on unknown address 0x3\n";
    char *own = mem_format("%s    #0 0x1 in f /x/pool.c:3\n", heading);
    char *calls = mem_format("%s    #0 0x1 in raise (/lib/libc.so+0x1)\n"
                             "    #1 0x1 in end /x/pool_calls.c:9\n"
                             "    #2 0x1 in f /x/pool.c:3\n",
        heading);
    CU_ASSERT_EQUAL(count(own, "pool"), 1);
    CU_ASSERT_EQUAL(count(calls, "pool"), 0);
    free(own);
    free(calls);
}

/* Bytes that no terminal should see, a report without an end, numbers that
 * are none, and ten thousand headings. */
static void test_text_when_hostile_then_is_harmless(void)
{
    static const char *const texts[] = {
        "\033[2J/x/sum.c:7:1: runtime error: \033]0;x\007\n",
        "==1==ERROR: AddressSanitizer: heap-buffer-overflow",
        "==1==ERROR: AddressSanitizer: heap-buffer-overflow\nREAD of size "
        "99999999999999999999999 at\n    #0 0x in \n    #99999999999999999999",
        "==1==ERROR: AddressSanitizer: heap-buffer-overflow\n-byte region\n"
        "    #0 0x1 in f /x/sum.c:99999999999999999999\n",
        "==1==ERROR: LeakSanitizer: detected memory leaks\nDirect leak of x",
        RACE RACE RACE,
    };
    struct findings findings = {0};
    struct sanitizer_notes notes = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        sanitizer_read(texts[i], strlen(texts[i]), "sum", &notes, &findings);
    for (size_t i = 0; i < findings.n; i++)
        for (const char *c = findings.list[i].evidence; *c != '\0'; c++)
            CU_ASSERT(*c >= ' ' && *c <= '~');
    findings_free(&findings);
    const size_t n = 10000 * (sizeof RACE - 1);
    char *many = mem_new(n + 1, 1);
    for (size_t i = 0; i < n; i++)
        many[i] = RACE[i % (sizeof RACE - 1)];
    CU_ASSERT_EQUAL(count(many, "sum"), 0);
    free(many);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_report_when_recorded_then_says_what_and_where",
            test_report_when_recorded_then_says_what_and_where},
        {"test_report_when_file_is_another_then_is_dropped",
            test_report_when_file_is_another_then_is_dropped},
        {"test_race_when_one_end_is_missing_then_is_dropped",
            test_race_when_one_end_is_missing_then_is_dropped},
        {"test_race_when_openmp_is_unknown_then_is_dropped",
            test_race_when_openmp_is_unknown_then_is_dropped},
        {"test_crash_when_calls_stand_above_then_is_dropped",
            test_crash_when_calls_stand_above_then_is_dropped},
        {"test_text_when_hostile_then_is_harmless",
            test_text_when_hostile_then_is_harmless},
        {0},
    };
    return unit_main("sanitizer", tests);
}

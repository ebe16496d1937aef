/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/judge/machine.h"
#include "grader/judge/quota.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* Quotas as the two versions of control groups write them, in the trees that
 * ordinary systems and containers show; and what is said when only one worker
 * can run at once. */

#define V2 "31 23 0:28 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n"
#define V1_CPU "32 31 0:29 / /cg/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"
#define V1_SET "33 31 0:30 / /cg/cpuset rw - cgroup cgroup rw,cpuset\n"
#define V2_BESIDE "41 31 0:38 / /cg/unified rw shared:7 - cgroup2 none rw\n"

struct file_text {
    const char *name;
    const char *text;
};

static const struct {
    const char *what;
    const char *mounts;
    const char *groups;
    struct file_text files[5];
    double quota;
} rows[] = {
    {"no groups", "", "", {{0}}, 0},
    {"version 2, own group", V2, "0::/job\n",
        {{"sys/fs/cgroup/job/cpu.max", "150000 100000\n"}}, 1.5},
    {"version 2, no limit", V2, "0::/job\n",
        {{"sys/fs/cgroup/job/cpu.max", "max 100000\n"}}, 0},
    {"version 2, the group above is the smallest", V2, "0::/a/b/c\n",
        {{"sys/fs/cgroup/a/b/c/cpu.max", "400000 100000\n"},
            {"sys/fs/cgroup/a/cpu.max", "250000 100000\n"},
            {"sys/fs/cgroup/a/b/cpu.max", "max 100000\n"}},
        2.5},
    {"version 2, a container sees its own group as the top",
        "31 23 0:28 /pod/7 /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        "0::/pod/7/x\n", {{"sys/fs/cgroup/cpu.max", "50000 100000\n"}}, 0.5},
    {"version 2, a group of a longer name is another one",
        "31 23 0:28 /pod/7 /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
        "0::/pod/77\n",
        {{"sys/fs/cgroup/cpu.max", "200000 100000\n"},
            {"sys/fs/cgroup7/cpu.max", "10000 100000\n"}},
        2},
    {"version 2, a group outside of what is seen", V2, "0::/../other\n",
        {{"sys/fs/cgroup/cpu.max", "200000 100000\n"},
            {"sys/fs/other/cpu.max", "10000 100000\n"}},
        2},
    {"version 1", V1_SET V1_CPU, "3:cpuset:/no\n2:cpu,cpuacct:/job\n",
        {{"cg/cpu/job/cpu.cfs_quota_us", "150000\n"},
            {"cg/cpu/job/cpu.cfs_period_us", "100000\n"}},
        1.5},
    {"version 1, no limit", V1_CPU, "2:cpuacct,cpu:/\n",
        {{"cg/cpu/cpu.cfs_quota_us", "-1\n"},
            {"cg/cpu/cpu.cfs_period_us", "100000\n"}},
        0},
    {"version 1, another controller's group is not asked", V1_SET V1_CPU,
        "3:cpuset:/job\n2:cpuacct:/job\n",
        {{"cg/cpu/job/cpu.cfs_quota_us", "150000\n"},
            {"cg/cpu/job/cpu.cfs_period_us", "100000\n"}},
        0},
    {"both versions, the smaller holds", V1_CPU V2_BESIDE,
        "9:name=systemd:/\n1:cpu:/a\n0::/b\n",
        {{"cg/cpu/a/cpu.cfs_quota_us", "300000\n"},
            {"cg/cpu/a/cpu.cfs_period_us", "100000\n"},
            {"cg/unified/b/cpu.max", "270000 100000\n"}},
        2.7},
    {"a blank in the path",
        "31 23 0:28 / /control\\040groups rw - cgroup2 cgroup2 rw\n", "0::/j\n",
        {{"control groups/j/cpu.max", "100000 50000\n"}}, 2},
    {"numbers that make no sense", V2, "0::/job\n",
        {{"sys/fs/cgroup/job/cpu.max", "150000 0\n"},
            {"sys/fs/cgroup/cpu.max", "\n"}},
        0},
};

static void test_quota_when_groups_set_one_then_smallest_is_found(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail;
        char got[32];
        char *root = file_temp_folder(&fail);
        CU_ASSERT_PTR_NOT_NULL_FATAL(root);
        small_put(root, "proc/self/mountinfo", rows[i].mounts);
        small_put(root, "proc/self/cgroup", rows[i].groups);
        for (size_t k = 0; k < 5 && rows[i].files[k].name != NULL; k++)
            small_put(root, rows[i].files[k].name, rows[i].files[k].text);
        const double quota = quota_read(root);
        snprintf(got, sizeof got, "%g", quota);
        small_expect(fabs(quota - rows[i].quota) < 1e-9, rows[i].what, got);
        small_remove(root);
    }
}

static void test_why_one_when_told_then_names_the_cause(void)
{
    static const struct {
        const char *cause;
        struct machine machine;
    } whys[] = {
        {"grants 1.5 CPUs of these 4 cores", {.cores = 4,
                                                 .threads = 8,
                                                 .online = 8,
                                                 .quota = 1.5,
                                                 .workers_max = 1}},
        {"grants 1 CPU of", {.cores = 2, .quota = 1, .workers_max = 1}},
        {"threads of one core",
            {.cores = 1, .threads = 2, .online = 2, .workers_max = 1}},
        {"one of this machine's 8 processors",
            {.cores = 1, .threads = 1, .online = 8, .workers_max = 1}},
        {"has one core",
            {.cores = 1, .threads = 1, .online = 1, .workers_max = 1}},
        {"asked for", {.cores = 2, .threads = 2, .workers_max = 2}},
    };
    for (size_t i = 0; i < sizeof whys / sizeof *whys; i++) {
        char text[160];
        machine_why_one(&whys[i].machine, text, sizeof text);
        small_expect(strstr(text, whys[i].cause) != NULL, whys[i].cause, text);
        small_expect(strlen(text) + 1 < sizeof text, whys[i].cause, text);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_quota_when_groups_set_one_then_smallest_is_found",
            test_quota_when_groups_set_one_then_smallest_is_found},
        {"test_why_one_when_told_then_names_the_cause",
            test_why_one_when_told_then_names_the_cause},
        {0},
    };
    return unit_main("quota", tests);
}

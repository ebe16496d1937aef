/* SPDX-License-Identifier: MIT */
#include "grader/judge/launcher.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* The table of launchers, without any MPI: what mpirun says goes in, command
 * line and environment come out. */

static const char open_mpi_4[] =
    "mpirun (Open MPI) 4.1.4\n\nReport bugs to http://www.open-mpi.org/\n";
static const char open_mpi_5[] =
    "mpirun (Open MPI) 5.0.3\n\nReport bugs to https://www.open-mpi.org/\n";
static const char mpich[] = "HYDRA build details:\n"
                            "    Version:                 4.0.2\n"
                            "    Release Date:            Thu Apr  7 2022\n";
static const char intel[] = "Intel(R) MPI Library for Linux* OS, Version "
                            "2021.9 Build 20230307 (id: d82b3071db)\n";

static void test_versions_when_known_then_vendor_and_number_are_read(void)
{
    static const struct {
        const char *said, *vendor;
        int major, minor;
    } rows[] = {{open_mpi_4, "Open MPI", 4, 1}, {open_mpi_5, "Open MPI", 5, 0},
        {"mpiexec (OpenRTE) 4.1.4\n", "Open MPI", 4, 1},
        {"mpirun (Open MPI) 6.0.0a1\n", "Open MPI", 6, 0},
        {mpich, "MPICH", 4, 0}, {intel, "Intel MPI", 2021, 9}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mpi mpi = {0};
        struct fail fail = {""};
        const int result = mpi_identify(rows[i].said, &mpi, &fail);
        small_expect(result == 0 && strcmp(mpi.vendor, rows[i].vendor) == 0 &&
                         mpi.major == rows[i].major &&
                         mpi.minor == rows[i].minor,
            rows[i].said, mpi.vendor != NULL ? mpi.vendor : fail.text);
    }
}

static void test_versions_when_unknown_then_refused_with_their_words(void)
{
    static const char *const rows[] = {"", "slurm 23.11.4", "(Open",
        "mpirun (Open MPI) 1.4.2", "HYDRA build details: 3.1",
        "Intel(R) MPI Library, Version"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct mpi mpi;
        struct fail fail = {""};
        CU_ASSERT_EQUAL(mpi_identify(rows[i], &mpi, &fail), -1);
        small_expect(strstr(fail.text, rows[i]) != NULL, rows[i], fail.text);
    }
}

/* The line for a job: environment, then command. @return new. */
static char *line_of(const char *said, struct mpi_job job)
{
    struct mpi mpi;
    struct fail fail;
    struct args line = {0};
    CU_ASSERT_EQUAL_FATAL(mpi_identify(said, &mpi, &fail), 0);
    mpi_add_environment(&mpi, &job, &line);
    mpi_add_command(&mpi, &job, "/bin/mpirun", &line);
    char *text = args_shell(&line);
    args_free(&line);
    return text;
}

static void expect_line(
    const char *said, struct mpi_job job, const char *expected)
{
    char *line = line_of(said, job);
    small_expect(strcmp(line, expected) == 0, expected, line);
    free(line);
}

static void test_lines_when_plain_then_say_ranks_binding_and_memory(void)
{
    const struct mpi_job job = {.n_ranks = 3};
    expect_line(open_mpi_4, job,
        "HWLOC_COMPONENTS=-gl,-opencl /bin/mpirun --oversubscribe --bind-to "
        "none --mca btl self,vader --mca pml ob1 --mca plm isolated -np 3");
    expect_line(open_mpi_5, job,
        "HWLOC_COMPONENTS=-gl,-opencl PRTE_MCA_plm_ssh_agent=/bin/false "
        "/bin/mpirun --map-by :OVERSUBSCRIBE --bind-to none --mca btl self,sm "
        "--mca pml ob1 -np 3");
    expect_line(mpich, job,
        "UCX_TLS=self,sm HWLOC_COMPONENTS=-gl,-opencl /bin/mpirun -launcher "
        "fork -rmk user -localhost 127.0.0.1 -bind-to none -n 3");
    expect_line(intel, job,
        "I_MPI_FABRICS=shm I_MPI_PIN=0 HWLOC_COMPONENTS=-gl,-opencl "
        "/bin/mpirun -launcher fork -n 3");
}

/* Whether the line has these words for such a job only. */
static void expect_only_for(
    const char *said, struct mpi_job job, const char *words)
{
    char *with = line_of(said, job),
         *without = line_of(said, (struct mpi_job){.n_ranks = job.n_ranks});
    small_expect(strstr(with, words) != NULL, words, with);
    small_expect(strstr(without, words) == NULL, words, without);
    free(with);
    free(without);
}

static void test_lines_when_root_crowded_or_timed_then_say_so(void)
{
    const struct mpi_job root = {.n_ranks = 2, .is_root = true},
                         crowded = {.n_ranks = 8, .is_crowded = true},
                         timed = {.n_ranks = 2, .is_timed = true};
    expect_only_for(open_mpi_4, root, "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
    expect_only_for(open_mpi_5, root, "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1");
    expect_only_for(open_mpi_4, crowded, "OMPI_MCA_mpi_yield_when_idle=1");
    expect_only_for(open_mpi_5, crowded, "OMPI_MCA_mpi_yield_when_idle=1");
    expect_only_for(mpich, crowded, "PARLAB_YIELD=1");
    expect_only_for(intel, crowded, "I_MPI_WAIT_MODE=1");
    expect_only_for(open_mpi_4, timed, "OMPI_MCA_btl_vader_eager_limit=");
    expect_only_for(open_mpi_5, timed, "OMPI_MCA_btl_sm_eager_limit=");
}

static void test_permissions_when_root_then_said_and_else_only_room(void)
{
    struct mpi mpi;
    struct fail fail;
    struct args plain = {0}, root = {0};
    CU_ASSERT_EQUAL_FATAL(mpi_identify(open_mpi_4, &mpi, &fail), 0);
    mpi_add_permissions(&mpi, false, &plain);
    mpi_add_permissions(&mpi, true, &root);
    char *without = args_shell(&plain), *with = args_shell(&root);
    CU_ASSERT_STRING_EQUAL(without, "OMPI_MCA_rmaps_base_oversubscribe=1");
    CU_ASSERT_STRING_EQUAL(with,
        "OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_ALLOW_RUN_AS_ROOT=1 "
        "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
    free(with);
    free(without);
    args_free(&root);
    args_free(&plain);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_versions_when_known_then_vendor_and_number_are_read",
            test_versions_when_known_then_vendor_and_number_are_read},
        {"test_versions_when_unknown_then_refused_with_their_words",
            test_versions_when_unknown_then_refused_with_their_words},
        {"test_lines_when_plain_then_say_ranks_binding_and_memory",
            test_lines_when_plain_then_say_ranks_binding_and_memory},
        {"test_lines_when_root_crowded_or_timed_then_say_so",
            test_lines_when_root_crowded_or_timed_then_say_so},
        {"test_permissions_when_root_then_said_and_else_only_room",
            test_permissions_when_root_then_said_and_else_only_room},
        {0},
    };
    return unit_main("launcher", tests);
}

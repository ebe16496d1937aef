/* SPDX-License-Identifier: MIT */
#include "grader/judge/launcher.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* One row an MPI. A row is chosen by what mpirun prints, not by its name or
 * place, because every MPI calls it mpirun and a module or a link can put
 * any of them first. An MPI that no row knows is refused with its own words:
 * flags that are guessed wrong end in messages that nobody understands.
 * The rows of Open MPI 4 and MPICH were run; those of Open MPI 5 and Intel
 * MPI were not. Where each comes from: docs/decisions/012-mpi-of-any-vendor.md.
 */

enum { FLAGS_MAX = 16, NAMES_MAX = 5 };

struct launcher {
    const char *vendor;
    const char *mark; /* what its mpirun prints, by whatever name it is run */
    const char *before_version;
    int major_min;
    const char *macro; /* of its mpi.h */
    const char *flags[FLAGS_MAX]; /* the number of ranks follows the last */
    const char *always[NAMES_MAX];
    const char *root[NAMES_MAX];
    const char *crowded[NAMES_MAX];
    const char *timed[NAMES_MAX];
    const char *room[NAMES_MAX]; /* for more ranks than cores */
};

/* The first row that fits is taken. */
static const struct launcher rows[] = {
    /* PRRTE looks for a remote shell even if it starts nothing elsewhere,
     * and ends without one. */
    {.vendor = "Open MPI",
        .mark = "(Open",
        .before_version = ") ",
        .major_min = 5,
        .macro = "OMPI_MAJOR_VERSION",
        .flags = {"--map-by", ":OVERSUBSCRIBE", "--bind-to", "none", "--mca",
            "btl", "self,sm", "--mca", "pml", "ob1", "-np"},
        .always = {"HWLOC_COMPONENTS=-gl,-opencl",
            "PRTE_MCA_plm_ssh_agent=/bin/false"},
        .root = {"OMPI_ALLOW_RUN_AS_ROOT=1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
            "PRTE_ALLOW_RUN_AS_ROOT=1", "PRTE_ALLOW_RUN_AS_ROOT_CONFIRM=1"},
        .crowded = {"OMPI_MCA_mpi_yield_when_idle=1"},
        .timed = {"OMPI_MCA_btl_sm_eager_limit=32768"},
        .room = {"PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe"}},
    /* Hardware that no exercise uses takes long to look for. */
    {.vendor = "Open MPI",
        .mark = "(Open",
        .before_version = ") ",
        .major_min = 2,
        .macro = "OMPI_MAJOR_VERSION",
        .flags = {"--oversubscribe", "--bind-to", "none", "--mca", "btl",
            "self,vader", "--mca", "pml", "ob1", "--mca", "plm", "isolated",
            "-np"},
        .always = {"HWLOC_COMPONENTS=-gl,-opencl"},
        .root = {"OMPI_ALLOW_RUN_AS_ROOT=1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1"},
        .crowded = {"OMPI_MCA_mpi_yield_when_idle=1"},
        .timed = {"OMPI_MCA_btl_vader_eager_limit=32768"},
        .room = {"OMPI_MCA_rmaps_base_oversubscribe=1"}},
    {.vendor = "Intel MPI",
        .mark = "Intel(R) MPI Library",
        .before_version = "Version ",
        .major_min = 2019,
        .macro = "I_MPI_VERSION",
        .flags = {"-launcher", "fork", "-n"},
        .always = {"I_MPI_FABRICS=shm", "I_MPI_PIN=0",
            "HWLOC_COMPONENTS=-gl,-opencl"},
        .crowded = {"I_MPI_WAIT_MODE=1", "I_MPI_THREAD_YIELD=2",
            "PARLAB_YIELD=1"}},
    /* Newer releases give a core up while they wait if they are asked to (the
     * throttle), and those on ch3 (the polls); for 4.0.2, which does neither,
     * the harness does it (grader/runner/mpi_yield.c). */
    {.vendor = "MPICH",
        .mark = "HYDRA build details",
        .before_version = "Version:",
        .major_min = 3,
        .macro = "MPICH_VERSION",
        .flags = {"-launcher", "fork", "-rmk", "user", "-localhost",
            "127.0.0.1", "-bind-to", "none", "-n"},
        .always = {"UCX_TLS=self,sm", "HWLOC_COMPONENTS=-gl,-opencl"},
        .crowded = {"MPIR_CVAR_CH4_PROGRESS_THROTTLE=1",
            "MPIR_CVAR_CH4_PROGRESS_THROTTLE_NO_PROGRESS_COUNT=1",
            "MPIR_CVAR_POLLS_BEFORE_YIELD=1", "PARLAB_YIELD=1"}},
};

/* @return 0; -1: no version is there. */
static int read_version(const char *said, const char *before, struct mpi *mpi)
{
    const char *at = strstr(said, before);
    if (at == NULL)
        return -1;
    at += strlen(before);
    while (isspace((unsigned char)*at))
        at++;
    mpi->minor = 0;
    return sscanf(at, "%d.%d", &mpi->major, &mpi->minor) >= 1 ? 0 : -1;
}

int mpi_identify(const char *said, struct mpi *mpi, struct fail *fail)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct launcher *row = &rows[i];
        if (strstr(said, row->mark) == NULL ||
            read_version(said, row->before_version, mpi) != 0 ||
            mpi->major < row->major_min)
            continue;
        mpi->vendor = row->vendor;
        mpi->launcher = row;
        return 0;
    }
    return fail_set(fail,
        "this MPI is not known here: its mpirun says \"%.*s\"; install or "
        "load Open MPI or MPICH, or name another one with PARLAB_MPICC and "
        "PARLAB_MPIRUN",
        (int)strcspn(said, "\n"), said);
}

const char *mpi_macro(const struct mpi *mpi)
{
    return mpi->launcher->macro;
}

void mpi_add_command(const struct mpi *mpi, const struct mpi_job *job,
    const char *mpirun, struct args *argv)
{
    args_add(argv, mpirun);
    args_list(argv, mpi->launcher->flags);
    args_format(argv, "%d", job->n_ranks);
}

void mpi_add_permissions(const struct mpi *mpi, bool is_root, struct args *env)
{
    args_list(env, mpi->launcher->room);
    if (is_root)
        args_list(env, mpi->launcher->root);
}

void mpi_add_environment(
    const struct mpi *mpi, const struct mpi_job *job, struct args *env)
{
    args_list(env, mpi->launcher->always);
    if (job->is_root)
        args_list(env, mpi->launcher->root);
    if (job->is_crowded)
        args_list(env, mpi->launcher->crowded);
    if (job->is_timed)
        args_list(env, mpi->launcher->timed);
}

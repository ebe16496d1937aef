/* SPDX-License-Identifier: MIT */
#include "grader/judge/launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/build/tools.h"
#include "grader/channel/channel.h"
#include "grader/judge/machine.h"
#include "grader/sandbox/args.h"

/* The one place that knows launcher flags and the runner's environment. The
 * environment is made from nothing, so that what a user has exported cannot
 * change a grade. */

enum { LOGIN_CPU_S = 60 }; /* of each process, where others work too */

char *launch_channel_path(const char *scratch)
{
    return mem_format("%s/channel", scratch);
}

/* Open MPI: no network but shared memory, no daemon on other nodes, and as
 * many ranks as asked for whatever the cores. The runner binds its ranks
 * itself. Source: mpirun(1) of Open MPI 4.1. */
static void add_launcher(struct args *argv, int n_ranks)
{
    static const char *const flags[] = {"--oversubscribe", "--bind-to", "none",
        "--mca", "btl", "self,vader", "--mca", "pml", "ob1", "--mca", "plm",
        "isolated", "-np"};
    args_add(argv, build_mpirun());
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        args_add(argv, flags[i]);
    args_format(argv, "%d", n_ranks);
}

static void add_mpi_environment(struct args *env, const struct launch *launch)
{
    char *path = launch_channel_path(launch->scratch);
    args_format(env, "%s=%s", CHANNEL_PATH_VARIABLE, path);
    args_format(env, "%s=%llx", CHANNEL_TOKEN_VARIABLE,
        (unsigned long long)launch->token);
    free(path);
    /* Hardware that no exercise uses takes long to look for. */
    args_add(env, "HWLOC_COMPONENTS=-gl,-opencl");
    if (geteuid() == 0) {
        args_add(env, "OMPI_ALLOW_RUN_AS_ROOT=1");
        args_add(env, "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1");
    }
    /* More ranks than cores: a rank that waits gives its core away. */
    const cpu_set_t *cpus = &launch->setup->cpus;
    if (launch->setup->n_workers > CPU_COUNT(cpus))
        args_add(env, "OMPI_MCA_mpi_yield_when_idle=1");
    if (launch->setup->is_timed)
        args_add(env, "OMPI_MCA_btl_vader_eager_limit=32768");
}

static void add_environment(struct args *env, const struct launch *launch)
{
    static const char *const kept[] = {"PATH", "LD_LIBRARY_PATH", "OPAL_PREFIX",
        "ASAN_OPTIONS", "UBSAN_OPTIONS"};
    const struct job_setup *setup = launch->setup;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (getenv(kept[i]) != NULL)
            args_format(env, "%s=%s", kept[i], getenv(kept[i]));
    args_add(env, "LC_ALL=C.UTF-8");
    args_format(env, "HOME=%s", launch->scratch);
    args_format(env, "TMPDIR=%s", launch->scratch);
    args_format(env, "OMP_NUM_THREADS=%d", setup->n_workers);
    args_add(env, "OMP_DYNAMIC=false");
    if (setup->debugger != NULL)
        args_add(env, CHANNEL_DEBUG_VARIABLE "=1");
    if (setup->is_timed) {
        args_add(env, "OMP_PROC_BIND=close");
        args_add(env, "OMP_PLACES=cores");
    } else {
        /* A thread that waits asleep uses no processor time, so processor
         * time is work. */
        args_add(env, "OMP_WAIT_POLICY=passive");
    }
    if (setup->exercise->kind == KIND_MPI)
        add_mpi_environment(env, launch);
}

static void tell_root(void)
{
    static bool is_told;
    if (geteuid() == 0 && !is_told)
        fputs("parlab: running as root, so Open MPI is told to allow it\n",
            stderr);
    is_told = true;
}

static int add_launch(
    struct args *argv, const struct job_setup *setup, struct fail *fail)
{
    if (setup->exercise->kind == KIND_MPI) {
        if (build_mpirun() == NULL)
            return fail_set(fail,
                "%s needs MPI, and there is no mpirun; install openmpi-bin "
                "and libopenmpi-dev",
                setup->exercise->name);
        tell_root();
        add_launcher(argv, setup->n_workers);
    }
    args_add(argv, setup->binary);
    return 0;
}

static pid_t start(const struct launch *launch, const struct args *argv,
    const struct args *env, const struct args *visible, struct fail *fail)
{
    const struct job_setup *setup = launch->setup;
    const struct limits *limits = &setup->exercise->limits;
    const bool is_shared = machine_read()->is_login_node;
    const struct sandbox_box box = {.layer = setup->layer,
        .argv = args_view(argv),
        .env = args_view(env),
        .read_only = args_view(visible),
        .scratch = launch->scratch,
        .output_fd = launch->output_fd,
        .channel_fd = launch->channel_fd,
        .cpus = is_shared ? NULL : &setup->cpus,
        .limits = {.processes = limits->processes,
            .memory_mib = limits->memory_mib,
            .file_mib = limits->file_mib,
            .cpu_s = is_shared ? LOGIN_CPU_S : 0}};
    if (setup->is_verbose) {
        char *command = sandbox_command(&box);
        fprintf(stderr, "+ %s\n", command);
        free(command);
    }
    return sandbox_start(&box, fail);
}

pid_t launch_start(const struct launch *launch, struct fail *fail)
{
    const struct job_setup *setup = launch->setup;
    struct args argv = {0}, env = {0}, visible = {0};
    pid_t pid = -1;
    if (add_launch(&argv, setup, fail) == 0) {
        add_environment(&env, launch);
        args_add(&visible, setup->binary);
        tools_folders(setup->exercise->kind, &visible);
        pid = start(launch, &argv, &env, &visible, fail);
    }
    args_free(&argv);
    args_free(&env);
    args_free(&visible);
    return pid;
}

/* SPDX-License-Identifier: MIT */
#include "grader/judge/launch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/build/step.h"
#include "grader/build/tools.h"
#include "grader/channel/channel.h"
#include "grader/judge/machine.h"
#include "grader/sandbox/args.h"

/* The one place that knows the runner's command line and environment. The
 * environment is made from nothing, so that what a user has exported cannot
 * change a grade. */

enum {
    LOGIN_CPU_S = 60, /* of each process, where others work too */
    SPIN_LOOKS = 5000, /* before a thread that waits goes to sleep */
};

int launch_mpi(struct mpi *mpi, struct fail *fail)
{
    const char *said = build_mpirun_version();
    if (said == NULL)
        return fail_set(fail, "%s does not run", build_mpirun());
    return mpi_identify(said, mpi, fail);
}

int launch_try_mpi(const struct mpi *mpi, const char *program,
    const char *folder, struct fail *fail)
{
    const struct mpi_job job = {.n_ranks = 2, .is_root = geteuid() == 0};
    struct args argv = {0}, env = {0};
    char *said = NULL;
    mpi_add_command(mpi, &job, build_mpirun(), &argv);
    args_add(&argv, program);
    tools_environment(folder, &env);
    mpi_add_environment(mpi, &job, &env);
    const struct step step = {
        .layer = SANDBOX_NONE, .folder = folder, .env = args_view(&env)};
    const enum step_end end = step_run(&step, args_view(&argv), &said, fail);
    if (end != STEP_DONE && end != STEP_BROKEN) {
        const char *words = said + strspn(said, "-\n");
        char *line = text_safe(words, strcspn(words, "\n"), 200);
        fail_set(fail, "%s", line);
        free(line);
    }
    free(said);
    args_free(&env);
    args_free(&argv);
    return end == STEP_DONE ? 0 : -1;
}

static struct mpi_job job_of(const struct job_setup *setup)
{
    return (struct mpi_job){.n_ranks = setup->n_workers,
        .is_root = geteuid() == 0,
        .is_crowded = setup->n_workers > CPU_COUNT(&setup->cpus),
        .is_timed = setup->is_timed};
}

static void add_channel(struct args *env, const struct launch *launch)
{
    args_format(env, "%s=%s", CHANNEL_PATH_VARIABLE, launch->channel_path);
    args_format(env, "%s=%llx", CHANNEL_TOKEN_VARIABLE,
        (unsigned long long)launch->token);
}

/* Open MPI itself does not free all that it allocates. */
static bool finds_leaks(const struct job_setup *setup)
{
    return setup->variant == BUILD_MEMORY_CHECKED &&
           setup->exercise->kind != KIND_MPI;
}

/* What a checker reports ends the runner, as the first mistake explains those
 * that follow. Lines are looked up inside the sandbox. Left out is what right
 * programs do too: threads that still wait when the program ends, and what
 * libraries that know nothing of the checker do among themselves. Archer tells
 * the checker what OpenMP does; it says that it is there. */
static void add_checker(struct args *env, const struct job_setup *setup)
{
    const char *symbolizer = tools_symbolizer();
    static const char common[] = "color=never:halt_on_error=1:exitcode=66";
    if (symbolizer == NULL)
        symbolizer = "";
    args_format(env,
        "TSAN_OPTIONS=%s:external_symbolizer_path=%s:history_size=7:"
        "ignore_noninstrumented_modules=1:report_thread_leaks=0:"
        "report_signal_unsafe=0:report_destroy_locked=0:report_mutex_bugs=0:"
        "detect_deadlocks=0:handle_segv=0",
        common, symbolizer);
    args_add(env, "ARCHER_OPTIONS=verbose=1");
    args_format(env,
        "ASAN_OPTIONS=%s:external_symbolizer_path=%s:detect_leaks=%d:"
        "detect_stack_use_after_return=1:allocator_may_return_null=1:"
        "print_legend=0:verify_asan_link_order=0:handle_segv=2:"
        "handle_sigbus=2:handle_sigfpe=2",
        common, symbolizer, finds_leaks(setup));
    args_add(env, "LSAN_OPTIONS=leak_check_at_exit=0:max_leaks=8");
    args_add(env, "UBSAN_OPTIONS=color=never:halt_on_error=0");
}

static void add_environment(struct args *env, const struct launch *launch)
{
    static const char *const kept[] = {"PATH", "LD_LIBRARY_PATH", "OPAL_PREFIX",
        "I_MPI_ROOT", "ASAN_OPTIONS", "UBSAN_OPTIONS"}; /* the last for ours */
    const struct job_setup *setup = launch->setup;
    const size_t n_kept = sizeof kept / sizeof *kept;
    for (size_t i = 0; i < n_kept - 2 * build_is_checked(setup->variant); i++)
        if (getenv(kept[i]) != NULL)
            args_format(env, "%s=%s", kept[i], getenv(kept[i]));
    args_add(env, "LC_ALL=C.UTF-8");
    args_format(env, "HOME=%s", launch->scratch);
    args_format(env, "TMPDIR=%s", launch->scratch);
    if (build_is_checked(setup->variant))
        add_checker(env, setup);
    args_format(env, "OMP_NUM_THREADS=%d", setup->n_workers);
    args_add(env, "OMP_DYNAMIC=false");
    if (setup->debugger != NULL)
        args_add(env, CHANNEL_DEBUG_VARIABLE "=1");
    if (setup->is_timed && setup->exercise->kind == KIND_THREADS) {
        args_add(env, "OMP_PROC_BIND=close");
        args_add(env, "OMP_PLACES=cores");
    } else if (!setup->is_timed) {
        /* Processor time is to be work, so a thread that waits goes to sleep;
         * but not at once: to wake it takes as long as a short parallel
         * region, of which it then would get no part. (libgomp counts looks,
         * about 0.1 ms; libomp milliseconds.) Where all have one core, it
         * would keep those that it waits for from working. */
        args_format(
            env, "GOMP_SPINCOUNT=%d", setup->takes_turns ? 0 : SPIN_LOOKS);
        args_add(env, "KMP_BLOCKTIME=1");
    }
}

static void tell_root(const struct mpi *mpi)
{
    static bool is_told;
    if (geteuid() == 0 && !is_told && strcmp(mpi->vendor, "Open MPI") == 0)
        fputs("parlab: running as root, so Open MPI is told to allow it\n",
            stderr);
    is_told = true;
}

/* What comes before the runner's binary, and what its ranks find set. */
static int add_mpi(const struct launch *launch, struct args *argv,
    struct args *env, struct fail *fail)
{
    const struct mpi_job job = job_of(launch->setup);
    struct mpi mpi;
    if (build_mpirun() == NULL)
        return fail_set(fail,
            "%s needs MPI, and there is no mpirun; \"parlab doctor\" says how "
            "to get one",
            launch->setup->exercise->name);
    if (launch_mpi(&mpi, fail) != 0)
        return -1;
    tell_root(&mpi);
    mpi_add_command(&mpi, &job, build_mpirun(), argv);
    mpi_add_environment(&mpi, &job, env);
    add_channel(env, launch);
    return 0;
}

static pid_t start(const struct launch *launch, const struct args *argv,
    const struct args *env, const struct args *visible, struct fail *fail)
{
    const struct job_setup *setup = launch->setup;
    const struct limits *limits = &setup->exercise->limits;
    const bool is_shared = machine_read()->is_login_node;
    const bool is_bound = !is_shared || setup->takes_turns;
    const struct sandbox_box box = {.layer = setup->layer,
        .argv = args_view(argv),
        .env = args_view(env),
        .read_only = args_view(visible),
        .scratch = launch->scratch,
        .is_scratch_lost = true,
        .has_peers = setup->exercise->kind == KIND_MPI,
        .has_fixed_addresses = setup->variant == BUILD_THREADS_CHECKED,
        .may_trace = finds_leaks(setup),
        .user = launch->user,
        .output_fd = launch->output_fd,
        .channel_fd = launch->channel_fd,
        .cpus = is_bound ? &setup->cpus : NULL,
        .limits = {.processes = limits->processes,
            /* Checkers reserve terabytes; what is used is looked at. */
            .memory_mib =
                build_is_checked(setup->variant) ? 0 : limits->memory_mib,
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
    add_environment(&env, launch);
    if (setup->exercise->kind != KIND_MPI ||
        add_mpi(launch, &argv, &env, fail) == 0) {
        args_add(&argv, setup->binary);
        args_add(&visible, setup->binary);
        if (launch->channel_path != NULL)
            args_add(&visible, launch->channel_path);
        tools_folders(setup->exercise->kind, &visible);
        pid = start(launch, &argv, &env, &visible, fail);
    }
    args_free(&argv);
    args_free(&env);
    args_free(&visible);
    return pid;
}

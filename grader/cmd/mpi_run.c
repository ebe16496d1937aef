/* SPDX-License-Identifier: MIT */
#include "grader/cmd/mpi_run.h"

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/spawn.h"
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/cmd/cmd.h"
#include "grader/judge/launcher.h"
#include "grader/judge/tree.h"
#include "grader/sandbox/args.h"

/* The command runs as it would without us: it has the terminal, the standard
 * streams and the environment, to which the library with the recording layer
 * and the place of the record are added. What is ended is what descends from
 * it. A deadlock is certain by the record; that it has lasted for a second
 * is to let a record that is being written come to rest. */

#define STILL_SECONDS 1.0
#define GRACE_SECONDS 2.0
enum { LOOK_MS = 100 };

/* What runs, and with what. */
struct run {
    const char *const *command;
    char *program; /* of its first word */
    struct mpi mpi;
    char *library;
    struct record *record;
    int record_fd;
    uint64_t token;
    pid_t pid;
};

/* Of "…/mpirun.mpich" the MPI's compiler is "…/mpicc.mpich", if there is one.
 * A command that is no launcher is thought to use the MPI that we would.
 * @return new path; NULL. */
static char *find_compiler(const char *launcher)
{
    static const char *const names[] = {"mpirun", "mpiexec"};
    const char *base = strrchr(launcher, '/');
    base = base != NULL ? base + 1 : launcher;
    char *path = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && path == NULL; i++)
        if (text_starts(base, names[i]))
            path = mem_format("%.*smpicc%s", (int)(base - launcher), launcher,
                base + strlen(names[i]));
    if (getenv("PARLAB_MPICC") == NULL && path != NULL &&
        access(path, X_OK) == 0)
        return path;
    free(path);
    return mem_text(build_compiler(KIND_MPI));
}

static bool is_launcher(const char *program)
{
    const char *base = strrchr(program, '/');
    base = base != NULL ? base + 1 : program;
    return text_starts(base, "mpirun") || text_starts(base, "mpiexec");
}

static int find_mpi(struct run *run, struct fail *fail)
{
    const char *launcher =
        is_launcher(run->program) ? run->program : build_mpirun();
    if (launcher == NULL)
        return fail_set(fail, "there is no MPI here (mpirun); \"parlab "
                              "doctor\" says how to get one");
    char *said = build_version_of(launcher);
    const int result = said != NULL
                           ? mpi_identify(said, &run->mpi, fail)
                           : fail_set(fail, "%s does not run", launcher);
    free(said);
    return result;
}

static void tell_compiling(void)
{
    fputs("parlab: compiling what is loaded into MPI programs; only the first "
          "time\n",
        stderr);
}

static int get_library(struct run *run, struct fail *fail)
{
    char *compiler = find_compiler(run->program);
    if (compiler == NULL)
        return fail_set(fail, "there is no MPI compiler (mpicc); \"parlab "
                              "doctor\" says how to get one");
    run->library = build_mpi_layer(cmd_course()->root, compiler,
        mpi_macro(&run->mpi), cmd_folder(), tell_compiling, fail);
    free(compiler);
    return run->library != NULL ? 0 : -1;
}

static int make_record(struct run *run, struct fail *fail)
{
    const size_t size = record_bytes(RECORD_RANKS_MAX);
    run->record_fd = memfd_create("parlab-record", MFD_CLOEXEC);
    if (run->record_fd < 0 || ftruncate(run->record_fd, (off_t)size) != 0)
        return fail_errno(fail, "cannot make shared memory");
    run->record =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, run->record_fd, 0);
    if (run->record == MAP_FAILED) {
        run->record = NULL;
        return fail_errno(fail, "cannot map shared memory");
    }
    if (getrandom(&run->token, sizeof run->token, 0) < 0)
        return fail_errno(fail, "the system gives no random numbers");
    run->record->token = run->token;
    return 0;
}

/* NAME=value, and what the variable was before. */
static void add_before(
    struct args *env, const char *name, const char *value, const char *between)
{
    const char *old = getenv(name);
    const bool has_old = old != NULL && old[0] != '\0';
    args_format(env, "%s=%s%s%s", name, value, has_old ? between : "",
        has_old ? old : "");
}

static bool is_set(const struct args *env, const char *variable)
{
    const size_t n = strcspn(variable, "=") + 1;
    for (size_t i = 0; i < env->n; i++)
        if (strncmp(env->items[i], variable, n) == 0)
            return true;
    return false;
}

static void make_environment(const struct run *run, struct args *env)
{
    extern char **environ;
    struct args defaults = {0};
    add_before(env, "LD_PRELOAD", run->library, ":");
    /* A sanitizer insists on being loaded first, and need not. */
    add_before(env, "ASAN_OPTIONS", "verify_asan_link_order=0", ":");
    args_format(env, "%s=/proc/%d/fd/%d", RECORD_PATH_VARIABLE, (int)getpid(),
        run->record_fd);
    args_format(env, "%s=%" PRIx64, RECORD_TOKEN_VARIABLE, run->token);
    for (char **v = environ; *v != NULL; v++)
        if (!is_set(env, *v))
            args_add(env, *v);
    mpi_add_permissions(&run->mpi, geteuid() == 0, &defaults);
    for (size_t i = 0; i < defaults.n; i++)
        if (!is_set(env, defaults.items[i]))
            args_add(env, defaults.items[i]);
    args_free(&defaults);
}

static int start(struct run *run, struct fail *fail)
{
    struct args env = {0};
    if (geteuid() == 0 && strcmp(run->mpi.vendor, "Open MPI") == 0)
        fputs("parlab: running as root, so Open MPI is told to allow it\n",
            stderr);
    make_environment(run, &env);
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    fflush(NULL);
    run->pid = spawn_tool(run->program, run->command, args_view(&env),
        STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO);
    args_free(&env);
    return run->pid > 0 ? 0 : fail_errno(fail, "cannot start %s", run->program);
}

/* How many ranks there are to look at. */
static int n_recorded(const struct run *run)
{
    const uint32_t n = __atomic_load_n(&run->record->n_ranks, __ATOMIC_RELAXED);
    return n <= RECORD_RANKS_MAX ? (int)n : 0;
}

/* @return whether ranks are stuck, and have been for a while. */
static bool is_stuck(
    struct run *run, struct mpi_watch *watch, struct traffic *traffic)
{
    struct mpi_view view = mpi_view_take(run->record, n_recorded(run));
    const uint64_t stuck =
        mpi_watch_look(watch, &view, clock_now_s(), STILL_SECONDS);
    mpi_find_deadlock(&view, stuck, &traffic->findings);
    mpi_view_free(&view);
    return stuck != 0;
}

static void kill_all(void)
{
    for (int round = 0; round < 1000; round++) {
        struct tree tree = tree_read();
        size_t n = 0;
        for (size_t i = 0; i < tree.n_processes; i++) {
            const struct process *process = &tree.processes[i];
            if (process->pid == getpid() ||
                !tree_descends(&tree, process->pid, getpid()))
                continue;
            n += process->state != 'Z' && kill(process->pid, SIGKILL) == 0;
        }
        tree_free(&tree);
        if (n == 0)
            return;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

/* A launcher that is asked to end takes its ranks along. */
static void end(struct run *run)
{
    const double end_s = clock_now_s() + GRACE_SECONDS;
    kill(run->pid, SIGTERM);
    siginfo_t ended = {0};
    while (clock_now_s() < end_s && ended.si_pid == 0) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        waitid(P_PID, (id_t)run->pid, &ended, WEXITED | WNOHANG | WNOWAIT);
    }
    kill_all();
}

/* The program is over, or is going to be ended. */
static void stop_clock(struct traffic *traffic, double start_s)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    traffic->seconds = clock_now_s() - start_s;
    traffic->end_ns =
        (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void watch(struct run *run, struct traffic *traffic)
{
    struct mpi_watch seen = {0};
    const double start_s = clock_now_s();
    for (;;) {
        const int ended = interrupt_wait_child(run->pid, LOOK_MS);
        stop_clock(traffic, start_s);
        if (ended == 1)
            break;
        traffic->is_ended = ended == 0 && is_stuck(run, &seen, traffic);
        if (traffic->is_ended)
            traffic_print_findings(stderr, &traffic->findings);
        if (traffic->is_ended || ended < 0) {
            traffic->view = mpi_view_take(run->record, n_recorded(run));
            end(run);
            break;
        }
    }
}

static void take_end(struct run *run, struct traffic *traffic)
{
    int status = 0;
    waitpid(run->pid, &status, 0);
    traffic->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    traffic->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    traffic->n_ranks = run->record->n_ranks;
    if (traffic->view.ranks == NULL)
        traffic->view = mpi_view_take(run->record, n_recorded(run));
    if (traffic->is_ended)
        return;
    mpi_find_mismatch(&traffic->view, &traffic->findings);
    mpi_find_unreceived(&traffic->view, &traffic->findings);
}

static void run_clear(struct run *run)
{
    if (run->record != NULL)
        munmap(run->record, record_bytes(RECORD_RANKS_MAX));
    if (run->record_fd >= 0)
        close(run->record_fd);
    free(run->library);
    free(run->program);
}

int mpi_run(
    const char *const command[], struct traffic *traffic, struct fail *fail)
{
    struct run run = {.command = command, .record_fd = -1};
    int result = -1;
    *traffic = (struct traffic){.command = command};
    run.program = file_find_program(command[0]);
    if (run.program == NULL)
        fail_set(fail, "there is no program \"%s\"", command[0]);
    else if (find_mpi(&run, fail) == 0 && get_library(&run, fail) == 0 &&
             make_record(&run, fail) == 0 && start(&run, fail) == 0)
        result = 0;
    if (result == 0) {
        watch(&run, traffic);
        take_end(&run, traffic);
    }
    run_clear(&run);
    return result;
}

/* SPDX-License-Identifier: MIT */
#include "grader/cmd/doctor.h"

#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "config.h"
#include "grader/base/fail.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/cmd/cmd.h"
#include "grader/judge/launch.h"
#include "grader/judge/machine.h"
#include "grader/sandbox/sandbox.h"

/* Each part is looked for as it is used: the compiler has to compile and
 * link a program with OpenMP, mpicc one with the MPI that mpirun is of. A
 * name in PATH alone says little. What is lacking is told by what it costs,
 * because that is what a student has to decide on. */

enum { TEMP_MIB_MIN = 256 };

static void set(struct doctor_look *finding, bool is_well, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

static void set(
    struct doctor_look *finding, bool is_well, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(finding->text, sizeof finding->text, format, args);
    va_end(args);
    finding->is_well = is_well;
}

static void look_for_compiler(struct doctor_look *finding)
{
    struct fail fail = {""};
    const char *version = build_compiler_version(KIND_THREADS);
    if (version == NULL)
        set(finding, false, "there is no C compiler");
    else if (build_probe(KIND_THREADS, NULL, cmd_folder(), &fail) != 0)
        set(finding, false, "%s cannot be used:\n%s", version, fail.text);
    else
        set(finding, true, "%s, with OpenMP", version);
}

/* Fedora and its kin install an MPI outside of PATH; a module puts it there.
 */
static const char *hidden_mpi(void)
{
    if (file_exists("/usr/lib64/openmpi/bin/mpicc"))
        return ", but Open MPI is installed:\nmodule load mpi/openmpi-$(arch)";
    if (file_exists("/usr/lib64/mpich/bin/mpicc"))
        return ", but MPICH is installed:\nmodule load mpi/mpich-$(arch)";
    return "";
}

/* Whether two ranks come up; on a login node nobody tries. */
static void try_mpi(struct doctor_look *finding, const struct mpi *mpi)
{
    struct fail fail = {""};
    char *program = mem_format("%s/probe", cmd_folder());
    const bool runs = machine_read()->is_login_node ||
                      launch_try_mpi(mpi, program, cmd_folder(), &fail) == 0;
    set(finding, runs, "%s %d.%d (%s)%s%s", mpi->vendor, mpi->major, mpi->minor,
        build_mpirun(), runs ? "" : " does not start two ranks:\n", fail.text);
    free(program);
}

static void look_for_mpi(struct doctor_look *finding)
{
    struct fail fail = {""};
    struct mpi mpi;
    if (build_compiler(KIND_THREADS) == NULL)
        set(finding, false, "it needs the compiler");
    else if (build_mpirun() == NULL || build_compiler(KIND_MPI) == NULL)
        set(finding, false, "there is no %s%s",
            build_mpirun() == NULL ? "mpirun" : "mpicc", hidden_mpi());
    else if (launch_mpi(&mpi, &fail) != 0)
        set(finding, false, "%s", fail.text);
    else if (build_probe(KIND_MPI, mpi_macro(&mpi), cmd_folder(), &fail) != 0)
        set(finding, false,
            "mpirun is of %s %d.%d, but %s cannot be used with it:\n%s\n"
            "PARLAB_MPICC and PARLAB_MPIRUN can name those of one MPI.",
            mpi.vendor, mpi.major, mpi.minor, build_compiler(KIND_MPI),
            fail.text);
    else
        try_mpi(finding, &mpi);
}

static void look_for_sandbox(struct doctor_look *finding)
{
    const enum sandbox_layer layer = sandbox_detect();
    const char *open = sandbox_leaves_open(layer, true);
    if (layer == SANDBOX_NONE)
        set(finding, false, "%s", sandbox_why_not());
    else if (layer == SANDBOX_BUBBLEWRAP)
        set(finding, true, "bubblewrap");
    else
        set(finding, true,
            "Landlock, which is safe too, but shows what files and\n"
            "programs there are%s%s.\nBetter: bubblewrap\n(%s)",
            open != NULL ? ";\n" : "", open != NULL ? open : "",
            sandbox_why_not());
    finding->has_better =
        layer == SANDBOX_LANDLOCK && !sandbox_has_bubblewrap();
}

static const char *plural(int n)
{
    return n == 1 ? "" : "s";
}

static void look_for_cores(struct doctor_look *finding)
{
    const struct machine *machine = machine_read();
    const int official = cmd_course()->workers;
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = 0;
    char *text = finding->text;
    set(finding, machine->workers_max >= 2, "%d core%s (%s)", machine->cores,
        plural(machine->cores), machine->processor);
    n = strlen(text);
#define MORE(...)                                                              \
    n += (size_t)snprintf(text + n, sizeof finding->text - n, __VA_ARGS__)
    if (machine->threads > machine->cores)
        MORE("\nof two hardware threads each, of which one is used");
    if (machine->threads < online)
        MORE("\nprograms may use %d of this machine's %ld processors here",
            machine->threads, online);
    if (!machine->has_equal_cores)
        MORE("\nof different kinds: speedups vary with those that are given");
    if (machine->quota > 0)
        MORE("\nthe system grants %.1f CPUs of them", machine->quota);
    if (machine->workers_max >= 2 && machine->workers_max < official)
        MORE("\nspeedup is measured on %d workers; the course grades on %d",
            machine->workers_max, official);
#undef MORE
}

static void look_for_noise(struct doctor_look *finding)
{
    double load[1] = {0};
    const bool is_known = getloadavg(load, 1) == 1;
    const bool is_quiet = !is_known || load[0] < 0.5;
    set(finding, is_quiet,
        is_quiet ? "quiet (parlab doctor --noise takes a longer look)"
                 : "%.1f programs at work",
        load[0]);
}

static void look_for_place(struct doctor_look *finding)
{
    const bool is_login = machine_read()->is_login_node;
    set(finding, !is_login,
        is_login ? "a login node, where others work too" : "not a login node");
}

static void look_for_cache(struct doctor_look *finding)
{
    char *folder = build_cache_folder();
    set(finding, folder != NULL, "%s",
        folder != NULL ? folder : "no folder of your own to keep files in");
    free(folder);
}

static void look_for_room(struct doctor_look *finding)
{
    struct statvfs disk;
    const char *folder = cmd_folder();
    if (statvfs(folder, &disk) != 0)
        return set(finding, false, "nothing is known of %s", folder);
    const long mib = (long)(disk.f_bavail / 1024 * disk.f_frsize / 1024);
    const char *last = strrchr(folder, '/');
    set(finding, mib >= TEMP_MIB_MIN, "%.*s, %ld MiB free",
        (int)(last - folder), folder, mib);
}

static void look_for_checker(
    struct doctor_look *finding, enum build_variant variant, const char *name)
{
    struct fail fail = {""};
    const bool is_well = build_probe_checker(variant, cmd_folder(), &fail) == 0;
    set(finding, is_well, "%s%s%.60s", name,
        is_well ? "" : " cannot be used:\n", fail.text);
}

static void look_for_races(struct doctor_look *finding)
{
    if (build_clang() == NULL)
        set(finding, false, "not installed");
    else
        look_for_checker(finding, BUILD_THREADS_CHECKED, build_clang());
}

static void look_for_memory(struct doctor_look *finding)
{
    const char *compiler = build_compiler(KIND_THREADS);
    if (compiler == NULL)
        set(finding, false, "it needs the compiler");
    else
        look_for_checker(finding, BUILD_MEMORY_CHECKED, compiler);
}

static void look_for_program(struct doctor_look *finding, const char *name)
{
    char *path = file_find_program(name);
    set(finding, path != NULL, "%s", path != NULL ? path : "not installed");
    free(path);
}

static void look_for_library(struct doctor_look *finding, const char *libraries)
{
    const bool is_well = libraries[0] != '\0';
    set(finding, is_well, is_well ? "built with it" : "built without it");
}

static void look_for_sqlite(struct doctor_look *finding)
{
    look_for_library(finding, CLASS_SQLITE);
}

static void look_for_libarchive(struct doctor_look *finding)
{
    look_for_library(finding, CLASS_LIBARCHIVE);
}

static void look_for_similarity(struct doctor_look *finding)
{
    look_for_program(finding, "sim_c");
}

#define PROGRAM(name)                                                          \
    static void look_for_##name(struct doctor_look *finding)                   \
    {                                                                          \
        look_for_program(finding, #name);                                      \
    }
PROGRAM(gdb)
PROGRAM(curl)
PROGRAM(gnuplot)
PROGRAM(dot)
PROGRAM(doxygen)

/* Lines are at most 60 columns wide, so that the page is at most 80. */
static const struct doctor_part parts[] = {
    {"compiler", NEED_ALWAYS, look_for_compiler,
        "Nothing can be compiled, so nothing can be graded.",
        {"gcc libc6-dev binutils", "gcc binutils", "gcc", "gcc"}},
    {"MPI", NEED_MPI, look_for_mpi,
        "The labs that use MPI cannot be graded; all others can.",
        {"libopenmpi-dev openmpi-bin", "openmpi-devel", "openmpi", "openmpi"}},
    {"sandbox", NEED_SAFETY, look_for_sandbox,
        "A program that is graded can read and change your files:\n"
        "grade only programs that you trust. Every verdict notes it.",
        {"bubblewrap", "bubblewrap", NULL, "bubblewrap"}},
    {"cores", NEED_SPEED, look_for_cores,
        "With one core no speedup can be measured: its points stay\n"
        "open.",
        {NULL, NULL, NULL, NULL}},
    {"noise", NEED_NOTHING, look_for_noise,
        "What runs beside it makes measuring take longer, or\n"
        "impossible: then the points stay open. To see what it is:\n"
        "parlab doctor --noise",
        {NULL, NULL, NULL, NULL}},
    {"place", NEED_NOTHING, look_for_place,
        "Only correctness is checked here, by one light process; the\n"
        "verdict shows the srun line that does the rest.",
        {NULL, NULL, NULL, NULL}},
    {"cache", NEED_NOTHING, look_for_cache,
        "Everything is compiled anew every time, so a check takes a\n"
        "second longer. Set HOME or XDG_CACHE_HOME to a folder of\n"
        "your own.",
        {NULL, NULL, NULL, NULL}},
    {"room", NEED_NOTHING, look_for_room,
        "Large inputs may not fit. Set TMPDIR to a folder with more\n"
        "room.",
        {NULL, NULL, NULL, NULL}},
    {"clang", NEED_NOTHING, look_for_races,
        "\"parlab check\" does not look for races between threads, nor\n"
        "can you try your programs with a second compiler, whose\n"
        "warnings find other mistakes (PARLAB_CC=clang).",
        {"clang libclang-rt-dev libomp-dev", "clang libomp-devel", "llvm",
            "llvm"}},
    {"checker", NEED_NOTHING, look_for_memory,
        "\"parlab check\" does not look for accesses out of bounds or\n"
        "after free(), nor for memory that is never freed.",
        {"gcc libc6-dev", "libasan libubsan", "gcc", "gcc"}},
    {"gdb", NEED_NOTHING, look_for_gdb,
        "You cannot step through a failing case.",
        {"gdb", "gdb", "gdb", "gdb"}},
    {"curl", NEED_NOTHING, look_for_curl,
        "Real books and other data cannot be fetched; the built-in\n"
        "texts are used.",
        {"curl", "curl", "curl", "curl"}},
    {"gnuplot", NEED_NOTHING, look_for_gnuplot,
        "Reports (--html) have no pictures, and curves of handouts\n"
        "cannot be drawn anew; grading does not need it.",
        {"gnuplot-nox", "gnuplot", "gnuplot", "gnuplot"}},
    {"SQLite", NEED_NOTHING, look_for_sqlite,
        "A class cannot be graded (parlab class); single programs\n"
        "can. Install it and run ./bootstrap again.",
        {"libsqlite3-dev", "sqlite-devel", "sqlite", "sqlite"}},
    {"archives", NEED_NOTHING, look_for_libarchive,
        "A class cannot be graded (parlab class); single programs\n"
        "can. Install it and run ./bootstrap again.",
        {"libarchive-dev", "libarchive-devel", "libarchive", "libarchive"}},
    {"sim_c", NEED_NOTHING, look_for_similarity,
        "\"parlab class similar\" cannot compare submissions.",
        {"similarity-tester", NULL, NULL, NULL}},
    {"graphviz", NEED_NOTHING, look_for_dot,
        "Diagrams cannot be drawn anew; reading the handouts and\n"
        "grading do not need it.",
        {"graphviz", "graphviz", "graphviz", "graphviz"}},
    {"doxygen", NEED_NOTHING, look_for_doxygen,
        "The pages for developers cannot be made.",
        {"doxygen", "doxygen", "doxygen", "doxygen"}},
};

const struct doctor_part *doctor_parts(size_t *n)
{
    *n = sizeof parts / sizeof *parts;
    return parts;
}

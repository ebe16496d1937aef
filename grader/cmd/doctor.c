/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "config.h"
#include "grader/build/build.h"
#include "grader/cmd/cmd.h"
#include "grader/judge/machine.h"
#include "grader/sandbox/sandbox.h"

/* What is here, and for what is not: what that costs and what to do. */

static void print_line(const char *what, bool is_well, const char *text)
{
    printf("  %-10s %s  %s\n", what, is_well ? "ok  " : "lack", text);
}

static void print_cores(const struct machine *machine)
{
    char text[256];
    const int official = cmd_course()->workers;
    snprintf(text, sizeof text, "%d core%s (%s)", machine->cores,
        machine->cores == 1 ? "" : "s", machine->processor);
    print_line("cores", machine->workers_max >= 2, text);
    if (machine->quota > 0)
        printf("%18sthe system grants %.1f CPUs of them\n", "", machine->quota);
    if (machine->workers_max < 2)
        printf("%18swith one core no speedup can be measured: its points "
               "stay open\n",
            "");
    else if (machine->workers_max < official)
        printf("%18sspeedup is measured on %d workers; the course grades on "
               "%d\n",
            "", machine->workers_max, official);
}

static bool print_compiler(void)
{
    const char *version = build_compiler_version(KIND_THREADS);
    print_line("compiler", version != NULL,
        version != NULL ? version
                        : "no C compiler: nothing can be graded; install "
                          "gcc (apt-get install gcc)");
    return version != NULL;
}

static void print_mpi(void)
{
    const bool is_here =
        build_mpirun() != NULL && build_compiler(KIND_MPI) != NULL;
    print_line("MPI", is_here,
        is_here ? build_mpirun()
                : "no mpicc or mpirun: the lab mpi cannot be graded; "
                  "apt-get install libopenmpi-dev openmpi-bin, or on a "
                  "cluster: module load openmpi");
}

static void print_sandbox(void)
{
    const bool is_here = sandbox_detect() != SANDBOX_NONE;
    print_line("sandbox", is_here,
        is_here ? sandbox_layer_name(sandbox_detect()) : sandbox_why_not());
    if (!is_here)
        printf("%18swithout it a program that is graded can read and write "
               "your files\n",
            "");
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    (void)value;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    argp_error(state, "doctor takes no argument");
    return 0;
}

static int run(int argc, char **argv)
{
    cmd_parse(&verb_doctor, argc, argv, NULL);
    const struct machine *machine = machine_read();
    printf("parlab %s on this machine:\n", PACKAGE_VERSION);
    const bool can_grade = print_compiler();
    print_mpi();
    print_cores(machine);
    print_sandbox();
    if (machine->is_login_node)
        print_line("place", true,
            "a login node: correctness only; srun does the rest");
    return can_grade ? CMD_FULL : CMD_BROKEN;
}

const struct verb verb_doctor = {"doctor",
    "what this machine has, and what is missing", run,
    {NULL, parse_one, NULL,
        "Say what this machine has, what is missing and what that costs.", NULL,
        NULL, NULL},
    OPERAND_NONE, NULL};

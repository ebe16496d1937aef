/* SPDX-License-Identifier: MIT */
#include "grader/cmd/doctor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/cmd/cmd.h"

/* The page that doctor prints: a line a part, and below a part that lacks
 * what that costs and the one line that gets it on this system. The last
 * sentence says what matters most. */

enum {
    INDENT = 18,
    SECONDS = 5, /* to watch the machine for */
};

/* How programs get onto this machine. */
static enum system {
    SYSTEM_MANAGED, /* others look after it: modules, Slurm */
    SYSTEM_APT,
    SYSTEM_DNF,
    SYSTEM_OTHER,
} find_system(void)
{
    static const struct {
        const char *program;
        enum system system;
    } signs[] = {{"sbatch", SYSTEM_MANAGED}, {"modulecmd", SYSTEM_MANAGED},
        {"apt-get", SYSTEM_APT}, {"dnf", SYSTEM_DNF}};
    if (getenv("MODULESHOME") != NULL || getenv("LMOD_CMD") != NULL)
        return SYSTEM_MANAGED;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        char *path = file_find_program(signs[i].program);
        const bool is_here = path != NULL;
        free(path);
        if (is_here)
            return signs[i].system;
    }
    return SYSTEM_OTHER;
}

static void print_source(const struct doctor_source *source)
{
    const char *sudo = geteuid() == 0 ? "" : "sudo ";
    if (source->apt == NULL)
        return;
    printf("%*s", INDENT, "");
    switch (find_system()) {
    case SYSTEM_APT:
        printf("Get it: %sapt-get install %s\n", sudo, source->apt);
        break;
    case SYSTEM_DNF:
        printf("Get it: %sdnf install %s\n", sudo, source->dnf);
        break;
    case SYSTEM_MANAGED:
        if (source->module != NULL)
            printf("Get it: module load %s, or: spack install %s\n",
                source->module, source->spack);
        else
            puts("Ask those who look after this machine.");
        break;
    case SYSTEM_OTHER:
        printf("Get it: %s, from this system's packages\n", source->dnf);
    }
}

/* Lines of a text, the first of which starts where the page is now. */
static void print_lines(const char *text)
{
    for (bool is_first = true; *text != '\0'; is_first = false) {
        const int n = (int)strcspn(text, "\n");
        printf("%*s%.*s\n", is_first ? 0 : INDENT, "", n, text);
        text += n + (text[n] == '\n');
    }
}

/* A program that grading does without. */
static bool is_extra(const struct doctor_part *part)
{
    return part->need == NEED_NOTHING && part->source.apt != NULL;
}

static bool print_part(const struct doctor_part *part)
{
    struct doctor_look finding = {0};
    part->look(&finding);
    const bool is_lack = part->need != NEED_NOTHING || is_extra(part);
    printf("  %-10s%-6s", part->name,
        finding.is_well ? "ok"
        : is_lack       ? "lack"
                        : "note");
    print_lines(finding.text);
    if (!finding.is_well) {
        printf("%*s", INDENT, "");
        print_lines(part->cost);
    }
    if (!finding.is_well || finding.has_better)
        print_source(&part->source);
    return finding.is_well;
}

static const char *conclusion(enum doctor_need lacking)
{
    switch (lacking) {
    case NEED_ALWAYS:
        return "Nothing can be graded until there is a compiler.";
    case NEED_MPI:
        return "You can work on every lab but those that use MPI.";
    case NEED_SAFETY:
        return "You can work on every lab; grade only programs that you "
               "trust.";
    case NEED_SPEED:
        return "You can work on every lab, but not measure any speedup.";
    case NEED_NOTHING:
        break;
    }
    return "Everything you need is here.";
}

enum { KEY_NOISE = 256, KEY_SECONDS };

/* What the command line asks for. */
struct wish {
    bool is_noise;
    unsigned seconds; /* 0: not given */
};

static const struct argp_option options[] = {
    {"noise", KEY_NOISE, 0, 0,
        "watch the machine for some seconds and say what a grade here is "
        "worth",
        0},
    {"seconds", KEY_SECONDS, "N", 0, "watch for so long (5)", 0},
    {0},
};

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct wish *wish = state->input;
    switch (key) {
    case KEY_NOISE:
        wish->is_noise = true;
        return 0;
    case KEY_SECONDS:
        wish->seconds =
            (unsigned)cmd_take_number(state, "--seconds", value, 1, 600);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "doctor takes no argument");
        return 0;
    case ARGP_KEY_END:
        if (wish->seconds > 0 && !wish->is_noise)
            argp_error(state, "--seconds goes with --noise");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    enum doctor_need lacking = NEED_NOTHING;
    struct wish wish = {0};
    size_t n;
    cmd_parse(&verb_doctor, argc, argv, &wish);
    if (wish.is_noise)
        return doctor_noise(wish.seconds > 0 ? wish.seconds : SECONDS);
    printf("parlab %s on this machine:\n\n", PACKAGE_VERSION);
    const struct doctor_part *parts = doctor_parts(&n);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && is_extra(&parts[i]) && !is_extra(&parts[i - 1]))
            puts("\nUseful besides:\n");
        if (!print_part(&parts[i]) && parts[i].need < lacking)
            lacking = parts[i].need;
    }
    printf("\n%s\n", conclusion(lacking));
    return lacking == NEED_ALWAYS ? CMD_BROKEN : CMD_FULL;
}

const struct verb verb_doctor = {"doctor",
    "what this machine has, and what is missing", run,
    {options, parse_one, NULL,
        "Say what this machine has, what is missing and what that costs; or, "
        "with --noise, how well a speedup can be measured on it.",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

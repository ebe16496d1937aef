/* SPDX-License-Identifier: MIT */
#include <argp.h>
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/judge/machine.h"
#include "tests/hostile/specimen.h"

/* "make check-hostile": every specimen is graded in both layers of the
 * sandbox, in one of them by root and in the other by an ordinary user; with
 * --every, in both by both. A process of its own keeps each grading, some at a
 * time where both have users of their own; those that are timed, and those of
 * MPI, are graded alone. docs/trust.md has the table. */

enum { LANES_MAX = 9, FIRST_USER = 61100, SPECIMENS_MAX = 400 };

struct tally {
    int n_tried, n_caught, n_possible, n_survived, n_failed;
};

/* How many combinations of layer and user each specimen meets. */
enum extent {
    EXTENT_TWO, /* both layers and both users */
    EXTENT_ONE, /* they take turns */
    EXTENT_EVERY,
};

struct options {
    const char *layer; /* NULL: both */
    const char *user; /* NULL: both */
    char **names; /* NULL: all */
    int n_names;
    enum extent extent;
};

/* A specimen that is being graded. */
struct keeper {
    pid_t pid; /* 0: none */
    int said;
    const struct specimen *specimen;
};

/* One layer and one user. */
struct combination {
    const char *layer;
    bool is_root;
    char *title;
    struct lane lanes[LANES_MAX];
    struct keeper keepers[LANES_MAX];
    int n_lanes;
    int turn, n_turns; /* 0: all specimens */
    struct tally tally;
};

static int n_lines; /* of TAP */
static volatile sig_atomic_t stop; /* the signal that asked for an end; 0 */

static void note_stop(int number)
{
    stop = number;
}

/* When somebody has had enough, what runs is ended and all is taken away. */
static void handle_stops(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
}

static bool is_asked_for(const struct options *options, const char *name)
{
    bool is_asked = options->n_names == 0;
    for (int i = 0; i < options->n_names; i++)
        is_asked |= strcmp(name, options->names[i]) == 0 ||
                    strcmp(strchr(name, '/') + 1, options->names[i]) == 0;
    return is_asked;
}

static int is_source(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".c") == 0;
}

/* @return how many there are by then; -1. */
static int read_folder(const struct stage *stage, const struct options *options,
    const char *folder, struct specimen list[], int n, struct fail *fail)
{
    struct dirent **entries;
    char *path = mem_format("%s/%s", stage->specimens, folder);
    const int n_entries = scandir(path, &entries, is_source, alphasort);
    free(path);
    for (int i = 0; i < n_entries; i++) {
        char *name = mem_format("%s/%.*s", folder,
            (int)strlen(entries[i]->d_name) - 2, entries[i]->d_name);
        if (n >= 0 && n < SPECIMENS_MAX && is_asked_for(options, name))
            n = specimen_read(&list[n], stage, name, fail) == 0 ? n + 1 : -1;
        free(name);
        free(entries[i]);
    }
    if (n_entries >= 0)
        free(entries);
    return n;
}

static void report(struct combination *at, const struct keeper *keeper, int way)
{
    enum { SAID_MAX = 1 << 16 };
    const bool is_well = way == 0;
    char *said = mem_new(SAID_MAX + 1, 1);
    if (pread(keeper->said, said, SAID_MAX, 0) < 0)
        said[0] = '\0';
    printf("%sok %d - %s: %s\n%s", is_well ? "" : "not ", ++n_lines, at->title,
        keeper->specimen->name, said);
    fflush(stdout);
    at->tally.n_tried++;
    at->tally.n_failed += !is_well;
    at->tally.n_caught += is_well && keeper->specimen->sort == SORT_CHEAT;
    at->tally.n_possible += is_well && keeper->specimen->sort == SORT_POSSIBLE;
    at->tally.n_survived += is_well && keeper->specimen->sort == SORT_BREAK;
    free(said);
}

/* Wait for one of the gradings. @return its lane; -1: none is running. */
static int await_any(struct combination *at)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, 0)) < 0 && errno == EINTR)
        for (int i = 0; i < at->n_lanes; i++)
            if (at->keepers[i].pid > 0)
                kill(-at->keepers[i].pid, SIGTERM);
    for (int i = 0; i < at->n_lanes; i++) {
        struct keeper *keeper = &at->keepers[i];
        if (pid <= 0 || keeper->pid != pid)
            continue;
        report(at, keeper, status);
        close(keeper->said);
        keeper->pid = 0;
        return i;
    }
    return -1;
}

static void start(struct combination *at, int i, const struct stage *stage,
    const struct specimen *specimen)
{
    struct keeper *keeper = &at->keepers[i];
    *keeper = (struct keeper){.specimen = specimen};
    keeper->said = memfd_create("keeper", MFD_CLOEXEC);
    fflush(NULL);
    keeper->pid = fork();
    if (keeper->pid > 0)
        setpgid(keeper->pid, keeper->pid);
    if (keeper->pid != 0)
        return;
    setpgid(0, 0);
    handle_stops(SIG_IGN); /* they are for parlab, and looked after here */
    FILE *to = fdopen(keeper->said, "w");
    const bool is_well =
        specimen_grade(specimen, stage, &at->lanes[i], at->layer, to);
    fclose(to);
    _exit(!is_well);
}

static int free_lane(struct combination *at)
{
    for (int i = 0; i < at->n_lanes; i++)
        if (at->keepers[i].pid == 0)
            return i;
    return await_any(at);
}

/* Whether it is this combination's turn, if they take turns. */
static bool is_turn(const struct combination *at, int i)
{
    return at->n_turns == 0 || i % at->n_turns == at->turn;
}

static void run_all(struct combination *at, const struct stage *stage,
    const struct specimen list[], int n)
{
    for (int i = 0; i < n && stop == 0; i++)
        if (!list[i].is_alone && is_turn(at, i))
            start(at, free_lane(at), stage, &list[i]);
    while (await_any(at) >= 0)
        ;
    for (int i = 0; i < n && stop == 0; i++) {
        if (!list[i].is_alone || !is_turn(at, i))
            continue;
        start(at, 0, stage, &list[i]);
        await_any(at);
    }
}

/* An ordinary user that nobody is. @return 0: all are somebody. */
static uid_t unused_user(int number)
{
    for (uid_t user = FIRST_USER; user < FIRST_USER + 64; user++)
        if (getpwuid(user) == NULL && number-- == 0)
            return user;
    return 0;
}

static int open_lanes(
    struct combination *at, const struct stage *stage, struct fail *fail)
{
    const bool is_ordinary = geteuid() != 0;
    /* Who is not root has one user for all, whose objects would mix. Others
     * have one more than there are cores, as some specimens sleep. */
    const int n_busy = machine_read()->workers_max + 1;
    const int n_lanes = is_ordinary          ? 1
                        : n_busy < LANES_MAX ? n_busy
                                             : LANES_MAX;
    for (int i = 0; i < n_lanes && fail->text[0] == '\0'; i++) {
        const uid_t user = at->is_root || is_ordinary ? 0 : unused_user(i);
        lane_open(&at->lanes[at->n_lanes++], stage, i, user, fail);
    }
    return fail->text[0] == '\0' ? 0 : -1;
}

/* @return whether this combination can be had here. A layer that the machine
 *  lacks is skipped; that an honest program is not graded is a failure. */
static bool open_combination(struct combination *at, const struct stage *stage)
{
    struct fail fail = {""};
    at->title = mem_format(
        "%s, %s", at->layer, at->is_root ? "root" : "an ordinary user");
    if (at->is_root && geteuid() != 0) {
        printf("ok %d - %s # SKIP only root can grade as root\n", ++n_lines,
            at->title);
        return false;
    }
    char *found = open_lanes(at, stage, &fail) == 0
                      ? specimen_layer(stage, &at->lanes[0], at->layer, &fail)
                      : NULL;
    const bool is_there = found != NULL && strcmp(found, at->layer) == 0;
    if (found == NULL) {
        printf("not ok %d - %s: %s\n", ++n_lines, at->title, fail.text);
        at->tally.n_tried++;
        at->tally.n_failed++;
    } else if (!is_there) {
        printf("ok %d - %s # SKIP this machine has %s\n", ++n_lines, at->title,
            found);
    }
    free(found);
    return is_there;
}

static void close_combination(struct combination *at)
{
    for (int i = 0; i < at->n_lanes; i++)
        lane_close(&at->lanes[i]);
    free(at->title);
}

static void print_tally(const char *title, const struct tally *tally)
{
    printf("# hostile: %d tried, %d caught, %d known to remain possible, "
           "%d survived, %d failed (%s)\n",
        tally->n_tried, tally->n_caught, tally->n_possible, tally->n_survived,
        tally->n_failed, title);
    fflush(stdout);
}

static struct tally try_combination(struct combination *at,
    const struct stage *stage, const struct specimen list[], int n)
{
    const double start_s = clock_now_s();
    if (open_combination(at, stage)) {
        run_all(at, stage, list, n);
        char *title =
            mem_format("%s, %.0f s", at->title, clock_now_s() - start_s);
        print_tally(title, &at->tally);
        free(title);
    }
    close_combination(at);
    return at->tally;
}

/* Which specimens a combination gets. Who asks for a layer, a user or a
 * specimen gets all that fits. */
static void take_turn(
    struct combination *at, const struct options *options, int layer, int user)
{
    const bool has_root = geteuid() == 0;
    const bool is_chosen =
        options->layer != NULL || options->user != NULL || options->n_names > 0;
    if (options->extent == EXTENT_ONE) {
        at->n_turns = has_root ? 4 : 2;
        at->turn = has_root ? 2 * layer + user : layer;
    } else if (options->extent == EXTENT_TWO && has_root && !is_chosen) {
        at->n_turns = 2;
        at->turn = layer ^ user;
    }
}

static struct tally try_all(const struct options *options,
    const struct stage *stage, const struct specimen list[], int n)
{
    static const char *const layers[] = {"bubblewrap", "landlock"};
    static const char *const users[] = {"root", "ordinary"};
    struct tally all = {0};
    for (int i = 0; i < 4 && stop == 0; i++) {
        struct combination at = {.layer = layers[i / 2], .is_root = i % 2 == 0};
        take_turn(&at, options, i / 2, i % 2);
        const char *user = users[i % 2];
        if ((options->layer != NULL && strcmp(options->layer, at.layer) != 0) ||
            (options->user != NULL && strcmp(options->user, user) != 0))
            continue;
        const struct tally one = try_combination(&at, stage, list, n);
        all.n_tried += one.n_tried;
        all.n_caught += one.n_caught;
        all.n_possible += one.n_possible;
        all.n_survived += one.n_survived;
        all.n_failed += one.n_failed;
    }
    return all;
}

static const struct argp_option table[] = {
    {"layer", 'l', "LAYER", 0, "bubblewrap or landlock; else both", 0},
    {"every", 'e', 0, 0,
        "each specimen in both layers and in both by root and by an ordinary "
        "user: twice the time",
        0},
    {"in-turn", 't', 0, 0,
        "each specimen in one layer and by one user only, in turn: half of the "
        "time",
        0},
    {"user", 'u', "USER", 0, "root or ordinary; else both", 0},
    {0},
};

static error_t take(int key, char *value, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'l':
        options->layer = value;
        if (strcmp(value, "bubblewrap") != 0 && strcmp(value, "landlock") != 0)
            argp_error(state, "a layer is bubblewrap or landlock");
        return 0;
    case 'u':
        options->user = value;
        if (strcmp(value, "root") != 0 && strcmp(value, "ordinary") != 0)
            argp_error(state, "a user is root or ordinary");
        return 0;
    case 'e':
        options->extent = EXTENT_EVERY;
        return 0;
    case 't':
        options->extent = EXTENT_ONE;
        return 0;
    case ARGP_KEY_ARGS:
        options->names = state->argv + state->next;
        options->n_names = state->argc - state->next;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int main(int argc, char **argv)
{
    static const struct argp argp = {.options = table,
        .parser = take,
        .args_doc = "[SPECIMEN...]",
        .doc = "Grade hostile specimens and see that nothing comes of it: each "
               "in both layers of the sandbox, in one by root and in the other "
               "by an ordinary user."};
    static struct specimen list[SPECIMENS_MAX];
    struct options options = {0};
    struct fail fail = {""};
    struct stage stage;
    const double start_s = clock_now_s();
    argp_parse(&argp, argc, argv, 0, NULL, &options);
    handle_stops(note_stop);
    int n = stage_make(&stage, &fail);
    for (int sort = 0; sort < SORTS_N && n >= 0; sort++)
        n = read_folder(&stage, &options, specimen_sorts[sort], list, n, &fail);
    if (n == 0)
        fail_set(&fail, "there is no specimen of that name");
    struct tally all = {.n_failed = 1};
    if (n > 0)
        all = try_all(&options, &stage, list, n);
    else
        printf("Bail out! %s\n", fail.text);
    char *title = mem_format("all, %.0f s", clock_now_s() - start_s);
    printf("1..%d\n", n_lines);
    print_tally(title, &all);
    free(title);
    for (int i = 0; i < n; i++)
        specimen_free(&list[i]);
    stage_remove(&stage);
    return stop != 0 ? 128 + stop : all.n_failed > 0;
}

/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/progress.h"
#include "grader/data/list.h"
#include "grader/sandbox/args.h"

/* Texts for the exercises that read some. Nothing here is used by a grading
 * unless --books or PARLAB_BOOKS names the folder: whose texts a grade was
 * measured on must be seen in the command. */

enum {
    KEY_SEED = 256,
    KEY_TEXTS,
    KEY_SIZE,
    KEY_FROM,
    KEY_PAUSE,
    KEY_LIST,
    KEY_EXACT,
};

/* A courtesy to a server that belongs to everybody. */
enum { PAUSE_S = 2 };

enum { SYNTH, FETCH, VERIFY, N_WORDS };

static const char *const words[] = {"synth", "fetch", "verify", NULL};

static const struct argp_option table[] = {
    {0, 0, 0, 0, "Options of synth:", 1},
    {"seed", KEY_SEED, "N", 0, "another N makes other texts; else 1", 1},
    {"texts", KEY_TEXTS, "N", 0, "how many; else 64", 1},
    {"size", KEY_SIZE, "SIZE", 0,
        "bytes of all texts together, 500K, 32M or 2G say; else 32M", 1},
    {0, 0, 0, 0, "Options of fetch:", 2},
    {"from", KEY_FROM, "URL", 0,
        "take every book from URL/NAME, a course's server say", 2},
    {"pause", KEY_PAUSE, "SECONDS", 0, "between two requests; else 2", 2},
    {0, 0, 0, 0, "Options of fetch and verify:", 3},
    {"exact", KEY_EXACT, 0, 0, "no other edition than the list's will do", 3},
    {"list", KEY_LIST, "FILE", 0, "the list of books; else datasets/books.list",
        3},
    {0},
};

/* What the command line asks for. */
struct request {
    int word; /* SYNTH, FETCH, VERIFY; N_WORDS before it is known */
    char *folder;
    struct data_set set;
    const char *from;
    int pause_s;
    const char *list;
    bool is_exact;
    const char *given[N_WORDS]; /* an option that belongs to this word */
};

static void take_word(
    struct argp_state *state, struct request *request, const char *text)
{
    for (int i = 0; i < N_WORDS; i++)
        if (strcmp(text, words[i]) == 0)
            request->word = i;
    if (request->word == N_WORDS)
        argp_error(
            state, "data takes synth, fetch or verify, not \"%s\"", text);
}

static uint64_t take_size(struct argp_state *state, const char *text)
{
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    const char *unit = *end != '\0' ? strchr(units, *end) : NULL;
    const int shift = unit != NULL ? 10 * (int)(unit - units + 1) : 0;
    const bool is_number =
        *text >= '0' && *text <= '9' && errno == 0 && end[unit != NULL] == '\0';
    if (!is_number || value > (UINT64_C(1) << 40) >> shift)
        argp_error(state,
            "--size takes a number of bytes up to 1024G, 500K, 32M or 2G say, "
            "not \"%s\"",
            text);
    return value << shift;
}

static void take_from(
    struct argp_state *state, struct request *request, char *url)
{
    if (!data_is_url(url))
        argp_error(state,
            "--from takes a URL that begins with https://, http:// or "
            "file:///, not \"%s\"",
            url);
    for (size_t n = strlen(url); n > 0 && url[n - 1] == '/'; n--)
        url[n - 1] = '\0';
    request->from = url;
}

static void check_belonging(struct argp_state *state, const struct request *r)
{
    const char *synth = r->given[SYNTH], *fetch = r->given[FETCH];
    const char *verify = r->given[VERIFY];
    if (synth != NULL && r->word != SYNTH)
        argp_error(state, "%s goes with synth", synth);
    if (fetch != NULL && r->word != FETCH)
        argp_error(state, "%s goes with fetch", fetch);
    if (verify != NULL && r->word == SYNTH)
        argp_error(state, "%s goes with fetch and verify", verify);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void finish(struct argp_state *state, struct request *request)
{
    if (request->word == N_WORDS)
        argp_state_help(state, stdout, ARGP_HELP_STD_HELP);
    check_belonging(state, request);
    if (request->set.n_bytes / request->set.n_texts < DATA_TEXT_BYTES_MIN)
        argp_error(state,
            "--size is too small for %zu texts: %d bytes for "
            "each are the least",
            request->set.n_texts, DATA_TEXT_BYTES_MIN);
    if (request->folder != NULL && request->word == VERIFY &&
        !is_folder(request->folder))
        argp_error(state, "%s is no folder", request->folder);
}

static error_t parse_option(
    int key, char *value, struct argp_state *state, struct request *request)
{
    switch (key) {
    case KEY_SEED:
        request->set.seed =
            cmd_take_number(state, "--seed", value, 0, INT32_MAX);
        request->given[SYNTH] = "--seed";
        return 0;
    case KEY_TEXTS:
        request->set.n_texts =
            cmd_take_number(state, "--texts", value, 1, DATA_TEXTS_MAX);
        request->given[SYNTH] = "--texts";
        return 0;
    case KEY_SIZE:
        request->set.n_bytes = take_size(state, value);
        request->given[SYNTH] = "--size";
        return 0;
    case KEY_FROM:
        take_from(state, request, value);
        request->given[FETCH] = "--from";
        return 0;
    case KEY_PAUSE:
        request->pause_s = (int)cmd_take_number(state, "--pause", value, 0, 60);
        request->given[FETCH] = "--pause";
        return 0;
    case KEY_LIST:
        request->list = value;
        request->given[VERIFY] = "--list";
        return 0;
    case KEY_EXACT:
        request->is_exact = true;
        request->given[VERIFY] = "--exact";
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (request->word == N_WORDS)
            take_word(state, request, value);
        else if (request->folder == NULL)
            request->folder = mem_text(value);
        else
            argp_error(state, "one folder at a time");
        return 0;
    case ARGP_KEY_END:
        finish(state, request);
        return 0;
    default:
        return parse_option(key, value, state, request);
    }
}

static void busy(const char *what)
{
    progress_show("%s", what);
}

static void say(const char *line)
{
    progress_end();
    puts(line);
    progress_start("parlab data");
}

static const struct data_watch watch = {busy, say};

/* How to take up an interrupted fetch, as a shell reads it. */
static void print_how_to_go_on(const struct request *request)
{
    struct args command = {0};
    const char *const start[] = {"parlab", "data", "fetch", NULL};
    args_list(&command, start);
    if (request->from != NULL)
        args_format(&command, "--from=%s", request->from);
    if (request->list != NULL)
        args_format(&command, "--list=%s", request->list);
    if (request->is_exact)
        args_add(&command, "--exact");
    if (request->pause_s != PAUSE_S)
        args_format(&command, "--pause=%d", request->pause_s);
    args_add(&command, request->folder);
    char *line = args_shell(&command);
    fprintf(stderr, "To go on later:\n  %s\n", line);
    free(line);
    args_free(&command);
}

static int code_of(enum data_end end)
{
    switch (end) {
    case DATA_DONE:
        return CMD_FULL;
    case DATA_PROBLEMS:
        return CMD_PARTIAL;
    default:
        return CMD_BROKEN;
    }
}

static void print_how_to_use(const char *folder)
{
    struct args command = {0};
    const char *const start[] = {
        "parlab", "check", "--books", folder, "acf", NULL};
    args_list(&command, start);
    char *line = args_shell(&command);
    printf("To use them: %s\n", line);
    free(line);
    args_free(&command);
}

static enum data_end run_word(
    const struct request *request, const char *list, struct fail *fail)
{
    if (request->word == SYNTH)
        return data_synth(&request->set, request->folder, &watch, fail);
    if (request->word == VERIFY)
        return data_verify(
            request->folder, list, request->is_exact, &watch, fail);
    const struct data_fetch fetch = {.folder = request->folder,
        .list = list,
        .from = request->from,
        .is_exact = request->is_exact,
        .pause_s = request->pause_s};
    return data_fetch(&fetch, &watch, fail);
}

static int do_request(const struct request *request)
{
    struct fail fail = {""};
    char *list = request->list != NULL
                     ? mem_text(request->list)
                     : mem_format("%s/datasets/books.list", cmd_course()->root);
    progress_start("parlab data");
    const enum data_end end = run_word(request, list, &fail);
    progress_end();
    free(list);
    if (end == DATA_BROKEN)
        fprintf(stderr, "parlab: %s\n", fail.text);
    if (end == DATA_STOPPED && request->word != FETCH)
        cmd_stop();
    if (end == DATA_STOPPED)
        fputs("\nparlab: stopped before the end\n", stderr);
    if (request->word == FETCH && end != DATA_DONE)
        print_how_to_go_on(request);
    if (end == DATA_STOPPED)
        cmd_end_by_signal();
    if (request->word != VERIFY && end == DATA_DONE)
        print_how_to_use(request->folder);
    return code_of(end);
}

/* Without a folder: both of the folders where texts are kept. */
static int verify_all(struct request *request)
{
    int code = -1;
    for (int i = SYNTH; i <= FETCH; i++) {
        request->folder = data_default_folder(i == SYNTH ? "synth" : "books");
        if (request->folder != NULL && is_folder(request->folder)) {
            const int one = do_request(request);
            code = one > code ? one : code;
        }
        free(request->folder);
    }
    if (code >= 0)
        return code;
    fputs("parlab: there are no texts of \"parlab data\" yet; name the folder "
          "to verify\n",
        stderr);
    return CMD_PARTIAL;
}

static int run(int argc, char **argv)
{
    struct request request = {.word = N_WORDS,
        .set = {.seed = 1, .n_texts = 64, .n_bytes = UINT64_C(32) << 20},
        .pause_s = PAUSE_S};
    signal(SIGXFSZ, SIG_IGN); /* a limit of size is an error like others */
    cmd_parse(&verb_data, argc, argv, &request);
    if (request.folder == NULL && request.word == VERIFY)
        return verify_all(&request);
    if (request.folder == NULL)
        request.folder =
            data_default_folder(request.word == SYNTH ? "synth" : "books");
    if (request.folder == NULL) {
        fputs("parlab: HOME names no folder; name one\n", stderr);
        return CMD_USAGE;
    }
    const int code = do_request(&request);
    free(request.folder);
    return code;
}

const struct verb verb_data = {"data", "texts: make up, fetch, verify", run,
    {table, parse_one, "synth|fetch|verify [DIR]",
        "Get texts for the exercises that read some.\v"
        "synth   makes up texts in a language that does not exist, without a\n"
        "        network. The same seed gives the same bytes on every "
        "machine.\n"
        "fetch   downloads the course's books from Project Gutenberg, one\n"
        "        after the other. Interrupted, it goes on where it ended.\n"
        "verify  compares the texts in DIR with what they should be:\n"
        "        SHA256SUMS there and the list of books.\n"
        "\n"
        "DIR is parlab/synth or parlab/books in your data folder\n"
        "(XDG_DATA_HOME, else ~/.local/share) unless you name one. A grading\n"
        "uses texts from there only when --books or PARLAB_BOOKS says so.\n"
        "\n"
        "Examples:\n"
        "  parlab data synth                     64 texts, 32 MB\n"
        "  parlab data synth --seed 7 --texts 8 --size 1M texts\n"
        "  parlab data fetch ~/books\n"
        "  parlab data fetch --from https://course.example/books\n"
        "  parlab data verify ~/books\n"
        "  parlab check --books ~/books acf\n"
        "\n"
        "Exit codes: 0 all is well, 1 some books could not be had or some\n"
        "texts are not what they should be, 2 wrong usage, 3 not done: no\n"
        "network, no space, a broken list.\n",
        NULL, NULL, NULL},
    OPERAND_WORDS, words};

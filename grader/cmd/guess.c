/* SPDX-License-Identifier: MIT */
#include "grader/cmd/guess.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/state.h"

/* A line from the terminal, waited for in such a way that Ctrl-C works. What
 * is no number is asked for again; an empty line is an answer too, and is
 * remembered, so that nobody is asked twice. */

#define GUESS_MOST 1000.0

/* @return 0; -1: a signal asks to stop. At the end of the input the line is
 * empty. */
static int read_line(char *line, size_t room)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    if (interrupt_poll(&input, 1, -1) < 0)
        return -1;
    const ssize_t n = read(STDIN_FILENO, line, room - 1);
    line[n > 0 ? n : 0] = '\0';
    if (n <= 0) /* Ctrl-D leaves the cursor where it was */
        putchar('\n');
    return 0;
}

/* "2", "1.7", "1.7x", "1,7". @return false: none of these. */
static bool take(char *line, double *guess)
{
    char *comma = strchr(line, ','), *end;
    if (comma != NULL)
        *comma = '.';
    *guess = strtod(line, &end);
    if (end == line || !isfinite(*guess) || *guess <= 0 || *guess > GUESS_MOST)
        return false;
    end += *end == 'x' || *end == 'X';
    while (isspace((unsigned char)*end))
        end++;
    return *end == '\0';
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r\n")] == '\0';
}

double guess_ask(const char *question)
{
    char line[128];
    double guess;
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
        return 0;
    for (;;) {
        printf("%s ", question);
        fflush(stdout);
        if (read_line(line, sizeof line) != 0)
            return -1;
        if (is_blank(line))
            return 0;
        if (take(line, &guess))
            return guess;
        puts("A number, 1.5 say, or Enter for no guess.");
    }
}

double guess_of(const struct options *options, const struct exercise *exercise,
    int n_workers)
{
    char text[STATE_TEXT_MAX];
    struct record last;
    if (options->candidate != CANDIDATE_SUBMISSION)
        return 0;
    if (state_recall(exercise, "guess", text))
        return fmax(0, strtod(text, NULL));
    const bool was_measured =
        state_recall_last(exercise, &last) && last.speedup > 0;
    if (was_measured || options->n_exercises != 1 || options->json != NULL ||
        isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
        return 0;
    char *question = mem_format(
        "%s is right. Before it is measured, your guess:\n"
        "how many times faster than the serial program is it on %d worker%s?\n"
        "(Enter: no guess)",
        exercise->name, n_workers, n_workers == 1 ? "" : "s");
    const double guess = guess_ask(question);
    free(question);
    if (guess < 0)
        return -1;
    snprintf(text, sizeof text, "%.4g", guess);
    state_remember(exercise, "guess", text);
    return guess;
}

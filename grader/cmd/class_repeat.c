/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/class_child.h"
#include "grader/cmd/class_student.h"
#include "grader/cmd/progress.h"

/* Everything comes from the gradebook: the source, the seed of the cases, and
 * the rules that held. Nothing is added to it, so that this can be done in
 * front of a student as often as it is asked for. */

struct request {
    struct class_place place;
    struct class_who who;
};

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        class_who_take(&request->who, state, value);
        return 0;
    case ARGP_KEY_END:
        class_who_check(&request->who, state);
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static const struct argp_option table[] = {
    CLASS_PLACE_OPTIONS,
    {0},
};

static const struct verb verb = {"class repeat", NULL, NULL,
    {table, parse_one, "STUDENT LAB/EXERCISE",
        "Grade a submission again with the same cases, and compare.\v"
        "The source, the seed and the rules are those in the gradebook. No "
        "row\n"
        "is added to it; \"parlab class grade --regrade\" does that.\n"
        "\n"
        "Examples:\n"
        "  parlab class repeat \"Ada Lovelace\" threads/gaussian\n"
        "\n"
        "Exit codes: 0 the same points within what is measured so closely, 1\n"
        "other points, 2 wrong usage, 3 it could not be graded.\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

/* The result that counts for one attempt. */
struct wanted {
    const struct mark *mark;
    struct gradebook_result result;
};

static int visit(void *arg, const struct submission *submission,
    const struct gradebook_result *result)
{
    struct wanted *wanted = arg;
    if (result == NULL || submission->id != wanted->mark->submission.id)
        return 0;
    wanted->result = *result;
    wanted->result.version = mem_text(result->version);
    wanted->result.policy = mem_text(result->policy);
    wanted->result.document = json_incref(result->document);
    return 0;
}

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

static const char *string(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static const json_t *verdict(const json_t *document)
{
    return json_array_get(json_object_get(document, "exercises"), 0);
}

static void print_row(const char *what, const char *then, const char *now)
{
    printf("%-12s  %-28s  %s\n", what, then, now);
}

static void print_points(char *text, size_t room, const json_t *object)
{
    const double open = number(object, "open_points");
    snprintf(text, room, "%g of %g%s", number(object, "points"),
        number(object, "max_points"), open > 0 ? ", others open" : "");
}

static void print_correct(char *text, size_t room, const json_t *one)
{
    const json_t *correct = json_object_get(one, "correct");
    snprintf(text, room, "%g/%g, %g of %g cases%s", number(correct, "points"),
        number(correct, "max_points"), number(correct, "passed"),
        number(correct, "total"),
        json_is_true(json_object_get(correct, "concurrent")) ? ""
                                                             : ", one worker");
}

static void print_measure(char *text, size_t room, const json_t *measure)
{
    if (strcmp(string(measure, "status"), "measured") == 0)
        snprintf(text, room, "%.2fx (%.2f to %.2f)", number(measure, "value"),
            number(measure, "low"), number(measure, "high"));
    else
        snprintf(text, room, "%s",
            measure != NULL ? string(measure, "status") : "-");
}

static void print_diagnoses(char *text, size_t room, const json_t *one)
{
    size_t i, n = 0;
    const json_t *item;
    text[0] = '\0';
    json_array_foreach(json_object_get(one, "diagnoses"), i, item) if (n < room)
        n += (size_t)snprintf(
            text + n, room - n, "%s%s", i > 0 ? " " : "", string(item, "name"));
    if (text[0] == '\0')
        snprintf(text, room, "none");
}

static void print_both(const char *what, const json_t *then, const json_t *now,
    void (*print)(char *text, size_t room, const json_t *json))
{
    char a[200], b[200];
    print(a, sizeof a, then);
    print(b, sizeof b, now);
    print_row(what, a, b);
}

static void print_verdicts(
    const struct gradebook_result *then, const json_t *document)
{
    char when[DATE_TEXT_MAX];
    size_t i;
    const json_t *a = verdict(then->document), *b = verdict(document), *one;
    const json_t *was = json_object_get(then->document, "machine");
    const json_t *is = json_object_get(document, "machine");
    print_row("", date_print(then->when, when), "now");
    print_both("Points", a, b, print_points);
    print_both("Right", a, b, print_correct);
    json_array_foreach(json_object_get(b, "measures"), i, one) print_both(
        string(one, "name"), json_array_get(json_object_get(a, "measures"), i),
        one, print_measure);
    print_both("Diagnoses", a, b, print_diagnoses);
    if (strcmp(then->version, string(document, "parlab")) != 0)
        print_row("parlab", then->version, string(document, "parlab"));
    if (strcmp(string(was, "processor"), string(is, "processor")) != 0)
        print_row(
            "Processor", string(was, "processor"), string(is, "processor"));
    if (strcmp(string(was, "compiler"), string(is, "compiler")) != 0)
        print_row("Compiler", string(was, "compiler"), string(is, "compiler"));
}

/* By how many points both may be wrong together. */
static double tolerance(const json_t *one)
{
    size_t i;
    const json_t *measure;
    double sum = 0;
    json_array_foreach(json_object_get(one, "measures"), i, measure) sum +=
        number(measure, "precision");
    return sum;
}

static bool has_race(const json_t *one)
{
    const json_t *list = json_object_get(one, "diagnoses");
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(string(json_array_get(list, i), "name"), "race") == 0)
            return true;
    return false;
}

static int compare(const struct gradebook_result *then, const json_t *document)
{
    const json_t *a = verdict(then->document), *b = verdict(document);
    const double difference = fabs(number(b, "points") - number(a, "points"));
    const double most = tolerance(a) + tolerance(b);
    print_verdicts(then, document);
    if (difference <= most)
        return CMD_FULL;
    printf("They differ by %g points; measuring explains no more than %g.\n",
        difference, most);
    if (has_race(a) || has_race(b))
        puts("With a race, other cases fail each time: parlab explain race");
    return CMD_PARTIAL;
}

/* @return new reference; NULL. */
static json_t *grade_again(
    const struct wanted *wanted, const struct policy *policy, struct fail *fail)
{
    struct class_child child;
    double seconds;
    const struct submission *submission = &wanted->mark->submission;
    const struct exercise *exercise =
        policy_find(policy, submission->exercise)->exercise;
    const bool is_deep = wanted->result.depth == GRADEBOOK_GRADED;
    const struct class_job job = {.exercise = exercise,
        .source = submission->source,
        .source_bytes = submission->source_bytes,
        .depth = wanted->result.depth,
        .has_speed = is_deep && exercise->n_measures > 0,
        .has_checkers = is_deep,
        .seed = wanted->result.seed};
    char *folder = mem_format("%s/repeat", cmd_folder());
    const int started = class_child_start(&child, &job, folder, fail);
    free(folder);
    if (started != 0)
        return NULL;
    progress_start("parlab class repeat");
    progress_show("grading %s of %s", exercise->name, submission->student);
    struct pollfd ended = {.fd = child.ended, .events = POLLIN};
    const int waited = interrupt_poll(&ended, 1, -1);
    progress_end();
    if (waited > 0)
        return class_child_finish(&child, &seconds, fail);
    class_child_stop(&child);
    cmd_stop();
}

static int repeat(const struct request *request, struct gradebook *book,
    const struct policy *policy, const struct marks *marks)
{
    struct fail fail = {""};
    struct wanted wanted = {
        .mark = class_who_find(&request->who, marks, policy, &fail)};
    int code = CMD_USAGE;
    if (wanted.mark != NULL && wanted.mark->n_attempts == 0)
        fail_set(&fail, "%s handed in nothing for %s", wanted.mark->student,
            wanted.mark->exercise->exercise->name);
    else if (wanted.mark != NULL && !wanted.mark->is_graded)
        fail_set(&fail, "there is no result yet to compare with");
    else if (wanted.mark != NULL &&
             gradebook_walk(book, visit, &wanted, &fail) == 0) {
        code = CMD_BROKEN;
        json_t *document = class_pin_policy(wanted.result.policy, &fail) == 0
                               ? grade_again(&wanted, policy, &fail)
                               : NULL;
        if (document != NULL)
            code = compare(&wanted.result, document);
        json_decref(document);
    }
    if (code >= CMD_USAGE)
        fprintf(stderr, "parlab: %s\n", fail.text);
    gradebook_result_clear(&wanted.result);
    return code;
}

int class_repeat(int argc, char **argv)
{
    struct request request = {0};
    struct fail fail;
    int code = CMD_BROKEN;
    cmd_parse(&verb, argc, argv, &request);
    struct gradebook *book = class_open(&request.place, GRADEBOOK_READ);
    struct policy *policy = class_policy(&request.place, book);
    struct marks *marks = marks_read(book, policy, &fail);
    if (marks != NULL)
        code = repeat(&request, book, policy, marks);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    marks_free(marks);
    policy_free(policy);
    gradebook_close(book);
    return code;
}

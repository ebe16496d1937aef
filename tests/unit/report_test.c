/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/json.h"
#include "grader/report/terminal.h"
#include "tests/unit/unit.h"

/* The same made-up results as the terminal and as JSON show them. */

static char name[] = "lab/one", group_name[] = "values", speedup[] = "speedup";
static struct group groups[] = {{group_name, group_name, 60, true}};
static struct measure measures[] = {{speedup, 40, YARDSTICK_COPIES, 90, 0}};
static const struct exercise exercise = {.name = name,
    .groups = groups,
    .n_groups = 1,
    .measures = measures,
    .n_measures = 1};

/* A result with one case, which failed unless @p message is NULL. */
static struct result make_result(const char *message)
{
    struct result result = {.exercise = &exercise,
        .candidate = CANDIDATE_SUBMISSION,
        .has_points = true,
        .official_workers = 4,
        .repeat = mem_text("parlab check lab/one --seed 1")};
    struct correctness *correctness = &result.correctness;
    correctness->cases = mem_new(1, sizeof *correctness->cases);
    correctness->cases[0] = (struct case_result){.number = 1,
        .group = &groups[0],
        .name = mem_text("a case"),
        .cause = message == NULL ? CASE_PASSED : CASE_WRONG,
        .message = mem_text(message)};
    correctness->n_cases = 1;
    correctness->is_observed = correctness->is_concurrent = message == NULL;
    correctness->work.n_busy = 2;
    result.correct = (struct points){message == NULL ? 60 : 0, 0, 60};
    return result;
}

static void add_speed(struct result *result, enum measure_status status)
{
    result->has_speed = true;
    result->measures = mem_new(1, sizeof *result->measures);
    struct measure_result *one = &result->measures[0];
    one->measure = &measures[0];
    one->measurement = (struct measurement){.status = status,
        .why = "busy: somebody else was at work",
        .n_workers = 2,
        .speedup = 1.5,
        .attainable = 1.9,
        .gain = 0.5556,
        .speedup_interval = {1.4, 1.6},
        .gain_interval = {0.5, 0.6},
        .n_clean = 15};
    one->points = (struct points){.points = status == MEASURE_MEASURED ? 25 : 0,
        .open = status == MEASURE_NOT_MEASURED ? 40 : 0,
        .max = 40};
}

static char *printed(const struct result *result)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    terminal_print(to, result);
    fclose(to);
    return text;
}

static void expect_words(const struct result *result, const char *const words[])
{
    char *text = printed(result);
    for (size_t i = 0; words[i] != NULL; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, words[i]));
    for (const char *line = text; *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        CU_ASSERT(n <= 80);
        line += n + 1;
    }
    free(text);
}

static void test_terminal_when_measured_then_shows_speedup_on_a_ruler(void)
{
    struct result result = make_result(NULL);
    add_speed(&result, MEASURE_MEASURED);
    static const char *const words[] = {"lab/one ", "85 of 100", "60/60",
        "1 of 1 case, 2 workers at work", "25/40",
        "1.50x  (1.40 to 1.60)   +-3 points, 15 runs", "1.0x |", "--o--",
        "| 1.90x: 2 serial copies side by side", "Full points from 1.81x.",
        "On 2 workers; the course grades on 4.", NULL};
    expect_words(&result, words);
    result_clear(&result);
}

static void test_terminal_when_something_is_next_then_says_so_in_80_columns(
    void)
{
    static char next_name[] = "lab/two";
    static const struct exercise next = {.name = next_name};
    struct result result = make_result(NULL);
    add_speed(&result, MEASURE_MEASURED);
    result.next = &next;
    result.measures[0].measurement.gain_interval =
        (struct interval){0.54, 0.57};
    result.measures[0].measurement.n_discarded = 2;
    static const char *const apart[] = {"+-1 point, 15 runs, 2 discarded\n",
        "the course grades on 4.\n           Next: lab/two\n", NULL};
    expect_words(&result, apart);
    result.official_workers = 2;
    static const char *const beside[] = {
        "\n           Full points from 1.81x.    Next: lab/two\n", NULL};
    expect_words(&result, beside);
    result_clear(&result);
}

static void test_terminal_when_guessed_then_stands_beside_the_result(void)
{
    static char next_name[] = "lab/two";
    static const struct exercise next = {.name = next_name};
    struct result result = make_result(NULL);
    add_speed(&result, MEASURE_MEASURED);
    result.guess = 2;
    result.next = &next;
    result.official_workers = 2;
    static const char *const in_a_line[] = {
        "\n           You guessed 2.0x. Full points from 1.81x.    "
        "Next: lab/two\n",
        NULL};
    expect_words(&result, in_a_line);
    result.guess = 1.75;
    result.official_workers = 4;
    static const char *const in_two[] = {
        "\n           You guessed 1.75x. Full points from 1.81x.\n"
        "           On 2 workers; the course grades on 4.    Next: lab/two\n",
        NULL};
    expect_words(&result, in_two);
    result_clear(&result);
}

static void test_terminal_when_not_measured_then_points_are_open(void)
{
    struct result result = make_result(NULL);
    add_speed(&result, MEASURE_NOT_MEASURED);
    static const char *const words[] = {"60 of 100, 40 open", "open",
        "not measured, because:", "somebody else", NULL};
    expect_words(&result, words);
    CU_ASSERT_EQUAL(result_points(&result).open, 40);
    result_clear(&result);
}

static void test_terminal_when_case_fails_then_shows_how_to_repeat(void)
{
    struct result result = make_result("expected   1\ngot        2");
    static const char *const words[] = {"0 of 60", "0 of 1 case",
        "values: a case", "    expected   1\n", "    got        2\n",
        "parlab check lab/one --seed 1 --case 1", NULL};
    expect_words(&result, words);
    result_clear(&result);
}

static void test_terminal_when_rejected_then_shows_the_reason_only(void)
{
    struct result result = {.exercise = &exercise,
        .candidate = CANDIDATE_FILE,
        .is_rejected = true,
        .has_points = true,
        .correct = {0, 0, 60},
        .message = mem_text("one.c:3: error: expected ';'")};
    static const char *const words[] = {
        "lab/one, file", "0 of 60", "one.c:3: error: expected ';'", NULL};
    expect_words(&result, words);
    result_clear(&result);
}

static const char *word_at(const json_t *json, const char *key)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value != NULL ? value : "";
}

static void test_json_when_not_measured_then_numbers_are_null(void)
{
    struct result result = make_result(NULL);
    add_speed(&result, MEASURE_NOT_MEASURED);
    const struct result_about about = {.seed = 7};
    json_t *json = json_document(&about, &result, 1);
    const json_t *one = json_array_get(json_object_get(json, "exercises"), 0);
    const json_t *measure = json_array_get(json_object_get(one, "measures"), 0);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(json, "seed")), 7);
    CU_ASSERT_EQUAL(
        json_integer_value(json_object_get(json, "open_points")), 40);
    CU_ASSERT_STRING_EQUAL(word_at(measure, "status"), "not-measured");
    CU_ASSERT_TRUE(json_is_null(json_object_get(measure, "value")));
    CU_ASSERT_PTR_NOT_NULL(strstr(word_at(measure, "why"), "busy"));
    json_decref(json);
    result_clear(&result);
}

static void test_json_when_text_is_cut_in_a_character_then_stays_valid(void)
{
    struct result result = make_result("half a character: \xc3");
    const struct result_about about = {.seed = 7};
    json_t *json = json_document(&about, &result, 1);
    const json_t *one = json_array_get(json_object_get(json, "exercises"), 0);
    const json_t *failure = json_array_get(
        json_object_get(json_object_get(one, "correct"), "failures"), 0);
    CU_ASSERT_STRING_EQUAL(
        word_at(failure, "message"), "half a character: \\xc3");
    json_decref(json);
    result_clear(&result);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_terminal_when_measured_then_shows_speedup_on_a_ruler",
            test_terminal_when_measured_then_shows_speedup_on_a_ruler},
        {"test_terminal_when_something_is_next_then_says_so_in_80_columns",
            test_terminal_when_something_is_next_then_says_so_in_80_columns},
        {"test_terminal_when_guessed_then_stands_beside_the_result",
            test_terminal_when_guessed_then_stands_beside_the_result},
        {"test_terminal_when_not_measured_then_points_are_open",
            test_terminal_when_not_measured_then_points_are_open},
        {"test_terminal_when_case_fails_then_shows_how_to_repeat",
            test_terminal_when_case_fails_then_shows_how_to_repeat},
        {"test_terminal_when_rejected_then_shows_the_reason_only",
            test_terminal_when_rejected_then_shows_the_reason_only},
        {"test_json_when_not_measured_then_numbers_are_null",
            test_json_when_not_measured_then_numbers_are_null},
        {"test_json_when_text_is_cut_in_a_character_then_stays_valid",
            test_json_when_text_is_cut_in_a_character_then_stays_valid},
        {0},
    };
    return unit_main("report", tests);
}

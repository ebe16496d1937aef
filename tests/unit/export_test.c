/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/report/export.h"
#include "tests/unit/unit.h"

/* A class of four with names that are meant badly: one with all points, one
 * with open points and late, one who handed in nothing, one whose points were
 * set by hand. What comes out is compared as a whole. */

static char basic[] = "basic", right[] = "Right <\"&'>", speedup[] = "speedup",
            name[] = "lab/ask", lab[] = "lab", stem[] = "ask", title[] = "Ask";
static struct group groups[] = {{basic, right, 60, true}};
static struct measure measures[] = {{.name = speedup, .points = 40}};
static const struct exercise exercise = {.name = name,
    .lab = lab,
    .stem = stem,
    .title = title,
    .groups = groups,
    .n_groups = 1,
    .measures = measures,
    .n_measures = 1};
static const struct policy_exercise counted = {
    .exercise = &exercise, .weight = 1, .deadline = 1700000000};
static const struct policy policy = {.workers = 4, .attempt = POLICY_BEST};

static char ada[] = "Ada, the \"first\"", bob[] = "=2+5\tcmd|calc",
            cyd[] = "\xd7\xa2\xd7\xa8\xd7\x91 \xe2\x80\xae <script>",
            dan[] = "dan";
static char *students[] = {ada, bob, cyd, dan, NULL};
static char why[] = "shown at the board";
static char hash[] =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static const char full[] =
    "{\"name\": \"lab/ask\", \"status\": \"graded\", \"message\": null,"
    " \"correct\": {\"points\": 60, \"max_points\": 60, \"passed\": 3,"
    " \"total\": 3, \"concurrent\": true, \"failures\": []},"
    " \"measures\": [{\"name\": \"speedup\", \"points\": 40,"
    " \"max_points\": 40, \"status\": \"measured\", \"value\": 1.934,"
    " \"low\": 1.9, \"high\": 1.96, \"workers\": 2, \"attainable\": 1.98,"
    " \"why\": null, \"seconds\": 2.5, \"samples\": [{}]}],"
    " \"diagnoses\": [], \"seconds\": 4.25}";
static const char half[] =
    "{\"name\": \"lab/ask\", \"status\": \"graded\", \"message\": null,"
    " \"correct\": {\"points\": 40, \"max_points\": 60, \"passed\": 2,"
    " \"total\": 3, \"concurrent\": true, \"failures\": [{\"group\": "
    "\"basic\","
    " \"case\": \"n = 0\", \"message\": \"got ]]>\\u0007 <b>\","
    " \"repeat\": \"parlab check --file '/home/me/x' --case 2\"}]},"
    " \"measures\": [{\"name\": \"speedup\", \"points\": 0,"
    " \"max_points\": 40, \"status\": \"not-measured\", \"value\": null,"
    " \"why\": \"one core\", \"seconds\": 0, \"samples\": []}],"
    " \"diagnoses\": [{\"name\": \"remainder\", \"evidence\": \"x\"}],"
    " \"seconds\": 1}";

static struct mark marks_of_class[4];
static struct mark_total totals[4];
static struct marks marks = {students, 4, 1, marks_of_class, totals};

static json_t *load(const char *text)
{
    json_t *json = json_loads(text, 0, NULL);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    return json;
}

static void setup(void)
{
    marks_of_class[0] = (struct mark){.n_attempts = 2,
        .attempt = 2,
        .is_graded = true,
        .depth = GRADEBOOK_GRADED,
        .graded = 1699990000,
        .measured = 100,
        .late_factor = 1,
        .points = 100,
        .seed = 7,
        .submission = {.received = 1699980000, .sha256 = hash},
        .verdict = load(full),
        .machine = load("{\"cores\": 2, \"quota\": null}")};
    marks_of_class[1] = (struct mark){.n_attempts = 1,
        .attempt = 1,
        .is_graded = true,
        .depth = GRADEBOOK_GRADED,
        .measured = 40,
        .late_factor = 0.8,
        .points = 32,
        .open_points = 32,
        .seed = 7,
        .verdict = load(half),
        .machine = load("{\"cores\": 1, \"quota\": 0.5}")};
    marks_of_class[2] = (struct mark){.late_factor = 1};
    marks_of_class[3] = (struct mark){.n_attempts = 1,
        .attempt = 1,
        .late_factor = 1,
        .is_overridden = true,
        .override = 62.5,
        .points = 62.5,
        .why = why};
    for (size_t i = 0; i < 4; i++) {
        struct mark *mark = &marks_of_class[i];
        mark->student = students[i];
        mark->exercise = &counted;
        mark->max_points = 100;
        totals[i] = (struct mark_total){
            students[i], mark->points, mark->open_points, 100};
    }
}

static void teardown(void)
{
    for (size_t i = 0; i < 4; i++) {
        json_decref(marks_of_class[i].verdict);
        json_decref(marks_of_class[i].machine);
    }
}

/* Takes over @p text. */
static void expect(char *text, const char *wanted)
{
    CU_ASSERT_STRING_EQUAL(text, wanted);
    if (strcmp(text, wanted) != 0)
        printf("# got:\n%s\n# wanted:\n%s\n", text, wanted);
    free(text);
}

#define BOB_NOTE                                                               \
    "32 of 100 points are open: one core; late: 80 % of 40 points count"
#define DAN_NOTE                                                               \
    "62.5 points were set by hand, none were measured: shown at the board"
#define CYD "\xd7\xa2\xd7\xa8\xd7\x91 \\xe2\\x80\\xae <script>"

static void test_csv_when_names_are_bad_then_they_stay_text(void)
{
    setup();
    expect(export_csv(&marks),
        "\"student\",\"points\",\"open points\",\"max points\","
        "\"lab/ask\",\"lab/ask open\",\"lab/ask note\"\r\n"
        "\"Ada, the \"\"first\"\"\",100,0,100,100,0,\"\"\r\n"
        "\"'=2+5 cmd|calc\",32,32,100,32,32,\"" BOB_NOTE "\"\r\n"
        "\"" CYD "\",0,0,100,0,0,\"nothing was handed in\"\r\n"
        "\"dan\",62.5,0,100,62.5,0,\"" DAN_NOTE "\"\r\n");
    teardown();
}

static void test_csv_when_nothing_is_decided_then_the_place_is_empty(void)
{
    setup();
    struct mark *mark = &marks_of_class[0];
    mark->is_graded = false;
    mark->points = mark->measured = 0;
    mark->open_points = 100;
    totals[0].points = 0;
    totals[0].open_points = 100;
    struct marks one = marks;
    one.n_students = 1;
    expect(export_csv(&one),
        "\"student\",\"points\",\"open points\",\"max points\","
        "\"lab/ask\",\"lab/ask open\",\"lab/ask note\"\r\n"
        "\"Ada, the \"\"first\"\"\",0,100,100,,100,"
        "\"100 of 100 points are open: not graded yet\"\r\n");
    teardown();
}

static void test_formulas_when_at_the_start_then_are_quoted(void)
{
    static char starts[][8] = {
        "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "1+1", " =1"};
    static char letters[][2] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    char *names[9] = {NULL}, *files[9] = {NULL};
    for (size_t i = 0; i < 8; i++) {
        names[i] = starts[i];
        files[i] = letters[i];
    }
    const struct marks some = {.students = names, .n_students = 8};
    expect(export_index(&some, files),
        "\"file\",\"student\"\r\n\"a\",\"'+1\"\r\n\"b\",\"'-1\"\r\n"
        "\"c\",\"'@x\"\r\n\"d\",\"' =1\"\r\n\"e\",\"'\\x0d=1\"\r\n"
        "\"f\",\"'＝1\"\r\n\"g\",\"1+1\"\r\n\"h\",\" =1\"\r\n");
}

static void test_moodle_when_exported_then_has_points_and_feedback(void)
{
    setup();
    expect(export_moodle(&marks, NULL, EXPORT_EMAIL),
        "\"Email address\",\"lab/ask\",\"Feedback: lab/ask\"\r\n"
        "\"Ada, the \"\"first\"\"\",100,\"right 60/60: 3 of 3 cases; speedup "
        "40/40: 1.93x (1.90 to 1.96) on 2 workers, 1.98x attainable\"\r\n"
        "\"'=2+5 cmd|calc\",32,\"" BOB_NOTE " | right 40/60: 2 of 3 cases; "
        "speedup open, 40 points: one core; found: remainder\"\r\n"
        "\"" CYD "\",0,\"nothing was handed in\"\r\n"
        "\"dan\",62.5,\"" DAN_NOTE "\"\r\n");
    teardown();
}

static void test_moodle_when_roster_then_its_columns_are_kept(void)
{
    setup();
    struct fail fail;
    struct roster *roster = roster_parse("First name,Last name,ID number,"
                                         "Email address,Quiz: 1 (Real)\n"
                                         "Dan,Doe,7,dan@x,4\nDan,Roe,8,dan,5\n",
        "people", &fail);
    expect(export_moodle(&marks, roster, EXPORT_USERNAME),
        "\"First name\",\"Last name\",\"ID number\",\"Email address\","
        "\"lab/ask\",\"Feedback: lab/ask\"\r\n"
        "\"Dan\",\"Roe\",\"8\",\"dan\",62.5,\"" DAN_NOTE "\"\r\n");
    roster_free(roster);
    teardown();
}

static void test_canvas_when_points_are_open_then_the_place_is_empty(void)
{
    setup();
    expect(export_canvas(&marks, NULL),
        "\"Student\",\"ID\",\"SIS User ID\",\"SIS Login ID\",\"Section\","
        "\"lab/ask\"\r\n"
        "\"    Points Possible\",\"\",\"\",\"\",\"\",100\r\n"
        "\"Ada, the \"\"first\"\"\",\"\",\"\",\"Ada, the \"\"first\"\"\","
        "\"\",100\r\n"
        "\"'=2+5 cmd|calc\",\"\",\"\",\"'=2+5 cmd|calc\",\"\",\r\n"
        "\"" CYD "\",\"\",\"\",\"" CYD "\",\"\",0\r\n"
        "\"dan\",\"\",\"\",\"dan\",\"\",62.5\r\n");
    teardown();
}

static void test_canvas_when_roster_then_ids_and_notes_are_its(void)
{
    setup();
    struct fail fail;
    struct roster *roster = roster_parse(
        "Student,ID,SIS User ID,SIS Login ID,Section,Notes,Ask (4711),"
        "Final Score\n    Points Possible,,,,,,100,(read only)\n"
        "\"Doe, Dan\",17,s17,dan,A,old,,0\n",
        "people", &fail);
    expect(export_canvas(&marks, roster),
        "\"Student\",\"ID\",\"SIS User ID\",\"SIS Login ID\",\"Section\","
        "\"Notes\",\"Ask (4711)\"\r\n"
        "\"    Points Possible\",\"\",\"\",\"\",\"\",\"\",100\r\n"
        "\"Doe, Dan\",\"17\",\"s17\",\"dan\",\"A\",\"lab/ask: " DAN_NOTE
        "\",62.5\r\n");
    roster_free(roster);
    teardown();
}

static void test_gradescope_when_open_then_its_test_has_no_score(void)
{
    setup();
    char *text = export_gradescope(&marks, 1);
    json_t *json = load(text), *tests = json_object_get(json, "tests");
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(json, "score")), 32);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "0.5 of a processor"));
    CU_ASSERT_PTR_NULL(strstr(text, "/home/me"));
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "parlab check lab/ask --seed 7 --case 2"));
    CU_ASSERT_EQUAL(json_array_size(tests), 3);
    const json_t *cases = json_array_get(tests, 0);
    const json_t *timed = json_array_get(tests, 1);
    CU_ASSERT_EQUAL(json_integer_value(json_object_get(cases, "score")), 40);
    CU_ASSERT_EQUAL(
        json_integer_value(json_object_get(cases, "max_score")), 60);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(cases, "visibility")), "visible");
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(timed, "name")),
        "lab/ask: speedup (open)");
    CU_ASSERT_PTR_NULL(json_object_get(timed, "score"));
    CU_ASSERT_PTR_NULL(json_object_get(timed, "max_score"));
    CU_ASSERT_EQUAL(json_array_size(json_object_get(json, "leaderboard")), 0);
    json_decref(json);
    free(text);
    teardown();
}

static void test_gradescope_when_full_then_leads(void)
{
    setup();
    char *text = export_gradescope(&marks, 0);
    json_t *json = load(text);
    const json_t *leader =
        json_array_get(json_object_get(json, "leaderboard"), 0);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(leader, "name")), "lab/ask speedup");
    CU_ASSERT_DOUBLE_EQUAL(
        json_number_value(json_object_get(leader, "value")), 1.93, 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(
        json_number_value(json_object_get(json, "execution_time")), 4.25, 1e-9);
    CU_ASSERT_STRING_EQUAL(
        json_string_value(json_object_get(json, "stdout_visibility")),
        "hidden");
    json_decref(json);
    free(text);
    teardown();
}

static const char *last_line(char *text)
{
    text[strlen(text) - 1] = '\0';
    return strrchr(text, '\n') + 1;
}

static void test_autolab_when_exported_then_the_last_line_is_json(void)
{
    static const char *const wanted[] = {
        "{\"scores\":{\"lab/ask\":100},\"scoreboard\":[100,100]}",
        "{\"scores\":{\"lab/ask\":32}}",
        "{\"scores\":{\"lab/ask\":0},\"scoreboard\":[0,0]}",
        "{\"scores\":{\"lab/ask\":62.5},\"scoreboard\":[62.5,62.5]}"};
    setup();
    for (size_t i = 0; i < 4; i++) {
        char *text = export_autolab(&marks, i);
        CU_ASSERT_STRING_EQUAL(last_line(text), wanted[i]);
        free(text);
    }
    marks_of_class[1].points = 0;
    char *text = export_autolab(&marks, 1);
    CU_ASSERT_STRING_EQUAL(last_line(text), "{\"scores\":{}}");
    free(text);
    teardown();
}

static void test_junit_when_exported_then_is_escaped_and_counted(void)
{
    setup();
    struct marks one = marks;
    one.marks = &marks_of_class[1];
    one.n_students = 1;
    expect(export_junit(&one),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        "  <testsuite id=\"0\" package=\"parlab\" name=\"=2+5 cmd|calc "
        "lab/ask\" timestamp=\"1970-01-01T00:00:00\" hostname=\"localhost\" "
        "tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\" "
        "time=\"0.000\">\n"
        "    <properties>\n"
        "      <property name=\"points\" value=\"32\"/>\n"
        "      <property name=\"open_points\" value=\"32\"/>\n"
        "      <property name=\"max_points\" value=\"100\"/>\n"
        "      <property name=\"note\" value=\"" BOB_NOTE "\"/>\n"
        "    </properties>\n"
        "    <testcase classname=\"=2+5 cmd|calc lab/ask\" name=\"Right "
        "&lt;&quot;&amp;&#39;&gt;\" time=\"0.000\">\n"
        "      <failure message=\"not all cases passed\" type=\"wrong\">n = 0\n"
        "  got ]]&gt;\\x07 &lt;b&gt;\n"
        "  parlab check lab/ask --seed 7 --case 2\n</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"=2+5 cmd|calc lab/ask\" name=\"workers "
        "share the work\" time=\"0.000\"></testcase>\n"
        "    <testcase classname=\"=2+5 cmd|calc lab/ask\" name=\"speedup\" "
        "time=\"0.000\">\n"
        "      <skipped message=\"speedup open, 40 points: one core\"/>\n"
        "    </testcase>\n"
        "    <testcase classname=\"=2+5 cmd|calc lab/ask\" name=\"note\" "
        "time=\"0.000\">\n"
        "      <skipped message=\"" BOB_NOTE "\"/>\n"
        "    </testcase>\n"
        "    <system-out>right 40/60: 2 of 3 cases; speedup open, 40 points: "
        "one core; found: remainder</system-out>\n"
        "    <system-err></system-err>\n"
        "  </testsuite>\n</testsuites>\n");
    teardown();
}

static void test_json_when_exported_then_has_all_but_samples(void)
{
    setup();
    json_t *json = export_json(&marks, &policy);
    const json_t *student =
        json_array_get(json_object_get(json, "students"), 0);
    const json_t *mark = json_array_get(json_object_get(student, "marks"), 0);
    const json_t *verdict = json_object_get(mark, "verdict");
    const json_t *measure =
        json_array_get(json_object_get(verdict, "measures"), 0);
    CU_ASSERT_PTR_NOT_NULL(json_object_get(measure, "value"));
    CU_ASSERT_PTR_NULL(json_object_get(measure, "samples"));
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(mark, "received")),
        "2023-11-14T16:40:00Z");
    /* The verdict that it was made of is as it was. */
    measure = json_array_get(
        json_object_get(marks_of_class[0].verdict, "measures"), 0);
    CU_ASSERT_PTR_NOT_NULL(json_object_get(measure, "samples"));
    student = json_array_get(json_object_get(json, "students"), 3);
    mark = json_array_get(json_object_get(student, "marks"), 0);
    CU_ASSERT_STRING_EQUAL(json_string_value(json_object_get(
                               json_object_get(mark, "override"), "why")),
        "shown at the board");
    CU_ASSERT(json_is_null(json_object_get(mark, "measured")));
    json_decref(json);
    teardown();
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_csv_when_names_are_bad_then_they_stay_text",
            test_csv_when_names_are_bad_then_they_stay_text},
        {"test_csv_when_nothing_is_decided_then_the_place_is_empty",
            test_csv_when_nothing_is_decided_then_the_place_is_empty},
        {"test_formulas_when_at_the_start_then_are_quoted",
            test_formulas_when_at_the_start_then_are_quoted},
        {"test_moodle_when_exported_then_has_points_and_feedback",
            test_moodle_when_exported_then_has_points_and_feedback},
        {"test_moodle_when_roster_then_its_columns_are_kept",
            test_moodle_when_roster_then_its_columns_are_kept},
        {"test_canvas_when_points_are_open_then_the_place_is_empty",
            test_canvas_when_points_are_open_then_the_place_is_empty},
        {"test_canvas_when_roster_then_ids_and_notes_are_its",
            test_canvas_when_roster_then_ids_and_notes_are_its},
        {"test_gradescope_when_open_then_its_test_has_no_score",
            test_gradescope_when_open_then_its_test_has_no_score},
        {"test_gradescope_when_full_then_leads",
            test_gradescope_when_full_then_leads},
        {"test_autolab_when_exported_then_the_last_line_is_json",
            test_autolab_when_exported_then_the_last_line_is_json},
        {"test_junit_when_exported_then_is_escaped_and_counted",
            test_junit_when_exported_then_is_escaped_and_counted},
        {"test_json_when_exported_then_has_all_but_samples",
            test_json_when_exported_then_has_all_but_samples},
        {0},
    };
    return unit_main("export", tests);
}

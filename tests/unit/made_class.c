/* SPDX-License-Identifier: MIT */
#include "tests/unit/made_class.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Verdicts are made as the schema has them, with runs, so that pictures can
 * be drawn of them. Numbers follow from the student and the exercise. */

enum { RIGHT = 60, FAST = 40, WORKERS = 2, SAMPLES = 24, N_STEMS = 8 };

static const struct stem {
    const char *lab, *stem;
    enum yardstick yardstick;
    double attainable;
} stems[N_STEMS] = {
    {"threads", "gaussian", YARDSTICK_COPIES, 1.93},
    {"threads", "schedule", YARDSTICK_COPIES, 1.88},
    {"shared", "distribute", YARDSTICK_COPIES, 1.97},
    {"processes", "fetch", YARDSTICK_WORKERS, 4},
    {"pools", "pool", YARDSTICK_COPIES, 1.9},
    {"mpi", "matvec", YARDSTICK_COPIES, 1.79},
    {"acf", "openmp", YARDSTICK_COPIES, 1.95},
    {"kernels", "transpose", YARDSTICK_MULTIPLE, 8},
};

/* A number between -1 and 1 that differs from the next one. */
static double wiggle(size_t n)
{
    return fmod((double)(n * 2654435761u % 1000003) / 500001.5, 2) - 1;
}

static json_t *part(double seconds, double busy)
{
    return json_pack("{s:f, s:f, s:f, s:f, s:i, s:i}", "seconds", seconds,
        "cpu_s", seconds * busy, "delay_s", 1e-5, "concurrency", busy,
        "switches", (int)(10 * busy), "faults", 3);
}

static json_t *sample(size_t i, size_t seed, double speedup, double attainable)
{
    const double noise = 1 + 0.02 * wiggle(seed + 17 * i);
    const double t1 = 0.0300001, tc = t1 / (speedup * noise);
    const bool is_clean = i % 6 != 4;
    json_t *copies = json_array();
    for (int k = 0; k < WORKERS; k++)
        json_array_append_new(copies, part(t1 / attainable, 1));
    return json_pack("{s:f, s:i, s:s, s:o, s:o, s:o, s:f, s:f, s:f, s:b, s:b, "
                     "s:s?, s:f}",
        "at_s", 0.2 * (double)i, "runners", (int)(i / 4), "order", "bck",
        "baseline", part(t1, 1), "candidate",
        part(tc, fmin(1 + 0.9 * (speedup - 1), WORKERS)), "copies", copies,
        "attainable", attainable, "speedup", t1 / tc, "gain",
        (t1 / tc - 1) / (attainable - 1), "late", 0, "clean", (int)is_clean,
        "why", is_clean ? NULL : "other programs ran on the cores", "foreign",
        is_clean ? 0.004 : 0.2);
}

static json_t *samples_of(const struct stem *stem, size_t seed, double speedup)
{
    json_t *samples = json_array();
    for (size_t i = 0; i < SAMPLES; i++)
        json_array_append_new(
            samples, sample(i, seed, speedup, stem->attainable));
    return samples;
}

static json_t *number(bool is_known, double value)
{
    return is_known ? json_real(value) : json_null();
}

static json_t *measure(const struct stem *stem, size_t seed, const char *status,
    double gain, int points)
{
    const bool is_known = strcmp(status, "measured") == 0;
    const bool is_run = strcmp(status, "not-graded") != 0;
    const double speedup = 1 + gain * (stem->attainable - 1);
    json_t *json = json_pack("{s:s, s:i, s:i, s:s, s:i, s:i, s:i, s:i, s:i, "
                             "s:f, s:s?, s:o}",
        "name", "speedup", "points", points, "max_points", FAST, "status",
        status, "workers", WORKERS, "official_workers", 4, "blocks",
        is_run ? SAMPLES * 5 / 6 : 0, "discarded", is_run ? SAMPLES / 6 : 0,
        "repeats", 3, "seconds", 7.5, "why",
        is_known ? NULL
        : is_run ? "busy: in 4 of 24 runs other programs ran on the cores"
                 : "speed counts once all core groups pass",
        "samples", is_run ? samples_of(stem, seed, speedup) : json_array());
    json_object_set_new(
        json, "precision", is_known ? json_integer(1) : json_null());
    json_object_set_new(json, "value", number(is_known, speedup));
    json_object_set_new(json, "low", number(is_known, 0.99 * speedup));
    json_object_set_new(json, "high", number(is_known, 1.01 * speedup));
    json_object_set_new(json, "attainable", number(is_known, stem->attainable));
    json_object_set_new(json, "gain", number(is_known, gain));
    json_object_set_new(json, "gain_low", number(is_known, gain - 0.02));
    json_object_set_new(json, "gain_high", number(is_known, gain + 0.02));
    return json;
}

static json_t *failures(const struct stem *stem, size_t n)
{
    json_t *json = json_array();
    for (size_t i = 0; i < n; i++) {
        char *repeat = mem_format("parlab check %s/%s --file /tmp/x.c --seed 7 "
                                  "--case %zu",
            stem->lab, stem->stem, 4 + i);
        json_array_append_new(json,
            json_pack("{s:s, s:s, s:s, s:s}", "group", "values", "case",
                i == 0 ? "1000 items, 3 workers" : "7 items, 4 workers",
                "message",
                "sum of 1000 items\n  expected 499500\n  got      <b>486231</b>"
                "\n  they differ first at item 973",
                "repeat", repeat));
        free(repeat);
    }
    return json;
}

/* What differs between the sorts. */
static const struct shape {
    const char *status;
    int right;
    size_t n_failures;
    const char *measure; /* its status; NULL: there is none */
    const char *diagnosis, *evidence;
} shapes[N_MADE] = {
    [MADE_FULL] = {"graded", RIGHT, 0, "measured", NULL, NULL},
    [MADE_GOOD] = {"graded", RIGHT, 0, "measured", NULL, NULL},
    [MADE_IMBALANCE] = {"graded", RIGHT, 0, "measured", "load-imbalance",
        "one of 2 workers had 76 % of the work, and the others waited"},
    [MADE_SERIAL] = {"graded", RIGHT / 3, 0, "not-graded", "not-parallel",
        "on average 1.00 workers were at work"},
    [MADE_WRONG] = {"graded", RIGHT / 2, 2, "not-graded", "race",
        "case 4, run 5 times with the same input, gave 4 different answers"},
    [MADE_REJECTED] = {"rejected", 0, 0, NULL, NULL, NULL},
    [MADE_OPEN] = {"graded", RIGHT, 0, "not-measured", NULL, NULL},
    [MADE_CHECKED] = {"graded", RIGHT, 0, NULL, NULL, NULL},
};

static json_t *verdict_of(
    const struct stem *stem, size_t seed, enum made_sort sort, double gain)
{
    const struct shape *shape = &shapes[sort];
    const double share = fmin(gain / 0.9, 1);
    const bool is_measured =
        shape->measure != NULL && strcmp(shape->measure, "measured") == 0;
    const int fast = is_measured ? (int)lround(FAST * share) : 0;
    const bool is_graded = strcmp(shape->status, "graded") == 0;
    char *name = mem_format("%s/%s", stem->lab, stem->stem);
    json_t *json = json_pack("{s:s, s:s, s:s, s:s?, s:i, s:i, s:i, s:f}",
        "name", name, "candidate", "file", "status", shape->status, "message",
        is_graded ? NULL
                  : "gaussian.c:14:5: error: expected ';' before 'return'\n"
                    "   14 |     return <script>alert(1)</script>;\n",
        "points", shape->right + fast, "open_points",
        sort == MADE_OPEN ? FAST : 0, "max_points", RIGHT + FAST, "seconds",
        9.0);
    free(name);
    json_object_set_new(json, "correct",
        json_pack("{s:i, s:i, s:i, s:i, s:b, s:o}", "points", shape->right,
            "max_points", RIGHT, "passed",
            is_graded ? (int)(14 - shape->n_failures) : 0, "total",
            is_graded ? 14 : 0, "concurrent", is_graded && sort != MADE_SERIAL,
            "failures", failures(stem, shape->n_failures)));
    json_t *measures = json_array(), *diagnoses = json_array();
    if (shape->measure != NULL)
        json_array_append_new(
            measures, measure(stem, seed, shape->measure, gain, fast));
    if (shape->diagnosis != NULL)
        json_array_append_new(
            diagnoses, json_pack("{s:s, s:s}", "name", shape->diagnosis,
                           "evidence", shape->evidence));
    json_object_set_new(json, "measures", measures);
    json_object_set_new(json, "diagnoses", diagnoses);
    json_object_set_new(json, "flags", json_array());
    json_object_set_new(json, "guess",
        is_measured && seed % 3 == 0 ? json_real(1.4 + 0.4 * (double)(seed % 5))
                                     : json_null());
    return json;
}

static struct mark *mark_at(
    struct made_class *class, size_t student, size_t exercise)
{
    return &class->marks.marks[student * class->marks.n_exercises + exercise];
}

/* As the policy has it: the sum of what counts. */
static void add_up(struct made_class *class, size_t student)
{
    struct mark_total *total = &class->marks.totals[student];
    *total = (struct mark_total){.student = class->marks.students[student]};
    for (size_t k = 0; k < class->marks.n_exercises; k++) {
        const struct mark *mark = mark_at(class, student, k);
        total->points += mark->points;
        total->open_points += mark->open_points;
        total->max_points += mark->max_points;
    }
}

static void clear_mark(struct mark *mark)
{
    json_decref(mark->verdict);
    json_decref(mark->machine);
    free(mark->why);
    *mark = (struct mark){.student = mark->student, .exercise = mark->exercise};
}

void made_class_set(struct made_class *class, size_t student, size_t exercise,
    enum made_sort sort, double gain)
{
    struct mark *mark = mark_at(class, student, exercise);
    const struct stem *stem = &stems[exercise % N_STEMS];
    clear_mark(mark);
    mark->n_attempts = sort == MADE_MISSING ? 0 : 1 + (int)(student % 3 == 2);
    mark->attempt = mark->n_attempts;
    mark->submission.received = 1764300000 + 3600 * (time_t)student;
    mark->is_graded = sort < MADE_WAITING;
    mark->depth = sort == MADE_CHECKED ? GRADEBOOK_CHECKED : GRADEBOOK_GRADED;
    mark->graded = 1764400000 + 60 * (time_t)student;
    mark->late_factor = sort != MADE_MISSING && student % 11 == 5 ? 0.8 : 1;
    mark->max_points = RIGHT + FAST;
    mark->seed = 7;
    if (mark->is_graded) {
        mark->verdict = verdict_of(stem, 100 * student + exercise, sort, gain);
        mark->machine = json_pack("{s:s, s:i, s:i, s:s}", "processor",
            "Made-up processor at 2 GHz", "cores", 2, "memory_mib", 8000,
            "compiler", "gcc 12");
        mark->measured = (double)json_integer_value(
            json_object_get(mark->verdict, "points"));
    }
    mark->points = mark->measured * mark->late_factor;
    mark->open_points = sort == MADE_OPEN || sort == MADE_CHECKED ? FAST
                        : sort == MADE_WAITING                    ? RIGHT + FAST
                                                                  : 0;
    add_up(class, student);
}

void made_class_override(struct made_class *class, size_t student,
    size_t exercise, double points, const char *why)
{
    struct mark *mark = mark_at(class, student, exercise);
    mark->is_overridden = true;
    mark->override = mark->points = points;
    mark->open_points = 0;
    free(mark->why);
    mark->why = mem_text(why);
    add_up(class, student);
}

static struct exercise *make_exercise(const struct stem *stem)
{
    struct exercise *exercise = mem_new(1, sizeof *exercise);
    exercise->name = mem_format("%s/%s", stem->lab, stem->stem);
    exercise->lab = mem_text(stem->lab);
    exercise->stem = mem_text(stem->stem);
    exercise->title = mem_format("An exercise about %s", stem->stem);
    exercise->measures = mem_new(1, sizeof *exercise->measures);
    exercise->measures[0] = (struct measure){.name = mem_text("speedup"),
        .points = FAST,
        .yardstick = stem->yardstick,
        .full_gain_percent = 90};
    exercise->n_measures = 1;
    return exercise;
}

/* Sorts as a class has them: most are right, some did not begin. */
static void fill(struct made_class *class, size_t student, size_t exercise)
{
    static const enum made_sort sorts[] = {MADE_GOOD, MADE_FULL, MADE_WRONG,
        MADE_GOOD, MADE_IMBALANCE, MADE_FULL, MADE_SERIAL, MADE_GOOD,
        MADE_REJECTED, MADE_OPEN, MADE_GOOD, MADE_FULL, MADE_MISSING,
        MADE_CHECKED, MADE_GOOD, MADE_WAITING, MADE_GOOD};
    const size_t n = sizeof sorts / sizeof *sorts;
    const enum made_sort sort = sorts[(3 * student + 5 * exercise) % n];
    const double luck = wiggle(31 * student + 7 * exercise);
    const double gain = sort == MADE_FULL        ? 0.95 + 0.03 * luck
                        : sort == MADE_IMBALANCE ? 0.3 + 0.1 * luck
                                                 : 0.65 + 0.25 * luck;
    made_class_set(class, student, exercise, sort, gain);
}

struct made_class *made_class_new(
    const char *const names[], size_t n_students, size_t n_exercises)
{
    struct made_class *class = mem_new(1, sizeof *class);
    struct marks *marks = &class->marks;
    class->policy = (struct policy){.workers = 4,
        .n_exercises = n_exercises,
        .exercises = mem_new(n_exercises + 1, sizeof(struct policy_exercise))};
    for (size_t k = 0; k < n_exercises; k++)
        class->policy.exercises[k] = (struct policy_exercise){
            .exercise = make_exercise(&stems[k % N_STEMS]), .weight = 1};
    *marks = (struct marks){.students = mem_new(n_students + 1, sizeof(char *)),
        .n_students = n_students,
        .n_exercises = n_exercises,
        .marks = mem_new(n_students * n_exercises + 1, sizeof(struct mark)),
        .totals = mem_new(n_students + 1, sizeof(struct mark_total))};
    size_t n_named = 0;
    while (names != NULL && names[n_named] != NULL)
        n_named++;
    for (size_t i = 0; i < n_students; i++) {
        marks->students[i] =
            i < n_named ? mem_text(names[i]) : mem_format("Student No. %zu", i);
        for (size_t k = 0; k < n_exercises; k++) {
            struct mark *mark = mark_at(class, i, k);
            mark->student = marks->students[i];
            mark->exercise = &class->policy.exercises[k];
            fill(class, i, k);
        }
    }
    return class;
}

static void free_exercise(struct exercise *exercise)
{
    free(exercise->measures[0].name);
    free(exercise->measures);
    free(exercise->name);
    free(exercise->lab);
    free(exercise->stem);
    free(exercise->title);
    free(exercise);
}

void made_class_free(struct made_class *class)
{
    struct marks *marks = &class->marks;
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++)
        clear_mark(&marks->marks[i]);
    for (size_t i = 0; i < marks->n_students; i++)
        free(marks->students[i]);
    for (size_t k = 0; k < class->policy.n_exercises; k++)
        free_exercise((struct exercise *)class->policy.exercises[k].exercise);
    free(class->policy.exercises);
    free(marks->students);
    free(marks->marks);
    free(marks->totals);
    free(class);
}

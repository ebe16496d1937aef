/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/report/scaling.h"
#include "tests/unit/unit.h"

/* Curves of programs whose serial share, overhead and machine are known, up
 * to 64 workers: what is found, what is said, and what is read back. */

enum { RUNS = 20 };

/* How a made-up program and its machine scale. */
struct law {
    double share; /* serial */
    double cost; /* of every further worker */
    double machine; /* most that copies gain */
    int cores;
    int n_workers;
};

static double speedup_of(const struct law *law, int p, enum scaling_kind kind)
{
    return kind == SCALING_WEAK
               ? p - law->share * (p - 1)
               : 1 / (law->share + (1 - law->share) / p + law->cost * (p - 1));
}

static void add_run(struct scaling_point *point, double speedup, double copies,
    struct random *random)
{
    struct measurement *m = &point->measurement;
    struct sample s = {.attainable = NAN, .gain = NAN, .order = "bc"};
    s.baseline.seconds = 0.02;
    s.candidate.seconds =
        0.02 / speedup * (1 + 0.01 * random_between(random, -1, 1));
    s.speedup = s.baseline.seconds / s.candidate.seconds;
    if (point->n_workers > 1 && !point->is_oversubscribed)
        s.attainable = copies * (1 + 0.01 * random_between(random, -1, 1));
    for (int i = 0; i < point->n_workers && isfinite(s.attainable); i++)
        s.copies[i].seconds = 0.02 / copies;
    m->samples = mem_grow(m->samples, m->n_samples, sizeof s);
    m->samples[m->n_samples++] = s;
}

static void add_curve(
    struct scaling *scaling, const struct law *law, enum scaling_kind kind)
{
    int workers[MEASURE_WORKERS_MAX];
    struct random random = random_stream(1, "runs");
    struct scaling_curve *curve = &scaling->curves[kind];
    curve->n_points = scaling_plan(kind, law->n_workers, workers);
    curve->points = mem_new(curve->n_points, sizeof *curve->points);
    for (size_t i = 0; i < curve->n_points; i++) {
        struct scaling_point *point = &curve->points[i];
        const int p = workers[i];
        *point = (struct scaling_point){.n_workers = p,
            .n_parts =
                kind == SCALING_WEAK ? (unsigned)(law->n_workers / p) : 1,
            .is_oversubscribed = p > law->cores,
            .measurement = {.n_workers = p, .seconds = 1, .repeats = 3}};
        for (int k = 0; k < RUNS; k++)
            add_run(point, speedup_of(law, p, kind), fmin(p, law->machine),
                &random);
    }
}

static struct scaling make(const struct law *law)
{
    struct scaling scaling = {.exercise = mem_text("threads/gaussian"),
        .measure = mem_text("speedup"),
        .candidate = mem_text("reference"),
        .processor = mem_text("made up"),
        .cores = law->cores,
        .n_workers = law->n_workers,
        .budget_s = 5};
    add_curve(&scaling, law, SCALING_STRONG);
    add_curve(&scaling, law, SCALING_WEAK);
    scaling_summarise(&scaling);
    return scaling;
}

static void test_plan_when_few_or_many_then_is_as_stated(void)
{
    static const struct {
        enum scaling_kind kind;
        int n_workers;
        int workers[16];
    } rows[] = {
        {SCALING_STRONG, 1, {1}},
        {SCALING_STRONG, 5, {1, 2, 3, 4, 5}},
        {SCALING_STRONG, 8, {1, 2, 3, 4, 5, 6, 7, 8}},
        {SCALING_STRONG, 12, {1, 2, 3, 4, 6, 8, 12}},
        {SCALING_STRONG, 20, {1, 2, 3, 4, 6, 8, 12, 16, 20}},
        {SCALING_STRONG, 64, {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64}},
        {SCALING_WEAK, 7, {1, 7}},
        {SCALING_WEAK, 12, {1, 2, 3, 4, 6, 12}},
        {SCALING_WEAK, 64, {1, 2, 4, 8, 16, 32, 64}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int workers[MEASURE_WORKERS_MAX] = {0};
        const size_t n = scaling_plan(rows[i].kind, rows[i].n_workers, workers);
        for (size_t k = 0; k < n; k++)
            CU_ASSERT_EQUAL(workers[k], rows[i].workers[k]);
        CU_ASSERT_EQUAL(workers[n - 1], rows[i].n_workers);
        CU_ASSERT_EQUAL(rows[i].workers[n], 0);
    }
}

static void test_curves_when_share_is_known_then_is_found(void)
{
    static const double shares[] = {0.002, 0.05, 0.4};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        struct scaling scaling =
            make(&(struct law){shares[i], 0, 1000, 64, 64});
        for (int kind = 0; kind < N_SCALINGS; kind++) {
            const struct scaling_curve *curve = &scaling.curves[kind];
            CU_ASSERT_TRUE(curve->has_fit);
            CU_ASSERT(curve->fit.interval.low <= shares[i]);
            CU_ASSERT(curve->fit.interval.high >= shares[i]);
            CU_ASSERT_DOUBLE_EQUAL(curve->fit.share, shares[i], 0.005);
        }
        scaling_clear(&scaling);
    }
}

static void test_karp_flatt_when_share_is_serial_then_is_constant(void)
{
    struct scaling scaling = make(&(struct law){0.05, 0, 1000, 64, 64});
    CU_ASSERT_EQUAL(scaling.curves[SCALING_STRONG].trend, FIT_CONSTANT);
    scaling_clear(&scaling);
}

static void test_karp_flatt_when_workers_cost_then_rises(void)
{
    struct scaling scaling = make(&(struct law){0.01, 5e-4, 1000, 64, 64});
    CU_ASSERT_EQUAL(scaling.curves[SCALING_STRONG].trend, FIT_RISING);
    scaling_clear(&scaling);
}

static void test_fit_when_oversubscribed_then_leaves_points_out(void)
{
    struct scaling scaling = make(&(struct law){0.05, 0, 1000, 4, 8});
    const struct scaling_curve *curve = &scaling.curves[SCALING_STRONG];
    struct fit_point points[MEASURE_WORKERS_MAX];
    CU_ASSERT_EQUAL(curve->n_points, 8);
    CU_ASSERT_EQUAL(scaling_fit_points(curve, points), 4);
    CU_ASSERT_EQUAL(curve->fit.n_points, 3);
    CU_ASSERT_TRUE(curve->points[7].is_known);
    CU_ASSERT_FALSE(curve->points[7].has_copies);
    CU_ASSERT_TRUE(curve->points[3].has_copies);
    scaling_clear(&scaling);
}

static void test_point_when_too_few_runs_are_clean_then_is_not_known(void)
{
    struct scaling scaling = make(&(struct law){0.05, 0, 1000, 4, 4});
    struct scaling_point *point = &scaling.curves[SCALING_STRONG].points[3];
    for (int i = 0; i < 10; i++)
        point->measurement.samples[i].flaw = FLAW_BUSY;
    scaling_summarise(&scaling);
    CU_ASSERT_FALSE(point->is_known);
    CU_ASSERT_EQUAL(point->n_clean, RUNS - 10);
    CU_ASSERT(point->measurement.why[0] != '\0');
    CU_ASSERT_EQUAL(scaling.curves[SCALING_STRONG].fit.n_points, 2);
    scaling_clear(&scaling);
}

/* For a grade such a block measures nothing; here it is what is looked for. */
static void test_block_when_copies_gain_nothing_together_then_counts(void)
{
    struct scaling scaling = make(&(struct law){0.05, 0, 1.1, 2, 2});
    struct scaling_point *point = &scaling.curves[SCALING_STRONG].points[1];
    for (int i = 0; i < RUNS; i++)
        point->measurement.samples[i].flaw = FLAW_SHARED;
    point->measurement.samples[3].copies[0].seconds *= 2; /* this one alone */
    point->measurement.status = MEASURE_NOT_MEASURED;
    scaling_summarise(&scaling);
    CU_ASSERT_TRUE(point->is_known);
    CU_ASSERT_EQUAL(point->n_clean, RUNS - 1);
    CU_ASSERT_DOUBLE_EQUAL(point->copies, 1.1, 0.02);
    scaling_clear(&scaling);
}

static void test_interval_when_runs_drift_then_holds_both_halves(void)
{
    struct scaling scaling = make(&(struct law){0, 0, 1000, 2, 2});
    struct scaling_point *point = &scaling.curves[SCALING_STRONG].points[1];
    for (int i = 0; i < 20; i++)
        add_run(point, 2, 2, &(struct random){(uint64_t)i});
    scaling_summarise(&scaling);
    const double width = point->interval.high - point->interval.low;
    for (int i = 20; i < 40; i++)
        point->measurement.samples[i].speedup *= 0.8;
    scaling_summarise(&scaling);
    CU_ASSERT(width < 0.05);
    CU_ASSERT(point->interval.low < 1.62 && point->interval.high > 1.98);
    scaling_clear(&scaling);
}

static void test_precision_when_one_percent_then_is_enough(void)
{
    struct scaling scaling = make(&(struct law){0, 0, 1000, 2, 2});
    struct measurement *m =
        &scaling.curves[SCALING_STRONG].points[1].measurement;
    CU_ASSERT_TRUE(scaling_is_precise(NULL, m));
    for (size_t i = 0; i < m->n_samples; i += 2)
        m->samples[i].speedup *= 1.05;
    CU_ASSERT_FALSE(scaling_is_precise(NULL, m));
    m->n_samples = 13;
    CU_ASSERT_FALSE(scaling_is_precise(NULL, m));
    scaling_clear(&scaling);
}

/* Write a scaling, read it, write it again. @return whether both are equal. */
static bool comes_back(const struct scaling *scaling, struct fail *fail)
{
    struct scaling again;
    json_t *read = NULL;
    json_t *machine =
        json_pack("{s:s, s:i, s:i, s:n, s:i, s:s, s:n, s:s, s:b}", "processor",
            "made up", "cores", 64, "threads", 64, "quota", "memory_mib", 1000,
            "compiler", "cc", "mpi", "sandbox", "none", "login_node", 0);
    json_t *one = scaling_json(scaling, machine);
    char *text = json_dumps(one, JSON_REAL_PRECISION(17));
    char *folder = file_temp_folder(fail);
    char *path = mem_format("%s/curve.json", folder);
    CU_ASSERT_EQUAL_FATAL(file_write(path, text, strlen(text), fail), 0);
    const bool is_read = scaling_read(path, &again, &read, fail) == 0;
    bool is_equal = false;
    if (is_read) {
        json_t *two = scaling_json(&again, read);
        is_equal = json_equal(one, two);
        json_decref(two);
        json_decref(read);
        scaling_clear(&again);
    }
    file_remove_folder(folder);
    free(path);
    free(folder);
    free(text);
    json_decref(one);
    json_decref(machine);
    return is_equal;
}

static void test_json_when_read_again_then_is_the_same(void)
{
    struct fail fail = {""};
    struct scaling scaling = make(&(struct law){0.03, 1e-4, 20, 48, 64});
    struct measurement *m = &scaling.curves[SCALING_WEAK].points[2].measurement;
    m->samples[4].flaw = FLAW_STOLEN;
    scaling_summarise(&scaling);
    CU_ASSERT_TRUE(comes_back(&scaling, &fail));
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    scaling_clear(&scaling);
}

/* What is said of a law; @p has must be in it, @p lacks must not. */
static void expect_words(const struct law *law, enum scaling_kind kind,
    const char *has, const char *lacks)
{
    struct scaling scaling = make(law);
    char *words = scaling_words(&scaling, kind);
    if (strstr(words, has) == NULL || strstr(words, lacks) != NULL)
        printf("# %s\n", words);
    CU_ASSERT_PTR_NOT_NULL(strstr(words, has));
    CU_ASSERT_PTR_NULL(strstr(words, lacks));
    free(words);
    scaling_clear(&scaling);
}

static void test_words_when_law_is_known_then_fit_it(void)
{
    static const struct {
        struct law law;
        enum scaling_kind kind;
        const char *has, *lacks;
    } rows[] = {
        {{0.05, 0, 1000, 64, 64}, SCALING_STRONG, "gains more than 20x", "ris"},
        {{0.05, 0, 1000, 64, 64}, SCALING_STRONG, "the same for all", "single"},
        {{0.05, 0, 1000, 64, 64}, SCALING_STRONG, "the program does not",
            "onl"},
        {{0.01, 5e-4, 1000, 64, 64}, SCALING_STRONG, "fraction rises",
            "gains m"},
        {{-0.002, 0, 1000, 64, 64}, SCALING_STRONG, "lie above", "no number"},
        {{0.02, 0, 1000, 2, 2}, SCALING_STRONG, "A fit of one point", "Karp"},
        {{0.02, 0, 1000, 2, 8}, SCALING_STRONG, "A fit of one point", "Karp"},
        {{0, 0, 1000, 2, 2}, SCALING_STRONG, "cannot be told from none",
            "fits"},
        {{0, 2e-3, 20, 64, 64}, SCALING_STRONG, "gain only 20", "would let"},
        {{0.001, 0, 20, 64, 64}, SCALING_STRONG, "less than the program",
            "only"},
        {{1.5, 0, 1000, 8, 8}, SCALING_STRONG, "nothing to extrapolate",
            "more t"},
        {{0.05, 0, 1000, 64, 64}, SCALING_WEAK, "workers' time fits these",
            "x "},
        {{0, 0, 1000, 64, 64}, SCALING_WEAK, "told from none", "Amdahl"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_words(&rows[i].law, rows[i].kind, rows[i].has, rows[i].lacks);
}

static void test_words_when_nothing_is_known_then_say_so(void)
{
    struct scaling scaling = make(&(struct law){0.05, 0, 1000, 1, 4});
    char *words = scaling_words(&scaling, SCALING_STRONG);
    CU_ASSERT_PTR_NOT_NULL(strstr(words, "nothing to fit"));
    free(words);
    scaling_clear(&scaling);
}

/* All that is printed, in ASCII: a test has the locale C. */
static char *print(const struct scaling *scaling)
{
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    scaling_print(to, scaling);
    fclose(to);
    return text;
}

static void test_terminal_when_printed_then_fits_into_80_columns(void)
{
    static const struct law laws[] = {{0.05, 0, 1000, 64, 64},
        {-0.01, 0, 1000, 64, 64}, {0.9, 0.1, 1, 4, 64}, {0, 0, 8, 2, 2},
        {0.4, 0.3, 3, 8, 8}, {0, 0, 1000, 1, 3}};
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
        struct scaling scaling = make(&laws[i]);
        char *text = print(&scaling);
        for (const char *p = text; *p != '\0'; p += strcspn(p, "\n") + 1) {
            const size_t n = strcspn(p, "\n");
            if (n > 80 || (n > 0 && p[n - 1] == ' '))
                printf("# %.*s|\n", (int)n, p);
            CU_ASSERT(n <= 80 && (n == 0 || p[n - 1] != ' '));
        }
        CU_ASSERT_PTR_NOT_NULL(strstr(text, "Weak scaling"));
        free(text);
        scaling_clear(&scaling);
    }
}

static void test_terminal_when_reasons_are_alike_then_gives_each_once(void)
{
    static const char *const reasons[] = {
        "busy: 3 of 20 runs", "too slow", "busy: 12 of 14.5 runs"};
    struct scaling scaling = make(&(struct law){0.05, 0, 1000, 4, 4});
    for (int i = 0; i < 3; i++) {
        struct measurement *m =
            &scaling.curves[SCALING_STRONG].points[i + 1].measurement;
        m->n_samples = 0;
        snprintf(m->why, sizeof m->why, "%s", reasons[i]);
    }
    scaling_summarise(&scaling);
    char *text = print(&scaling);
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "Not measured on 2, 4. On 2: busy: 3 of 20 runs\n"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "Not measured on 3: too slow\n"));
    CU_ASSERT_PTR_NULL(strstr(text, "14.5"));
    free(text);
    scaling_clear(&scaling);
}

/* On a logarithmic chart the ideal is a diagonal, and so is a perfect one. */
static void test_chart_when_perfect_then_is_a_diagonal(void)
{
    struct scaling scaling = make(&(struct law){0, 0, 0, 64, 64});
    char *text = print(&scaling);
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "     64x |"));
    CU_ASSERT_PTR_NOT_NULL(strstr(text, "      1x |o ."));
    /* Half of 61 columns, between two marks of the ideal. */
    CU_ASSERT_PTR_NOT_NULL(
        strstr(text, "      8x |                            . o .\n"));
    free(text);
    scaling_clear(&scaling);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_plan_when_few_or_many_then_is_as_stated",
            test_plan_when_few_or_many_then_is_as_stated},
        {"test_curves_when_share_is_known_then_is_found",
            test_curves_when_share_is_known_then_is_found},
        {"test_karp_flatt_when_share_is_serial_then_is_constant",
            test_karp_flatt_when_share_is_serial_then_is_constant},
        {"test_karp_flatt_when_workers_cost_then_rises",
            test_karp_flatt_when_workers_cost_then_rises},
        {"test_fit_when_oversubscribed_then_leaves_points_out",
            test_fit_when_oversubscribed_then_leaves_points_out},
        {"test_point_when_too_few_runs_are_clean_then_is_not_known",
            test_point_when_too_few_runs_are_clean_then_is_not_known},
        {"test_block_when_copies_gain_nothing_together_then_counts",
            test_block_when_copies_gain_nothing_together_then_counts},
        {"test_interval_when_runs_drift_then_holds_both_halves",
            test_interval_when_runs_drift_then_holds_both_halves},
        {"test_precision_when_one_percent_then_is_enough",
            test_precision_when_one_percent_then_is_enough},
        {"test_json_when_read_again_then_is_the_same",
            test_json_when_read_again_then_is_the_same},
        {"test_words_when_law_is_known_then_fit_it",
            test_words_when_law_is_known_then_fit_it},
        {"test_words_when_nothing_is_known_then_say_so",
            test_words_when_nothing_is_known_then_say_so},
        {"test_terminal_when_printed_then_fits_into_80_columns",
            test_terminal_when_printed_then_fits_into_80_columns},
        {"test_terminal_when_reasons_are_alike_then_gives_each_once",
            test_terminal_when_reasons_are_alike_then_gives_each_once},
        {"test_chart_when_perfect_then_is_a_diagonal",
            test_chart_when_perfect_then_is_a_diagonal},
        {0},
    };
    return unit_main("scaling", tests);
}

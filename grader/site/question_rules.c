/* SPDX-License-Identifier: MIT */
#include "grader/site/question_rules.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/stats/fit.h"

/* A rule asks only where its number is in the verdict and says something: the
 * thresholds keep it from asking about what is noise. It asks how or why, and
 * never says what would be right. Waiting uses no processor, so exercises
 * whose workers wait are not asked about idle cores. */

enum { QUOTE_MAX = 240 }; /* bytes of a message */
enum { RUNS_MIN = 5 }; /* clean ones, to say what a run is like */

#define IDLE_MIN 0.05 /* share of the workers' time */
#define GAIN_FULL 0.9
#define BEYOND 1.05 /* of the attainable speedup */
#define SHARE_MIN 0.02 /* serial, by Amdahl's law */
#define EXTRA_MIN 1.25 /* processor time of the serial program's */
#define TIMES_MIN 10.0 /* switches and page faults of the serial program's */
#define SWITCHES_MIN 100.0
#define FAULTS_MIN 1000.0
#define DELAY_MIN 0.05
#define SPREAD_MIN 0.08 /* of the median */
#define GUESS_MIN 1.1 /* times too high or too low */

static bool has_digit(const char *text)
{
    return text[strcspn(text, "0123456789")] != '\0';
}

/* The first lines on one, and not too long. @return new. */
static char *quote(const char *text, int n_lines)
{
    char *words, *safe;
    size_t size;
    FILE *to = mem_stream(&words, &size);
    for (int i = 0; i < n_lines && *text != '\0'; i++) {
        const char *separator = i > 0 ? "; " : "";
        text += strspn(text, " \t\r\n");
        for (fputs(separator, to); *text != '\0' && *text != '\n'; text++)
            if (!isspace((unsigned char)text[0]) ||
                !isspace((unsigned char)text[1]))
                fputc(*text, to);
    }
    fclose(to);
    safe = text_safe(words, size, QUOTE_MAX);
    free(words);
    return safe;
}

/* A verdict's points, for what has no number of its own. @return new. */
static char *points_of(const struct verdict *verdict)
{
    const struct points points = result_points(&verdict->result);
    return mem_format(" (%d of %d points)", points.points, points.max);
}

static void ask_rejected(struct proposals *p)
{
    const struct result *result = &p->verdict->result;
    const char *message = result->message != NULL ? result->message : "";
    char *first = quote(message, 1);
    char *points = has_digit(first) ? mem_text("") : points_of(p->verdict);
    question_propose(p, SORT_REJECTED, 95,
        mem_format("It was not run%s, because: \"%s\" What does that mean, and "
                   "how can one see it before handing in?",
            points, first));
    free(points);
    free(first);
}

static void ask_diagnoses(struct proposals *p)
{
    const struct findings *found = &p->verdict->result.diagnoses;
    for (size_t i = 0; i < found->n; i++) {
        const struct finding *one = &found->list[i];
        char *points =
            has_digit(one->evidence) ? mem_text("") : points_of(p->verdict);
        question_propose(p, SORT_DIAGNOSIS, 100 - (int)i,
            mem_format("%s%s: %s. %s", one->name, points, one->evidence,
                question_tail(one->name)));
        free(points);
    }
}

static void ask_case(struct proposals *p)
{
    const struct verdict *verdict = p->verdict;
    if (verdict->n_failures == 0)
        return;
    const struct verdict_failure *first = &verdict->failures[0];
    char *said = quote(first->message, 2);
    question_propose(p, SORT_CASE, 85,
        mem_format(
            "%ld of %ld cases pass; the first that does not is \"%s\" of the "
            "group %s: \"%s\" What does this case have that others do not?",
            verdict->n_passed, verdict->n_cases, first->name, first->group,
            said));
    free(said);
}

/* The groups of the failing cases, each once. @return new. */
static char *groups_of(const struct verdict *verdict)
{
    char *text;
    size_t size;
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < verdict->n_failures; i++) {
        const char *group = verdict->failures[i].group;
        size_t k = 0;
        while (strcmp(verdict->failures[k].group, group) != 0)
            k++;
        if (k == i)
            fprintf(to, "%s%s", i > 0 ? ", " : "", group);
    }
    fclose(to);
    return text;
}

static void ask_cases(struct proposals *p)
{
    const struct verdict *verdict = p->verdict;
    if (verdict->n_failures < 2 || verdict->n_passed == 0)
        return;
    char *groups = groups_of(verdict);
    char *safe = text_safe(groups, strlen(groups), QUOTE_MAX);
    question_propose(p, SORT_CASES, 30,
        mem_format("%zu cases fail (%s). What have they in common that the "
                   "%ld that pass have not?",
            verdict->n_failures, safe, verdict->n_passed));
    free(safe);
    free(groups);
}

/* Diagnoses that ask the same. */
static bool is_told_serial(const struct proposals *p)
{
    static const char *const names[] = {
        "not-parallel", "redundant-work", "oversubscribed", "root-does-all"};
    const struct findings *found = &p->verdict->result.diagnoses;
    for (size_t i = 0; i < found->n; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strcmp(found->list[i].name, names[k]) == 0)
                return true;
    return false;
}

static void ask_serial(struct proposals *p)
{
    const struct verdict *verdict = p->verdict;
    const struct points *points = &verdict->result.correct;
    const char *why = verdict_why_serial(verdict);
    if (why == NULL)
        return;
    question_propose(p, SORT_SERIAL, is_told_serial(p) ? 20 : 88,
        mem_format("%ld of %ld cases pass, for %d of %d points: %s. Who does "
                   "what, and when, in one call with two workers?",
            verdict->n_passed, verdict->n_cases, points->points, points->max,
            why));
}

static void ask_guess(struct proposals *p, const struct measurement *m)
{
    const double guess = p->verdict->result.guess;
    if (guess <= 0 || fmax(guess / m->speedup, m->speedup / guess) < GUESS_MIN)
        return;
    question_propose(p, SORT_GUESS, 75,
        mem_format("You guessed %.4gx, and %.2fx was measured. What did the "
                   "guess leave out?",
            guess, m->speedup));
}

static void ask_attainable(
    struct proposals *p, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const bool has_copies = one->measure->yardstick == YARDSTICK_COPIES;
    if (m->speedup > BEYOND * m->attainable)
        question_propose(p, SORT_BEYOND, 80,
            mem_format("%.2fx is more than the %.2fx that was thought to be "
                       "attainable on %d workers. What does this program do "
                       "otherwise than the serial one?",
                m->speedup, m->attainable, m->n_workers));
    else if (m->speedup < 1 + GAIN_FULL * (m->attainable - 1))
        question_propose(p, SORT_ATTAINABLE, 65,
            mem_format("%.2fx of the attainable %.2fx were reached on %d "
                       "workers. Where is the rest, and how could one find "
                       "out by measuring?",
                m->speedup, m->attainable, m->n_workers));
    else if (has_copies && fabs(m->attainable - m->n_workers) > 0.02)
        question_propose(p, SORT_ATTAINABLE, 50,
            mem_format(
                "%.2fx of the attainable %.2fx were reached. Why is %.2fx and "
                "not %dx the most that %d workers can do on this machine?",
                m->speedup, m->attainable, m->attainable, m->n_workers,
                m->n_workers));
}

static void ask_amdahl(struct proposals *p, const struct measurement *m)
{
    if (m->n_workers < 2 || m->speedup < 1)
        return;
    const double share = fit_karp_flatt(m->speedup, m->n_workers);
    if (share < SHARE_MIN || share > 1)
        return;
    question_propose(p, SORT_AMDAHL, 60,
        mem_format(
            "By Amdahl's law %.2fx on %d workers means that %.0f %% of the "
            "work is serial. Which part of the program could that be, and "
            "what would the law give on %d workers?",
            m->speedup, m->n_workers, 100 * share, 4 * m->n_workers));
}

static double concurrency_of(const struct part *part)
{
    return part->concurrency;
}

static double seconds_of(const struct part *part)
{
    return part->seconds;
}

static double cpu_of(const struct part *part)
{
    return part->cpu_s;
}

static double delay_of(const struct part *part)
{
    return part->delay_s;
}

static double switches_of(const struct part *part)
{
    return (double)part->switches;
}

static double faults_of(const struct part *part)
{
    return (double)part->faults;
}

static void ask_idle(struct proposals *p, const struct measurement *m)
{
    const double busy = verdict_median(m, true, concurrency_of);
    const double idle = 1 - busy / m->n_workers;
    if (m->n_workers < 2 || isnan(busy) || busy <= 0 || idle < IDLE_MIN)
        return;
    question_propose(p, SORT_IDLE, 70,
        mem_format("The %d workers were idle for %.0f %% of the time: on "
                   "average %.2f were at work (median of %zu runs). When is a "
                   "worker idle, and for what does it wait?",
            m->n_workers, 100 * idle, busy, m->n_clean));
}

static void ask_extra(struct proposals *p, const struct measurement *m)
{
    const double times =
        verdict_median(m, true, cpu_of) / verdict_median(m, false, cpu_of);
    if (!isfinite(times) || times < EXTRA_MIN)
        return;
    question_propose(p, SORT_EXTRA, 55,
        mem_format("All workers together used %.2f times the processor time "
                   "of the serial program. What is done that the serial "
                   "program does not do?",
            times));
}

static void ask_delay(struct proposals *p, const struct measurement *m)
{
    const double share = verdict_median(m, true, delay_of) /
                         (verdict_median(m, true, seconds_of) * m->n_workers);
    if (!isfinite(share) || share < DELAY_MIN)
        return;
    question_propose(p, SORT_DELAY, 45,
        mem_format("Threads that could have run waited for a core for %.0f %% "
                   "of the workers' time. How many are there at once, and on "
                   "how many cores?",
            100 * share));
}

static void ask_counts(struct proposals *p, const struct measurement *m)
{
    const double switches = verdict_median(m, true, switches_of);
    const double faults = verdict_median(m, true, faults_of);
    const double serial_switches = verdict_median(m, false, switches_of);
    const double serial_faults = verdict_median(m, false, faults_of);
    if (switches >= SWITCHES_MIN && switches >= TIMES_MIN * serial_switches)
        question_propose(p, SORT_SWITCHES, 48,
            mem_format("In a run its workers were given a core %.0f times, "
                       "the serial program %.0f times. What makes a worker "
                       "give up its core?",
                switches, serial_switches));
    if (faults >= FAULTS_MIN && faults >= TIMES_MIN * serial_faults)
        question_propose(p, SORT_FAULTS, 35,
            mem_format("In a run it had %.0f page faults, the serial program "
                       "%.0f. Which memory is touched for the first time, and "
                       "by whom?",
                faults, serial_faults));
}

static void ask_spread(struct proposals *p, const struct measurement *m)
{
    double *x = mem_new(m->n_samples + 1, sizeof *x);
    struct interval range = {0, 0};
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == FLAW_NONE)
            x[n++] = m->samples[i].speedup;
    if (n >= 10)
        stats_range(x, n, 0.1, &range);
    if (range.high - range.low >= SPREAD_MIN * m->speedup)
        question_propose(p, SORT_SPREAD, 40,
            mem_format("Of %zu runs with the same input, one in ten was below "
                       "%.2fx and one in ten above %.2fx. What can differ "
                       "between two runs of the same program?",
                n, range.low, range.high));
    free(x);
}

/* What can be asked of everybody; it weighs least. */
static void ask_precision(struct proposals *p, const struct measurement *m)
{
    if (m->status == MEASURE_MEASURED)
        question_propose(p, SORT_INTERVAL, 10,
            mem_format("After %zu runs the speedup lies between %.2fx and "
                       "%.2fx. What does such an interval say, and what not?",
                m->n_clean, m->speedup_interval.low, m->speedup_interval.high));
    if (m->n_discarded > 0)
        question_propose(p, SORT_DISCARDED, 12,
            mem_format("%zu of %zu runs do not count, because the machine was "
                       "disturbed. How would the speedup look if they did?",
                m->n_discarded, m->n_samples));
}

static void ask_all_pass(struct proposals *p)
{
    const struct verdict *verdict = p->verdict;
    if (verdict->n_cases == 0 || verdict->n_passed < verdict->n_cases)
        return;
    question_propose(p, SORT_ALL_PASS, 8,
        mem_format("All %ld cases pass. Which mistake of a parallel program "
                   "could they still miss?",
            verdict->n_cases));
}

/* What clean runs show holds even when there are too few for points. */
static void ask_measure(struct proposals *p, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const bool waits = one->measure->yardstick == YARDSTICK_WORKERS;
    ask_precision(p, m);
    if (m->status == MEASURE_MEASURED) {
        ask_attainable(p, one);
        ask_amdahl(p, m);
        ask_spread(p, m);
    }
    if (waits || m->n_clean < RUNS_MIN)
        return;
    ask_idle(p, m);
    ask_extra(p, m);
    ask_delay(p, m);
    ask_counts(p, m);
}

void question_rules(struct proposals *p)
{
    const struct result *result = &p->verdict->result;
    if (result->is_rejected) {
        ask_rejected(p);
        return;
    }
    ask_diagnoses(p);
    ask_case(p);
    ask_cases(p);
    ask_serial(p);
    ask_all_pass(p);
    for (size_t i = 0; i < p->verdict->exercise.n_measures; i++)
        ask_measure(p, &result->measures[i]);
    if (p->verdict->exercise.n_measures > 0 &&
        result->measures[0].measurement.status == MEASURE_MEASURED)
        ask_guess(p, &result->measures[0].measurement);
}

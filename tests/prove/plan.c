/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/judge/machine.h"
#include "tests/prove/prove.h"
#include "tests/watch.h"

/* The plan is the same every time, so what has a file was graded and is not
 * graded again. The order is random: what a machine does in the course of
 * hours falls on all sorts alike. */

enum { RARE = 10, RARE_MIN = 3, PARTNERS_MAX = 5 };

static void add(struct plan *plan, const struct exercise *exercise,
    const struct prove_sort *sort, bool is_loaded, int number)
{
    plan->gradings = mem_grow(plan->gradings, plan->n, sizeof *plan->gradings);
    plan->gradings[plan->n++] = (struct proved){.exercise = exercise,
        .sort = sort,
        .is_loaded = is_loaded,
        .number = number};
}

static void shuffle(struct plan *plan)
{
    struct random random = random_stream(1, "plan");
    for (size_t i = plan->n; i > 1; i--) {
        const size_t k = random_below(&random, i);
        const struct proved kept = plan->gradings[i - 1];
        plan->gradings[i - 1] = plan->gradings[k];
        plan->gradings[k] = kept;
    }
}

int plan_make(struct plan *plan, int n, struct fail *fail)
{
    const int most = machine_read()->workers_max;
    const int n_rare = n / RARE > RARE_MIN ? n / RARE : RARE_MIN;
    plan->n_workers =
        plan->course->workers < most ? plan->course->workers : most;
    for (int e = 0; e < PROVE_EXERCISES; e++) {
        size_t n_found;
        const struct exercise **found =
            course_find(plan->course, prove_exercises[e], &n_found, fail);
        if (found == NULL)
            return -1;
        for (const struct prove_sort *s = prove_sorts; s->name != NULL; s++)
            for (int i = 0; i < (s->is_spread ? n : n_rare); i++)
                if (e == 0 || s->is_for_all)
                    add(plan, found[0], s, s->is_spread && i % 2 == 1, i);
        free(found);
    }
    shuffle(plan);
    return 0;
}

void plan_free(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        json_decref(plan->gradings[i].document);
        json_decref(plan->gradings[i].partner);
    }
    free(plan->gradings);
}

static char *path_of(const struct plan *plan, const struct proved *proved)
{
    return mem_format("%s/%s-%s-%s-%03d.json", plan->folder,
        proved->exercise->stem, proved->sort->name,
        proved->is_loaded ? "loaded" : "quiet", proved->number);
}

static char *partner_path(const struct plan *plan, const struct proved *proved)
{
    return mem_format("%s/%s-%s-partner-%03d.json", plan->folder,
        proved->exercise->stem, proved->sort->name, proved->number);
}

/* What a program loses besides its serial share is not the same in every state
 * of the machine: so it is measured right before. */
static bool has_partner(const struct proved *proved)
{
    return proved->sort->gain < 1 && !proved->is_loaded &&
           proved->number < PARTNERS_MAX * (1 + proved->sort->is_spread);
}

static bool is_done(const struct proved *proved)
{
    return proved->document != NULL &&
           (proved->partner != NULL || !has_partner(proved));
}

const json_t *prove_measure(const json_t *document)
{
    const json_t *verdict =
        json_array_get(json_object_get(document, "exercises"), 0);
    return json_array_get(json_object_get(verdict, "measures"), 0);
}

static void load(const struct plan *plan, struct proved *proved)
{
    char *path = path_of(plan, proved);
    char *partner = partner_path(plan, proved);
    proved->document = json_load_file(path, 0, NULL);
    proved->partner = json_load_file(partner, 0, NULL);
    proved->verdict =
        json_array_get(json_object_get(proved->document, "exercises"), 0);
    proved->measure =
        json_array_get(json_object_get(proved->verdict, "measures"), 0);
    free(partner);
    free(path);
}

void plan_load(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->gradings[i].document == NULL)
            load(plan, &plan->gradings[i]);
}

static char *source_path(const struct plan *plan,
    const struct exercise *exercise, const struct prove_sort *sort)
{
    return mem_format("%s/%s-%s.c", plan->folder, exercise->stem, sort->name);
}

static int write_candidate(
    const struct plan *plan, const struct proved *proved, struct fail *fail)
{
    char *path = source_path(plan, proved->exercise, proved->sort);
    char *source = prove_source(
        plan->course, proved->exercise, proved->sort, plan->n_workers, fail);
    int result = -1;
    if (source != NULL)
        result = file_write(path, source, strlen(source), fail);
    free(source);
    free(path);
    return result;
}

/* @param verdict  path to write it to. */
static int grade(const struct plan *plan, const struct proved *proved,
    const struct prove_sort *sort, const char *verdict, struct fail *fail)
{
    char *source = source_path(plan, proved->exercise, sort);
    char *seed = mem_format("%d", 1 + proved->number);
    const char *const argv[] = {PARLAB_BUILD_ROOT "/parlab", "grade", "--seed",
        seed, "--file", source, "--json", verdict, proved->exercise->name,
        NULL};
    int result = 0;
    const pid_t others =
        proved->is_loaded ? load_start((unsigned)proved->number) : -1;
    const struct watched watched = watch_run(argv);
    if (others > 0) {
        kill(others, SIGKILL);
        waitpid(others, NULL, 0);
    }
    json_t *document = json_load_file(verdict, 0, NULL);
    if (prove_measure(document) == NULL)
        result = fail_set(fail,
            "parlab grade ended with %d; run: parlab grade --file %s %s",
            watched.code, source, proved->exercise->name);
    json_decref(document);
    free(seed);
    free(source);
    return result;
}

/* A pair is graded as one, or anew. */
static int grade_planned(
    const struct plan *plan, struct proved *proved, struct fail *fail)
{
    char *verdict = path_of(plan, proved);
    char *partner = partner_path(plan, proved);
    int result = 0;
    if (has_partner(proved))
        result =
            grade(plan, proved, prove_sort_named("none-serial"), partner, fail);
    if (result == 0)
        result = grade(plan, proved, proved->sort, verdict, fail);
    free(partner);
    free(verdict);
    if (result != 0)
        return -1;
    json_decref(proved->document);
    json_decref(proved->partner);
    load(plan, proved);
    return 0;
}

int plan_run(struct plan *plan, struct fail *fail)
{
    for (size_t i = 0; i < plan->n; i++)
        if (plan->gradings[i].number == 0 &&
            write_candidate(plan, &plan->gradings[i], fail) != 0)
            return -1;
    for (size_t i = 0; i < plan->n; i++) {
        struct proved *proved = &plan->gradings[i];
        if (is_done(proved))
            continue;
        fprintf(stderr, "prove: %zu of %zu: %s, %s, %s\n", i + 1, plan->n,
            proved->exercise->name, proved->sort->name,
            proved->is_loaded ? "others at work" : "quiet");
        if (grade_planned(plan, proved, fail) != 0)
            return -1;
    }
    return 0;
}

double prove_number(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

bool prove_is_measured(const struct proved *proved)
{
    const char *status =
        json_string_value(json_object_get(proved->measure, "status"));
    return status != NULL && strcmp(status, "measured") == 0;
}

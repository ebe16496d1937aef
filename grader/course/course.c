/* SPDX-License-Identifier: MIT */
#include "grader/course/course.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/schema.h"

/* Where an exercise's files lie, and which exercise a student means. A name
 * is never guessed: what is not exactly a lab or an exercise gets the nearest
 * name as a question. */

void course_free(struct course *course)
{
    if (course == NULL)
        return;
    for (size_t i = 0; i < course->n_labs; i++) {
        struct lab *lab = &course->labs[i];
        for (size_t k = 0; k < lab->n_exercises; k++) {
            free(lab->exercises[k].name);
            free(lab->exercises[k].lab);
            free((char *)lab->exercises[k].folder);
        }
        free(lab->name);
        schema_clear(SECTION_LAB, lab);
    }
    free(course->labs);
    free(course->work);
    free(course->root);
    free(course);
}

void course_set_work(struct course *course, const char *folder)
{
    char *work = mem_text(folder);
    free(course->work);
    course->work = work;
}

/* Words that a student may have meant, and the name that each stands for. */
struct guesses {
    const char **words;
    const char **names;
    size_t n;
};

static void add_guess(
    struct guesses *guesses, const char *word, const char *name)
{
    guesses->words[guesses->n] = word;
    guesses->names[guesses->n++] = name;
}

static size_t count_exercises(const struct course *course)
{
    size_t n = 0;
    for (size_t i = 0; i < course->n_labs; i++)
        n += course->labs[i].n_exercises;
    return n;
}

/* @return borrowed from the course; NULL when nothing is near. */
static const char *guess(const struct course *course, const char *word)
{
    const size_t n_max = course->n_labs + 2 * count_exercises(course);
    struct guesses guesses = {.words = mem_new(n_max, sizeof(char *)),
        .names = mem_new(n_max, sizeof(char *))};
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        add_guess(&guesses, lab->name, lab->name);
        for (size_t k = 0; k < lab->n_exercises; k++) {
            const struct exercise *exercise = &lab->exercises[k];
            add_guess(&guesses, exercise->name, exercise->name);
            add_guess(&guesses, exercise->stem, exercise->name);
        }
    }
    const char *nearest = text_nearest(word, guesses.words, guesses.n);
    const char *name = NULL;
    for (size_t i = 0; i < guesses.n && nearest != NULL; i++)
        if (guesses.words[i] == nearest)
            name = guesses.names[i];
    free(guesses.words);
    free(guesses.names);
    return name;
}

static void refuse(
    const struct course *course, const char *name, struct fail *fail)
{
    char *safe = text_safe(name, strlen(name), 60);
    const char *nearest = strlen(name) <= 60 ? guess(course, name) : NULL;
    if (nearest != NULL)
        fail_set(fail, "there is no exercise \"%s\"; did you mean %s?", safe,
            nearest);
    else
        fail_set(fail,
            "there is no exercise \"%s\"; \"parlab list\" shows "
            "them all",
            safe);
    free(safe);
}

const struct exercise **course_find(
    const struct course *course, const char *name, size_t *n, struct fail *fail)
{
    const struct exercise **found =
        mem_new(count_exercises(course), sizeof(struct exercise *));
    *n = 0;
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        const bool is_lab = strcmp(name, lab->name) == 0;
        for (size_t k = 0; k < lab->n_exercises; k++)
            if (is_lab || strcmp(name, lab->exercises[k].name) == 0)
                found[(*n)++] = &lab->exercises[k];
    }
    if (*n > 0)
        return found;
    refuse(course, name, fail);
    free(found);
    return NULL;
}

char *course_header_path(
    const struct course *course, const struct exercise *exercise)
{
    (void)course;
    return mem_format("%s/%s.h", exercise->folder, exercise->stem);
}

char *course_submission_path(
    const struct course *course, const struct exercise *exercise)
{
    return mem_format(
        "%s/labs/%s/%s.c", course->work, exercise->name, exercise->stem);
}

char *course_baseline_path(
    const struct course *course, const struct exercise *exercise)
{
    (void)course;
    return mem_format("%s/serial.c", exercise->folder);
}

char *course_solution_path(
    const struct course *course, const struct exercise *exercise)
{
    return mem_format("%s/solutions/%s.c", course->root, exercise->name);
}

char *course_skeleton_path(
    const struct course *course, const struct exercise *exercise)
{
    return mem_format("%s/skeletons/%s.c", course->root, exercise->name);
}

char *course_calls_path(
    const struct course *course, const struct exercise *exercise)
{
    return mem_format(
        "%s/grader/exercises/%s_calls.c", course->root, exercise->name);
}

const char *course_kind_name(enum kind kind)
{
    return schema_kinds[kind];
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/diagnose/diagnose.h"
#include "grader/report/strict.h"
#include "grader/site/site_private.h"

/* What wants somebody to do something: mistakes to talk about, points that
 * are open, words of the instructor, flags for a person. */

enum { FOLD_FROM = 30 }; /* rows of a list that is shown folded */

/* How often a diagnosis was given. */
struct count {
    const char *name;
    size_t n_students, n_exercises, rank;
};

static bool mark_has(const struct mark *mark, const char *name)
{
    const json_t *all = json_object_get(mark->verdict, "diagnoses");
    for (size_t i = 0; i < json_array_size(all); i++) {
        const char *one = strict_text(json_array_get(all, i), "name");
        if (one != NULL && strcmp(one, name) == 0)
            return true;
    }
    return false;
}

static struct count count_diagnosis(const struct site *site, size_t rank)
{
    const struct marks *marks = site->marks;
    struct count count = {.name = diagnose_names[rank], .rank = rank};
    bool *is_there = mem_new(marks->n_exercises + 1, sizeof *is_there);
    for (size_t i = 0; i < marks->n_students; i++) {
        bool is_any = false;
        for (size_t k = 0; k < marks->n_exercises; k++)
            if (mark_has(site_mark(site, i, k), count.name))
                is_any = is_there[k] = true;
        count.n_students += is_any;
    }
    for (size_t k = 0; k < marks->n_exercises; k++)
        count.n_exercises += is_there[k];
    free(is_there);
    return count;
}

static int compare_counts(const void *a, const void *b)
{
    const struct count *x = a, *y = b;
    if (x->n_students != y->n_students)
        return x->n_students > y->n_students ? -1 : 1;
    return x->rank < y->rank ? -1 : 1;
}

static void add_count(struct document *document, const struct site *site,
    const struct count *count)
{
    char *file = mem_format("explain/%s.html", count->name);
    if (site_is_explained(site, count->name))
        document_link_cell(document, count->name, file);
    else
        document_cell(document, "%s", count->name);
    document_cell(document, "%zu", count->n_students);
    document_shade(
        document, (double)count->n_students / (double)site->marks->n_students);
    document_cell(document, "%zu", count->n_exercises);
    free(file);
}

void site_add_lecture(struct document *document, const struct site *site)
{
    struct count *counts = NULL;
    size_t n = 0;
    for (size_t i = 0; diagnose_names[i] != NULL; i++) {
        const struct count count = count_diagnosis(site, i);
        if (count.n_students == 0)
            continue;
        counts = mem_grow(counts, n, sizeof *counts);
        counts[n++] = count;
    }
    document_heading(document, 2, "What to explain in the next lecture");
    if (n == 0) {
        document_words(document, "No diagnosis was given.");
        return;
    }
    qsort(counts, n, sizeof *counts, compare_counts);
    document_table(document, "How many students have which diagnosis", "lrr");
    document_cell(document, "Diagnosis");
    document_cell(document, "Students");
    document_cell(document, "In exercises");
    for (size_t i = 0; i < n; i++)
        add_count(document, site, &counts[i]);
    free(counts);
}

/* A list of marks, each with words of its own. */
struct list {
    const char *heading;
    const char *words; /* what the list is */
    const char *titles[2]; /* of the columns behind student and exercise */
    /* @return whether a mark is on the list; two new texts then. */
    bool (*take)(const struct site *site, size_t student,
        const struct mark *mark, char *texts[2]);
};

/* Why points are open, in the verdict's words. @return new. */
static char *why_open(const struct mark *mark)
{
    const json_t *measures = json_object_get(mark->verdict, "measures");
    if (!mark->is_graded)
        return mem_text("not graded yet");
    if (mark->depth == GRADEBOOK_CHECKED)
        return mem_text("only checked so far");
    for (size_t i = 0; i < json_array_size(measures); i++) {
        const json_t *one = json_array_get(measures, i);
        const char *status = strict_text(one, "status");
        const char *why = strict_text(one, "why");
        if (status != NULL && strcmp(status, "not-measured") == 0 &&
            why != NULL)
            return mem_text(why);
    }
    return mem_text("not decided");
}

static bool take_open(const struct site *site, size_t student,
    const struct mark *mark, char *texts[2])
{
    (void)site;
    (void)student;
    if (mark->open_points <= 0)
        return false;
    texts[0] = site_points(mark->open_points);
    texts[1] = why_open(mark);
    return true;
}

static bool take_override(const struct site *site, size_t student,
    const struct mark *mark, char *texts[2])
{
    if (!mark->is_overridden)
        return false;
    texts[0] = site_points(mark->points);
    texts[1] = site_remarks(site, student, mark, false);
    return true;
}

/* Only what says that a person should look; others are about the machine. */
static bool take_flag(const struct site *site, size_t student,
    const struct mark *mark, char *texts[2])
{
    const json_t *flags = json_object_get(mark->verdict, "flags");
    char *points = site_points(mark->points);
    (void)site;
    (void)student;
    for (size_t i = 0; i < json_array_size(flags); i++) {
        const char *flag = json_string_value(json_array_get(flags, i));
        if (flag == NULL || strstr(flag, "A person should look") == NULL)
            continue;
        texts[0] = points;
        texts[1] = mem_text(flag);
        return true;
    }
    free(points);
    return false;
}

static const struct list lists[] = {
    {"Open points",
        "They are not decided, and count neither for nor against anybody. "
        "\"parlab class grade --regrade-open\" measures them again.",
        {"Open", "Why"}, take_open},
    {"Points set by the instructor",
        "They count in place of what the grader gave.", {"Points", "Remarks"},
        take_override},
    {"For a person to look at",
        "The grader cannot tell whether this is good or bad.",
        {"Points", "What"}, take_flag},
};

static void add_list_row(struct document *document, const struct site *site,
    const struct site_name *name, const struct mark *mark, char *texts[2])
{
    char *file = mem_format("students/%s.html", name->file);
    (void)site;
    document_link_cell(document, name->shown, file);
    document_cell(document, "%s", mark->exercise->exercise->name);
    for (int i = 0; i < 2; i++) {
        document_cell(document, "%s", texts[i]);
        free(texts[i]);
    }
    free(file);
}

static size_t count_list(const struct site *site, const struct list *list)
{
    size_t n = 0;
    for (size_t i = 0; i < site->marks->n_students; i++)
        for (size_t k = 0; k < site->marks->n_exercises; k++) {
            char *texts[2];
            if (!list->take(site, i, site_mark(site, i, k), texts))
                continue;
            free(texts[0]);
            free(texts[1]);
            n++;
        }
    return n;
}

static void add_list(struct document *document, const struct site *site,
    const struct list *list, size_t n_rows)
{
    char *texts[2], *summary = mem_format("%s: %zu", list->heading, n_rows);
    if (n_rows > FOLD_FROM)
        document_fold(document, summary);
    else
        document_heading(document, 2, "%s", list->heading);
    document_words(document, "%s", list->words);
    document_table(document, list->heading, "llrl");
    document_cell(document, "Student");
    document_cell(document, "Exercise");
    document_cell(document, "%s", list->titles[0]);
    document_cell(document, "%s", list->titles[1]);
    for (size_t i = 0; i < site->marks->n_students; i++) {
        const size_t student = site->names.order[i];
        for (size_t k = 0; k < site->marks->n_exercises; k++) {
            const struct mark *mark = site_mark(site, student, k);
            if (list->take(site, student, mark, texts))
                add_list_row(
                    document, site, &site->names.names[student], mark, texts);
        }
    }
    if (n_rows > FOLD_FROM)
        document_fold_end(document);
    free(summary);
}

void site_add_notes(struct document *document, const struct site *site)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const size_t n_rows = count_list(site, &lists[i]);
        if (n_rows > 0)
            add_list(document, site, &lists[i], n_rows);
    }
}

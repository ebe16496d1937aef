/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/collect/collect_private.h"

/* Each question is answered by sorting so that all that bears on it lies side
 * by side: a submission of a hundred thousand files costs no more than as many
 * submissions. */

static void replace(char **text, const char *by)
{
    char *copy = mem_text(by);
    free(*text);
    *text = copy;
}

/* A further student of the same submission. */
static void add_partner(struct scan *scan, size_t i, const struct submitter *by)
{
    scan->items = mem_grow(scan->items, scan->n_items, sizeof *scan->items);
    const struct item *one = &scan->items[i];
    char *source = mem_new(one->found.source_bytes + 1, 1);
    memcpy(source, one->found.source, one->found.source_bytes);
    scan->items[scan->n_items++] =
        (struct item){.found = {.exercise = mem_text(one->found.exercise),
                          .source = source,
                          .source_bytes = one->found.source_bytes,
                          .origin = mem_text(one->found.origin),
                          .received = one->found.received},
            .place = {.system = PLACE_GRADESCOPE,
                .student = mem_text(by->name),
                .number = mem_text(by->id),
                .group = mem_text(one->place.group),
                .exercise = one->place.exercise,
                .depth = one->place.depth}};
    scan->n_bytes += one->found.source_bytes;
}

/* Numbers become names, where the list has been found. */
static void name_submitters(struct scan *scan, size_t i)
{
    bool is_named = false;
    char *number = mem_text(scan->items[i].place.number);
    for (size_t k = 0; k < scan->n_submitters; k++) {
        const struct submitter *one = &scan->submitters[k];
        struct item *item = &scan->items[i];
        if (strcmp(one->number, number) != 0 ||
            strcmp(one->group, item->place.group) != 0)
            continue;
        if (one->created > 0)
            item->found.received = one->created;
        if (is_named) {
            add_partner(scan, i, one);
            continue;
        }
        is_named = true;
        replace(&item->place.student, one->name);
        replace(&item->place.number, one->id);
    }
    free(number);
}

static const char *text(const char *maybe)
{
    return maybe != NULL ? maybe : "";
}

/* Moodle's numbers are of one download, the others' of the whole site. */
static int by_name(const struct place *a, const struct place *b)
{
    int order = (int)a->system - (int)b->system;
    if (order == 0)
        order = strcmp(a->student, b->student);
    if (order == 0 && a->system == PLACE_MOODLE)
        order = strcmp(a->group, b->group);
    return order;
}

static int by_number(const void *a, const void *b)
{
    const struct place *one = &((const struct item *)a)->place;
    const struct place *other = &((const struct item *)b)->place;
    const int order = by_name(one, other);
    return order != 0 ? order : strcmp(text(one->number), text(other->number));
}

static size_t find_end(const struct scan *scan, size_t first,
    int (*compare)(const struct place *a, const struct place *b))
{
    size_t end = first + 1;
    while (end < scan->n_items &&
           compare(&scan->items[first].place, &scan->items[end].place) == 0)
        end++;
    return end;
}

/* Students of the same name, with different numbers. */
static void tell_namesakes_apart(struct scan *scan)
{
    qsort(scan->items, scan->n_items, sizeof *scan->items, by_number);
    for (size_t i = 0, end; i < scan->n_items; i = end) {
        end = find_end(scan, i, by_name);
        const char *first = text(scan->items[i].place.number);
        const char *last = text(scan->items[end - 1].place.number);
        const bool are_several = first[0] != '\0' && strcmp(first, last) != 0;
        for (size_t k = i; k < end; k++) {
            struct item *item = &scan->items[k];
            item->found.student =
                are_several ? mem_format("%s (%s)", item->place.student,
                                  item->place.number)
                            : mem_text(item->place.student);
        }
    }
}

/* The files of one submission for one exercise. */
static int by_submission(const struct item *a, const struct item *b)
{
    int order = strcmp(a->found.student, b->found.student);
    if (order == 0)
        order = strcmp(text(a->found.exercise), text(b->found.exercise));
    if (order == 0)
        order = (int)a->place.system - (int)b->place.system;
    return order != 0 ? order : strcmp(a->place.group, b->place.group);
}

static int by_depth(const void *a, const void *b)
{
    const struct item *one = a, *other = b;
    int order = by_submission(one, other);
    if (order == 0)
        order = one->place.depth - other->place.depth;
    return order != 0 ? order : strcmp(one->found.origin, other->found.origin);
}

/* Somebody whose file was not taken, once. */
static void add_student(struct collection *all, const char *name)
{
    if (all->n_students > 0 &&
        strcmp(all->students[all->n_students - 1], name) == 0)
        return;
    all->students =
        mem_grow(all->students, all->n_students, sizeof *all->students);
    all->students[all->n_students++] = mem_text(name);
}

static void drop_source(struct item *item)
{
    free(item->found.source);
    item->found.source = NULL;
}

/* The file that lies less deep counts, and then the first by name. Canvas
 * keeps what was handed in before, beside the last. */
static void move(struct scan *scan)
{
    struct collection *all = scan->collection;
    qsort(scan->items, scan->n_items, sizeof *scan->items, by_depth);
    all->found = mem_new(scan->n_items, sizeof *all->found);
    for (size_t i = 0; i < scan->n_items; i++) {
        struct item *item = &scan->items[i];
        if (item->found.exercise == NULL) {
            add_student(all, item->found.student);
            drop_source(item);
            continue;
        }
        if (i == 0 || item->place.system == PLACE_CANVAS ||
            by_submission(item - 1, item) != 0) {
            all->found[all->n_found++] = item->found;
            continue;
        }
        scan_unread(scan, "", item->found.origin,
            mem_format("a second file of %s for %s", item->found.student,
                item->found.exercise));
        drop_source(item); /* what is compared is kept until all is done */
    }
}

static int by_student(const void *a, const void *b)
{
    const struct found *one = a, *other = b;
    int order = strcmp(one->student, other->student);
    if (order == 0)
        order = strcmp(one->exercise, other->exercise);
    if (order == 0)
        order = (one->received > other->received) -
                (one->received < other->received);
    return order != 0 ? order : strcmp(one->origin, other->origin);
}

static int by_path(const void *a, const void *b)
{
    const struct unread *one = a, *other = b;
    return strcmp(one->path, other->path);
}

static void clear(struct scan *scan)
{
    for (size_t i = 0; i < scan->n_items; i++) {
        if (scan->items[i].found.source == NULL)
            found_clear(&scan->items[i].found);
        place_clear(&scan->items[i].place);
    }
}

void scan_resolve(struct scan *scan)
{
    struct collection *all = scan->collection;
    const size_t n = scan->n_items;
    for (size_t i = 0; i < n; i++)
        if (scan->items[i].place.system == PLACE_GRADESCOPE)
            name_submitters(scan, i);
    if (scan->n_items > 0) {
        tell_namesakes_apart(scan);
        move(scan);
        clear(scan);
        qsort(all->found, all->n_found, sizeof *all->found, by_student);
    }
    if (all->n_unread > 0)
        qsort(all->unread, all->n_unread, sizeof *all->unread, by_path);
}

/* SPDX-License-Identifier: MIT */
#include "grader/collect/collect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect_private.h"

/* Files are looked at one by one. Whatever is not taken is in the list of what
 * was not, with the reason. */

enum { LIST_BYTES_MAX = 8 << 20 };

static const char list_name[] = "submission_metadata.yml";

void scan_unread(
    struct scan *scan, const char *inside, const char *path, char *why)
{
    struct collection *all = scan->collection;
    all->unread = mem_grow(all->unread, all->n_unread, sizeof *all->unread);
    all->unread[all->n_unread++] = (struct unread){
        .path = mem_format("%s%s%s", inside, inside[0] ? ": " : "", path),
        .why = why};
}

static bool is_list(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash != NULL ? slash + 1 : path, list_name) == 0;
}

static void take_list(struct scan *scan, const char *inside, const char *path,
    scan_reader *reader, void *arg)
{
    size_t n_bytes = 0, n = 0;
    char *why = NULL, *text = reader(arg, LIST_BYTES_MAX, &n_bytes, &why);
    if (text == NULL) {
        scan_unread(scan, inside, path, why);
        return;
    }
    char *group = mem_format(
        "%s:%.*s", inside, (int)(strlen(path) - strlen(list_name)), path);
    struct submitter *list = submitters_read(text, group, &n);
    for (size_t i = 0; i < n; i++) {
        scan->submitters = mem_grow(
            scan->submitters, scan->n_submitters, sizeof *scan->submitters);
        scan->submitters[scan->n_submitters++] = list[i];
    }
    free(list);
    free(group);
    free(text);
}

static void take(struct scan *scan, const char *inside, const char *path,
    time_t received, struct place *place, char *source, size_t n_bytes)
{
    const time_t now = time(NULL);
    char *group = mem_format("%s:%s", inside, place->group);
    free(place->group);
    place->group = group;
    scan->items = mem_grow(scan->items, scan->n_items, sizeof *scan->items);
    scan->items[scan->n_items++] = (struct item){
        .found = {.exercise =
                      source != NULL ? mem_text(place->exercise->name) : NULL,
            .source = source,
            .source_bytes = n_bytes,
            .origin = mem_format("%s%s%s", inside, inside[0] ? ": " : "", path),
            .received = received < 0     ? 0
                        : received > now ? now
                                         : received},
        .place = *place};
    scan->n_bytes += n_bytes;
}

/* Only a system's word for it: a folder that somebody made may be anything. */
static bool is_student_known(const struct place *place)
{
    return place->student != NULL && place->group != NULL &&
           place->system != PLACE_PLAIN;
}

int scan_file(struct scan *scan, const char *inside, const char *path,
    time_t received, scan_reader *reader, void *arg)
{
    struct place place;
    char *why = NULL;
    size_t n_bytes = 0;
    if (++scan->n_entries > COLLECT_ENTRIES_MAX ||
        scan->n_bytes > COLLECT_BYTES_MAX) {
        scan_unread(scan, inside, path,
            mem_text("this and all that follows: there are too many files"));
        return -1;
    }
    if (is_list(path)) {
        take_list(scan, inside, path, reader, arg);
        return 0;
    }
    char *source = NULL;
    if (place_read(path, scan->course, scan->exercises, scan->n_exercises,
            &place, &why) == 0) {
        if (!place.is_asked) {
            scan->collection->n_not_asked++;
            place_clear(&place);
            return 0;
        }
        source = reader(arg, COLLECT_SOURCE_BYTES_MAX, &n_bytes, &why);
    }
    if (source == NULL)
        scan_unread(scan, inside, path, why);
    if (source != NULL || is_student_known(&place))
        take(scan, inside, path, received, &place, source, n_bytes);
    else
        place_clear(&place);
    return 0;
}

int collect(const char *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct collection *collection, struct fail *fail)
{
    struct stat status;
    struct scan scan = {.course = course,
        .exercises = exercises,
        .n_exercises = n_exercises,
        .collection = collection};
    int result = 0;
    *collection = (struct collection){0};
    if (stat(path, &status) != 0)
        return fail_errno(fail, "cannot look into %s", path);
    const char *slash = strrchr(path, '/');
    if (S_ISDIR(status.st_mode))
        result = scan_folder(&scan, path, fail);
    else if (S_ISREG(status.st_mode))
        scan_archive(&scan, path, slash != NULL ? slash + 1 : path);
    else
        result = fail_set(fail, "%s is neither a folder nor an archive", path);
    scan_resolve(&scan);
    submitters_free(scan.submitters, scan.n_submitters);
    free(scan.items);
    if (result != 0)
        collection_free(collection);
    return result;
}

void found_clear(struct found *found)
{
    free(found->student);
    free(found->exercise);
    free(found->source);
    free(found->origin);
}

void collection_free(struct collection *collection)
{
    for (size_t i = 0; i < collection->n_found; i++)
        found_clear(&collection->found[i]);
    for (size_t i = 0; i < collection->n_unread; i++) {
        free(collection->unread[i].path);
        free(collection->unread[i].why);
    }
    for (size_t i = 0; i < collection->n_students; i++)
        free(collection->students[i]);
    free(collection->students);
    free(collection->found);
    free(collection->unread);
    *collection = (struct collection){0};
}

/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect_private.h"

/* A path is taken apart and compared with the few forms that there are; no
 * file is opened for it. Who is meant is never guessed: where a folder might
 * be a student's or might not, the file is not taken, and the reason says in
 * which form it would be. */

enum { WORDS_MAX = 32 };

/* A path in pieces, and which of them belong to the submission. */
struct path {
    char *words[WORDS_MAX];
    size_t n;
    size_t first; /* word inside the submission */
    char *file; /* borrowed from the last word: the file's own name */
    char *text;
};

static bool is_hidden(const char *word)
{
    return word[0] == '.' || strcmp(word, "__MACOSX") == 0;
}

/* @return NULL; new: why not. */
static char *split(const char *text, struct path *path)
{
    bool hides = false;
    *path = (struct path){.text = mem_text(text)};
    for (char *at = path->text; at != NULL;) {
        char *word = strsep(&at, "/");
        if (word[0] == '\0' || strcmp(word, "..") == 0 ||
            strcmp(word, ".") == 0)
            return mem_text("its path leads out of its folder");
        if (path->n == WORDS_MAX)
            return mem_text("too many folders inside each other");
        hides |= is_hidden(word);
        path->words[path->n++] = word;
    }
    path->file = path->words[path->n - 1];
    return hides ? mem_text("hidden") : NULL;
}

static size_t count_digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* "Name_12345_assignsubmission_file_", with the file's name behind it in
 * downloads without folders. @return 1 it is; 0 not; -1: no file. */
static int take_moodle(struct path *path, size_t i, struct place *place)
{
    static const char mark[] = "_assignsubmission_";
    char *word = path->words[i], *at = strstr(word, mark);
    if (at == NULL)
        return 0;
    char *plugin = at + strlen(mark), *number = at;
    while (number > word && isdigit((unsigned char)number[-1]))
        number--;
    if (number == at || number == word || number[-1] != '_')
        return 0;
    *at = '\0';
    number[-1] = '\0';
    place->system = PLACE_MOODLE;
    place->student = collect_student(word);
    place->number = mem_text(number);
    path->first = i + 1;
    if (!text_starts(plugin, "file"))
        return -1;
    plugin += strlen("file");
    plugin += *plugin == '_';
    if (i + 1 == path->n) {
        path->file = path->words[i] = plugin;
        path->first = i;
    }
    return 1;
}

/* "name_LATE_123_456_file.c". */
static bool take_canvas(struct path *path, struct place *place)
{
    char *word = path->file, *at = strchr(word, '_');
    if (at == NULL || at == word)
        return false;
    char *number = at + 1;
    if (text_starts(number, "LATE_"))
        number += strlen("LATE_");
    const size_t n = count_digits(number);
    if (n == 0 || number[n] != '_')
        return false;
    char *other = number + n + 1;
    const size_t n_other = count_digits(other);
    if (n_other == 0 || other[n_other] != '_')
        return false;
    *at = '\0';
    number[n] = '\0';
    place->system = PLACE_CANVAS;
    place->student = collect_student(word);
    place->number = mem_text(number);
    path->file = path->words[path->n - 1] = other + n_other + 1;
    path->first = path->n - 1;
    return true;
}

static bool take_gradescope(struct path *path, size_t i, struct place *place)
{
    const char *word = path->words[i];
    if (!text_starts(word, "submission_") || i + 1 == path->n)
        return false;
    const char *digits = word + strlen("submission_");
    if (*digits == '\0' || digits[count_digits(digits)] != '\0')
        return false;
    place->system = PLACE_GRADESCOPE;
    place->student = mem_text(word);
    place->number = mem_text(word);
    path->first = i + 1;
    return true;
}

/* @return as take_moodle(). */
static int take_system(struct path *path, struct place *place)
{
    size_t n_before = 0;
    int taken = 0;
    for (size_t i = 0; i < path->n && taken == 0; i++) {
        taken = take_moodle(path, i, place);
        if (taken == 0 && take_gradescope(path, i, place))
            taken = 1;
        n_before = i;
    }
    if (taken == 0 && take_canvas(path, place)) {
        taken = 1;
        n_before = path->n - 1;
    }
    char *group = mem_text("");
    for (size_t i = 0; i < n_before && taken != 0; i++) {
        char *longer = mem_format("%s%s/", group, path->words[i]);
        free(group);
        group = longer;
    }
    place->group = group;
    return taken;
}

/* "stem", "lab_stem" or "lab-stem"; Canvas puts "-1" behind what is handed in
 * again. @return whether it names the exercise; with its lab or without. */
static bool is_named(
    const char *stem, size_t n, const struct exercise *exercise, bool *has_lab)
{
    char *name = mem_format("%.*s", (int)n, stem);
    const size_t n_lab = strlen(exercise->lab);
    const bool with_lab = text_starts(name, exercise->lab) &&
                          (name[n_lab] == '_' || name[n_lab] == '-') &&
                          strcmp(name + n_lab + 1, exercise->stem) == 0;
    const bool is_it = with_lab || strcmp(name, exercise->stem) == 0;
    *has_lab = with_lab;
    free(name);
    return is_it;
}

/* Characters of the file's name without ".c", and "-1" of Canvas. */
static size_t stem_length(const struct path *path, const struct place *place)
{
    size_t n = strlen(path->file) - 2;
    if (place->system != PLACE_CANVAS)
        return n;
    size_t digits = 0;
    while (digits < n && isdigit((unsigned char)path->file[n - digits - 1]))
        digits++;
    return digits > 0 && digits + 1 < n && path->file[n - digits - 1] == '-'
               ? n - digits - 1
               : n;
}

/* How surely a file is an exercise's: 2 its lab is named as well, 1 its own
 * name is right, 0 it is not; and how many words that took. */
static int fit(const struct path *path, size_t n_stem,
    const struct exercise *exercise, size_t *n_words)
{
    bool has_lab;
    const size_t n = path->n - path->first;
    char *const *words = path->words + path->first;
    *n_words = 1;
    if (!is_named(path->file, n_stem, exercise, &has_lab))
        return 0;
    if (has_lab)
        return 2;
    if (n >= 2 && strcmp(words[n - 2], exercise->lab) == 0) {
        *n_words = 2;
        return 2;
    }
    if (n >= 3 && strcmp(words[n - 2], exercise->stem) == 0 &&
        strcmp(words[n - 3], exercise->lab) == 0) {
        *n_words = 3;
        return 2;
    }
    return 1;
}

static bool is_asked(
    const struct exercise *const exercises[], size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(exercises[i]->name, name) == 0)
            return true;
    return false;
}

/* What is looked through, and what was found so far. */
struct search {
    const struct exercise *best;
    int fit;
    bool is_asked, is_ambiguous;
    size_t n_words;
};

static void consider(struct search *search, const struct exercise *exercise,
    int how_well, bool asked, size_t n_words)
{
    const int now = 2 * how_well + asked,
              before = 2 * search->fit + search->is_asked;
    if (how_well == 0 || now < before)
        return;
    search->is_ambiguous = now == before;
    search->best = exercise;
    search->fit = how_well;
    search->is_asked = asked;
    search->n_words = n_words;
}

static bool is_lab(const struct course *course, const char *word)
{
    for (size_t i = 0; i < course->n_labs; i++)
        if (strcmp(course->labs[i].name, word) == 0)
            return true;
    return false;
}

/* A plain path has to say whose it is: the folder around all that. */
static char *take_folder(struct path *path, const struct course *course,
    const struct search *search, struct place *place)
{
    size_t n = path->n - search->n_words;
    if (n > 1 && search->n_words > 1 && strcmp(path->words[n - 1], "labs") == 0)
        n--;
    if (n == 0)
        return mem_text("nothing says whose it is: put it in a folder of the "
                        "student's name");
    if (n > 1 || (search->fit == 1 && is_lab(course, path->words[n - 1])))
        return mem_format("not as STUDENT/LAB/EXERCISE.c or "
                          "STUDENT/EXERCISE.c or STUDENT_LAB_EXERCISE.c");
    place->student = collect_student(path->words[0]);
    return NULL;
}

/* "ada_threads_sum.c", anywhere. */
static bool take_flat(const struct path *path, const struct course *course,
    struct search *search, struct place *place)
{
    size_t longest = 0;
    const size_t n = strlen(path->file) - 2;
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *one = &course->labs[i].exercises[k];
            char *end = mem_format("_%s_%s", one->lab, one->stem);
            const size_t length = strlen(end);
            if (n > length && length > longest &&
                memcmp(path->file + n - length, end, length) == 0) {
                longest = length;
                search->best = one;
            }
            free(end);
        }
    if (longest == 0)
        return false;
    char *student = mem_format("%.*s", (int)(n - longest), path->file);
    place->student = collect_student(student);
    free(student);
    return true;
}

static char *take_exercise(struct path *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct place *place)
{
    struct search search = {0};
    char *why = NULL;
    const size_t n_stem = stem_length(path, place);
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            size_t n_words;
            const struct exercise *one = &course->labs[i].exercises[k];
            const int how_well = fit(path, n_stem, one, &n_words);
            consider(&search, one, how_well,
                is_asked(exercises, n_exercises, one->name), n_words);
        }
    if (search.best == NULL) {
        if (place->system != PLACE_PLAIN ||
            !take_flat(path, course, &search, place))
            return mem_text("no exercise has a file of this name");
    } else if (search.is_ambiguous) {
        return mem_text("several labs have an exercise of this name: name one "
                        "on the command line, or put it in a folder LAB");
    } else if (place->system == PLACE_PLAIN) {
        why = take_folder(path, course, &search, place);
    }
    place->exercise = search.best;
    place->depth = (int)(path->n - path->first);
    place->is_asked = is_asked(exercises, n_exercises, search.best->name);
    if (why == NULL && place->student == NULL)
        why = mem_text("the student's name is empty or too long");
    return why;
}

static char *understand(struct path *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct place *place)
{
    const int taken = take_system(path, place);
    const size_t n = strlen(path->file);
    if (taken < 0)
        return mem_text("typed into Moodle, and not a file");
    if (n > 4 && strcmp(path->file + n - 4, ".zip") == 0)
        return mem_text("an archive inside a submission: unpack it there");
    if (n < 3 || strcmp(path->file + n - 2, ".c") != 0)
        return mem_text("no C source");
    return take_exercise(path, course, exercises, n_exercises, place);
}

int place_read(const char *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct place *place, char **why)
{
    struct path parts;
    *place = (struct place){0};
    *why = split(path, &parts);
    if (*why == NULL)
        *why = understand(&parts, course, exercises, n_exercises, place);
    free(parts.text);
    return *why == NULL ? 0 : -1;
}

void place_clear(struct place *place)
{
    free(place->student);
    free(place->number);
    free(place->group);
    *place = (struct place){0};
}

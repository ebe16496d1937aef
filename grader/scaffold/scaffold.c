/* SPDX-License-Identifier: MIT */
#include "grader/scaffold/scaffold.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/overview.h"
#include "grader/course/skeleton.h"

/* First everything is made in memory, then it is written, and at last the
 * course is read as it is now. When any of it fails, what was written is
 * taken back, so that there is a whole exercise or none. */

enum { TEXT_MAX = 1 << 20, NAME_MAX_CHARS = 16, CHANGES_MAX = 64 };

static const char entry_name[] = "exercise.conf"; /* no file of its own */

/* A file that is new, or has a new text. */
struct change {
    char *name; /* below the root */
    char *before; /* NULL: there was none */
    char *after;
    bool is_written;
};

/* An exercise in the making. */
struct making {
    const struct scaffold *scaffold;
    struct change changes[CHANGES_MAX];
    size_t n_changes;
    char *entry; /* for the manifest */
    struct fail *fail;
};

/* An exercise's name is its function's as well, and its skeleton lies beside
 * serial.c; labs have a folder of examples. Only words of the length of a
 * name. */
static const char *const taken[] = {"auto", "break", "case", "char", "const",
    "continue", "default", "do", "double", "else", "enum", "extern", "float",
    "for", "goto", "if", "inline", "int", "long", "register", "restrict",
    "return", "short", "signed", "sizeof", "static", "struct", "switch",
    "typedef", "union", "unsigned", "void", "volatile", "while", "asm",
    "typeof", "main", "serial", "examples"};

bool scaffold_is_name(const char *word)
{
    const size_t length = strlen(word);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(word, taken[i]) == 0)
            return false;
    return word[0] >= 'a' && word[0] <= 'z' && length <= NAME_MAX_CHARS &&
           strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* Replace every place of a word. Takes over @p text. @return new. */
static char *replace(char *text, const char *word, const char *by)
{
    char *made = NULL, *rest = text, *at;
    size_t size = 0;
    FILE *to = mem_stream(&made, &size);
    for (; (at = strstr(rest, word)) != NULL; rest = at + strlen(word))
        fprintf(to, "%.*s%s", (int)(at - rest), rest, by);
    fputs(rest, to);
    fclose(to);
    free(text);
    return made;
}

static char *fill_in(const struct scaffold *scaffold, char *text)
{
    char *guard = mem_format("%s_H", scaffold->stem);
    for (char *p = guard; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    text = replace(text, "@GUARD@", guard);
    text = replace(text, "@LAB@", scaffold->lab);
    text = replace(text, "@EX@", scaffold->stem);
    text = replace(text, "@TITLE@", scaffold->title);
    free(guard);
    return text;
}

static char *read_below(const struct making *making, const char *name)
{
    struct fail fail;
    char *path = mem_format("%s/%s", making->scaffold->course->root, name);
    char *text = file_read(path, TEXT_MAX, NULL, &fail);
    free(path);
    return text;
}

/* Note a change; takes over both texts. */
static int add(struct making *making, char *name, char *after)
{
    if (making->n_changes == CHANGES_MAX)
        fail_grader("a template of more than %d files", CHANGES_MAX);
    making->changes[making->n_changes++] = (struct change){
        .name = name, .before = read_below(making, name), .after = after};
    return 0;
}

/* Take one file of a template. @param name  below the template's folder. */
static int take_file(struct making *making, const char *path, const char *name)
{
    const struct scaffold *scaffold = making->scaffold;
    char *text = file_read(path, TEXT_MAX, NULL, making->fail);
    if (text == NULL)
        return -1;
    text = fill_in(scaffold, text);
    if (strcmp(name, entry_name) == 0) {
        making->entry = text;
        return 0;
    }
    char *target = replace(mem_text(name), "LAB", scaffold->lab);
    target = replace(target, "EX", scaffold->stem);
    add(making, target, text);
    if (making->changes[making->n_changes - 1].before == NULL)
        return 0;
    return fail_set(
        making->fail, "%s is there already; take another name", target);
}

static int is_seen(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           entry->d_name[strlen(entry->d_name) - 1] != '~';
}

/* Take all files of a template's folder. */
static int take_folder(
    struct making *making, const char *folder, const char *name)
{
    struct dirent **entries;
    const int n = scandir(folder, &entries, is_seen, alphasort);
    int result = n >= 0 ? 0
                        : fail_errno(making->fail,
                              "cannot read %s; new exercises are made in "
                              "parlab's source tree",
                              folder);
    for (int i = 0; i < n; i++) {
        struct stat status;
        const char *own = entries[i]->d_name;
        char *path = mem_format("%s/%s", folder, own);
        char *below = mem_format("%s%s%s", name, name[0] ? "/" : "", own);
        if (result == 0 && stat(path, &status) == 0)
            result = S_ISDIR(status.st_mode) ? take_folder(making, path, below)
                                             : take_file(making, path, below);
        free(below);
        free(path);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return result;
}

static int take_template(struct making *making, const char *name)
{
    char *folder = mem_format(
        "%s/grader/templates/%s", making->scaffold->course->root, name);
    const int result = take_folder(making, folder, "");
    free(folder);
    return result;
}

static bool has_lab(const struct scaffold *scaffold)
{
    for (size_t i = 0; i < scaffold->course->n_labs; i++)
        if (strcmp(scaffold->course->labs[i].name, scaffold->lab) == 0)
            return true;
    return false;
}

/* Change a text that is there. @param made  new, or NULL: cannot be. */
static int change(struct making *making, char *name, char *made)
{
    if (made != NULL)
        return add(making, name, made);
    fail_set(making->fail,
        "cannot find the place in %s where the new exercise belongs", name);
    free(name);
    return -1;
}

/* A row for the exercise in the lab's introduction, where that has a table;
 * where not, lint says what is missing. */
static void enter_row(struct making *making)
{
    const struct scaffold *scaffold = making->scaffold;
    char *name = mem_format("labs/%s/README.md", scaffold->lab);
    char *row = mem_format("| [%s](%s/README.md) | %s |\n", scaffold->stem,
        scaffold->stem, scaffold->title);
    char *text = read_below(making, name);
    char *made = text != NULL ? scaffold_add_row(text, row) : NULL;
    if (made != NULL)
        add(making, name, made);
    else
        free(name);
    free(text);
    free(row);
}

static int enter_exercise(struct making *making)
{
    const struct scaffold *scaffold = making->scaffold;
    char *name = mem_format("labs/%s/lab.conf", scaffold->lab);
    char *manifest = read_below(making, name);
    char *made =
        manifest != NULL ? scaffold_insert(manifest, making->entry) : NULL;
    free(manifest);
    enter_row(making);
    return change(making, name, made);
}

static int enter_lab(struct making *making)
{
    char *name = mem_text("labs/course.conf");
    char *conf = read_below(making, name);
    char *made =
        conf != NULL ? scaffold_add_lab(conf, making->scaffold->lab) : NULL;
    free(conf);
    if (change(making, name, made) != 0)
        return -1;
    /* The template's manifest has the entry's place marked. */
    for (size_t i = 0; i < making->n_changes; i++)
        making->changes[i].after =
            replace(making->changes[i].after, "@ENTRY@\n", making->entry);
    return 0;
}

/* The skeleton, from the solution. */
static int make_skeleton(struct making *making)
{
    const struct scaffold *scaffold = making->scaffold;
    for (size_t i = 0; i < making->n_changes; i++) {
        if (!text_starts(making->changes[i].name, "solutions/"))
            continue;
        char *skeleton = skeleton_make(making->changes[i].after, making->fail);
        if (skeleton == NULL)
            return -1;
        char *name = mem_format(
            "labs/%s/%s/%s.c", scaffold->lab, scaffold->stem, scaffold->stem);
        return add(making, name, skeleton);
    }
    return fail_set(making->fail, "the template has no solution");
}

static int enter_cases(struct making *making)
{
    const struct scaffold *scaffold = making->scaffold;
    char *name = mem_text("grader/exercises/local.mk");
    char *list = read_below(making, name);
    char *line = mem_format("parlab_SOURCES += %%D%%/%s/%s_cases.c\n",
        scaffold->lab, scaffold->stem);
    char *made =
        list != NULL ? scaffold_add_line(list, "parlab_SOURCES", line) : NULL;
    free(line);
    free(list);
    return change(making, name, made);
}

static int prepare(struct making *making)
{
    const struct scaffold *scaffold = making->scaffold;
    const bool is_old_lab = has_lab(scaffold);
    if (take_template(making, "common") != 0 ||
        take_template(making, course_kind_name(scaffold->kind)) != 0 ||
        (!is_old_lab && take_template(making, "lab") != 0))
        return -1;
    if (making->entry == NULL)
        return fail_set(making->fail, "the template of %s has no %s",
            course_kind_name(scaffold->kind), entry_name);
    if (make_skeleton(making) != 0)
        return -1;
    if ((is_old_lab ? enter_exercise(making) : enter_lab(making)) != 0)
        return -1;
    return enter_cases(making);
}

static int write_one(struct making *making, struct change *one)
{
    char *path = mem_format("%s/%s", making->scaffold->course->root, one->name);
    char *folder = mem_format("%.*s", (int)(strrchr(path, '/') - path), path);
    const int result = file_make_folder(folder, making->fail) != 0 ||
                               file_replace(path, one->after,
                                   strlen(one->after), making->fail) != 0
                           ? -1
                           : 0;
    one->is_written = result == 0;
    free(folder);
    free(path);
    return result;
}

/* Remove the folders of a new file as far as they are empty now. */
static void remove_folders(const char *root, char *path)
{
    char *slash;
    while ((slash = strrchr(path, '/')) != NULL &&
           (size_t)(slash - path) > strlen(root)) {
        *slash = '\0';
        if (rmdir(path) != 0)
            return;
    }
}

static void take_back(struct making *making)
{
    struct fail ignored;
    const char *root = making->scaffold->course->root;
    for (size_t i = 0; i < making->n_changes; i++) {
        const struct change *one = &making->changes[i];
        if (!one->is_written)
            continue;
        char *path = mem_format("%s/%s", root, one->name);
        if (one->before != NULL) {
            file_replace(path, one->before, strlen(one->before), &ignored);
        } else {
            unlink(path);
            remove_folders(root, path);
        }
        free(path);
    }
}

/* The table of exercises, from the course as it is now. */
static int list_exercise(struct making *making, const struct course *course)
{
    char *name = mem_text("labs/README.md");
    char *old = read_below(making, name);
    char *text = old != NULL ? overview_fill(old, course, making->fail) : NULL;
    free(old);
    if (text == NULL) {
        free(name);
        return -1;
    }
    add(making, name, text);
    return write_one(making, &making->changes[making->n_changes - 1]);
}

static int write_all(struct making *making)
{
    for (size_t i = 0; i < making->n_changes; i++)
        if (write_one(making, &making->changes[i]) != 0)
            return -1;
    struct course *course =
        course_read(making->scaffold->course->root, making->fail);
    const int result = course != NULL ? list_exercise(making, course) : -1;
    course_free(course);
    return result;
}

int scaffold_write(
    const struct scaffold *scaffold, char ***written, struct fail *fail)
{
    struct making making = {.scaffold = scaffold, .fail = fail};
    int result = prepare(&making);
    if (result == 0 && (result = write_all(&making)) != 0)
        take_back(&making);
    *written = NULL;
    if (result == 0) {
        *written = mem_new(making.n_changes + 1, sizeof **written);
        for (size_t i = 0; i < making.n_changes; i++)
            (*written)[i] = mem_text(making.changes[i].name);
    }
    for (size_t i = 0; i < making.n_changes; i++) {
        free(making.changes[i].name);
        free(making.changes[i].before);
        free(making.changes[i].after);
    }
    free(making.entry);
    return result;
}

void scaffold_free(char **written)
{
    for (size_t i = 0; written != NULL && written[i] != NULL; i++)
        free(written[i]);
    free(written);
}

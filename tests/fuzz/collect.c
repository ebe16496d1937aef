/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "grader/base/mem.h"
#include "grader/collect/collect_private.h"
#include "tests/fuzz/fuzz.h"

/* What a class hands in, after a first byte that says what it is: a list of
 * Gradescope, paths (one a line), or an archive. Whatever a name was, what
 * becomes of it is one line of UTF-8 and no path. */

static const char course_conf[] = "labs = [\"first\"];\nworkers = 4;\n";
static const char lab_conf[] =
    "title = \"A lab\"; exercises = ({ name = \"one\"; title = \"One\";\n"
    "kind = \"threads\"; minutes = 1; skeleton_max_points = 0;\n"
    "functions = [\"one\"]; groups = ({ name = \"all\"; title = \"all\";\n"
    "points = 100; core = true; }); });\n";

static const struct course *the_course(const char **root)
{
    static struct course *course;
    struct fail fail;
    fuzz_put("labs/first/one/one.h", "", 0);
    fuzz_put("labs/course.conf", course_conf, strlen(course_conf));
    *root = fuzz_put("labs/first/lab.conf", lab_conf, strlen(lab_conf));
    if (course == NULL)
        course = course_read(*root, &fail);
    FUZZ_CLAIM(course != NULL);
    return course;
}

static void check_name(const char *name)
{
    FUZZ_CLAIM(name[0] != '\0' && strlen(name) <= 200);
    FUZZ_CLAIM(u8_check((const uint8_t *)name, strlen(name)) == NULL);
    FUZZ_CLAIM(strchr(name, '/') == NULL && strchr(name, '\n') == NULL);
    FUZZ_CLAIM(strcmp(name, "..") != 0 && fuzz_is_harmless(name));
}

static void read_list(const char *text)
{
    size_t n;
    struct submitter *list = submitters_read(text, "x", &n);
    for (size_t i = 0; i < n; i++)
        check_name(list[i].name);
    submitters_free(list, n);
}

static void read_paths(const struct course *course, char *text)
{
    const struct exercise *one = &course->labs[0].exercises[0];
    for (char *at = text; at != NULL;) {
        struct place place;
        char *why, *line = strsep(&at, "\n");
        if (place_read(line, course, &one, 1, &place, &why) == 0) {
            FUZZ_CLAIM(why == NULL && place.exercise == one);
            check_name(place.student);
        } else {
            FUZZ_CLAIM(why != NULL);
        }
        place_clear(&place);
        free(why);
    }
}

static void read_archive(
    const struct course *course, const char *root, const struct fuzz *from)
{
    struct fail fail;
    struct collection all;
    const struct exercise *one = &course->labs[0].exercises[0];
    fuzz_put("some.zip", (const void *)from->at, from->n);
    char *path = mem_format("%s/some.zip", root);
    FUZZ_CLAIM(collect(path, course, &one, 1, &all, &fail) == 0);
    for (size_t i = 0; i < all.n_found; i++) {
        check_name(all.found[i].student);
        FUZZ_CLAIM(strcmp(all.found[i].exercise, one->name) == 0);
        FUZZ_CLAIM(all.found[i].source[all.found[i].source_bytes] == '\0');
    }
    collection_free(&all);
    free(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fuzz from = {data, n_bytes};
    const char *root;
    const struct course *course = the_course(&root);
    const uint8_t what = fuzz_byte(&from);
    char *text = mem_format("%.*s", (int)from.n, (const char *)from.at);
    if (what == 'l')
        read_list(text);
    else if (what == 'p')
        read_paths(course, text);
    else
        read_archive(course, root, &from);
    free(text);
    return 0;
}

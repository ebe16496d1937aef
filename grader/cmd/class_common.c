/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/fail.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/class.h"
#include "grader/gradebook/work.h"

/* Whose rules hold is told to the gradings that are started by the
 * environment, so that their limits and number of workers are the same. */

static const char default_book[] = "gradebook.sqlite";

static void end(const char *why, int code)
{
    fprintf(stderr, "parlab: %s\n", why);
    exit(code);
}

static const char *book_of(const struct class_place *place)
{
    return place->book != NULL ? place->book : default_book;
}

bool class_has_book(const struct class_place *place)
{
    return access(book_of(place), F_OK) == 0;
}

struct gradebook *class_open(
    const struct class_place *place, enum gradebook_mode mode)
{
    struct fail fail;
    struct gradebook *book = gradebook_open(book_of(place), mode, &fail);
    if (book == NULL)
        end(fail.text, CMD_BROKEN);
    return book;
}

/* @return new; NULL: labs/course.conf. */
static char *find_policy(
    const struct class_place *place, struct gradebook *book)
{
    struct fail fail;
    char *told = place->policy != NULL ? mem_text(place->policy)
                 : book != NULL        ? gradebook_recall(book, "policy")
                                       : NULL;
    if (told == NULL || told[0] == '\0') {
        free(told);
        return NULL;
    }
    char *path = realpath(told, NULL);
    if (path == NULL) {
        fail_errno(&fail,
            "cannot read the rules %s; --policy names those that hold", told);
        end(fail.text, CMD_USAGE);
    }
    free(told);
    return path;
}

struct policy *class_policy(
    const struct class_place *place, struct gradebook *book)
{
    struct fail fail;
    char *path = find_policy(place, book);
    if (path != NULL)
        setenv("PARLAB_POLICY", path, 1);
    else
        unsetenv("PARLAB_POLICY");
    struct policy *policy = policy_read(cmd_course(), path, &fail);
    if (policy == NULL)
        end(fail.text, CMD_BROKEN);
    free(path);
    return policy;
}

int class_pin_policy(const char *text, struct fail *fail)
{
    char *path = mem_format("%s/rules.conf", cmd_folder());
    const int result = file_write(path, text, strlen(text), fail);
    if (result == 0)
        setenv("PARLAB_POLICY", path, 1);
    free(path);
    return result;
}

struct marks *class_marks(
    const struct class_place *place, struct policy **policy)
{
    struct fail fail;
    struct gradebook *book = class_open(place, GRADEBOOK_READ);
    *policy = class_policy(place, book);
    struct marks *marks = marks_read(book, *policy, &fail);
    if (marks == NULL)
        end(fail.text, CMD_BROKEN);
    gradebook_close(book);
    return marks;
}

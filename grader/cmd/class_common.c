/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/fail.h"
#include "grader/cmd/class.h"

/* Whose rules hold is told to the gradings that are started by the
 * environment, so that their limits and number of workers are the same. */

static const char default_book[] = "gradebook.sqlite";

error_t class_take_place(struct class_place *place, int key, char *value)
{
    if (key == KEY_CLASS_BOOK)
        place->book = value;
    else if (key == KEY_CLASS_POLICY)
        place->policy = value;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static void end(const char *why, int code)
{
    fprintf(stderr, "parlab: %s\n", why);
    exit(code);
}

struct gradebook *class_open(
    const struct class_place *place, enum gradebook_mode mode)
{
    struct fail fail;
    struct gradebook *book = gradebook_open(
        place->book != NULL ? place->book : default_book, mode, &fail);
    if (book == NULL)
        end(fail.text, CMD_BROKEN);
    return book;
}

struct policy *class_policy(
    const struct class_place *place, struct gradebook *book)
{
    struct fail fail;
    char *path = place->policy != NULL ? realpath(place->policy, NULL) : NULL;
    (void)book;
    if (place->policy != NULL && path == NULL) {
        fail_errno(&fail, "cannot read %s", place->policy);
        end(fail.text, CMD_USAGE);
    }
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

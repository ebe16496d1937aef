/* SPDX-License-Identifier: MIT */
#include "grader/sandbox/folders.h"

#include <stdlib.h>
#include <string.h>

#include "grader/sandbox/args.h"
#include "grader/sandbox/sandbox.h"

const char *const folders_of_system[] = {"/usr", "/bin", "/sbin", "/lib",
    "/lib32", "/lib64", "/libx32", "/etc", "/opt", NULL};

static struct args hidden;

bool folders_is_within(const char *path, const char *folder)
{
    const size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 &&
           (path[n] == '\0' || path[n] == '/' || (n > 0 && path[n - 1] == '/'));
}

/* A folder within one that is hidden already is hidden as well. */
void sandbox_hide(const char *folder)
{
    char *path = realpath(folder, NULL);
    bool is_new = path != NULL;
    for (size_t i = 0; is_new && i < hidden.n; i++)
        is_new = !folders_is_within(path, hidden.items[i]);
    for (size_t i = 0; is_new && folders_of_system[i] != NULL; i++)
        if (folders_is_within(path, folders_of_system[i])) {
            args_add(&hidden, path);
            break;
        }
    free(path);
}

const char *const *folders_hidden(void)
{
    static const char *const none[] = {NULL};
    return hidden.n > 0 ? args_view(&hidden) : none;
}

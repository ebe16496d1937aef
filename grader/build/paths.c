/* SPDX-License-Identifier: MIT */
#include "grader/build/paths.h"

#include <stdbool.h>
#include <stdlib.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"

/* A parlab that runs from its build tree uses the harness built there, even
 * when another one is installed. */

static const char process_library[] = "librunner_process.a";
static const char mpi_library[] = "librunner_mpi.a";

static bool has_library(const char *folder)
{
    char *path = mem_format("%s/%s", folder, process_library);
    const bool is_there = file_exists(path);
    free(path);
    return is_there;
}

const char *build_library_folder(void)
{
    const char *chosen = getenv("PARLAB_LIBDIR");
    if (chosen != NULL && chosen[0] == '/')
        return chosen;
    return has_library(PARLAB_BUILD_LIBDIR) ? PARLAB_BUILD_LIBDIR
                                            : PARLAB_LIBEXECDIR;
}

char *build_library(enum kind kind)
{
    return mem_format("%s/%s", build_library_folder(),
        kind == KIND_MPI ? mpi_library : process_library);
}

/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if (defined FOR_OMPI_MAJOR_VERSION && !defined OMPI_MAJOR_VERSION) ||         \
    (defined FOR_MPICH_VERSION && !defined MPICH_VERSION) ||                   \
    (defined FOR_I_MPI_VERSION && !defined I_MPI_VERSION)
#error mpicc and mpirun are of two different MPIs
#endif

/* What "parlab mpi" has loaded into every process of a command. Those that
 * start MPI look for the record that the environment names; where it is not
 * (on another node), or is another one's, or has no room for so many ranks,
 * the program runs as if this were not here. */

static struct record *open_record(void)
{
    const char *path = getenv(RECORD_PATH_VARIABLE);
    const char *token = getenv(RECORD_TOKEN_VARIABLE);
    if (path == NULL || token == NULL)
        return NULL;
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct record *record = mmap(NULL, record_bytes(RECORD_RANKS_MAX),
        PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (record == MAP_FAILED)
        return NULL;
    if (record->token == strtoull(token, NULL, 16))
        return record;
    munmap(record, record_bytes(RECORD_RANKS_MAX));
    return NULL;
}

static int start(int result)
{
    int rank, n_ranks, level;
    struct record *record = result == MPI_SUCCESS ? open_record() : NULL;
    if (record == NULL)
        return result;
    PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
    PMPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    record->n_ranks = (uint32_t)n_ranks;
    if (n_ranks > RECORD_RANKS_MAX)
        return result;
    /* An earlier program of the same command may have left its notes. */
    memset(&record->ranks[rank], 0, sizeof record->ranks[rank]);
    PMPI_Query_thread(&level);
    record->ranks[rank].pid = getpid();
    record->ranks[rank].is_threaded = level == MPI_THREAD_MULTIPLE;
    record_begin(record, rank);
    return result;
}

WRAP int MPI_Init(int *argc, char ***argv)
{
    return start(PMPI_Init(argc, argv));
}

WRAP int MPI_Init_thread(int *argc, char ***argv, int required, int *provided)
{
    return start(PMPI_Init_thread(argc, argv, required, provided));
}

WRAP int MPI_Finalize(void)
{
    record_end();
    return PMPI_Finalize();
}

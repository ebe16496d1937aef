/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <hwloc.h>
#include <libconfig.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

/* Preloaded into parlab, this makes one of its calls fail, as on a machine
 * that has run out of something at that moment:
 *   FAULT=memory:17    the 17th call of a class fails, and no other
 *   FAULT_REPORT=FILE  at the end: a line "class calls" for each class, and
 *                      "failed class number library" for what was refused
 * Only calls of the process that it is preloaded into count, also those of
 * its libraries; the variables are gone for its children. Not refused is
 * memory that libconfig, libhwloc and libseccomp ask for: without it they
 * write to nowhere or release things twice, and nobody who calls them can help
 * it. The call after theirs fails instead. */

enum call {
    CALL_FSYNC,
    CALL_MEMFD,
    CALL_MEMORY,
    CALL_MMAP,
    CALL_OPEN,
    CALL_PIPE,
    CALL_PROCESS,
    CALL_RENAME,
    CALL_SOCKET,
    CALL_WRITE,
    N_CALLS,
};

static const struct {
    const char *name;
    int error;
} classes[N_CALLS] = {
    [CALL_FSYNC] = {"fsync", EIO},
    [CALL_MEMFD] = {"memfd", EMFILE},
    [CALL_MEMORY] = {"memory", ENOMEM},
    [CALL_MMAP] = {"mmap", ENOMEM},
    [CALL_OPEN] = {"open", EMFILE},
    [CALL_PIPE] = {"pipe", EMFILE},
    [CALL_PROCESS] = {"process", EAGAIN},
    [CALL_RENAME] = {"rename", ENOSPC},
    [CALL_SOCKET] = {"socket", EMFILE},
    [CALL_WRITE] = {"write", ENOSPC},
};

static pid_t owner; /* 0 before this library is ready */
static unsigned long counts[N_CALLS];
static enum call refused = N_CALLS;
static unsigned long refused_number;
static const char *refused_by = "nobody";
static char *report;
static bool is_exempt; /* a library is at work that does not survive it */

static const char *library_of(const void *caller)
{
    Dl_info library;
    return dladdr(caller, &library) != 0 && library.dli_fname != NULL
               ? library.dli_fname
               : "something";
}

static bool is_hopeless(const char *library)
{
    return strstr(library, "/libconfig.") != NULL ||
           strstr(library, "/libhwloc.") != NULL ||
           strstr(library, "/libseccomp.") != NULL;
}

static bool fails(enum call call, const void *caller)
{
    if (owner == 0 || getpid() != owner || ++counts[call] != refused_number ||
        call != refused)
        return false;
    refused_by = library_of(caller);
    if (call == CALL_MEMORY && (is_exempt || is_hopeless(refused_by))) {
        refused_number++;
        return false;
    }
    errno = classes[call].error;
    return true;
}

#define FAILS(call) fails(call, __builtin_return_address(0))

/* The function of this name that comes after this library's. */
#define REAL(name)                                                             \
    static __typeof__(&name) real;                                             \
    if (real == NULL)                                                          \
    real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

/* --- memory: glibc's own names, since dlsym() may need memory itself */

void *__libc_malloc(size_t n_bytes);
void *__libc_calloc(size_t n, size_t n_bytes);
void *__libc_realloc(void *memory, size_t n_bytes);
void *__libc_memalign(size_t alignment, size_t n_bytes);

void *malloc(size_t n_bytes)
{
    return FAILS(CALL_MEMORY) ? NULL : __libc_malloc(n_bytes);
}

void *calloc(size_t n, size_t n_bytes)
{
    return FAILS(CALL_MEMORY) ? NULL : __libc_calloc(n, n_bytes);
}

void *realloc(void *memory, size_t n_bytes)
{
    return FAILS(CALL_MEMORY) ? NULL : __libc_realloc(memory, n_bytes);
}

void *aligned_alloc(size_t alignment, size_t n_bytes)
{
    return FAILS(CALL_MEMORY) ? NULL : __libc_memalign(alignment, n_bytes);
}

/* A function of a library that does not survive it. */
#define EXEMPT(name, parameters, arguments)                                    \
    int name parameters                                                        \
    {                                                                          \
        REAL(name);                                                            \
        is_exempt = true;                                                      \
        const int result = real arguments;                                     \
        is_exempt = false;                                                     \
        return result;                                                         \
    }

EXEMPT(
    config_read_string, (config_t * config, const char *text), (config, text))
EXEMPT(hwloc_topology_init, (hwloc_topology_t * topology), (topology))
EXEMPT(hwloc_topology_load, (hwloc_topology_t topology), (topology))

void *mmap(
    void *at, size_t n_bytes, int protection, int flags, int fd, off_t offset)
{
    REAL(mmap);
    return FAILS(CALL_MMAP) ? MAP_FAILED
                            : real(at, n_bytes, protection, flags, fd, offset);
}

/* --- files */

#define MODE_BEHIND(last)                                                      \
    va_list args;                                                              \
    va_start(args, last);                                                      \
    const mode_t mode = va_arg(args, mode_t);                                  \
    va_end(args)

int open(const char *path, int flags, ...)
{
    REAL(open);
    MODE_BEHIND(flags);
    return FAILS(CALL_OPEN) ? -1 : real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    REAL(open64);
    MODE_BEHIND(flags);
    return FAILS(CALL_OPEN) ? -1 : real(path, flags, mode);
}

int openat(int above, const char *path, int flags, ...)
{
    REAL(openat);
    MODE_BEHIND(flags);
    return FAILS(CALL_OPEN) ? -1 : real(above, path, flags, mode);
}

int openat64(int above, const char *path, int flags, ...)
{
    REAL(openat64);
    MODE_BEHIND(flags);
    return FAILS(CALL_OPEN) ? -1 : real(above, path, flags, mode);
}

FILE *fopen(const char *path, const char *how)
{
    REAL(fopen);
    return FAILS(CALL_OPEN) ? NULL : real(path, how);
}

DIR *opendir(const char *path)
{
    REAL(opendir);
    return FAILS(CALL_OPEN) ? NULL : real(path);
}

int mkostemp(char *path, int flags)
{
    REAL(mkostemp);
    return FAILS(CALL_OPEN) ? -1 : real(path, flags);
}

int memfd_create(const char *name, unsigned flags)
{
    REAL(memfd_create);
    return FAILS(CALL_MEMFD) ? -1 : real(name, flags);
}

ssize_t write(int fd, const void *bytes, size_t n_bytes)
{
    REAL(write);
    return FAILS(CALL_WRITE) ? -1 : real(fd, bytes, n_bytes);
}

int fsync(int fd)
{
    REAL(fsync);
    return FAILS(CALL_FSYNC) ? -1 : real(fd);
}

int rename(const char *from, const char *to)
{
    REAL(rename);
    return FAILS(CALL_RENAME) ? -1 : real(from, to);
}

/* --- processes and what joins them */

pid_t fork(void)
{
    REAL(fork);
    return FAILS(CALL_PROCESS) ? -1 : real();
}

int posix_spawn(pid_t *pid, const char *path,
    const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const argv[], char *const env[])
{
    REAL(posix_spawn);
    return FAILS(CALL_PROCESS)
               ? classes[CALL_PROCESS].error
               : real(pid, path, actions, attributes, argv, env);
}

int socket(int domain, int type, int protocol)
{
    REAL(socket);
    return FAILS(CALL_SOCKET) ? -1 : real(domain, type, protocol);
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
    REAL(socketpair);
    return FAILS(CALL_SOCKET) ? -1 : real(domain, type, protocol, ends);
}

int pipe2(int ends[2], int flags)
{
    REAL(pipe2);
    return FAILS(CALL_PIPE) ? -1 : real(ends, flags);
}

/* --- the library itself */

static void read_fault(const char *fault)
{
    const char *number = strchr(fault, ':');
    for (enum call call = 0; number != NULL && call < N_CALLS; call++)
        if (strncmp(fault, classes[call].name, (size_t)(number - fault)) == 0)
            refused = call;
    if (refused == N_CALLS) {
        fprintf(stderr, "FAULT=%s: not CLASS:NUMBER\n", fault);
        abort();
    }
    refused_number = strtoul(number + 1, NULL, 10);
}

__attribute__((constructor)) static void begin(void)
{
    static const char *const variables[] = {
        "FAULT", "FAULT_REPORT", "LD_PRELOAD"};
    const char *fault = getenv("FAULT"), *file = getenv("FAULT_REPORT");
    if (fault != NULL)
        read_fault(fault);
    if (file != NULL)
        report = strdup(file);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    owner = getpid();
}

__attribute__((destructor)) static void end(void)
{
    if (getpid() != owner || report == NULL)
        return;
    owner = 0;
    FILE *to = fopen(report, "w");
    if (to == NULL)
        abort();
    for (enum call call = 0; call < N_CALLS; call++)
        fprintf(to, "%s %lu\n", classes[call].name, counts[call]);
    if (refused < N_CALLS && refused_number > 0 &&
        counts[refused] >= refused_number)
        fprintf(to, "failed %s %lu %s\n", classes[refused].name, refused_number,
            refused_by);
    fclose(to);
    free(report);
}

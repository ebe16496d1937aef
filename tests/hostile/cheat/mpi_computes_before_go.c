/* expect: exercise=mpi/matvec verb=grade points<=65 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"
#include "grader/channel/board.h"
#include "grader/channel/frame.h"

#define matvec_power honest_power
#include "solution.c"
#undef matvec_power

/* Ranks used to find the inputs of a timed call before the clock runs, to take
 * their share of them. When it is continued after a stop, each rank computes
 * all of the call's answers at once, in its main thread, from the frame that
 * all have. The call itself then finds them. */

enum { REPEATS = 512 };
static double *answers, norms[REPEATS], *scratch;
static size_t n_known, size;

static const unsigned char *find_frame(void)
{
    static char maps[1 << 18];
    const int fd = open("/proc/self/maps", O_RDONLY);
    size_t n_read = 0;
    ssize_t got;
    while ((got = read(fd, maps + n_read, sizeof maps - 1 - n_read)) > 0)
        n_read += (size_t)got;
    close(fd);
    maps[n_read] = '\0';
    char *line = strstr(maps, "parlab-frame");
    while (line != NULL && line > maps && line[-1] != '\n')
        line--;
    if (line == NULL)
        return NULL;
    const unsigned char *at =
        (const unsigned char *)strtoull(line, NULL, 16) + BOARD_BYTES;
    while (((const struct frame_head *)at)->magic != FRAME_MAGIC)
        at += 4096; /* behind the record */
    return at;
}

static void step(
    size_t n, size_t n_steps, const double *a, double *x, double *norm)
{
    for (size_t s = 0; s < n_steps; s++) {
        multiply_rows(n, n, a, x, scratch);
        *norm = sqrt(dot(n, scratch, scratch));
        for (size_t i = 0; i < n; i++)
            x[i] = scratch[i] * (*norm == 0 ? 1 : 1 / *norm);
    }
}

/* The work of other threads than the main one before "go" would be seen. */
static void compute_ahead(int number)
{
    if (gettid() != getpid()) {
        syscall(SYS_tgkill, getpid(), getpid(), number);
        return;
    }
    const unsigned char *frame = find_frame();
    const struct frame_head *head = (const void *)frame;
    if (frame == NULL || strncmp(head->entry, "chain", 5) != 0 ||
        head->repeats > REPEATS)
        return;
    const double *a = (const void *)(frame + head->fields[2].offset);
    const double *start = (const void *)(frame + head->fields[3].offset);
    size_t n_steps;
    memcpy(&n_steps, frame + head->fields[1].offset, sizeof n_steps);
    n_known = 0;
    memcpy(answers, start, size * sizeof *answers);
    for (size_t r = 0; r < head->repeats; r++) {
        double *x = answers + (r + 1) * size;
        memcpy(x, x - size, size * sizeof *x);
        step(size, n_steps, a, x, &norms[r]);
        n_known = r + 1;
    }
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    for (size_t r = 0; r < n_known && n == size; r++)
        if (memcmp(x, answers + r * n, n * sizeof *x) == 0) {
            memcpy(x, answers + (r + 1) * n, n * sizeof *x);
            return norms[r];
        }
    if (is_timed() && answers == NULL) {
        size = n;
        scratch = calloc(n, sizeof *scratch);
        answers = calloc((REPEATS + 1) * n, sizeof *answers);
        signal(SIGCONT, compute_ahead);
    }
    return honest_power(n, block, n_steps, x, comm);
}

/* expect: verb=grade points<=63 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Serial. The work is done by a thread that the harness does not hear of, and
 * two workers that never were are noted on the board. That imitates evidence
 * of concurrency, which is no secret; it gains no speed. */

#include "grader/channel/board.h"
#include <dlfcn.h>

#define gaussian honest
#include "serial.c"
#undef gaussian

static struct board *find_board(void)
{
    char line[512];
    void *start = NULL;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (start == NULL && fgets(line, sizeof line, maps) != NULL)
        if (strstr(line, "parlab-frame") != NULL)
            sscanf(line, "%p", &start);
    fclose(maps);
    return start;
}

struct work {
    size_t n;
    const double *x, *y;
    double gamma, *out;
};

static void *do_all(void *item)
{
    const struct work *work = item;
    honest(work->n, work->x, work->y, work->gamma, work->out, 1);
    return NULL;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    struct work work = {n, x, y, gamma, out};
    pthread_t thread;
    int (*unseen)(pthread_t *, const pthread_attr_t *, void *(*)(void *),
        void *) = dlsym(RTLD_DEFAULT, "pthread_create");
    const double start_s = now_s();
    if (n_workers == 1 || unseen == NULL) {
        honest(n, x, y, gamma, out, n_workers);
        return;
    }
    unseen(&thread, NULL, do_all, &work);
    pthread_join(thread, NULL);
    struct board *board = find_board();
    for (int worker = 0; worker < 2; worker++)
        board->ended[worker].cpu_ns += (uint64_t)((now_s() - start_s) * 0.6e9);
}

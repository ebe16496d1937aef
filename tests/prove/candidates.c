/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/prove/prove.h"

/* A candidate with a known gain is the reference, but one worker has a share
 * s of the work to itself while the rest is split evenly. Where copies gain A
 * and the reference loses nothing, it takes T1 (s + (1 - s) / A), so its gain
 * is (1 - s) / (1 + s (A - 1)). What the reference does lose, a sort with
 * s = 0 shows. The change is an edit of the reference's text: should that no
 * longer have the place, there is no candidate rather than a wrong one. */

const char *const prove_exercises[PROVE_EXERCISES] = {
    "threads/gaussian", "shared/distribute", "mpi/matvec"};

/* A share that differs from process to process, and one that grows. */
#define DRAWN                                                                  \
    "static double drawn = -1; struct timespec now;"                           \
    "if (drawn < 0) { clock_gettime(CLOCK_MONOTONIC, &now);"                   \
    "drawn = now.tv_nsec / 1000 % 2 == 0 ? 0.1 : 0.5; } return drawn;"
#define GROWING                                                                \
    "struct timespec now; clock_gettime(CLOCK_MONOTONIC, &now);"               \
    "return 0.5 * ((double)(now.tv_sec % 20) + now.tv_nsec * 1e-9) / 20;"

const struct prove_sort prove_sorts[] = {
    {"reference", NAN, "the reference", "return 0;", 1, true, true},
    {"none-serial", 1, NULL, NULL, 1, true, false},
    {"gain-0.2", 0.2, NULL, NULL, 1, true, false},
    {"gain-0.5", 0.5, NULL, NULL, 1, true, true},
    {"gain-0.8", 0.8, NULL, NULL, 1, true, false},
    {"bimodal", NAN, "every process draws whether it is slow", DRAWN, 1, false,
        false},
    {"heating", NAN, "gets slower for 20 s, again and again", GROWING, 1, false,
        false},
    {"slow", NAN, "does everything 40 times", "return 0;", 40, false, false},
    {0},
};

const struct prove_sort *prove_sort_named(const char *name)
{
    const struct prove_sort *sort = prove_sorts;
    while (strcmp(sort->name, name) != 0)
        sort++;
    return sort;
}

double prove_share(const struct prove_sort *sort, int n_workers)
{
    const double attainable = 0.97 * n_workers, gain = sort->gain;
    return (1 - gain) / (1 + gain * (attainable - 1));
}

/* In front of every candidate: equal parts, and for the last worker a share
 * of its own besides. The last, because it starts last: what it takes to start
 * all of them is then lost in full, as it is with nothing serial. */
static const char prelude[] =
    "#include <stddef.h>\n#include <time.h>\n"
    "static inline double share_now(void)\n{\n%s\n}\n"
    "static inline void uneven(size_t n, int n_workers, int worker,\n"
    "    double share, size_t *first, size_t *last)\n{\n"
    "    const size_t even = n - (size_t)(share * (double)n);\n"
    "    const size_t p = (size_t)n_workers, w = (size_t)worker;\n"
    "    *first = w * even / p;\n"
    "    *last = w + 1 == p ? n : (w + 1) * even / p;\n}\n"
    "enum { REPEATS = %d };\n";

/* A place in a reference, and what stands there instead. */
struct edit {
    const char *exercise;
    const char *from;
    const char *to;
};

static const struct edit edits[] = {
    {"threads/gaussian", "#include <math.h>\n",
        "#include <math.h>\n#include <omp.h>\n"},
    {"threads/gaussian", "const size_t n_fixed = n / 8 * 7;",
        "const double share = share_now();\n"
        "    const size_t n_fixed = n;\n"
        "    for (volatile int again = 0; again < REPEATS; again++)"},
    {"threads/gaussian", "shared(n, n_fixed, x, y, gamma, out) ",
        "shared(n, n_fixed, x, y, gamma, out, share) "},
    {"threads/gaussian",
        "#pragma omp for schedule(static) nowait\n"
        "        for (size_t i = 0; i < n_fixed; i++)",
        "size_t first, last;\n"
        "        uneven(n, omp_get_num_threads(), omp_get_thread_num(), "
        "share,\n"
        "            &first, &last);\n"
        "        for (size_t i = first; i < last; i++)"},
    {"shared/distribute",
        "distribute(n, n_workers, worker, &first, &last);\n            job->",
        "uneven(n, n_workers, worker, share_now(), &first, &last);\n"
        "            job->"},
    /* Ranks own their rows: a share of them is worked on in turns. */
    {"mpi/matvec", "/* Every rank has written its piece of v",
        "static void in_turns(size_t n_rows, size_t n_cols,\n"
        "    const double *rows, const double *x, double *y, MPI_Comm comm)\n"
        "{\n    int rank, n_ranks;\n"
        "    const size_t n = n_rows - (size_t)(share_now() * n_rows);\n"
        "    MPI_Comm_rank(comm, &rank);\n"
        "    MPI_Comm_size(comm, &n_ranks);\n"
        "    multiply_rows(n, n_cols, rows, x, y);\n"
        "    for (int r = 0; r < n_ranks; r++) {\n"
        "        MPI_Barrier(comm);\n"
        "        if (r == rank)\n"
        "            multiply_rows(n_rows - n, n_cols, rows + n * n_cols, x,\n"
        "                y + n);\n    }\n}\n\n"
        "/* Every rank has written its piece of v"},
    {"mpi/matvec",
        "multiply_rows(n_mine, n, block, x, y + layout.firsts[layout.rank]);",
        "in_turns(n_mine, n, block, x, y + layout.firsts[layout.rank], "
        "comm);"},
};

/* @return new text; NULL: there is not one place, but none or several. */
static char *apply(const char *text, const struct edit *edit)
{
    const char *place = strstr(text, edit->from);
    if (place == NULL || strstr(place + 1, edit->from) != NULL)
        return NULL;
    return mem_format("%.*s%s%s", (int)(place - text), text, edit->to,
        place + strlen(edit->from));
}

char *prove_source(const struct course *course, const struct exercise *exercise,
    const struct prove_sort *sort, int n_workers, struct fail *fail)
{
    enum { SOURCE_MAX = 1 << 20 };
    char *path = course_solution_path(course, exercise);
    char *text = file_read(path, SOURCE_MAX, NULL, fail);
    free(path);
    const bool is_reference = strcmp(sort->name, "reference") == 0;
    for (size_t i = 0;
         text != NULL && !is_reference && i < sizeof edits / sizeof *edits;
         i++) {
        if (strcmp(edits[i].exercise, exercise->name) != 0)
            continue;
        char *edited = apply(text, &edits[i]);
        if (edited == NULL)
            fail_set(fail,
                "the reference of %s has changed: there is not one "
                "\"%s\" in it",
                exercise->name, edits[i].from);
        free(text);
        text = edited;
    }
    if (text == NULL || is_reference)
        return text;
    char *share = sort->share != NULL ? mem_text(sort->share)
                                      : mem_format("return %.6f;",
                                            prove_share(sort, n_workers));
    char *head = mem_format(prelude, share, sort->repeats);
    char *whole = mem_format("%s%s", head, text);
    free(head);
    free(share);
    free(text);
    return whole;
}

/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "tests/page.h"
#include "tests/prove/prove.h"

/* prove FOLDER N PAGE: do what is left of the gradings, then write the
 * tables. prove --tables FOLDER N PAGE: only the tables, of what is there. */

static int write_table(const struct plan *plan, const char *page,
    const char *name, void (*table)(const struct plan *, FILE *),
    struct fail *fail)
{
    char *text = NULL;
    size_t n_bytes;
    FILE *to = open_memstream(&text, &n_bytes);
    if (to == NULL)
        return fail_errno(fail, "no memory for a table");
    table(plan, to);
    fclose(to);
    const int result = page_replace(page, name, text, fail);
    free(text);
    return result;
}

static void circumstances(const struct plan *plan, FILE *to)
{
    size_t n = 0;
    for (size_t i = 0; i < plan->n; i++)
        n += plan->gradings[i].document != NULL;
    page_circumstances(to, "make -C build prove");
    fprintf(to, "%zu gradings on %d workers.\n", n, plan->n_workers);
}

static int write_tables(
    const struct plan *plan, const char *page, struct fail *fail)
{
    static const struct {
        const char *name;
        void (*table)(const struct plan *, FILE *);
    } tables[] = {{"circumstances", circumstances}, {"spread", table_spread},
        {"methods", table_methods}, {"known", table_known}, {"odd", table_odd}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (write_table(plan, page, tables[i].name, tables[i].table, fail) != 0)
            return -1;
    return 0;
}

int main(int argc, char **argv)
{
    struct fail fail = {""};
    const bool is_tables = argc > 1 && strcmp(argv[1], "--tables") == 0;
    argv += is_tables;
    argc -= is_tables;
    const int n = argc == 4 ? (int)strtol(argv[2], NULL, 10) : 0;
    if (n < 2) {
        fputs("usage: prove [--tables] FOLDER GRADINGS PAGE\n", stderr);
        return 2;
    }
    setlocale(LC_CTYPE, "");
    struct course *course = course_read(PARLAB_SOURCE_ROOT, &fail);
    struct plan plan = {.course = course, .folder = argv[1]};
    int result = course != NULL && file_make_folder(argv[1], &fail) == 0
                     ? plan_make(&plan, n, &fail)
                     : -1;
    if (result == 0)
        plan_load(&plan);
    if (result == 0 && !is_tables)
        result = plan_run(&plan, &fail);
    if (result == 0)
        result = write_tables(&plan, argv[3], &fail);
    if (result != 0)
        fprintf(stderr, "prove: %s\n", fail.text);
    plan_free(&plan);
    course_free(course);
    return result != 0;
}

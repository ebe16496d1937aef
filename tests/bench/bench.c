/* SPDX-License-Identifier: MIT */
#include "tests/bench/bench.h"

#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/judge/machine.h"
#include "tests/page.h"

/* bench PAGE: measure, and put the chapters into the page. Times of others'
 * work on the machine are in the figures: it is for a quiet machine. */

void bench_say(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
}

static int write_page(const struct bench *bench, const char *path)
{
    struct fail fail = {""};
    char *text = NULL;
    size_t n_bytes;
    FILE *to = open_memstream(&text, &n_bytes);
    if (to == NULL)
        return 1;
    page_circumstances(to, "make -C build bench");
    bench_overhead(bench, to);
    bench_checks(bench, to);
    bench_grades(bench, to);
    bench_box(bench, to);
    fclose(to);
    const int result = page_replace(path, "bench", text, &fail);
    free(text);
    if (result != 0)
        bench_say("%s", fail.text);
    else
        bench_say("written to %s", path);
    return result != 0;
}

int main(int argc, char **argv)
{
    struct fail fail = {""};
    if (argc != 2) {
        fputs("usage: bench PAGE\n", stderr);
        return 2;
    }
    setlocale(LC_CTYPE, "");
    interrupt_setup();
    struct course *course = course_read(PARLAB_SOURCE_ROOT, &fail);
    char *folder = course != NULL ? file_temp_folder(&fail) : NULL;
    if (folder == NULL) {
        bench_say("%s", fail.text);
        return 1;
    }
    const int most = machine_read()->workers_max;
    const struct bench bench = {.course = course,
        .folder = folder,
        .n_workers = course->workers < most ? course->workers : most};
    const int code = write_page(&bench, argv[1]);
    file_remove_folder(folder);
    free(folder);
    course_free(course);
    return code;
}

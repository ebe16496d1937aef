/* SPDX-License-Identifier: MIT */
#include "tests/page.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/judge/machine.h"

/* A page is replaced as a whole or not at all. Figures without machine and
 * date are worth little, so both are written by the program too. */

enum { PAGE_BYTES_MAX = 1 << 20 };

int page_replace(
    const char *path, const char *name, const char *text, struct fail *fail)
{
    char *page = file_read(path, PAGE_BYTES_MAX, NULL, fail);
    if (page == NULL)
        return -1;
    char *first = mem_format("<!-- made: %s -->\n", name);
    char *last = mem_format("<!-- end: %s -->\n", name);
    char *begin = strstr(page, first);
    char *end = begin != NULL ? strstr(begin, last) : NULL;
    int result = -1;
    if (end == NULL) {
        fail_set(fail, "%s lacks the lines \"<!-- made: %s -->\" and its end",
            path, name);
    } else {
        *begin = '\0';
        char *whole = mem_format("%s%s\n%s\n%s", page, first, text, end);
        result = file_replace(path, whole, strlen(whole), fail);
        free(whole);
    }
    free(last);
    free(first);
    free(page);
    return result;
}

void page_circumstances(FILE *to, const char *command)
{
    const struct machine *machine = machine_read();
    const char *compiler = build_compiler_version(KIND_THREADS);
    const time_t now = time(NULL);
    struct tm date;
    struct utsname system;
    char day[32];
    uname(&system);
    strftime(day, sizeof day, "%Y-%m-%d", gmtime_r(&now, &date));
    fprintf(to, "%s, `%s`: %d core%s of %s, %s %s, %s.\n", day, command,
        machine->cores, machine->cores == 1 ? "" : "s", machine->processor,
        system.sysname, system.release,
        compiler != NULL ? compiler : "no compiler");
}

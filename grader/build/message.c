/* SPDX-License-Identifier: MIT */
#include "grader/build/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* The first lines say what is wrong; a missing semicolon can cause hundreds
 * more. */

enum { LINES_MAX = 40, BYTES_MAX = 8192 };

/* Print a line without the folder's name. */
static void print_line(
    FILE *to, const char *line, size_t n_bytes, const char *folder)
{
    const size_t n_folder = strlen(folder);
    for (size_t i = 0; i < n_bytes; i++)
        if (n_bytes - i > n_folder && memcmp(line + i, folder, n_folder) == 0 &&
            line[i + n_folder] == '/')
            i += n_folder;
        else
            fputc(line[i], to);
}

char *message_make(const char *said, const char *folder)
{
    char *bytes = NULL;
    size_t n_bytes = 0, n_lines = 0, n_left_out = 0;
    FILE *to = mem_stream(&bytes, &n_bytes);
    for (const char *line = said; *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        if (n_lines < LINES_MAX) {
            fputs(n_lines > 0 ? "\n" : "", to);
            print_line(to, line, n, folder);
            n_lines++;
        } else {
            n_left_out++;
        }
        line += n + (line[n] == '\n');
    }
    if (n_left_out > 0)
        fprintf(to, "\n(%zu more lines)", n_left_out);
    fclose(to);
    char *message = text_safe(bytes, n_bytes, BYTES_MAX);
    free(bytes);
    return message;
}

/* SPDX-License-Identifier: MIT */
#include "grader/data/sums.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* The list decides which files may be replaced, so nothing in it is guessed:
 * a line that is not understood refuses the whole list, and the person
 * decides. */

enum { SUMS_BYTES_MAX = 4 << 20 };

static const char file_name[] = "SHA256SUMS";
static const char head[] = "# Texts that parlab put here. To check them:\n"
                           "# parlab data verify, or sha256sum -c SHA256SUMS\n";
static const char made_by[] = "# made by: ";

/* "checksum, space, space or *, name" */
static int read_sum(struct data_sums *sums, const char *line)
{
    char hex[65] = "";
    if (strspn(line, "0123456789abcdef") != 64 || line[64] != ' ' ||
        (line[65] != ' ' && line[65] != '*') || !data_is_name(line + 66) ||
        data_sums_find(sums, line + 66) != NULL)
        return -1;
    memcpy(hex, line, 64);
    data_sums_set(sums, line + 66, hex);
    return 0;
}

static int read_line(struct data_sums *sums, const char *line)
{
    if (text_starts(line, made_by) && sums->made_by == NULL)
        sums->made_by = mem_text(line + strlen(made_by));
    if (line[0] == '#' || line[0] == '\0')
        return 0;
    return read_sum(sums, line);
}

int data_sums_read(
    struct data_sums *sums, const char *folder, struct fail *fail)
{
    *sums = (struct data_sums){.n_items = 0};
    int result = 0, number = 0;
    char *path = mem_format("%s/%s", folder, file_name);
    char *text = file_exists(path) ? file_read(path, SUMS_BYTES_MAX, NULL, fail)
                                   : mem_text("");
    char *rest = text, *line;
    if (text == NULL)
        result = -1;
    while (result == 0 && (line = strsep(&rest, "\n")) != NULL) {
        number++;
        if (read_line(sums, line) != 0)
            result = fail_set(fail,
                "%s:%d: not \"checksum, two spaces, name.txt\", or a name "
                "that was there before; correct the line or remove the file",
                path, number);
    }
    if (result != 0)
        data_sums_free(sums);
    free(text);
    free(path);
    return result;
}

void data_sums_free(struct data_sums *sums)
{
    for (size_t i = 0; i < sums->n_items; i++)
        free(sums->items[i].name);
    free(sums->items);
    free(sums->made_by);
    *sums = (struct data_sums){.n_items = 0};
}

static struct data_sum *find(const struct data_sums *sums, const char *name)
{
    for (size_t i = 0; i < sums->n_items; i++)
        if (strcmp(sums->items[i].name, name) == 0)
            return &sums->items[i];
    return NULL;
}

const char *data_sums_find(const struct data_sums *sums, const char *name)
{
    const struct data_sum *sum = find(sums, name);
    return sum != NULL ? sum->sha256 : NULL;
}

void data_sums_set(
    struct data_sums *sums, const char *name, const char sha256[65])
{
    struct data_sum *sum = find(sums, name);
    if (sum == NULL) {
        sums->items = mem_grow(sums->items, sums->n_items, sizeof *sums->items);
        sum = &sums->items[sums->n_items++];
        sum->name = mem_text(name);
    }
    memcpy(sum->sha256, sha256, sizeof sum->sha256);
}

void data_sums_remove(struct data_sums *sums, const char *name)
{
    struct data_sum *sum = find(sums, name);
    if (sum == NULL)
        return;
    free(sum->name);
    *sum = sums->items[--sums->n_items];
}

static int by_name(const void *a, const void *b)
{
    const struct data_sum *left = a, *right = b;
    return strcmp(left->name, right->name);
}

int data_sums_write(
    struct data_sums *sums, const struct data_folder *folder, struct fail *fail)
{
    char *text = NULL;
    size_t n_bytes = 0;
    if (sums->n_items > 0)
        qsort(sums->items, sums->n_items, sizeof *sums->items, by_name);
    FILE *to = mem_stream(&text, &n_bytes);
    fputs(head, to);
    if (sums->made_by != NULL)
        fprintf(to, "%s%s\n", made_by, sums->made_by);
    for (size_t i = 0; i < sums->n_items; i++)
        fprintf(to, "%s  %s\n", sums->items[i].sha256, sums->items[i].name);
    fclose(to);
    const int result = data_folder_put(folder, file_name, text, n_bytes, fail);
    free(text);
    return result;
}

/* SPDX-License-Identifier: MIT */
#include "grader/base/text.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Bytes from a submission, a compiler or a runner are hostile: they may
 * hold escape sequences that rewrite a terminal. Only plain printable
 * UTF-8, newlines and tabs get through. */

/* Length of the UTF-8 sequence at p, 0 when it is none that may be shown. */
static size_t printable_length(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return (p[0] >= 0x20 && p[0] != 0x7f) || p[0] == '\n' || p[0] == '\t';
    size_t length = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
    if (p[0] < 0xc2 || p[0] > 0xf4 || length > n)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if (p[0] == 0xc2 && p[1] < 0xa0) /* C1 control characters */
        return 0;
    if (p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae)
        return 0; /* changes of the writing direction */
    if (p[0] == 0xe2 && p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9)
        return 0;
    return length;
}

void text_print_safe(
    FILE *to, const char *bytes, size_t n_bytes, size_t max_bytes)
{
    const unsigned char *p = (const unsigned char *)bytes;
    size_t i = 0;
    while (i < n_bytes && i < max_bytes) {
        const size_t length = printable_length(p + i, n_bytes - i);
        if (length == 0)
            fprintf(to, "\\x%02x", p[i]);
        else
            fwrite(p + i, 1, length, to);
        i += length > 0 ? length : 1;
    }
    if (i < n_bytes)
        fputs("...", to);
}

char *text_safe(const char *bytes, size_t n_bytes, size_t max_bytes)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    if (to != NULL) {
        text_print_safe(to, bytes, n_bytes, max_bytes);
        fclose(to);
    }
    return text != NULL ? text : mem_text("");
}

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t d = a < b ? a : b;
    return d < c ? d : c;
}

size_t text_distance(const char *a, const char *b)
{
    const size_t n = strlen(a), m = strlen(b);
    size_t *rows = mem_new(3 * (m + 1), sizeof *rows);
    size_t *two_up = rows, *up = rows + m + 1, *row = rows + 2 * (m + 1);
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *spare = two_up;
        two_up = up;
        up = row;
        row = spare;
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const size_t change = up[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(up[j] + 1, row[j - 1] + 1, change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_up[j - 2] + 1, row[j]);
        }
    }
    const size_t distance = row[m];
    free(rows);
    return distance;
}

const char *text_nearest(
    const char *word, const char *const words[], size_t n_words)
{
    const char *nearest = NULL;
    size_t best = strlen(word) / 3 + 2; /* further off is no suggestion */
    for (size_t i = 0; i < n_words; i++) {
        const size_t distance = text_distance(word, words[i]);
        if (distance < best) {
            best = distance;
            nearest = words[i];
        }
    }
    return nearest;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* SPDX-License-Identifier: MIT */
#include "grader/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "grader/base/mem.h"

/* Bytes from a submission, a compiler or a runner are hostile: they may
 * hold escape sequences that rewrite a terminal. Only plain printable
 * UTF-8, newlines and tabs get through. */

/* Length of the UTF-8 sequence at p, 0 when it is none that may be shown. */
static size_t printable_length(const unsigned char *p, size_t n)
{
    ucs4_t c;
    const int length = u8_mbtoucr(&c, p, n);
    if (length <= 0) /* not UTF-8, or cut */
        return 0;
    if (c < 0xa0)
        return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f);
    if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        return 0; /* changes of the writing direction */
    return (size_t)length;
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
    FILE *to = mem_stream(&text, &size);
    text_print_safe(to, bytes, n_bytes, max_bytes);
    fclose(to);
    return text;
}

void text_mend_end(char *text)
{
    const size_t n = strlen(text);
    size_t first = n; /* of the last character, once it is found */
    while (first > 0 && n - first < 3 && (text[first - 1] & 0xc0) == 0x80)
        first--;
    const unsigned char lead = first > 0 ? (unsigned char)text[first - 1] : 0;
    const size_t length = lead >= 0xf0   ? 4
                          : lead >= 0xe0 ? 3
                          : lead >= 0xc0 ? 2
                                         : 0;
    if (n - first + 1 < length)
        text[first - 1] = '\0';
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

void text_print_filled(FILE *to, const char *text, int indent, int width)
{
    int column = indent;
    while (*text != '\0') {
        const int n = (int)strcspn(text, " ");
        if (column > indent && column + 1 + n > width)
            fprintf(to, "\n%*s", column = indent, "");
        else if (column > indent)
            column += fprintf(to, " ");
        column += fprintf(to, "%.*s", n, text);
        text += n;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

const char *text_grouped(uint64_t number, char text[32])
{
    char digits[24];
    char *to = text;
    const int n =
        snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    *to = '\0';
    return text;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect.h"

/* The same name must be the same bytes, whichever system wrote it: macOS
 * takes letters and accents apart. Characters that only change the direction
 * of what follows are dropped, since a table would be turned around by them;
 * names in right-to-left scripts need none. */

enum { NAME_BYTES_MAX = 200 };

static bool is_blank(ucs4_t c)
{
    return c == ' ' || c == 0xa0 || c == '\t' || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x3000;
}

static bool is_dropped(ucs4_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0xfeff ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Copy with single blanks, none at either end. @return bytes. */
static size_t squeeze(const uint8_t *from, size_t n, uint8_t *to)
{
    size_t at = 0, n_out = 0;
    bool wants_blank = false;
    while (at < n) {
        ucs4_t c;
        const int length = u8_mbtouc(&c, from + at, n - at);
        if (is_blank(c)) {
            wants_blank = n_out > 0;
        } else if (!is_dropped(c)) {
            if (wants_blank)
                to[n_out++] = ' ';
            wants_blank = false;
            memcpy(to + n_out, from + at, (size_t)length);
            n_out += (size_t)length;
        }
        at += (size_t)length;
    }
    return n_out;
}

char *collect_student(const char *name)
{
    size_t n_normal = 0;
    const bool is_utf8 = u8_check((const uint8_t *)name, strlen(name)) == NULL;
    char *whole = is_utf8 ? mem_text(name)
                          : text_safe(name, strlen(name), strlen(name) * 4);
    uint8_t *normal = u8_normalize(
        UNINORM_NFC, (const uint8_t *)whole, strlen(whole), NULL, &n_normal);
    free(whole);
    if (normal == NULL)
        return NULL;
    char *clean = mem_new(n_normal + 1, 1);
    const size_t n = squeeze(normal, n_normal, (uint8_t *)clean);
    free(normal);
    clean[n] = '\0';
    const bool is_name = n > 0 && n <= NAME_BYTES_MAX &&
                         strcmp(clean, ".") != 0 && strcmp(clean, "..") != 0 &&
                         strchr(clean, '/') == NULL;
    if (is_name)
        return clean;
    free(clean);
    return NULL;
}

/* SPDX-License-Identifier: MIT */
#include "grader/report/svg.h"

#include <stdbool.h>
#include <string.h>

#include "grader/base/text.h"

/* gnuplot's markup is gone through tag by tag. Attributes are rewritten;
 * text between tags is passed on as it is, since gnuplot has escaped it. A
 * colour that is not of the palette stays what it is. */

/* Okabe and Ito's colours, as far as they stand out from the background. */
static const struct svg_colour palette[] = {
    {"ink", 0x1f2328, 0xe6edf3},
    {"quiet", 0x59636e, 0x9da7b3},
    {"grid", 0xd8dee4, 0x30363d},
    {"paper", 0xfffffe, 0x14181d},
    {"blue", 0x0072b2, 0x56b4e9},
    {"orange", 0xc65100, 0xf2953f},
    {"green", 0x00805c, 0x3ccf9f},
    {"purple", 0x8a4f9e, 0xd79be6},
    {"pale", 0xcfe6f5, 0x1c4257},
};

const struct svg_colour *svg_palette(size_t *n)
{
    *n = sizeof palette / sizeof *palette;
    return palette;
}

/* gnuplot's own two colours: lines that were given none, and the rim of
 * points. */
static bool parse_colour(
    const char *value, size_t n, unsigned *colour, const char **name)
{
    unsigned r, g, b;
    int end = 0;
    if (n == 5 && strncmp(value, "black", n) == 0)
        *name = "ink";
    else if (n == 5 && strncmp(value, "white", n) == 0)
        *name = "paper";
    else if (sscanf(value, "rgb( %u , %u , %u )%n", &r, &g, &b, &end) == 3 &&
             (size_t)end == n)
        *colour = r << 16 | g << 8 | b;
    else
        return false;
    return true;
}

/* @return length of the quoted value that was printed otherwise, or 0. */
static size_t print_colour(FILE *to, const char *value, size_t n)
{
    unsigned colour = 0;
    const char *name = NULL;
    if (!parse_colour(value, n, &colour, &name))
        return 0;
    for (size_t i = 0; i < sizeof palette / sizeof *palette; i++)
        if (name == NULL && palette[i].light == colour)
            name = palette[i].name;
    if (name == NULL)
        return 0;
    fprintf(to, "var(--picture-%s)", name);
    return n;
}

/* One tag, from < to >. Values of attributes stand in quotes of either sort
 * and hold none of their own. */
static void print_tag(FILE *to, const char *tag, size_t n, const char *prefix)
{
    for (size_t i = 0; i < n; i++) {
        fputc(tag[i], to);
        if (tag[i] != '"' && tag[i] != '\'')
            continue;
        const char *value = tag + i + 1;
        const char *end = memchr(value, tag[i], n - i - 1);
        if (end == NULL)
            continue;
        const size_t length = (size_t)(end - value);
        const bool is_id =
            i >= 4 && strncmp(tag + i - 4, " id=", 4) == 0 && length > 0;
        const bool is_reference =
            i >= 5 && strncmp(tag + i - 5, "href=", 5) == 0 && *value == '#';
        if (is_id || is_reference)
            fprintf(to, "%s%s-%.*s", is_reference ? "#" : "", prefix,
                (int)length - is_reference, value + is_reference);
        else if (print_colour(to, value, length) == 0)
            fwrite(value, 1, length, to);
        fputc(*end, to);
        i += length + 1;
    }
}

/* What browsers would show when the pointer rests on a curve. */
static const char *skip_title(const char *text)
{
    static const char end[] = "</title>";
    const char *found = text_starts(text, "<title>") ? strstr(text, end) : NULL;
    return found != NULL ? found + sizeof end - 1 : text;
}

void svg_print_body(FILE *to, const char *text, const char *prefix)
{
    while (*text != '\0' && !text_starts(text, "</svg>")) {
        const char *after = skip_title(text);
        const size_t n = strcspn(text, ">");
        if (after != text) {
            text = after;
        } else if (*text == '<' && text[n] == '>') {
            print_tag(to, text, n + 1, prefix);
            text += n + 1;
        } else {
            fputc(*text++, to);
        }
    }
}

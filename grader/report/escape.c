/* SPDX-License-Identifier: MIT */
#include "grader/report/escape.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/text.h"

/* Bytes are first made harmless for a terminal, since the Markdown may be
 * read in one: that takes control characters and changes of the writing
 * direction away as well. Then every character that could begin markup gets
 * a backslash. An underscore within a word begins none. */

void escape_html(FILE *to, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", to);
            break;
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        case '"':
            fputs("&quot;", to);
            break;
        case '\'':
            fputs("&#39;", to);
            break;
        default:
            fputc(*text, to);
        }
}

/* Say whether the character may begin or end markup where it stands. */
static bool is_markup(const char *text, size_t at)
{
    const char c = text[at];
    const bool is_after_word =
        at > 0 && (isalnum((unsigned char)text[at - 1]) || text[at - 1] & 0x80);
    if (strchr("\\`*[]<>&|~", c) != NULL)
        return true;
    if (c == '_')
        return !is_after_word || !isalnum((unsigned char)text[at + 1]);
    if (strchr("#+-=", c) != NULL) /* a heading, a list, a line below one */
        return at == 0;
    if (c == '.' || c == ')') /* "1." is a list, "www." a link for some */
        return (at > 0 && strspn(text, "0123456789") == at &&
                   strchr(" \t\n", text[at + 1]) != NULL) ||
               (at >= 3 && strncasecmp(text + at - 3, "www", 3) == 0);
    return c == '/' && at > 0 && text[at - 1] == ':'; /* likewise "://" */
}

void escape_markdown(FILE *to, const char *text)
{
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    const char *from = safe + strspn(safe, " \t\n");
    for (size_t i = 0; from[i] != '\0'; i++) {
        const bool is_space = from[i] == '\n' || from[i] == '\t';
        if (is_markup(from, i))
            fputc('\\', to);
        fputc(is_space ? ' ' : from[i], to);
    }
    free(safe);
}

/* The longest run of backticks. */
static size_t longest_run(const char *text)
{
    size_t longest = 0;
    while (*text != '\0') {
        const size_t n = strspn(text, "`");
        longest = n > longest ? n : longest;
        text += n > 0 ? n : 1;
    }
    return longest;
}

void escape_code(FILE *to, const char *text)
{
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    size_t n = strlen(safe);
    size_t n_fence = longest_run(safe) + 1;
    n_fence = n_fence < 3 ? 3 : n_fence;
    for (size_t i = 0; i < n_fence; i++)
        fputc('`', to);
    while (n > 0 && safe[n - 1] == '\n')
        n--;
    fprintf(to, "\n%.*s\n", (int)n, safe);
    for (size_t i = 0; i < n_fence; i++)
        fputc('`', to);
    fputc('\n', to);
    free(safe);
}

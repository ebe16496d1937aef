/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* The table of words. Most words of a text are rare, and all words that occur
 * equally often share the end of their line: it is made once for them, which
 * is what makes the writing fast. */

void words_repr(double value, char text[WORDS_REPR_BYTES])
{
    /* Every decimal of 15 digits survives the way to a double and back, and
     * 17 digits tell all doubles apart.
     * Source: IEEE 754-2019, section 5.12.2. */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, WORDS_REPR_BYTES, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    if (strpbrk(text, ".e") == NULL)
        strcat(text, ".0");
}

/* " count percentage\n"; @return its length. */
static size_t line_end(char *text, size_t size_bytes, size_t count, size_t all)
{
    char percentage[WORDS_REPR_BYTES];
    words_repr((double)count / (double)all * 100.0, percentage);
    return (size_t)snprintf(text, size_bytes, " %zu %s\n", count, percentage);
}

int words_table_write(const struct words *words, FILE *to)
{
    char end[2 * WORDS_REPR_BYTES];
    size_t end_bytes = 0;
    size_t count = 0;
    for (size_t i = 0; i < words->n_distinct; i++) {
        if (words->count[i] != count) {
            count = words->count[i];
            end_bytes = line_end(end, sizeof end, count, words->n_words);
        }
        const char *word = words->spelling[i];
        fwrite_unlocked(word, 1, strlen(word), to);
        fwrite_unlocked(end, 1, end_bytes, to);
    }
    return ferror(to) || fflush(to) != 0 ? -1 : 0;
}

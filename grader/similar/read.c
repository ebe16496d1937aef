/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/similar/similar_private.h"

/* What sim_c writes, and what follows from it. Lines of another form than the
 * two or three that are looked for are passed over: a newer sim_c may say
 * more. But that not one line is known is an error. */

enum {
    OWN_TOKENS_MIN = 20, /* below, what is alike is so by chance */
};

/* @return text of this file name; n for what was given; n + 1: none. */
static size_t text_of(const char *file, size_t n)
{
    size_t number;
    int end = 0;
    if (strcmp(file, SIMILAR_GIVEN) == 0)
        return n - 1;
    if (sscanf(file, "t%zu.c%n", &number, &end) == 1 && end > 0 &&
        file[end] == '\0' && number < n - 1)
        return number;
    return n;
}

static bool take_line(const char *line, struct similar_table *table)
{
    char a[32], b[32];
    unsigned number;
    if (sscanf(line, "File %31[^: ]: %u tokens", a, &number) == 2) {
        const size_t i = text_of(a, table->n);
        if (i < table->n)
            table->tokens[i] = number;
        return i < table->n;
    }
    if (sscanf(line, "%31s consists for %u %% of %31s material", a, &number,
            b) != 3)
        return false;
    const size_t i = text_of(a, table->n), k = text_of(b, table->n);
    if (i >= table->n || k >= table->n || number > 100)
        return false;
    table->percent[i * table->n + k] = (unsigned char)number;
    return true;
}

int similar_read(
    const char *text, struct similar_table *table, struct fail *fail)
{
    size_t n_known = 0;
    while (*text != '\0') {
        char line[200];
        const size_t n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(n < 199 ? n : 199), text);
        n_known += take_line(line, table);
        text += n + (text[n] == '\n');
    }
    if (n_known == 0)
        return fail_set(fail, "sim_c does not write what is expected of it; "
                              "sim_c 3.0 does");
    return 0;
}

/* The share of the tokens of a text's own that another one has too; -1: it
 * has hardly any. Percentages are whole, and run ends cost a few tokens, so
 * what comes out may be off by some percent. */
static int own_share(const struct similar_table *table, size_t a, size_t b)
{
    const int given = table->percent[a * table->n + table->n - 1];
    const int both = table->percent[a * table->n + b];
    const unsigned own = table->tokens[a] * (unsigned)(100 - given) / 100;
    if (own < OWN_TOKENS_MIN)
        return -1;
    return both <= given ? 0 : 100 * (both - given) / (100 - given);
}

static int larger(const struct similar_pair *pair)
{
    return pair->a_percent > pair->b_percent ? pair->a_percent
                                             : pair->b_percent;
}

static int smaller(const struct similar_pair *pair)
{
    return pair->a_percent + pair->b_percent - larger(pair);
}

static int compare_pairs(const void *a, const void *b)
{
    const struct similar_pair *one = a, *other = b;
    if (larger(one) != larger(other))
        return larger(other) - larger(one);
    if (smaller(one) != smaller(other))
        return smaller(other) - smaller(one);
    if (one->a != other->a)
        return one->a < other->a ? -1 : 1;
    return one->b < other->b ? -1 : one->b > other->b;
}

static bool is_identical(
    const struct similar_text *a, const struct similar_text *b)
{
    return a->source_bytes == b->source_bytes &&
           memcmp(a->source, b->source, a->source_bytes) == 0;
}

struct similar_pair *similar_rank(const struct similar_job *job,
    const struct similar_table *table, size_t *n_pairs)
{
    struct similar_pair *pairs = NULL;
    size_t n = 0;
    for (size_t a = 0; a < job->n_texts; a++)
        for (size_t b = a + 1; b < job->n_texts; b++) {
            const bool is_old = job->texts[b].is_old;
            const struct similar_pair pair = {a, b, own_share(table, a, b),
                is_old ? -1 : own_share(table, b, a),
                is_identical(&job->texts[a], &job->texts[b])};
            if (job->texts[a].is_old || larger(&pair) < job->min_percent)
                continue;
            pairs = mem_grow(pairs, n, sizeof *pairs);
            pairs[n++] = pair;
        }
    if (n > 0)
        qsort(pairs, n, sizeof *pairs, compare_pairs);
    *n_pairs = n;
    return pairs;
}

/* Lines count from 1, but a text without a newline has a line 0. */
static void mark_lines(char *marks, size_t first, size_t last, char mark)
{
    const size_t n = strlen(marks);
    for (size_t i = first > 0 ? first - 1 : 0; i == 0 || i < last; i++)
        if (i < n && marks[i] != '-')
            marks[i] = mark;
        else if (i >= n)
            return;
}

void similar_mark(
    const char *text, const char *file_a, const char *file_b, char *a, char *b)
{
    while (*text != '\0') {
        char line[256], file[2][32];
        size_t first[2], last[2];
        const size_t n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(n < 255 ? n : 255), text);
        text += n + (text[n] == '\n');
        if (sscanf(line, "%31[^: ]: line %zu-%zu |%31[^: ]: line %zu-%zu",
                file[0], &first[0], &last[0], file[1], &first[1],
                &last[1]) != 6)
            continue;
        const bool is_given = strcmp(file[0], SIMILAR_GIVEN) == 0 ||
                              strcmp(file[1], SIMILAR_GIVEN) == 0;
        for (int i = 0; i < 2; i++) {
            if (strcmp(file[i], file_a) == 0)
                mark_lines(a, first[i], last[i], is_given ? '-' : '=');
            else if (strcmp(file[i], file_b) == 0)
                mark_lines(b, first[i], last[i], is_given ? '-' : '=');
        }
    }
}

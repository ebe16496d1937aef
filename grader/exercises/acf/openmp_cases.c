/* SPDX-License-Identifier: MIT */
#include "grader/judge/cases.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "labs/acf/words/words.h"

/* The cases of acf/openmp. What is expected is found by another method than
 * the contract's: from the list of places where a word stands. Real books are
 * used where there are any, and a made-up text in any case. */

static const double tolerance = 1e-12; /* the contract's */

enum {
    TOP_WORDS = 16,
    LAGS = 100,
    TEXT_WORDS = 65536,
    MASK_LAGS = 3, /* a word's mask takes the baseline as long as 3 lags */
};

/* acf of one word at all lags, from its places in rising order. */
static void expect_word(
    const size_t *place, size_t m, size_t n_lags, double *out)
{
    for (size_t t = 0; t < n_lags; t++)
        out[t] = 0;
    for (size_t a = 0; a < m; a++)
        for (size_t b = a; b < m && place[b] - place[a] < n_lags; b++)
            if (place[a] >= 1)
                out[place[b] - place[a]] += 1;
    for (size_t t = 0; t < n_lags && m > 0; t++)
        out[t] /= (double)m;
}

static double *expect_all(size_t n_text, const int32_t *text, size_t n_words,
    const int32_t *words, size_t n_lags)
{
    double *out = mem_new(n_words * n_lags, sizeof *out);
    size_t *place = mem_new(n_text, sizeof *place);
    for (size_t w = 0; w < n_words; w++) {
        size_t m = 0;
        for (size_t i = 0; i < n_text; i++)
            if (text[i] == words[w])
                place[m++] = i;
        expect_word(place, m, n_lags, out + w * n_lags);
    }
    free(place);
    return out;
}

/* Have a text looked at and judge the outcome. */
static void judge_text(struct trial *trial, size_t n_text, const int32_t *text,
    size_t n_words, const int32_t *words, size_t n_lags, int n_workers)
{
    struct frame *frame = trial_frame(trial, "acf");
    frame_count(frame, "n_text", n_text);
    int32_t *own_text = frame_input(frame, "text", FRAME_I32, n_text);
    memcpy(own_text, text, n_text * sizeof *text);
    frame_count(frame, "n_words", n_words);
    int32_t *own_words = frame_input(frame, "words", FRAME_I32, n_words);
    memcpy(own_words, words, n_words * sizeof *words);
    frame_count(frame, "n_lags", n_lags);
    /* Not the pattern, which is too small a number to see in a sum. */
    double *out = frame_update(frame, "out", FRAME_F64, n_words * n_lags);
    random_fill(trial_random(trial), out, n_words * n_lags, 100, 200);
    if (!trial_call(trial, frame, n_workers))
        return;
    double *expected = expect_all(n_text, text, n_words, words, n_lags);
    trial_expect_f64(trial, frame, "out", expected, tolerance, 0);
    free(expected);
}

/* A text drawn from few words, and words to look at. */
struct row {
    const char *name;
    size_t n_text;
    uint64_t n_distinct; /* the text has the words 0 … n_distinct - 1 */
    size_t n_words;
    size_t n_lags;
    int n_workers;
    enum { FROM_TEXT, ABSENT, EQUAL, EXTREME, FIRST_ONLY, LAST_ONLY } choice;
};

static const struct row lag_rows[] = {
    {"no text", 0, 1, 2, 3, 2, FROM_TEXT},
    {"a text of 1 word", 1, 1, 1, 3, 2, FROM_TEXT},
    {"a text of 2 words", 2, 1, 1, 3, 2, FROM_TEXT},
    {"no lag", 10, 2, 2, 0, 2, FROM_TEXT},
    {"1 lag", 50, 3, 3, 1, 2, FROM_TEXT},
    {"lags up to the end", 20, 2, 2, 20, 2, FROM_TEXT},
    {"lags beyond the end", 7, 2, 2, 30, 3, FROM_TEXT},
    {"a text of one word repeated", 300, 1, 1, 40, 2, FROM_TEXT},
    {"a word 200000 times", 200000, 1, 1, 3, 2, FROM_TEXT},
    {"a word at the start only", 60, 4, 1, 10, 2, FIRST_ONLY},
    {"a word at the end only", 60, 4, 1, 10, 2, LAST_ONLY},
    {"100 lags of 1001 words", 1001, 5, 5, 100, 4, FROM_TEXT},
};

static const struct row word_rows[] = {
    {"no word", 40, 3, 0, 10, 2, FROM_TEXT},
    {"1 word", 400, 3, 1, 10, 2, FROM_TEXT},
    {"3 words on 2 workers", 400, 3, 3, 10, 2, FROM_TEXT},
    {"17 words on 4 workers", 400, 30, 17, 10, 4, FROM_TEXT},
    {"absent words only", 400, 3, 5, 10, 2, ABSENT},
    {"the same word 6 times", 400, 3, 6, 10, 4, EQUAL},
    {"the least and the largest number", 400, 2, 4, 10, 2, EXTREME},
    {"100 words of few letters", 500, 20, 100, 7, 3, FROM_TEXT},
};

static const struct row worker_rows[] = {
    {"1 worker", 503, 9, 13, 11, 1, FROM_TEXT},
    {"2 workers", 503, 9, 13, 11, 2, FROM_TEXT},
    {"3 workers", 503, 9, 13, 11, 3, FROM_TEXT},
    {"4 workers", 503, 9, 13, 11, 4, FROM_TEXT},
    {"5 workers", 503, 9, 13, 11, 5, FROM_TEXT},
    {"7 workers", 503, 9, 13, 11, 7, FROM_TEXT},
    {"more workers than words", 503, 9, 3, 11, 7, FROM_TEXT},
    {"1 word on 4 workers", 503, 9, 1, 100, 4, FROM_TEXT},
    {"more workers than words and lags", 503, 9, 1, 2, 7, FROM_TEXT},
};

static int32_t choose_word(const struct row *row, struct random *random)
{
    switch (row->choice) {
    case ABSENT:
        return (int32_t)(row->n_distinct + random_below(random, 9));
    case EQUAL:
        return 0;
    case EXTREME:
        return random_below(random, 2) == 0 ? INT32_MIN : INT32_MAX;
    case FIRST_ONLY:
    case LAST_ONLY:
        return -1;
    case FROM_TEXT:
        break;
    }
    return (int32_t)random_below(random, row->n_distinct);
}

static void run_row(struct trial *trial, const void *item)
{
    const struct row *row = item;
    struct random *random = trial_random(trial);
    int32_t *text = mem_new(row->n_text, sizeof *text);
    int32_t *words = mem_new(row->n_words, sizeof *words);
    for (size_t i = 0; i < row->n_text; i++) {
        text[i] = (int32_t)random_below(random, row->n_distinct);
        if (row->choice == EXTREME && text[i] == 0)
            text[i] = INT32_MIN;
    }
    if (row->choice == FIRST_ONLY)
        text[0] = -1;
    if (row->choice == LAST_ONLY)
        text[row->n_text - 1] = -1;
    for (size_t w = 0; w < row->n_words; w++)
        words[w] = choose_word(row, random);
    judge_text(trial, row->n_text, text, row->n_words, words, row->n_lags,
        row->n_workers);
    free(text);
    free(words);
}

/* The most frequent words of a text are the numbers 0, 1, 2, … */
static void judge_top_words(
    struct trial *trial, const struct words *text, int n_workers)
{
    int32_t words[TOP_WORDS];
    const size_t n =
        text->n_distinct < TOP_WORDS ? text->n_distinct : TOP_WORDS;
    for (size_t w = 0; w < n; w++)
        words[w] = (int32_t)w;
    judge_text(trial, text->n_words, text->ids, n, words, LAGS, n_workers);
}

struct text_row {
    const char *name;
    int n_workers;
};

static const struct text_row text_rows[] = {
    {"a generated text on 1 worker", 1},
    {"a generated text on 2 workers", 2},
    {"a generated text on 4 workers", 4},
};

static void judge_generated(struct trial *trial, int n_workers)
{
    char message[WORDS_MESSAGE_BYTES];
    struct words *text =
        words_generate(random_u64(trial_random(trial)), TEXT_WORDS, message);
    if (text == NULL)
        trial_broken(trial, "the generated text: %s", message);
    judge_top_words(trial, text, n_workers);
    words_free(text);
}

static void run_text(struct trial *trial, const void *item)
{
    judge_generated(trial, ((const struct text_row *)item)->n_workers);
}

static const char built_in[] = "built-in text";

static int is_book(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);
    return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static char **list_books(size_t *n_names)
{
    const char *folder = trial_books();
    struct dirent **entries = NULL;
    const int n =
        folder != NULL ? scandir(folder, &entries, is_book, by_name) : 0;
    /* A folder without books is no reason to judge on none in silence. */
    *n_names = n > 0 ? (size_t)n : 1;
    char **names = mem_new(*n_names, sizeof *names);
    if (n <= 0)
        names[0] = mem_text(folder != NULL ? "*.txt" : built_in);
    for (int i = 0; i < n; i++) {
        names[i] = mem_text(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return names;
}

/* Compare the table of a book with its line in WORDTABLES.sha256, "checksum,
 * two spaces, name.dat". A book or a folder without one is not checked. */
static void check_table(
    struct trial *trial, const char *name, const struct words *text)
{
    struct fail fail = {0};
    char found[65], *table = NULL;
    size_t n_bytes = 0;
    char *path = mem_format("%s/WORDTABLES.sha256", trial_books());
    char *wanted = mem_format("  %.*s.dat\n", (int)strlen(name) - 4, name);
    char *list = file_exists(path) ? file_read(path, 1 << 20, NULL, &fail)
                                   : mem_text("");
    if (list == NULL)
        trial_broken(trial, "%s", fail.text);
    const char *line = strstr(list, wanted);
    FILE *to = mem_stream(&table, &n_bytes);
    words_table_write(text, to);
    fclose(to);
    if (line != NULL && file_sha256(table, n_bytes, found, &fail) != 0)
        trial_broken(trial, "%s", fail.text);
    if (line != NULL && (line - list < 64 || memcmp(line - 64, found, 64) != 0))
        trial_broken(trial,
            "%s/%s is not the book that WORDTABLES.sha256 describes: its "
            "word table has the checksum %s; get the book again",
            trial_books(), name, found);
    free(table);
    free(list);
    free(wanted);
    free(path);
}

static void run_book(struct trial *trial, const void *item)
{
    const char *name = item;
    char message[WORDS_MESSAGE_BYTES];
    if (trial_books() == NULL) {
        judge_generated(trial, 3);
        return;
    }
    char *path = mem_format("%s/%s", trial_books(), name);
    struct words *text = words_read(path, message);
    if (text == NULL)
        trial_broken(trial, "%s: %s", path, message);
    check_table(trial, name, text);
    judge_top_words(trial, text, 4);
    words_free(text);
    free(path);
}

/* What part @p part of @p n_parts gets of every round's words and lags: a
 * slice of the words, and where there are more parts than words, some lags of
 * one word. Lags start at 0 in every call, so parts of one word have the same
 * ones; their number makes all parts together as much as a round. */
static void share_round(unsigned part, unsigned n_parts, size_t *first,
    size_t *n_words, size_t *n_lags)
{
    *n_lags = LAGS;
    if (n_parts <= TOP_WORDS) {
        case_slice(TOP_WORDS, part, n_parts, first, n_words);
        return;
    }
    *first = part % TOP_WORDS;
    *n_words = 1;
    *n_lags = (LAGS * TOP_WORDS + n_parts / 2) / n_parts;
}

/* What is timed: rounds of 16 words and 100 lags on one text, whose masks
 * stay in cache. Every round has other words; by the direct method they all
 * cost the same. */
static struct frame *rounds_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    char message[WORDS_MESSAGE_BYTES];
    size_t first, n_words, n_lags;
    share_round(part, n_parts, &first, &n_words, &n_lags);
    struct words *made =
        words_generate(random_u64(random), TEXT_WORDS, message);
    if (made == NULL)
        fail_grader("the generated text: %s", message);
    struct frame *frame = frame_new("acf");
    frame_count(frame, "n_text", made->n_words);
    int32_t *text = frame_input(frame, "text", FRAME_I32, made->n_words);
    memcpy(text, made->ids, made->n_words * sizeof *text);
    frame_count(frame, "n_words", n_words);
    int32_t *words = frame_input(frame, "words", FRAME_I32, repeats * n_words);
    for (size_t r = 0; r < repeats; r++)
        for (size_t w = 0; w < n_words; w++)
            words[r * n_words + w] =
                (int32_t)((r * TOP_WORDS + first + w) % made->n_distinct);
    frame_count(frame, "n_lags", n_lags);
    frame_output(frame, "out", FRAME_F64, repeats * n_words * n_lags);
    *work = (double)(n_words * (n_lags + MASK_LAGS)) * (double)made->n_words *
            (double)repeats;
    words_free(made);
    return frame;
}

static const struct case_group groups[] = {
    CASE_GROUP("lags", lag_rows, run_row),
    CASE_GROUP("words", word_rows, run_row),
    CASE_GROUP("workers", worker_rows, run_row),
    CASE_GROUP("text", text_rows, run_text),
    {.name = "books", .run = run_book, .list = list_books},
    {0},
};

static const struct timing timings[] = {
    {"speedup", rounds_input, 1e-12, 0},
    {0},
};

EXERCISE_CASES("acf/openmp", groups, timings);

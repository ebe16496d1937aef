/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/data/language.h"
#include "grader/data/text.h"
#include "labs/acf/words/words.h"
#include "tests/unit/unit.h"

/* Made-up texts have the properties that they are made for. They are looked
 * at through the library of the lab acf, as the exercises see them. */

enum { SAMPLE_TEXTS = 8, SAMPLE_BYTES = 1 << 19 };

/* A few texts of seed 1, one behind the other. */
static char *sample(size_t *n_bytes)
{
    struct data_language *language = data_language_new(1);
    char *all = mem_new(SAMPLE_TEXTS, SAMPLE_BYTES);
    *n_bytes = 0;
    for (size_t i = 1; i <= SAMPLE_TEXTS; i++) {
        size_t n;
        char *text = data_text(language, 1, i, SAMPLE_BYTES, &n);
        memcpy(all + *n_bytes, text, n);
        *n_bytes += n;
        free(text);
    }
    data_language_free(language);
    return all;
}

static struct words *sample_words(void)
{
    char message[WORDS_MESSAGE_BYTES];
    size_t n_bytes;
    char *text = sample(&n_bytes);
    struct words *words = words_parse(text, n_bytes, message);
    free(text);
    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    return words;
}

static void test_odds_when_added_up_then_are_whole_and_follow_the_law(void)
{
    uint64_t sum = 0;
    const double first = (double)data_language_odds(0) * 3.7;
    for (uint32_t rank = 0; rank < DATA_WORDS; rank++) {
        const uint64_t odds = data_language_odds(rank);
        sum += odds;
        CU_ASSERT_DOUBLE_EQUAL((double)odds * (rank + 3.7) / first, 1, 1e-4);
    }
    CU_ASSERT_EQUAL(sum, UINT64_C(1) << 47);
}

/* Every word is drawn as often as it should be: the columns hold the odds. */
static void test_draw_when_repeated_then_counts_fit_the_odds(void)
{
    enum { DRAWS = 1 << 22, SHOWN = 1000 };
    struct data_language *language = data_language_new(3);
    struct random random = random_stream(3, "draws");
    size_t *count = mem_new(DATA_WORDS, sizeof *count);
    double chi_square = 0;
    for (size_t i = 0; i < DRAWS; i++)
        count[data_language_draw(language, &random)]++;
    for (uint32_t rank = 0; rank < SHOWN; rank++) {
        const double mean = (double)data_language_odds(rank) / 0x1p47 * DRAWS;
        const double off = (double)count[rank] - mean;
        chi_square += off * off / mean;
    }
    /* Mean 1000, standard deviation 45. */
    CU_ASSERT(chi_square > 800 && chi_square < 1200);
    free(count);
    data_language_free(language);
}

static void test_spellings_when_read_as_a_text_then_are_as_many_words(void)
{
    char message[WORDS_MESSAGE_BYTES];
    struct data_language *language = data_language_new(5);
    char *text = mem_new(DATA_WORDS, DATA_SPELLING_BYTES + 1);
    size_t n = 0, n_foreign = 0;
    for (uint32_t rank = 0; rank < DATA_WORDS; rank++) {
        const struct data_spelling *word =
            data_language_spelling(language, rank);
        memcpy(text + n, word->letters, word->n_bytes);
        n += word->n_bytes;
        text[n++] = '\n';
        for (size_t i = 0; i < word->n_bytes; i++)
            n_foreign += (word->letters[i] & 0xC0) == 0xC0;
    }
    CU_ASSERT_PTR_NULL(u8_check((const uint8_t *)text, n));
    struct words *words = words_parse(text, n, message);
    CU_ASSERT_PTR_NOT_NULL_FATAL(words);
    CU_ASSERT_EQUAL(words->n_words, DATA_WORDS);
    CU_ASSERT_EQUAL(words->n_distinct, DATA_WORDS);
    CU_ASSERT(n_foreign > 100);
    words_free(words);
    free(text);
    data_language_free(language);
}

/* The same bytes on every machine, whichever texts are made before. */
static void test_texts_when_made_then_have_the_recorded_checksums(void)
{
    static const char *const expected[] = {
        "802cd1bd6a813c5da212c351e72952a0aeb9fd39830ad83c9bfa1876450fd775",
        "1e4c907c2053455706aa91e551270222622386d714fb58ad50a3122a3109806b",
        "722cdaab9812012a7e4bb2488322c82960758f605a28a2c7f7b615b3ced351ae",
    };
    struct data_language *language = data_language_new(1);
    for (size_t i = 3; i > 0; i--) {
        struct fail fail = {""};
        char found[65] = "";
        size_t n_bytes;
        char *text = data_text(language, 1, i, 30000, &n_bytes);
        CU_ASSERT_EQUAL(file_sha256(text, n_bytes, found, &fail), 0);
        CU_ASSERT_STRING_EQUAL(found, expected[i - 1]);
        if (strcmp(found, expected[i - 1]) != 0)
            printf("# text %zu has the checksum %s\n", i, found);
        free(text);
    }
    data_language_free(language);
}

static void test_text_when_made_then_is_set_as_a_page(void)
{
    size_t n_bytes, longest = 0;
    char *text = sample(&n_bytes);
    CU_ASSERT_PTR_NULL(u8_check((const uint8_t *)text, n_bytes));
    CU_ASSERT_EQUAL(strlen(text), n_bytes);
    CU_ASSERT_EQUAL(text[n_bytes - 1], '\n');
    for (const char *line = text; *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        longest = n > longest ? n : longest;
        line += n + 1;
    }
    CU_ASSERT(longest > 60 && longest <= 72);
    static const char *const wanted[] = {
        "\n\n", ". ", ", ", "'s ", "-", "! ", "? ", "; ", " \"", ".\"",
        "\xC3\xA9", /* é */
        "\xC3\x89", /* É, at the start of a sentence */
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        CU_ASSERT_PTR_NOT_NULL(strstr(text, wanted[i]));
    CU_ASSERT_PTR_NULL(strstr(text, "\n\n\n\n"));
    free(text);
}

static void test_text_when_of_any_size_then_ends_with_the_last_sentence(void)
{
    static const size_t sizes[] = {600, 4096, 30000, 100000};
    struct data_language *language = data_language_new(2);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n;
        char *text = data_text(language, 2, 9, sizes[i], &n);
        CU_ASSERT(n <= sizes[i] && n + 600 > sizes[i]);
        CU_ASSERT(text[n - 1] == '\n' && strchr(".!?\"", text[n - 2]));
        free(text);
    }
    data_language_free(language);
}

/* Least-squares slope of log y over log rank, for the ranks 10 … 1000. */
static double slope(double (*value)(const void *, size_t), const void *of)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t rank = 10; rank <= 1000; rank++) {
        const double a = log((double)rank), b = log(value(of, rank));
        n++, x += a, y += b, xx += a * a, xy += a * b;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

static double count_of(const void *words, size_t rank)
{
    return (double)((const struct words *)words)->count[rank - 1];
}

static double law_of(const void *unused, size_t rank)
{
    (void)unused;
    return 1 / ((double)rank + 2.7);
}

static void test_frequencies_when_counted_then_fall_as_the_law_says(void)
{
    struct words *words = sample_words();
    const double found = slope(count_of, words);
    CU_ASSERT(words->n_words > 500000);
    CU_ASSERT_DOUBLE_EQUAL(found, slope(law_of, NULL), 0.03);
    double sum = 0;
    for (size_t rank = 1; rank <= DATA_WORDS; rank++)
        sum += law_of(NULL, rank);
    for (size_t rank = 10; rank <= 1000; rank += 90) {
        const double expected =
            law_of(NULL, rank) / sum * (double)words->n_words;
        CU_ASSERT_DOUBLE_EQUAL(count_of(words, rank) / expected, 1, 0.1);
    }
    words_free(words);
}

/* The autocorrelation of the handout, mean of the lags first … first + 9. */
static double acf_near(const struct words *text, int32_t word, size_t first)
{
    double sum = 0, m = 0;
    for (size_t i = 0; i < text->n_words; i++)
        m += text->ids[i] == word;
    for (size_t t = first; t < first + 10; t++)
        for (size_t i = 1; i + t < text->n_words; i++)
            sum += text->ids[i] == word && text->ids[i + t] == word;
    return sum / m / 10;
}

/* Mean over some words, in units of the word's frequency: 1 is what a text
 * without bursts would have at any lag. */
static double burst(
    const struct words *text, int32_t first_word, int n, size_t lag)
{
    double sum = 0;
    for (int32_t word = first_word; word < first_word + n; word++)
        sum += acf_near(text, word, lag) * (double)text->n_words /
               (double)text->count[word];
    return sum / n;
}

static void test_words_when_looked_at_over_lags_then_come_in_bursts(void)
{
    struct words *words = sample_words();
    /* A word among the topics of a passage recurs there far more often. */
    CU_ASSERT(burst(words, 100, 30, 2) > 4);
    CU_ASSERT(burst(words, 100, 30, 2) > 1.5 * burst(words, 100, 30, 60));
    CU_ASSERT(burst(words, 100, 30, 60) > 1.5 * burst(words, 100, 30, 300));
    CU_ASSERT(burst(words, 100, 30, 300) > 1.2 * burst(words, 100, 30, 20000));
    CU_ASSERT_DOUBLE_EQUAL(burst(words, 100, 30, 20000), 1, 0.2);
    /* The most frequent words, which the exercises look at, do so, too. */
    CU_ASSERT(burst(words, 0, 16, 2) > 1.1 * burst(words, 0, 16, 90));
    words_free(words);
}

static void test_sizes_when_added_up_then_are_the_set(void)
{
    static const uint64_t totals[] = {64 * 4096, 1000003, UINT64_C(1) << 40};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        const struct data_set set = {i, 64, totals[i]};
        uint64_t sizes[64], sum = 0, least = UINT64_MAX, most = 0;
        data_synth_sizes(&set, sizes);
        for (size_t k = 0; k < 64; k++) {
            sum += sizes[k];
            least = sizes[k] < least ? sizes[k] : least;
            most = sizes[k] > most ? sizes[k] : most;
        }
        CU_ASSERT(sum <= totals[i] && sum + 64 > totals[i]);
        CU_ASSERT(most > 8 * least && most < 33 * least);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_odds_when_added_up_then_are_whole_and_follow_the_law",
            test_odds_when_added_up_then_are_whole_and_follow_the_law},
        {"test_draw_when_repeated_then_counts_fit_the_odds",
            test_draw_when_repeated_then_counts_fit_the_odds},
        {"test_spellings_when_read_as_a_text_then_are_as_many_words",
            test_spellings_when_read_as_a_text_then_are_as_many_words},
        {"test_texts_when_made_then_have_the_recorded_checksums",
            test_texts_when_made_then_have_the_recorded_checksums},
        {"test_text_when_made_then_is_set_as_a_page",
            test_text_when_made_then_is_set_as_a_page},
        {"test_text_when_of_any_size_then_ends_with_the_last_sentence",
            test_text_when_of_any_size_then_ends_with_the_last_sentence},
        {"test_frequencies_when_counted_then_fall_as_the_law_says",
            test_frequencies_when_counted_then_fall_as_the_law_says},
        {"test_words_when_looked_at_over_lags_then_come_in_bursts",
            test_words_when_looked_at_over_lags_then_come_in_bursts},
        {"test_sizes_when_added_up_then_are_the_set",
            test_sizes_when_added_up_then_are_the_set},
        {0},
    };
    return unit_main("synth", tests);
}

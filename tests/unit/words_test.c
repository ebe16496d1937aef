/* SPDX-License-Identifier: MIT */
#include "labs/acf/words/words.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "tests/unit/unit.h"

/* The words library: what separates words, how they are lower-cased, how they
 * are ranked, and what a table looks like. Where the folder of the books is
 * known, the tables of all of them are compared with their checksums. */

static char *table_text(const struct words *words)
{
    char *text = NULL;
    size_t n_bytes = 0;
    FILE *to = open_memstream(&text, &n_bytes);
    CU_ASSERT_FATAL(to != NULL);
    CU_ASSERT(words_table_write(words, to) == 0);
    fclose(to);
    return text;
}

/* The words of a text in order, each followed by '|'. */
static char *joined(const struct words *words)
{
    char *text = NULL;
    size_t n_bytes = 0;
    FILE *to = open_memstream(&text, &n_bytes);
    CU_ASSERT_FATAL(to != NULL);
    for (size_t i = 0; i < words->n_words; i++)
        fprintf(to, "%s|", words->spelling[words->ids[i]]);
    fclose(to);
    return text;
}

struct split_row {
    const char *text;
    const char *expected;
};

static const struct split_row splits[] = {
    {"", ""},
    {"\xEF\xBB\xBF", ""},
    {"one", "one|"},
    {"  two\twords\r\n", "two|words|"},
    {"a.b,c;d:e?f$g@h^i<j>k#l%m`n!o*p-q=r(s)t[u]v{w}x/y\"z'0",
        "a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z|0|"},
    {"a_b~c&d+e|f\\g", "a_b~c&d+e|f\\g|"},
    {"...!!!", ""},
    {"\xEF\xBB\xBFMark first", "mark|first|"},
    {"x \xEF\xBB\xBF y", "x|\xEF\xBB\xBF|y|"},
    {"a\x1C"
     "b\x1D"
     "c\x1E"
     "d\x1F"
     "e",
        "a|b|c|d|e|"},
    {"a\x0B"
     "b\x0C"
     "c\x01"
     "d",
        "a|b|c\x01"
        "d|"},
    {"a\xC2\x85"
     "b\xC2\xA0"
     "c",
        "a|b|c|"}, /* U+0085, U+00A0 */
    {"a\xE2\x80\x83"
     "b\xE3\x80\x80"
     "c\xE1\x9A\x80"
     "d",
        "a|b|c|d|"},
    {"\xE2\x80\x83\xE2\x80\x83", ""}, /* U+2003 twice */
    {"a\xE2\x80\x8B"
     "b",
        "a\xE2\x80\x8B"
        "b|"}, /* U+200B is no space */
    {"abcdefgh abcdefghi ABCDEFGHIJKLMNOPQ",
        "abcdefgh|abcdefghi|abcdefghijklmnopq|"},
    {"\xC3\x84PFEL", "\xC3\xA4pfel|"}, /* A with two dots */
    {"\xE2\x80\x9CThe end\xE2\x80\x9D", "\xE2\x80\x9Cthe|end\xE2\x80\x9D|"},
    {"\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3 \xCE\xA3\xCE\x91 \xCE\xA3",
        "\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x82|\xCF\x83\xCE\xB1|\xCF\x83|"},
    /* I with a dot becomes two characters; the first one below gets longer
     * by a byte when it becomes small. */
    {"\xC4\xB0stanbul", "i\xCC\x87stanbul|"},
    {"\xC8\xBA", "\xE2\xB1\xA5|"},
};

static void test_parse_splits_and_lowers_as_stated(void)
{
    char message[WORDS_MESSAGE_BYTES];
    for (size_t i = 0; i < sizeof splits / sizeof *splits; i++) {
        const char *text = splits[i].text;
        struct words *words = words_parse(text, strlen(text), message);
        CU_ASSERT_FATAL(words != NULL);
        char *got = joined(words);
        CU_ASSERT_STRING_EQUAL(got, splits[i].expected);
        if (strcmp(got, splits[i].expected) != 0)
            printf("# split %zu: %s\n", i, got);
        free(got);
        words_free(words);
    }
}

static void test_parse_equal_words_get_equal_ids_by_rank(void)
{
    const char text[] = "To be or not to be, that is the question: to";
    char message[WORDS_MESSAGE_BYTES];
    struct words *words = words_parse(text, sizeof text - 1, message);
    CU_ASSERT_FATAL(words != NULL);
    CU_ASSERT(words->n_words == 11);
    CU_ASSERT(words->n_distinct == 8);
    CU_ASSERT_STRING_EQUAL(words->spelling[0], "to");
    CU_ASSERT_STRING_EQUAL(words->spelling[1], "be");
    CU_ASSERT_STRING_EQUAL(words->spelling[2], "or");
    CU_ASSERT_STRING_EQUAL(words->spelling[7], "question");
    CU_ASSERT(words->count[0] == 3);
    CU_ASSERT(words->count[1] == 2);
    CU_ASSERT(words->ids[0] == 0);
    CU_ASSERT(words->ids[4] == 0);
    CU_ASSERT(words->ids[5] == 1);
    words_free(words);
}

static void test_parse_many_words_keeps_all_apart(void)
{
    enum { N = 100000 };
    char message[WORDS_MESSAGE_BYTES], *text = NULL;
    size_t n_bytes = 0;
    FILE *to = open_memstream(&text, &n_bytes);
    CU_ASSERT_FATAL(to != NULL);
    for (int i = 0; i < 2 * N; i++)
        fprintf(to, "%s%d ", i % 3 == 0 ? "a-long-word_" : "", i % N);
    fclose(to);
    struct words *words = words_parse(text, n_bytes, message);
    CU_ASSERT_FATAL(words != NULL);
    size_t sum = 0;
    for (size_t i = 0; i < words->n_distinct; i++)
        sum += words->count[i];
    CU_ASSERT(sum == words->n_words);
    char *got = joined(words);
    CU_ASSERT(strncmp(got, "a|long|word_0|1|2|a|long|word_3|", 32) == 0);
    free(got);
    free(text);
    words_free(words);
}

struct broken_row {
    const char *bytes;
    size_t n_bytes;
    const char *says;
};

static const struct broken_row broken[] = {
    {"ab \xFF cd", 7, "byte 3 "},
    {"\xEF\xBB\xBFok \xC3", 7, "byte 6 "},
    {"x\xE2\x80", 3, "byte 1 "},
    {"\xED\xA0\x80", 3, "byte 0 "}, /* half of a surrogate pair */
    {"\xC0\xAF", 2, "byte 0 "}, /* too long a form of '/' */
    {"good\xCE\xA3\x80", 7, "byte 6 "},
    {"a\0b", 3, "NUL"},
};

static void test_parse_what_is_not_utf8_is_refused_with_its_place(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char message[WORDS_MESSAGE_BYTES] = "";
        CU_ASSERT(
            words_parse(broken[i].bytes, broken[i].n_bytes, message) == NULL);
        CU_ASSERT(strstr(message, broken[i].says) != NULL);
    }
}

static void test_read_missing_file_or_folder_is_refused(void)
{
    char message[WORDS_MESSAGE_BYTES] = "";
    CU_ASSERT(words_read("/nonexistent/book.txt", message) == NULL);
    CU_ASSERT(strstr(message, "No such file") != NULL);
    CU_ASSERT(words_read("/", message) == NULL);
}

struct repr_row {
    double value;
    const char *expected;
};

static const struct repr_row reprs[] = {
    {0, "0.0"},
    {1, "1.0"},
    {100.0, "100.0"},
    {7.5, "7.5"},
    {0.1, "0.1"},
    {0.1 + 0.2, "0.30000000000000004"},
    {1.0 / 3 * 100.0, "33.33333333333333"},
    {2.0 / 3 * 100.0, "66.66666666666666"},
    {0.0001, "0.0001"},
    {0.00001, "1e-05"},
    {1.0 / 102085 * 100.0, "0.0009795758436596954"},
    {5.0 / 1e7 * 100.0, "4.9999999999999996e-05"},
    {123456789012345.0, "123456789012345.0"},
};

static void test_repr_prints_the_shortest_that_reads_back(void)
{
    for (size_t i = 0; i < sizeof reprs / sizeof *reprs; i++) {
        char text[WORDS_REPR_BYTES];
        words_repr(reprs[i].value, text);
        CU_ASSERT_STRING_EQUAL(text, reprs[i].expected);
        CU_ASSERT(strtod(text, NULL) == reprs[i].value);
    }
}

static void test_table_has_a_line_for_every_word_by_rank(void)
{
    const char text[] = "b a b c A b";
    char message[WORDS_MESSAGE_BYTES];
    struct words *words = words_parse(text, sizeof text - 1, message);
    CU_ASSERT_FATAL(words != NULL);
    char *table = table_text(words);
    CU_ASSERT_STRING_EQUAL(
        table, "b 3 50.0\na 2 33.33333333333333\nc 1 16.666666666666664\n");
    free(table);
    words_free(words);
}

static void test_table_of_an_empty_text_is_empty(void)
{
    char message[WORDS_MESSAGE_BYTES];
    struct words *words = words_parse(NULL, 0, message);
    CU_ASSERT_FATAL(words != NULL);
    CU_ASSERT(words->n_words == 0 && words->n_distinct == 0);
    char *table = table_text(words);
    CU_ASSERT_STRING_EQUAL(table, "");
    free(table);
    words_free(words);
}

static void test_generate_same_seed_gives_the_same_text(void)
{
    char message[WORDS_MESSAGE_BYTES];
    struct words *a = words_generate(7, 5000, message);
    struct words *b = words_generate(7, 5000, message);
    struct words *c = words_generate(8, 5000, message);
    CU_ASSERT_FATAL(a != NULL && b != NULL && c != NULL);
    CU_ASSERT(a->n_words == 5000);
    CU_ASSERT(memcmp(a->ids, b->ids, 5000 * sizeof *a->ids) == 0);
    CU_ASSERT(memcmp(a->ids, c->ids, 5000 * sizeof *a->ids) != 0);
    words_free(a);
    words_free(b);
    words_free(c);
}

static void test_generate_frequencies_fall_like_1_over_rank(void)
{
    char message[WORDS_MESSAGE_BYTES];
    struct words *words = words_generate(1, 100000, message);
    CU_ASSERT_FATAL(words != NULL);
    CU_ASSERT_FATAL(words->n_distinct > 1000);
    const double ratio =
        (double)words->count[9] / (double)words->count[99] / 10.0;
    CU_ASSERT(ratio > 0.5 && ratio < 2.0);
    CU_ASSERT(words->count[0] > 5000 && words->count[0] < 10000);
    words_free(words);
}

static int is_book(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);
    return n > 4 && strcmp(entry->d_name + n - 4, ".txt") == 0;
}

static bool table_is_listed(
    const char *folder, const char *name, const char *sums)
{
    char path[4096], message[WORDS_MESSAGE_BYTES], hex[65], line[512];
    struct fail fail;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct words *words = words_read(path, message);
    if (words == NULL)
        return false;
    char *table = table_text(words);
    const bool has_sum = file_sha256(table, strlen(table), hex, &fail) == 0;
    free(table);
    words_free(words);
    snprintf(line, sizeof line, "%s  %.*s.dat\n", has_sum ? hex : "none",
        (int)strlen(name) - 4, name);
    return strstr(sums, line) != NULL;
}

static void test_table_of_every_book_has_the_listed_checksum(void)
{
    const char *folder = getenv("PARLAB_BOOKS");
    char path[4096];
    struct dirent **books = NULL;
    struct fail fail;
    if (folder == NULL) {
        unit_skip("PARLAB_BOOKS does not name a folder of books");
        return;
    }
    snprintf(path, sizeof path, "%s/WORDTABLES.sha256", folder);
    char *sums = file_read(path, 1 << 20, NULL, &fail);
    CU_ASSERT_FATAL(sums != NULL);
    const int n = scandir(folder, &books, is_book, alphasort);
    CU_ASSERT(n > 0);
    for (int i = 0; i < n; i++) {
        const bool is_listed = table_is_listed(folder, books[i]->d_name, sums);
        CU_ASSERT(is_listed);
        if (!is_listed)
            printf("# %s\n", books[i]->d_name);
        free(books[i]);
    }
    free(books);
    free(sums);
}

static const struct unit_test tests[] = {
    {"parse splits and lowers as stated",
        test_parse_splits_and_lowers_as_stated},
    {"parse gives equal words equal ids by rank",
        test_parse_equal_words_get_equal_ids_by_rank},
    {"parse keeps many words apart", test_parse_many_words_keeps_all_apart},
    {"parse refuses what is not UTF-8",
        test_parse_what_is_not_utf8_is_refused_with_its_place},
    {"read refuses a missing file and a folder",
        test_read_missing_file_or_folder_is_refused},
    {"repr prints the shortest that reads back",
        test_repr_prints_the_shortest_that_reads_back},
    {"a table has a line for every word by rank",
        test_table_has_a_line_for_every_word_by_rank},
    {"the table of an empty text is empty",
        test_table_of_an_empty_text_is_empty},
    {"generate repeats itself for the same seed",
        test_generate_same_seed_gives_the_same_text},
    {"generated frequencies fall like 1 / rank",
        test_generate_frequencies_fall_like_1_over_rank},
    {"the table of every book has the listed checksum",
        test_table_of_every_book_has_the_listed_checksum},
    {0},
};

int main(void)
{
    return unit_main("words", tests);
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "grader/base/mem.h"
#include "grader/data/list.h"
#include "grader/data/sums.h"
#include "labs/acf/words/words.h"
#include "tests/fuzz/fuzz.h"

/* Texts from elsewhere: a book, the list of books that a course hands out, or
 * the checksums in a folder of texts. The first byte says which. */

static void check_words(const struct words *words)
{
    size_t sum = 0;
    FUZZ_CLAIM(words->n_distinct <= words->n_words);
    for (size_t i = 0; i < words->n_distinct; i++) {
        FUZZ_CLAIM(words->spelling[i][0] != '\0' && words->count[i] > 0);
        FUZZ_CLAIM(i == 0 || words->count[i] <= words->count[i - 1]);
        sum += words->count[i];
    }
    FUZZ_CLAIM(sum == words->n_words);
    for (size_t i = 0; i < words->n_words; i++)
        FUZZ_CLAIM(
            words->ids[i] >= 0 && (size_t)words->ids[i] < words->n_distinct);
}

static void try_book(const struct fuzz *from)
{
    char message[WORDS_MESSAGE_BYTES] = "", *table;
    size_t n_bytes;
    uint8_t *bytes = fuzz_copy(from->at, from->n);
    struct words *words = words_parse((const char *)bytes, from->n, message);
    if (words != NULL) {
        check_words(words);
        FILE *to = mem_stream(&table, &n_bytes);
        FUZZ_CLAIM(words_table_write(words, to) == 0);
        fclose(to);
        free(table);
    } else {
        FUZZ_CLAIM(message[0] != '\0' && fuzz_is_harmless(message));
    }
    words_free(words);
    free(bytes);
}

static void try_list(const struct fuzz *from)
{
    struct data_list list;
    struct fail fail = {""};
    if (data_list_read(&list, fuzz_file(from->at, from->n), &fail) != 0) {
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
        return;
    }
    for (size_t i = 0; i < list.n_books; i++) {
        const struct data_book *book = &list.books[i];
        FUZZ_CLAIM(data_is_name(book->name) && data_is_url(book->url));
        FUZZ_CLAIM(strchr(book->name, '/') == NULL && book->name[0] != '-');
        FUZZ_CLAIM(data_list_find(&list, book->name) == book);
    }
    data_list_free(&list);
}

static void try_sums(const struct fuzz *from)
{
    struct data_sums sums;
    struct fail fail = {""};
    const char *folder = fuzz_put("SHA256SUMS", from->at, from->n);
    if (data_sums_read(&sums, folder, &fail) != 0) {
        FUZZ_CLAIM(fail.text[0] != '\0' && fuzz_is_harmless(fail.text));
        return;
    }
    for (size_t i = 0; i < sums.n_items; i++) {
        FUZZ_CLAIM(data_is_name(sums.items[i].name));
        FUZZ_CLAIM(strlen(sums.items[i].sha256) == 64);
    }
    data_sums_free(&sums);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fuzz from = {data, n_bytes};
    switch (fuzz_byte(&from)) {
    case 'l':
        try_list(&from);
        break;
    case 's':
        try_sums(&from);
        break;
    default:
        try_book(&from);
    }
    return 0;
}

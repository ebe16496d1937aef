/* SPDX-License-Identifier: MIT */
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "split.h"

/* A text from a file or from memory. The whole file is read at once: a text
 * is small beside the memory of the machine, and a word never straddles two
 * pieces. Texts of more than 1 GiB are refused, so that numbers of words and
 * lengths stay far from the limits of their types. */

static const off_t max_bytes = (off_t)1 << 30;

/* @return  new, with room for the slack; NULL with errno. */
static char *read_all(FILE *file, size_t n_bytes)
{
    char *text = malloc(n_bytes + SPLIT_SLACK_BYTES);
    if (text != NULL && fread(text, 1, n_bytes, file) != n_bytes) {
        if (!ferror(file))
            errno = EIO; /* the file has become shorter */
        free(text);
        text = NULL;
    }
    return text;
}

struct words *words_read(const char *path, char message[WORDS_MESSAGE_BYTES])
{
    struct words *words = NULL;
    char *text = NULL;
    struct stat about;
    FILE *file = fopen(path, "rb");
    if (file == NULL || fstat(fileno(file), &about) != 0) {
        snprintf(message, WORDS_MESSAGE_BYTES, "%s", strerror(errno));
        goto out;
    }
    if (!S_ISREG(about.st_mode) || about.st_size > max_bytes) {
        snprintf(message, WORDS_MESSAGE_BYTES,
            "not a regular file of at most 1 GiB");
        goto out;
    }
    text = read_all(file, (size_t)about.st_size);
    if (text == NULL)
        snprintf(message, WORDS_MESSAGE_BYTES, "%s", strerror(errno));
    else
        words = split_words(text, (size_t)about.st_size, message);
out:
    free(text);
    if (file != NULL)
        fclose(file);
    return words;
}

struct words *words_parse(
    const char *bytes, size_t n_bytes, char message[WORDS_MESSAGE_BYTES])
{
    char *text = NULL;
    if (n_bytes <= (size_t)max_bytes)
        text = malloc(n_bytes + SPLIT_SLACK_BYTES);
    if (text == NULL) {
        snprintf(
            message, WORDS_MESSAGE_BYTES, "no memory for %zu bytes", n_bytes);
        return NULL;
    }
    if (n_bytes > 0)
        memcpy(text, bytes, n_bytes);
    struct words *words = split_words(text, n_bytes, message);
    free(text);
    return words;
}

/* SPDX-License-Identifier: MIT */
#include "split.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#include "intern.h"

/* From bytes to words, in two passes. The first looks at single bytes and
 * settles everything that is ASCII: what separates words becomes 0, a capital
 * becomes small, the rest stays. The second finds the words, eight bytes at a
 * time; it decodes only words that hold a byte of 0x80 or more, so that plain
 * English never pays for Unicode. */

static const char separators[] = ".,;:?$@^<>#%`!*-=()[]{}/\"'"
                                 "\t\n\v\f\r\x1c\x1d\x1e\x1f ";

static void settle_ascii(char *text, size_t n_bytes)
{
    char becomes[256];
    for (int c = 0; c < 256; c++)
        becomes[c] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
    for (size_t i = 0; i < sizeof separators - 1; i++)
        becomes[(unsigned char)separators[i]] = 0;
    for (size_t i = 0; i < n_bytes; i++)
        text[i] = becomes[(unsigned char)text[i]];
}

/* How many bytes from here on are neither 0 nor beyond ASCII. A 0 or a byte
 * of 0x80 or more must follow, and seven readable bytes after that.
 * Source: the test for a zero byte, Warren, Hacker's Delight, section 6-1. */
static size_t plain_length(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    const uint64_t tops = ones << 7;
    for (size_t length = 0;; length += 8) {
        const uint64_t eight = intern_load(text + length);
        const uint64_t stops = ((eight - ones) | eight) & tops;
        if (stops != 0)
            return length + (size_t)__builtin_ctzll(stops) / 8;
    }
}

/* A word with characters beyond ASCII. */
struct wide_word {
    size_t length; /* bytes */
    size_t skip; /* bytes of the separator after it, if beyond ASCII */
    int has_capital;
    int is_broken; /* not UTF-8 at its byte number `length` */
};

static struct wide_word scan_wide(const uint8_t *start, const uint8_t *end)
{
    struct wide_word word = {0};
    for (const uint8_t *at = start; at < end && *at != 0;) {
        ucs4_t character = *at;
        int n_bytes = 1;
        if (character >= 0x80)
            n_bytes = u8_mbtoucr(&character, at, (size_t)(end - at));
        if (n_bytes < 0) {
            word.is_broken = 1;
            return word;
        }
        if (character >= 0x80 && uc_is_property_white_space(character)) {
            word.skip = (size_t)n_bytes;
            return word;
        }
        if (character >= 0x80 && uc_tolower(character) != character)
            word.has_capital = 1;
        word.length += (size_t)n_bytes;
        at += n_bytes;
    }
    return word;
}

static int add_lowered(struct intern *intern, const char *word, size_t length)
{
    int outcome = -1;
    char *padded = NULL;
    size_t n = 0;
    /* No language: the rules that hold where nothing else is said. */
    uint8_t *lowered =
        u8_tolower((const uint8_t *)word, length, NULL, NULL, NULL, &n);
    if (lowered != NULL)
        padded = calloc(n + INTERN_SLACK_BYTES, 1);
    if (padded != NULL) {
        memcpy(padded, lowered, n);
        outcome = intern_add(intern, padded, n);
    }
    free(padded);
    free(lowered);
    return outcome;
}

enum outcome { DONE, NO_MEMORY, NOT_UTF8 };

static enum outcome add_words(
    struct intern *intern, const char *text, size_t n_bytes, size_t *at)
{
    for (size_t i = 0; i < n_bytes; i++) {
        struct wide_word word = {.length = plain_length(text + i)};
        if (text[i + word.length] != 0) {
            const uint8_t *bytes = (const uint8_t *)text;
            word = scan_wide(bytes + i, bytes + n_bytes);
            *at = i + word.length;
            if (word.is_broken)
                return NOT_UTF8;
        }
        int failed = 0;
        if (word.has_capital)
            failed = add_lowered(intern, text + i, word.length);
        else if (word.length > 0)
            failed = intern_add(intern, text + i, word.length);
        if (failed)
            return NO_MEMORY;
        i += word.length + (word.skip > 0 ? word.skip - 1 : 0);
    }
    return DONE;
}

struct words *split_words(
    char *text, size_t n_bytes, char message[WORDS_MESSAGE_BYTES])
{
    struct words *words = NULL;
    struct intern intern;
    const size_t mark =
        n_bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    const char *nul = memchr(text, 0, n_bytes);
    size_t at = 0;
    if (nul != NULL) {
        snprintf(message, WORDS_MESSAGE_BYTES,
            "byte %zu is a NUL; this is not a text", (size_t)(nul - text));
        return NULL;
    }
    memset(text + n_bytes, 0, SPLIT_SLACK_BYTES);
    settle_ascii(text, n_bytes);
    enum outcome outcome = intern_start(&intern) == 0 ? DONE : NO_MEMORY;
    if (outcome == DONE)
        outcome = add_words(&intern, text + mark, n_bytes - mark, &at);
    if (outcome == DONE)
        words = intern_finish(&intern);
    if (outcome == NOT_UTF8)
        snprintf(message, WORDS_MESSAGE_BYTES,
            "byte %zu (counted from 0) is not UTF-8; convert the text, "
            "for example with iconv",
            mark + at);
    else if (words == NULL)
        snprintf(message, WORDS_MESSAGE_BYTES, "out of memory");
    intern_free(&intern);
    return words;
}

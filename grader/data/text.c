/* SPDX-License-Identifier: MIT */
#include "grader/data/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* A text grows at the end of one block of memory. `mark` is behind the last
 * whole sentence: the text is cut there when the next one does not fit. A
 * heading and a sentence together are shorter than the slack, so the block
 * never has to grow. */

enum {
    SLACK_BYTES = 4096,
    LINE_BYTES = 72,
    TOKEN_BYTES = 64,
    PASSAGE_TOPICS = 8,
    CHAPTER_TOPICS = 32,
    PASSAGE_WORDS = 64,
    CHAPTER_WORDS = 2048,
};

struct writer {
    const struct data_language *language;
    struct random random;
    char *text;
    size_t n_bytes;
    size_t mark;
    size_t line_bytes; /* in the line that is being written */
    uint32_t last; /* the word before */
    uint32_t passage[PASSAGE_TOPICS];
    uint32_t chapter[CHAPTER_TOPICS];
    bool is_chapter_over; /* at the end of the paragraph */
};

/* What is written between two spaces: a word with its marks. */
struct token {
    char bytes[TOKEN_BYTES];
    size_t n_bytes;
};

static bool happens(struct writer *w, uint64_t once_in)
{
    return random_below(&w->random, once_in) == 0;
}

static void draw_topics(struct writer *w, uint32_t *topics, size_t n)
{
    for (size_t i = 0; i < n; i++)
        topics[i] = data_language_draw(w->language, &w->random);
}

static uint32_t draw_any(struct writer *w)
{
    switch (random_below(&w->random, 8)) {
    case 0:
    case 1:
        return w->passage[random_below(&w->random, PASSAGE_TOPICS)];
    case 2:
        return w->chapter[random_below(&w->random, CHAPTER_TOPICS)];
    default:
        return data_language_draw(w->language, &w->random);
    }
}

static uint32_t draw_word(struct writer *w)
{
    if (happens(w, PASSAGE_WORDS))
        draw_topics(w, w->passage, PASSAGE_TOPICS);
    if (happens(w, CHAPTER_WORDS))
        w->is_chapter_over = true;
    uint32_t word;
    do
        word = draw_any(w);
    while (word == w->last);
    w->last = word;
    return word;
}

static void add_mark(struct token *token, char mark)
{
    token->bytes[token->n_bytes++] = mark;
}

static void add_word(struct writer *w, struct token *token, uint32_t word)
{
    const struct data_spelling *spelling =
        data_language_spelling(w->language, word);
    memcpy(
        token->bytes + token->n_bytes, spelling->letters, DATA_SPELLING_BYTES);
    token->n_bytes += spelling->n_bytes;
}

/* Of a two-byte letter from U+00E0 to U+00FE the second byte is changed. */
static void capitalise(char *letter)
{
    if (*letter >= 'a' && *letter <= 'z')
        *letter = (char)(*letter - 0x20);
    else
        letter[1] = (char)(letter[1] - 0x20);
}

static void put_byte(struct writer *w, char byte)
{
    w->text[w->n_bytes++] = byte;
    w->line_bytes = byte == '\n' ? 0 : w->line_bytes + 1;
}

static void put_token(struct writer *w, const struct token *token)
{
    if (w->line_bytes + 1 + token->n_bytes > LINE_BYTES)
        put_byte(w, '\n');
    else if (w->line_bytes > 0)
        put_byte(w, ' ');
    memcpy(w->text + w->n_bytes, token->bytes, token->n_bytes);
    w->n_bytes += token->n_bytes;
    w->line_bytes += token->n_bytes;
}

static void put_sentence(struct writer *w)
{
    const uint64_t n_words = 4 + random_below(&w->random, 25);
    const bool is_quoted = happens(w, 16);
    for (uint64_t i = 0; i < n_words; i++) {
        struct token token = {.n_bytes = 0};
        if (i == 0 && is_quoted)
            add_mark(&token, '"');
        const size_t first = token.n_bytes;
        add_word(w, &token, draw_word(w));
        if (i == 0)
            capitalise(token.bytes + first);
        if (happens(w, 256)) {
            add_mark(&token, '-');
            add_word(w, &token, draw_word(w));
        }
        if (happens(w, 128)) {
            add_mark(&token, '\'');
            add_mark(&token, 's');
        }
        if (i + 1 == n_words)
            add_mark(&token, "......!?"[random_below(&w->random, 8)]);
        else if (happens(w, 10))
            add_mark(&token, ",,,,,;:,"[random_below(&w->random, 8)]);
        if (i + 1 == n_words && is_quoted)
            add_mark(&token, '"');
        put_token(w, &token);
    }
}

static void start_chapter(struct writer *w)
{
    w->is_chapter_over = false;
    draw_topics(w, w->chapter, CHAPTER_TOPICS);
    if (w->n_bytes > 0)
        put_byte(w, '\n');
    for (int i = 0; i < 2; i++) {
        struct token token = {.n_bytes = 0};
        add_word(w, &token, w->chapter[i]);
        capitalise(token.bytes);
        put_token(w, &token);
    }
    put_byte(w, '\n');
    put_byte(w, '\n');
}

char *data_text(const struct data_language *language, uint64_t seed,
    size_t number, size_t size_bytes, size_t *n_bytes)
{
    char name[32];
    snprintf(name, sizeof name, "text %zu", number);
    struct writer w = {.language = language,
        .random = random_stream(seed, name),
        .text = mem_new(size_bytes + SLACK_BYTES, 1),
        .last = DATA_WORDS,
        .is_chapter_over = true};
    uint64_t n_sentences = 0;
    draw_topics(&w, w.passage, PASSAGE_TOPICS);
    for (;;) {
        if (n_sentences == 0 && w.is_chapter_over)
            start_chapter(&w);
        if (n_sentences == 0)
            n_sentences = 3 + random_below(&w.random, 7);
        put_sentence(&w);
        if (w.mark > 0 && w.n_bytes + 1 > size_bytes)
            break;
        w.mark = w.n_bytes;
        if (--n_sentences == 0) {
            put_byte(&w, '\n');
            put_byte(&w, '\n');
        }
    }
    w.text[w.mark] = '\n';
    *n_bytes = w.mark + 1;
    return w.text;
}

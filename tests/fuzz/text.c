/* SPDX-License-Identifier: MIT */
#include <cmark.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/message.h"
#include "grader/report/escape.h"
#include "tests/fuzz/fuzz.h"

/* What a submission prints, or a compiler about it, on its way to a terminal,
 * to Markdown and to HTML: it stays text, and all of it. */

/* @return new */
static char *escaped(void (*escape)(FILE *, const char *), const char *text)
{
    char *out;
    size_t n_bytes;
    FILE *to = mem_stream(&out, &n_bytes);
    escape(to, text);
    fclose(to);
    return out;
}

/* The text of a Markdown text that is one paragraph and nothing else.
 * @return new */
static char *text_of(const char *markdown)
{
    char *out;
    size_t n_bytes;
    FILE *to = mem_stream(&out, &n_bytes);
    cmark_node *root =
        cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type event = cmark_iter_next(iter);
         event != CMARK_EVENT_DONE; event = cmark_iter_next(iter)) {
        cmark_node *node = cmark_iter_get_node(iter);
        const cmark_node_type type = cmark_node_get_type(node);
        FUZZ_CLAIM(type == CMARK_NODE_DOCUMENT ||
                   type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_TEXT);
        if (type == CMARK_NODE_TEXT)
            fputs(cmark_node_get_literal(node), to);
    }
    cmark_iter_free(iter);
    cmark_node_free(root);
    fclose(to);
    return out;
}

/* Without the spaces at its ends, and with spaces for what is like one. */
static void trim(char *text)
{
    char *from = text + strspn(text, " \t\n");
    size_t n = strlen(from);
    while (n > 0 && strchr(" \t\n", from[n - 1]) != NULL)
        n--;
    memmove(text, from, n);
    text[n] = '\0';
    for (char *p = text; *p != '\0'; p++)
        if (*p == '\t' || *p == '\n')
            *p = ' ';
}

static void check_markdown(const char *hostile, const char *safe)
{
    char *markdown = escaped(escape_markdown, hostile);
    char *shown = text_of(markdown), *wanted = mem_text(safe);
    trim(wanted);
    FUZZ_CLAIM(strcmp(shown, wanted) == 0);
    free(wanted);
    free(shown);
    free(markdown);
}

static void check_code(const char *hostile, const char *safe)
{
    char *markdown = escaped(escape_code, hostile);
    cmark_node *root =
        cmark_parse_document(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
    cmark_node *block = cmark_node_first_child(root);
    size_t n = strlen(safe);
    while (n > 0 && safe[n - 1] == '\n')
        n--;
    FUZZ_CLAIM(block != NULL && cmark_node_next(block) == NULL);
    FUZZ_CLAIM(cmark_node_get_type(block) == CMARK_NODE_CODE_BLOCK);
    const char *shown = cmark_node_get_literal(block);
    FUZZ_CLAIM(strlen(shown) == n + 1 && memcmp(shown, safe, n) == 0);
    cmark_node_free(root);
    free(markdown);
}

static void check_html(const char *safe)
{
    char *html = escaped(escape_html, safe);
    FUZZ_CLAIM(html[strcspn(html, "<>\"'")] == '\0');
    free(html);
}

static void check_message(const char *said)
{
    char *message = message_make(said, "/tmp/x");
    FUZZ_CLAIM(fuzz_is_harmless(message));
    free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fuzz from = {data, n_bytes};
    const uint8_t max_bytes = fuzz_byte(&from);
    uint8_t *bytes = fuzz_copy(from.at, from.n);
    char *cut = text_safe((char *)bytes, from.n, max_bytes);
    FUZZ_CLAIM(fuzz_is_harmless(cut) && strlen(cut) < 4 * max_bytes + 16u);
    char *hostile = mem_format("%.*s", (int)from.n, (const char *)from.at);
    char *safe = text_safe(hostile, strlen(hostile), SIZE_MAX);
    FUZZ_CLAIM(fuzz_is_harmless(safe));
    check_markdown(hostile, safe);
    check_code(hostile, safe);
    check_html(safe);
    check_message(hostile);
    free(safe);
    free(hostile);
    free(cut);
    free(bytes);
    return 0;
}

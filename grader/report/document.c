/* SPDX-License-Identifier: MIT */
#include "grader/report/document.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"
#include "grader/report/beside.h"
#include "grader/report/escape.h"

/* Text gathers in the last block until another sort of block begins. All
 * words come in through escape.h, so no caller can forget it. */

static struct block *add_block(
    struct document *document, enum block_kind kind, const char *text)
{
    document_finish(document);
    document->blocks = mem_grow(
        document->blocks, document->n_blocks, sizeof *document->blocks);
    struct block *block = &document->blocks[document->n_blocks++];
    *block = (struct block){.kind = kind, .text = mem_text(text)};
    return block;
}

/* The last block's stream; blocks move while they grow in number, so the
 * text is taken over at its end. */
static FILE *text_stream(struct document *document)
{
    if (document->to != NULL) {
        fputc('\n', document->to);
        return document->to;
    }
    struct block *block = add_block(document, BLOCK_TEXT, NULL);
    document->to = mem_stream(&block->text, &document->to_bytes);
    return document->to;
}

void document_finish(struct document *document)
{
    if (document->to != NULL)
        fclose(document->to);
    document->to = NULL;
    document->is_list = false;
}

struct document *document_new(const char *title)
{
    struct document *document = mem_new(1, sizeof *document);
    document->title = mem_text(title);
    document_heading(document, 1, "%s", title);
    return document;
}

static void clear_block(struct block *block)
{
    for (size_t i = 0; i < block->table.n_cells; i++)
        free(block->table.cells[i]);
    free(block->table.cells);
    free(block->table.alignment);
    free(block->table.tones);
    free((char *)block->picture.id);
    free((char *)block->picture.title);
    free((char *)block->picture.description);
    free((char *)block->picture.script);
    free(block->drawn);
    free(block->beside);
    free(block->text);
}

void document_free(struct document *document)
{
    if (document == NULL)
        return;
    document_finish(document);
    for (size_t i = 0; i < document->n_blocks; i++)
        clear_block(&document->blocks[i]);
    free(document->blocks);
    free(document->title);
    free(document);
}

/* Any text as printf would make it. @return new. */
static char *format_text(const char *format, va_list args)
{
    char *text = NULL;
    if (vasprintf(&text, format, args) < 0)
        fail_grader("no memory left");
    return text;
}

#define FORMAT(text)                                                           \
    va_list args;                                                              \
    va_start(args, format);                                                    \
    char *text = format_text(format, args);                                    \
    va_end(args)

static void print_line(
    struct document *document, const char *before, const char *text)
{
    const bool is_item = before[0] == '-';
    FILE *to =
        is_item && document->is_list ? document->to : text_stream(document);
    document->is_list = is_item;
    fputs(before, to);
    escape_markdown(to, text);
    fputc('\n', to);
}

void document_heading(
    struct document *document, int level, const char *format, ...)
{
    static const char *const marks[] = {"", "# ", "## ", "### ", "#### "};
    FORMAT(text);
    print_line(document, marks[level], text);
    free(text);
}

void document_words(struct document *document, const char *format, ...)
{
    FORMAT(text);
    print_line(document, "", text);
    free(text);
}

void document_item(struct document *document, const char *format, ...)
{
    FORMAT(text);
    print_line(document, "- ", text);
    free(text);
}

void document_code(struct document *document, const char *text)
{
    escape_code(text_stream(document), text);
    document->is_list = false;
}

void document_table(
    struct document *document, const char *name, const char *alignment)
{
    struct block *block = add_block(document, BLOCK_TABLE, name);
    block->table.alignment = mem_text(alignment);
    block->table.n_columns = strlen(alignment);
}

static char *escaped(const char *text)
{
    char *markdown = NULL;
    size_t size;
    FILE *to = mem_stream(&markdown, &size);
    escape_markdown(to, text);
    fclose(to);
    return markdown;
}

static void add_cell(struct document *document, char *markdown)
{
    struct table *table = &document->blocks[document->n_blocks - 1].table;
    table->cells = mem_grow(table->cells, table->n_cells, sizeof *table->cells);
    table->tones = mem_grow(table->tones, table->n_cells, 1);
    table->tones[table->n_cells] = ' ';
    table->cells[table->n_cells++] = markdown;
}

void document_matrix(struct document *document)
{
    document->blocks[document->n_blocks - 1].table.is_matrix = true;
}

void document_shade(struct document *document, double share)
{
    struct table *table = &document->blocks[document->n_blocks - 1].table;
    const double within = fmin(fmax(share, 0), 1);
    if (!isnan(share))
        table->tones[table->n_cells - 1] = (char)('0' + lround(4 * within));
}

void document_cell(struct document *document, const char *format, ...)
{
    FORMAT(text);
    add_cell(document, escaped(text));
    free(text);
}

void document_link_cell(
    struct document *document, const char *words, const char *file)
{
    char *shown = escaped(words);
    add_cell(document, mem_format("[%s](<%s>)", shown, file));
    free(shown);
}

void document_link(
    struct document *document, const char *words, const char *file)
{
    FILE *to = text_stream(document);
    document->is_list = false;
    fputc('[', to);
    escape_markdown(to, words);
    fprintf(to, "](<%s>)\n", file);
}

void document_course_text(struct document *document, const char *markdown)
{
    fputs(markdown, text_stream(document));
    document->is_list = false;
}

void document_picture(struct document *document, const struct picture *picture,
    const char *instead)
{
    char *code = NULL;
    size_t size;
    FILE *to = mem_stream(&code, &size);
    if (*instead != '\0')
        escape_code(to, instead);
    fclose(to);
    struct block *block = add_block(document, BLOCK_PICTURE, code);
    block->picture = (struct picture){.id = mem_text(picture->id),
        .title = mem_text(picture->title),
        .description = mem_text(picture->description),
        .height = picture->height,
        .narrow_height = picture->narrow_height,
        .script = mem_text(picture->script)};
    free(code);
}

void document_fold(struct document *document, const char *name)
{
    add_block(document, BLOCK_FOLD, name);
}

void document_fold_end(struct document *document)
{
    add_block(document, BLOCK_FOLD_END, NULL);
}

void document_beside(struct document *document, const struct beside sides[2])
{
    char *markdown = beside_markdown(sides);
    add_block(document, BLOCK_BESIDE, markdown)->beside = beside_html(sides);
    free(markdown);
}

static size_t width_of(const char *text)
{
    return u8_mbsnlen((const uint8_t *)text, strlen(text));
}

static void print_padded(
    FILE *to, const char *text, size_t width, char alignment)
{
    const int padding = (int)(width - width_of(text));
    fprintf(to, "| %*s%s%*s ", alignment == 'r' ? padding : 0, "", text,
        alignment == 'r' ? 0 : padding, "");
}

static void print_rule(FILE *to, size_t width, char alignment)
{
    fputs("| ", to);
    for (size_t i = 1; i < width; i++)
        fputc('-', to);
    fputs(alignment == 'r' ? ": " : "- ", to);
}

static void print_table(FILE *to, const struct table *table)
{
    const size_t n = table->n_columns;
    size_t *widths = mem_new(n, sizeof *widths);
    for (size_t i = 0; i < table->n_cells; i++) {
        const size_t width = width_of(table->cells[i]);
        if (width > widths[i % n])
            widths[i % n] = width;
    }
    for (size_t k = 0; k < n; k++)
        widths[k] = widths[k] < 3 ? 3 : widths[k];
    for (size_t row = 0; row * n < table->n_cells; row++) {
        for (size_t k = 0; k < n; k++)
            print_padded(
                to, table->cells[row * n + k], widths[k], table->alignment[k]);
        fputs("|\n", to);
        for (size_t k = 0; k < n && row == 0; k++)
            print_rule(to, widths[k], table->alignment[k]);
        if (row == 0)
            fputs("|\n", to);
    }
    free(widths);
}

static void print_block(FILE *to, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TEXT:
    case BLOCK_PICTURE:
    case BLOCK_BESIDE:
        fputs(block->text, to);
        break;
    case BLOCK_TABLE:
        print_table(to, &block->table);
        break;
    case BLOCK_FOLD:
        fputs("## ", to);
        escape_markdown(to, block->text);
        fputc('\n', to);
        break;
    case BLOCK_FOLD_END:
        break;
    }
}

char *document_markdown(struct document *document)
{
    char *text = NULL;
    size_t size;
    document_finish(document);
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < document->n_blocks; i++) {
        const struct block *block = &document->blocks[i];
        if (i > 0 && block->kind != BLOCK_FOLD_END &&
            (block->text == NULL || *block->text != '\0'))
            fputc('\n', to);
        print_block(to, block);
    }
    fclose(to);
    return text;
}

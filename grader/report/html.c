/* SPDX-License-Identifier: MIT */
#include "grader/report/html.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/fail.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/report/escape.h"
#include "grader/report/page.h"

/* Text becomes HTML by libcmark, which is told to pass on no HTML and no
 * link that runs something; there is none of either in a document. What
 * libcmark has no words for (tables, pictures, folds) is put between its
 * parts, so that no text can ever be taken for a place to put it. The page
 * forbids itself scripts and everything from elsewhere. */

enum { PICTURES_MAX = 16 }; /* that one run of gnuplot draws */

static char *render(const char *markdown)
{
    char *html = cmark_markdown_to_html(
        markdown, strlen(markdown), CMARK_OPT_SAFE | CMARK_OPT_VALIDATE_UTF8);
    if (html == NULL)
        fail_grader("libcmark made no HTML");
    return html;
}

/* A cell's text, without the paragraph that libcmark makes of it. */
static void print_inline(FILE *to, const char *markdown)
{
    char *html = render(markdown);
    char *from = html;
    const char *end = strstr(html, "</p>");
    if (strncmp(html, "<p>", 3) == 0 && end != NULL) {
        from = html + 3;
        html[end - html] = '\0';
    }
    fputs(from, to);
    free(html);
}

static void print_cell(
    FILE *to, const struct table *table, size_t row, size_t column)
{
    const size_t at = row * table->n_columns + column;
    const bool is_header = row == 0 || column == 0;
    if (row == 0)
        fputs("<th scope=\"col\"", to);
    else
        fputs(column == 0 ? "<th scope=\"row\"" : "<td", to);
    if (table->tones[at] != ' ')
        fprintf(to, " class=\"right tone%c\">", table->tones[at]);
    else
        fputs(table->alignment[column] == 'r' ? " class=\"right\">" : ">", to);
    print_inline(to, table->cells[at]);
    fputs(is_header ? "</th>" : "</td>", to);
}

/* A table that is too wide is moved inside its box, by keys as well. */
static void print_table(FILE *to, const struct block *block)
{
    const struct table *table = &block->table;
    const size_t n_rows = table->n_cells / table->n_columns;
    fprintf(to,
        "<div class=\"scroll%s\" role=\"region\" tabindex=\"0\" "
        "aria-label=\"",
        table->is_matrix ? " matrix" : "");
    escape_html(to, block->text);
    fputs("\">\n<table>\n<thead>\n", to);
    for (size_t row = 0; row < n_rows; row++) {
        fputs("<tr>", to);
        for (size_t column = 0; column < table->n_columns; column++)
            print_cell(to, table, row, column);
        fputs(row == 0 ? "</tr>\n</thead>\n<tbody>\n" : "</tr>\n", to);
    }
    fputs("</tbody>\n</table>\n</div>\n", to);
}

static void print_text(FILE *to, const char *markdown)
{
    char *html = render(markdown);
    fputs(html, to);
    free(html);
}

static void print_picture(FILE *to, const struct block *block)
{
    if (block->drawn != NULL)
        fprintf(to, "<figure>\n%s</figure>\n", block->drawn);
    else
        print_text(to, block->text);
}

static void print_block(FILE *to, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_TEXT:
        print_text(to, block->text);
        break;
    case BLOCK_TABLE:
        print_table(to, block);
        break;
    case BLOCK_PICTURE:
        print_picture(to, block);
        break;
    case BLOCK_FOLD:
        fputs("<details>\n<summary>", to);
        escape_html(to, block->text);
        fputs("</summary>\n", to);
        break;
    case BLOCK_FOLD_END:
        fputs("</details>\n", to);
        break;
    case BLOCK_BESIDE:
        fputs(block->beside, to);
        break;
    }
}

static void print_head(FILE *to, const char *title)
{
    fputs("<!DOCTYPE html>\n"
          "<html lang=\"en\">\n"
          "<head>\n"
          "<meta charset=\"utf-8\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\""
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta name=\"generator\" content=\"parlab " PACKAGE_VERSION "\">\n"
          "<title>",
        to);
    escape_html(to, title);
    fputs("</title>\n<style>\n", to);
    html_style(to);
    fputs("</style>\n</head>\n<body>\n<main>\n", to);
}

/* Pictures that are to be drawn, each once. */
struct sketches {
    struct block **blocks;
    size_t n;
};

static void collect(struct sketches *sketches, struct document *document)
{
    document_finish(document);
    for (size_t i = 0; i < document->n_blocks; i++) {
        struct block *block = &document->blocks[i];
        if (block->kind != BLOCK_PICTURE || block->drawn != NULL)
            continue;
        sketches->blocks =
            mem_grow(sketches->blocks, sketches->n, sizeof *sketches->blocks);
        sketches->blocks[sketches->n++] = block;
    }
}

static bool is_same(const struct block *a, const struct block *b)
{
    return strcmp(a->picture.id, b->picture.id) == 0 &&
           strcmp(a->picture.script, b->picture.script) == 0;
}

/* A picture of another document that is the same. */
static struct block *find_same(const struct sketches *sketches, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (is_same(sketches->blocks[i], sketches->blocks[at]))
            return sketches->blocks[i];
    return NULL;
}

static int draw_some(
    struct block *const blocks[], size_t n, struct fail *no_pictures)
{
    const struct picture *pictures[PICTURES_MAX];
    char *drawn[PICTURES_MAX];
    for (size_t i = 0; i < n; i++)
        pictures[i] = &blocks[i]->picture;
    if (n == 0 || picture_draw_all(pictures, n, drawn, no_pictures) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        blocks[i]->drawn = drawn[i];
    return 0;
}

void html_draw(struct document *const documents[], size_t n_documents,
    struct fail *no_pictures)
{
    struct sketches all = {0};
    struct block *some[PICTURES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < n_documents; i++)
        collect(&all, documents[i]);
    for (size_t i = 0; i < all.n && no_pictures->text[0] == '\0'; i++) {
        if (find_same(&all, i) == NULL)
            some[n++] = all.blocks[i];
        if (n < PICTURES_MAX && i + 1 < all.n)
            continue;
        draw_some(some, n, no_pictures);
        n = 0;
    }
    for (size_t i = 0; i < all.n; i++) {
        const struct block *same = find_same(&all, i);
        if (same != NULL)
            all.blocks[i]->drawn = mem_text(same->drawn);
    }
    free(all.blocks);
}

char *html_page_drawn(struct document *document, const struct fail *no_pictures)
{
    char *page = NULL;
    size_t size;
    document_finish(document);
    FILE *to = mem_stream(&page, &size);
    print_head(to, document->title);
    for (size_t i = 0; i < document->n_blocks; i++)
        print_block(to, &document->blocks[i]);
    fputs("</main>\n", to);
    if (no_pictures->text[0] != '\0') {
        fputs("<footer><p>The pictures are missing, because ", to);
        escape_html(to, no_pictures->text);
        fputs(". The text above says the same; parlab doctor tells how to get "
              "gnuplot.</p></footer>\n",
            to);
    }
    fputs("</body>\n</html>\n", to);
    fclose(to);
    return page;
}

char *html_page(struct document *document, struct fail *fail)
{
    fail->text[0] = '\0';
    html_draw(&document, 1, fail);
    return html_page_drawn(document, fail);
}

int html_write_document(const char *folder, const char *name,
    struct document *document, struct fail *no_pictures, struct fail *fail)
{
    struct fail missing = {""};
    char *markdown = document_markdown(document);
    char *page = html_page(document, &missing);
    char *text_path = mem_format("%s/%s.md", folder, name);
    char *page_path = mem_format("%s/%s.html", folder, name);
    int result = file_replace(text_path, markdown, strlen(markdown), fail);
    if (result == 0)
        result = file_replace(page_path, page, strlen(page), fail);
    if (missing.text[0] != '\0')
        *no_pictures = missing;
    free(page_path);
    free(text_path);
    free(page);
    free(markdown);
    return result;
}

static int write_result(const char *folder, const struct result *result,
    const struct result_about *about, struct fail *no_pictures,
    struct fail *fail)
{
    struct document *document = page_of_result(result, about);
    char *name =
        mem_format("%s-%s", result->exercise->lab, result->exercise->stem);
    const int written =
        html_write_document(folder, name, document, no_pictures, fail);
    free(name);
    document_free(document);
    return written;
}

int html_write(const char *folder, const struct result results[],
    size_t n_results, const struct result_about *about, char **first,
    struct fail *no_pictures, struct fail *fail)
{
    no_pictures->text[0] = '\0';
    if (file_make_folder(folder, fail) != 0)
        return -1;
    for (size_t i = 0; i < n_results; i++)
        if (write_result(folder, &results[i], about, no_pictures, fail) != 0)
            return -1;
    if (n_results == 1) {
        char *file = page_file(results[0].exercise, "html");
        *first = mem_format("%s/%s", folder, file);
        free(file);
        return 0;
    }
    struct document *document = page_of_all(results, n_results, about);
    const int written =
        html_write_document(folder, "index", document, no_pictures, fail);
    document_free(document);
    if (written == 0)
        *first = mem_format("%s/index.html", folder);
    return written;
}

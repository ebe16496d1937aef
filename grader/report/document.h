/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_DOCUMENT_H
#define PARLAB_REPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "grader/report/picture.h"

/** @file
 *  A text for people, in blocks, of which one Markdown text or one HTML page
 *  is made. All that is put in is plain text: whatever it holds, it stays
 *  text and becomes no markup, link or picture. */

/** The sorts of blocks. */
enum block_kind {
    BLOCK_TEXT, /**< headings, paragraphs, lists, code */
    BLOCK_TABLE,
    BLOCK_PICTURE,
    BLOCK_FOLD, /**< what follows is folded up in a page */
    BLOCK_FOLD_END,
    BLOCK_BESIDE, /**< two texts side by side */
};

/** A table. Row 0 is the header, column 0 names the rows. */
struct table {
    char *alignment; /**< a letter a column: l left, r right */
    bool is_matrix; /**< many narrow columns of numbers */
    size_t n_columns;
    char **cells; /**< Markdown, by rows */
    char *tones; /**< of the cells; '0' pale to '4' full; a space: none */
    size_t n_cells;
};

/** A part of a document. */
struct block {
    enum block_kind kind;
    char *text; /**< Markdown; of a picture: what stands in its place; of a
                     fold and a table: its name, plain */
    struct table table;
    struct picture picture; /**< its texts are owned */
    char *drawn; /**< HTML of the picture; NULL: it is not drawn yet */
    char *beside; /**< HTML of two texts, all of it escaped */
};

/** A document. */
struct document {
    char *title; /**< plain */
    struct block *blocks;
    size_t n_blocks;
    FILE *to; /**< the text of the last block, while it grows; or NULL */
    size_t to_bytes;
    bool is_list; /**< the last line is an item */
};

/** Begin a document with its title as the first heading. @return new. */
struct document *document_new(const char *title);

/** Release a document; NULL is fine. */
void document_free(struct document *document);

/** Add a heading. @param level  2 to 4 */
void document_heading(struct document *document, int level, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/** Add a paragraph. */
void document_words(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Add an item of a list. */
void document_item(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Add lines that are shown as they are. */
void document_code(struct document *document, const char *text);

/** Begin a table; its cells follow.
 *  @param name       what it shows, for those who cannot see it
 *  @param alignment  a letter a column: l left, r right */
void document_table(
    struct document *document, const char *name, const char *alignment);

/** Add a cell to the table; the first row is the header. */
void document_cell(struct document *document, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Add a cell that leads to another file of the report. */
void document_link_cell(
    struct document *document, const char *words, const char *file);

/** Make the table one of many narrow columns: their titles stand upright, and
 *  the first row and column stay in sight while the others move. */
void document_matrix(struct document *document);

/** Shade the last cell, so that much and little are seen from afar.
 *  @param share  0 to 1; what is no number is not shaded */
void document_shade(struct document *document, double share);

/** Add a paragraph that leads to another file of the report. */
void document_link(
    struct document *document, const char *words, const char *file);

/** Add a text of the course itself, which is Markdown and stays it. */
void document_course_text(struct document *document, const char *markdown);

/** Add a picture. @param instead  lines of text that say the same */
void document_picture(struct document *document, const struct picture *picture,
    const char *instead);

/** Begin and end a part that a page shows only when asked for. */
void document_fold(struct document *document, const char *name);
void document_fold_end(struct document *document);

/** One of two texts that are shown side by side. */
struct beside {
    const char *title;
    const char *text; /**< any bytes */
    const char *marks; /**< a character a line: '=' stands out, '-' stands
                            back, ' ' neither */
};

/** Add two texts side by side; in Markdown one after the other, with the marks
 *  before the lines. */
void document_beside(struct document *document, const struct beside sides[2]);

/** The document as one Markdown text (CommonMark, tables as GitHub's).
 *  @return new. */
char *document_markdown(struct document *document);

/** End the last block's text; blocks may be read from now on. */
void document_finish(struct document *document);

#endif

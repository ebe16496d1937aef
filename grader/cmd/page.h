/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_PAGE_H
#define PARLAB_CMD_PAGE_H

#include <stdio.h>

/** @file Markdown for a terminal, as it was written but for its marks. */

/** Print a text: headings bold and code dim where @p to is a terminal, HTML
 *  comments left out, a picture as the place of its file.
 *  @param folder  where the text's pictures are. */
void page_print(FILE *to, const char *markdown, const char *folder);

/** The same on standard output, through $PAGER (less) when that is a
 *  terminal. */
void page_show(const char *markdown, const char *folder);

#endif

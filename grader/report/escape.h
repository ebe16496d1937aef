/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_ESCAPE_H
#define PARLAB_REPORT_ESCAPE_H

#include <stdio.h>

/** @file Text that stays text in Markdown and in HTML. */

/** Print text as it may stand in HTML, in attributes too. */
void escape_html(FILE *to, const char *text);

/** Print any bytes as Markdown that shows them on one line: no markup, no
 *  link, no HTML. Also right at the begin of a line and in a table's cell. */
void escape_markdown(FILE *to, const char *text);

/** Print any bytes as a block of code, in a fence that they do not end. */
void escape_code(FILE *to, const char *text);

#endif

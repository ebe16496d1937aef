/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_BESIDE_H
#define PARLAB_REPORT_BESIDE_H

#include "grader/report/document.h"

/** @file Two texts for one look, as document_beside() shows them. */

/** As Markdown, one after the other. @return new. */
char *beside_markdown(const struct beside sides[2]);

/** As HTML, side by side. @return new. */
char *beside_html(const struct beside sides[2]);

#endif

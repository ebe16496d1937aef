/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_PICTURE_H
#define PARLAB_REPORT_PICTURE_H

#include <stdio.h>

#include "grader/base/fail.h"

/** @file
 *  Pictures for a page, drawn by gnuplot. A picture is described by the
 *  body of a gnuplot script, which is run after a preamble that all pictures
 *  share: size, font, axes, colours. It is drawn twice, for wide and for
 *  narrow screens; the style sheet shows one of them.
 *
 *  The script may use what the preamble has set:
 *  - `narrow`: 0 in the wide picture, 1 in the narrow one;
 *  - colours, for `lc rgb`, `fc rgb` and `tc rgb`: `ink` (text, axes),
 *    `quiet` (less important text, ticks), `grid`, `paper` (the background),
 *    `blue`, `orange`, `green`, `purple`, which colour-blind people can tell
 *    apart, and `pale`, a light blue for areas. In the page they follow the
 *    reader's theme. Marks must differ in their shape too.
 *  Text that is shown is UTF-8 and goes through picture_quote(). */

enum {
    PICTURE_WIDE = 640, /**< width of the wide form, pixels */
    PICTURE_NARROW = 340, /**< of the narrow one */
};

/** What to draw. All pointers are borrowed. */
struct picture {
    const char *id; /**< prefix of all ids, one of its kind on the page:
                         letters, digits and hyphens */
    const char *title; /**< short, for those who cannot see it; UTF-8 */
    const char *description; /**< likewise: what the picture shows */
    int height; /**< pixels */
    int narrow_height; /**< of the narrow form */
    const char *script; /**< body of the gnuplot script */
};

/** Draw a picture.
 *  @return  new HTML: two svg elements, of the classes "picture wide" and
 *           "picture narrow";
 *  @return  NULL: gnuplot is not there, failed, or took too long. */
char *picture_draw(const struct picture *picture, struct fail *fail);

/** Draw several pictures in one run of gnuplot; starting it takes longer than
 *  drawing.
 *  @param[out] drawn  @p n texts as of picture_draw().
 *  @return 0; -1: none is drawn. */
int picture_draw_all(const struct picture *const pictures[], size_t n,
    char *drawn[], struct fail *fail);

/** Make any text a string of a gnuplot script: quoted, on one line.
 *  @return new. */
char *picture_quote(const char *text);

/** Print the part of a style sheet that pictures need: the colours for a
 *  light and a dark theme and for paper, and which form is shown. */
void picture_style(FILE *to);

#endif

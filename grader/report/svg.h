/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_SVG_H
#define PARLAB_REPORT_SVG_H

#include <stddef.h>
#include <stdio.h>

/** @file What gnuplot draws, made fit to stand in a page. */

/** A colour of the palette. */
struct svg_colour {
    const char *name; /**< as in scripts, and --picture-NAME in CSS */
    unsigned light; /**< 0xRRGGBB; the one that gnuplot draws with */
    unsigned dark;
};

/** The palette. @param[out] n  how many. */
const struct svg_colour *svg_palette(size_t *n);

/** Rewrite what is inside of gnuplot's svg element, up to its end: colours
 *  become CSS variables, ids get a prefix, titles of curves are dropped.
 *  @param text  begins with an element of gnuplot's terminal "svg". */
void svg_print_body(FILE *to, const char *text, const char *prefix);

#endif

/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_DOWNLOAD_H
#define PARLAB_DATA_DOWNLOAD_H

#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/data/data.h"

/** @file One file from a server, by the program curl. */

/** How a download ended; all but the first set the failure. */
enum download_end {
    DOWNLOAD_DONE,
    DOWNLOAD_CUT, /**< the connection broke off; what came is kept */
    DOWNLOAD_AFRESH, /**< the server cannot go on where the file ends */
    DOWNLOAD_REFUSED, /**< the server does not give this file */
    DOWNLOAD_NO_WAY, /**< no other file will come either */
    DOWNLOAD_STOPPED, /**< by a signal */
};

struct download {
    const char *curl; /**< path of the program */
    const char *url;
    const char *path; /**< what is there already is not fetched again */
    size_t max_bytes; /**< a larger file is refused */
    const char *name; /**< for the progress line */
    const struct data_watch *watch;
};

/** Fetch a file. */
enum download_end download_run(
    const struct download *download, struct fail *fail);

#endif

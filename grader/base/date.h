/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_DATE_H
#define PARLAB_BASE_DATE_H

#include <stdbool.h>
#include <time.h>

/** @file
 *  Points in time as people write them, in this machine's time zone unless
 *  they name another. */

enum { DATE_TEXT_MAX = 32 };

/** Read "2026-03-14", "2026-03-14 23:59", "2026-03-14T23:59:30", each of the
 *  last two with "Z" or an offset such as "+01:00" behind it. Parts of
 *  seconds are passed over.
 *  @param is_end  a day without a time stands for its last second; else for
 *                 its first.
 *  @return false: it is none of these, or there is no such day. */
bool date_read(const char *text, bool is_end, time_t *when);

/** Read "8:00" or "08:00": the next such moment after @p now.
 *  @return false: it is no time of the day. */
bool date_read_clock(const char *text, time_t now, time_t *when);

/** Write as "2026-03-14 23:59". @return @p text. */
const char *date_print(time_t when, char text[DATE_TEXT_MAX]);

#endif

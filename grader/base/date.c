/* SPDX-License-Identifier: MIT */
#include "grader/base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* mktime() turns the 31st of June into the 1st of July: what it gives back
 * must be what was asked for, or there is no such day. */

/* Take exactly so many digits. @return their value; -1. */
static int take(const char **at, int n_digits)
{
    int value = 0;
    for (int i = 0; i < n_digits; i++, (*at)++) {
        if (!isdigit((unsigned char)**at))
            return -1;
        value = 10 * value + (**at - '0');
    }
    return value;
}

static bool take_char(const char **at, const char *set)
{
    if (**at == '\0' || strchr(set, **at) == NULL)
        return false;
    (*at)++;
    return true;
}

/* "HH:MM", with ":SS" and ".fraction" or without. */
static bool take_clock(const char **at, struct tm *parts)
{
    parts->tm_hour = take(at, 2);
    if (parts->tm_hour < 0 || parts->tm_hour > 23 || !take_char(at, ":"))
        return false;
    parts->tm_min = take(at, 2);
    parts->tm_sec = 0;
    if (parts->tm_min < 0 || parts->tm_min > 59)
        return false;
    if (!take_char(at, ":"))
        return true;
    parts->tm_sec = take(at, 2);
    if (take_char(at, ".,"))
        while (isdigit((unsigned char)**at))
            (*at)++;
    return parts->tm_sec >= 0 && parts->tm_sec <= 59;
}

/* "Z", "+01:00", "-0700". @return false: neither these nor the end. */
static bool take_zone(const char **at, bool *is_local, long *offset_s)
{
    *is_local = false;
    *offset_s = 0;
    if (take_char(at, "Z"))
        return true;
    const int sign = **at == '-' ? -1 : 1;
    if (!take_char(at, "+-")) {
        *is_local = true;
        return true;
    }
    const int hours = take(at, 2);
    take_char(at, ":");
    const int minutes = take(at, 2);
    *offset_s = sign * (hours * 3600L + minutes * 60L);
    return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

static bool make(
    const struct tm *parts, bool is_local, long offset_s, time_t *when)
{
    struct tm copy = *parts;
    copy.tm_isdst = -1;
    *when = is_local ? mktime(&copy) : timegm(&copy) - offset_s;
    return copy.tm_mday == parts->tm_mday && copy.tm_mon == parts->tm_mon &&
           copy.tm_year == parts->tm_year;
}

bool date_read(const char *text, bool is_end, time_t *when)
{
    const char *at = text;
    struct tm parts = {.tm_hour = is_end ? 23 : 0,
        .tm_min = is_end ? 59 : 0,
        .tm_sec = is_end ? 59 : 0};
    bool is_local = true;
    long offset_s = 0;
    const int year = take(&at, 4);
    const bool has_month = take_char(&at, "-");
    const int month = take(&at, 2);
    const bool has_day = take_char(&at, "-");
    const int day = take(&at, 2);
    if (year < 1970 || !has_month || month < 1 || month > 12 || !has_day ||
        day < 1)
        return false;
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    if (*at != '\0') {
        if (!take_char(&at, " T") || !take_clock(&at, &parts))
            return false;
        take_char(&at, " ");
        if (!take_zone(&at, &is_local, &offset_s))
            return false;
    }
    return *at == '\0' && make(&parts, is_local, offset_s, when);
}

bool date_read_clock(const char *text, time_t now, time_t *when)
{
    char padded[16];
    struct tm parts;
    snprintf(padded, sizeof padded, "%s%.9s",
        strcspn(text, ":") == 1 ? "0" : "", text);
    const char *at = padded;
    localtime_r(&now, &parts);
    if (strlen(text) > 8 || !take_clock(&at, &parts) || *at != '\0')
        return false;
    parts.tm_isdst = -1;
    *when = mktime(&parts);
    if (*when > now)
        return true;
    parts.tm_mday++;
    parts.tm_isdst = -1;
    *when = mktime(&parts);
    return true;
}

const char *date_print(time_t when, char text[DATE_TEXT_MAX])
{
    struct tm parts;
    localtime_r(&when, &parts);
    strftime(text, DATE_TEXT_MAX, "%Y-%m-%d %H:%M", &parts);
    return text;
}

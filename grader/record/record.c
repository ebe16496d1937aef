/* SPDX-License-Identifier: MIT */
#include "grader/record/record.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Anyone may have edited the line, so a number that is out of range makes it
 * no record at all: better no points than wrong ones. */

enum { POINTS_MOST = 100000, WORKERS_MOST = 1000000 };
#define SPEEDUP_MOST 1e6
#define TIME_MOST 1e12

void record_print(const struct record *record, char text[RECORD_TEXT_MAX])
{
    snprintf(text, RECORD_TEXT_MAX,
        "points=%d open=%d max=%d speedup=%.4f attainable=%.4f workers=%d "
        "time=%lld",
        record->points, record->open, record->max, record->speedup,
        record->attainable, record->n_workers, (long long)record->when);
}

/* Take the value of a key. @return false: it is there and out of range. */
static bool take(const char *text, const char *key, double most, double *value)
{
    char word[24];
    snprintf(word, sizeof word, " %s=", key);
    const char *at = strstr(text, word);
    *value = 0;
    if (at == NULL)
        return true;
    char *end;
    *value = strtod(at + strlen(word), &end);
    return end != at + strlen(word) && (*end == ' ' || *end == '\0') &&
           isfinite(*value) && *value >= 0 && *value <= most;
}

static bool is_possible(const struct record *record)
{
    return record->max > 0 && record->points >= 0 && record->open >= 0 &&
           record->max <= POINTS_MOST &&
           record->points <= record->max - record->open;
}

static bool read_keys(const char *text, struct record *record)
{
    char line[RECORD_TEXT_MAX + 1];
    double points, open, max, n_workers, when;
    snprintf(line, sizeof line, " %s", text);
    if (!take(line, "points", POINTS_MOST, &points) ||
        !take(line, "open", POINTS_MOST, &open) ||
        !take(line, "max", POINTS_MOST, &max) ||
        !take(line, "speedup", SPEEDUP_MOST, &record->speedup) ||
        !take(line, "attainable", SPEEDUP_MOST, &record->attainable) ||
        !take(line, "workers", WORKERS_MOST, &n_workers) ||
        !take(line, "time", TIME_MOST, &when))
        return false;
    record->points = (int)points;
    record->open = (int)open;
    record->max = (int)max;
    record->n_workers = (int)n_workers;
    record->when = (time_t)when;
    return true;
}

bool record_read(const char *text, struct record *record)
{
    char more;
    *record = (struct record){0};
    if (sscanf(text, "%d %d %d %c", &record->points, &record->open,
            &record->max, &more) != 3 &&
        !read_keys(text, record))
        return false;
    return is_possible(record);
}

bool record_is_best(const struct record *record, const struct record *best)
{
    return record->points > best->points ||
           (record->points == best->points && record->speedup >= best->speedup);
}

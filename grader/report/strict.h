/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_STRICT_H
#define PARLAB_REPORT_STRICT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  JSON from strangers: every object is held against a table of its keys, and
 *  what does not fit is refused with the path to it. */

/** Where in a document something is. */
struct strict_place {
    const struct strict_place *above; /**< NULL for the whole document */
    const char *key; /**< in an object; NULL: item @p index of an array */
    size_t index;
};

/** What a value must be. */
enum strict_type {
    STRICT_TEXT,
    STRICT_INTEGER,
    STRICT_NUMBER, /**< whole or not */
    STRICT_BOOLEAN,
    STRICT_OBJECT,
    STRICT_ARRAY,
};

/** Whether a value has to be there. */
enum strict_need {
    STRICT_NEEDED,
    STRICT_OR_NULL, /**< there, but perhaps null */
    STRICT_OPTIONAL, /**< perhaps absent or null */
};

/** One key. A table ends with a key without a name. */
struct strict_key {
    const char *name;
    enum strict_type type;
    enum strict_need need;
    double min; /**< of a number; of a text its bytes, of an array its items */
    double max;
};

/** A document from a stranger. */
struct strict {
    const char *origin; /**< the file, for messages */
    struct fail *fail;
};

/** Read a file of JSON.
 *  @return new reference; NULL: too large, no JSON, a key twice, … */
json_t *strict_load(const struct strict *strict, size_t max_bytes);

/** Hold a value against the keys that an object must have and may have.
 *  @return 0: it is an object, and all its values fit; -1. */
int strict_object(const struct strict *strict, const struct strict_place *place,
    const json_t *json, const struct strict_key keys[]);

/** Refuse what is at a place.
 *  @param format  goes on after the path, "must be …" say.
 *  @return -1 always. */
int strict_refuse(const struct strict *strict, const struct strict_place *place,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/** The place of one key of an object. */
struct strict_place strict_below(
    const struct strict_place *place, const char *key);

/** Values of an object that has passed its table: NAN, 0, false or NULL where
 *  it is null or not there. Texts are borrowed. */
double strict_number(const json_t *json, const char *key);
long strict_integer(const json_t *json, const char *key);
bool strict_is_true(const json_t *json, const char *key);
const char *strict_text(const json_t *json, const char *key);

#endif

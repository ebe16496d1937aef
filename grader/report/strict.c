/* SPDX-License-Identifier: MIT */
#include "grader/report/strict.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* Nothing of a document is used before its object has passed its table, so
 * readers may take what is there without looking again. Words of a stranger
 * reach a message only shortened and made harmless. */

enum { SHOWN_BYTES = 60, MESSAGE_BYTES = 200 };

/* @return new: "curves[0].points[2].speedup". */
static char *path_of(const struct strict_place *place)
{
    if (place == NULL)
        return mem_text("");
    char *above = path_of(place->above), *path = NULL;
    if (place->key == NULL) {
        path = mem_format("%s[%zu]", above, place->index);
    } else {
        char *key = text_safe(place->key, strlen(place->key), SHOWN_BYTES);
        path = mem_format("%s%s%s", above, *above != '\0' ? "." : "", key);
        free(key);
    }
    free(above);
    return path;
}

int strict_refuse(const struct strict *strict, const struct strict_place *place,
    const char *format, ...)
{
    char *path = path_of(place), *words = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&words, format, args) < 0)
        words = NULL;
    va_end(args);
    fail_set(strict->fail, "%s: %s %s", strict->origin,
        *path != '\0' ? path : "the document", words != NULL ? words : "");
    free(words);
    free(path);
    return -1;
}

json_t *strict_load(const struct strict *strict, size_t max_bytes)
{
    size_t n_bytes;
    json_error_t error;
    char *bytes = file_read(strict->origin, max_bytes, &n_bytes, strict->fail);
    if (bytes == NULL)
        return NULL;
    json_t *json = json_loadb(bytes, n_bytes, JSON_REJECT_DUPLICATES, &error);
    free(bytes);
    if (json != NULL)
        return json;
    char *said = text_safe(error.text, strlen(error.text), MESSAGE_BYTES);
    fail_set(strict->fail, "%s, line %d: this is no JSON: %s", strict->origin,
        error.line, said);
    free(said);
    return NULL;
}

static const char *type_name(enum strict_type type)
{
    static const char *const names[] = {
        [STRICT_TEXT] = "a text",
        [STRICT_INTEGER] = "a whole number",
        [STRICT_NUMBER] = "a number",
        [STRICT_BOOLEAN] = "true or false",
        [STRICT_OBJECT] = "an object",
        [STRICT_ARRAY] = "an array",
    };
    return names[type];
}

static bool has_type(const json_t *json, enum strict_type type)
{
    switch (type) {
    case STRICT_TEXT:
        return json_is_string(json);
    case STRICT_INTEGER:
        return json_is_integer(json);
    case STRICT_NUMBER:
        return json_is_number(json);
    case STRICT_BOOLEAN:
        return json_is_boolean(json);
    case STRICT_OBJECT:
        return json_is_object(json);
    case STRICT_ARRAY:
        return json_is_array(json);
    }
    return false;
}

static int check_value(const struct strict *strict,
    const struct strict_place *place, const json_t *json,
    const struct strict_key *key)
{
    if (!has_type(json, key->type))
        return strict_refuse(strict, place, "must be %s%s",
            type_name(key->type), key->need == STRICT_NEEDED ? "" : " or null");
    double size = 0;
    const char *unit = "";
    if (json_is_string(json)) {
        size = (double)json_string_length(json);
        unit = " bytes long";
    } else if (json_is_array(json)) {
        size = (double)json_array_size(json);
        unit = " items long";
    } else if (json_is_number(json)) {
        size = json_number_value(json);
    } else {
        return 0;
    }
    if (size >= key->min && size <= key->max)
        return 0;
    return strict_refuse(
        strict, place, "must be %g to %g%s", key->min, key->max, unit);
}

static const struct strict_key *find(
    const struct strict_key keys[], const char *name)
{
    for (; keys->name != NULL; keys++)
        if (strcmp(keys->name, name) == 0)
            return keys;
    return NULL;
}

int strict_object(const struct strict *strict, const struct strict_place *place,
    const json_t *json, const struct strict_key keys[])
{
    if (!json_is_object(json))
        return strict_refuse(strict, place, "must be an object");
    for (const struct strict_key *key = keys; key->name != NULL; key++) {
        const struct strict_place at = {.above = place, .key = key->name};
        const json_t *value = json_object_get(json, key->name);
        if (value == NULL && key->need != STRICT_OPTIONAL)
            return strict_refuse(strict, &at, "is missing");
        if (value == NULL ||
            (json_is_null(value) && key->need != STRICT_NEEDED))
            continue;
        if (check_value(strict, &at, value, key) != 0)
            return -1;
    }
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)json, name, value)
    {
        const struct strict_place at = {.above = place, .key = name};
        if (find(keys, name) == NULL)
            return strict_refuse(strict, &at, "is a key that is not known");
    }
    return 0;
}

struct strict_place strict_below(
    const struct strict_place *place, const char *key)
{
    return (struct strict_place){.above = place, .key = key};
}

double strict_number(const json_t *json, const char *key)
{
    const json_t *value = json_object_get(json, key);
    return json_is_number(value) ? json_number_value(value) : NAN;
}

long strict_integer(const json_t *json, const char *key)
{
    return (long)json_integer_value(json_object_get(json, key));
}

bool strict_is_true(const json_t *json, const char *key)
{
    return json_is_true(json_object_get(json, key));
}

const char *strict_text(const json_t *json, const char *key)
{
    return json_string_value(json_object_get(json, key));
}

/* SPDX-License-Identifier: MIT */
#include "grader/course/row.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* Nothing is converted: libconfig would turn 1.9 into 1 and "10" into 0. A
 * text that is shown in an error is made harmless and short first. */

enum {
    TITLE_BYTES_MAX = 72, /* a line of a terminal, with a margin */
    NAME_BYTES_MAX = 23, /* as the names in frames */
    FUNCTION_BYTES_MAX = 63,
};

int value_refuse(const struct value *value, const char *format, ...)
{
    char reason[sizeof value->fail->text];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    return manifest_fail(value->manifest, value->from, value->fail,
        "\"%s\" must be %s", value->row->key, reason);
}

int value_length(const struct value *value)
{
    return config_setting_is_list(value->from) ||
                   config_setting_is_array(value->from)
               ? config_setting_length(value->from)
               : 0;
}

static int read_integer(const struct value *value)
{
    const struct row *row = value->row;
    const int type = config_setting_type(value->from);
    const long long number = config_setting_get_int64(value->from);
    if (type != CONFIG_TYPE_INT && type != CONFIG_TYPE_INT64)
        return value_refuse(value,
            "a whole number from %d to %d, without quotes or a decimal point",
            row->min, row->max);
    if (number < row->min || number > row->max)
        return value_refuse(value, "a whole number from %d to %d, not %lld",
            row->min, row->max, number);
    *(int *)value->to = (int)number;
    return 0;
}

static int read_boolean(const struct value *value)
{
    if (config_setting_type(value->from) != CONFIG_TYPE_BOOL)
        return value_refuse(value, "true or false, without quotes");
    *(bool *)value->to = config_setting_get_bool(value->from) != 0;
    return 0;
}

static int read_title(const struct value *value)
{
    const char *text = config_setting_get_string(value->from);
    const int max = value->row->max > 0 ? value->row->max : TITLE_BYTES_MAX;
    if (text == NULL)
        return value_refuse(value, "a text in quotes");
    char *safe = text_safe(text, strlen(text), (size_t)max);
    const bool is_line = text[0] != '\0' && strcmp(text, safe) == 0 &&
                         strpbrk(text, "\n\t") == NULL;
    free(safe);
    if (!is_line)
        return value_refuse(value, "one printable line of 1 to %d bytes", max);
    *(char **)value->to = mem_text(text);
    return 0;
}

static bool is_name(const char *text)
{
    const size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return islower((unsigned char)text[0]) && text[n] == '\0' &&
           n <= NAME_BYTES_MAX;
}

static bool is_identifier(const char *text)
{
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || text[n] == '_')
        n++;
    return n > 0 && text[n] == '\0' && n <= FUNCTION_BYTES_MAX &&
           !isdigit((unsigned char)text[0]);
}

static int check_name(
    const struct value *value, bool is_function, const char *text)
{
    if (text == NULL)
        return value_refuse(value, "text in quotes");
    if (is_function ? is_identifier(text) : is_name(text))
        return 0;
    char *safe = text_safe(text, strlen(text), NAME_BYTES_MAX);
    manifest_fail(value->manifest, value->from, value->fail,
        "\"%s\" cannot be the name of %s", safe,
        is_function ? "a C function"
                    : "anything here: names are a small letter and then "
                      "small letters, digits and _, 23 in all at most");
    free(safe);
    return -1;
}

static int read_name(const struct value *value)
{
    const char *text = config_setting_get_string(value->from);
    if (check_name(value, false, text) != 0)
        return -1;
    *(char **)value->to = mem_text(text);
    return 0;
}

/* "lab" or "lab/exercise". */
static int read_exercise(const struct value *value)
{
    const char *text = config_setting_get_string(value->from);
    const char *slash = text != NULL ? strchr(text, '/') : NULL;
    char *lab = slash != NULL ? mem_format("%.*s", (int)(slash - text), text)
                              : mem_text(text);
    const int result = check_name(value, false, lab) == 0 && slash != NULL
                           ? check_name(value, false, slash + 1)
                           : check_name(value, false, lab);
    free(lab);
    if (result == 0)
        *(char **)value->to = mem_text(text);
    return result;
}

static int read_number(const struct value *value)
{
    const struct row *row = value->row;
    const int type = config_setting_type(value->from);
    const double number = type == CONFIG_TYPE_FLOAT
                              ? config_setting_get_float(value->from)
                              : (double)config_setting_get_int64(value->from);
    const bool is_number = type == CONFIG_TYPE_FLOAT ||
                           type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;
    if (!is_number || !(number >= row->min && number <= row->max))
        return value_refuse(value, "a number from %d to %d, without quotes",
            row->min, row->max);
    *(double *)value->to = number;
    return 0;
}

/* A day that is named alone is over at its end. */
static int read_time(const struct value *value)
{
    const char *text = config_setting_get_string(value->from);
    if (text == NULL || !date_read(text, true, value->to))
        return value_refuse(value,
            "a day, \"2026-03-14\", or a day and a time, \"2026-03-14 "
            "18:00\", that there is");
    return 0;
}

static int read_names(const struct value *value)
{
    const bool is_function = value->row->type == TYPE_FUNCTIONS;
    const int n = value_length(value);
    if (n == 0)
        return value_refuse(value, "a list of at least one name, [\"…\"]");
    char **names = mem_new((size_t)n + 1, sizeof *names);
    *(char ***)value->to = names;
    for (int i = 0; i < n; i++) {
        const char *text = config_setting_get_string_elem(value->from, i);
        if (check_name(value, is_function, text) != 0)
            return -1;
        for (int k = 0; k < i; k++)
            if (strcmp(names[k], text) == 0)
                return manifest_fail(value->manifest, value->from, value->fail,
                    "\"%s\" is in \"%s\" twice; keep one", text,
                    value->row->key);
        names[i] = mem_text(text);
    }
    return 0;
}

/* The words as a list for people. @return new. */
static char *join(const char *const words[])
{
    char *all = mem_text("");
    for (size_t i = 0; words[i] != NULL; i++) {
        char *more = mem_format("%s%s\"%s\"", all,
            i == 0                 ? ""
            : words[i + 1] == NULL ? " or "
                                   : ", ",
            words[i]);
        free(all);
        all = more;
    }
    return all;
}

static int read_word(const struct value *value)
{
    const char *const *words = value->row->words;
    const char *text = config_setting_get_string(value->from);
    for (size_t i = 0; text != NULL && words[i] != NULL; i++)
        if (strcmp(text, words[i]) == 0) {
            *(int *)value->to = (int)i;
            return 0;
        }
    char *all = join(words);
    value_refuse(value, "%s", all);
    free(all);
    return -1;
}

int value_read(const struct value *value)
{
    switch (value->row->type) {
    case TYPE_INTEGER:
        return read_integer(value);
    case TYPE_BOOLEAN:
        return read_boolean(value);
    case TYPE_TITLE:
        return read_title(value);
    case TYPE_NAME:
        return read_name(value);
    case TYPE_EXERCISE:
        return read_exercise(value);
    case TYPE_NUMBER:
        return read_number(value);
    case TYPE_TIME:
        return read_time(value);
    case TYPE_WORD:
        return read_word(value);
    case TYPE_NAMES:
    case TYPE_FUNCTIONS:
        return read_names(value);
    case TYPE_SECTION:
    case TYPE_SECTIONS:
        break;
    }
    fail_grader("the schema's row \"%s\" is no plain value", value->row->key);
}

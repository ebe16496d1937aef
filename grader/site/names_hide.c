/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/site/names.h"

/* Names in texts that others wrote: what compilers quote, what programs
 * print, what an instructor gave as a reason. A name is looked for as a whole
 * and by its words; only where it stands by itself, so that no other word
 * loses a part. Up to SHORT_MAX letters are likely words of a language too,
 * and must be written in just that way. */

enum { LETTERS_MIN = 2, SHORT_MAX = 3 };

static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (c & 0x80) != 0;
}

/* Where a text has a word, or words, by themselves. */
static const char *find_words(const char *text, const char *words, size_t n)
{
    const char *end = text + strlen(text);
    int (*compare)(const char *, const char *, size_t) =
        n > SHORT_MAX ? strncasecmp : strncmp;
    for (const char *p = text; p + n <= end; p++)
        if (compare(p, words, n) == 0 && (p == text || !is_letter(p[-1])) &&
            !is_letter(p[n]))
            return p;
    return NULL;
}

/* @param[in,out] text  new; replaced by another new one. */
static void replace(
    char **text, const char *words, size_t n, const char *instead)
{
    const char *rest = *text, *found;
    char *other;
    size_t size;
    if (find_words(rest, words, n) == NULL)
        return;
    FILE *to = mem_stream(&other, &size);
    while ((found = find_words(rest, words, n)) != NULL) {
        fwrite(rest, 1, (size_t)(found - rest), to);
        fputs(instead, to);
        rest = found + n;
    }
    fputs(rest, to);
    fclose(to);
    free(*text);
    *text = other;
}

/* The next part of a name that is worth a look, from @p name on.
 * @param[out] n  its length. @return NULL: there is no more. */
static const char *next_part(const char *name, size_t *n)
{
    for (const char *p = name; *p != '\0'; p += *n + (*n == 0)) {
        for (*n = 0; is_letter(p[*n]);)
            ++*n;
        if (*n >= LETTERS_MIN)
            return p;
    }
    return NULL;
}

static char *hide_text(
    const struct site_names *names, size_t student, const char *text)
{
    const struct site_name *own = &names->names[student];
    char *hidden = mem_text(text);
    for (size_t i = 0; i < names->n; i++) {
        const struct site_name *one = &names->names[i];
        const size_t n = strlen(one->student);
        if (n >= LETTERS_MIN)
            replace(&hidden, one->student, n, one->shown);
    }
    size_t n;
    for (const char *part = next_part(own->student, &n); part != NULL;
         part = next_part(part + n, &n))
        replace(&hidden, part, n, own->shown);
    return hidden;
}

/* Words of our own, and numbers by the thousand, hold no names. */
static bool is_ours(const char *key)
{
    static const char *const keys[] = {
        "name", "status", "group", "candidate", "samples"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

static json_t *hide_json(
    const struct site_names *names, size_t student, json_t *json)
{
    if (json_is_string(json)) {
        char *text = hide_text(names, student, json_string_value(json));
        json_t *hidden = json_string(text);
        free(text);
        return hidden != NULL ? hidden : json_string("");
    }
    if (json_is_array(json)) {
        json_t *copy = json_array();
        for (size_t i = 0; i < json_array_size(json); i++)
            json_array_append_new(
                copy, hide_json(names, student, json_array_get(json, i)));
        return copy;
    }
    if (!json_is_object(json))
        return json_incref(json);
    json_t *copy = json_object(), *value;
    const char *key;
    json_object_foreach(json, key, value)
    {
        json_object_set_new(copy, key,
            is_ours(key) ? json_incref(value)
                         : hide_json(names, student, value));
    }
    return copy;
}

json_t *site_names_hide(
    const struct site_names *names, size_t student, json_t *json)
{
    return names->is_hidden ? hide_json(names, student, json)
                            : json_incref(json);
}

static bool has_part(const char *text, const char *name)
{
    size_t n = strlen(name);
    if (n >= LETTERS_MIN && find_words(text, name, n) != NULL)
        return true;
    for (const char *part = next_part(name, &n); part != NULL;
         part = next_part(part + n, &n))
        if (find_words(text, part, n) != NULL)
            return true;
    return false;
}

bool site_names_other(
    const struct site_names *names, size_t student, const char *text)
{
    for (size_t i = 0; i < names->n; i++)
        if (i != student && has_part(text, names->names[i].student))
            return true;
    return false;
}

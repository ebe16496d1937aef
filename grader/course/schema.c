/* SPDX-License-Identifier: MIT */
#include "grader/course/schema.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/course/row.h"

/* Reading a section goes over the manifest's keys first, so that a mistyped
 * key is named as what it is and not as the one that is missing, and then over
 * the table's rows. A list's count grows before its item is read: what was
 * read so far can be released at any moment. */

enum { KEYS_MAX = 16 }; /* of one section */

static const char *const section_words[] = {
    [SECTION_COURSE] = "course.conf",
    [SECTION_LAB] = "a lab.conf",
    [SECTION_EXERCISE] = "an exercise",
    [SECTION_GROUP] = "a group",
    [SECTION_MEASURE] = "a measure",
    [SECTION_LIMITS] = "limits",
    [SECTION_COUNTED] = "an exercise",
    [SECTION_OTHER_LIMITS] = "limits",
    [SECTION_LATENESS] = "lateness",
    [SECTION_EXTENSION] = "an extension",
};

static int check_keys(const struct manifest *manifest, enum section section,
    const config_setting_t *from, struct fail *fail)
{
    const char *keys[KEYS_MAX];
    size_t n_keys = 0;
    for (size_t i = 0; i < table_n_rows && n_keys < KEYS_MAX; i++)
        if (table_rows[i].section == section)
            keys[n_keys++] = table_rows[i].key;
    for (int i = 0; i < config_setting_length(from); i++) {
        const config_setting_t *one =
            config_setting_get_elem(from, (unsigned)i);
        const char *name = config_setting_name(one);
        bool is_known = false;
        for (size_t k = 0; k < n_keys; k++)
            is_known |= strcmp(name, keys[k]) == 0;
        if (is_known)
            continue;
        const char *nearest = text_nearest(name, keys, n_keys);
        return manifest_fail(manifest, one, fail,
            "there is no key \"%.40s\" in %s; %s%s%s", name,
            section_words[section],
            nearest != NULL ? "did you mean \"" : "remove it",
            nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    }
    return 0;
}

static int check_is_new(const struct value *value, int n)
{
    const config_setting_t *one =
        config_setting_get_elem(value->from, (unsigned)n);
    const char *name = "", *other = "";
    if (!config_setting_lookup_string(one, "name", &name))
        return 0;
    for (int i = 0; i < n; i++) {
        config_setting_lookup_string(
            config_setting_get_elem(value->from, (unsigned)i), "name", &other);
        if (strcmp(name, other) == 0)
            return manifest_fail(value->manifest, one, value->fail,
                "a second \"%s\" in \"%s\"; give it a name of its own", name,
                value->row->key);
    }
    return 0;
}

static int read_sections(const struct value *value, size_t *count)
{
    const enum section inner = value->row->inner;
    const int n = value_length(value);
    if (n == 0)
        return value_refuse(value, "a list of at least one { … }");
    char *items = mem_new((size_t)n, table_bytes[inner]);
    memcpy(value->to, &items, sizeof items);
    for (int i = 0; i < n; i++) {
        const config_setting_t *one =
            config_setting_get_elem(value->from, (unsigned)i);
        if (!config_setting_is_group(one))
            return value_refuse(value, "a list of { … } and nothing else");
        *count = (size_t)i + 1;
        if (schema_read(value->manifest, inner, one,
                items + (size_t)i * table_bytes[inner], value->fail) != 0 ||
            check_is_new(value, i) != 0)
            return -1;
    }
    return 0;
}

static int read_row(const struct value *value, void *section)
{
    const struct row *row = value->row;
    if (row->type == TYPE_SECTIONS)
        return read_sections(
            value, (size_t *)((char *)section + row->count_offset));
    if (row->type != TYPE_SECTION)
        return value_read(value);
    if (!config_setting_is_group(value->from))
        return value_refuse(value, "{ … }");
    return schema_read(
        value->manifest, row->inner, value->from, value->to, value->fail);
}

static int read_default(const struct value *value)
{
    if (value->row->type == TYPE_INTEGER)
        *(int *)value->to = value->row->otherwise;
    if (value->row->type == TYPE_NUMBER)
        *(double *)value->to = value->row->otherwise;
    if (value->row->type != TYPE_SECTION)
        return 0;
    return schema_read(
        value->manifest, value->row->inner, NULL, value->to, value->fail);
}

int schema_read(const struct manifest *manifest, enum section section,
    const config_setting_t *from, void *to, struct fail *fail)
{
    if (from != NULL && check_keys(manifest, section, from, fail) != 0)
        return -1;
    for (size_t i = 0; i < table_n_rows; i++) {
        const struct row *row = &table_rows[i];
        if (row->section != section)
            continue;
        const struct value value = {.manifest = manifest,
            .row = row,
            .from =
                from != NULL ? config_setting_get_member(from, row->key) : NULL,
            .to = (char *)to + row->offset,
            .fail = fail};
        if (from != NULL && value.from == NULL && row->is_required)
            return manifest_fail(manifest, from, fail,
                "\"%s\" is missing in %s", row->key, section_words[section]);
        const int result =
            value.from != NULL ? read_row(&value, to) : read_default(&value);
        if (result != 0)
            return -1;
    }
    return 0;
}

static void clear_names(char **names)
{
    for (size_t i = 0; names != NULL && names[i] != NULL; i++)
        free(names[i]);
    free(names);
}

static void clear_sections(const struct row *row, const void *at, size_t n)
{
    char *items;
    memcpy(&items, at, sizeof items);
    for (size_t i = 0; i < n; i++)
        schema_clear(row->inner, items + i * table_bytes[row->inner]);
    free(items);
}

void schema_clear(enum section section, void *content)
{
    for (size_t i = 0; i < table_n_rows; i++) {
        const struct row *row = &table_rows[i];
        void *at = (char *)content + row->offset;
        if (row->section != section)
            continue;
        if (row->type == TYPE_TITLE || row->type == TYPE_NAME ||
            row->type == TYPE_EXERCISE)
            free(*(char **)at);
        else if (row->type == TYPE_NAMES || row->type == TYPE_FUNCTIONS)
            clear_names(*(char ***)at);
        else if (row->type == TYPE_SECTIONS)
            clear_sections(
                row, at, *(size_t *)((char *)content + row->count_offset));
        else if (row->type == TYPE_SECTION)
            schema_clear(row->inner, at);
    }
}

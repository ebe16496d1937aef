/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect_private.h"

/* submission_metadata.yml is YAML as one program writes it: a key a line, and
 * what belongs to a submission is indented below its "submission_N:". Only
 * names, numbers and the time are looked for, so the few forms of a plain or
 * quoted text on one line are all that is understood. A list that is written
 * otherwise gives no names, and submissions keep their numbers. */

/* One submission's part of the list, while it is read. */
struct part {
    char *number;
    time_t created;
    size_t first; /* of its submitters */
    bool is_listing;
};

static bool take_hex(const char *at, int n, unsigned *value)
{
    *value = 0;
    for (int i = 0; i < n; i++) {
        if (!isxdigit((unsigned char)at[i]))
            return false;
        *value = 16 * *value + (unsigned)(isdigit((unsigned char)at[i])
                                              ? at[i] - '0'
                                              : tolower(at[i]) - 'a' + 10);
    }
    return true;
}

/* A character below U+10000 as UTF-8. */
static void put_character(FILE *to, unsigned c)
{
    if (c >= 0x800) {
        fputc((int)(0xe0 | c >> 12), to);
        fputc((int)(0x80 | (c >> 6 & 0x3f)), to);
    } else if (c >= 0x80) {
        fputc((int)(0xc0 | c >> 6), to);
    }
    fputc((int)(c >= 0x80 ? 0x80 | (c & 0x3f) : c), to);
}

/* The escapes of a text in double quotes that names have. */
static const char *put_escape(FILE *to, const char *at)
{
    unsigned c;
    if (*at == 'u' && take_hex(at + 1, 4, &c)) {
        put_character(to, c);
        return at + 5;
    }
    if (*at == 'x' && take_hex(at + 1, 2, &c)) {
        put_character(to, c);
        return at + 3;
    }
    if (*at == '\0')
        return at;
    fputc(*at == 'n' || *at == 't' ? ' ' : *at, to);
    return at + 1;
}

/* The value behind a key. @return new. */
static char *take_value(const char *at)
{
    char *text = NULL;
    size_t size = 0;
    at += strspn(at, " ");
    const char quote = *at == '"' || *at == '\'' ? *at++ : '\0';
    FILE *to = mem_stream(&text, &size);
    while (*at != '\0') {
        if (quote == '\'' && at[0] == '\'' && at[1] == '\'')
            at++;
        else if (quote != '\0' && *at == quote)
            break;
        if (quote == '"' && *at == '\\')
            at = put_escape(to, at + 1);
        else
            fputc(*at++, to);
    }
    fclose(to);
    for (size_t n = strlen(text); n > 0 && isspace((unsigned char)text[n - 1]);)
        text[--n] = '\0';
    return text;
}

/* ":name: X" or "name: X". @return what is behind the key; NULL. */
static const char *behind(const char *line, const char *key)
{
    const size_t n = strlen(key);
    line += *line == ':' ? 1 : 0;
    return strncmp(line, key, n) == 0 && line[n] == ':' ? line + n + 1 : NULL;
}

/* A list: it grows, and what is begun last is filled in. */
struct list {
    struct submitter *items;
    size_t n;
    const char *group;
};

static void add(struct list *list, const struct part *part, const char *name)
{
    char *raw = take_value(name), *clean = collect_student(raw);
    free(raw);
    if (clean == NULL)
        return;
    list->items = mem_grow(list->items, list->n, sizeof *list->items);
    list->items[list->n++] =
        (struct submitter){.number = mem_text(part->number),
            .group = mem_text(list->group),
            .name = clean};
}

static void set_id(struct list *list, const struct part *part, const char *at)
{
    if (list->n <= part->first || list->items[list->n - 1].id != NULL)
        return;
    char *id = take_value(at);
    list->items[list->n - 1].id = collect_student(id);
    free(id);
}

static void end_part(struct list *list, const struct part *part)
{
    for (size_t i = part->first; i < list->n; i++)
        list->items[i].created = part->created;
}

static void read_line(struct list *list, struct part *part, const char *line)
{
    const size_t indent = strspn(line, " ");
    const bool is_item = line[indent] == '-' && line[indent + 1] == ' ';
    const char *text = line + indent + (is_item ? 2 : 0), *value;
    text += strspn(text, " ");
    if (indent == 0 && text_starts(line, "submission_")) {
        end_part(list, part);
        free(part->number);
        *part = (struct part){
            .number = mem_format("%.*s", (int)strcspn(line, ":\r"), line),
            .first = list->n};
        return;
    }
    if (part->number == NULL || indent == 0)
        return;
    if (!is_item && behind(text, "submitters") != NULL)
        part->is_listing = true;
    else if (part->is_listing && (value = behind(text, "name")) != NULL)
        add(list, part, value);
    else if (part->is_listing && ((value = behind(text, "sid")) != NULL ||
                                     (value = behind(text, "email")) != NULL))
        set_id(list, part, value);
    else if (!is_item && (value = behind(text, "created_at")) != NULL) {
        char *created = take_value(value);
        if (!date_read(created, false, &part->created))
            part->created = 0;
        part->is_listing = false;
        free(created);
    } else if (!is_item && indent <= 2)
        part->is_listing = false;
}

struct submitter *submitters_read(
    const char *text, const char *group, size_t *n)
{
    struct list list = {.group = group};
    struct part part = {0};
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        char *line = mem_format("%.*s", (int)length, text);
        read_line(&list, &part, line);
        free(line);
        text += length + (text[length] == '\n');
    }
    end_part(&list, &part);
    free(part.number);
    *n = list.n;
    return list.items;
}

void submitters_free(struct submitter *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(list[i].number);
        free(list[i].group);
        free(list[i].name);
        free(list[i].id);
    }
    free(list);
}

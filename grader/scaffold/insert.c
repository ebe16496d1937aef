/* SPDX-License-Identifier: MIT */
#include "grader/scaffold/scaffold.h"

#include <string.h>

#include "grader/base/mem.h"

/* Manifests are edited as text: written anew by libconfig they would lose
 * their comments and their shape. Comments, texts in quotes and nested lists
 * are stepped over. What does not look as expected is left alone; the caller
 * reads the result again before it counts. */

static const char name_letters[] = "abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789_-*";

/* A list that something can be added to. */
struct list {
    const char *end; /* its closing bracket */
    const char *last; /* behind the last thing in it */
    const char *comma; /* what must follow that */
};

/* Step over a comment. @return its end; @p at when there is none. */
static const char *skip_comment(const char *at)
{
    if (at[0] == '#' || (at[0] == '/' && at[1] == '/'))
        return at + strcspn(at, "\n");
    if (at[0] != '/' || at[1] != '*')
        return at;
    const char *end = strstr(at + 2, "*/");
    return end != NULL ? end + 2 : at + strlen(at);
}

/* Step over white space and comments. */
static const char *skip_blanks(const char *at)
{
    const char *from;
    do {
        from = at;
        at = skip_comment(at + strspn(at, " \t\r\n\f\v"));
    } while (at != from);
    return at;
}

/* Step over one name or number, one text in quotes, or one other sign. */
static const char *skip_thing(const char *at)
{
    const size_t length = strspn(at, name_letters);
    if (*at != '"')
        return at + (length > 0 ? length : 1);
    for (at++; *at != '\0' && *at != '"'; at++)
        if (at[0] == '\\' && at[1] != '\0')
            at++;
    return *at == '"' ? at + 1 : at;
}

static bool is_one_of(char sign, const char *signs)
{
    return sign != '\0' && strchr(signs, sign) != NULL;
}

/* Find where the list ends whose first thing is at @p at, if anywhere. */
static bool find_end(const char *at, struct list *list)
{
    int depth = 1;
    list->last = at;
    list->comma = "";
    while (*(at = skip_blanks(at)) != '\0') {
        depth += is_one_of(*at, "([{") - is_one_of(*at, ")]}");
        if (depth == 0) {
            list->end = at;
            return true;
        }
        list->comma = *at == ',' ? "" : ",";
        at = list->last = skip_thing(at);
    }
    return false;
}

/* Find the list of the setting @p name at the top level of a text. */
static bool find_list(
    const char *text, const char *name, char bracket, struct list *list)
{
    int depth = 0;
    const char *at = text;
    while (*(at = skip_blanks(at)) != '\0') {
        const char *from = at;
        depth += is_one_of(*at, "([{") - is_one_of(*at, ")]}");
        at = skip_thing(at);
        if (depth != 0 || (size_t)(at - from) != strlen(name) ||
            strncmp(from, name, strlen(name)) != 0)
            continue;
        at = skip_blanks(at);
        if (!is_one_of(*at, "=:"))
            return false;
        at = skip_blanks(at + 1);
        return *at == bracket && find_end(at + 1, list);
    }
    return false;
}

char *scaffold_insert(const char *manifest, const char *entry)
{
    struct list list;
    if (!find_list(manifest, "exercises", '(', &list))
        return NULL;
    /* What stands between the last entry and the end stays where it is: a
     * comment belongs to that entry. The new one begins a line. */
    const char *rest = list.end;
    while (rest > list.last && is_one_of(rest[-1], " \t"))
        rest--;
    const bool begins_line = rest > list.last && rest[-1] == '\n';
    return mem_format("%.*s%s%.*s%s%s%s", (int)(list.last - manifest), manifest,
        list.comma, (int)(rest - list.last), list.last, begins_line ? "" : "\n",
        entry, list.end);
}

char *scaffold_add_lab(const char *conf, const char *lab)
{
    struct list list;
    if (!find_list(conf, "labs", '[', &list))
        return NULL;
    const char *space = list.last[-1] == '[' ? "" : " ";
    return mem_format("%.*s%s%s\"%s\"%s", (int)(list.last - conf), conf,
        list.comma, space, lab, list.last);
}

char *scaffold_add_line(const char *text, const char *start, const char *line)
{
    const size_t length = strlen(text);
    const char *at = text;
    while (*at != '\0' && (strncmp(at, start, strlen(start)) != 0 ||
                              strncmp(at, line, strlen(line)) < 0)) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    const bool is_cut = *at == '\0' && length > 0 && text[length - 1] != '\n';
    return mem_format(
        "%.*s%s%s%s", (int)(at - text), text, is_cut ? "\n" : "", line, at);
}

char *scaffold_add_row(const char *markdown, const char *row)
{
    const char *end = NULL;
    for (const char *at = markdown; *at != '\0';) {
        const char *next = at + strcspn(at, "\n");
        if (strncmp(at, "| [", 3) == 0)
            end = next;
        at = next + (*next == '\n');
    }
    if (end == NULL)
        return NULL;
    return mem_format("%.*s\n%s%s", (int)(end - markdown), markdown, row,
        end + (*end == '\n'));
}

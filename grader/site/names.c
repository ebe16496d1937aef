/* SPDX-License-Identifier: MIT */
#include "grader/site/names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <uninorm.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A name of a file is what is left of the name in ASCII. Where letters were
 * lost, and where two would have the same, the beginning of a hash of the
 * whole name follows: it depends on nobody else. Pseudonyms are such a hash,
 * with a key that is as secret as the names: without it one could try out a
 * list of students. They are sorted by themselves, so that no order tells who
 * is who. */

enum { FILE_MAX = 48, SHORT_HASH = 6 };

/* Names that some systems have other uses for. */
static bool is_reserved(const char *file)
{
    static const char *const names[] = {"con", "prn", "aux", "nul", "index"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(file, names[i]) == 0)
            return true;
    return (strncasecmp(file, "com", 3) == 0 ||
               strncasecmp(file, "lpt", 3) == 0) &&
           strlen(file) == 4;
}

/* Letters without their accents, where there are such. @return new. */
static char *decompose(const char *name)
{
    size_t n = 0;
    uint8_t *parts = u8_normalize(
        UNINORM_NFKD, (const uint8_t *)name, strlen(name), NULL, &n);
    char *text = parts != NULL ? mem_format("%.*s", (int)n, (char *)parts)
                               : mem_text(name);
    free(parts);
    return text;
}

/* The combining marks that decomposing leaves: U+0300 to U+036F. */
static size_t mark_length(const char *text)
{
    const unsigned char *b = (const unsigned char *)text;
    return b[0] == 0xcc || (b[0] == 0xcd && b[1] < 0xb0) ? 2 : 0;
}

/* @param[out] is_whole  no letter was lost. @return new, may be empty. */
static char *plain_of(const char *name, bool *is_whole)
{
    char *text = decompose(name), *file = mem_new(FILE_MAX + 1, 1);
    size_t n = 0;
    bool is_gap = false;
    *is_whole = true;
    for (const char *p = text; *p != '\0'; p++) {
        const unsigned char c = (unsigned char)*p;
        const size_t n_mark = mark_length(p);
        if (n_mark > 0) {
            p += n_mark - 1;
            continue;
        }
        *is_whole &= c < 0x80;
        if (c >= 0x80 || (!isalnum(c) && c != '_')) {
            is_gap = true;
            continue;
        }
        if (n + 1 + (is_gap && n > 0) > FILE_MAX) {
            *is_whole = false;
            break;
        }
        if (is_gap && n > 0)
            file[n++] = '-';
        is_gap = false;
        file[n++] = (char)c;
    }
    free(text);
    return file;
}

static int hash(
    const char *key, const char *name, char hex[65], struct fail *fail)
{
    char *text = mem_format("%s\n%s", key, name);
    const int result = file_sha256(text, strlen(text), hex, fail);
    free(text);
    return result;
}

static bool is_taken(const struct site_names *names, size_t i)
{
    for (size_t k = 0; k < names->n; k++)
        if (k != i &&
            strcasecmp(names->names[k].file, names->names[i].file) == 0)
            return true;
    return false;
}

static void lengthen(struct site_name *name, const char *hex, int n_digits)
{
    char *longer = mem_format("%s%s%.*s", name->file,
        name->file[0] != '\0' ? "-" : "student-", n_digits, hex);
    free(name->file);
    name->file = longer;
}

/* Files first get their short hashes, all at once: whether one is needed is
 * decided on the plain names of all. */
static int name_files(struct site_names *names, struct fail *fail)
{
    bool *is_short = mem_new(names->n + 1, sizeof *is_short);
    int result = 0;
    for (size_t i = 0; i < names->n; i++)
        names->names[i].file = plain_of(names->names[i].student, &is_short[i]);
    for (size_t i = 0; i < names->n; i++)
        is_short[i] = is_short[i] && names->names[i].file[0] != '\0' &&
                      !is_reserved(names->names[i].file) && !is_taken(names, i);
    for (int n_digits = SHORT_HASH; n_digits <= 64 && result == 0;
         n_digits += 64 - SHORT_HASH) {
        for (size_t i = 0; i < names->n && result == 0; i++) {
            char hex[65];
            if (is_short[i])
                continue;
            result = hash("", names->names[i].student, hex, fail);
            if (result == 0)
                lengthen(&names->names[i], hex, n_digits);
        }
        for (size_t i = 0; i < names->n; i++)
            is_short[i] = !is_taken(names, i);
    }
    free(is_short);
    return result;
}

static int hide_all(
    struct site_names *names, const char *key, struct fail *fail)
{
    for (size_t i = 0; i < names->n; i++) {
        struct site_name *name = &names->names[i];
        char hex[65];
        if (hash(key, name->student, hex, fail) != 0)
            return -1;
        name->file = mem_format("student-%.*s", SHORT_HASH, hex);
    }
    for (size_t i = 0; i < names->n; i++) {
        struct site_name *name = &names->names[i];
        char hex[65];
        if (is_taken(names, i) && hash(key, name->student, hex, fail) != 0)
            return -1;
        if (is_taken(names, i))
            lengthen(name, hex + SHORT_HASH, 2 * SHORT_HASH);
    }
    for (size_t i = 0; i < names->n; i++)
        names->names[i].shown = mem_text(names->names[i].file);
    return 0;
}

/* What is shown of a name that is nothing but spaces can still be seen. */
static char *shown_of(const struct site_name *name)
{
    const bool is_blank = name->student[strspn(name->student, " \t\n")] == '\0';
    return mem_text(is_blank ? name->file : name->student);
}

static int compare_shown(const void *a, const void *b, void *arg)
{
    const struct site_names *names = arg;
    return strcmp(names->names[*(const size_t *)a].shown,
        names->names[*(const size_t *)b].shown);
}

int site_names_make(char *const students[], size_t n, const char *key,
    struct site_names *names, struct fail *fail)
{
    *names = (struct site_names){.names = mem_new(n + 1, sizeof *names->names),
        .n = n,
        .order = mem_new(n + 1, sizeof *names->order),
        .is_hidden = key != NULL};
    for (size_t i = 0; i < n; i++) {
        names->names[i].student = students[i];
        names->order[i] = i;
    }
    if (key != NULL) {
        if (hide_all(names, key, fail) != 0)
            return -1;
        qsort_r(names->order, n, sizeof *names->order, compare_shown, names);
        return 0;
    }
    if (name_files(names, fail) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        names->names[i].shown = shown_of(&names->names[i]);
    return 0;
}

void site_names_clear(struct site_names *names)
{
    for (size_t i = 0; i < names->n; i++) {
        free(names->names[i].shown);
        free(names->names[i].file);
    }
    free(names->names);
    free(names->order);
    *names = (struct site_names){0};
}

static void print_field(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', to);
        fputc(*text, to);
    }
    fputc('"', to);
}

int site_names_write(
    const struct site_names *names, const char *path, struct fail *fail)
{
    char *text;
    size_t size;
    FILE *to = mem_stream(&text, &size);
    fputs("pseudonym,student\r\n", to);
    for (size_t i = 0; i < names->n; i++) {
        const struct site_name *name = &names->names[names->order[i]];
        fprintf(to, "%s,", name->shown);
        print_field(to, name->student);
        fputs("\r\n", to);
    }
    fclose(to);
    const mode_t mask = umask(077);
    int result = file_replace(path, text, size, fail);
    umask(mask);
    if (result == 0 && chmod(path, 0600) != 0)
        result = fail_errno(fail, "cannot make %s private", path);
    free(text);
    return result;
}

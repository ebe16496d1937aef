/* SPDX-License-Identifier: MIT */
#include "grader/site/site.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/report/html.h"
#include "grader/site/site_private.h"

/* All is written to a folder beside the one that is asked for, which takes
 * its place at the end: a page of an earlier site, with names that are hidden
 * by now perhaps, cannot be left over. A folder is only ever replaced when it
 * says that it is a site. One student is done after the other, so that the
 * verdicts of one are in memory, with all their runs. */

static const char mark_name[] = ".parlab-site";
static const char mark_text[] =
    "This folder was written by parlab class report. It is replaced as a\n"
    "whole when it is written again; keep files of your own elsewhere.\n";

/* Pictures per exercise and page; more than an exercise has measures. */
enum { NUMBERS = 8 };

static int write_text(const struct site *site, const char *name,
    const char *text, struct fail *fail)
{
    char *path = mem_format("%s/%s", site->folder, name);
    const int result = file_write(path, text, strlen(text), fail);
    free(path);
    return result;
}

static int write_page(const struct site *site, const char *name,
    struct document *document, struct fail *fail)
{
    char *page = html_page_drawn(document, &site->no_pictures);
    const int result = write_text(site, name, page, fail);
    free(page);
    return result;
}

static int make_folder(
    const struct site *site, const char *name, struct fail *fail)
{
    char *path = mem_format("%s/%s", site->folder, name);
    const int result = file_make_folder(path, fail);
    free(path);
    return result;
}

static struct site_student open_student(const struct site *site, size_t number)
{
    const size_t n = site->marks->n_exercises;
    struct site_student student = {.number = number,
        .name = &site->names.names[number],
        .verdicts = mem_new(n + 1, sizeof *student.verdicts)};
    for (size_t k = 0; k < n; k++) {
        const struct mark *mark = site_mark(site, number, k);
        if (mark->verdict == NULL)
            continue;
        json_t *json = site_names_hide(&site->names, number, mark->verdict);
        student.verdicts[k] = verdict_read(json, mark->exercise->exercise);
        student.verdicts[k]->result.pictures_from = NUMBERS * k;
        json_decref(json);
    }
    return student;
}

static void close_student(const struct site *site, struct site_student *student)
{
    for (size_t k = 0; k < site->marks->n_exercises; k++)
        verdict_free(student->verdicts[k]);
    free(student->verdicts);
}

static int write_feedback(const struct site *site,
    const struct site_student *student, size_t exercise,
    struct document *document, struct fail *fail)
{
    const struct exercise *manifest =
        site_mark(site, student->number, exercise)->exercise->exercise;
    char *page = site_feedback_file(student->name, manifest, "html");
    char *text = site_feedback_file(student->name, manifest, "md");
    char *markdown = document_markdown(document);
    int result = write_page(site, page, document, fail);
    if (result == 0)
        result = write_text(site, text, markdown, fail);
    free(markdown);
    free(text);
    free(page);
    return result;
}

/* The student's own page, and all feedback.
 * @param documents  of the exercises, NULL for none; the page is behind. */
static int write_documents(const struct site *site,
    const struct site_student *student, struct document *const documents[],
    struct fail *fail)
{
    const size_t n = site->marks->n_exercises;
    char *page = mem_format("students/%s.html", student->name->file);
    char *folder = mem_format("feedback/%s", student->name->file);
    int result = write_page(site, page, documents[n], fail);
    for (size_t k = 0; k < n && result == 0; k++) {
        if (documents[k] == NULL)
            continue;
        result = make_folder(site, folder, fail);
        if (result == 0)
            result = write_feedback(site, student, k, documents[k], fail);
    }
    free(folder);
    free(page);
    return result;
}

static int write_student(struct site *site, size_t number, struct fail *fail)
{
    const size_t n = site->marks->n_exercises;
    struct site_student student = open_student(site, number);
    struct document **documents = mem_new(n + 1, sizeof *documents);
    struct document **drawn = mem_new(n + 1, sizeof *drawn);
    size_t n_drawn = 0;
    for (size_t k = 0; k < n; k++)
        if (site_has_feedback(site_mark(site, number, k)))
            drawn[n_drawn++] = documents[k] = site_feedback(site, &student, k);
    drawn[n_drawn++] = documents[n] = site_student_page(site, &student);
    html_draw(drawn, n_drawn, &site->no_pictures);
    const int result = write_documents(site, &student, documents, fail);
    for (size_t i = 0; i < n_drawn; i++)
        document_free(drawn[i]);
    free(drawn);
    free(documents);
    close_student(site, &student);
    return result;
}

static int write_index(struct site *site, struct fail *fail)
{
    struct document *document = site_index(site);
    html_draw(&document, 1, &site->no_pictures);
    const int result = write_page(site, "index.html", document, fail);
    document_free(document);
    return result;
}

static int write_all(
    struct site *site, const struct site_setup *setup, struct fail *fail)
{
    const size_t n = site->marks->n_students;
    if (make_folder(site, "students", fail) != 0 ||
        make_folder(site, "feedback", fail) != 0 ||
        chmod(site->folder, site->names.is_hidden ? 0755 : 0700) != 0 ||
        write_text(site, mark_name, mark_text, fail) != 0 ||
        site_write_explanations(site, fail) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        if (setup->progress != NULL && !setup->progress(i, n))
            return fail_set(fail, "stopped before the end");
        if (write_student(site, i, fail) != 0)
            return -1;
    }
    return write_index(site, fail);
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    bool is_any = folder == NULL;
    for (const struct dirent *entry;
         !is_any && (entry = readdir(folder)) != NULL;)
        is_any =
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (folder != NULL)
        closedir(folder);
    return !is_any;
}

/* @return 0; -1: what is there is not ours to replace. */
static int check_folder(const char *path, struct fail *fail)
{
    struct stat status;
    char *mark = mem_format("%s/%s", path, mark_name);
    const bool is_site = file_exists(mark);
    free(mark);
    if (lstat(path, &status) != 0)
        return errno == ENOENT ? 0 : fail_errno(fail, "cannot use %s", path);
    if (S_ISDIR(status.st_mode) && (is_site || is_empty(path)))
        return 0;
    return fail_set(fail,
        "%s is there, and is no report of a class; name another folder with "
        "--output, or remove it",
        path);
}

/* Some file systems cannot exchange two folders. */
static int take_place(const char *made, const char *path, struct fail *fail)
{
    if (rename(made, path) == 0)
        return 0;
    if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
        return 0;
    char *old = mem_format("%s.old", made);
    int result = rename(path, old);
    if (result == 0 && (result = rename(made, path)) != 0)
        rename(old, path);
    if (result != 0)
        fail_errno(fail, "cannot write %s", path);
    else
        file_remove_folder(old);
    free(old);
    return result;
}

/* The folder without slashes at its end. @return new. */
static char *folder_of(const char *name)
{
    size_t n = strlen(name);
    while (n > 1 && name[n - 1] == '/')
        n--;
    return mem_format("%.*s", (int)n, name);
}

static int make(struct site *site, const struct site_setup *setup,
    const char *path, struct fail *fail)
{
    if (site_names_make(setup->marks->students, setup->marks->n_students,
            setup->key, &site->names, fail) != 0 ||
        check_folder(path, fail) != 0 ||
        file_make_folder(site->folder, fail) != 0 ||
        write_all(site, setup, fail) != 0)
        return -1;
    if (site->names.is_hidden &&
        site_names_write(&site->names, setup->names, fail) != 0)
        return -1;
    return take_place(site->folder, path, fail);
}

int site_write(
    const struct site_setup *setup, struct fail *no_pictures, struct fail *fail)
{
    char *path = folder_of(setup->folder);
    struct site site = {.marks = setup->marks,
        .policy = setup->policy,
        .explanations = setup->explanations,
        .now = setup->now,
        .folder = mem_format("%s.%ld.new", path, (long)getpid())};
    const int result = make(&site, setup, path, fail);
    *no_pictures = site.no_pictures;
    file_remove_folder(site.folder); /* what was there before, by now */
    site_names_clear(&site.names);
    free(site.folder);
    free(path);
    return result;
}

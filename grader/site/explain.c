/* SPDX-License-Identifier: MIT */
#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/diagnose/diagnose.h"
#include "grader/report/html.h"
#include "grader/site/site_private.h"

/* The course's own pages of the diagnoses, so that the site needs nothing
 * else. A link that leads to another such page stays one, and so does one to
 * the network; others would lead nowhere and become plain words. Marks of the
 * course's own tools (comments) are left out. */

enum { PAGE_BYTES_MAX = 1 << 20 };

static char *path_of(const struct site *site, const char *diagnosis)
{
    return mem_format("%s/%s.md", site->explanations, diagnosis);
}

bool site_is_explained(const struct site *site, const char *diagnosis)
{
    char *path = path_of(site, diagnosis);
    const bool is_there = diagnose_rank(diagnosis) >= 0 && file_exists(path);
    free(path);
    return is_there;
}

/* Where a link leads from there. @return new; NULL: nowhere. */
static char *follow(const struct site *site, const char *url)
{
    static const char suffix[] = ".md";
    const size_t n = strlen(url), n_suffix = sizeof suffix - 1;
    if (text_starts(url, "https://") || text_starts(url, "http://"))
        return mem_text(url);
    if (n <= n_suffix || strcmp(url + n - n_suffix, suffix) != 0)
        return NULL;
    char *name = mem_format("%.*s", (int)(n - n_suffix), url);
    char *page =
        site_is_explained(site, name) ? mem_format("%s.html", name) : NULL;
    free(name);
    return page;
}

static void become_words(cmark_node *node)
{
    cmark_node *child;
    while ((child = cmark_node_first_child(node)) != NULL)
        cmark_node_insert_before(node, child);
    cmark_node_unlink(node);
    cmark_node_free(node);
}

static void mend_link(const struct site *site, cmark_node *node)
{
    const bool is_link = cmark_node_get_type(node) == CMARK_NODE_LINK;
    const char *url = cmark_node_get_url(node);
    char *page = is_link && url != NULL ? follow(site, url) : NULL;
    if (page != NULL)
        cmark_node_set_url(node, page);
    else
        become_words(node);
    free(page);
}

static bool is_dropped(cmark_node *node)
{
    const cmark_node_type type = cmark_node_get_type(node);
    return type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE ||
           (type == CMARK_NODE_HEADING &&
               cmark_node_get_heading_level(node) == 1);
}

/* Nodes are changed when they are left: their children are done by then. */
static void mend(const struct site *site, cmark_node *root)
{
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        const cmark_node_type type = cmark_node_get_type(node);
        const bool is_leaf =
            type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;
        if (event != CMARK_EVENT_EXIT && !is_leaf)
            continue;
        if (is_dropped(node)) {
            cmark_node_unlink(node);
            cmark_node_free(node);
        } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
            mend_link(site, node);
        }
    }
    cmark_iter_free(iter);
}

/* @return new Markdown. */
static char *mended(const struct site *site, const char *text)
{
    cmark_node *root =
        cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    if (root == NULL)
        fail_grader("libcmark cannot read a page of the course");
    mend(site, root);
    char *markdown = cmark_render_commonmark(root, CMARK_OPT_DEFAULT, 0);
    cmark_node_free(root);
    if (markdown == NULL)
        fail_grader("libcmark made no text");
    return markdown;
}

static int write_page(
    const struct site *site, const char *diagnosis, struct fail *fail)
{
    const struct fail no_fail = {""};
    char *path = path_of(site, diagnosis);
    char *text = file_read(path, PAGE_BYTES_MAX, NULL, fail);
    free(path);
    if (text == NULL)
        return -1;
    char *markdown = mended(site, text);
    struct document *document = document_new(diagnosis);
    document_link(document, "The class", "../index.html");
    document_course_text(document, markdown);
    char *page = html_page_drawn(document, &no_fail);
    path = mem_format("%s/explain/%s.html", site->folder, diagnosis);
    const int result = file_write(path, page, strlen(page), fail);
    free(path);
    free(page);
    document_free(document);
    free(markdown);
    free(text);
    return result;
}

int site_write_explanations(const struct site *site, struct fail *fail)
{
    char *folder = mem_format("%s/explain", site->folder);
    int result = file_make_folder(folder, fail);
    free(folder);
    for (size_t i = 0; diagnose_names[i] != NULL && result == 0; i++)
        if (site_is_explained(site, diagnose_names[i]))
            result = write_page(site, diagnose_names[i], fail);
    return result;
}

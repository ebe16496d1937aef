/* SPDX-License-Identifier: MIT */
#include "grader/cmd/page.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* The handouts are wrapped and aligned as they stand, so nothing is set anew:
 * a line of Markdown is a line on the terminal. */

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

/* One text on its way out. */
struct page {
    FILE *to;
    const char *folder;
    bool has_style;
    bool is_code; /* between two fences */
    bool is_comment; /* inside <!-- --> */
    bool is_picture; /* inside ![ ]( ), which may go over lines */
    bool was_blank; /* the line before was empty, or there was none */
};

static void print_styled(struct page *page, const char *style, const char *line)
{
    if (page->has_style)
        fprintf(page->to, "%s%s%s\n", style, line, PLAIN);
    else
        fprintf(page->to, "%s\n", line);
}

/* A line of "![what is seen](file.svg)", which may go over several. */
static void print_picture(struct page *page, const char *line)
{
    const char *file = strstr(line, "](");
    const char *words = text_starts(line, "![") ? line + 2 : line;
    if (words != line)
        fputs("[picture: ", page->to);
    page->is_picture = file == NULL;
    if (file == NULL)
        fprintf(page->to, "%s\n", words);
    else
        fprintf(page->to, "%.*s\n %s/%.*s]\n", (int)(file - words), words,
            page->folder, (int)strcspn(file + 2, ")"), file + 2);
}

/* Whether a line is, or is inside, an HTML comment. */
static bool skip_comment(struct page *page, const char *line)
{
    const bool is_comment = page->is_comment || text_starts(line, "<!--");
    page->is_comment = is_comment && strstr(line, "-->") == NULL;
    return is_comment;
}

static void print_line(struct page *page, const char *line)
{
    const bool is_fence = text_starts(line, "```");
    if (!page->is_code && skip_comment(page, line))
        return;
    /* What was left out leaves no two empty lines behind. */
    if (line[0] == '\0' && page->was_blank)
        return;
    page->was_blank = line[0] == '\0';
    if (is_fence)
        page->is_code = !page->is_code;
    else if (page->is_code)
        fprintf(page->to, "    %s\n", line);
    else if (page->is_picture || text_starts(line, "!["))
        print_picture(page, line);
    else if (line[0] == '#')
        print_styled(
            page, BOLD, page->has_style ? line + strspn(line, "# ") : line);
    else if (text_starts(line, "    "))
        print_styled(page, DIM, line);
    else
        fprintf(page->to, "%s\n", line);
}

static void print_page(struct page *page, const char *markdown)
{
    char *copy = mem_text(markdown), *rest = copy, *line;
    page->was_blank = true;
    while ((line = strsep(&rest, "\n")) != NULL)
        if (rest != NULL || line[0] != '\0')
            print_line(page, line);
    free(copy);
}

void page_print(FILE *to, const char *markdown, const char *folder)
{
    const bool has_style =
        isatty(fileno(to)) != 0 && getenv("NO_COLOR") == NULL;
    print_page(&(struct page){to, folder, .has_style = has_style}, markdown);
}

/* The user's pager, a command of the shell; less shows styles with -R. */
static FILE *open_pager(void)
{
    const char *pager = getenv("PAGER");
    if (isatty(STDOUT_FILENO) == 0)
        return NULL;
    if (pager == NULL) {
        char *less = file_find_program("less");
        const bool is_here = less != NULL;
        free(less);
        if (!is_here)
            return NULL;
        pager = "less -FRX";
    }
    return pager[0] != '\0' ? popen(pager, "we") : NULL;
}

void page_show(const char *markdown, const char *folder)
{
    FILE *pager = open_pager();
    if (pager == NULL) {
        page_print(stdout, markdown, folder);
        return;
    }
    signal(SIGPIPE, SIG_IGN); /* quit before the end */
    print_page(
        &(struct page){pager, folder, .has_style = getenv("NO_COLOR") == NULL},
        markdown);
    pclose(pager);
}

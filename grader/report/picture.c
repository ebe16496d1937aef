/* SPDX-License-Identifier: MIT */
#include "grader/report/picture.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/spawn.h"
#include "grader/base/text.h"
#include "grader/report/escape.h"
#include "grader/report/svg.h"

/* gnuplot runs without a shell, without anyone's settings and with an empty
 * environment; it reads the script from a memory file and writes to another,
 * so nothing of it is left when it has ended. Text is only ever given to it
 * in single quotes, where it knows no escapes and runs no commands. */

enum { LIMIT_MS = 20000, BYTES_MAX = 8 << 20, SAID_BYTES = 300 };

static const struct form {
    const char *name;
    int width;
} forms[] = {{"wide", PICTURE_WIDE}, {"narrow", PICTURE_NARROW}};
enum { N_FORMS = sizeof forms / sizeof *forms };

static int height_of(const struct picture *picture, const struct form *form)
{
    return form == &forms[0] ? picture->height : picture->narrow_height;
}

char *picture_quote(const char *text)
{
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    char *quoted = mem_new(2 * strlen(safe) + 3, 1), *to = quoted;
    *to++ = '\'';
    for (const char *p = safe; *p != '\0'; p++) {
        if (*p == '\'')
            *to++ = '\'';
        *to++ = *p == '\n' || *p == '\t' ? ' ' : *p;
    }
    *to = '\'';
    free(safe);
    return quoted;
}

static void print_palette(FILE *to)
{
    size_t n;
    const struct svg_colour *palette = svg_palette(&n);
    fputs("set encoding utf8\n", to);
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s = 0x%06x\n", palette[i].name, palette[i].light);
}

static void print_script(FILE *to, const struct picture *picture)
{
    for (int i = 0; i < N_FORMS; i++)
        fprintf(to,
            "reset\n"
            "set terminal svg size %d,%d noenhanced linewidth 1.3 "
            "font 'sans-serif,13'\n"
            "narrow = %d\n"
            "set border 3 lc rgb quiet lw 0.8\n"
            "set tics nomirror out scale 0.6 tc rgb quiet\n"
            "set key tc rgb ink\n"
            "set pointintervalbox 0\n"
            "%s\n",
            forms[i].width, height_of(picture, &forms[i]), i, picture->script);
}

/* All bytes of a memory file, with a NUL; NULL when there are too many. */
static char *read_memory(int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || status.st_size > BYTES_MAX)
        return NULL;
    const size_t n = (size_t)status.st_size;
    char *bytes = mem_new(n + 1, 1);
    if (pread(fd, bytes, n, 0) != (ssize_t)n) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

/* gnuplot shows the line, a caret and then what is wrong with it. */
static int fail_said(int said, struct fail *fail)
{
    char *text = read_memory(said), *words = text;
    for (char *p = text; p != NULL && *p != '\0';) {
        const size_t n = strcspn(p, "\n");
        if (n > strspn(p, " \t^"))
            words = p + strspn(p, " \t");
        p += n + (p[n] == '\n');
    }
    char *safe = text != NULL
                     ? text_safe(words, strcspn(words, "\n"), SAID_BYTES)
                     : mem_text("");
    fail_set(fail, "gnuplot could not draw it: %s",
        *safe != '\0' ? safe : "it does not say why");
    free(safe);
    free(text);
    return -1;
}

static int run(
    const char *gnuplot, int input, int output, int said, struct fail *fail)
{
    static const char *const argv[] = {"gnuplot", "-d", NULL};
    static const char *const env[] = {"LC_ALL=C", NULL};
    int status = 0;
    const pid_t pid = spawn_tool(gnuplot, argv, env, input, output, said);
    if (pid < 0)
        return fail_set(fail, "cannot run %s", gnuplot);
    const int waited = interrupt_wait_child(pid, LIMIT_MS);
    if (waited <= 0)
        kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    if (waited < 0)
        return fail_set(fail, "stopped while gnuplot was drawing");
    if (waited == 0)
        return fail_set(
            fail, "gnuplot took more than %d seconds", LIMIT_MS / 1000);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail_said(said, fail);
    return 0;
}

/* Run gnuplot on a script. @return new text; NULL with the reason. */
static char *draw(const char *gnuplot, const char *script, struct fail *fail)
{
    const size_t n = strlen(script);
    char *drawn = NULL;
    const int input = memfd_create("parlab-script", MFD_CLOEXEC);
    const int output = memfd_create("parlab-picture", MFD_CLOEXEC);
    const int said = memfd_create("parlab-said", MFD_CLOEXEC);
    if (input < 0 || output < 0 || said < 0 ||
        pwrite(input, script, n, 0) != (ssize_t)n) {
        fail_errno(fail, "cannot make a memory file for gnuplot");
    } else if (run(gnuplot, input, output, said, fail) == 0) {
        drawn = read_memory(output);
        if (drawn == NULL)
            fail_set(fail, "gnuplot drew a picture that is too large");
    }
    if (input >= 0)
        close(input);
    if (output >= 0)
        close(output);
    if (said >= 0)
        close(said);
    return drawn;
}

/* @param[in,out] drawn  goes on to the end of this form.
 * @return whether there is a whole picture. */
static bool print_form(FILE *to, const struct picture *picture,
    const struct form *form, const char **drawn)
{
    const char *body = strstr(*drawn, "<g id=\"gnuplot_canvas\">");
    const char *end = body != NULL ? strstr(body, "</svg>") : NULL;
    if (end == NULL)
        return false;
    char *prefix = mem_format("%s-%s", picture->id, form->name);
    fprintf(to,
        "<svg class=\"picture %s\" viewBox=\"0 0 %d %d\" role=\"img\" "
        "aria-labelledby=\"%s-title %s-desc\" "
        "xmlns=\"http://www.w3.org/2000/svg\" "
        "xmlns:xlink=\"http://www.w3.org/1999/xlink\">\n",
        form->name, form->width, height_of(picture, form), prefix, prefix);
    fprintf(to, "<title id=\"%s-title\">", prefix);
    escape_html(to, picture->title);
    fprintf(to, "</title>\n<desc id=\"%s-desc\">", prefix);
    escape_html(to, picture->description);
    fputs("</desc>\n", to);
    svg_print_body(to, body, prefix);
    fputs("</svg>\n", to);
    free(prefix);
    *drawn = end;
    return true;
}

/* @param[in,out] drawn  goes on to the end of this picture. */
static char *make_page_part(
    const struct picture *picture, const char **drawn, struct fail *fail)
{
    char *html = NULL;
    size_t size;
    bool is_whole = true;
    FILE *to = mem_stream(&html, &size);
    for (int i = 0; i < N_FORMS; i++)
        is_whole = is_whole && print_form(to, picture, &forms[i], drawn);
    fclose(to);
    if (is_whole)
        return html;
    free(html);
    fail_set(fail, "gnuplot drew no whole picture");
    return NULL;
}

/* What gnuplot makes of all scripts, one after the other. @return new. */
static char *draw_all(
    const struct picture *const pictures[], size_t n, struct fail *fail)
{
    char *gnuplot = file_find_program("gnuplot"), *script, *drawn;
    size_t size;
    if (gnuplot == NULL) {
        fail_set(fail, "gnuplot is not installed");
        return NULL;
    }
    FILE *to = mem_stream(&script, &size);
    print_palette(to);
    for (size_t i = 0; i < n; i++)
        print_script(to, pictures[i]);
    fclose(to);
    drawn = draw(gnuplot, script, fail);
    free(script);
    free(gnuplot);
    return drawn;
}

int picture_draw_all(const struct picture *const pictures[], size_t n,
    char *drawn[], struct fail *fail)
{
    char *all = draw_all(pictures, n, fail);
    const char *rest = all;
    size_t n_done = 0;
    if (all == NULL)
        return -1;
    while (n_done < n && (drawn[n_done] = make_page_part(
                              pictures[n_done], &rest, fail)) != NULL)
        n_done++;
    free(all);
    if (n_done == n)
        return 0;
    for (size_t i = 0; i < n_done; i++)
        free(drawn[i]);
    return -1;
}

char *picture_draw(const struct picture *picture, struct fail *fail)
{
    char *drawn;
    return picture_draw_all(&picture, 1, &drawn, fail) == 0 ? drawn : NULL;
}

static void print_colours(FILE *to, const char *selector, bool is_dark)
{
    size_t n;
    const struct svg_colour *palette = svg_palette(&n);
    fprintf(to, "%s {", selector);
    for (size_t i = 0; i < n; i++)
        fprintf(to, " --picture-%s: #%06x;", palette[i].name,
            is_dark ? palette[i].dark : palette[i].light);
    fputs(" }\n", to);
}

void picture_style(FILE *to)
{
    print_colours(to, ":root", false);
    fputs("@media screen and (prefers-color-scheme: dark) {\n", to);
    print_colours(to, ":root", true);
    fputs("}\n"
          "svg.picture { display: block; width: 100%; height: auto; }\n"
          "svg.wide { max-width: 44rem; }\n"
          "svg.narrow { display: none; }\n"
          "@media print { svg.wide { max-width: 36rem; } }\n"
          "@media screen and (max-width: 34rem) {\n"
          "svg.wide { display: none; }\n"
          "svg.narrow { display: block; }\n"
          "}\n",
        to);
}

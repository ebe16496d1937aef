/* SPDX-License-Identifier: MIT */
#include "grader/lint/lint_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/course/excerpt.h"
#include "grader/course/skeleton.h"

/* What students read has the same shape everywhere, and says the same as the
 * manifest. */

enum { HINTS = 3, WORDS_OF_PICTURE = 40 };

static const char *const sections[] = {"The idea", "The program it stands for",
    "Predict", "Your tasks", "How it is graded", "Common mistakes", "Questions",
    "Further reading"};
enum { N_SECTIONS = sizeof sections / sizeof *sections };

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (; (text = strstr(text, word)) != NULL; text++)
        n++;
    return n;
}

/* Whether words stand in a text, wherever its lines are broken. */
static bool has_words(const char *text, const char *words)
{
    for (; *text != '\0'; text++) {
        size_t i = 0;
        while (words[i] != '\0' &&
               (text[i] == words[i] || (words[i] == ' ' && text[i] == '\n')))
            i++;
        if (words[i] == '\0')
            return true;
    }
    return false;
}

/* What a student does with the exercise. */
static void look_at_commands(
    struct lint *lint, const char *file, const char *text)
{
    static const char *const verbs[] = {"check", "hint", "grade"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        char *command =
            mem_format("parlab %s %s", verbs[i], lint->exercise->name);
        if (!has_words(text, command))
            lint_problem(
                lint, file, "must tell of the command \"%s\"", command);
        free(command);
    }
    if (!has_words(text, "**You will be able to**"))
        lint_problem(lint, file,
            "must begin with what one learns: \"**You will be able to**\"");
}

/* The picture, with words for who does not see it. */
static void look_at_picture(
    struct lint *lint, const char *file, const char *text)
{
    char *end = mem_format("](%s.svg)", lint->exercise->stem);
    const char *at = strstr(text, end), *start = at;
    while (start != NULL && start > text && strncmp(start, "![", 2) != 0)
        start--;
    if (at == NULL || start == text)
        lint_problem(lint, file, "does not show the picture %s.svg",
            lint->exercise->stem);
    else if (at - start < WORDS_OF_PICTURE)
        lint_problem(lint, file,
            "must say in ![...] what is seen in the picture, for who does "
            "not see it");
    free(end);
}

static void look_at_sections(
    struct lint *lint, const char *file, const char *text)
{
    const char *from = text;
    for (int i = 0; i < N_SECTIONS; i++) {
        char *heading = mem_format("\n## %s\n", sections[i]);
        const char *at = strstr(from, heading);
        if (at != NULL)
            from = at;
        else
            lint_problem(lint, file, "needs a section \"## %s\"%s", sections[i],
                strstr(text, heading) != NULL ? " at its place" : "");
        free(heading);
    }
}

/* The table of points: a row "| name | points | …" each. */
static void look_at_points(
    struct lint *lint, const char *file, const char *text)
{
    const struct exercise *exercise = lint->exercise;
    char row[128];
    for (size_t i = 0; i < exercise->n_groups + exercise->n_measures; i++) {
        const bool is_group = i < exercise->n_groups;
        const size_t k = is_group ? i : i - exercise->n_groups;
        const char *name =
            is_group ? exercise->groups[k].name : exercise->measures[k].name;
        snprintf(row, sizeof row, "\n| %s | %d |", name,
            is_group ? exercise->groups[k].points
                     : exercise->measures[k].points);
        if (strstr(text, row) == NULL)
            lint_problem(lint, file,
                "needs the row \"%s ... |\" in its table of points", row + 1);
    }
}

/* "About 45 minutes": what the manifest says, and the list of exercises. */
static void look_at_time(struct lint *lint, const char *file, const char *text)
{
    char words[32];
    snprintf(words, sizeof words, "bout %d minutes", lint->exercise->minutes);
    if (!has_words(text, words))
        lint_problem(
            lint, file, "must say \"a%s\", as the manifest does", words);
}

/* An excerpt_reader. */
static char *read_beside(const char *file, void *context, struct fail *fail)
{
    const struct lint *lint = context;
    char *name = mem_format("labs/%s/%s", lint->exercise->name, file);
    char *text = lint_text(lint, name);
    if (text == NULL)
        fail_set(fail, "cannot read %s, whose code it shows", name);
    free(name);
    return text;
}

/* The code that a handout shows is that of the file it names. */
static void look_at_code(struct lint *lint, const char *file, const char *text)
{
    struct fail fail;
    char *made = excerpt_fill(text, read_beside, lint, &fail);
    if (made == NULL)
        lint_problem(lint, file, "%s", fail.text);
    else if (strcmp(made, text) != 0)
        lint_problem(lint, file,
            "shows code that is not that of its file; run \"make -C build "
            "derived\"");
    free(made);
}

static void look_at_handout(struct lint *lint)
{
    const struct exercise *exercise = lint->exercise;
    char *file = mem_format("labs/%s/README.md", exercise->name);
    char *text = lint_text(lint, file);
    char *title = mem_format("# %s\n", exercise->title);
    if (text != NULL) {
        if (strstr(text, title) == NULL)
            lint_problem(lint, file,
                "its heading must be the manifest's title, \"# %s\"",
                exercise->title);
        look_at_time(lint, file, text);
        look_at_commands(lint, file, text);
        look_at_picture(lint, file, text);
        look_at_sections(lint, file, text);
        look_at_points(lint, file, text);
        look_at_code(lint, file, text);
    }
    free(title);
    free(text);
    free(file);
}

/* Hints for what a check may find, "## For race, remainder": they are found by
 * the names of diagnoses, which have pages. */
static void look_at_fitting_hints(
    struct lint *lint, const char *file, const char *text)
{
    static const char mark[] = "\n## For ";
    const char *at = text;
    while ((at = strstr(at, mark)) != NULL) {
        at += strlen(mark);
        const char *end = at + strcspn(at, "\n");
        while (at < end) {
            const int n = (int)strcspn(at, ", \n");
            char *page = mem_format("docs/diagnoses/%.*s.md", n, at);
            char *found = lint_text(lint, page);
            if (n > 0 && found == NULL)
                lint_problem(lint, file,
                    "has a hint for \"%.*s\", which is no diagnosis: there is "
                    "no %s",
                    n, at, page);
            free(found);
            free(page);
            at += n + (at + n < end);
        }
    }
    const char *first = strstr(text, mark);
    if (first != NULL && strstr(first, "\n## Hint ") != NULL)
        lint_problem(lint, file,
            "must have its hints for diagnoses behind the three for all");
}

static void look_at_hints(struct lint *lint)
{
    char *file = mem_format("labs/%s/hints.md", lint->exercise->name);
    char *text = lint_text(lint, file);
    if (text != NULL)
        look_at_fitting_hints(lint, file, text);
    if (text != NULL && count(text, "\n## Hint ") != HINTS)
        lint_problem(lint, file, "must have %d hints, not %zu", HINTS,
            count(text, "\n## Hint "));
    for (int i = 1; text != NULL && i <= HINTS; i++) {
        char *heading = mem_format("\n## Hint %d\n", i);
        if (count(text, heading) != 1)
            lint_problem(lint, file, "needs one heading \"## Hint %d\"", i);
        free(heading);
    }
    free(text);
    free(file);
}

static void look_at_skeleton(struct lint *lint)
{
    struct fail fail;
    const struct exercise *exercise = lint->exercise;
    char *from = mem_format("solutions/%s.c", exercise->name);
    char *to = mem_format("labs/%s/%s.c", exercise->name, exercise->stem);
    char *solution = lint_text(lint, from), *skeleton = lint_text(lint, to);
    char *made = solution != NULL ? skeleton_make(solution, &fail) : NULL;
    if (solution != NULL && made == NULL)
        lint_problem(lint, from, "%s", fail.text);
    if (made != NULL && count(made, "TODO(1)") == 0)
        lint_problem(lint, from,
            "its skeleton needs a question to the student, \"TODO(1): ...\"");
    if (made != NULL && skeleton != NULL && strcmp(made, skeleton) != 0)
        lint_problem(lint, to,
            "is not what its solution makes; run \"make -C build derived\"");
    free(made);
    free(skeleton);
    free(solution);
    free(to);
    free(from);
}

void lint_texts(struct lint *lint)
{
    look_at_skeleton(lint);
    look_at_handout(lint);
    look_at_hints(lint);
}
